/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <libsoup/soup.h>

#include "core/engines/prony-probe-answer.h"

G_BEGIN_DECLS

SoupSession *prony_probe_session_new (const char *url);
void prony_probe_fetch_async (SoupSession *session,
                              const char *url,
                              const char *path,
                              const char *api_key,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
PronyProbeAnswer *prony_probe_fetch_finish (GAsyncResult *result);

G_END_DECLS
