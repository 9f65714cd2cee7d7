/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/model/prony-metric.h"

#define S PRONY_UNIT_SECONDS
#define RATE PRONY_UNIT_TOKENS_PER_SECOND
#define LOWER PRONY_BETTER_LOWER
#define HIGHER PRONY_BETTER_HIGHER
#define NEITHER PRONY_BETTER_NEITHER

static const PronyMetricInfo infos[PRONY_N_METRICS] = {
  [PRONY_METRIC_TTFT] = { "ttft", N_ ("Time to first token"),
                          N_ ("From the last byte of the request written to the first token read, "
                              "be it of the "
                              "reasoning or of the answer."),
                          S, LOWER },
  [PRONY_METRIC_TTFT_FROM_SCHEDULE] = { "ttft_from_schedule",
                                        N_ ("Time to first token from schedule"),
                                        N_ ("From the moment at which the request was due to the "
                                            "first token: what a user who "
                                            "came on time would have waited."),
                                        S, LOWER },
  [PRONY_METRIC_TTFR] = { "ttfr", N_ ("Time to first response"),
                          N_ ("From the request sent to the first event of any kind, with or "
                              "without a token."),
                          S, LOWER },
  [PRONY_METRIC_TTFA] = { "ttfa", N_ ("Time to first answer token"),
                          N_ ("From the request sent to the first token of the answer itself, "
                              "after any reasoning."),
                          S, LOWER },
  [PRONY_METRIC_THINK_TIME] = { "think_time", N_ ("Thinking time"),
                                N_ ("From the first token of the reasoning to the first token of "
                                    "the answer."),
                                S, LOWER },
  [PRONY_METRIC_TIME_TO_FIRST_SENTENCE] = { "time_to_first_sentence", N_ ("Time to first sentence"),
                                            N_ ("From the request sent to the token that completes "
                                                "the answer's first sentence."),
                                            S, LOWER },
  [PRONY_METRIC_LATENCY] = { "latency", N_ ("Latency"),
                             N_ ("From the request sent to the last token read."), S, LOWER },
  [PRONY_METRIC_LATENCY_FROM_SCHEDULE] = { "latency_from_schedule", N_ ("Latency from schedule"),
                                           N_ ("From the moment at which the request was due to "
                                               "the last token read."),
                                           S, LOWER },
  [PRONY_METRIC_ITL] = { "itl", N_ ("Inter-token latency"),
                         N_ ("The gaps between successive tokens as they arrive."), S, LOWER },
  [PRONY_METRIC_TPOT] = { "tpot", N_ ("Time per output token"),
                          N_ ("From the first to the last token, divided by the tokens after the "
                              "first."),
                          S, LOWER },
  [PRONY_METRIC_DECODE_RATE] = { "decode_rate", N_ ("Decode rate"),
                                 N_ ("Tokens per second of one request after its first token: 1 / "
                                     "time per output token."),
                                 RATE, HIGHER },
  [PRONY_METRIC_TOKENS_PER_SEC] = { "tokens_per_sec", N_ ("Tokens per second of a request"),
                                    N_ ("Output tokens of one request, divided by its latency."),
                                    RATE, HIGHER },
  [PRONY_METRIC_PREFILL_RATE] = { "prefill_rate", N_ ("Prefill rate"),
                                  N_ ("Prompt tokens that were not cached, divided by the engine's "
                                      "own prompt time, or by "
                                      "the time to first token where it reports none."),
                                  RATE, HIGHER },
  [PRONY_METRIC_JITTER] = { "jitter", N_ ("Jitter"),
                            N_ ("Standard deviation of the gaps between tokens."), S, LOWER },
  [PRONY_METRIC_MAX_STALL] = { "max_stall", N_ ("Longest stall"),
                               N_ ("The longest gap between two tokens of a request."), S, LOWER },
  [PRONY_METRIC_RATE_DRIFT] = { "rate_drift", N_ ("Rate drift"),
                                N_ ("Decode rate over the last quarter of the tokens, divided by "
                                    "that over the first; "
                                    "below 1 the engine slowed down."),
                                PRONY_UNIT_NONE, HIGHER },
  [PRONY_METRIC_SEND_LAG] = { "send_lag", N_ ("Send lag"),
                              N_ ("How long after it was due a request was handed to the network: "
                                  "the client's own "
                                  "delay."),
                              S, LOWER },
  [PRONY_METRIC_CONNECT_TIME] = { "connect_time", N_ ("Connect time"),
                                  N_ ("Name resolution, TCP and TLS; 0 on a connection that was "
                                      "open already."),
                                  S, LOWER },
  [PRONY_METRIC_LOAD_TIME] = { "load_time", N_ ("Model load time"),
                               N_ ("As the engine reports it."), S, LOWER },
  [PRONY_METRIC_QUEUE_TIME] = { "queue_time", N_ ("Queue time"), N_ ("As the engine reports it."),
                                S, LOWER },
  [PRONY_METRIC_PROMPT_EVAL_TIME] = { "prompt_eval_time", N_ ("Prompt time"),
                                      N_ ("Time to process the prompt, as the engine reports it."),
                                      S, LOWER },
  [PRONY_METRIC_EVAL_TIME] = { "eval_time", N_ ("Generation time"),
                               N_ ("Time to generate the answer, as the engine reports it."), S,
                               LOWER },
  [PRONY_METRIC_PROMPT_TOKENS] = { "prompt_tokens", N_ ("Prompt tokens"),
                                   N_ ("Tokens of the prompt of one request."), PRONY_UNIT_TOKENS,
                                   NEITHER },
  [PRONY_METRIC_COMPLETION_TOKENS] = { "completion_tokens", N_ ("Completion tokens"),
                                       N_ ("Tokens of the answer of one request."),
                                       PRONY_UNIT_TOKENS, NEITHER },

  [PRONY_METRIC_OUTPUT_TOKENS_PER_SEC] = { "output_tokens_per_sec", N_ ("Output rate"),
                                           N_ ("Output tokens of all requests inside the window, "
                                               "divided by the window."),
                                           RATE, HIGHER },
  [PRONY_METRIC_TOTAL_TOKENS_PER_SEC] = { "total_tokens_per_sec", N_ ("Total token rate"),
                                          N_ ("Prompt and output tokens of all requests, divided "
                                              "by the window."),
                                          RATE, HIGHER },
  [PRONY_METRIC_REQUESTS_PER_SEC] = { "requests_per_sec", N_ ("Request rate"),
                                      N_ ("Successful requests, divided by the window."),
                                      PRONY_UNIT_REQUESTS_PER_SECOND, HIGHER },
  [PRONY_METRIC_SUCCESS_RATE] = { "success_rate", N_ ("Success rate"),
                                  N_ ("Successful requests among the measured ones."),
                                  PRONY_UNIT_RATIO, HIGHER },
  [PRONY_METRIC_TIMEOUT_RATE] = { "timeout_rate", N_ ("Timeout rate"),
                                  N_ ("Requests that exceeded the time limit among the measured "
                                      "ones."),
                                  PRONY_UNIT_RATIO, LOWER },
  [PRONY_METRIC_ERROR_RATE] = { "error_rate", N_ ("Error rate"),
                                N_ ("Failed requests among the measured ones."), PRONY_UNIT_RATIO,
                                LOWER },
  [PRONY_METRIC_GOODPUT] = { "goodput", N_ ("Goodput"),
                             N_ ("Requests per second that met every service-level objective."),
                             PRONY_UNIT_REQUESTS_PER_SECOND, HIGHER },
  [PRONY_METRIC_SLO_ATTAINMENT] = { "slo_attainment", N_ ("Objectives met"),
                                    N_ ("Share of the requests that met every service-level "
                                        "objective."),
                                    PRONY_UNIT_RATIO, HIGHER },
  [PRONY_METRIC_QUALITY_PASS_RATE] = { "quality_pass_rate", N_ ("Right answers"),
                                       N_ ("Answers that the scenario's quality rules hold for, "
                                           "among those that were judged."),
                                       PRONY_UNIT_RATIO, HIGHER },
  [PRONY_METRIC_FAIRNESS] = { "fairness", N_ ("Fairness"),
                              N_ ("Jain's index of the decode rates of requests that ran at the "
                                  "same time; 1 is "
                                  "perfectly fair."),
                              PRONY_UNIT_NONE, HIGHER },
  [PRONY_METRIC_QUEUE_WAIT] = { "queue_wait", N_ ("Queue wait"),
                                N_ ("The engine's own queue time, else the median time to first "
                                    "token less that of the "
                                    "same scenario at concurrency 1 in the same run."),
                                S, LOWER },
  [PRONY_METRIC_MEAN_CONCURRENCY] = { "mean_concurrency", N_ ("Mean concurrency"),
                                      N_ ("Time average of requests in flight."), PRONY_UNIT_NONE,
                                      NEITHER },
  [PRONY_METRIC_COST_PER_REQUEST] = { "cost_per_request", N_ ("Cost per request"),
                                      N_ ("The engine's hourly price, divided by its successful "
                                          "requests in an hour."),
                                      PRONY_UNIT_NONE, LOWER },
  [PRONY_METRIC_TOKENS_PER_DOLLAR] = { "tokens_per_dollar", N_ ("Tokens per currency unit"),
                                       N_ ("Output tokens in an hour, divided by the engine's "
                                           "hourly price."),
                                       PRONY_UNIT_TOKENS, HIGHER },
  [PRONY_METRIC_COST_PER_MILLION_TOKENS] = { "cost_per_million_"
                                             "tokens",
                                             N_ ("Cost per million tokens"),
                                             N_ ("The engine's hourly price, divided by its "
                                                 "million output tokens in an hour."),
                                             PRONY_UNIT_NONE, LOWER },
  [PRONY_METRIC_CLIENT_LAG_P99] = { "client_lag_p99", N_ ("Client lag"),
                                    N_ ("How late Prony's own input loops ran: 99th percentile of "
                                        "the one that was latest."),
                                    S, LOWER },
  [PRONY_METRIC_CLIENT_CPU_PERCENT] = { "client_cpu_"
                                        "percent",
                                        N_ ("Client processor use"),
                                        N_ ("Share of one processor core that Prony's busiest "
                                            "input loop used."),
                                        PRONY_UNIT_PERCENT, LOWER },
  [PRONY_METRIC_SENT_PER_SEC] = { "sent_per_sec", N_ ("Delivered request rate"),
                                  N_ ("Requests a second that Prony handed to the network, from "
                                      "the first to the last."),
                                  PRONY_UNIT_REQUESTS_PER_SECOND, NEITHER },
  [PRONY_METRIC_CACHED_SHARE] = { "cached_share", N_ ("Cached prompt tokens"),
                                  N_ ("Prompt tokens that the engine says it took from its "
                                      "prompt cache, divided by all prompt tokens."),
                                  PRONY_UNIT_RATIO, NEITHER },
  [PRONY_METRIC_MEMORY_MB] = { "memory_mb", N_ ("Memory"),
                               N_ ("Resident memory of the engine's processes on this computer, "
                                   "averaged over the window."),
                               PRONY_UNIT_MEGABYTES, LOWER },
  [PRONY_METRIC_MEMORY_PEAK_MB] = { "memory_peak_mb", N_ ("Peak memory"),
                                    N_ ("The most resident memory that the engine's processes "
                                        "had in the window."),
                                    PRONY_UNIT_MEGABYTES, LOWER },
  [PRONY_METRIC_MEMORY_GROWTH_MB] = { "memory_growth_mb", N_ ("Memory growth"),
                                      N_ ("Resident memory of the engine's processes at the end "
                                          "of the window, less that at its beginning."),
                                      PRONY_UNIT_MEGABYTES, LOWER },
  [PRONY_METRIC_CPU_PERCENT] = { "cpu_percent", N_ ("Processor use"),
                                 N_ ("Processor time of the engine's processes in the window, in "
                                     "percent of one core."),
                                 PRONY_UNIT_PERCENT, NEITHER },
  [PRONY_METRIC_GPU_UTIL_PERCENT] = { "gpu_util_percent", N_ ("GPU use"),
                                      N_ ("Share of the window in which the engine's GPUs were "
                                          "busy, as their driver tells it."),
                                      PRONY_UNIT_PERCENT, NEITHER },
  [PRONY_METRIC_GPU_MEMORY_MB] = { "gpu_memory_mb", N_ ("GPU memory"),
                                   N_ ("Memory that the engine's processes have on all GPUs, "
                                       "averaged over the window."),
                                   PRONY_UNIT_MEGABYTES, LOWER },
  [PRONY_METRIC_POWER_W] = { "power_w", N_ ("GPU power"),
                             N_ ("What the engine's GPUs draw, averaged over the window. "
                                 "Processors and memory are not in it."),
                             PRONY_UNIT_WATTS, LOWER },
  [PRONY_METRIC_ENERGY_J] = { "energy_j", N_ ("GPU energy"),
                              N_ (
                                "What the engine's GPUs have drawn in the window: by the driver's "
                                "counter, or else power, summed up over time."),
                              PRONY_UNIT_JOULES, LOWER },
  [PRONY_METRIC_TOKENS_PER_JOULE] = { "tokens_per_joule", N_ ("Tokens per joule"),
                                      N_ ("Output tokens in the window, divided by the energy of "
                                          "the engine's GPUs."),
                                      PRONY_UNIT_TOKENS_PER_JOULE, HIGHER },
};

/**
 * prony_metric_get_info:
 * @metric: a metric
 *
 * Returns: (transfer none): its name, unit and texts
 */
const PronyMetricInfo *
prony_metric_get_info (PronyMetric metric)
{
  g_return_val_if_fail ((guint) metric < PRONY_N_METRICS, NULL);

  return &infos[metric];
}

/**
 * prony_metric_get_title:
 * @metric: a metric
 *
 * Returns: its title in the user's language
 */
const char *
prony_metric_get_title (PronyMetric metric)
{
  g_return_val_if_fail ((guint) metric < PRONY_N_METRICS, NULL);

  return g_dgettext (GETTEXT_PACKAGE, infos[metric].title);
}

/**
 * prony_metric_get_definition:
 * @metric: a metric
 *
 * Returns: its definition in the user's language
 */
const char *
prony_metric_get_definition (PronyMetric metric)
{
  g_return_val_if_fail ((guint) metric < PRONY_N_METRICS, NULL);

  return g_dgettext (GETTEXT_PACKAGE, infos[metric].definition);
}

/**
 * prony_metric_from_name:
 * @name: (nullable): a name as in files
 * @metric: (out): the metric
 *
 * Returns: whether @name names a metric
 */
gboolean
prony_metric_from_name (const char *name, PronyMetric *metric)
{
  for (guint i = 0; i < PRONY_N_METRICS; i++)
    if (g_strcmp0 (name, infos[i].name) == 0)
      {
        *metric = i;
        return TRUE;
      }

  return FALSE;
}
