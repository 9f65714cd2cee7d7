/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void prony_keyring_store_async (const char *key_id,
                                const char *place,
                                const char *label,
                                const char *secret,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean prony_keyring_store_finish (GAsyncResult *result, GError **error);
char *prony_keyring_lookup (const char *key_id, GCancellable *cancellable, GError **error);
char *prony_keyring_lookup_place (const char *place, GCancellable *cancellable, GError **error);
void prony_keyring_clear_async (const char *key_id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean prony_keyring_clear_finish (GAsyncResult *result, GError **error);

G_END_DECLS
