/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <math.h>

#include "core/bench/prony-standing.h"

/**
 * prony_headline_get_metric:
 * @headline: one of them
 *
 * Returns: the metric that it is the trial's value of, or the median of
 */
PronyMetric
prony_headline_get_metric (PronyHeadline headline)
{
  static const PronyMetric metrics[PRONY_N_HEADLINES] = {
    [PRONY_HEADLINE_OUTPUT_RATE] = PRONY_METRIC_OUTPUT_TOKENS_PER_SEC,
    [PRONY_HEADLINE_TTFT] = PRONY_METRIC_TTFT,
    [PRONY_HEADLINE_ITL] = PRONY_METRIC_ITL,
    [PRONY_HEADLINE_LATENCY] = PRONY_METRIC_LATENCY,
    [PRONY_HEADLINE_REQUEST_RATE] = PRONY_METRIC_REQUESTS_PER_SEC,
    [PRONY_HEADLINE_SUCCESS] = PRONY_METRIC_SUCCESS_RATE,
  };

  g_return_val_if_fail (headline < PRONY_N_HEADLINES, PRONY_METRIC_TTFT);

  return metrics[headline];
}

/**
 * prony_standing_new:
 * @trial: one of the trials that it compares
 *
 * Makes a standing for its maker to fill in; it is immutable from the moment that it is
 * handed over.
 *
 * Returns: (transfer full): the standing at the scenario and load of @trial, without rows
 */
PronyStanding *
prony_standing_new (PronyTrial *trial)
{
  PronyStanding *self;

  g_return_val_if_fail (trial != NULL, NULL);

  self = g_atomic_rc_box_new0 (PronyStanding);
  self->scenario_name = g_strdup (trial->scenario_name);
  self->scenario_title = g_strdup (trial->scenario_title);
  self->load = trial->load;
  self->rows = g_array_new (FALSE, TRUE, sizeof (PronyStandingRow));
  self->trials = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

/**
 * prony_standing_ref:
 * @self: a standing
 *
 * Thread-safe.
 *
 * Returns: (transfer full): @self
 */
PronyStanding *
prony_standing_ref (PronyStanding *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
standing_clear (gpointer data)
{
  PronyStanding *self = data;

  g_free (self->scenario_name);
  g_free (self->scenario_title);
  g_array_unref (self->rows);
  g_array_unref (self->trials);
}

/**
 * prony_standing_unref:
 * @self: (transfer full): a standing
 */
void
prony_standing_unref (PronyStanding *self)
{
  g_atomic_rc_box_release_full (self, standing_clear);
}
