/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <math.h>

#include "core/chart/prony-chart.h"

static void
series_free (PronyChartSeries *series)
{
  g_free (series->name);
  g_free (series);
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
 * @self: a bar chart
 * @heading: what the bars that follow have in common; empty for no heading
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

/**
 * prony_chart_add_bar:
 * @self: a bar chart
 * @group: a group's index, not below that of the bar before
 * @series: a series' index
 * @value: NAN (or infinity) for none: the bar's row then says so
 * @low: lower end of its interval; NAN for none
 * @high: upper end of its interval; NAN for none
 */
void
prony_chart_add_bar (
  PronyChart *self, guint group, guint series, double value, double low, double high)
{
  PronyChartDatum datum = { series, group, NAN, value, low, high, NAN, -1, 0, FALSE };

  g_return_if_fail (group < self->groups->len && series < self->series->len);

  g_array_append_val (self->data, datum);
}

/**
 * prony_chart_add_point:
 * @self: a line chart
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
  PronyChartDatum datum = { series, 0, x, value, low, high, NAN, -1, 0, FALSE };

  g_return_if_fail (isfinite (x) && series < self->series->len);

  g_array_append_val (self->data, datum);
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

/**
 * prony_chart_get_range:
 * @self: a chart
 * @low: (out): the smallest value or end of an interval; NAN without values
 * @high: (out): the largest value or end of an interval; NAN without values
 */
void
prony_chart_get_range (PronyChart *self, double *low, double *high)
{
  *low = NAN;
  *high = NAN;
  for (guint i = 0; i < self->data->len; i++)
    {
      const PronyChartDatum *datum = prony_chart_get_datum (self, i);

      if (!isfinite (datum->value))
        continue;
      *low = fmin (*low, datum->value);
      *high = fmax (*high, datum->value);
      if (isfinite (datum->low) && isfinite (datum->high))
        {
          *low = fmin (*low, datum->low);
          *high = fmax (*high, datum->high);
        }
    }
}

/* The point of another line at the same place, or the nearest to it. */
static int
step_to_series (PronyChart *self, int index, int dy)
{
  const PronyChartDatum *from = prony_chart_get_datum (self, index);
  gint64 wanted = (gint64) from->series + dy;
  int nearest = index;
  double distance = INFINITY;

  for (guint i = 0; i < self->data->len; i++)
    {
      const PronyChartDatum *datum = prony_chart_get_datum (self, i);

      if (datum->series == wanted && fabs (datum->x - from->x) < distance)
        {
          nearest = i;
          distance = fabs (datum->x - from->x);
        }
    }

  return nearest;
}

/**
 * prony_chart_step:
 * @self: a chart
 * @index: the datum under the cursor; -1 for none
 * @dx: -1 or 1 towards the end of reading, or 0
 * @dy: -1 or 1 downwards, or 0
 *
 * Moves a cursor. Among bars, both directions go through the rows; in a line
 * chart, @dx follows the line and @dy changes to another one.
 *
 * Returns: the new datum; -1 in an empty chart
 */
int
prony_chart_step (PronyChart *self, int index, int dx, int dy)
{
  int last = (int) self->data->len - 1;
  int next;

  if (last < 0)
    return -1;
  if (index < 0 || index > last)
    return dx + dy < 0 ? last : 0;
  if (self->kind == PRONY_CHART_BARS)
    return CLAMP (index + dx + dy, 0, last);
  if (dy != 0)
    return step_to_series (self, index, dy);

  next = CLAMP (index + dx, 0, last);
  return prony_chart_get_datum (self, next)->series == prony_chart_get_datum (self, index)->series
           ? next
           : index;
}
