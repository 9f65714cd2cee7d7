/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-store"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/prony-error.h"
#include "core/store/prony-sql.h"
#include "core/store/prony-store-writer.h"

/* How long what is queued waits for company before it is written. Less than half
 * a second, so that with the writing itself at most that much is lost when the
 * program is killed. */
#define BATCH_US (250 * G_TIME_SPAN_MILLISECOND)
/* So many commands are written without waiting for more. */
#define BATCH_LENGTH 512
/* After a failure that may pass, such as a full disk. */
#define RETRY_US (2 * G_TIME_SPAN_SECOND)

/* One thing to be written, in the queue until it is committed. */
typedef struct
{
  PronyStoreWrite write;
  gpointer data;
  GDestroyNotify destroy;
} Job;

struct _PronyStoreWriter
{
  PronyStoreFailed failed;
  gpointer user_data;
  GThread *thread;
  sqlite3 *db; /* belongs to the thread */
  gboolean read_only;

  /* Shared by the thread and everybody else, under the mutex. Jobs are counted
   * from the first: those below `n_done` are committed or given up. */
  GMutex mutex;
  GCond changed;
  GQueue *jobs;
  guint64 n_queued;
  guint64 n_done;
  guint64 n_lost;       /* among so many jobs there is the latest one that was given up */
  guint64 n_wanted;     /* somebody waits for these: no more waiting for company */
  guint n_attempts;     /* begun */
  guint wanted_attempt; /* somebody waits for this one: no more waiting after a failure */
  guint failed_attempt;
  gint64 oldest_us; /* when the first of the jobs was queued */
  gboolean closing;
  gboolean ended;
  GError *failure; /* (nullable): why the latest attempt failed */
  GError *loss;    /* (nullable): why a job was given up; until a flush tells it */
};

static void
job_free (gpointer data)
{
  Job *job = data;

  if (job->destroy != NULL)
    job->destroy (job->data);
  g_free (job);
}

/* A job that cannot work, also later, is left out and told of; the others of its
 * batch are written. Returns FALSE for a failure that may pass. */
static gboolean
write_job (PronyStoreWriter *self, Job *job, GError **loss, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (self->read_only)
    {
      if (*loss == NULL)
        prony_sql_set_error (loss, self->db, SQLITE_READONLY);
      return TRUE;
    }

  if (!prony_sql_exec (self->db, "SAVEPOINT job", error))
    return FALSE;
  if (job->write (self->db, job->data, &local))
    return prony_sql_exec (self->db, "RELEASE job", error);

  if (prony_sql_failure_may_pass (self->db) || sqlite3_get_autocommit (self->db))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  if (*loss == NULL)
    *loss = g_steal_pointer (&local);
  return prony_sql_exec (self->db, "ROLLBACK TO job; RELEASE job", error);
}

static gboolean
write_jobs (PronyStoreWriter *self, GList *jobs, GError **loss, GError **error)
{
  GList *link;

  for (link = jobs; link != NULL; link = link->next)
    if (!write_job (self, link->data, loss, error))
      return FALSE;

  return TRUE;
}

static gboolean
write_batch (PronyStoreWriter *self, GQueue *batch, GError **loss, GError **error)
{
  if (self->read_only)
    return write_jobs (self, batch->head, loss, error);

  if (!prony_sql_exec (self->db, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (write_jobs (self, batch->head, loss, error) && prony_sql_exec (self->db, "COMMIT", error))
    return TRUE;

  if (!sqlite3_get_autocommit (self->db))
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

/* Waits, with the mutex held, until there is something to write and it is time. */
static gboolean
wait_for_jobs (PronyStoreWriter *self)
{
  while (!self->closing)
    {
      gint64 due;

      if (g_queue_is_empty (self->jobs))
        {
          g_cond_wait (&self->changed, &self->mutex);
          continue;
        }
      if (self->n_wanted > self->n_done || g_queue_get_length (self->jobs) >= BATCH_LENGTH)
        return TRUE;

      due = self->oldest_us + BATCH_US;
      if (g_get_monotonic_time () >= due)
        return TRUE;
      g_cond_wait_until (&self->changed, &self->mutex, due);
    }

  return !g_queue_is_empty (self->jobs);
}

/* Waits, with the mutex held, after a failure; a flush does not wait. */
static void
wait_for_retry (PronyStoreWriter *self)
{
  gint64 due = g_get_monotonic_time () + RETRY_US;

  while (!self->closing && self->wanted_attempt <= self->n_attempts)
    if (!g_cond_wait_until (&self->changed, &self->mutex, due))
      return;
}

static void
finish_batch (PronyStoreWriter *self, guint n_jobs, GError **loss)
{
  self->n_done += n_jobs;
  g_clear_error (&self->failure);

  if (*loss != NULL)
    {
      self->failed (*loss, self->user_data);
      g_clear_error (&self->loss);
      self->loss = g_steal_pointer (loss);
      self->n_lost = self->n_done;
    }
}

/* What could not be written goes back to where it was and is tried again. */
static void
put_batch_back (PronyStoreWriter *self, GQueue *batch, guint attempt, GError **error)
{
  while (!g_queue_is_empty (batch))
    g_queue_push_head_link (self->jobs, g_queue_pop_tail_link (batch));

  if (self->failure == NULL)
    self->failed (*error, self->user_data);
  g_clear_error (&self->failure);
  self->failure = g_steal_pointer (error);
  self->failed_attempt = attempt;
}

static gpointer
run_writer (gpointer data)
{
  PronyStoreWriter *self = data;

  g_mutex_lock (&self->mutex);
  while (wait_for_jobs (self))
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) loss = NULL;
      GQueue batch = G_QUEUE_INIT;
      guint n_jobs = g_queue_get_length (self->jobs);
      guint attempt = ++self->n_attempts;
      gboolean last = self->closing;
      gboolean written;

      while (!g_queue_is_empty (self->jobs))
        g_queue_push_tail_link (&batch, g_queue_pop_head_link (self->jobs));

      g_mutex_unlock (&self->mutex);
      written = write_batch (self, &batch, &loss, &error);
      if (written)
        g_queue_clear_full (&batch, job_free);
      g_mutex_lock (&self->mutex);

      if (written)
        finish_batch (self, n_jobs, &loss);
      else
        put_batch_back (self, &batch, attempt, &error);
      g_cond_broadcast (&self->changed);

      if (!written && last)
        break;
      if (!written)
        wait_for_retry (self);
    }
  self->ended = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);

  return NULL;
}

/**
 * prony_store_writer_new:
 * @db: (transfer full): the connection that is written to, and by nothing else
 * @failed: (scope notified): called in the writer's thread, with a lock held,
 *   when something could not be written; must not call the writer
 * @user_data: for @failed; must outlive the writer
 *
 * Starts the thread that writes.
 *
 * Returns: (transfer full): the writer
 */
PronyStoreWriter *
prony_store_writer_new (sqlite3 *db, PronyStoreFailed failed, gpointer user_data)
{
  PronyStoreWriter *self = g_new0 (PronyStoreWriter, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->jobs = g_queue_new ();
  self->failed = failed;
  self->user_data = user_data;
  self->db = db;
  self->read_only = sqlite3_db_readonly (db, "main") == 1;
  self->thread = g_thread_new ("prony-store", run_writer, self);
  return self;
}

/**
 * prony_store_writer_is_read_only:
 * @self: a writer
 *
 * Returns: whether every write will fail, since the file may only be read
 */
gboolean
prony_store_writer_is_read_only (PronyStoreWriter *self)
{
  return self->read_only;
}

/**
 * prony_store_writer_push:
 * @self: a writer
 * @write: writes @data
 * @data: what is to be written; read by the writer's thread from now on
 * @destroy: (nullable): frees @data
 *
 * Queues something to be written. Never waits; may be called from any thread.
 * After prony_store_writer_close() it is ignored.
 *
 * Returns: its number, for prony_store_writer_has_written()
 */
guint64
prony_store_writer_push (PronyStoreWriter *self,
                         PronyStoreWrite write,
                         gpointer data,
                         GDestroyNotify destroy)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Job *job;

  if (self->closing)
    {
      if (destroy != NULL)
        destroy (data);
      return G_MAXUINT64;
    }

  job = g_new0 (Job, 1);
  job->write = write;
  job->data = data;
  job->destroy = destroy;

  if (g_queue_is_empty (self->jobs))
    self->oldest_us = g_get_monotonic_time ();
  g_queue_push_tail (self->jobs, job);
  self->n_queued++;
  g_cond_broadcast (&self->changed);
  return self->n_queued;
}

/**
 * prony_store_writer_has_written:
 * @self: a writer
 * @number: what prony_store_writer_push() returned
 *
 * Never waits for the disk.
 *
 * Returns: whether it is certain that this is on the disk
 */
gboolean
prony_store_writer_has_written (PronyStoreWriter *self, guint64 number)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return number <= self->n_done && number > self->n_lost;
}

/* With the mutex held. An attempt that had begun before may not have seen what
 * the caller waits for, so only a later one counts as failed. */
static gboolean
wait_until_written (PronyStoreWriter *self)
{
  guint64 target = self->n_queued;
  guint before = self->n_attempts;

  self->n_wanted = MAX (self->n_wanted, target);
  self->wanted_attempt = MAX (self->wanted_attempt, before + 1);
  g_cond_broadcast (&self->changed);

  while (self->n_done < target && self->failed_attempt <= before && !self->ended)
    g_cond_wait (&self->changed, &self->mutex);

  return self->n_done >= target;
}

/* With the mutex held. */
static gboolean
report (PronyStoreWriter *self, gboolean written, GError **error)
{
  if (!written && self->failure != NULL)
    g_propagate_error (error, g_error_copy (self->failure));
  else if (self->loss != NULL)
    g_propagate_error (error, g_steal_pointer (&self->loss));
  else
    return TRUE;

  return FALSE;
}

/**
 * prony_store_writer_settle:
 * @self: a writer
 *
 * Waits until everything that was queued before is on the disk or that has
 * failed, and leaves telling of a failure to prony_store_writer_flush().
 */
void
prony_store_writer_settle (PronyStoreWriter *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  wait_until_written (self);
}

/**
 * prony_store_writer_flush:
 * @self: a writer
 * @error: return location for a sentence
 *
 * Waits until everything that was queued before is on the disk, or until that has
 * failed.
 *
 * Returns: whether all was written since the last call
 */
gboolean
prony_store_writer_flush (PronyStoreWriter *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return report (self, wait_until_written (self), error);
}

/**
 * prony_store_writer_close:
 * @self: a writer
 * @error: return location for a sentence
 *
 * Writes what is queued, ends the thread and closes the connection. Closing again
 * does nothing.
 *
 * Returns: whether all was written since the last flush
 */
gboolean
prony_store_writer_close (PronyStoreWriter *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  GThread *thread;

  g_mutex_lock (&self->mutex);
  self->closing = TRUE;
  thread = g_steal_pointer (&self->thread);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);

  if (thread == NULL)
    return TRUE;

  g_thread_join (thread);
  g_clear_pointer (&self->db, sqlite3_close);
  locker = g_mutex_locker_new (&self->mutex);
  return report (self, g_queue_is_empty (self->jobs), error);
}

/**
 * prony_store_writer_free:
 * @self: a writer; closed if it was not
 */
void
prony_store_writer_free (PronyStoreWriter *self)
{
  prony_store_writer_close (self, NULL);
  g_queue_free_full (self->jobs, job_free);
  g_clear_error (&self->failure);
  g_clear_error (&self->loss);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_free (self);
}
