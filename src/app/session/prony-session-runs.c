/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Reading the runs of a session, their requests, and their export, in threads. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/session/prony-session-private.h"
#include "base/prony-error.h"
#include "core/bench/prony-run-scenarios.h"

/* What a worker thread needs to read a run; it never touches the session. */
typedef struct
{
  PronyStore *store;
  PronyRun *run; /* NULL: read it from the store */
  char *run_id;
  guint trial_index;
  char *parent;
  PronyReportFormat formats;
} Reading;

static void
reading_free (Reading *reading)
{
  g_clear_object (&reading->store);
  g_clear_pointer (&reading->run, prony_run_unref);
  g_free (reading->run_id);
  g_free (reading->parent);
  g_free (reading);
}

/* A task on a run: with the store, or with the run of the list where there is no
 * store. */
static GTask *
start_reading (PronySession *self,
               const char *run_id,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Reading *reading = g_new0 (Reading, 1);

  reading->run_id = g_strdup (run_id);
  if (self->store != NULL)
    {
      reading->store = g_object_ref (self->store);
    }
  else
    {
      PronyRun *run = _prony_session_find_kept_run (self, run_id);

      reading->run = run != NULL ? prony_run_ref (run) : NULL;
    }
  g_task_set_task_data (task, reading, (GDestroyNotify) reading_free);

  return task;
}

static PronyRun *
read_run (Reading *reading, GError **error)
{
  if (reading->store != NULL)
    return prony_store_get_run (reading->store, reading->run_id, error);
  if (reading->run != NULL)
    return prony_run_ref (reading->run);

  g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND,
                       _ ("This run does not exist any more."));
  return NULL;
}

static void
load_run_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  PronyRun *run = read_run (task_data, &error);

  if (run != NULL)
    g_task_return_pointer (task, run, (GDestroyNotify) prony_run_unref);
  else
    g_task_return_error (task, error);
}

/**
 * prony_session_load_run_async:
 * @self: a session
 * @run_id: a run
 * @cancellable: (nullable): cancels it
 * @callback: called in the main thread
 * @user_data: for @callback
 *
 * Reads a run with its trials and summaries in a thread.
 */
void
prony_session_load_run_async (PronySession *self,
                              const char *run_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (run_id != NULL);

  task = start_reading (self, run_id, cancellable, callback, user_data);
  g_task_set_source_tag (task, prony_session_load_run_async);
  g_task_run_in_thread (task, load_run_in_thread);
}

/**
 * prony_session_load_run_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): the run, %NULL on error
 */
PronyRun *
prony_session_load_run_finish (PronySession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
load_requests_in_thread (GTask *task,
                         gpointer source,
                         gpointer task_data,
                         GCancellable *cancellable)
{
  Reading *reading = task_data;
  GError *error = NULL;
  GPtrArray *records;

  if (reading->store == NULL)
    {
      g_task_return_new_error (task, PRONY_ERROR, PRONY_ERROR_STORE, "%s",
                               _ ("The requests of this run were not stored."));
      return;
    }

  records =
    prony_store_get_requests (reading->store, reading->run_id, reading->trial_index, &error);
  if (records != NULL)
    g_task_return_pointer (task, records, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/**
 * prony_session_load_requests_async:
 * @self: a session
 * @run_id: a run
 * @trial_index: one of its trials
 * @cancellable: (nullable): cancels it
 * @callback: called in the main thread
 * @user_data: for @callback
 *
 * Reads the requests of one trial in a thread.
 */
void
prony_session_load_requests_async (PronySession *self,
                                   const char *run_id,
                                   guint trial_index,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (run_id != NULL);

  task = start_reading (self, run_id, cancellable, callback, user_data);
  g_task_set_source_tag (task, prony_session_load_requests_async);
  ((Reading *) g_task_get_task_data (task))->trial_index = trial_index;
  g_task_run_in_thread (task, load_requests_in_thread);
}

/**
 * prony_session_load_requests_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (element-type PronyRequestRecord): the requests, %NULL
 *   on error
 */
GPtrArray *
prony_session_load_requests_finish (PronySession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static GPtrArray *
get_records (PronyTrial *trial, gpointer user_data)
{
  Reading *reading = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *records =
    prony_store_get_requests (reading->store, reading->run_id, trial->index, &error);

  if (records == NULL)
    g_warning ("%s", error->message);

  return records;
}

static void
export_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Reading *reading = task_data;
  g_autoptr (PronyRun) run = NULL;
  g_autoptr (GPtrArray) samples = NULL;
  GError *error = NULL;
  char *folder = NULL;

  if (reading->store == NULL)
    {
      g_task_return_new_error (
        task, PRONY_ERROR, PRONY_ERROR_STORE, "%s",
        _ ("The requests of this run were not stored, so it cannot be exported."));
      return;
    }

  run = read_run (reading, &error);
  if (run != NULL)
    {
      prony_run_scenarios_load (reading->store, run);
      samples = prony_store_list_samples (reading->store, run->id, &error);
    }
  if (samples != NULL)
    folder = prony_report_write_folder (run, get_records, reading, samples, reading->parent,
                                        reading->formats, cancellable, &error);
  if (folder != NULL)
    g_task_return_pointer (task, folder, g_free);
  else
    g_task_return_error (task, error);
}

/**
 * prony_session_export_run_async:
 * @self: a session
 * @run_id: a run
 * @parent: the folder that the run's own folder is made in
 * @formats: what to write
 * @cancellable: (nullable): cancels it
 * @callback: called in the main thread
 * @user_data: for @callback
 *
 * Writes a run's folder in a thread.
 */
void
prony_session_export_run_async (PronySession *self,
                                const char *run_id,
                                const char *parent,
                                PronyReportFormat formats,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Reading *reading;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (run_id != NULL);
  g_return_if_fail (parent != NULL);

  task = start_reading (self, run_id, cancellable, callback, user_data);
  g_task_set_source_tag (task, prony_session_export_run_async);
  reading = g_task_get_task_data (task);
  reading->parent = g_strdup (parent);
  reading->formats = formats;
  g_task_run_in_thread (task, export_in_thread);
}

/**
 * prony_session_export_run_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): the name of the folder that was written, %NULL on error
 */
char *
prony_session_export_run_finish (PronySession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
