/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <math.h>

#include "core/chart/prony-plot-rows.h"
#include "core/chart/prony-violin.h"
#include "core/stats/prony-density.h"

/* Of fewer values the shape would be the kernel's rather than theirs. */
#define MIN_VALUES 10

/* Places from one end of the shape to the other. */
#define N_PLACES 96

struct _PronyViolin
{
  double from;             /* where it begins, in the unit of the values */
  double to;               /* where it ends */
  gboolean logarithmic;    /* whether places are even by ratio */
  double widths[N_PLACES]; /* 0 to 1 */
};

/* The values as they lie on the axis: by ratio on a logarithmic one. */
static double *
lay_on_axis (const double *sorted, guint n, const PronyAxis *axis, guint *n_laid)
{
  double *laid = g_new (double, n);

  *n_laid = 0;
  for (guint i = 0; i < n; i++)
    if (axis->scale != PRONY_SCALE_LOG)
      laid[(*n_laid)++] = sorted[i];
    else if (sorted[i] > 0)
      laid[(*n_laid)++] = log (sorted[i]);

  return laid;
}

/**
 * prony_violin_new:
 * @sorted: (array length=n): finite values, smallest first
 * @n: how many
 * @axis: what they lie along
 *
 * Makes the shape of a sample, from its smallest to its largest value as far as the axis
 * goes. It is as wide as it can be where values are densest.
 *
 * Returns: (transfer full) (nullable): the shape; %NULL where all values are equal, which
 *   is a line, and where there are too few to have a shape
 */
PronyViolin *
prony_violin_new (const double *sorted, guint n, const PronyAxis *axis)
{
  g_autofree double *laid = NULL;
  PronyViolin *self;
  double bandwidth;
  double widest = 0;
  gboolean logarithmic = axis->scale == PRONY_SCALE_LOG;

  laid = lay_on_axis (sorted, n, axis, &n);
  bandwidth = n >= MIN_VALUES ? prony_density_bandwidth (laid, n) : 0;
  if (bandwidth <= 0)
    return NULL;

  self = g_new0 (PronyViolin, 1);
  self->logarithmic = logarithmic;
  self->from = MAX (laid[0], logarithmic ? log (axis->min) : axis->min);
  self->to = MIN (laid[n - 1], logarithmic ? log (axis->max) : axis->max);
  prony_density_estimate (laid, n, bandwidth, self->from, self->to, self->widths, N_PLACES);
  for (guint i = 0; i < N_PLACES; i++)
    widest = MAX (widest, self->widths[i]);
  for (guint i = 0; i < N_PLACES && widest > 0; i++)
    self->widths[i] /= widest;

  return self;
}

/**
 * prony_violin_free:
 * @self: (transfer full): a shape
 */
void
prony_violin_free (PronyViolin *self)
{
  g_free (self);
}

static double
place_to_x (PronyViolin *self, PronyPlot *plot, guint place)
{
  double at = self->from + (self->to - self->from) * place / (N_PLACES - 1.0);

  return _prony_plot_mirror (
    plot, _prony_plot_rows_value_to_x (plot, self->logarithmic ? exp (at) : at), 0);
}

static void
trace (PronyViolin *self, PronyPlot *plot, cairo_t *cr, double middle, double height)
{
  cairo_new_path (cr);
  for (guint i = 0; i < N_PLACES; i++)
    cairo_line_to (cr, place_to_x (self, plot, i), middle - self->widths[i] * height / 2);
  for (guint i = N_PLACES; i > 0; i--)
    cairo_line_to (cr, place_to_x (self, plot, i - 1), middle + self->widths[i - 1] * height / 2);
  cairo_close_path (cr);
}

/**
 * prony_violin_draw:
 * @self: a shape
 * @plot: where it belongs to
 * @cr: where to draw
 * @series: whose colour and pattern it has
 * @middle: where it is from top to bottom
 * @height: how wide it may be
 */
void
prony_violin_draw (
  PronyViolin *self, PronyPlot *plot, cairo_t *cr, guint series, double middle, double height)
{
  static const double dash[] = { 3, 2 };
  const PronyChartSeries *of = prony_chart_get_series (plot->chart, series);
  double ends[] = { place_to_x (self, plot, 0), place_to_x (self, plot, N_PLACES - 1) };

  cairo_save (cr);
  trace (self, plot, cr, middle, height);
  cairo_clip (cr);
  prony_palette_fill_bar (cr, of->slot, plot->theme->dark, &plot->theme->background,
                          MIN (ends[0], ends[1]), middle - height / 2, fabs (ends[1] - ends[0]),
                          height);
  cairo_restore (cr);

  cairo_save (cr);
  trace (self, plot, cr, middle, height);
  if (of->simulated)
    cairo_set_dash (cr, dash, G_N_ELEMENTS (dash), 0);
  prony_color_set_source (&plot->theme->foreground, cr, plot->theme->high_contrast ? 1 : 0.6);
  cairo_set_line_width (cr, plot->theme->line_width / 2);
  cairo_stroke (cr);
  cairo_restore (cr);
}
