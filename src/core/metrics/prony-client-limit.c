/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-metrics"

#include "config.h"

#include <math.h>

#include "base/prony-clock.h"
#include "core/metrics/prony-client-limit.h"
#include "core/stats/prony-quantile.h"

/* When an I/O thread is busier than this, its stamps wait for it. In percent. */
#define CPU_MAX 90

/* A hundredth of the stamps may be late by a fifth of what is measured: that reaches
 * the far percentiles, but not the medians. Less than a millisecond is the usual for a
 * desktop system, and told by the calibrated error. */
#define LAG_SHARE 0.2
#define LAG_MIN_S 0.001

/* A schedule is kept as long as no request slips by more than the distance to the
 * next, or by more than this where requests follow each other faster: no engine
 * answers to so fine a pattern. */
#define SEND_LAG_MIN_S 0.010

/* With fewer requests there is no 99th percentile, and the 95th is taken. */
#define P99_MIN 100

/* A segment that is sent again delays its request by 200 ms or more. So many are an
 * accident, more than this share of the requests are not. */
#define RETRANSMITS_MIN 5
#define RETRANSMITS_SHARE 0.05

/* The lag is held against the time between tokens, or against the time to the
 * first where answers have only one. */
static gboolean
reads_late (PronySummary *summary, const PronySummaryInput *input)
{
  const PronyDistribution *itl = &summary->distributions[PRONY_METRIC_ITL];
  const PronyDistribution *ttft = &summary->distributions[PRONY_METRIC_TTFT];

  return input->client_lag_p99_s >
         MAX (LAG_SHARE * (itl->count > 0 ? itl->p50 : ttft->p50), LAG_MIN_S);
}

/* Of the requests that went out once: the waiting before another attempt was asked
 * for. */
static GArray *
collect_send_lags (GPtrArray *records)
{
  GArray *lags = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < records->len; i++)
    {
      const PronyRequestRecord *record = g_ptr_array_index (records, i);
      double lag = prony_ns_to_s (record->started_ns - record->scheduled_ns);

      if (!record->warmup && record->retries == 0 && record->started_ns != 0 &&
          record->scheduled_ns != 0)
        g_array_append_val (lags, lag);
    }

  prony_sort_doubles ((double *) lags->data, lags->len);
  return lags;
}

static gboolean
sends_late (PronySummary *summary, const PronySummaryInput *input)
{
  g_autoptr (GArray) lags = NULL;
  double ttft = summary->distributions[PRONY_METRIC_TTFT].p50;
  double rate = prony_summary_get (summary, PRONY_METRIC_SENT_PER_SEC);
  double lag;

  /* In a closed loop nothing is due, and a bound on requests at once is meant to hold
   * them back. */
  if (input->level == NULL || input->level->kind == PRONY_LOAD_CLOSED ||
      input->level->concurrency > 0)
    return FALSE;

  lags = collect_send_lags (input->records);
  if (lags->len == 0)
    return FALSE;

  lag = prony_quantile_sorted ((const double *) lags->data, lags->len,
                               lags->len >= P99_MIN ? 0.99 : 0.95);
  return lag > LAG_SHARE * ttft || lag > MAX (1 / rate, SEND_LAG_MIN_S);
}

static gboolean
network_repeats (PronySummary *summary, const PronySummaryInput *input)
{
  double requests = (double) prony_summary_count_requests (summary);

  return input->retransmits >= RETRANSMITS_MIN &&
         (double) input->retransmits > RETRANSMITS_SHARE * requests;
}

/**
 * prony_client_limit_find:
 * @summary: a summary in which the figures are filled in
 * @input: what it was made from
 *
 * Tells whether the figures of a trial describe the measuring side rather than the
 * engine, and why. Where there are several reasons, it is the one that brings about
 * the others:
 *
 * - connections: descriptors or ports ran out;
 * - processor: an I/O thread used more than 90 % of its core;
 * - lag: the 99th percentile of how late the I/O threads served their sockets is over
 *   20 % of the median ITL (of the median TTFT where no answer had two tokens), and
 *   over 1 ms;
 * - send lag: in an open loop without a bound on requests at once, the 99th percentile
 *   (95th for fewer than 100 requests) of how late requests went out is over 20 % of
 *   the median TTFT, or over the mean distance between requests, at least 10 ms;
 * - network: TCP sent five or more segments again, and more than one for each twenty
 *   requests.
 *
 * Returns: the reason; %PRONY_CLIENT_LIMIT_NONE where the client kept up
 */
PronyClientLimit
prony_client_limit_find (PronySummary *summary, const PronySummaryInput *input)
{
  g_return_val_if_fail (summary != NULL && input != NULL, PRONY_CLIENT_LIMIT_NONE);

  if (input->out_of_files)
    return PRONY_CLIENT_LIMIT_CONNECTIONS;
  if (input->client_cpu_percent > CPU_MAX)
    return PRONY_CLIENT_LIMIT_CPU;
  if (reads_late (summary, input))
    return PRONY_CLIENT_LIMIT_LAG;
  if (sends_late (summary, input))
    return PRONY_CLIENT_LIMIT_SEND_LAG;
  if (network_repeats (summary, input))
    return PRONY_CLIENT_LIMIT_NETWORK;
  return PRONY_CLIENT_LIMIT_NONE;
}
