/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <math.h>

#include "core/chart/prony-spark-plot.h"

/* A line without axes beside a number that is text: it shows which way the number went.
 * Time runs with the text's direction. */

typedef struct
{
  const PronySparkline *line;
  gboolean rtl;
  double width;
  double height;
} Area;

static double
get_x (const Area *area, guint index)
{
  guint n_places = MAX (area->line->n_places, area->line->n_values);
  double share = (double) (n_places - area->line->n_values + index) / MAX (n_places - 1, 1);

  return area->width * (area->rtl ? 1 - share : share);
}

static double
get_y (const Area *area, guint index)
{
  return area->height * (1 - CLAMP (area->line->values[index] / area->line->maximum, 0, 1));
}

static guint
skip (const PronySparkline *line, guint index, gboolean finite)
{
  while (index < line->n_values && (isfinite (line->values[index]) != 0) != finite)
    index++;
  return index;
}

static void
add_path (const Area *area, cairo_t *cr, guint first, guint end)
{
  cairo_new_path (cr);
  for (guint i = first; i < end; i++)
    cairo_line_to (cr, get_x (area, i), get_y (area, i));
}

/* Readings without a gap; a single one would be no line. */
static void
draw_piece (const Area *area, const PronyChartTheme *theme, cairo_t *cr, guint first, guint end)
{
  if (end - first < 2)
    return;

  if (area->line->filled)
    {
      add_path (area, cr, first, end);
      cairo_line_to (cr, get_x (area, end - 1), area->height);
      cairo_line_to (cr, get_x (area, first), area->height);
      cairo_close_path (cr);
      prony_color_set_source (&theme->accent, cr, theme->high_contrast ? 0.3 : 0.2);
      cairo_fill (cr);
    }

  add_path (area, cr, first, end);
  prony_color_set_source (&theme->accent, cr, 1);
  cairo_stroke (cr);
}

/**
 * prony_spark_plot_draw:
 * @line: what to show
 * @theme: how it looks
 * @cr: where to draw
 * @width: of the area, in user units
 * @height: of the area
 *
 * Draws a line into the rectangle from the origin to @width, @height, with gaps where
 * there was no reading. Any thread that owns @cr.
 */
void
prony_spark_plot_draw (const PronySparkline *line,
                       const PronyChartTheme *theme,
                       cairo_t *cr,
                       double width,
                       double height)
{
  Area area = { .line = line, .rtl = theme->rtl, .width = width, .height = height };
  guint end;

  g_return_if_fail (line->maximum > 0);

  cairo_save (cr);
  cairo_set_line_width (cr, theme->high_contrast ? 2 : 1.5);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (guint i = skip (line, 0, TRUE); i < line->n_values; i = skip (line, end, TRUE))
    {
      end = skip (line, i, FALSE);
      draw_piece (&area, theme, cr, i, end);
    }
  cairo_restore (cr);
}
