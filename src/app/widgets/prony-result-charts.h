/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-session.h"

G_BEGIN_DECLS

/**
 * PronyResultCharts:
 *
 * The charts of a run by section, made once it is seen. Main thread only. Property
 * `resources`: whether it shows resources and cost, or all the rest.
 */
#define PRONY_TYPE_RESULT_CHARTS (prony_result_charts_get_type ())

G_DECLARE_FINAL_TYPE (PronyResultCharts, prony_result_charts, PRONY, RESULT_CHARTS, AdwBin)

GtkWidget *prony_result_charts_new (void);
void prony_result_charts_set_session (PronyResultCharts *self, PronySession *session);
void prony_result_charts_set_run (PronyResultCharts *self, PronyRun *run);

G_END_DECLS
