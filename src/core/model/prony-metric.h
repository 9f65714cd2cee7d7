/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "base/prony-format.h"

G_BEGIN_DECLS

/**
 * PronyMetric:
 *
 * Every figure of a trial. Those before %PRONY_N_DISTRIBUTIONS have one value for
 * each request (ITL: each gap) and so a distribution; the rest have one value for
 * the trial. Names, units and definitions are in prony_metric_get_info() and in
 * `docs/methodology.md`.
 */
typedef enum
{
  PRONY_METRIC_TTFT,
  PRONY_METRIC_TTFT_FROM_SCHEDULE,
  PRONY_METRIC_TTFR,
  PRONY_METRIC_TTFA,
  PRONY_METRIC_THINK_TIME,
  PRONY_METRIC_TIME_TO_FIRST_SENTENCE,
  PRONY_METRIC_LATENCY,
  PRONY_METRIC_LATENCY_FROM_SCHEDULE,
  PRONY_METRIC_ITL,
  PRONY_METRIC_TPOT,
  PRONY_METRIC_DECODE_RATE,
  PRONY_METRIC_TOKENS_PER_SEC,
  PRONY_METRIC_PREFILL_RATE,
  PRONY_METRIC_JITTER,
  PRONY_METRIC_MAX_STALL,
  PRONY_METRIC_RATE_DRIFT,
  PRONY_METRIC_SEND_LAG,
  PRONY_METRIC_CONNECT_TIME,
  PRONY_METRIC_LOAD_TIME,
  PRONY_METRIC_QUEUE_TIME,
  PRONY_METRIC_PROMPT_EVAL_TIME,
  PRONY_METRIC_EVAL_TIME,
  PRONY_METRIC_PROMPT_TOKENS,
  PRONY_METRIC_COMPLETION_TOKENS,
  PRONY_N_DISTRIBUTIONS,

  PRONY_METRIC_OUTPUT_TOKENS_PER_SEC = PRONY_N_DISTRIBUTIONS,
  PRONY_METRIC_TOTAL_TOKENS_PER_SEC,
  PRONY_METRIC_REQUESTS_PER_SEC,
  PRONY_METRIC_SUCCESS_RATE,
  PRONY_METRIC_TIMEOUT_RATE,
  PRONY_METRIC_ERROR_RATE,
  PRONY_METRIC_GOODPUT,
  PRONY_METRIC_SLO_ATTAINMENT,
  PRONY_METRIC_QUALITY_PASS_RATE,
  PRONY_METRIC_FAIRNESS,
  PRONY_METRIC_QUEUE_WAIT,
  PRONY_METRIC_MEAN_CONCURRENCY,
  PRONY_METRIC_COST_PER_REQUEST,
  PRONY_METRIC_TOKENS_PER_DOLLAR,
  PRONY_METRIC_COST_PER_MILLION_TOKENS,
  PRONY_METRIC_CLIENT_LAG_P99,
  PRONY_METRIC_CLIENT_CPU_PERCENT,
  PRONY_METRIC_SENT_PER_SEC,
  PRONY_METRIC_CACHED_SHARE,
  PRONY_METRIC_MEMORY_MB,
  PRONY_METRIC_MEMORY_PEAK_MB,
  PRONY_METRIC_MEMORY_GROWTH_MB,
  PRONY_METRIC_CPU_PERCENT,
  PRONY_METRIC_GPU_UTIL_PERCENT,
  PRONY_METRIC_GPU_MEMORY_MB,
  PRONY_METRIC_POWER_W,
  PRONY_METRIC_ENERGY_J,
  PRONY_METRIC_TOKENS_PER_JOULE,
  PRONY_N_METRICS,
} PronyMetric;

/**
 * PronyBetter:
 *
 * Which way a metric is better.
 */
typedef enum
{
  PRONY_BETTER_NEITHER,
  PRONY_BETTER_LOWER,
  PRONY_BETTER_HIGHER,
} PronyBetter;

/**
 * PronyMetricInfo:
 * @name: its name in files and options, such as "ttft"
 * @title: untranslated title, such as "Time to first token"; give it to gettext
 * @definition: untranslated definition in a sentence; give it to gettext
 * @unit: what its values are in
 * @better: which way it is better
 */
typedef struct
{
  const char *name;
  const char *title;
  const char *definition;
  PronyUnit unit;
  PronyBetter better;
} PronyMetricInfo;

const PronyMetricInfo *prony_metric_get_info (PronyMetric metric);
const char *prony_metric_get_title (PronyMetric metric);
const char *prony_metric_get_definition (PronyMetric metric);
gboolean prony_metric_from_name (const char *name, PronyMetric *metric);

G_END_DECLS
