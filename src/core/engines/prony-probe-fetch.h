/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/engines/prony-probe-answer.h"
#include "core/http/prony-http-access.h"

G_BEGIN_DECLS

void prony_probe_fetch_async (SoupSession *session,
                              PronyHttpAccess *access,
                              const char *path,
                              const char *body,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
PronyProbeAnswer *prony_probe_fetch_finish (GAsyncResult *result);

G_END_DECLS
