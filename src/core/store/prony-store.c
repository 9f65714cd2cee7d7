/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-store"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "base/prony-error.h"
#include "core/store/prony-store-migrations.h"
#include "core/store/prony-store-private.h"
#include "core/store/prony-store-recovery.h"
#include "core/store/prony-store-writer.h"

/* So many steps of SQLite's machine, well under a millisecond, between two looks at
 * whether it is still wanted. */
#define PROGRESS_STEPS 10000

struct _PronyStore
{
  GObject parent_instance;

  GMainContext *context; /* where `failed` is emitted */
  PronyStoreWriter *writer;

  /* One reader at a time */
  GMutex read_mutex;
  sqlite3 *reader; /* (nullable): until the store is closed */
};

enum
{
  SIGNAL_FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PronyStore, prony_store, G_TYPE_OBJECT)

typedef struct
{
  GWeakRef store; /* a signal that nobody fetches must not keep the file open */
  GError *error;
} FailedSignal;

static void
failed_signal_free (gpointer data)
{
  FailedSignal *self = data;

  g_weak_ref_clear (&self->store);
  g_error_free (self->error);
  g_free (self);
}

static gboolean
emit_failed_cb (gpointer data)
{
  FailedSignal *self = data;
  g_autoptr (PronyStore) store = g_weak_ref_get (&self->store);

  if (store != NULL)
    g_signal_emit (store, signals[SIGNAL_FAILED], 0, self->error);
  return G_SOURCE_REMOVE;
}

/* In the writer's thread. */
static void
tell_failure (const GError *error, gpointer user_data)
{
  PronyStore *self = user_data;
  FailedSignal *signal = g_new0 (FailedSignal, 1);
  g_autoptr (GSource) source = g_idle_source_new ();

  g_weak_ref_init (&signal->store, self);
  signal->error = g_error_copy (error);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, emit_failed_cb, signal, failed_signal_free);
  g_source_set_static_name (source, "[prony] store failed");
  g_source_attach (source, self->context);
}

static gboolean
make_folder (const char *file_name, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (file_name);
  g_autofree char *name = g_filename_display_name (folder);

  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_STORE_READ_ONLY,
               /* Translators: the second %s is the system's own message. */
               _ ("The folder “%s” for the database could not be made: %s. Choose another "
                  "place for the database."),
               name, g_strerror (errno));
  return FALSE;
}

/**
 * prony_store_open:
 * @file_name: the database; it and its folder are made if they are not there
 * @error: return location for %PRONY_ERROR_STORE_NOT_A_DATABASE (the file is left
 *   as it was), %PRONY_ERROR_STORE_VERSION, %PRONY_ERROR_STORE_LOCKED,
 *   %PRONY_ERROR_STORE_READ_ONLY or %PRONY_ERROR_STORE
 *
 * Opens a database, brings its structure up to date (after a backup) and marks
 * runs whose program has died as interrupted. Several programs may have it open
 * at once. A file that may only be read is opened for reading: each write then
 * fails with %PRONY_ERROR_STORE_READ_ONLY. The signal `failed` is emitted in the
 * thread-default main context of the caller. Touches the disk; waits at most a
 * second for another program's lock.
 *
 * Returns: (transfer full) (nullable): the store
 */
PronyStore *
prony_store_open (const char *file_name, GError **error)
{
  g_autoptr (PronyStore) self = NULL;
  g_autoptr (sqlite3) writer = NULL;
  g_autoptr (sqlite3) reader = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (file_name != NULL, NULL);

  path = g_canonicalize_filename (file_name, NULL);
  if (!make_folder (path, error) || !prony_store_check_file (path, error))
    return NULL;

  writer = prony_sql_open (path, TRUE, error);
  if (writer == NULL || !prony_store_migrate (writer, error))
    return NULL;
  if (!sqlite3_db_readonly (writer, "main") && !prony_store_mark_interrupted (writer, error))
    return NULL;

  reader = prony_sql_open (path, FALSE, error);
  if (reader == NULL)
    return NULL;

  self = g_object_new (PRONY_TYPE_STORE, NULL);
  self->context = g_main_context_ref_thread_default ();
  self->reader = g_steal_pointer (&reader);
  self->writer = prony_store_writer_new (g_steal_pointer (&writer), tell_failure, self);
  return g_steal_pointer (&self);
}

/**
 * prony_store_is_read_only:
 * @self: a store
 *
 * Returns: whether it can only be read, so that nothing new can be kept in it
 */
gboolean
prony_store_is_read_only (PronyStore *self)
{
  g_return_val_if_fail (PRONY_IS_STORE (self), FALSE);

  return prony_store_writer_is_read_only (self->writer);
}

/**
 * prony_store_flush:
 * @self: a store
 * @error: return location for a sentence
 *
 * Waits until everything that was queued before is on the disk, or until that has
 * failed. What failed because the disk was full or another program held the
 * database stays queued and is tried again. May be called from any thread but the
 * user interface's.
 *
 * Returns: whether all was written since the last call
 */
gboolean
prony_store_flush (PronyStore *self, GError **error)
{
  g_return_val_if_fail (PRONY_IS_STORE (self), FALSE);

  return prony_store_writer_flush (self->writer, error);
}

/**
 * prony_store_has_written:
 * @self: a store
 * @number: what a function that puts something returned
 *
 * May be called from any thread; never waits for the disk.
 *
 * Returns: whether it is certain that this is on the disk by now
 */
gboolean
prony_store_has_written (PronyStore *self, guint64 number)
{
  g_return_val_if_fail (PRONY_IS_STORE (self), FALSE);

  return prony_store_writer_has_written (self->writer, number);
}

/**
 * prony_store_close:
 * @self: a store
 * @error: return location for a sentence
 *
 * Writes what is queued, and closes the file. What is put afterwards is ignored,
 * and reading fails. Closing twice does nothing. May be called from any thread
 * but the user interface's.
 *
 * Returns: whether all was written since the last flush
 */
gboolean
prony_store_close (PronyStore *self, GError **error)
{
  g_return_val_if_fail (PRONY_IS_STORE (self), FALSE);

  /* Before the writer's: the last connection that is closed takes the log back into
   * the file, and one for reading cannot. */
  g_mutex_lock (&self->read_mutex);
  g_clear_pointer (&self->reader, sqlite3_close);
  g_mutex_unlock (&self->read_mutex);

  return prony_store_writer_close (self->writer, error);
}

/*
 * _prony_store_push:
 * @self: a store
 * @write: writes @data
 * @data: what is to be written; read by the store's thread from now on
 * @destroy: (nullable): frees @data
 *
 * Queues something to be written. Never waits.
 *
 * Returns: its number, for prony_store_has_written()
 */
guint64
_prony_store_push (PronyStore *self, PronyStoreWrite write, gpointer data, GDestroyNotify destroy)
{
  return prony_store_writer_push (self->writer, write, data, destroy);
}

static gboolean
write_command (sqlite3 *db, gpointer data, GError **error)
{
  return prony_sql_command_run (data, db, error);
}

/*
 * _prony_store_push_command:
 * @self: a store
 * @command: (transfer full): what is to be carried out
 */
void
_prony_store_push_command (PronyStore *self, PronySqlCommand *command)
{
  _prony_store_push (self, write_command, command, (GDestroyNotify) prony_sql_command_free);
}

/*
 * _prony_store_begin_read:
 * @self: a store
 * @error: return location for a sentence
 *
 * Waits until what is queued was written, so that the reader sees it, and takes
 * the reading connection. What cannot be written at the moment does not hinder
 * reading.
 *
 * Returns: (transfer none) (nullable): the connection, until
 *   _prony_store_end_read()
 */
sqlite3 *
_prony_store_begin_read (PronyStore *self, GError **error)
{
  prony_store_writer_settle (self->writer);

  g_mutex_lock (&self->read_mutex);
  if (self->reader != NULL)
    return self->reader;

  g_mutex_unlock (&self->read_mutex);
  g_set_error (error, PRONY_ERROR, PRONY_ERROR_STORE, _ ("The database was closed already."));
  return NULL;
}

/*
 * _prony_store_end_read:
 * @self: a store whose reading connection the caller has
 */
void
_prony_store_end_read (PronyStore *self)
{
  g_mutex_unlock (&self->read_mutex);
}

static int
is_cancelled_cb (gpointer cancellable)
{
  return g_cancellable_is_cancelled (cancellable);
}

/*
 * _prony_store_begin_long_read:
 * @self: a store
 * @cancellable: (nullable): interrupts whatever the connection does from now on
 * @error: return location for a sentence
 *
 * As _prony_store_begin_read(), for what may take long.
 *
 * Returns: (transfer none) (nullable): the connection, until _prony_store_end_long_read()
 */
sqlite3 *
_prony_store_begin_long_read (PronyStore *self, GCancellable *cancellable, GError **error)
{
  sqlite3 *db;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  db = _prony_store_begin_read (self, error);
  if (db != NULL && cancellable != NULL)
    sqlite3_progress_handler (db, PROGRESS_STEPS, is_cancelled_cb, cancellable);
  return db;
}

/*
 * _prony_store_end_long_read:
 * @self: a store whose reading connection the caller has
 * @cancellable: (nullable): what it was begun with
 * @failed: whether it came to nothing
 * @error: return location, set by what failed; becomes %G_IO_ERROR_CANCELLED where it was
 *   interrupted
 */
void
_prony_store_end_long_read (PronyStore *self,
                            GCancellable *cancellable,
                            gboolean failed,
                            GError **error)
{
  sqlite3_progress_handler (self->reader, 0, NULL, NULL);
  _prony_store_end_read (self);
  if (!failed || !g_cancellable_is_cancelled (cancellable))
    return;

  g_clear_error (error);
  g_cancellable_set_error_if_cancelled (cancellable, error);
}

static void
prony_store_finalize (GObject *object)
{
  PronyStore *self = PRONY_STORE (object);
  g_autoptr (GError) error = NULL;

  if (!prony_store_close (self, &error))
    g_warning ("%s", error->message);

  g_clear_pointer (&self->writer, prony_store_writer_free);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_mutex_clear (&self->read_mutex);

  G_OBJECT_CLASS (prony_store_parent_class)->finalize (object);
}

static void
prony_store_class_init (PronyStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = prony_store_finalize;

  /**
   * PronyStore::failed:
   * @self: the store
   * @error: a sentence
   *
   * Something could not be written. If that may pass, it is tried again, and the
   * signal is not emitted again before it worked once.
   */
  signals[SIGNAL_FAILED] = g_signal_new ("failed", PRONY_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
prony_store_init (PronyStore *self)
{
  g_mutex_init (&self->read_mutex);
}
