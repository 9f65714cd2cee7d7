/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-pause.h"
#include "core/model/prony-resource-sample.h"
#include "core/model/prony-run.h"
#include "core/model/prony-scenario.h"
#include "core/model/prony-summary.h"

G_BEGIN_DECLS

/**
 * PronySummaryInput:
 * @records: (element-type PronyRequestRecord): all of a trial; warm-up ones are
 *   left out by this function
 * @bound_ns: when the trial's time bound fell; 0 without one: tokens after it do
 *   not count into throughput
 * @pauses: (nullable) (element-type PronyPause): when the trial was paused with nothing in
 *   flight; as much of it as lies in the window is taken out
 * @slo_ttft_s: objectives; NAN means none, like those that follow
 * @price_per_hour: NAN means unknown
 * @client_lag_p99_s: the measuring side's own health; NAN means unknown
 * @client_cpu_percent: likewise
 * @reconnects: connections opened while measuring
 * @model: (nullable): the model that was asked for
 * @level: (nullable): the load
 * @due: requests that its schedule wanted to go out; 0 for a closed loop
 * @sent: measured requests that were handed to the HTTP client; 0 where unknown
 * @retries: how often one was sent again
 * @retransmits: TCP segments that were sent again; -1 where unknown
 * @out_of_files: whether descriptors or ports ran out
 * @engine_tokens: output tokens by the engine's own counter, of all the trial's
 *   requests, warm-up ones too; -1 where it has none
 * @scenario: (nullable): what was asked: how it treats prompt caches, and how long it wants
 *   prompts to be
 * @sized: whether a trace has said how long prompts are, rather than @scenario
 * @template_tokens: how many tokens the engine's template adds to a prompt; -1 where
 *   unknown
 * @template_exact: whether that was counted rather than calibrated
 * @readings: (nullable) (element-type PronyResourceSample): of this computer, by time; some
 *   from before and after the trial may be among them
 * @engine_id: (nullable): whose processes in them it was
 * @alone: whether no other target was measured at the same time, so that GPUs that were busy
 *   were so for this one
 *
 * What a summary is made from.
 */
typedef struct
{
  GPtrArray *records;
  gint64 bound_ns;
  GArray *pauses;
  double slo_ttft_s;
  double slo_itl_s;
  double slo_latency_s;
  double price_per_hour;
  double client_lag_p99_s;
  double client_cpu_percent;
  guint64 reconnects;
  const char *model;
  const PronyLoadLevel *level;
  guint64 due;
  guint64 sent;
  guint64 retries;
  gint64 retransmits;
  gboolean out_of_files;
  gint64 engine_tokens;
  const PronyScenario *scenario;
  gboolean sized;
  gint64 template_tokens;
  gboolean template_exact;
  GPtrArray *readings;
  const char *engine_id;
  gboolean alone;
} PronySummaryInput;

void prony_summary_input_init (PronySummaryInput *self, GPtrArray *records);
PronySummary *prony_summarize (const PronySummaryInput *input);
void prony_summarize_queue_waits (PronyRun *run);

G_END_DECLS
