/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "app/session/prony-run-check.h"
#include "app/session/prony-session.h"
#include "core/analysis/prony-leaderboard.h"
#include "core/analysis/prony-trend.h"

G_BEGIN_DECLS

/* Against a baseline */
void prony_session_check_run_async (PronySession *self,
                                    const char *run_id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
PronyRunCheck *
prony_session_check_run_finish (PronySession *self, GAsyncResult *result, GError **error);

/* Over time */
void prony_session_load_past_async (PronySession *self,
                                    const char *target,
                                    const char *scenario,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
GPtrArray *
prony_session_load_past_finish (PronySession *self, GAsyncResult *result, GError **error);
void prony_session_follow_trend_async (PronySession *self,
                                       PronyTrend *trend,
                                       GPtrArray *runs,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
PronyTrend *
prony_session_follow_trend_finish (PronySession *self, GAsyncResult *result, GError **error);

/* Among each other */
void prony_session_rank_async (PronySession *self,
                               PronyLeaderboard *board,
                               const char *scenario,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
PronyLeaderboard *
prony_session_rank_finish (PronySession *self, GAsyncResult *result, GError **error);

G_END_DECLS
