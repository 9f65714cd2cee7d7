/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-run.h"
#include "core/model/prony-summary.h"

G_BEGIN_DECLS

/**
 * PronySummaryInput:
 * @records: (element-type PronyRequestRecord): all of a trial; warm-up ones are
 *   left out by this function
 * @bound_ns: when the trial's time bound fell; 0 without one: tokens after it do
 *   not count into throughput
 * @paused_s: time inside the window in which the run was paused
 * @slo_ttft_s: objectives; NAN means none, like those that follow
 * @price_per_hour: NAN means unknown
 * @client_lag_p99_s: the measuring side's own health; NAN means unknown
 * @client_cpu_percent: likewise
 * @reconnects: connections opened while measuring
 *
 * What a summary is made from.
 */
typedef struct
{
  GPtrArray *records;
  gint64 bound_ns;
  double paused_s;
  double slo_ttft_s;
  double slo_itl_s;
  double slo_latency_s;
  double price_per_hour;
  double client_lag_p99_s;
  double client_cpu_percent;
  guint64 reconnects;
} PronySummaryInput;

void prony_summary_input_init (PronySummaryInput *self, GPtrArray *records);
PronySummary *prony_summarize (const PronySummaryInput *input);
void prony_summarize_queue_waits (PronyRun *run);

G_END_DECLS
