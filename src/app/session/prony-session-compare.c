/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What a session does to compare stored results. All of it reads from the disk and goes
 * through many requests, so it happens in threads; they hold the store and the runs, never
 * the session. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/session/prony-result-item.h"
#include "app/session/prony-session-compare.h"
#include "app/session/prony-session-private.h"
#include "base/prony-error.h"
#include "core/analysis/prony-compare-charts.h"
#include "core/bench/prony-run-scenarios.h"
#include "core/metrics/prony-comparison-sample.h"
#include "core/stats/prony-quantile.h"

/* So many requests are kept with their events for further comparisons with the same trial. */
#define MAX_KEPT_RECORDS 20000

/* So many values tell how they are distributed. */
#define MAX_VALUES 4000

/* --- Results side by side -------------------------------------------------------- */

/* A result that somebody chose. */
typedef struct
{
  PronyRunEntry *entry;
  guint index;   /* of the result within the run */
  int trial;     /* -1 for all */
  PronyRun *run; /* NULL until it is read */
} Choice;

typedef struct
{
  PronyStore *store; /* NULL where nothing is stored */
  GArray *choices;
} Choosing;

static void
clear_choice (gpointer data)
{
  Choice *choice = data;

  prony_run_entry_unref (choice->entry);
  g_clear_pointer (&choice->run, prony_run_unref);
}

static void
choosing_free (gpointer data)
{
  Choosing *choosing = data;

  g_clear_object (&choosing->store);
  g_array_unref (choosing->choices);
  g_free (choosing);
}

/* A run of which several results are chosen is read once. */
static gboolean
read_run (Choosing *choosing, guint index, GError **error)
{
  Choice *choice = &g_array_index (choosing->choices, Choice, index);

  for (guint i = 0; i < index && choice->run == NULL; i++)
    {
      const Choice *other = &g_array_index (choosing->choices, Choice, i);

      if (g_str_equal (other->entry->id, choice->entry->id))
        choice->run = prony_run_ref (other->run);
    }
  if (choice->run == NULL && choosing->store == NULL)
    g_set_error (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND, _ ("“%s” is not there any more."),
                 choice->entry->name);
  else if (choice->run == NULL)
    {
      choice->run = prony_store_get_run (choosing->store, choice->entry->id, error);
      if (choice->run != NULL)
        prony_run_scenarios_load (choosing->store, choice->run);
    }

  return choice->run != NULL;
}

static void
add_choice (PronyCompareSet *set, const Choice *choice)
{
  const PronyRunEntryResult *result = g_ptr_array_index (choice->entry->results, choice->index);
  PronyTarget *target = prony_result_find_target (result, choice->run);

  if (choice->trial >= 0 && (guint) choice->trial < choice->run->trials->len)
    prony_compare_set_add_trial (set, choice->run,
                                 g_ptr_array_index (choice->run->trials, choice->trial));
  else if (target != NULL)
    prony_compare_set_add (set, choice->run, target);
}

static void
make_set_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Choosing *choosing = task_data;
  g_autoptr (PronyCompareSet) set = prony_compare_set_new ();
  GError *error = NULL;

  for (guint i = 0; i < choosing->choices->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, &error) ||
          !read_run (choosing, i, &error))
        {
          g_task_return_error (task, error);
          return;
        }
      add_choice (set, &g_array_index (choosing->choices, Choice, i));
    }
  g_task_return_pointer (task, g_steal_pointer (&set), (GDestroyNotify) prony_compare_set_free);
}

/**
 * prony_session_make_compare_set_async:
 * @self: a session
 * @items: (element-type PronyResultItem): results of its runs, or single trials
 * @cancellable: (nullable): cancels it
 * @callback: called in the main thread
 * @user_data: for @callback
 *
 * Reads the runs that results are of in a thread, and puts the results side by side.
 */
void
prony_session_make_compare_set_async (PronySession *self,
                                      GPtrArray *items,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Choosing *choosing;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (items != NULL);

  choosing = g_new0 (Choosing, 1);
  choosing->store = self->store != NULL ? g_object_ref (self->store) : NULL;
  choosing->choices = g_array_new (FALSE, TRUE, sizeof (Choice));
  g_array_set_clear_func (choosing->choices, clear_choice);
  for (guint i = 0; i < items->len; i++)
    {
      PronyResultItem *item = g_ptr_array_index (items, i);
      PronyRunEntry *entry = prony_result_item_get_entry (item);
      PronyRun *kept = self->store == NULL ? _prony_session_find_kept_run (self, entry->id) : NULL;
      const Choice choice = { prony_run_entry_ref (entry), prony_result_item_get_index (item),
                              prony_result_item_get_trial (item),
                              kept != NULL ? prony_run_ref (kept) : NULL };

      g_array_append_val (choosing->choices, choice);
    }
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, prony_session_make_compare_set_async);
  g_task_set_task_data (task, choosing, choosing_free);
  g_task_run_in_thread (task, make_set_in_thread);
}

/**
 * prony_session_make_compare_set_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location for a sentence
 *
 * Returns: (transfer full): the results, in their order; %NULL with an error, also when only
 *   one run cannot be read
 */
PronyCompareSet *
prony_session_make_compare_set_finish (PronySession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Comparing --------------------------------------------------------------------- */

typedef struct
{
  PronyStore *store; /* NULL where nothing is stored */
  GPtrArray *pairs;
  GHashTable *kept; /* (element-type PronyTrial GPtrArray(PronyRequestRecord)) */
  guint n_kept;
  GCancellable *cancellable; /* borrowed from the task */
} Comparing;

static void
comparing_free (gpointer data)
{
  Comparing *comparing = data;

  g_clear_object (&comparing->store);
  g_ptr_array_unref (comparing->pairs);
  g_hash_table_unref (comparing->kept);
  g_free (comparing);
}

/* Without its requests a trial's figures still stand, only nothing can be tested. Who is
 * cancelled is not waited for, and may find the store closed. */
static GPtrArray *
read_records (PronyStore *store, PronyRun *run, PronyTrial *trial, GCancellable *cancellable)
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

/* Several pairs in a row have the same baseline. */
static GPtrArray *
get_records (PronyRun *run, PronyTrial *trial, gpointer user_data)
{
  Comparing *comparing = user_data;
  GPtrArray *records = g_hash_table_lookup (comparing->kept, trial);

  if (records != NULL)
    return g_ptr_array_ref (records);

  records = read_records (comparing->store, run, trial, comparing->cancellable);
  if (records == NULL)
    return NULL;

  if (comparing->n_kept + records->len > MAX_KEPT_RECORDS)
    {
      g_hash_table_remove_all (comparing->kept);
      comparing->n_kept = 0;
    }
  comparing->n_kept += records->len;
  g_hash_table_insert (comparing->kept, trial, g_ptr_array_ref (records));
  return records;
}

static void
compare_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Comparing *comparing = task_data;

  comparing->cancellable = cancellable;
  prony_compare_pairs_compare (comparing->pairs, get_records, comparing, cancellable);
  g_task_return_pointer (task, g_ptr_array_ref (comparing->pairs),
                         (GDestroyNotify) g_ptr_array_unref);
}

/**
 * prony_session_compare_async:
 * @self: a session
 * @pairs: (element-type PronyComparePair): what to compare; not to be touched before
 *   @callback
 * @cancellable: (nullable): cancels it
 * @callback: called in the main thread
 * @user_data: for @callback
 *
 * Compares trials in a thread, with their requests.
 */
void
prony_session_compare_async (PronySession *self,
                             GPtrArray *pairs,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Comparing *comparing;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (pairs != NULL);

  comparing = g_new0 (Comparing, 1);
  comparing->store = self->store != NULL ? g_object_ref (self->store) : NULL;
  comparing->pairs = g_ptr_array_ref (pairs);
  comparing->kept = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, prony_session_compare_async);
  g_task_set_task_data (task, comparing, comparing_free);
  g_task_run_in_thread (task, compare_in_thread);
}

/**
 * prony_session_compare_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (element-type PronyComparePair): the pairs with their
 *   comparisons; %NULL with an error
 */
GPtrArray *
prony_session_compare_finish (PronySession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Distributions ------------------------------------------------------------------ */

/* The trials of an entry. */
typedef struct
{
  PronyRun *run;
  GPtrArray *trials;
} Source;

typedef struct
{
  PronyStore *store; /* NULL where nothing is stored */
  GArray *sources;   /* by entry */
  PronyMetric metric;
} Sampling;

static void
clear_source (gpointer data)
{
  Source *source = data;

  g_ptr_array_unref (source->trials);
  prony_run_unref (source->run);
}

static void
sampling_free (gpointer data)
{
  Sampling *sampling = data;

  g_clear_object (&sampling->store);
  g_array_unref (sampling->sources);
  g_free (sampling);
}

static void
free_values (gpointer data)
{
  if (data != NULL)
    g_array_unref (data);
}

/* What a request's row does not tell is told by its events. */
static GArray *
collect_from_records (const Sampling *sampling, const Source *source, GCancellable *cancellable)
{
  g_autoptr (GArray) trials = g_array_new (FALSE, TRUE, sizeof (PronyComparisonTrial));
  GArray *values;

  for (guint i = 0; i < source->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (source->trials, i);
      const PronyComparisonTrial side = {
        trial->summary, read_records (sampling->store, source->run, trial, cancellable)
      };

      g_array_append_val (trials, side);
    }
  values = prony_comparison_sample_collect ((const PronyComparisonTrial *) (gpointer) trials->data,
                                            trials->len, sampling->metric);
  for (guint i = 0; i < trials->len; i++)
    g_clear_pointer (&g_array_index (trials, PronyComparisonTrial, i).records, g_ptr_array_unref);

  return values;
}

static GArray *
collect (const Sampling *sampling, const Source *source, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));

  if (!prony_request_row_knows (sampling->metric))
    return collect_from_records (sampling, source, cancellable);

  for (guint i = 0; i < source->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (source->trials, i);
      g_autoptr (GArray) rows = prony_store_list_request_rows (
        sampling->store, source->run->id, (int) trial->index, cancellable, error);

      if (rows == NULL)
        return NULL;
      values = prony_compare_collect_rows (rows, sampling->metric, g_steal_pointer (&values));
    }

  return g_steal_pointer (&values);
}

/* Sorted, and as few as tell the same. */
static GArray *
thin (GArray *values)
{
  GArray *thinned;

  prony_sort_doubles ((double *) (gpointer) values->data, values->len);
  if (values->len <= MAX_VALUES)
    return g_array_ref (values);

  thinned = g_array_sized_new (FALSE, FALSE, sizeof (double), MAX_VALUES);
  for (guint64 i = 0; i < MAX_VALUES; i++)
    g_array_append_val (thinned,
                        g_array_index (values, double, i *(values->len - 1) / (MAX_VALUES - 1)));
  return thinned;
}

static void
read_samples_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Sampling *sampling = task_data;
  g_autoptr (GPtrArray) samples = g_ptr_array_new_with_free_func (free_values);
  GError *error = NULL;

  for (guint i = 0; i < sampling->sources->len; i++)
    {
      const Source *of = &g_array_index (sampling->sources, Source, i);
      g_autoptr (GArray) values = NULL;

      if (i < PRONY_COMPARE_MAX_OVERLAY && of->trials->len > 0 && sampling->store != NULL)
        {
          values = collect (sampling, of, cancellable, &error);
          if (values == NULL || g_cancellable_set_error_if_cancelled (cancellable, &error))
            {
              g_task_return_error (task, error);
              return;
            }
        }
      g_ptr_array_add (samples, values != NULL ? thin (values) : NULL);
    }
  g_task_return_pointer (task, g_steal_pointer (&samples), (GDestroyNotify) g_ptr_array_unref);
}

/**
 * prony_session_read_samples_async:
 * @self: a session
 * @set: results of its runs side by side; it may be freed before @callback
 * @group: one of its groups
 * @metric: a figure that each request has
 * @cancellable: (nullable): cancels it
 * @callback: called in the main thread
 * @user_data: for @callback
 *
 * Reads how a figure is distributed over the requests of each result of a group, in a thread: of
 * the first %PRONY_COMPARE_MAX_OVERLAY of them.
 */
void
prony_session_read_samples_async (PronySession *self,
                                  PronyCompareSet *set,
                                  guint group,
                                  PronyMetric metric,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Sampling *sampling;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (set != NULL && group < set->groups->len);
  g_return_if_fail (metric < PRONY_N_DISTRIBUTIONS);

  sampling = g_new0 (Sampling, 1);
  sampling->store = self->store != NULL ? g_object_ref (self->store) : NULL;
  sampling->metric = metric;
  sampling->sources = g_array_new (FALSE, FALSE, sizeof (Source));
  g_array_set_clear_func (sampling->sources, clear_source);
  for (guint i = 0; i < set->entries->len; i++)
    {
      const PronyCompareEntry *entry = g_ptr_array_index (set->entries, i);
      const Source of = { prony_run_ref (entry->run),
                          prony_compare_set_collect_repeats (set, group, i) };

      g_array_append_val (sampling->sources, of);
    }
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, prony_session_read_samples_async);
  g_task_set_task_data (task, sampling, sampling_free);
  g_task_run_in_thread (task, read_samples_in_thread);
}

/**
 * prony_session_read_samples_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location for a sentence
 *
 * Returns: (transfer full) (element-type GArray(double)): sorted values of each entry, %NULL
 *   for one that has none there; of many values so many as are spread like all of them; %NULL
 *   with an error
 */
GPtrArray *
prony_session_read_samples_finish (PronySession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * prony_session_dup_pinned_run:
 * @self: a session
 *
 * Returns: (transfer full) (nullable): the latest run that is pinned as a baseline
 */
PronyRunItem *
prony_session_dup_pinned_run (PronySession *self)
{
  GListModel *runs;

  g_return_val_if_fail (PRONY_IS_SESSION (self), NULL);

  runs = prony_session_get_runs (self);
  for (guint i = 0; i < g_list_model_get_n_items (runs); i++)
    {
      g_autoptr (PronyRunItem) item = g_list_model_get_item (runs, i);

      if (prony_run_item_get_entry (item)->pinned)
        return g_steal_pointer (&item);
    }

  return NULL;
}
