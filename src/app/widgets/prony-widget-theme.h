/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gtk/gtk.h>

#include "core/chart/prony-chart-theme.h"

G_BEGIN_DECLS

PronyChartTheme *prony_widget_theme_new (GtkWidget *widget);

G_END_DECLS
