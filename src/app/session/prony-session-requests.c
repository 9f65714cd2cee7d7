/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The requests of a stored run, for those who look at them one by one. All of it reads from
 * the disk, so it happens in threads; they hold the store and the run, never the session. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/session/prony-rule-text.h"
#include "app/session/prony-session-private.h"
#include "app/session/prony-session-requests.h"
#include "base/prony-error.h"
#include "core/engines/prony-advice.h"
#include "core/quality/prony-quality.h"

/* What a worker thread needs. */
typedef struct
{
  PronyStore *store; /* NULL where nothing is stored */
  PronyRun *run;
  char *run_id;
  PronyRequestFilter filter;
  char *text;    /* of the filter */
  guint n_total; /* 0 where it is to be counted */
  GArray *row_ids;
  PronyRequestRow row;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_clear_object (&reading->store);
  g_clear_pointer (&reading->run, prony_run_unref);
  g_clear_pointer (&reading->row_ids, g_array_unref);
  g_free (reading->run_id);
  g_free (reading->text);
  g_free (reading);
}

static GTask *
start_reading (PronySession *self,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Reading *reading = g_new0 (Reading, 1);

  reading->store = self->store != NULL ? g_object_ref (self->store) : NULL;
  g_task_set_task_data (task, reading, reading_free);
  return task;
}

/**
 * prony_request_ids_free:
 * @self: (transfer full): which requests fit
 */
void
prony_request_ids_free (PronyRequestIds *self)
{
  g_clear_pointer (&self->ids, g_array_unref);
  g_free (self);
}

/**
 * prony_request_story_free:
 * @self: (transfer full): what can be told of a request
 */
void
prony_request_story_free (PronyRequestStory *self)
{
  g_clear_pointer (&self->record, prony_request_record_unref);
  g_free (self->broken_rule);
  g_free (self->advice);
  g_free (self);
}

/* --- Which requests -------------------------------------------------------------------- */

static gboolean
is_everything (const PronyRequestFilter *filter)
{
  return filter->trial < 0 && filter->outcome < 0 && !filter->failed && filter->quality < 0 &&
         filter->warmup && filter->text == NULL;
}

/* A run that is marked as deleted still has its requests. */
static gboolean
check_run (PronyStore *store, const char *run_id, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (PronyRunEntry) entry = prony_store_get_run_entry (store, run_id, &local_error);

  if (entry != NULL)
    return TRUE;

  if (g_error_matches (local_error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND))
    g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND,
                         _ ("This run was deleted, and its requests with it."));
  else
    g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static void
list_requests_in_thread (GTask *task,
                         gpointer source,
                         gpointer task_data,
                         GCancellable *cancellable)
{
  const PronyRequestFilter everything = { -1, -1, FALSE, -1, TRUE, NULL, 0, FALSE };
  const Reading *reading = task_data;
  g_autoptr (PronyRequestIds) found = NULL;
  g_autoptr (GArray) all = NULL;
  GError *error = NULL;

  if (reading->store == NULL)
    {
      g_task_return_new_error (task, PRONY_ERROR, PRONY_ERROR_STORE, "%s",
                               _ ("The requests of this run were not stored."));
      return;
    }

  if (!check_run (reading->store, reading->run_id, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  found = g_new0 (PronyRequestIds, 1);
  found->ids = prony_store_list_request_ids (reading->store, reading->run_id, &reading->filter,
                                             cancellable, &error);
  if (found->ids != NULL && reading->n_total == 0 && !is_everything (&reading->filter))
    all = prony_store_list_request_ids (reading->store, reading->run_id, &everything, cancellable,
                                        &error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  found->n_total = all != NULL ? all->len : MAX (reading->n_total, found->ids->len);
  g_task_return_pointer (task, g_steal_pointer (&found), (GDestroyNotify) prony_request_ids_free);
}

/**
 * prony_session_list_requests_async:
 * @self: a session
 * @run_id: a run of its list
 * @filter: which of its requests, and their order; copied
 * @n_total: how many requests the run has; 0 where that is to be found out too
 * @cancellable: (nullable): cancels it
 * @callback: called in the main thread
 * @user_data: for @callback
 *
 * Finds in a thread which requests of a run fit a filter.
 */
void
prony_session_list_requests_async (PronySession *self,
                                   const char *run_id,
                                   const PronyRequestFilter *filter,
                                   guint n_total,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Reading *reading;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (run_id != NULL && filter != NULL);

  task = start_reading (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, prony_session_list_requests_async);
  reading = g_task_get_task_data (task);
  reading->run_id = g_strdup (run_id);
  reading->filter = *filter;
  reading->text = g_strdup (filter->text);
  reading->filter.text = reading->text;
  reading->n_total = n_total;
  g_task_run_in_thread (task, list_requests_in_thread);
}

/**
 * prony_session_list_requests_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location for a sentence
 *
 * Returns: (transfer full): which requests fit; %NULL with an error, which is
 *   %PRONY_ERROR_NOT_FOUND for a run that was deleted meanwhile
 */
PronyRequestIds *
prony_session_list_requests_finish (PronySession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- A page of them -------------------------------------------------------------------- */

static void
read_rows_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Reading *reading = task_data;
  GError *error = NULL;
  GArray *rows;

  rows = prony_store_get_request_rows (reading->store, (const gint64 *) reading->row_ids->data,
                                       reading->row_ids->len, &error);
  if (rows != NULL)
    g_task_return_pointer (task, rows, (GDestroyNotify) g_array_unref);
  else
    g_task_return_error (task, error);
}

/**
 * prony_session_read_request_rows_async:
 * @self: a session whose store is open
 * @row_ids: (array length=n_row_ids): the store's numbers of requests; copied
 * @n_row_ids: how many
 * @cancellable: (nullable): cancels it
 * @callback: called in the main thread
 * @user_data: for @callback
 *
 * Reads in a thread what lists show of some requests.
 */
void
prony_session_read_request_rows_async (PronySession *self,
                                       const gint64 *row_ids,
                                       guint n_row_ids,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Reading *reading;

  g_return_if_fail (PRONY_IS_SESSION (self) && self->store != NULL);
  g_return_if_fail (row_ids != NULL || n_row_ids == 0);

  task = start_reading (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, prony_session_read_request_rows_async);
  reading = g_task_get_task_data (task);
  reading->row_ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n_row_ids);
  g_array_append_vals (reading->row_ids, row_ids, n_row_ids);
  g_task_run_in_thread (task, read_rows_in_thread);
}

/**
 * prony_session_read_request_rows_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location for a sentence
 *
 * Returns: (transfer full) (element-type PronyRequestRow): the rows in their order, without
 *   those that are not there any more; %NULL with an error
 */
GArray *
prony_session_read_request_rows_finish (PronySession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- One of them ----------------------------------------------------------------------- */

/* By the scenario as the run has kept it. One that this Prony cannot read any more, or the
 * test cases of which were in a file, says nothing. */
static char *
find_broken_rule (PronyStore *store, PronyRun *run, PronyTrial *trial, PronyRequestRecord *record)
{
  g_autofree char *source = NULL;
  g_autoptr (PronyProblems) problems = NULL;
  g_autoptr (PronyScenario) scenario = NULL;
  g_autoptr (PronyJudge) judge = NULL;
  const PronyExpectation *rule;

  if (record->quality != PRONY_QUALITY_FAIL)
    return NULL;

  problems = prony_problems_new (trial->scenario_name);
  source = prony_store_get_scenario_source (store, run->id, trial->scenario_name, NULL);
  if (source != NULL)
    scenario = prony_scenario_read (source, strlen (source), NULL, problems);
  if (scenario == NULL)
    return NULL;

  judge = prony_judge_new (scenario);
  rule = prony_judge_find_broken_rule (judge, record->case_index, record->answer->str);
  return rule != NULL ? prony_rule_text (rule) : NULL;
}

static void
read_request_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Reading *reading = task_data;
  PronyTrial *trial = g_ptr_array_index (reading->run->trials, reading->row.trial);
  PronyRequestStory *story;
  GError *error = NULL;
  PronyRequestRecord *record =
    prony_store_get_request (reading->store, reading->row.row_id, &error);

  if (record == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  story = g_new0 (PronyRequestStory, 1);
  story->record = record;
  story->broken_rule = find_broken_rule (reading->store, reading->run, trial, record);
  if (record->outcome != PRONY_OUTCOME_OK)
    story->advice = prony_advice_failure (trial->target, record);
  g_task_return_pointer (task, story, (GDestroyNotify) prony_request_story_free);
}

/**
 * prony_session_read_request_async:
 * @self: a session whose store is open
 * @run: a run of its list
 * @row: one of its requests
 * @cancellable: (nullable): cancels it
 * @callback: called in the main thread
 * @user_data: for @callback
 *
 * Reads a request in a thread, whole, and what can be told of it.
 */
void
prony_session_read_request_async (PronySession *self,
                                  PronyRun *run,
                                  const PronyRequestRow *row,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Reading *reading;

  g_return_if_fail (PRONY_IS_SESSION (self) && self->store != NULL);
  g_return_if_fail (run != NULL && row != NULL && row->trial < run->trials->len);

  task = start_reading (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, prony_session_read_request_async);
  reading = g_task_get_task_data (task);
  reading->run = prony_run_ref (run);
  reading->row = *row;
  g_task_run_in_thread (task, read_request_in_thread);
}

/**
 * prony_session_read_request_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location for a sentence
 *
 * Returns: (transfer full): what can be told of the request; %NULL with an error
 */
PronyRequestStory *
prony_session_read_request_finish (PronySession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
