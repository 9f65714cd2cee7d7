/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/chart/prony-chart-text.h"
#include "core/stats/prony-quantile.h"

/**
 * prony_chart_series_title:
 * @series: a series
 *
 * Returns: (transfer full): its name, marked where it is simulated
 */
char *
prony_chart_series_title (const PronyChartSeries *series)
{
  if (series->simulated)
    /* Translators: %s is the name of an engine, in a chart */
    return g_strdup_printf (_ ("%s (simulated)"), series->name);

  return g_strdup (series->name);
}

/**
 * prony_chart_better_text:
 * @better: which way a metric is better
 *
 * Returns: (nullable): a short sentence; %NULL where neither way is better
 */
const char *
prony_chart_better_text (PronyBetter better)
{
  switch (better)
    {
    case PRONY_BETTER_LOWER:
      return _ ("Lower is better");
    case PRONY_BETTER_HIGHER:
      return _ ("Higher is better");
    case PRONY_BETTER_NEITHER:
    default:
      return NULL;
    }
}

/**
 * prony_chart_describe_interval:
 * @low: lower end; NAN for none
 * @high: upper end; NAN for none
 * @unit: what both are in
 *
 * Returns: (transfer full): such as "118 ms to 131 ms"; an en dash without both
 *   ends
 */
char *
prony_chart_describe_interval (double low, double high, PronyUnit unit)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (!isfinite (low) || !isfinite (high))
    return g_strdup ("–");

  from = prony_format_value (low, unit);
  to = prony_format_value (high, unit);
  /* Translators: an interval between two values, such as "118 ms to 131 ms" */
  return g_strdup_printf (_ ("%s to %s"), from, to);
}

/**
 * prony_chart_format_x:
 * @chart: a chart over numbers
 * @x: a place from left to right
 *
 * Returns: (transfer full): the place with its unit, or its date and time
 */
char *
prony_chart_format_x (PronyChart *chart, double x)
{
  if (chart->x_scale == PRONY_SCALE_TIME && isfinite (x) && fabs (x) < 1e18)
    return prony_format_exact_date ((gint64) x);
  if (chart->x_unit == PRONY_UNIT_NONE && x == floor (x))
    return prony_format_value (x, PRONY_UNIT_COUNT);

  return prony_format_value (x, chart->x_unit);
}

/* "Concurrency 8", or "8" where nothing says what it is. */
static char *
describe_x (PronyChart *chart, double x)
{
  g_autofree char *text = prony_chart_format_x (chart, x);

  if (chart->x_title == NULL)
    return g_steal_pointer (&text);
  /* Translators: a place in a chart, as what it means and its value: "Concurrency 8" */
  return g_strdup_printf (C_ ("place", "%s %s"), chart->x_title, text);
}

/* Where a value belongs: "vLLM, Short Prompt at 10", "vLLM, Concurrency 8". */
static char *
describe_place (PronyChart *chart, const PronyChartDatum *datum)
{
  g_autofree char *name = prony_chart_series_title (prony_chart_get_series (chart, datum->series));
  g_autofree char *x = NULL;
  const char *where = prony_chart_get_group (chart, datum->group);

  if (isfinite (datum->x_end))
    {
      g_autofree char *from = prony_chart_format_x (chart, datum->x);
      g_autofree char *to = prony_chart_format_x (chart, datum->x_end);

      where = x = g_strdup_printf (_ ("%s to %s"), from, to);
    }
  else if (isfinite (datum->x) && chart->kind != PRONY_CHART_STEPS)
    {
      where = x = describe_x (chart, datum->x);
    }

  if (*where == '\0')
    return g_steal_pointer (&name);
  /* Rows are the first thing in a waterfall and in stacked bars, what they are made of
   * the second. */
  if (chart->kind == PRONY_CHART_WATERFALL || chart->kind == PRONY_CHART_STACKED)
    return g_strdup_printf (_ ("%s, %s"), where, name);
  /* Translators: a point of a chart: an engine and its place, such as "vLLM, Concurrency 8" */
  return g_strdup_printf (_ ("%s, %s"), name, where);
}

static char *
describe_bar (PronyChart *chart, const PronyChartDatum *datum, const char *place)
{
  g_autofree char *value = prony_format_value (datum->value, chart->unit);
  g_autofree char *interval = NULL;

  if (!isfinite (datum->low) || !isfinite (datum->high))
    /* Translators: a place in a chart and its value */
    return g_strdup_printf (_ ("%s: %s"), place, value);

  interval = prony_chart_describe_interval (datum->low, datum->high, chart->unit);
  /* Translators: a place in a chart, its value, and the interval that holds it with 95 %
   * confidence, such as "118 ms to 131 ms" */
  return g_strdup_printf (_ ("%s: %s, 95 %% interval %s"), place, value, interval);
}

static char *
describe_part (PronyChart *chart, const PronyChartDatum *datum, const char *place)
{
  double total = prony_chart_get_total (chart, datum->group);
  g_autofree char *value = prony_format_value (datum->value, chart->unit);
  g_autofree char *whole = NULL;
  g_autofree char *share = NULL;

  if (!(total > 0))
    return g_strdup_printf (_ ("%s: %s"), place, value);

  whole = prony_format_value (total, chart->unit);
  share = prony_format_value (datum->value / total, PRONY_UNIT_RATIO);
  /* Translators: a part of a bar, its value, the value of the whole bar, the part's share:
   * "vLLM, Queue: 12 ms of 120 ms (10 %)" */
  return g_strdup_printf (_ ("%s: %s of %s (%s)"), place, value, whole, share);
}

static char *
describe_sample (PronyChart *chart, guint index, const char *place)
{
  const PronyChartDatum *datum = prony_chart_get_datum (chart, index);
  g_autofree char *value = prony_format_value (datum->value, chart->unit);
  g_autofree char *half = NULL;
  g_autofree char *most = NULL;
  g_autofree char *text = NULL;
  g_autofree char *count = NULL;
  const double *samples;
  guint n;

  samples = prony_chart_get_samples (chart, index, &n);
  if (n < 2)
    /* Translators: a place in a chart and its value */
    return g_strdup_printf (_ ("%s: %s, the only value"), place, value);

  half = prony_chart_describe_interval (datum->low, datum->high, chart->unit);
  most = prony_chart_describe_interval (
    prony_quantile_sorted (samples, n, PRONY_CHART_WHISKER_LOW),
    prony_quantile_sorted (samples, n, PRONY_CHART_WHISKER_HIGH), chart->unit);
  /* Translators: a place in a chart, a median, and two intervals such as "118 ms to 131 ms" */
  text = g_strdup_printf (_ ("%s: median %s, half of all within %s, nine of ten within %s"), place,
                          value, half, most);
  count = g_strdup_printf (ngettext ("%u value", "%u values", n), n);

  return g_strdup_printf (_ ("%s, %s"), text, count);
}

static char *
describe_share (PronyChart *chart, const PronyChartDatum *datum, const char *place)
{
  g_autofree char *share = prony_format_value (datum->value, chart->unit);
  g_autofree char *x = prony_chart_format_x (chart, datum->x);

  /* Translators: an engine, a share and a value: "vLLM: 95 % are at or below 131 ms" */
  return g_strdup_printf (_ ("%s: %s are at or below %s"), place, share, x);
}

static char *
describe_span (PronyChart *chart, const PronyChartDatum *datum, const char *place)
{
  g_autofree char *value = prony_format_value (datum->value, chart->unit);
  g_autofree char *when = prony_chart_describe_interval (datum->low, datum->high, chart->unit);

  /* Translators: a request and a phase of it, how long that took, from when to when:
   * "Request 12, Queue: 120 ms, from 1.20 s to 1.32 s" */
  return g_strdup_printf (_ ("%s: %s, from %s"), place, value, when);
}

static char *
describe_value (PronyChart *chart, guint index, const char *place)
{
  const PronyChartDatum *datum = prony_chart_get_datum (chart, index);

  if (!isfinite (datum->value))
    /* Translators: a place in a chart that has no value; %s is an engine and more */
    return g_strdup_printf (_ ("%s: no value"), place);

  switch (chart->kind)
    {
    case PRONY_CHART_STACKED:
      return describe_part (chart, datum, place);
    case PRONY_CHART_BOXES:
    case PRONY_CHART_VIOLINS:
      return describe_sample (chart, index, place);
    case PRONY_CHART_STEPS:
      return describe_share (chart, datum, place);
    case PRONY_CHART_WATERFALL:
      return describe_span (chart, datum, place);
    case PRONY_CHART_BARS:
    case PRONY_CHART_LINES:
    case PRONY_CHART_SCATTER:
    case PRONY_CHART_HISTOGRAM:
    case PRONY_CHART_TIME:
    case PRONY_CHART_PARETO:
    case PRONY_CHART_HEAT_MAP:
    case PRONY_N_CHART_KINDS:
    default:
      return describe_bar (chart, datum, place);
    }
}

static gboolean
is_simulated (PronyChart *chart, const PronyChartDatum *datum)
{
  return prony_chart_get_series (chart, datum->series)->simulated;
}

/* Whether a point has a value, and is not simulated where others are real. */
static gboolean
is_ranked (PronyChart *chart, const PronyChartDatum *datum)
{
  if (!isfinite (datum->value))
    return FALSE;

  for (guint i = 0; i < chart->data->len && is_simulated (chart, datum); i++)
    {
      const PronyChartDatum *other = prony_chart_get_datum (chart, i);

      if (!is_simulated (chart, other) && isfinite (other->value))
        return FALSE;
    }

  return TRUE;
}

/**
 * prony_chart_is_beaten:
 * @chart: a Pareto front
 * @index: one of its data
 *
 * Returns: whether another point is at least as good in both ways and better in one:
 *   the datum is not on the front then. Simulated points are neither ranked beside real ones nor
 *   do they beat them
 */
gboolean
prony_chart_is_beaten (PronyChart *chart, guint index)
{
  const PronyChartDatum *self = prony_chart_get_datum (chart, index);
  double x_sign = chart->x_better == PRONY_BETTER_HIGHER ? 1 : -1;
  double sign = chart->better == PRONY_BETTER_HIGHER ? 1 : -1;

  if (!is_ranked (chart, self))
    return TRUE;

  for (guint i = 0; i < chart->data->len; i++)
    {
      const PronyChartDatum *other = prony_chart_get_datum (chart, i);
      double ahead = (other->x - self->x) * x_sign;
      double above = (other->value - self->value) * sign;

      if (ahead >= 0 && above >= 0 && (ahead > 0 || above > 0) &&
          !is_simulated (chart, other) == !is_simulated (chart, self))
        return TRUE;
    }

  return FALSE;
}

/**
 * prony_chart_describe_flag:
 * @chart: a chart
 * @index: one of its data
 *
 * Returns: (transfer none) (nullable): why a value stands out; %NULL where it does not
 */
const char *
prony_chart_describe_flag (PronyChart *chart, guint index)
{
  const PronyChartDatum *datum = prony_chart_get_datum (chart, index);

  if (chart->kind == PRONY_CHART_PARETO)
    return prony_chart_is_beaten (chart, index) ? NULL : _ ("no other is better in both ways");
  if (!datum->flagged)
    return NULL;
  if (chart->kind == PRONY_CHART_LINES || chart->kind == PRONY_CHART_TIME)
    return _ ("the level changes here");

  return _ ("outlier");
}

/**
 * prony_chart_describe_datum:
 * @chart: a chart
 * @index: one of its data
 *
 * Puts one value into words, for the eye and the ear alike.
 *
 * Returns: (transfer full): such as "vLLM, Short Prompt at 10: 120 ms, 95 %
 *   interval 118 ms to 131 ms"
 */
char *
prony_chart_describe_datum (PronyChart *chart, guint index)
{
  const PronyChartDatum *datum = prony_chart_get_datum (chart, index);
  g_autofree char *place = NULL;
  g_autofree char *text = NULL;
  const PronyChartBand *band;
  const char *flag;

  g_return_val_if_fail (datum != NULL, NULL);

  place = describe_place (chart, datum);
  text = describe_value (chart, index, place);
  flag = prony_chart_describe_flag (chart, index);
  band = prony_chart_find_band (chart, datum->x);
  if (flag == NULL && band != NULL)
    flag = band->title;
  if (flag == NULL)
    return g_steal_pointer (&text);

  /* Translators: a value in a chart, and why it stands out, or what was measured then */
  return g_strdup_printf (_ ("%s (%s)"), text, flag);
}
