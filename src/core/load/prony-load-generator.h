/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/model/prony-request-record.h"
#include "core/model/prony-request-spec.h"
#include "core/model/prony-run.h"

G_BEGIN_DECLS

/**
 * PronyRequestSource:
 * @index: which request of the trial, from 0; warm-up requests count first
 * @user_data: as given
 *
 * Makes the next request. Called in the generator's thread, so it must be quick
 * and must not share unlocked state with another thread.
 *
 * Returns: (transfer full): what to ask
 */
typedef PronyRequestSpec *(*PronyRequestSource) (guint64 index, gpointer user_data);

/**
 * PronyLoadConfig:
 * @target: the engine, model and key; its `api` is not %PRONY_API_AUTO
 * @concurrency: streams, each back to back: closed loop; at least 1
 * @warmup_per_stream: requests before the window opens
 * @duration_s: bound of the measured part; 0 means unbounded, like the two that
 *   follow
 * @requests: bound on measured requests in all
 * @requests_per_stream: bound on measured requests of each stream
 * @timeout_s: bound of one request; 0 means none
 * @grace_s: how long requests in flight may go on after the bound
 * @source: makes the requests
 * @source_data: given to @source; must outlive the generator
 *
 * What a generator does. The caller keeps it alive until the generator is freed.
 */
typedef struct
{
  PronyTarget *target;
  guint concurrency;
  guint warmup_per_stream;
  double duration_s;
  guint64 requests;
  guint64 requests_per_stream;
  double timeout_s;
  double grace_s;
  PronyRequestSource source;
  gpointer source_data;
} PronyLoadConfig;

/**
 * PronyLoadSnapshot:
 * @state: warming up, measuring, draining, paused, finished, stopped or failed
 * @elapsed_s: measured time so far, without pauses
 * @sent: measured requests that went out, like the counts that follow
 * @in_flight: includes warm-up requests
 * @output_tokens: token-carrying events of measured requests so far
 * @output_rate: tokens per second over the last two seconds
 * @ttft_s: median over the latest 32 requests; NAN before the first
 * @itl_s: median over the latest 256 gaps; NAN before the first
 * @watched: number of the request whose text follows; 0 for none
 * @prompt: (nullable): what it was asked
 * @text: (nullable): the end of its answer so far, at most 16 KiB, valid UTF-8
 * @reasoning: (nullable): the same of its thinking
 * @waiting_s: how long the watched request has waited for its first token; NAN
 *   once it came
 * @error: (nullable): a sentence, why it failed
 *
 * How a trial stands, made about 10 times a second by the generator's thread and
 * handed over whole. Reference counted, immutable.
 */
typedef struct
{
  PronyState state;
  double elapsed_s;
  guint64 sent;
  guint64 ok;
  guint64 failed;
  guint64 cancelled;
  guint in_flight;
  guint64 output_tokens;
  double output_rate;
  double ttft_s;
  double itl_s;
  guint64 watched;
  char *prompt;
  char *text;
  char *reasoning;
  double waiting_s;
  char *error;
} PronyLoadSnapshot;

/**
 * PronyLoadHealth:
 * @lag_p99_s: 99th percentile of how late the I/O thread served its timer; NAN
 *   where nothing was measured
 * @cpu_percent: share of one core that the I/O thread used while measuring;
 *   likewise
 * @reconnects: connections that had to be opened while measuring
 * @window_start_ns: first measured request's sent; 0 for none
 * @window_end_ns: end of the last measured request
 * @bound_ns: when the time bound fell; 0 without one
 * @paused_ns: time spent paused inside the window
 *
 * What the measuring side knows of itself once a trial has ended.
 */
typedef struct
{
  double lag_p99_s;
  double cpu_percent;
  guint64 reconnects;
  gint64 window_start_ns;
  gint64 window_end_ns;
  gint64 bound_ns;
  gint64 paused_ns;
} PronyLoadHealth;

typedef struct _PronyLoadGenerator PronyLoadGenerator;

PronyLoadSnapshot *prony_load_snapshot_new (PronyState state);
PronyLoadSnapshot *prony_load_snapshot_ref (PronyLoadSnapshot *self);
void prony_load_snapshot_unref (PronyLoadSnapshot *self);

PronyLoadGenerator *prony_load_generator_start (const PronyLoadConfig *config, GError **error);
void prony_load_generator_pause (PronyLoadGenerator *self);
void prony_load_generator_resume (PronyLoadGenerator *self);
void prony_load_generator_stop (PronyLoadGenerator *self);
PronyLoadSnapshot *prony_load_generator_take_snapshot (PronyLoadGenerator *self);
GPtrArray *prony_load_generator_take_records (PronyLoadGenerator *self);
gboolean prony_load_generator_wait (PronyLoadGenerator *self, gint64 timeout_us);
void prony_load_generator_get_health (PronyLoadGenerator *self, PronyLoadHealth *health);
void prony_load_generator_free (PronyLoadGenerator *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyLoadSnapshot, prony_load_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyLoadGenerator, prony_load_generator_free)

G_END_DECLS
