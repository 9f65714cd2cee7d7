/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <math.h>

#include "core/chart/prony-chart-text.h"
#include "core/chart/prony-plot-private.h"

/* Of words over grid lines. */
#define RIM 4.0

/**
 * _prony_plot_make_context:
 * @theme: how charts look
 *
 * Returns: (transfer full): what texts are made with
 */
PangoContext *
_prony_plot_make_context (const PronyChartTheme *theme)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  cairo_font_options_t *options = cairo_font_options_create ();

  /* Text is measured once and drawn at any scale: hinting would make the two
   * differ. */
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);

  pango_cairo_context_set_resolution (context, theme->dpi);
  pango_context_set_font_description (context, theme->font);
  pango_context_set_base_dir (context, theme->rtl ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
  pango_context_set_round_glyph_positions (context, FALSE);

  return context;
}

/**
 * _prony_plot_measure_line:
 * @context: what texts are made with
 * @theme: how charts look
 *
 * Returns: how high a line of text is
 */
double
_prony_plot_measure_line (PangoContext *context, const PronyChartTheme *theme)
{
  PangoFontMetrics *metrics = pango_context_get_metrics (context, theme->font, NULL);
  double height =
    (pango_font_metrics_get_ascent (metrics) + pango_font_metrics_get_descent (metrics)) /
    (double) PANGO_SCALE;

  pango_font_metrics_unref (metrics);
  return MAX (ceil (height), 1);
}

/**
 * _prony_plot_make_text:
 * @self: a plot
 * @text: what to write
 * @bold: for headings
 * @max_width: cut with an ellipsis there; 0 for no bound
 *
 * Returns: (transfer full): a line of text in the theme's font
 */
PangoLayout *
_prony_plot_make_text (PronyPlot *self, const char *text, gboolean bold, double max_width)
{
  PangoLayout *layout = pango_layout_new (self->context);

  pango_layout_set_font_description (layout, self->theme->font);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  if (bold)
    {
      PangoAttrList *attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
      pango_layout_set_attributes (layout, attributes);
      pango_attr_list_unref (attributes);
    }
  pango_layout_set_text (layout, text, -1);
  if (max_width > 0)
    {
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_MIDDLE);
      pango_layout_set_width (layout, (int) (ceil (max_width) * PANGO_SCALE));
    }

  return layout;
}

/**
 * _prony_plot_text_width:
 * @self: a plot
 * @text: what to write
 * @bold: for headings
 *
 * Returns: how wide the text is
 */
double
_prony_plot_text_width (PronyPlot *self, const char *text, gboolean bold)
{
  g_autoptr (PangoLayout) layout = _prony_plot_make_text (self, text, bold, 0);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return width;
}

/**
 * _prony_plot_show_text:
 * @self: a plot
 * @cr: where to draw
 * @text: from _prony_plot_make_text()
 * @x: left edge as for left-to-right text; the text is mirrored to its place
 * @y: top
 * @alpha: strength, 0 to 1
 */
void
_prony_plot_show_text (
  PronyPlot *self, cairo_t *cr, PangoLayout *text, double x, double y, double alpha)
{
  PangoRectangle logical;

  /* A text with a width may be pushed to the other end by its direction. */
  pango_layout_get_pixel_extents (text, NULL, &logical);
  prony_color_set_source (&self->theme->foreground, cr, alpha);
  cairo_move_to (cr, _prony_plot_mirror (self, x, logical.width) - logical.x, y - logical.y);
  pango_cairo_show_layout (cr, text);
}

/**
 * _prony_plot_show_text_clear:
 * @self: a plot
 * @cr: where to draw
 * @text: from _prony_plot_make_text()
 * @x: left edge as for left-to-right text; the text is mirrored to its place
 * @y: top
 *
 * Writes over grid lines: a rim in the background's colour keeps them out of the
 * words.
 */
void
_prony_plot_show_text_clear (PronyPlot *self, cairo_t *cr, PangoLayout *text, double x, double y)
{
  PangoRectangle logical;

  pango_layout_get_pixel_extents (text, NULL, &logical);
  cairo_save (cr);
  cairo_move_to (cr, _prony_plot_mirror (self, x, logical.width) - logical.x, y - logical.y);
  pango_cairo_layout_path (cr, text);
  prony_color_set_source (&self->theme->background, cr, 1);
  cairo_set_line_width (cr, RIM);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
  cairo_restore (cr);
  _prony_plot_show_text (self, cr, text, x, y, 1);
}

/**
 * _prony_plot_draw_title:
 * @self: a plot
 * @cr: where to draw
 *
 * Draws what stands above every kind of chart: what it shows, and which way is better.
 */
void
_prony_plot_draw_title (PronyPlot *self, cairo_t *cr)
{
  const char *better = prony_chart_better_text (self->chart->better);
  double y = self->text_height * 0.25;

  if (self->theme->show_title)
    {
      g_autoptr (PangoLayout) title =
        _prony_plot_make_text (self, self->chart->title, TRUE, self->width);

      _prony_plot_show_text (self, cr, title, 0, y, 1);
      y += self->text_height * 1.5;
    }
  if (better != NULL)
    {
      g_autoptr (PangoLayout) text = _prony_plot_make_text (self, better, FALSE, self->width);

      _prony_plot_show_text (self, cr, text, 0, y, self->theme->high_contrast ? 1 : 0.7);
    }
}
