/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-metrics"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-format.h"
#include "core/metrics/prony-quality-difference.h"

/**
 * prony_quality_difference_init:
 * @self: (out caller-allocates): the difference
 * @baseline: right answers of one side; of nothing where none was judged
 * @value: right answers of the other
 *
 * Compares how often two sides answered right.
 */
void
prony_quality_difference_init (PronyQualityDifference *self,
                               const PronyShare *baseline,
                               const PronyShare *value)
{
  self->baseline = prony_share_get (baseline);
  self->value = prony_share_get (value);
  self->p_value = prony_fisher_p (baseline, value);
  prony_share_difference_ci95 (baseline, value, self->difference_ci);
  self->clear = self->difference_ci[0] > 0 || self->difference_ci[1] < 0;
}

/**
 * prony_quality_difference_is_known:
 * @self: a difference
 *
 * Returns: whether answers of both trials were judged
 */
gboolean
prony_quality_difference_is_known (const PronyQualityDifference *self)
{
  return isfinite (self->baseline) && isfinite (self->value);
}

/**
 * prony_quality_difference_describe:
 * @self: a difference
 * @baseline: name of the first trial's target
 * @value: name of the second trial's target
 * @winner: who is clearly better by another figure, beside which this is said: below 0
 *   the first, above 0 the second, 0 neither
 *
 * Returns: (transfer full) (nullable): a translated sentence; %NULL where it is not known
 */
char *
prony_quality_difference_describe (const PronyQualityDifference *self,
                                   const char *baseline,
                                   const char *value,
                                   int winner)
{
  gboolean is_more = self->value > self->baseline;
  const char *better = is_more ? value : baseline;
  const char *worse = is_more ? baseline : value;
  g_autofree char *most = prony_format_value (MAX (self->value, self->baseline), PRONY_UNIT_RATIO);
  g_autofree char *least = prony_format_value (MIN (self->value, self->baseline), PRONY_UNIT_RATIO);

  if (!prony_quality_difference_is_known (self))
    return NULL;

  if (self->value == self->baseline)
    /* Translators: %s is a share */
    return g_strdup_printf (_ ("Both gave right answers equally often: %s."), most);
  if (!self->clear)
    return g_strdup_printf (
      /* Translators: name of an engine, share of right answers; the same of another */
      _ ("Right answers: %s %s, %s %s; the difference may be chance."), better, most, worse, least);
  if (is_more ? winner < 0 : winner > 0)
    return g_strdup_printf (
      /* Translators: name of an engine, share of right answers; the same of another */
      _ ("But fewer of its answers were right: %s %s, %s %s."), worse, least, better, most);

  /* Translators: name of an engine; share of right answers, and that of another engine */
  return g_strdup_printf (_ ("%s gave more right answers, with %s against %s."), better, most,
                          least);
}
