/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <math.h>

#include "core/chart/prony-chart.h"

/* Where a keyboard cursor goes in each kind of chart. */

/* How far a datum lies from another one from left to right. */
static double
distance_between (PronyChart *chart, const PronyChartDatum *a, const PronyChartDatum *b)
{
  switch (chart->kind)
    {
    case PRONY_CHART_WATERFALL:
      /* One without a value lies at no time: anything else is nearer. */
      return isfinite (a->low) && isfinite (b->low) ? fabs (a->low - b->low) : G_MAXDOUBLE;
    case PRONY_CHART_STACKED:
      return fabs ((double) a->series - (double) b->series);
    case PRONY_CHART_HEAT_MAP:
      return fabs ((double) a->group - (double) b->group);
    case PRONY_CHART_BARS:
    case PRONY_CHART_BOXES:
    case PRONY_CHART_VIOLINS:
    case PRONY_CHART_LINES:
    case PRONY_CHART_SCATTER:
    case PRONY_CHART_STEPS:
    case PRONY_CHART_HISTOGRAM:
    case PRONY_CHART_TIME:
    case PRONY_CHART_PARETO:
    case PRONY_N_CHART_KINDS:
    default:
      return fabs (a->x - b->x);
    }
}

/* Which line, bar or row a datum is in. */
static guint
row_of (PronyChart *chart, const PronyChartDatum *datum)
{
  return chart->kind == PRONY_CHART_STACKED || chart->kind == PRONY_CHART_WATERFALL ? datum->group
                                                                                    : datum->series;
}

/* The nearest datum of the next row in that direction that has any. */
static int
step_to_row (PronyChart *chart, int index, int dy)
{
  const PronyChartDatum *from = prony_chart_get_datum (chart, index);
  gint64 row = row_of (chart, from);
  gint64 next = -1;
  int nearest = index;

  for (guint i = 0; i < chart->data->len; i++)
    {
      const PronyChartDatum *datum = prony_chart_get_datum (chart, i);
      gint64 other = row_of (chart, datum);
      double distance = distance_between (chart, datum, from);

      if ((other - row) * dy <= 0)
        continue;
      if (next < 0 || (other - next) * dy < 0 ||
          (other == next &&
           distance < distance_between (chart, prony_chart_get_datum (chart, nearest), from)))
        {
          nearest = i;
          next = other;
        }
    }

  return nearest;
}

/* The cell beside, in a heat map whose cells come in any order. */
static int
step_to_column (PronyChart *chart, int index, int dx)
{
  const PronyChartDatum *from = prony_chart_get_datum (chart, index);
  gint64 next = -1;
  int found = index;

  for (guint i = 0; i < chart->data->len; i++)
    {
      const PronyChartDatum *datum = prony_chart_get_datum (chart, i);
      gint64 column = datum->group;

      if (datum->series != from->series || (column - (gint64) from->group) * dx <= 0)
        continue;
      if (next < 0 || (column - next) * dx < 0)
        {
          found = i;
          next = column;
        }
    }

  return found;
}

/**
 * prony_chart_step:
 * @self: a chart
 * @index: the datum under the cursor; -1 for none
 * @dx: -1 or 1 towards the end of reading, or 0
 * @dy: -1 or 1 downwards, or 0
 *
 * Moves a cursor. Among bars, boxes and violins, both directions go through the rows.
 * In a chart over numbers, @dx follows the series and @dy changes to another one; among
 * stacked parts and in a waterfall, @dx goes through the parts of a row and @dy to
 * another row; in a heat map, both go through the cells.
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
  if (self->kind == PRONY_CHART_BARS || self->kind == PRONY_CHART_BOXES ||
      self->kind == PRONY_CHART_VIOLINS)
    return CLAMP (index + dx + dy, 0, last);
  if (dy != 0)
    return step_to_row (self, index, dy);
  if (self->kind == PRONY_CHART_HEAT_MAP)
    return step_to_column (self, index, dx);

  next = CLAMP (index + dx, 0, last);
  return row_of (self, prony_chart_get_datum (self, next)) ==
             row_of (self, prony_chart_get_datum (self, index))
           ? next
           : index;
}
