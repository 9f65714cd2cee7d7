/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "app/session/prony-run-analysis.h"
#include "app/session/prony-session.h"

G_BEGIN_DECLS

void prony_session_load_runs_async (PronySession *self,
                                    const char *const *run_ids,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
GPtrArray *
prony_session_load_runs_finish (PronySession *self, GAsyncResult *result, GError **error);
void prony_session_analyse_run_async (PronySession *self,
                                      PronyRun *run,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
PronyRunAnalysis *
prony_session_analyse_run_finish (PronySession *self, GAsyncResult *result, GError **error);
void prony_session_load_request_async (PronySession *self,
                                       const char *run_id,
                                       guint trial_index,
                                       guint64 number,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
PronyRequestRecord *
prony_session_load_request_finish (PronySession *self, GAsyncResult *result, GError **error);

G_END_DECLS
