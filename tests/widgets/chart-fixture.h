/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "app/widgets/prony-chart-view.h"

G_BEGIN_DECLS

/* Charts for the tests of their widgets, and the hands of who uses them. */

PronyChart *chart_fixture_bars (void);
PronyChart *chart_fixture_lines (void);
PronyChart *chart_fixture_points (guint n_series, guint n);
GtkWidget *chart_fixture_show (GtkWidget *child, int width);
GtkEventController *chart_fixture_find_controller (PronyChartView *view, GType type);
gboolean chart_fixture_press (PronyChartView *view, guint key, GdkModifierType state);

G_END_DECLS
