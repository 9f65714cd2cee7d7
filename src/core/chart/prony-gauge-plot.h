/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <cairo.h>

#include "core/chart/prony-chart-theme.h"
#include "core/chart/prony-gauge-history.h"
#include "core/model/prony-band.h"

G_BEGIN_DECLS

/**
 * PronyGaugeReading:
 * @metric: what is shown, for its guide values
 * @value: the reading, in the metric's unit; NAN where there is none
 * @maximum: the end of the scale, above 0
 * @objective: the value that is to be met, marked on the scale; NAN where there is none
 * @history: (nullable): the readings of the last minute
 *
 * What a gauge shows.
 */
typedef struct
{
  PronyMetric metric;
  double value;
  double maximum;
  double objective;
  const PronyGaugeHistory *history;
} PronyGaugeReading;

void prony_gauge_plot_draw_scale (const PronyGaugeReading *reading,
                                  const PronyChartTheme *theme,
                                  cairo_t *cr,
                                  double width,
                                  double height);
void prony_gauge_plot_draw_reading (const PronyGaugeReading *reading,
                                    const PronyChartTheme *theme,
                                    cairo_t *cr,
                                    double width,
                                    double height);
void prony_gauge_plot_draw (const PronyGaugeReading *reading,
                            const PronyChartTheme *theme,
                            cairo_t *cr,
                            double width,
                            double height);
double prony_gauge_plot_choose_maximum (PronyMetric metric, double highest, double previous);

G_END_DECLS
