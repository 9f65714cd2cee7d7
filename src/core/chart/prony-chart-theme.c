/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include "core/chart/prony-chart-theme.h"

/**
 * prony_chart_theme_new:
 * @dark: light text on a dark background
 * @high_contrast: stronger lines, and outlines
 *
 * Makes a theme of its own accord, as for a file; everything can be changed
 * afterwards. The title is drawn and the background painted.
 *
 * Returns: (transfer full): a theme
 */
PronyChartTheme *
prony_chart_theme_new (gboolean dark, gboolean high_contrast)
{
  static const PronyColor black = { 0.12, 0.12, 0.12 };
  static const PronyColor white = { 1, 1, 1 };
  PronyChartTheme *self = g_new0 (PronyChartTheme, 1);

  self->dark = dark;
  self->high_contrast = high_contrast;
  self->foreground = dark ? white : black;
  self->background = dark ? black : white;
  prony_palette_get_color (0, dark, &self->accent);
  self->grid_alpha = high_contrast ? 0.5 : 0.15;
  self->line_width = high_contrast ? 3 : 2;
  self->show_title = TRUE;
  self->paint_background = TRUE;
  self->font = pango_font_description_from_string ("Cantarell, Sans 10");
  self->dpi = 96;

  return self;
}

/**
 * prony_chart_theme_copy:
 * @self: a theme
 *
 * Returns: (transfer full): the same again
 */
PronyChartTheme *
prony_chart_theme_copy (const PronyChartTheme *self)
{
  PronyChartTheme *copy = g_memdup2 (self, sizeof *self);

  copy->font = pango_font_description_copy (self->font);
  return copy;
}

/**
 * prony_chart_theme_free:
 * @self: a theme
 */
void
prony_chart_theme_free (PronyChartTheme *self)
{
  pango_font_description_free (self->font);
  g_free (self);
}
