/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/chart/prony-chart-table.h"
#include "core/chart/prony-chart-text.h"
#include "core/stats/prony-quantile.h"

#define MAX_COLUMNS 8

typedef enum
{
  COLUMN_GROUP,
  COLUMN_SERIES,
  COLUMN_X,
  COLUMN_X_END,
  COLUMN_VALUE,
  COLUMN_INTERVAL,
  COLUMN_SHARE,
  COLUMN_QUARTILES,
  COLUMN_WHISKERS,
  COLUMN_COUNT,
  COLUMN_BEGIN,
  COLUMN_END,
  COLUMN_NOTE,
} Column;

struct _PronyChartTable
{
  PronyChart *chart;
  Column columns[MAX_COLUMNS];
  guint n_columns;
  double *totals; /* of each group, in a chart of stacked parts */
};

/* --- Columns -------------------------------------------------------------------- */

typedef struct
{
  gboolean headings;
  gboolean intervals;
  gboolean flags;
} Present;

static Present
find_present (PronyChart *chart)
{
  Present present = { FALSE, FALSE, FALSE };

  for (guint i = 0; i < chart->groups->len && !present.headings; i++)
    present.headings = *prony_chart_get_group (chart, i) != '\0';
  for (guint i = 0; i < chart->data->len; i++)
    {
      const PronyChartDatum *datum = prony_chart_get_datum (chart, i);

      present.intervals |= isfinite (datum->low);
      present.flags |= datum->flagged;
    }
  present.flags |= chart->kind == PRONY_CHART_PARETO;

  return present;
}

static void
add (PronyChartTable *self, Column column, gboolean wanted)
{
  if (wanted)
    self->columns[self->n_columns++] = column;
}

/* What a row has besides its place. */
static void
add_values (PronyChartTable *self, const Present *present)
{
  PronyChartKind kind = self->chart->kind;

  add (self, COLUMN_VALUE, TRUE);
  switch (kind)
    {
    case PRONY_CHART_STACKED:
      add (self, COLUMN_SHARE, TRUE);
      break;

    case PRONY_CHART_BOXES:
    case PRONY_CHART_VIOLINS:
      add (self, COLUMN_QUARTILES, TRUE);
      add (self, COLUMN_WHISKERS, TRUE);
      add (self, COLUMN_COUNT, TRUE);
      break;

    case PRONY_CHART_WATERFALL:
      add (self, COLUMN_BEGIN, TRUE);
      add (self, COLUMN_END, TRUE);
      break;

    case PRONY_CHART_BARS:
    case PRONY_CHART_LINES:
    case PRONY_CHART_SCATTER:
    case PRONY_CHART_STEPS:
    case PRONY_CHART_HISTOGRAM:
    case PRONY_CHART_TIME:
    case PRONY_CHART_PARETO:
    case PRONY_CHART_HEAT_MAP:
    case PRONY_N_CHART_KINDS:
    default:
      add (self, COLUMN_INTERVAL, present->intervals);
      break;
    }
  add (self, COLUMN_NOTE, present->flags);
}

static void
sum_groups (PronyChartTable *self)
{
  self->totals = g_new0 (double, self->chart->groups->len);
  for (guint i = 0; i < self->chart->data->len; i++)
    {
      const PronyChartDatum *datum = prony_chart_get_datum (self->chart, i);

      if (isfinite (datum->value))
        self->totals[datum->group] += MAX (datum->value, 0);
    }
}

/**
 * prony_chart_table_new:
 * @chart: a chart, not to be changed any more
 *
 * Returns: (transfer full): its table
 */
PronyChartTable *
prony_chart_table_new (PronyChart *chart)
{
  PronyChartTable *self;
  Present present;
  gboolean over_numbers;

  g_return_val_if_fail (chart != NULL, NULL);

  self = g_new0 (PronyChartTable, 1);
  self->chart = prony_chart_ref (chart);
  present = find_present (chart);
  over_numbers = prony_chart_has_continuous_x (chart) && chart->kind != PRONY_CHART_WATERFALL;
  add (self, COLUMN_GROUP, present.headings);
  add (self, COLUMN_X, over_numbers);
  add (self, COLUMN_X_END, chart->kind == PRONY_CHART_HISTOGRAM);
  add (self, COLUMN_SERIES, TRUE);
  add_values (self, &present);
  if (chart->kind == PRONY_CHART_STACKED)
    sum_groups (self);

  return self;
}

/**
 * prony_chart_table_free:
 * @self: (transfer full): a table
 */
void
prony_chart_table_free (PronyChartTable *self)
{
  prony_chart_unref (self->chart);
  g_free (self->totals);
  g_free (self);
}

/**
 * prony_chart_table_count_rows:
 * @self: a table
 *
 * Returns: how many rows it has: the data of its chart, absent ones included
 */
guint
prony_chart_table_count_rows (const PronyChartTable *self)
{
  return self->chart->data->len;
}

/**
 * prony_chart_table_count_columns:
 * @self: a table
 *
 * Returns: how many columns it has; those that would be empty all the way are left out
 */
guint
prony_chart_table_count_columns (const PronyChartTable *self)
{
  return self->n_columns;
}

/* What the series and groups of a kind are to the reader. */
static const char *
title_of_series (PronyChart *chart)
{
  if (chart->kind == PRONY_CHART_STACKED)
    return _ ("Part");
  if (chart->kind == PRONY_CHART_WATERFALL)
    return _ ("Phase");

  return _ ("Target");
}

static const char *
title_of_group (PronyChart *chart)
{
  if (chart->kind == PRONY_CHART_STACKED)
    return _ ("Target");
  if (chart->kind == PRONY_CHART_WATERFALL)
    return _ ("Row");
  if (chart->kind == PRONY_CHART_HEAT_MAP && chart->x_title != NULL)
    return chart->x_title;

  return _ ("Measured");
}

static const char *
title_of_x (PronyChart *chart)
{
  if (chart->kind == PRONY_CHART_HISTOGRAM)
    return _ ("From");
  if (chart->x_title != NULL)
    return chart->x_title;

  return chart->x_scale == PRONY_SCALE_TIME ? _ ("Time") : _ ("Place");
}

static const char *
title_of_value (PronyChart *chart)
{
  if (chart->kind == PRONY_CHART_BOXES || chart->kind == PRONY_CHART_VIOLINS)
    return _ ("Median");
  if (chart->kind == PRONY_CHART_WATERFALL)
    return _ ("Duration");

  return chart->y_title != NULL ? chart->y_title : _ ("Value");
}

/**
 * prony_chart_table_get_title:
 * @self: a table
 * @column: below prony_chart_table_count_columns()
 *
 * Returns: (transfer none): what is in the column
 */
const char *
prony_chart_table_get_title (const PronyChartTable *self, guint column)
{
  g_return_val_if_fail (column < self->n_columns, NULL);

  switch (self->columns[column])
    {
    case COLUMN_GROUP:
      return title_of_group (self->chart);
    case COLUMN_SERIES:
      return title_of_series (self->chart);
    case COLUMN_X:
      return title_of_x (self->chart);
    case COLUMN_X_END:
      return _ ("To");
    case COLUMN_INTERVAL:
      return _ ("95 % Interval");
    case COLUMN_SHARE:
      return _ ("Share");
    case COLUMN_QUARTILES:
      return _ ("Middle Half");
    case COLUMN_WHISKERS:
      return _ ("Nine of Ten");
    case COLUMN_COUNT:
      return _ ("Values");
    case COLUMN_BEGIN:
      return _ ("Begin");
    case COLUMN_END:
      return _ ("End");
    case COLUMN_NOTE:
      return _ ("Note");
    case COLUMN_VALUE:
    default:
      return title_of_value (self->chart);
    }
}

/**
 * prony_chart_table_get_definition:
 * @self: a table
 * @column: below prony_chart_table_count_columns()
 *
 * Returns: (transfer none) (nullable): what exactly is in the column, where its title
 *   does not say that
 */
const char *
prony_chart_table_get_definition (const PronyChartTable *self, guint column)
{
  g_return_val_if_fail (column < self->n_columns, NULL);

  switch (self->columns[column])
    {
    case COLUMN_INTERVAL:
      return _ ("The range that holds the true value with a confidence of 95 %, by bootstrap");
    case COLUMN_SHARE:
      return _ ("The part's share of the whole");
    case COLUMN_QUARTILES:
      return _ ("From the 25th to the 75th percentile");
    case COLUMN_WHISKERS:
      return _ ("From the 5th to the 95th percentile");
    case COLUMN_GROUP:
    case COLUMN_SERIES:
    case COLUMN_X:
    case COLUMN_X_END:
    case COLUMN_VALUE:
    case COLUMN_COUNT:
    case COLUMN_BEGIN:
    case COLUMN_END:
    case COLUMN_NOTE:
    default:
      return NULL;
    }
}

/**
 * prony_chart_table_is_number:
 * @self: a table
 * @column: below prony_chart_table_count_columns()
 *
 * Returns: whether the column has numbers, to be sorted by prony_chart_table_get_number()
 */
gboolean
prony_chart_table_is_number (const PronyChartTable *self, guint column)
{
  g_return_val_if_fail (column < self->n_columns, FALSE);

  return self->columns[column] != COLUMN_GROUP && self->columns[column] != COLUMN_SERIES &&
         self->columns[column] != COLUMN_NOTE;
}

/* --- Cells ---------------------------------------------------------------------- */

static char *
format_whiskers (const PronyChartTable *self, guint row)
{
  guint n;
  const double *samples = prony_chart_get_samples (self->chart, row, &n);

  return prony_chart_describe_interval (
    prony_quantile_sorted (samples, n, PRONY_CHART_WHISKER_LOW),
    prony_quantile_sorted (samples, n, PRONY_CHART_WHISKER_HIGH), self->chart->unit);
}

/**
 * prony_chart_table_get_cell:
 * @self: a table
 * @row: below prony_chart_table_count_rows()
 * @column: below prony_chart_table_count_columns()
 *
 * Returns: (transfer full): the cell's text; an en dash where there is no value
 */
char *
prony_chart_table_get_cell (const PronyChartTable *self, guint row, guint column)
{
  const PronyChartDatum *datum = prony_chart_get_datum (self->chart, row);
  double number;
  const char *note;

  g_return_val_if_fail (datum != NULL && column < self->n_columns, NULL);

  number = prony_chart_table_get_number (self, row, column);
  switch (self->columns[column])
    {
    case COLUMN_GROUP:
      return g_strdup (prony_chart_get_group (self->chart, datum->group));
    case COLUMN_SERIES:
      return prony_chart_series_title (prony_chart_get_series (self->chart, datum->series));
    case COLUMN_X:
    case COLUMN_X_END:
      return prony_chart_format_x (self->chart, number);
    case COLUMN_INTERVAL:
    case COLUMN_QUARTILES:
      return prony_chart_describe_interval (datum->low, datum->high, self->chart->unit);
    case COLUMN_WHISKERS:
      return format_whiskers (self, row);
    case COLUMN_SHARE:
      return prony_format_value (number, PRONY_UNIT_RATIO);
    case COLUMN_COUNT:
      return prony_format_value (number, PRONY_UNIT_COUNT);
    case COLUMN_NOTE:
      note = prony_chart_describe_flag (self->chart, row);
      return g_strdup (note != NULL ? note : "");
    case COLUMN_VALUE:
    case COLUMN_BEGIN:
    case COLUMN_END:
    default:
      return prony_format_value (number, self->chart->unit);
    }
}

static double
get_share (const PronyChartTable *self, const PronyChartDatum *datum)
{
  double total = self->totals[datum->group];

  return total > 0 ? datum->value / total : NAN;
}

/**
 * prony_chart_table_get_number:
 * @self: a table
 * @row: below prony_chart_table_count_rows()
 * @column: below prony_chart_table_count_columns()
 *
 * Returns: what to sort the row by; NAN where there is no value, and in columns of texts
 */
double
prony_chart_table_get_number (const PronyChartTable *self, guint row, guint column)
{
  const PronyChartDatum *datum = prony_chart_get_datum (self->chart, row);
  const double *samples;
  guint n;

  g_return_val_if_fail (datum != NULL && column < self->n_columns, NAN);

  switch (self->columns[column])
    {
    case COLUMN_X:
      return datum->x;
    case COLUMN_X_END:
      return datum->x_end;
    case COLUMN_VALUE:
      return datum->value;
    case COLUMN_INTERVAL:
    case COLUMN_QUARTILES:
    case COLUMN_BEGIN:
      return datum->low;
    case COLUMN_END:
      return datum->high;
    case COLUMN_SHARE:
      return get_share (self, datum);
    case COLUMN_WHISKERS:
      samples = prony_chart_get_samples (self->chart, row, &n);
      return prony_quantile_sorted (samples, n, PRONY_CHART_WHISKER_LOW);
    case COLUMN_COUNT:
      prony_chart_get_samples (self->chart, row, &n);
      return n;
    case COLUMN_GROUP:
    case COLUMN_SERIES:
    case COLUMN_NOTE:
    default:
      return NAN;
    }
}

/* A cell may not break its row. */
static void
append_cell (GString *text, const char *cell, guint column)
{
  if (column > 0)
    g_string_append_c (text, '\t');
  for (const char *c = cell; *c != '\0'; c++)
    g_string_append_c (text, *c == '\t' || *c == '\n' || *c == '\r' ? ' ' : *c);
}

/**
 * prony_chart_table_to_text:
 * @self: a table
 *
 * Puts the whole table into a text with a line for each row and a tab between cells, as
 * spreadsheets and documents take it from the clipboard. Values stand there as they are
 * shown, with their units. May be called in any thread.
 *
 * Returns: (transfer full): the titles and all rows
 */
char *
prony_chart_table_to_text (const PronyChartTable *self)
{
  GString *text = g_string_new (NULL);

  for (guint column = 0; column < self->n_columns; column++)
    append_cell (text, prony_chart_table_get_title (self, column), column);
  g_string_append_c (text, '\n');

  for (guint row = 0; row < prony_chart_table_count_rows (self); row++)
    {
      for (guint column = 0; column < self->n_columns; column++)
        {
          g_autofree char *cell = prony_chart_table_get_cell (self, row, column);

          append_cell (text, cell, column);
        }
      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}
