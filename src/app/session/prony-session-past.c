/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What earlier runs say: a run against its baseline, trends, and who is ahead. All of it
 * reads the disk, so it happens in threads, which hold the store and never the session. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/session/prony-run-item.h"
#include "app/session/prony-session-past.h"
#include "app/session/prony-session-private.h"
#include "base/prony-error.h"

/* By how much the mean of a run may be worse before that is called so; as the terminal's
 * check, where nobody says otherwise. */
#define MAX_REGRESSION 0.05

typedef struct
{
  PronyStore *store;
  char *run_id;
  char *target;
  char *scenario;
  PronyTrend *trend;
  GPtrArray *runs; /* of the trend */
  PronyLeaderboard *board;
  GPtrArray *targets;        /* names of those that the board is about */
  GStrv run_ids;             /* those that the board is made from; NULL: all of @targets */
  GCancellable *cancellable; /* borrowed from the task */
} Past;

static void
past_free (gpointer data)
{
  Past *past = data;

  g_clear_object (&past->store);
  g_free (past->run_id);
  g_free (past->target);
  g_free (past->scenario);
  g_clear_pointer (&past->trend, prony_trend_free);
  g_clear_pointer (&past->runs, g_ptr_array_unref);
  g_clear_pointer (&past->board, prony_leaderboard_free);
  g_clear_pointer (&past->targets, g_ptr_array_unref);
  g_strfreev (past->run_ids);
  g_free (past);
}

/* NULL where nothing is stored: the task has its error then. */
static Past *
begin (PronySession *self, GTask *task)
{
  Past *past;

  if (self->store == NULL)
    {
      g_task_return_new_error (task, PRONY_ERROR, PRONY_ERROR_STORE, "%s",
                               _ ("Nothing can be stored, so there are no earlier runs."));
      return NULL;
    }

  past = g_new0 (Past, 1);
  past->store = g_object_ref (self->store);
  g_task_set_task_data (task, past, past_free);
  return past;
}

/* --- Against a baseline ------------------------------------------------------------ */

/* The requests of one run; without them its figures still stand, only nothing can be tested. */
static GPtrArray *
read_records (const Past *past, const char *run_id, PronyTrial *trial)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *records;

  if (g_cancellable_is_cancelled (past->cancellable))
    return NULL;

  records = prony_store_get_requests_without_texts (past->store, run_id, trial->index, &error);
  if (records == NULL && !g_cancellable_is_cancelled (past->cancellable))
    g_warning ("%s", error->message);

  return records;
}

static GPtrArray *
get_records (PronyTrial *trial, gpointer user_data)
{
  const Past *past = user_data;

  return read_records (past, past->run_id, trial);
}

static GPtrArray *
get_baseline_records (PronyTrial *trial, gpointer user_data)
{
  const Past *past = user_data;

  return read_records (past, past->target, trial);
}

static void
check_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  static const PronyRegressionWish wish = { .max_regression = MAX_REGRESSION };
  Past *past = task_data;
  GError *error = NULL;
  g_autoptr (PronyRun) run = prony_store_get_run (past->store, past->run_id, &error);
  g_autoptr (PronyRun) baseline =
    run != NULL ? prony_store_find_baseline (past->store, run, &error) : NULL;
  g_autoptr (GPtrArray) cases = NULL;

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (baseline == NULL)
    {
      g_task_return_new_error (task, PRONY_ERROR, PRONY_ERROR_NOT_FOUND, "%s",
                               _ ("There is no baseline for this run. Pin an earlier run that "
                                  "measured the same engine at the same scenario and load."));
      return;
    }

  past->cancellable = cancellable;
  past->target = g_strdup (baseline->id);
  cases = prony_regression_check (baseline, get_baseline_records, run, get_records, past, &wish);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, prony_run_check_new (run, baseline, cases),
                           (GDestroyNotify) prony_run_check_unref);
}

static void
on_checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  PronyRunCheck *check = g_task_propagate_pointer (G_TASK (result), &error);

  if (check == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  prony_session_set_run_verdict (PRONY_SESSION (source), check->run_id, check->verdict);
  g_task_return_pointer (task, check, (GDestroyNotify) prony_run_check_unref);
}

/**
 * prony_session_check_run_async:
 * @self: a session
 * @run_id: a run of its list
 * @cancellable: (nullable): cancels it
 * @callback: called in the main thread
 * @user_data: for @callback
 *
 * Holds a run in a thread against the earlier run that is pinned as its baseline, and notes
 * the verdict in the list and the store. It keeps a processor busy for a while: not for while
 * something is being measured.
 */
void
prony_session_check_run_async (PronySession *self,
                               const char *run_id,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GTask) work = NULL;
  Past *past;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (run_id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  work = g_task_new (self, cancellable, on_checked_cb, g_object_ref (task));
  g_task_set_source_tag (task, prony_session_check_run_async);
  past = begin (self, work);
  if (past == NULL)
    return;

  past->run_id = g_strdup (run_id);
  g_task_run_in_thread (work, check_in_thread);
}

/**
 * prony_session_check_run_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): how the run stands; %NULL with an error, which is
 *   %PRONY_ERROR_NOT_FOUND where there is no baseline
 */
PronyRunCheck *
prony_session_check_run_finish (PronySession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Over time --------------------------------------------------------------------- */

static void
load_past_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Past *past = task_data;
  GError *error = NULL;
  GPtrArray *runs =
    prony_store_list_runs_with (past->store, past->target, past->scenario, cancellable, &error);

  if (runs != NULL)
    g_task_return_pointer (task, runs, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/**
 * prony_session_load_past_async:
 * @self: a session
 * @target: name of a target
 * @scenario: name of a scenario
 * @cancellable: (nullable): cancels it
 * @callback: called in the main thread
 * @user_data: for @callback
 *
 * Reads in a thread what all runs have measured of a target at a scenario.
 */
void
prony_session_load_past_async (PronySession *self,
                               const char *target,
                               const char *scenario,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Past *past;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (target != NULL && scenario != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, prony_session_load_past_async);
  past = begin (self, task);
  if (past == NULL)
    return;

  past->target = g_strdup (target);
  past->scenario = g_strdup (scenario);
  g_task_run_in_thread (task, load_past_in_thread);
}

/**
 * prony_session_load_past_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (element-type PronyRun): the runs in the order of time, each with
 *   those trials only; %NULL with an error
 */
GPtrArray *
prony_session_load_past_finish (PronySession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
follow_trend_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Past *past = task_data;

  for (guint i = 0; i < past->runs->len; i++)
    prony_trend_add (past->trend, g_ptr_array_index (past->runs, i));
  prony_trend_find_changes (past->trend);
  g_task_return_pointer (task, g_steal_pointer (&past->trend), (GDestroyNotify) prony_trend_free);
}

/**
 * prony_session_follow_trend_async:
 * @self: a session
 * @trend: (transfer full): a trend without points
 * @runs: (element-type PronyRun): what it is made from; not to be changed before @callback
 * @cancellable: (nullable): cancels it
 * @callback: called in the main thread
 * @user_data: for @callback
 *
 * Fills a trend in a thread and finds where its level changes.
 */
void
prony_session_follow_trend_async (PronySession *self,
                                  PronyTrend *trend,
                                  GPtrArray *runs,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Past *past;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (trend != NULL && runs != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, prony_session_follow_trend_async);
  past = g_new0 (Past, 1);
  past->trend = trend;
  past->runs = g_ptr_array_ref (runs);
  g_task_set_task_data (task, past, past_free);
  g_task_run_in_thread (task, follow_trend_in_thread);
}

/**
 * prony_session_follow_trend_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): the trend; %NULL with an error
 */
PronyTrend *
prony_session_follow_trend_finish (PronySession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Among each other -------------------------------------------------------------- */

/* A run may have been deleted since the list was looked at: then it does not take part. */
static void
add_runs (Past *past, GCancellable *cancellable)
{
  for (guint i = 0; past->run_ids[i] != NULL && !g_cancellable_is_cancelled (cancellable); i++)
    {
      g_autoptr (PronyRun) run = prony_store_get_run (past->store, past->run_ids[i], NULL);

      if (run != NULL)
        prony_leaderboard_add (past->board, run);
    }
}

static gboolean
add_targets (Past *past, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < past->targets->len; i++)
    {
      g_autoptr (GPtrArray) runs = prony_store_list_runs_with (
        past->store, g_ptr_array_index (past->targets, i), past->scenario, cancellable, error);

      if (runs == NULL)
        return FALSE;
      for (guint k = 0; k < runs->len; k++)
        prony_leaderboard_add (past->board, g_ptr_array_index (runs, k));
    }

  return TRUE;
}

static void
rank_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Past *past = task_data;
  GError *error = NULL;

  if (past->run_ids != NULL)
    add_runs (past, cancellable);
  else if (!add_targets (past, cancellable, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (g_task_return_error_if_cancelled (task))
    return;

  prony_leaderboard_sort (past->board);
  g_task_return_pointer (task, g_steal_pointer (&past->board),
                         (GDestroyNotify) prony_leaderboard_free);
}

/* Which targets have been asked it, and in which runs most lately. */
static void
list_targets (PronySession *self, Past *past)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_runs = g_list_model_get_n_items (G_LIST_MODEL (self->runs));

  for (guint i = 0; i < n_runs; i++)
    {
      g_autoptr (PronyRunItem) item = g_list_model_get_item (G_LIST_MODEL (self->runs), i);
      const PronyRunEntry *entry = prony_run_item_get_entry (item);

      if (!g_strv_contains ((const char *const *) entry->scenarios, past->scenario))
        continue;
      for (guint k = 0; k < entry->results->len; k++)
        {
          const PronyRunEntryResult *found = g_ptr_array_index (entry->results, k);
          g_autofree char *key = NULL;

          if (!found->measured || !found->simulated != !past->board->simulated)
            continue;
          if (g_hash_table_add (names, found->target))
            g_ptr_array_add (past->targets, g_strdup (found->target));
          key = g_strdup_printf ("%s\n%s", found->target, found->model != NULL ? found->model : "");
          if (g_hash_table_add (known, g_steal_pointer (&key)))
            g_hash_table_add (ids, entry->id);
        }
    }
  if (!past->board->best)
    {
      g_autofree gpointer *keys = g_hash_table_get_keys_as_array (ids, NULL);

      past->run_ids = g_strdupv ((char **) keys);
    }
}

/**
 * prony_session_rank_async:
 * @self: a session
 * @board: (transfer full): a leaderboard without groups
 * @scenario: name of a scenario
 * @cancellable: (nullable): cancels it
 * @callback: called in the main thread
 * @user_data: for @callback
 *
 * Fills a leaderboard in a thread: from the latest run of each target that was asked the
 * scenario, or from all of them where its best one counts. It may have groups of other
 * scenarios too.
 */
void
prony_session_rank_async (PronySession *self,
                          PronyLeaderboard *board,
                          const char *scenario,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Past *past;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (board != NULL && scenario != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, prony_session_rank_async);
  past = begin (self, task);
  if (past == NULL)
    {
      prony_leaderboard_free (board);
      return;
    }

  past->board = board;
  past->scenario = g_strdup (scenario);
  past->targets = g_ptr_array_new_with_free_func (g_free);
  list_targets (self, past);
  g_task_run_in_thread (task, rank_in_thread);
}

/**
 * prony_session_rank_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): the leaderboard; %NULL with an error
 */
PronyLeaderboard *
prony_session_rank_finish (PronySession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
