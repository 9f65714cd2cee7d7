/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PRONY_TYPE_ENGINE_PROCESS (prony_engine_process_get_type ())

G_DECLARE_FINAL_TYPE (PronyEngineProcess, prony_engine_process, PRONY, ENGINE_PROCESS, GObject)

void prony_engine_process_start_simulator_async (const char *const *arguments,
                                                 GCancellable *cancellable,
                                                 GAsyncReadyCallback callback,
                                                 gpointer user_data);
PronyEngineProcess *prony_engine_process_start_simulator_finish (GAsyncResult *result,
                                                                 GError **error);
PronyEngineProcess *prony_engine_process_start_simulator (const char *const *arguments,
                                                          GCancellable *cancellable,
                                                          GError **error);
const char *prony_engine_process_get_url (PronyEngineProcess *self);
gboolean prony_engine_process_is_running (PronyEngineProcess *self);
void prony_engine_process_stop (PronyEngineProcess *self);

G_END_DECLS
