/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/model/prony-band.h"

static const struct
{
  PronyMetric metric;
  double good;
  double moderate;
} guides[] = {
  { PRONY_METRIC_TTFT, 0.3, 1 },
  { PRONY_METRIC_ITL, 0.025, 0.05 },
  { PRONY_METRIC_DECODE_RATE, 40, 20 },
  { PRONY_METRIC_SUCCESS_RATE, 0.99, 0.95 },
};

/**
 * prony_band_get_limits:
 * @metric: a metric
 * @good: (out): the worst value that is still good, in the metric's unit
 * @moderate: (out): the worst value that is still moderate
 *
 * Returns: whether @metric has guide values
 */
gboolean
prony_band_get_limits (PronyMetric metric, double *good, double *moderate)
{
  for (guint i = 0; i < G_N_ELEMENTS (guides); i++)
    if (guides[i].metric == metric)
      {
        *good = guides[i].good;
        *moderate = guides[i].moderate;
        return TRUE;
      }

  return FALSE;
}

/**
 * prony_band_of:
 * @metric: a metric
 * @value: a value of it; NAN where there is none
 *
 * Returns: how @value compares with the guide values
 */
PronyBand
prony_band_of (PronyMetric metric, double value)
{
  gboolean lower = prony_metric_get_info (metric)->better == PRONY_BETTER_LOWER;
  double good;
  double moderate;

  if (!isfinite (value) || !prony_band_get_limits (metric, &good, &moderate))
    return PRONY_BAND_NONE;
  if (lower ? value <= good : value >= good)
    return PRONY_BAND_GOOD;
  if (lower ? value <= moderate : value >= moderate)
    return PRONY_BAND_MODERATE;

  return PRONY_BAND_POOR;
}

/**
 * prony_band_title:
 * @metric: a metric
 * @band: how a value of it is
 *
 * Returns: (nullable): the same in a translated word; %NULL for none
 */
const char *
prony_band_title (PronyMetric metric, PronyBand band)
{
  switch (band)
    {
    case PRONY_BAND_GOOD:
      return g_dpgettext2 (GETTEXT_PACKAGE, "band", NC_ ("band", "Good"));

    case PRONY_BAND_MODERATE:
      return g_dpgettext2 (GETTEXT_PACKAGE, "band", NC_ ("band", "Moderate"));

    case PRONY_BAND_POOR:
      if (metric == PRONY_METRIC_SUCCESS_RATE)
        return g_dpgettext2 (GETTEXT_PACKAGE, "band", NC_ ("band", "Poor"));
      return g_dpgettext2 (GETTEXT_PACKAGE, "band", NC_ ("band", "Slow"));

    case PRONY_BAND_NONE:
    default:
      return NULL;
    }
}
