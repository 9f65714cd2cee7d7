/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/chart/prony-plot-rows.h"
#include "core/chart/prony-violin.h"
#include "core/stats/prony-quantile.h"

/* Samples as level boxes, or as shapes with a narrow box in them. The box holds the middle
 * half, the whiskers go from the 5th to the 95th percentile, and what lies beyond them is
 * a point. Values that are too far off to be worth the room are counted at the edge. */

/* Heights of boxes and of violins, in lines of text. */
#define BOX_HEIGHT 1.2
#define VIOLIN_HEIGHT 2.2

/* Rows beyond that height are left to the table. */
#define MAX_HEIGHT 1600.0

/* How far beyond the whiskers the axis goes for what lies there, as a share of what is
 * between them. */
#define REACH 0.6

/* Points on each side of a box; of more, as many are taken evenly. */
#define MAX_POINTS 40
#define POINT_RADIUS 2.0

typedef struct
{
  PronyPlotRows rows; /* first, for all that is done with rows */
  gboolean violins;
  PronyViolin **shapes; /* of each row; NULL without one */
} BoxPlot;

typedef struct
{
  const double *values;
  guint n;
  double low; /* where the whiskers end */
  double high;
} Sample;

static Sample
get_sample (PronyPlot *self, guint index)
{
  Sample sample;

  sample.values = prony_chart_get_samples (self->chart, index, &sample.n);
  sample.low = prony_quantile_sorted (sample.values, sample.n, PRONY_CHART_WHISKER_LOW);
  sample.high = prony_quantile_sorted (sample.values, sample.n, PRONY_CHART_WHISKER_HIGH);

  return sample;
}

/* --- Layout ------------------------------------------------------------------- */

/* What the axis holds: all whiskers, and what lies beyond them as far as it is near. */
static void
get_axis_range (PronyPlot *self, PronyPlotRows *rows, double *low, double *high)
{
  double least = NAN;
  double most = NAN;
  double reach;

  *low = NAN;
  *high = NAN;
  for (guint i = 0; i < _prony_plot_rows_count (rows); i++)
    {
      Sample sample = get_sample (self, _prony_plot_rows_get (rows, i)->first);

      if (sample.n == 0)
        continue;
      least = fmin (least, sample.values[0]);
      most = fmax (most, sample.values[sample.n - 1]);
      *low = fmin (*low, sample.low);
      *high = fmax (*high, sample.high);
    }

  reach = (*high - *low) * REACH;
  *low = fmax (least, *low - reach);
  *high = fmin (most, *high + reach);
}

/* How many values are beyond the axis' ends. */
static guint
count_beyond (PronyPlot *self, const Sample *sample, gboolean above)
{
  guint n = 0;

  if (above)
    while (n < sample->n && sample->values[sample->n - 1 - n] > self->axis.max)
      n++;
  else
    while (n < sample->n && sample->values[n] < self->axis.min)
      n++;

  return n;
}

static char *
value_text (PronyPlot *self, guint index, guint n_beyond)
{
  const PronyChartDatum *datum = prony_chart_get_datum (self->chart, index);
  g_autofree char *value = prony_format_value (datum->value, self->chart->unit);

  if (n_beyond == 0)
    return g_steal_pointer (&value);
  /* Translators: a median, and how many values are too far off to be drawn; keep it short */
  return g_strdup_printf (ngettext ("%s (%u off)", "%s (%u off)", n_beyond), value, n_beyond);
}

/* The axis is not known yet when its room is measured: any row may have values off it. */
static double
measure_values (PronyPlot *self, PronyPlotRows *rows)
{
  double widest = 0;

  for (guint i = 0; i < _prony_plot_rows_count (rows); i++)
    {
      guint index = _prony_plot_rows_get (rows, i)->first;
      Sample sample = get_sample (self, index);
      guint n_beyond =
        sample.n > 0 ? count_beyond (self, &sample, TRUE) + count_beyond (self, &sample, FALSE) : 0;
      g_autofree char *text = value_text (self, index, n_beyond);

      widest = MAX (widest, _prony_plot_text_width (self, text, FALSE));
    }

  return widest;
}

static void
make_shapes (PronyPlot *self, BoxPlot *boxes)
{
  guint n = _prony_plot_rows_count (&boxes->rows);

  boxes->shapes = g_new0 (PronyViolin *, n);
  for (guint i = 0; i < n && boxes->violins; i++)
    {
      Sample sample = get_sample (self, _prony_plot_rows_get (&boxes->rows, i)->first);

      boxes->shapes[i] = prony_violin_new (sample.values, sample.n, &self->axis);
    }
}

static void
box_plot_layout (PronyPlot *self)
{
  BoxPlot *boxes = g_new0 (BoxPlot, 1);
  double low;
  double high;

  self->kind_data = boxes;
  boxes->violins = self->chart->kind == PRONY_CHART_VIOLINS;
  _prony_plot_rows_init (self, &boxes->rows,
                         self->text_height * (boxes->violins ? VIOLIN_HEIGHT : BOX_HEIGHT),
                         MAX_HEIGHT);
  get_axis_range (self, &boxes->rows, &low, &high);
  /* Round ends depend on how many ticks there is room for, and the room on what is beyond
   * the ends: one step settles it. */
  self->plot.width = MAX (self->width - self->plot.x - self->text_height, 20);
  _prony_plot_rows_fit_axis (self, &boxes->rows, low, high);
  self->plot.width = MAX (
    self->width - self->plot.x - measure_values (self, &boxes->rows) - self->text_height * 1.5, 20);
  _prony_plot_rows_fit_axis (self, &boxes->rows, low, high);
  _prony_plot_rows_place (self, &boxes->rows);
  make_shapes (self, boxes);
}

/* --- Drawing ------------------------------------------------------------------ */

static void
draw_point (PronyPlot *self, cairo_t *cr, double value, double y)
{
  double x = _prony_plot_mirror (self, _prony_plot_rows_value_to_x (self, value), 0);

  cairo_new_sub_path (cr);
  cairo_arc (cr, x, y, POINT_RADIUS, 0, 2 * G_PI);
}

/* Values from rank @from to below @to, evenly thinned; the outermost are always there. */
static void
draw_points (PronyPlot *self, cairo_t *cr, const Sample *sample, guint from, guint to, double y)
{
  guint n = MIN (to - from, MAX_POINTS);

  for (guint i = 0; i < n; i++)
    {
      guint rank = from + (n > 1 ? (guint) ((guint64) i * (to - from - 1) / (n - 1)) : 0);
      double value = sample->values[rank];

      if (value >= self->axis.min && value <= self->axis.max)
        draw_point (self, cr, value, y);
    }
}

static void
stroke_points (PronyPlot *self, cairo_t *cr)
{
  prony_color_set_source (&self->theme->foreground, cr, self->theme->high_contrast ? 1 : 0.75);
  cairo_set_line_width (cr, self->theme->line_width / 2);
  cairo_stroke (cr);
}

static void
draw_outliers (PronyPlot *self, cairo_t *cr, const Sample *sample, double y)
{
  guint below = 0;
  guint above = 0;

  while (below < sample->n && sample->values[below] < sample->low)
    below++;
  while (above < sample->n && sample->values[sample->n - 1 - above] > sample->high)
    above++;
  cairo_new_path (cr);
  draw_points (self, cr, sample, 0, below, y);
  draw_points (self, cr, sample, sample->n - above, sample->n, y);
  stroke_points (self, cr);
}

/* An arrow at the edge says that values go on there. */
static void
draw_arrow (PronyPlot *self, cairo_t *cr, gboolean above, double y)
{
  double at = self->plot.x + (above ? self->plot.width : 0);
  double tip = at + (above ? 1 : -1) * self->text_height * 0.4;
  double half = self->text_height * 0.25;

  cairo_move_to (cr, _prony_plot_mirror (self, tip, 0), y);
  cairo_line_to (cr, _prony_plot_mirror (self, at, 0), y - half);
  cairo_line_to (cr, _prony_plot_mirror (self, at, 0), y + half);
  cairo_close_path (cr);
  prony_color_set_source (&self->theme->foreground, cr, 1);
  cairo_fill (cr);
}

static void
draw_median (PronyPlot *self, cairo_t *cr, double value, double y, double height)
{
  double x = _prony_plot_mirror (self, _prony_plot_rows_value_to_x (self, value), 0);

  for (guint pass = 0; pass < 2; pass++)
    {
      prony_color_set_source (pass == 0 ? &self->theme->background : &self->theme->foreground, cr,
                              1);
      cairo_set_line_width (cr, self->theme->line_width * (pass == 0 ? 2.5 : 1.25));
      cairo_move_to (cr, x, y);
      cairo_line_to (cr, x, y + height);
      cairo_stroke (cr);
    }
}

static void
draw_box (PronyPlot *self, cairo_t *cr, guint index, const Sample *sample)
{
  BoxPlot *boxes = self->kind_data;
  const PronyPlotRow *row = _prony_plot_rows_get (&boxes->rows, index);
  const PronyChartDatum *datum = prony_chart_get_datum (self->chart, row->first);
  double height = boxes->rows.bar_height;
  double middle = row->bar_y + height / 2;
  double from = _prony_plot_rows_value_to_x (self, datum->low);
  double to = _prony_plot_rows_value_to_x (self, datum->high);

  if (sample->n > 1)
    _prony_plot_rows_draw_range (self, cr, sample->low, sample->high, middle, height * 0.25);
  if (to > from)
    _prony_plot_rows_fill (self, cr, datum->series,
                           &(PronyPlotArea){ from, row->bar_y, to - from, height });
  draw_median (self, cr, datum->value, row->bar_y, height);
  draw_outliers (self, cr, sample, middle);
}

/* Few values are points. */
static void
draw_violin (PronyPlot *self, cairo_t *cr, guint index, const Sample *sample)
{
  BoxPlot *boxes = self->kind_data;
  const PronyPlotRow *row = _prony_plot_rows_get (&boxes->rows, index);
  const PronyChartDatum *datum = prony_chart_get_datum (self->chart, row->first);
  double height = boxes->rows.bar_height;
  double middle = row->bar_y + height / 2;

  if (boxes->shapes[index] != NULL)
    {
      prony_violin_draw (boxes->shapes[index], self, cr, datum->series, middle, height);
      _prony_plot_rows_draw_range (self, cr, datum->low, datum->high, middle, height * 0.1);
    }
  draw_median (self, cr, datum->value, row->bar_y + height / 4, height / 2);
  if (boxes->shapes[index] == NULL && sample->low < sample->high)
    {
      cairo_new_path (cr);
      draw_points (self, cr, sample, 0, sample->n, middle);
      stroke_points (self, cr);
    }
}

static void
draw_row (PronyPlot *self, cairo_t *cr, guint index)
{
  BoxPlot *boxes = self->kind_data;
  const PronyPlotRow *row = _prony_plot_rows_get (&boxes->rows, index);
  Sample sample = get_sample (self, row->first);
  double height = boxes->rows.bar_height;
  double middle = row->bar_y + height / 2;
  guint above = sample.n > 0 ? count_beyond (self, &sample, TRUE) : 0;
  guint below = sample.n > 0 ? count_beyond (self, &sample, FALSE) : 0;
  g_autofree char *text = value_text (self, row->first, above + below);
  g_autoptr (PangoLayout) layout = _prony_plot_make_text (self, text, FALSE, 0);

  _prony_plot_show_text (self, cr, layout, self->plot.x + self->plot.width + self->text_height,
                         middle - self->text_height / 2, 1);
  if (sample.n == 0)
    return;

  if (boxes->violins)
    draw_violin (self, cr, index, &sample);
  else
    draw_box (self, cr, index, &sample);
  if (above > 0)
    draw_arrow (self, cr, TRUE, middle);
  if (below > 0)
    draw_arrow (self, cr, FALSE, middle);
}

static void
box_plot_draw_static (PronyPlot *self, cairo_t *cr)
{
  BoxPlot *boxes = self->kind_data;

  _prony_plot_rows_draw (self, &boxes->rows, cr);
  for (guint i = 0; i < _prony_plot_rows_count (&boxes->rows); i++)
    if (_prony_plot_rows_is_visible (_prony_plot_rows_get (&boxes->rows, i), cr))
      draw_row (self, cr, i);
  _prony_plot_rows_draw_reference (self, &boxes->rows, cr);
}

static void
box_plot_draw_cursor (PronyPlot *self, cairo_t *cr, guint index)
{
  BoxPlot *boxes = self->kind_data;

  _prony_plot_rows_draw_cursor (self, &boxes->rows, cr, index);
}

static int
box_plot_hit (PronyPlot *self, double x, double y)
{
  BoxPlot *boxes = self->kind_data;

  return _prony_plot_rows_hit (self, &boxes->rows, x, y);
}

static void
box_plot_clear (PronyPlot *self)
{
  BoxPlot *boxes = self->kind_data;

  for (guint i = 0; i < _prony_plot_rows_count (&boxes->rows); i++)
    g_clear_pointer (&boxes->shapes[i], prony_violin_free);
  g_free (boxes->shapes);
  _prony_plot_rows_clear (&boxes->rows);
  g_clear_pointer (&self->kind_data, g_free);
}

const PronyPlotClass _prony_box_plot_class = {
  .legend = PRONY_LEGEND_NONE,
  .layout = box_plot_layout,
  .draw_static = box_plot_draw_static,
  .draw_cursor = box_plot_draw_cursor,
  .hit = box_plot_hit,
  .clear = box_plot_clear,
};
