/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <math.h>

#include "core/chart/prony-xy-plot.h"

/* Which share of the values is at or below a value: a step upwards at each. */

/* Steps that move the line by less are taken together. */
#define LEAST_STEP 0.5

/* Markers tell the lines apart; they lie at every fifth of the values. */
#define N_MARKERS 5

/* From the foot of the chart, or from where the line comes into the window. */
static void
trace_steps (PronyPlot *self, cairo_t *cr, guint series)
{
  PronyXyPlot *xy = self->kind_data;
  double left = self->plot.x - xy->marker;
  double right = self->plot.x + self->plot.width + xy->marker;
  double x = NAN;
  double y = self->plot.y + self->plot.height;

  for (guint i = xy->starts[series]; i < xy->starts[series + 1]; i++)
    {
      gboolean last = i + 1 == xy->starts[series + 1];

      if (isnan (xy->y[i]))
        continue;
      if (xy->x[i] < left)
        {
          x = left;
          y = xy->y[i];
          continue;
        }
      if (!cairo_has_current_point (cr))
        {
          x = isnan (x) ? MIN (xy->x[i], right) : x;
          cairo_move_to (cr, x, y);
        }
      if (!last && fabs (xy->x[i] - x) < LEAST_STEP && fabs (xy->y[i] - y) < LEAST_STEP)
        continue;
      cairo_line_to (cr, MIN (xy->x[i], right), y);
      if (xy->x[i] > right)
        return;
      cairo_line_to (cr, xy->x[i], xy->y[i]);
      x = xy->x[i];
      y = xy->y[i];
    }
}

static void
draw_markers (PronyPlot *self, cairo_t *cr, guint series)
{
  PronyXyPlot *xy = self->kind_data;
  guint slot = prony_chart_get_series (self->chart, series)->slot;
  double distance = self->plot.height / N_MARKERS;
  double next = self->plot.y + self->plot.height - distance / 2;

  for (guint i = xy->starts[series]; i < xy->starts[series + 1]; i++)
    {
      if (isnan (xy->y[i]) || xy->y[i] > next)
        continue;
      if (_prony_xy_is_inside (self, i))
        prony_palette_draw_marker (cr, slot, self->theme->dark, xy->x[i], xy->y[i], xy->marker);
      next = xy->y[i] - distance;
    }
}

static void
step_plot_draw_static (PronyPlot *self, cairo_t *cr)
{
  _prony_xy_draw_frame (self, cr);
  _prony_xy_begin (self, cr);
  for (guint i = 0; i < self->chart->series->len; i++)
    {
      guint slot = prony_chart_get_series (self->chart, i)->slot;
      PronyColor color;

      if (self->hidden[i])
        continue;
      prony_palette_get_color (slot, self->theme->dark, &color);
      cairo_new_path (cr);
      trace_steps (self, cr, i);
      prony_color_set_source (&color, cr, 1);
      cairo_set_line_width (cr, self->theme->line_width);
      prony_palette_set_dash (cr, slot, self->theme->line_width);
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0);
      draw_markers (self, cr, i);
    }
  _prony_xy_end (cr);
  _prony_xy_draw_reference (self, cr);
  _prony_xy_draw_flags (self, cr);
}

const PronyPlotClass _prony_step_plot_class = {
  .legend = PRONY_LEGEND_LINES,
  .layout = _prony_xy_layout,
  .draw_static = step_plot_draw_static,
  .draw_cursor = _prony_xy_draw_cursor,
  .hit = _prony_xy_hit,
  .get_area = _prony_xy_get_area,
  .clear = _prony_xy_clear,
};
