/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "app/session/prony-run-item.h"
#include "app/session/prony-session.h"
#include "core/analysis/prony-compare-set.h"

G_BEGIN_DECLS

void prony_session_make_compare_set_async (PronySession *self,
                                           GPtrArray *items,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
PronyCompareSet *
prony_session_make_compare_set_finish (PronySession *self, GAsyncResult *result, GError **error);
void prony_session_compare_async (PronySession *self,
                                  GPtrArray *pairs,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
GPtrArray *prony_session_compare_finish (PronySession *self, GAsyncResult *result, GError **error);
void prony_session_read_samples_async (PronySession *self,
                                       PronyCompareSet *set,
                                       guint group,
                                       PronyMetric metric,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
GPtrArray *
prony_session_read_samples_finish (PronySession *self, GAsyncResult *result, GError **error);

PronyRunItem *prony_session_dup_pinned_run (PronySession *self);

G_END_DECLS
