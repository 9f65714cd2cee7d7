/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <math.h>

#include "core/chart/prony-chart.h"
#include "core/stats/prony-quantile.h"

/* Of a datum that is not made of a sample. */
#define NO_SAMPLES (-1)

static void
series_free (PronyChartSeries *series)
{
  g_free (series->name);
  g_free (series);
}

static void
band_free (PronyChartBand *band)
{
  g_free (band->title);
  g_free (band);
}

/**
 * prony_chart_new:
 * @kind: how it is drawn
 * @title: what it shows
 * @unit: of the values
 * @better: which way is better
 *
 * Returns: (transfer full): a chart without data
 */
PronyChart *
prony_chart_new (PronyChartKind kind, const char *title, PronyUnit unit, PronyBetter better)
{
  PronyChart *self;

  g_return_val_if_fail (title != NULL, NULL);

  self = g_atomic_rc_box_new0 (PronyChart);
  self->kind = kind;
  self->title = g_strdup (title);
  self->unit = unit;
  self->better = better;
  self->groups = g_ptr_array_new_with_free_func (g_free);
  self->series = g_ptr_array_new_with_free_func ((GDestroyNotify) series_free);
  self->data = g_array_new (FALSE, FALSE, sizeof (PronyChartDatum));
  self->bands = g_ptr_array_new_with_free_func ((GDestroyNotify) band_free);
  self->samples = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  self->reference = NAN;

  return self;
}

/**
 * prony_chart_ref:
 * @self: a chart
 *
 * Returns: (transfer full): @self
 */
PronyChart *
prony_chart_ref (PronyChart *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (PronyChart *self)
{
  g_free (self->title);
  g_free (self->x_title);
  g_ptr_array_unref (self->groups);
  g_ptr_array_unref (self->series);
  g_array_unref (self->data);
  g_ptr_array_unref (self->bands);
  g_ptr_array_unref (self->samples);
  g_free (self->y_title);
  g_free (self->reference_title);
}

/**
 * prony_chart_unref:
 * @self: (transfer full): a chart
 */
void
prony_chart_unref (PronyChart *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) clear);
}

/**
 * prony_chart_add_series:
 * @self: a chart
 * @name: such as an engine's name
 * @slot: the series' place in the palette
 * @simulated: whether its values come from a simulated engine
 *
 * Returns: the series' index
 */
guint
prony_chart_add_series (PronyChart *self, const char *name, guint slot, gboolean simulated)
{
  PronyChartSeries *series;

  g_return_val_if_fail (name != NULL, 0);

  series = g_new0 (PronyChartSeries, 1);
  series->name = g_strdup (name);
  series->slot = slot;
  series->simulated = simulated;
  g_ptr_array_add (self->series, series);

  return self->series->len - 1;
}

/**
 * prony_chart_add_group:
 * @self: a chart of bars, parts, boxes, rows or cells
 * @heading: what the values that follow have in common; empty for no heading
 *
 * Returns: the group's index
 */
guint
prony_chart_add_group (PronyChart *self, const char *heading)
{
  g_return_val_if_fail (heading != NULL, 0);

  g_ptr_array_add (self->groups, g_strdup (heading));

  return self->groups->len - 1;
}

/* Infinity is no value; an interval has both ends or none, and belongs to a value. */
static void
append (PronyChart *self, PronyChartDatum datum)
{
  if (!isfinite (datum.value))
    datum.value = NAN;
  if (!isfinite (datum.value) || !isfinite (datum.low) || !isfinite (datum.high))
    datum.low = datum.high = NAN;
  g_array_append_val (self->data, datum);
}

/**
 * prony_chart_add_bar:
 * @self: a chart of bars or of stacked parts
 * @group: a group's index, not below that of the bar before; of stacked parts, which
 *   bar they are in
 * @series: a series' index; of stacked parts, which part it is
 * @value: NAN (or infinity) for none: the bar's row then says so
 * @low: lower end of its interval; NAN for none
 * @high: upper end of its interval; NAN for none
 */
void
prony_chart_add_bar (
  PronyChart *self, guint group, guint series, double value, double low, double high)
{
  g_return_if_fail (group < self->groups->len && series < self->series->len);

  append (self,
          (PronyChartDatum){ series, group, NAN, value, low, high, NAN, NO_SAMPLES, 0, FALSE });
}

/**
 * prony_chart_add_point:
 * @self: a chart over numbers
 * @series: a series' index, not below that of the point before
 * @x: where it lies, rising within the series
 * @value: NAN (or infinity) for none: the line then has a gap
 * @low: lower end of its interval; NAN for none
 * @high: upper end of its interval; NAN for none
 */
void
prony_chart_add_point (
  PronyChart *self, guint series, double x, double value, double low, double high)
{
  g_return_if_fail (isfinite (x) && series < self->series->len);

  append (self, (PronyChartDatum){ series, 0, x, value, low, high, NAN, NO_SAMPLES, 0, FALSE });
}

/* What is no number has no place among sorted ones. */
static void
drop_unfinite (GArray *values)
{
  guint kept = 0;

  for (guint i = 0; i < values->len; i++)
    {
      double value = g_array_index (values, double, i);

      if (isfinite (value))
        g_array_index (values, double, kept++) = value;
    }
  g_array_set_size (values, kept);
}

/**
 * prony_chart_add_sample:
 * @self: a chart of boxes or violins
 * @group: a group's index, not below that of the sample before
 * @series: a series' index
 * @sorted: (transfer full) (element-type double): its values, smallest first; what is
 *   not finite is left out. None: the sample's row then says so
 *
 * Adds a sample. The datum's value is its median and its interval the quartiles; its
 * whiskers and outliers are the plot's.
 */
void
prony_chart_add_sample (PronyChart *self, guint group, guint series, GArray *sorted)
{
  PronyChartDatum datum = { series, group, NAN, NAN, NAN, NAN, NAN, NO_SAMPLES, 0, FALSE };
  const double *values;

  g_return_if_fail (group < self->groups->len && series < self->series->len);
  g_return_if_fail (sorted != NULL && g_array_get_element_size (sorted) == sizeof (double));

  drop_unfinite (sorted);
  values = (const double *) (gconstpointer) sorted->data;
  datum.value = prony_quantile_sorted (values, sorted->len, 0.5);
  datum.low = prony_quantile_sorted (values, sorted->len, 0.25);
  datum.high = prony_quantile_sorted (values, sorted->len, 0.75);
  datum.samples = (int) self->samples->len;
  g_ptr_array_add (self->samples, sorted);
  append (self, datum);
}

/**
 * prony_chart_add_bin:
 * @self: a histogram
 * @series: a series' index, not below that of the bin before
 * @from: where it begins; bins rise within the series
 * @to: where it ends, not below @from
 * @value: how many are in it, or which share
 */
void
prony_chart_add_bin (PronyChart *self, guint series, double from, double to, double value)
{
  g_return_if_fail (isfinite (from) && isfinite (to) && from <= to && series < self->series->len);

  append (self, (PronyChartDatum){ series, 0, from, value, NAN, NAN, to, NO_SAMPLES, 0, FALSE });
}

/**
 * prony_chart_add_span:
 * @self: a waterfall
 * @group: which row it is in, not below that of the span before
 * @series: which phase it is
 * @from: when it begins; NAN where that is not known: it has no value then
 * @to: when it ends; an end before its begin is none either
 *
 * The datum's value is how long it took.
 */
void
prony_chart_add_span (PronyChart *self, guint group, guint series, double from, double to)
{
  double value = isfinite (from) && isfinite (to) && from <= to ? to - from : NAN;
  PronyChartDatum datum = { series, group, NAN, value, from, to, NAN, NO_SAMPLES, 0, FALSE };

  g_return_if_fail (group < self->groups->len && series < self->series->len);

  append (self, datum);
}

/**
 * prony_chart_add_cell:
 * @self: a heat map
 * @group: its column
 * @series: its row
 * @value: NAN (or infinity) for none
 */
void
prony_chart_add_cell (PronyChart *self, guint group, guint series, double value)
{
  prony_chart_add_bar (self, group, series, value, NAN, NAN);
}

/**
 * prony_chart_add_band:
 * @self: a chart over numbers or time
 * @from: where it begins
 * @to: where it ends, not less
 * @title: what it is
 *
 * Sets a part of the axis below off from the rest.
 */
void
prony_chart_add_band (PronyChart *self, double from, double to, const char *title)
{
  PronyChartBand *band;

  g_return_if_fail (isfinite (from) && isfinite (to) && from <= to && title != NULL);

  band = g_new0 (PronyChartBand, 1);
  *band = (PronyChartBand){ from, to, g_strdup (title) };
  g_ptr_array_add (self->bands, band);
}

/**
 * prony_chart_find_band:
 * @self: a chart
 * @x: a place on the axis below
 *
 * Returns: (transfer none) (nullable): the first band that it is in
 */
const PronyChartBand *
prony_chart_find_band (PronyChart *self, double x)
{
  for (guint i = 0; i < self->bands->len; i++)
    {
      const PronyChartBand *band = g_ptr_array_index (self->bands, i);

      if (x >= band->from && x <= band->to)
        return band;
    }

  return NULL;
}

/**
 * prony_chart_mark_last:
 * @self: a chart with at least one datum
 * @mark: what the datum that was added last leads to; 0 for nothing
 * @flagged: whether it is to be pointed out
 */
void
prony_chart_mark_last (PronyChart *self, gint64 mark, gboolean flagged)
{
  PronyChartDatum *datum;

  g_return_if_fail (self->data->len > 0);

  datum = &g_array_index (self->data, PronyChartDatum, self->data->len - 1);
  datum->mark = mark;
  datum->flagged = flagged;
}

/**
 * prony_chart_has_continuous_x:
 * @self: a chart
 *
 * Returns: whether there are numbers from left to right that one can zoom into
 */
gboolean
prony_chart_has_continuous_x (PronyChart *self)
{
  switch (self->kind)
    {
    case PRONY_CHART_LINES:
    case PRONY_CHART_SCATTER:
    case PRONY_CHART_STEPS:
    case PRONY_CHART_HISTOGRAM:
    case PRONY_CHART_TIME:
    case PRONY_CHART_WATERFALL:
    case PRONY_CHART_PARETO:
      return TRUE;

    case PRONY_CHART_BARS:
    case PRONY_CHART_STACKED:
    case PRONY_CHART_BOXES:
    case PRONY_CHART_VIOLINS:
    case PRONY_CHART_HEAT_MAP:
    case PRONY_N_CHART_KINDS:
    default:
      return FALSE;
    }
}

/**
 * prony_chart_count_data:
 * @self: a chart
 *
 * Returns: how many values it has, absent ones included
 */
guint
prony_chart_count_data (PronyChart *self)
{
  return self->data->len;
}

/**
 * prony_chart_get_datum:
 * @self: a chart
 * @index: below prony_chart_count_data()
 *
 * Returns: (transfer none): a value and where it belongs
 */
const PronyChartDatum *
prony_chart_get_datum (PronyChart *self, guint index)
{
  g_return_val_if_fail (index < self->data->len, NULL);

  return &g_array_index (self->data, PronyChartDatum, index);
}

/**
 * prony_chart_get_series:
 * @self: a chart
 * @index: as prony_chart_add_series() returned it
 *
 * Returns: (transfer none): the series
 */
const PronyChartSeries *
prony_chart_get_series (PronyChart *self, guint index)
{
  g_return_val_if_fail (index < self->series->len, NULL);

  return g_ptr_array_index (self->series, index);
}

/**
 * prony_chart_get_group:
 * @self: a chart
 * @index: as prony_chart_add_group() returned it
 *
 * Returns: (transfer none): the group's heading; empty in a line chart
 */
const char *
prony_chart_get_group (PronyChart *self, guint index)
{
  return index < self->groups->len ? g_ptr_array_index (self->groups, index) : "";
}

/**
 * prony_chart_get_samples:
 * @self: a chart of boxes or violins
 * @index: a datum
 * @n: (out): how many; 0 in other kinds of charts
 *
 * Returns: (transfer none) (array length=n): the values behind the datum, smallest
 *   first
 */
const double *
prony_chart_get_samples (PronyChart *self, guint index, guint *n)
{
  const PronyChartDatum *datum = prony_chart_get_datum (self, index);
  GArray *samples = NULL;

  if (datum != NULL && datum->samples >= 0)
    samples = g_ptr_array_index (self->samples, datum->samples);
  *n = samples != NULL ? samples->len : 0;

  return samples != NULL ? (const double *) (gconstpointer) samples->data : NULL;
}

/**
 * prony_chart_get_total:
 * @self: a chart of stacked parts
 * @group: a bar
 *
 * Returns: its parts' sum, those below zero left out; NAN without any value
 */
double
prony_chart_get_total (PronyChart *self, guint group)
{
  double total = NAN;

  for (guint i = 0; i < self->data->len; i++)
    {
      const PronyChartDatum *datum = prony_chart_get_datum (self, i);

      if (datum->group == group && isfinite (datum->value))
        total = (isnan (total) ? 0 : total) + MAX (datum->value, 0);
    }

  return isfinite (total) ? total : NAN;
}

/**
 * prony_chart_has_values:
 * @self: a chart
 *
 * Returns: whether there is at least one value; without any, show an empty state
 *   instead of the chart
 */
gboolean
prony_chart_has_values (PronyChart *self)
{
  for (guint i = 0; i < self->data->len; i++)
    if (isfinite (prony_chart_get_datum (self, i)->value))
      return TRUE;

  return FALSE;
}

static void
widen (double *low, double *high, double value)
{
  *low = fmin (*low, value);
  *high = fmax (*high, value);
}

static void
widen_by_datum (PronyChart *self, guint index, double *low, double *high)
{
  const PronyChartDatum *datum = prony_chart_get_datum (self, index);
  const double *samples;
  guint n;

  if (!isfinite (datum->value))
    return;

  if (self->kind != PRONY_CHART_WATERFALL)
    widen (low, high, datum->value);
  if (isfinite (datum->low))
    {
      widen (low, high, datum->low);
      widen (low, high, datum->high);
    }
  samples = prony_chart_get_samples (self, index, &n);
  if (n > 0)
    {
      widen (low, high, prony_quantile_sorted (samples, n, PRONY_CHART_WHISKER_LOW));
      widen (low, high, prony_quantile_sorted (samples, n, PRONY_CHART_WHISKER_HIGH));
    }
}

/* Bars of parts begin at zero, however many there are of them. */
static void
widen_by_totals (PronyChart *self, double *low, double *high)
{
  g_autofree double *totals = g_new0 (double, self->groups->len);

  for (guint i = 0; i < self->data->len; i++)
    {
      const PronyChartDatum *datum = prony_chart_get_datum (self, i);

      if (!isfinite (datum->value))
        continue;
      totals[datum->group] += MAX (datum->value, 0);
      widen (low, high, 0);
    }
  for (guint group = 0; group < self->groups->len && isfinite (*low); group++)
    widen (low, high, MIN (totals[group], G_MAXDOUBLE));
}

/**
 * prony_chart_get_range:
 * @self: a chart
 * @low: (out): the smallest value or end of an interval; NAN without values
 * @high: (out): the largest value or end of an interval; NAN without values
 *
 * Gives what an axis of the values has to hold: of stacked parts their sums, of a
 * waterfall when the first span begins and the last one ends, of boxes and violins
 * their whiskers.
 */
void
prony_chart_get_range (PronyChart *self, double *low, double *high)
{
  *low = NAN;
  *high = NAN;
  if (self->kind == PRONY_CHART_STACKED)
    {
      widen_by_totals (self, low, high);
      return;
    }
  for (guint i = 0; i < self->data->len; i++)
    widen_by_datum (self, i, low, high);
}
