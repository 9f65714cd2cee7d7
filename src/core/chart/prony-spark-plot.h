/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <cairo.h>

#include "core/chart/prony-chart-theme.h"

G_BEGIN_DECLS

/**
 * PronySparkline:
 * @values: (array length=n_values) (nullable): readings, oldest first; NAN where there was
 *   none
 * @n_values: how many
 * @n_places: for how many there is room: the newest is always at the end; 0 means
 *   @n_values, so that they always fill the width
 * @maximum: what reaches the top, above 0; 0 is at the bottom
 * @filled: whether the area below the line is tinted
 *
 * A small line without axes.
 */
typedef struct
{
  const double *values;
  guint n_values;
  guint n_places;
  double maximum;
  gboolean filled;
} PronySparkline;

void prony_spark_plot_draw (const PronySparkline *line,
                            const PronyChartTheme *theme,
                            cairo_t *cr,
                            double width,
                            double height);

G_END_DECLS
