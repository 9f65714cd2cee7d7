/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What a session can say of stored runs: winners, advice, failures. All of it reads
 * requests and resamples, so it happens in threads; they hold the store and the runs, never
 * the session. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/session/prony-session-analysis.h"
#include "app/session/prony-session-private.h"
#include "base/prony-error.h"

typedef struct
{
  PronyStore *store; /* NULL where nothing is stored */
  PronyRun *run;
  GCancellable *cancellable; /* borrowed from the task */
  GPtrArray *runs;           /* what was read, or what the list has where nothing is stored */
  char **run_ids;
} Analysis;

static void
analysis_free (gpointer data)
{
  Analysis *analysis = data;

  g_clear_object (&analysis->store);
  g_clear_pointer (&analysis->run, prony_run_unref);
  g_clear_pointer (&analysis->runs, g_ptr_array_unref);
  g_strfreev (analysis->run_ids);
  g_free (analysis);
}

/* Without its requests a trial's figures still stand, only nothing can be tested. Who is
 * cancelled is not waited for, and may find the store closed. */
static GPtrArray *
read_requests (PronyStore *store, PronyRun *run, PronyTrial *trial, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *records;

  if (store == NULL || g_cancellable_is_cancelled (cancellable))
    return NULL;

  records = prony_store_get_requests_without_texts (store, run->id, trial->index, &error);
  if (records == NULL && !g_cancellable_is_cancelled (cancellable))
    g_warning ("%s", error->message);

  return records;
}

static GPtrArray *
get_records (PronyTrial *trial, gpointer user_data)
{
  const Analysis *analysis = user_data;

  return read_requests (analysis->store, analysis->run, trial, analysis->cancellable);
}

static void
load_runs_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Analysis *analysis = task_data;
  GError *error = NULL;

  for (guint i = 0; analysis->store != NULL && analysis->run_ids[i] != NULL; i++)
    {
      PronyRun *run = prony_store_get_run (analysis->store, analysis->run_ids[i], &error);

      if (run == NULL)
        {
          g_task_return_error (task, error);
          return;
        }
      g_ptr_array_add (analysis->runs, run);
    }
  g_task_return_pointer (task, g_ptr_array_ref (analysis->runs),
                         (GDestroyNotify) g_ptr_array_unref);
}

/**
 * prony_session_load_runs_async:
 * @self: a session
 * @run_ids: (array zero-terminated=1): runs of its list
 * @cancellable: (nullable): cancels it
 * @callback: called in the main thread
 * @user_data: for @callback
 *
 * Reads some runs in a thread, with their trials and summaries: the runs of the list
 * have no summaries.
 */
void
prony_session_load_runs_async (PronySession *self,
                               const char *const *run_ids,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Analysis *analysis;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (run_ids != NULL);

  analysis = g_new0 (Analysis, 1);
  analysis->store = self->store != NULL ? g_object_ref (self->store) : NULL;
  analysis->run_ids = g_strdupv ((char **) run_ids);
  analysis->runs = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_run_unref);
  for (guint i = 0; self->store == NULL && run_ids[i] != NULL; i++)
    {
      PronyRun *run = _prony_session_find_kept_run (self, run_ids[i]);

      if (run != NULL)
        g_ptr_array_add (analysis->runs, prony_run_ref (run));
    }
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, prony_session_load_runs_async);
  g_task_set_task_data (task, analysis, analysis_free);
  g_task_run_in_thread (task, load_runs_in_thread);
}

/**
 * prony_session_load_runs_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (element-type PronyRun): the runs; %NULL with an error,
 *   also when only one of them cannot be read
 */
GPtrArray *
prony_session_load_runs_finish (PronySession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
analyse_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Analysis *analysis = task_data;

  analysis->cancellable = cancellable;
  g_task_return_pointer (task,
                         prony_run_analysis_new (analysis->run, get_records, analysis, cancellable),
                         (GDestroyNotify) prony_run_analysis_unref);
}

/**
 * prony_session_analyse_run_async:
 * @self: a session
 * @run: a run of its list
 * @cancellable: (nullable): cancels it
 * @callback: called in the main thread
 * @user_data: for @callback
 *
 * Finds the winners, the recommendations and the failures of a run in a thread.
 */
void
prony_session_analyse_run_async (PronySession *self,
                                 PronyRun *run,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Analysis *analysis;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (run != NULL);

  analysis = g_new0 (Analysis, 1);
  analysis->store = self->store != NULL ? g_object_ref (self->store) : NULL;
  analysis->run = prony_run_ref (run);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, prony_session_analyse_run_async);
  g_task_set_task_data (task, analysis, analysis_free);
  g_task_run_in_thread (task, analyse_in_thread);
}

/**
 * prony_session_analyse_run_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): what was found; %NULL with an error
 */
PronyRunAnalysis *
prony_session_analyse_run_finish (PronySession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct
{
  PronyStore *store;
  char *run_id;
  guint trial_index;
  guint64 number;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_clear_object (&request->store);
  g_free (request->run_id);
  g_free (request);
}

static void
load_request_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Request *request = task_data;
  GError *error = NULL;
  g_autoptr (GPtrArray) found = prony_store_get_some_requests (
    request->store, request->run_id, request->trial_index, request->number - 1, 1, &error);
  PronyRequestRecord *record =
    found != NULL && found->len > 0 ? g_ptr_array_index (found, 0) : NULL;

  if (found == NULL)
    g_task_return_error (task, error);
  else if (record == NULL || record->id != request->number)
    g_task_return_new_error (task, PRONY_ERROR, PRONY_ERROR_NOT_FOUND,
                             _ ("This request is not in the database."));
  else
    g_task_return_pointer (task, prony_request_record_ref (record),
                           (GDestroyNotify) prony_request_record_unref);
}

/**
 * prony_session_load_request_async:
 * @self: a session
 * @run_id: a run
 * @trial_index: which of its trials
 * @number: which of its requests
 * @cancellable: (nullable): cancels it
 * @callback: called in the main thread
 * @user_data: for @callback
 *
 * Reads one request in a thread, whole.
 */
void
prony_session_load_request_async (PronySession *self,
                                  const char *run_id,
                                  guint trial_index,
                                  guint64 number,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Request *request;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (run_id != NULL && number > 0);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, prony_session_load_request_async);
  if (self->store == NULL)
    {
      g_task_return_new_error (task, PRONY_ERROR, PRONY_ERROR_NOT_FOUND,
                               _ ("This request is not in the database."));
      return;
    }

  request = g_new0 (Request, 1);
  request->store = g_object_ref (self->store);
  request->run_id = g_strdup (run_id);
  request->trial_index = trial_index;
  request->number = number;
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, load_request_in_thread);
}

/**
 * prony_session_load_request_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): the request; %NULL with an error
 */
PronyRequestRecord *
prony_session_load_request_finish (PronySession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
