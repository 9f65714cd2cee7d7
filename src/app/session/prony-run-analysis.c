/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/session/prony-run-analysis.h"
#include "core/analysis/prony-comparison-text.h"

/* A hostile engine may fail every request with another text. */
#define MAX_KINDS_PER_TRIAL 20

static void
failure_free (gpointer data)
{
  PronyRunFailure *failure = data;

  g_free (failure->message);
  g_free (failure);
}

static PronyRunFailure *
find_failure (GPtrArray *failures, guint first, PronyOutcome outcome, const char *message)
{
  for (guint i = first; i < failures->len; i++)
    {
      PronyRunFailure *failure = g_ptr_array_index (failures, i);

      if (failure->outcome == outcome && g_str_equal (failure->message, message))
        return failure;
    }

  return NULL;
}

static int
compare_failures (gconstpointer a, gconstpointer b)
{
  const PronyRunFailure *first = *(const PronyRunFailure *const *) a;
  const PronyRunFailure *second = *(const PronyRunFailure *const *) b;

  if (first->trial_index != second->trial_index)
    return first->trial_index < second->trial_index ? -1 : 1;
  if (first->count != second->count)
    return first->count > second->count ? -1 : 1;
  return 0;
}

static void
add_failures (GPtrArray *failures, PronyTrial *trial, GPtrArray *records)
{
  guint first = failures->len;

  for (guint i = 0; i < records->len; i++)
    {
      const PronyRequestRecord *record = g_ptr_array_index (records, i);
      const char *message = record->error_message != NULL ? record->error_message
                                                          : prony_outcome_title (record->outcome);
      PronyRunFailure *failure;

      if (record->warmup || record->outcome == PRONY_OUTCOME_OK ||
          record->outcome == PRONY_OUTCOME_CANCELLED)
        continue;
      failure = find_failure (failures, first, record->outcome, message);
      if (failure == NULL && failures->len - first >= MAX_KINDS_PER_TRIAL)
        continue;
      if (failure == NULL)
        {
          failure = g_new0 (PronyRunFailure, 1);
          failure->trial_index = trial->index;
          failure->outcome = record->outcome;
          failure->first = record->id;
          failure->message = g_strdup (message);
          g_ptr_array_add (failures, failure);
        }
      failure->count++;
    }
}

static GPtrArray *
find_failures (PronyRun *run,
               PronyRecordsFunc get_records,
               gpointer user_data,
               GCancellable *cancellable)
{
  GPtrArray *failures = g_ptr_array_new_with_free_func (failure_free);

  for (guint i = 0; i < run->trials->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);
      g_autoptr (GPtrArray) records = NULL;

      /* Requests are read only where something failed. */
      if (trial->summary == NULL || prony_summary_count_failed (trial->summary) == 0)
        continue;
      records = get_records (trial, user_data);
      if (records != NULL)
        add_failures (failures, trial, records);
    }
  g_ptr_array_sort (failures, compare_failures);

  return failures;
}

/**
 * prony_run_analysis_new:
 * @run: a run
 * @get_records: gives the requests of a trial
 * @user_data: for @get_records
 * @cancellable: (nullable): makes it end early, with what there is by then
 *
 * Finds the winners, the recommendations and the failures of a run. It resamples many times and
 * reads from the disk: call it in a thread.
 *
 * Returns: (transfer full): what was found
 */
PronyRunAnalysis *
prony_run_analysis_new (PronyRun *run,
                        PronyRecordsFunc get_records,
                        gpointer user_data,
                        GCancellable *cancellable)
{
  PronyRunAnalysis *self;

  g_return_val_if_fail (run != NULL && get_records != NULL, NULL);

  self = g_atomic_rc_box_new0 (PronyRunAnalysis);
  self->run = prony_run_ref (run);
  self->winners = prony_comparison_find_winners (run, get_records, user_data);
  self->advice = prony_recommendations_find (run, get_records, user_data);
  self->failures = find_failures (run, get_records, user_data, cancellable);

  return self;
}

/**
 * prony_run_analysis_ref:
 * @self: an analysis
 *
 * Returns: (transfer full): @self
 */
PronyRunAnalysis *
prony_run_analysis_ref (PronyRunAnalysis *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  PronyRunAnalysis *self = data;

  g_array_unref (self->winners);
  g_ptr_array_unref (self->advice);
  g_ptr_array_unref (self->failures);
  prony_run_unref (self->run);
}

/**
 * prony_run_analysis_unref:
 * @self: (transfer full): an analysis
 */
void
prony_run_analysis_unref (PronyRunAnalysis *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

static PronyTrial *
get_trial (PronyRunAnalysis *self, int index)
{
  return index >= 0 && index < (int) self->run->trials->len
           ? g_ptr_array_index (self->run->trials, index)
           : NULL;
}

/**
 * prony_run_analysis_describe_group:
 * @self: an analysis
 * @index: of one of its winners
 *
 * Returns: (transfer full): what was asked, such as "Short Prompt, Short
 *   Completion · 10 at once"
 */
char *
prony_run_analysis_describe_group (PronyRunAnalysis *self, guint index)
{
  const PronyWinner *winner = &g_array_index (self->winners, PronyWinner, index);

  for (guint i = 0; i < self->run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (self->run->trials, i);

      if (g_str_equal (trial->scenario_name, winner->scenario))
        return prony_comparison_describe_group (trial->scenario_title, &winner->load);
    }

  return prony_comparison_describe_group (winner->scenario, &winner->load);
}

/**
 * prony_run_analysis_describe_winner:
 * @self: an analysis
 * @index: of one of its winners
 *
 * Returns: (transfer full): a sentence that names the winner, or says that there is
 *   no clear one
 */
char *
prony_run_analysis_describe_winner (PronyRunAnalysis *self, guint index)
{
  const PronyWinner *winner = &g_array_index (self->winners, PronyWinner, index);
  PronyTrial *best = get_trial (self, winner->winner);
  PronyTrial *next = get_trial (self, winner->runner_up);

  if (best == NULL || next == NULL)
    return g_strdup (_ ("No winner: fewer than two targets have results."));

  return prony_comparison_describe (&winner->comparison, next->target->name, best->target->name);
}
