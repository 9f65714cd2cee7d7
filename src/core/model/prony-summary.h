/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <json-glib/json-glib.h>

#include "core/model/prony-check.h"
#include "core/model/prony-metric.h"
#include "core/model/prony-request-record.h"
#include "core/model/prony-resource-signs.h"
#include "core/model/prony-scenario.h"

G_BEGIN_DECLS

/**
 * PronyDistribution:
 * @count: how many values
 * @mean: all figures are NAN where there is no value or too few for it
 * @sd: sample standard deviation
 * @mean_ci: 95 % confidence interval of the mean: low, high
 *
 * A sample in figures, in the unit of its metric. p99 needs 100 values and p99.9
 * needs 1,000.
 */
typedef struct
{
  guint64 count;
  double mean;
  double sd;
  double min;
  double p50;
  double p90;
  double p95;
  double p99;
  double p999;
  double max;
  double mean_ci[2];
  double p50_ci[2];
  double p95_ci[2];
} PronyDistribution;

/**
 * PronySummary:
 * @distributions: by #PronyMetric below %PRONY_N_DISTRIBUTIONS
 * @scalars: by #PronyMetric minus %PRONY_N_DISTRIBUTIONS; NAN where absent
 * @outcomes: measured requests by #PronyOutcome
 * @quality_passed: answers that the scenario's rules hold for
 * @quality_failed: answers that they do not hold for
 * @quality_unjudged: answers that there are rules for, but no verdict: for want of time, or
 *   of anything but thinking in the answer
 * @quality_ci95: 95 % interval of the share of those that passed; NANs where none was
 *   judged
 * @window_s: length of the measured window
 * @window_start_ns: when the window began, `CLOCK_MONOTONIC`; 0 where it is not known
 * @window_end_ns: when it ended, pauses and all; likewise
 * @signs: what readings say about what may have held the engine back
 * @retries: how often a measured request was sent again
 * @retransmits: TCP segments that had to be sent again; -1 where it is not known
 * @checks: by #PronyCheckKind
 * @client_limit: why the figures describe the client rather than the engine, if so
 * @client_bound: whether they do
 * @count_source: worst source among the token counts
 * @has_filler: prompts were filled up with made-up text to the length that was wanted
 * @prompt_count_source: if so, what told how long that text is: calibrated by what the
 *   engine said of other prompts where it is %PRONY_COUNT_USAGE
 * @knows_cache: whether @cache is known
 * @cache: how the scenario treated the engine's prompt cache
 * @answered_model: (nullable): the model that the engine says answered, where it is
 *   another than was asked for
 *
 * What a trial came to. Reference counted, immutable once it is made.
 */
struct _PronySummary
{
  PronyDistribution distributions[PRONY_N_DISTRIBUTIONS];
  double scalars[PRONY_N_METRICS - PRONY_N_DISTRIBUTIONS];
  guint64 outcomes[PRONY_N_OUTCOMES];
  guint64 prompt_tokens;
  guint64 completion_tokens;
  guint64 quality_passed;
  guint64 quality_failed;
  guint64 quality_unjudged;
  double quality_ci95[2];
  guint64 reconnects;
  guint64 retries;
  gint64 retransmits;
  PronyCheck checks[PRONY_N_CHECKS];
  PronyClientLimit client_limit;
  double window_s;
  gint64 window_start_ns;
  gint64 window_end_ns;
  PronyResourceSigns signs;
  gboolean client_bound;
  PronyCountSource count_source;
  gboolean has_filler;
  PronyCountSource prompt_count_source;
  gboolean knows_cache;
  PronyCacheMode cache;
  char *answered_model;
};

void prony_distribution_init (PronyDistribution *self);

PronySummary *prony_summary_new (void);
PronySummary *prony_summary_ref (PronySummary *self);
void prony_summary_unref (PronySummary *self);
double prony_summary_get (PronySummary *self, PronyMetric metric);
guint64 prony_summary_count_requests (PronySummary *self);
guint64 prony_summary_count_failed (PronySummary *self);
char *prony_summary_describe_model (PronySummary *self, const char *asked);
char *prony_summary_describe_quality (PronySummary *self);
char *prony_summary_describe_counts (PronySummary *self);
char *prony_summary_describe_cache (PronySummary *self);
const char *prony_summary_describe_filler (PronySummary *self);
JsonObject *prony_summary_to_json (PronySummary *self);
PronySummary *prony_summary_from_json (JsonObject *object);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronySummary, prony_summary_unref)

G_END_DECLS
