/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/chart/prony-chart-text.h"
#include "core/chart/prony-plot-private.h"

/* The names of the series above a chart, in as many rows as may be, each behind a piece
 * of what it looks like. Hidden series stay there, pale, so that they can be shown
 * again. */

/* More rows than that would push the chart away. */
#define MAX_ROWS 3

/* No name takes more than this share of the width. */
#define MAX_SHARE 0.6

#define ROW_HEIGHT 1.4

static double
key_width (PronyPlot *self)
{
  return self->text_height * (self->klass->legend == PRONY_LEGEND_LINES ? 2.6 : 1.2);
}

static PangoLayout *
make_name (PronyPlot *self, guint series)
{
  g_autofree char *name = prony_chart_series_title (prony_chart_get_series (self->chart, series));

  return _prony_plot_make_text (self, name, FALSE, self->width * MAX_SHARE - key_width (self));
}

static char *
more_text (guint n)
{
  /* Translators: the end of a chart's legend that has no room for all names */
  return g_strdup_printf (ngettext ("and %u more", "and %u more", n), n);
}

static double
item_width (PronyPlot *self, guint series)
{
  g_autoptr (PangoLayout) name = make_name (self, series);
  int width;

  pango_layout_get_pixel_size (name, &width, NULL);
  return key_width (self) + self->text_height * 0.4 + width;
}

/* Takes back as many names as the words for the rest need. */
static void
add_more (PronyPlot *self, double y)
{
  for (;;)
    {
      guint n_shown = self->legend->len;
      g_autofree char *text = more_text (self->chart->series->len - n_shown);
      double width = _prony_plot_text_width (self, text, FALSE);
      PronyLegendItem item = { -1, { 0, y, width, self->text_height * ROW_HEIGHT } };

      if (n_shown > 0)
        {
          const PronyPlotArea *last =
            &g_array_index (self->legend, PronyLegendItem, n_shown - 1).area;

          if (last->y >= y)
            item.area.x = last->x + last->width + self->text_height;
        }
      if (item.area.x == 0 || item.area.x + width <= self->width)
        {
          g_array_append_val (self->legend, item);
          return;
        }
      g_array_set_size (self->legend, n_shown - 1);
    }
}

/**
 * _prony_plot_layout_legend:
 * @self: a plot
 * @y: where it begins
 *
 * Finds places for the names of the series. A single series without a name needs none.
 *
 * Returns: where it ends
 */
double
_prony_plot_layout_legend (PronyPlot *self, double y)
{
  guint n = self->chart->series->len;
  double x = 0;
  guint row = 0;

  g_array_set_size (self->legend, 0);
  if (self->klass->legend == PRONY_LEGEND_NONE || n == 0 ||
      (n == 1 && *prony_chart_get_series (self->chart, 0)->name == '\0'))
    return y;

  for (guint i = 0; i < n; i++)
    {
      PronyLegendItem item = { i, { x, 0, item_width (self, i), self->text_height * ROW_HEIGHT } };

      if (x > 0 && x + item.area.width > self->width)
        {
          if (row + 1 == MAX_ROWS)
            {
              add_more (self, y + row * self->text_height * ROW_HEIGHT);
              break;
            }
          item.area.x = 0;
          row++;
        }
      item.area.y = y + row * self->text_height * ROW_HEIGHT;
      x = item.area.x + item.area.width + self->text_height;
      g_array_append_val (self->legend, item);
    }

  return y + (row + 1) * self->text_height * ROW_HEIGHT + self->text_height * 0.4;
}

static void
draw_outline (PronyPlot *self,
              cairo_t *cr,
              guint slot,
              const PronyColor *color,
              double x,
              double y,
              double width,
              double height)
{
  cairo_rectangle (cr, x, y, width, height);
  prony_color_set_source (color, cr, _PRONY_OUTLINE_ALPHA);
  cairo_fill_preserve (cr);
  prony_color_set_source (color, cr, 1);
  cairo_set_line_width (cr, self->theme->line_width * 0.75);
  prony_palette_set_dash (cr, slot, self->theme->line_width * 0.75);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
draw_key (PronyPlot *self, cairo_t *cr, guint slot, const PronyPlotArea *area)
{
  double width = key_width (self);
  double x = _prony_plot_mirror (self, area->x, width);
  double middle = area->y + area->height / 2;
  double height = self->text_height * 0.8;
  PronyColor color;

  if (self->klass->legend == PRONY_LEGEND_FILLS)
    {
      prony_palette_fill_bar (cr, slot, self->theme->dark, &self->theme->background, x,
                              middle - height / 2, width, height);
      return;
    }
  prony_palette_get_color (slot, self->theme->dark, &color);
  if (self->klass->legend == PRONY_LEGEND_OUTLINES)
    {
      draw_outline (self, cr, slot, &color, x, middle - height / 2, width, height);
      return;
    }
  if (self->klass->legend == PRONY_LEGEND_LINES)
    {
      prony_color_set_source (&color, cr, 1);
      prony_palette_set_dash (cr, slot, self->theme->line_width);
      cairo_set_line_width (cr, self->theme->line_width);
      cairo_move_to (cr, x, middle);
      cairo_line_to (cr, x + width, middle);
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0);
    }
  prony_palette_draw_marker (cr, slot, self->theme->dark, x + width / 2, middle,
                             self->text_height * 0.6);
}

static void
draw_item (PronyPlot *self, cairo_t *cr, const PronyLegendItem *item)
{
  g_autoptr (PangoLayout) text = NULL;
  double x = item->area.x;
  double y = item->area.y + (item->area.height - self->text_height) / 2;

  if (item->series < 0)
    {
      g_autofree char *more = more_text (self->chart->series->len - (self->legend->len - 1));

      text = _prony_plot_make_text (self, more, FALSE, 0);
      _prony_plot_show_text (self, cr, text, x, y, self->theme->high_contrast ? 1 : 0.7);
      return;
    }

  text = make_name (self, item->series);
  if (self->hidden[item->series])
    {
      PangoAttrList *attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_strikethrough_new (TRUE));
      pango_layout_set_attributes (text, attributes);
      pango_attr_list_unref (attributes);
    }
  else
    draw_key (self, cr, prony_chart_get_series (self->chart, item->series)->slot, &item->area);
  _prony_plot_show_text (self, cr, text, x + key_width (self) + self->text_height * 0.4, y,
                         self->hidden[item->series] && !self->theme->high_contrast ? 0.6 : 1);
}

/**
 * _prony_plot_draw_legend:
 * @self: a plot
 * @cr: where to draw
 */
void
_prony_plot_draw_legend (PronyPlot *self, cairo_t *cr)
{
  for (guint i = 0; i < self->legend->len; i++)
    draw_item (self, cr, &g_array_index (self->legend, PronyLegendItem, i));
}
