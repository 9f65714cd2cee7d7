/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/model/prony-credentials.h"
#include "core/model/prony-engine-info.h"

G_BEGIN_DECLS

void prony_engine_probe_async (PronyEngineSpec *engine,
                               PronyCredentials *credentials,
                               double timeout_s,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
PronyEngineInfo *prony_engine_probe_finish (GAsyncResult *result, GError **error);
PronyEngineInfo *prony_engine_probe (PronyEngineSpec *engine,
                                     PronyCredentials *credentials,
                                     double timeout_s,
                                     GCancellable *cancellable,
                                     GError **error);

void prony_engine_scan_async (GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
GPtrArray *prony_engine_scan_finish (GAsyncResult *result, GError **error);
GPtrArray *prony_engine_scan (GCancellable *cancellable, GError **error);

G_END_DECLS
