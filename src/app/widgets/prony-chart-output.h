/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "app/widgets/prony-chart-view.h"

G_BEGIN_DECLS

void prony_chart_output_render_async (PronyChartView *view,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
GBytes *prony_chart_output_render_finish (GAsyncResult *result, GError **error);
void prony_chart_output_save_async (PronyChartView *view,
                                    const char *file_name,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean prony_chart_output_save_finish (GAsyncResult *result, char **file_name, GError **error);
void prony_chart_output_table_async (PronyChartView *view,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
char *prony_chart_output_table_finish (GAsyncResult *result, GError **error);

G_END_DECLS
