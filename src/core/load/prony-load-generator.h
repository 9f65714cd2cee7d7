/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/load/prony-load-start-line.h"
#include "core/model/prony-pause.h"
#include "core/model/prony-request-record.h"
#include "core/model/prony-request-spec.h"
#include "core/model/prony-run.h"

G_BEGIN_DECLS

/**
 * PronyRequestTicket:
 * @index: which request of the trial, from 0; warm-up requests count first
 * @warmup: whether it is one of them
 * @prompt_tokens: how long its prompt is to be, from a trace; -1 for any length
 * @output_tokens: how long its answer is to be; likewise
 *
 * A request that is about to be made.
 */
typedef struct
{
  guint64 index;
  gboolean warmup;
  gint32 prompt_tokens;
  gint32 output_tokens;
} PronyRequestTicket;

/**
 * PronyRequestSource:
 * @ticket: which request
 * @user_data: as given
 *
 * Makes a request. Called in the I/O threads, in several at the same time, just
 * before the request goes out: so it must be quick, and must not wait for a lock
 * that is held for long.
 *
 * Returns: (transfer full): what to ask
 */
typedef PronyRequestSpec *(*PronyRequestSource) (const PronyRequestTicket *ticket,
                                                 gpointer user_data);

/**
 * PronyLoadConfig:
 * @target: the engine, model and key; its `api` is not %PRONY_API_AUTO
 * @level: how much, or how often
 * @trace: (nullable): what a level of kind %PRONY_LOAD_TRACE replays
 * @seed: of the arrivals of an open loop: the same seed gives the same schedule,
 *   whatever the number of threads
 * @think_s: how long a stream of a closed loop waits between two requests
 * @retries: how often a measured request is sent again that met no connection,
 *   status 429 or 503
 * @threads: I/O threads; 0 means one for each 256 streams or so, at most the cores
 * @start_line: (nullable): what other generators share that are to open their
 *   windows at the same moment; the generator joins it with all its threads
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
  PronyLoadLevel level;
  PronyTrace *trace;
  guint64 seed;
  double think_s;
  guint retries;
  guint threads;
  PronyLoadStartLine *start_line;
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
 * @due: of an open loop: those that the schedule wanted to go out so far; else 0
 * @retries: how often a measured request was sent again
 * @send_lag_s: 99th percentile over the latest 256 requests of an open loop of how
 *   late they went out; NAN otherwise
 * @client_lag_s: how late the I/O threads served their timers over the last second,
 *   99th percentile; NAN while unknown
 * @in_flight: includes warm-up requests
 * @output_tokens: token-carrying events of measured requests so far
 * @output_rate: tokens per second over the last two seconds
 * @ttft_s: median over the latest 32 requests; NAN before the first
 * @itl_s: median over the latest 256 gaps; NAN before the first
 * @n_streams: how many streams there are so far, for prony_load_generator_watch(): their
 *   numbers are below it
 * @watched: number of the request whose text follows; 0 for none
 * @watched_stream: which stream sent it, from 0; -1 for none
 * @watched_ended: whether it has ended
 * @prompt: (nullable): what it was asked
 * @text: (nullable): the end of its answer so far, at most 16 KiB, valid UTF-8
 * @text_start: how many bytes of the answer come before @text, so that a view which has
 *   the earlier ones only appends. Few engines ever take back the end of what they have
 *   said; then @text differs from the one before where they overlap
 * @reasoning: (nullable): the same of its thinking
 * @reasoning_start: likewise
 * @waiting_s: how long the watched request has waited for its first token; NAN
 *   once it came
 * @prompt_done: while it waits, how many tokens of its prompt the engine has processed;
 *   -1 where nothing is known, like @prompt_total
 * @prompt_total: how many there are, without those that were cached where the engine says
 *   so
 * @prompt_estimated: whether @prompt_done follows from how fast prompts were processed
 *   before, since the engine does not say
 * @responses: how many measured or warm-up requests have ended well so far
 * @response_s: how long the answer of the latest of them took, from sent to its last
 *   token; NAN before the first
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
  guint64 due;
  guint64 retries;
  double send_lag_s;
  double client_lag_s;
  guint64 ok;
  guint64 failed;
  guint64 cancelled;
  guint in_flight;
  guint64 output_tokens;
  double output_rate;
  double ttft_s;
  double itl_s;
  guint n_streams;
  guint64 watched;
  int watched_stream;
  gboolean watched_ended;
  char *prompt;
  char *text;
  guint64 text_start;
  char *reasoning;
  guint64 reasoning_start;
  double waiting_s;
  gint64 prompt_done;
  gint64 prompt_total;
  gboolean prompt_estimated;
  guint64 responses;
  double response_s;
  char *error;
} PronyLoadSnapshot;

/* The request that is watched is whichever goes out next when the last has ended. */
#define PRONY_WATCH_ANY (-1)

/**
 * PronyLoadHealth:
 * @threads: how many I/O threads there were
 * @lag_p99_s: 99th percentile of how late an I/O thread served its timer, of the
 *   one that was latest; NAN where nothing was measured
 * @cpu_percent: share of one core that the busiest I/O thread used while measuring;
 *   likewise
 * @cpu_s: processor time of all I/O threads while measuring
 * @due: requests that the schedule of an open loop wanted to go out until the
 *   bound; 0 for a closed loop
 * @sent: measured requests that were handed to the HTTP client
 * @retries: how many of them were sent again, counting each time
 * @retransmits: TCP segments that had to be sent again; -1 where it is not known
 * @out_of_files: whether descriptors or ports ran out
 * @open_ns: the moment at which the window was opened
 * @reconnects: connections that had to be opened while measuring
 * @window_start_ns: first measured request's sent; 0 for none
 * @window_end_ns: end of the last measured request
 * @bound_ns: when the time bound fell; 0 without one
 * @paused_ns: time spent paused with nothing in flight, since the window was opened
 *
 * What the measuring side knows of itself once a trial has ended.
 */
typedef struct
{
  guint threads;
  double lag_p99_s;
  double cpu_percent;
  double cpu_s;
  guint64 due;
  guint64 sent;
  guint64 retries;
  gint64 retransmits;
  gboolean out_of_files;
  guint64 reconnects;
  gint64 open_ns;
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
void prony_load_generator_watch (PronyLoadGenerator *self, int stream);
PronyLoadSnapshot *prony_load_generator_take_snapshot (PronyLoadGenerator *self);
GPtrArray *prony_load_generator_take_records (PronyLoadGenerator *self);
gboolean prony_load_generator_wait (PronyLoadGenerator *self, gint64 timeout_us);
void prony_load_generator_get_health (PronyLoadGenerator *self, PronyLoadHealth *health);
GArray *prony_load_generator_list_pauses (PronyLoadGenerator *self);
void prony_load_generator_free (PronyLoadGenerator *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyLoadSnapshot, prony_load_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyLoadGenerator, prony_load_generator_free)

G_END_DECLS
