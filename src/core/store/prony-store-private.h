/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/store/prony-sql.h"
#include "core/store/prony-store-writer.h"
#include "core/store/prony-store.h"

G_BEGIN_DECLS

guint64
_prony_store_push (PronyStore *self, PronyStoreWrite write, gpointer data, GDestroyNotify destroy);
void _prony_store_push_command (PronyStore *self, PronySqlCommand *command);
sqlite3 *_prony_store_begin_read (PronyStore *self, GError **error);
void _prony_store_end_read (PronyStore *self);
sqlite3 *_prony_store_begin_long_read (PronyStore *self, GCancellable *cancellable, GError **error);
void _prony_store_end_long_read (PronyStore *self,
                                 GCancellable *cancellable,
                                 gboolean failed,
                                 GError **error);

G_END_DECLS
