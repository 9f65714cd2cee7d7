/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <pango/pango.h>

#include "core/chart/prony-palette.h"

G_BEGIN_DECLS

/**
 * PronyChartTheme:
 * @foreground: text and axes
 * @background: what lies under the chart
 * @accent: the cursor
 * @grid_alpha: strength of the grid lines, 0 to 1
 * @line_width: of lines, in user units
 * @dark: which set of the palette to use
 * @high_contrast: outlines on bars, no faint fills
 * @rtl: mirror the chart
 * @show_title: draw the title; a view that has a heading of its own leaves it out
 * @paint_background: fill the background; a view that has one of its own leaves
 *   it out
 * @font: font of all text
 * @dpi: resolution of @font's points
 *
 * How charts look. It comes from the widget's style on the screen and from
 * prony_chart_theme_new() in files.
 */
typedef struct
{
  PronyColor foreground;
  PronyColor background;
  PronyColor accent;
  double grid_alpha;
  double line_width;
  gboolean dark;
  gboolean high_contrast;
  gboolean rtl;
  gboolean show_title;
  gboolean paint_background;
  PangoFontDescription *font;
  double dpi;
} PronyChartTheme;

PronyChartTheme *prony_chart_theme_new (gboolean dark, gboolean high_contrast);
PronyChartTheme *prony_chart_theme_copy (const PronyChartTheme *self);
void prony_chart_theme_free (PronyChartTheme *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyChartTheme, prony_chart_theme_free)

G_END_DECLS
