/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/chart/prony-chart-text.h"
#include "core/chart/prony-plot-private.h"

/* A table of colours: a row for each series, a column for each group. Cells have their
 * value in figures where there is room, a hatching where there is none, and the ramp
 * below says what the colours mean. */

/* Names wider than this share of the chart are cut. */
#define MAX_LABEL_SHARE 0.36

/* Sizes in lines of text. */
#define CELL_HEIGHT 1.9
#define MIN_CELL_WIDTH 1.2
#define MAX_CELL_WIDTH 8.0
#define MAX_HEADING 8.0
#define RAMP_WIDTH 10.0
#define FOOTER_ROOM 1.6

#define MAX_ROWS 60
#define CELL_GAP 1.0

typedef struct
{
  guint n_rows;
  guint n_columns;
  guint n_rest;  /* cells that are left to the table */
  guint *series; /* of each row */
  int *cells;    /* datum of each row and column; -1 for none */
  double cell_width;
  double cell_height;
  double label_width;
  double heading_height;
  gboolean upright; /* headings, for want of room */
  gboolean has_gaps;
  double gap_key_x; /* 0 for a line of its own */
  double low;
  double high;
} HeatMap;

/* --- Layout ------------------------------------------------------------------- */

static void
choose_rows (PronyPlot *self, HeatMap *map)
{
  map->series = g_new (guint, MAX_ROWS);
  for (guint i = 0; i < self->chart->series->len && map->n_rows < MAX_ROWS; i++)
    if (!self->hidden[i])
      map->series[map->n_rows++] = i;
}

/* Columns are as wide as they can be, and as many as fit. */
static void
choose_columns (PronyPlot *self, HeatMap *map)
{
  guint n = MAX (self->chart->groups->len, 1);
  double widest = 0;

  for (guint i = 0; i < map->n_rows; i++)
    {
      g_autofree char *name =
        prony_chart_series_title (prony_chart_get_series (self->chart, map->series[i]));

      widest = MAX (widest, _prony_plot_text_width (self, name, FALSE));
    }
  map->label_width = MIN (widest, self->width * MAX_LABEL_SHARE);
  self->plot.x = map->label_width + self->text_height * 0.6;
  self->plot.width = MAX (self->width - self->plot.x, self->text_height * MIN_CELL_WIDTH);

  map->n_columns = CLAMP ((guint) (self->plot.width / (self->text_height * MIN_CELL_WIDTH)), 1, n);
  map->cell_width =
    MIN (floor (self->plot.width / map->n_columns), self->text_height * MAX_CELL_WIDTH);
  map->cell_height = ceil (self->text_height * CELL_HEIGHT);
  self->plot.width = map->cell_width * map->n_columns;
}

static void
measure_headings (PronyPlot *self, HeatMap *map)
{
  double widest = 0;

  for (guint i = 0; i < map->n_columns; i++)
    widest =
      MAX (widest, _prony_plot_text_width (self, prony_chart_get_group (self->chart, i), FALSE));
  map->upright = widest > map->cell_width - CELL_GAP;
  map->heading_height = self->text_height * 1.3;
  if (map->upright)
    map->heading_height =
      MIN (ceil (widest), self->text_height * MAX_HEADING) + self->text_height * 0.3;
}

static void
place_cells (PronyPlot *self, HeatMap *map)
{
  g_autofree int *rows = g_new (int, self->chart->series->len);

  for (guint i = 0; i < self->chart->series->len; i++)
    rows[i] = -1;
  for (guint i = 0; i < map->n_rows; i++)
    rows[map->series[i]] = (int) i;
  map->cells = g_new (int, map->n_rows * map->n_columns);
  for (guint i = 0; i < map->n_rows * map->n_columns; i++)
    map->cells[i] = -1;

  for (guint i = 0; i < self->chart->data->len; i++)
    {
      const PronyChartDatum *datum = prony_chart_get_datum (self->chart, i);
      int row = rows[datum->series];

      if (row < 0 || datum->group >= map->n_columns)
        {
          map->n_rest += !self->hidden[datum->series];
          continue;
        }
      map->cells[(guint) row * map->n_columns + datum->group] = (int) i;
      g_array_index (self->areas, PronyPlotArea, i) =
        (PronyPlotArea){ self->plot.x + datum->group * map->cell_width,
                         self->plot.y + row * map->cell_height, map->cell_width - CELL_GAP,
                         map->cell_height - CELL_GAP };
    }
}

static gboolean
has_gaps (HeatMap *map, PronyChart *chart)
{
  for (guint i = 0; i < map->n_rows * map->n_columns; i++)
    if (map->cells[i] < 0 ||
        !isfinite (prony_chart_get_datum (chart, (guint) map->cells[i])->value))
      return TRUE;

  return FALSE;
}

static double
ramp_width (PronyPlot *self)
{
  return MIN (self->text_height * RAMP_WIDTH, self->width / 3);
}

/* Below the cells: the ramp, beside it or where there is no room below it what gaps are,
 * and how much is left to the table. */
static void
measure_footer (PronyPlot *self, HeatMap *map)
{
  g_autofree char *low = prony_format_value (map->low, self->chart->unit);
  g_autofree char *high = prony_format_value (map->high, self->chart->unit);
  double room = self->text_height * 2.4 + _prony_plot_text_width (self, _ ("No value"), FALSE);
  double x = _prony_plot_text_width (self, low, FALSE) + self->text_height * 1.9;
  guint n_lines = 1;

  if (map->high > map->low)
    x += ramp_width (self) + self->text_height * 0.4 + _prony_plot_text_width (self, high, FALSE);
  map->has_gaps = has_gaps (map, self->chart);
  map->gap_key_x = x + room <= self->width ? x : 0;
  n_lines += map->has_gaps && map->gap_key_x == 0;
  n_lines += map->n_rest > 0;
  self->height =
    self->plot.y + self->plot.height + self->text_height * (0.4 + n_lines * FOOTER_ROOM);
}

static void
heat_map_plot_layout (PronyPlot *self)
{
  HeatMap *map = g_new0 (HeatMap, 1);
  double title = self->chart->x_title != NULL ? self->text_height * 1.3 : 0;

  self->kind_data = map;
  prony_chart_get_range (self->chart, &map->low, &map->high);
  choose_rows (self, map);
  choose_columns (self, map);
  measure_headings (self, map);
  self->plot.y = self->top + title + map->heading_height;
  self->plot.height = map->cell_height * map->n_rows;
  place_cells (self, map);
  measure_footer (self, map);
}

/* --- Drawing ------------------------------------------------------------------ */

/* Where a value is between the least and the most; in the middle where all are equal. */
static double
share_of (PronyPlot *self, HeatMap *map, double value)
{
  if (!(map->high > map->low))
    return 0.5;
  if (self->chart->y_scale == PRONY_SCALE_LOG && map->low > 0)
    return log (value / map->low) / log (map->high / map->low);

  return (value / 2 - map->low / 2) / (map->high / 2 - map->low / 2);
}

static void
hatch (PronyPlot *self, cairo_t *cr, double x, double y, double width, double height)
{
  cairo_save (cr);
  cairo_rectangle (cr, x, y, width, height);
  cairo_clip (cr);
  prony_color_set_source (&self->theme->foreground, cr, self->theme->high_contrast ? 0.8 : 0.35);
  cairo_set_line_width (cr, 1);
  for (double at = -height; at < width; at += 5)
    {
      cairo_move_to (cr, x + at, y + height);
      cairo_line_to (cr, x + at + height, y);
    }
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
show_value (PronyPlot *self,
            cairo_t *cr,
            double value,
            const PronyColor *on,
            double x,
            double y,
            double width,
            double height)
{
  static const PronyColor black = { 0, 0, 0 };
  static const PronyColor white = { 1, 1, 1 };
  g_autofree char *text = prony_format_value (value, self->chart->unit);
  g_autoptr (PangoLayout) layout = _prony_plot_make_text (self, text, FALSE, 0);
  PangoRectangle logical;

  pango_layout_get_pixel_extents (layout, NULL, &logical);
  if (logical.width > width - 2)
    return;

  prony_color_set_source (prony_color_is_light (on) ? &black : &white, cr, 1);
  cairo_move_to (cr, x + (width - logical.width) / 2 - logical.x,
                 y + (height - logical.height) / 2 - logical.y);
  pango_cairo_show_layout (cr, layout);
}

static void
draw_cell (PronyPlot *self, cairo_t *cr, guint row, guint column)
{
  HeatMap *map = self->kind_data;
  int index = map->cells[row * map->n_columns + column];
  double value = index >= 0 ? prony_chart_get_datum (self->chart, (guint) index)->value : NAN;
  double width = map->cell_width - CELL_GAP;
  double height = map->cell_height - CELL_GAP;
  double x = _prony_plot_mirror (self, self->plot.x + column * map->cell_width, width);
  double y = self->plot.y + row * map->cell_height;
  PronyColor color;

  if (!isfinite (value))
    {
      hatch (self, cr, x, y, width, height);
      return;
    }

  prony_palette_get_ramp_color (share_of (self, map, value), self->theme->dark, &color);
  prony_color_set_source (&color, cr, 1);
  cairo_rectangle (cr, x, y, width, height);
  cairo_fill (cr);
  if (self->theme->high_contrast)
    {
      prony_color_set_source (&self->theme->foreground, cr, 1);
      cairo_set_line_width (cr, 1);
      cairo_rectangle (cr, x + 0.5, y + 0.5, width - 1, height - 1);
      cairo_stroke (cr);
    }
  show_value (self, cr, value, &color, x, y, width, height);
}

static void
draw_heading (PronyPlot *self, cairo_t *cr, guint column)
{
  HeatMap *map = self->kind_data;
  g_autoptr (PangoLayout) layout =
    _prony_plot_make_text (self, prony_chart_get_group (self->chart, column), FALSE,
                           map->upright ? map->heading_height : 0);
  double x = self->plot.x + column * map->cell_width;
  PangoRectangle logical;

  pango_layout_get_pixel_extents (layout, NULL, &logical);
  if (!map->upright)
    {
      _prony_plot_show_text (self, cr, layout, x + (map->cell_width - logical.width) / 2,
                             self->plot.y - self->text_height * 1.2, 1);
      return;
    }
  cairo_save (cr);
  prony_color_set_source (&self->theme->foreground, cr, 1);
  cairo_translate (
    cr, _prony_plot_mirror (self, x, map->cell_width) + (map->cell_width - logical.height) / 2,
    self->plot.y - self->text_height * 0.2);
  cairo_rotate (cr, -G_PI / 2);
  cairo_move_to (cr, -logical.x, -logical.y);
  pango_cairo_show_layout (cr, layout);
  cairo_restore (cr);
}

static void
draw_names (PronyPlot *self, cairo_t *cr)
{
  HeatMap *map = self->kind_data;

  if (self->chart->x_title != NULL)
    {
      g_autoptr (PangoLayout) title =
        _prony_plot_make_text (self, self->chart->x_title, FALSE, self->width - self->plot.x);

      _prony_plot_show_text (self, cr, title, self->plot.x, self->top,
                             self->theme->high_contrast ? 1 : 0.7);
    }
  for (guint i = 0; i < map->n_columns; i++)
    draw_heading (self, cr, i);
  for (guint i = 0; i < map->n_rows; i++)
    {
      g_autofree char *name =
        prony_chart_series_title (prony_chart_get_series (self->chart, map->series[i]));
      g_autoptr (PangoLayout) layout = _prony_plot_make_text (self, name, FALSE, map->label_width);
      int width;

      pango_layout_get_pixel_size (layout, &width, NULL);
      _prony_plot_show_text (
        self, cr, layout, map->label_width - width,
        self->plot.y + i * map->cell_height + (map->cell_height - self->text_height) / 2, 1);
    }
}

/* The ramp with its ends in figures. */
static void
draw_ramp (PronyPlot *self, cairo_t *cr, double x, double y)
{
  HeatMap *map = self->kind_data;
  g_autofree char *low = prony_format_value (map->low, self->chart->unit);
  g_autofree char *high = prony_format_value (map->high, self->chart->unit);
  g_autoptr (PangoLayout) from = _prony_plot_make_text (self, low, FALSE, 0);
  g_autoptr (PangoLayout) to = _prony_plot_make_text (self, high, FALSE, 0);
  double width = ramp_width (self);
  guint n = 64;

  _prony_plot_show_text (self, cr, from, x, y, 1);
  x += _prony_plot_text_width (self, low, FALSE) + self->text_height * 0.4;
  if (!(map->high > map->low))
    return;

  for (guint i = 0; i < n; i++)
    {
      PronyColor color;
      double left = floor (x + width * i / n);
      double right = floor (x + width * (i + 1) / n);
      /* Under the next, so that nothing shines through between them at any scale. */
      double under = i + 1 < n ? 0.5 : 0;

      prony_palette_get_ramp_color (i / (n - 1.0), self->theme->dark, &color);
      prony_color_set_source (&color, cr, 1);
      cairo_rectangle (cr, _prony_plot_mirror (self, left, right - left + under), y,
                       right - left + under, self->text_height);
      cairo_fill (cr);
    }
  x += width + self->text_height * 0.4;
  _prony_plot_show_text (self, cr, to, x, y, 1);
}

static void
draw_gap_key (PronyPlot *self, cairo_t *cr, double x, double y)
{
  g_autoptr (PangoLayout) text = _prony_plot_make_text (self, _ ("No value"), FALSE, 0);

  hatch (self, cr, _prony_plot_mirror (self, x, self->text_height * 2), y, self->text_height * 2,
         self->text_height);
  _prony_plot_show_text (self, cr, text, x + self->text_height * 2.4, y, 1);
}

static void
draw_footer (PronyPlot *self, cairo_t *cr)
{
  HeatMap *map = self->kind_data;
  double y = self->plot.y + self->plot.height + self->text_height * 0.5;

  draw_ramp (self, cr, 0, y);
  if (map->has_gaps)
    {
      if (map->gap_key_x == 0)
        y += self->text_height * FOOTER_ROOM;
      draw_gap_key (self, cr, map->gap_key_x, y);
    }
  if (map->n_rest > 0)
    {
      g_autofree char *rest = g_strdup_printf (
        ngettext ("%u more is in the table.", "%u more are in the table.", map->n_rest),
        map->n_rest);
      g_autoptr (PangoLayout) text = _prony_plot_make_text (self, rest, FALSE, self->width);

      _prony_plot_show_text (self, cr, text, 0, y + self->text_height * FOOTER_ROOM,
                             self->theme->high_contrast ? 1 : 0.7);
    }
}

static void
heat_map_plot_draw_static (PronyPlot *self, cairo_t *cr)
{
  HeatMap *map = self->kind_data;

  draw_names (self, cr);
  for (guint row = 0; row < map->n_rows; row++)
    for (guint column = 0; column < map->n_columns; column++)
      draw_cell (self, cr, row, column);
  draw_footer (self, cr);
}

/* Two frames, so that one of them is seen on any colour. */
static void
heat_map_plot_draw_cursor (PronyPlot *self, cairo_t *cr, guint index)
{
  PronyPlotArea area = g_array_index (self->areas, PronyPlotArea, index);

  if (area.height <= 0)
    return;

  area.x = _prony_plot_mirror (self, area.x, area.width);
  prony_color_set_source (&self->theme->foreground, cr, 1);
  cairo_set_line_width (cr, self->theme->line_width);
  cairo_rectangle (cr, area.x - 1, area.y - 1, area.width + 2, area.height + 2);
  cairo_stroke (cr);
  prony_color_set_source (&self->theme->background, cr, 1);
  cairo_rectangle (cr, area.x + 1, area.y + 1, area.width - 2, area.height - 2);
  cairo_stroke (cr);
}

static int
heat_map_plot_hit (PronyPlot *self, double x, double y)
{
  HeatMap *map = self->kind_data;
  double column = floor ((x - self->plot.x) / map->cell_width);
  double row = floor ((y - self->plot.y) / map->cell_height);

  if (column < 0 || column >= map->n_columns || row < 0 || row >= map->n_rows)
    return -1;

  return map->cells[(guint) row * map->n_columns + (guint) column];
}

static void
heat_map_plot_clear (PronyPlot *self)
{
  HeatMap *map = self->kind_data;

  g_free (map->series);
  g_free (map->cells);
  g_clear_pointer (&self->kind_data, g_free);
}

const PronyPlotClass _prony_heat_map_plot_class = {
  .legend = PRONY_LEGEND_NONE,
  .layout = heat_map_plot_layout,
  .draw_static = heat_map_plot_draw_static,
  .draw_cursor = heat_map_plot_draw_cursor,
  .hit = heat_map_plot_hit,
  .clear = heat_map_plot_clear,
};
