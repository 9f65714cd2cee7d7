/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "app/session/prony-session.h"
#include "core/analysis/prony-run-catalogue.h"
#include "core/analysis/prony-run-definition.h"

G_BEGIN_DECLS

void prony_session_make_charts_async (PronySession *self,
                                      PronyRunChartData *data,
                                      GPtrArray *kinds,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
GPtrArray *
prony_session_make_charts_finish (PronySession *self, GAsyncResult *result, GError **error);

void prony_session_define_run_async (PronySession *self,
                                     PronyRun *run,
                                     PronyDefinition definition,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
PronyRunDefinition *
prony_session_define_run_finish (PronySession *self, GAsyncResult *result, GError **error);

G_END_DECLS
