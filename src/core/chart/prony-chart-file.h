/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/chart/prony-plot.h"

G_BEGIN_DECLS

/**
 * PronyChartFormat:
 *
 * The picture formats that a chart can be written in.
 */
typedef enum
{
  PRONY_CHART_FORMAT_PNG,
  PRONY_CHART_FORMAT_SVG,
  PRONY_CHART_FORMAT_PDF,
} PronyChartFormat;

GBytes *prony_plot_render (PronyPlot *plot, PronyChartFormat format, double scale, GError **error);
GBytes *prony_chart_render (PronyChart *chart,
                            const PronyChartTheme *theme,
                            double width,
                            PronyChartFormat format,
                            GError **error);
gboolean
prony_plot_save (PronyPlot *plot, const char *file_name, GCancellable *cancellable, GError **error);
gboolean prony_chart_save (PronyChart *chart,
                           const PronyChartTheme *theme,
                           double width,
                           const char *file_name,
                           GCancellable *cancellable,
                           GError **error);

G_END_DECLS
