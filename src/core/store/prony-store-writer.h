/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/**
 * PronyStoreWrite:
 * @db: the writing connection, inside a transaction
 * @data: as queued
 * @error: return location for a sentence
 *
 * Writes something. Called in the writer's thread; called again if the batch that
 * it belongs to could not be committed.
 *
 * Returns: whether it was written
 */
typedef gboolean (*PronyStoreWrite) (sqlite3 *db, gpointer data, GError **error);
typedef void (*PronyStoreFailed) (const GError *error, gpointer user_data);

/**
 * PronyStoreWriter:
 *
 * The store's only writer: a queue and a thread that carries it out in batches, a
 * transaction each. A batch holds the database's lock only while it is written.
 * What fails in a way that may pass stays in the queue.
 */
typedef struct _PronyStoreWriter PronyStoreWriter;

PronyStoreWriter *prony_store_writer_new (sqlite3 *db, PronyStoreFailed failed, gpointer user_data);
void prony_store_writer_free (PronyStoreWriter *self);
guint64 prony_store_writer_push (PronyStoreWriter *self,
                                 PronyStoreWrite write,
                                 gpointer data,
                                 GDestroyNotify destroy);
gboolean prony_store_writer_has_written (PronyStoreWriter *self, guint64 number);
void prony_store_writer_settle (PronyStoreWriter *self);
gboolean prony_store_writer_is_read_only (PronyStoreWriter *self);
gboolean prony_store_writer_flush (PronyStoreWriter *self, GError **error);
gboolean prony_store_writer_close (PronyStoreWriter *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyStoreWriter, prony_store_writer_free)

G_END_DECLS
