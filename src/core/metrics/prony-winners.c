/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-metrics"

#include "config.h"

#include <math.h>

#include "core/metrics/prony-comparison.h"
#include "core/metrics/prony-repeats.h"
#include "core/model/prony-run-targets.h"

typedef struct
{
  PronyRun *run;
  PronyRecordsFunc get_records;
  gpointer user_data;
} Ranking;

static gboolean
same_group (PronyTrial *a, PronyTrial *b)
{
  return prony_load_level_equal (&a->load, &b->load) &&
         g_str_equal (a->scenario_name, b->scenario_name);
}

/* The trials of the same scenario and level as @first; those of simulated targets
 * only where there is no real one beside them. */
static GPtrArray *
collect_group (PronyRun *run, PronyTrial *first)
{
  GPtrArray *group = g_ptr_array_new ();
  gboolean any_real = FALSE;

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);

      if (same_group (first, trial))
        any_real |= !trial->target->simulated;
    }
  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);

      if (same_group (first, trial) && !(any_real && trial->target->simulated))
        g_ptr_array_add (group, trial);
    }

  return group;
}

static int
find_index (PronyRun *run, PronyTrial *trial)
{
  guint index = 0;

  return g_ptr_array_find (run->trials, trial, &index) ? (int) index : -1;
}

static gboolean
has_several_targets (GPtrArray *group)
{
  PronyTrial *first = g_ptr_array_index (group, 0);

  for (guint i = 1; i < group->len; i++)
    if (!prony_run_same_target (((PronyTrial *) g_ptr_array_index (group, i))->target,
                                first->target))
      return TRUE;

  return FALSE;
}

/* A target's trials of a group. */
static GPtrArray *
collect_side (PronyRun *run, GPtrArray *group, guint index)
{
  PronyTrial *trial = g_ptr_array_index (group, index);

  for (guint i = 0; i < index; i++)
    if (prony_run_same_target (((PronyTrial *) g_ptr_array_index (group, i))->target,
                               trial->target))
      return NULL;

  return prony_repeats_collect (run, trial);
}

/* Finds the best and the next best of those that have a value. */
static void
find_best (PronyRun *run, GPtrArray *group, PronyMetric metric, GPtrArray **best, GPtrArray **next)
{
  for (guint i = 0; i < group->len; i++)
    {
      g_autoptr (GPtrArray) side = collect_side (run, group, i);
      double value = side != NULL ? prony_repeats_get_value (side, metric) : NAN;

      if (!isfinite (value))
        continue;
      if (*best == NULL ||
          prony_comparison_is_better (metric, prony_repeats_get_value (*best, metric), value))
        {
          g_clear_pointer (next, g_ptr_array_unref);
          *next = g_steal_pointer (best);
          *best = g_steal_pointer (&side);
        }
      else if (*next == NULL ||
               prony_comparison_is_better (metric, prony_repeats_get_value (*next, metric), value))
        {
          g_clear_pointer (next, g_ptr_array_unref);
          *next = g_steal_pointer (&side);
        }
    }
}

static void
find_winner (const Ranking *ranking, PronyTrial *first, GPtrArray *group, PronyWinner *winner)
{
  g_autoptr (GPtrArray) best = NULL;
  g_autoptr (GPtrArray) next = NULL;

  *winner = (PronyWinner){
    .scenario = first->scenario_name,
    .load = first->load,
    .metric = prony_comparison_primary_metric (first->klass),
    .winner = -1,
    .runner_up = -1,
  };
  prony_comparison_init_empty (&winner->comparison, winner->metric);

  find_best (ranking->run, group, winner->metric, &best, &next);
  if (best != NULL && next != NULL)
    {
      const PronyRepeats second = { best, ranking->get_records, ranking->user_data };
      const PronyRepeats other = { next, ranking->get_records, ranking->user_data };

      winner->winner = find_index (ranking->run, g_ptr_array_index (best, 0));
      winner->runner_up = find_index (ranking->run, g_ptr_array_index (next, 0));
      prony_repeats_compare (&winner->comparison, winner->metric, &other, &second);
    }
}

static void
adjust (GArray *winners)
{
  g_autoptr (GPtrArray) comparisons = g_ptr_array_new ();

  for (guint i = 0; i < winners->len; i++)
    g_ptr_array_add (comparisons, &g_array_index (winners, PronyWinner, i).comparison);
  prony_comparison_adjust ((PronyComparison **) comparisons->pdata, comparisons->len);
}

static gboolean
was_measured (GPtrArray *group)
{
  for (guint i = 0; i < group->len; i++)
    if (((PronyTrial *) g_ptr_array_index (group, i))->summary != NULL)
      return TRUE;

  return FALSE;
}

/**
 * prony_comparison_find_winners:
 * @run: a run
 * @get_records: (nullable) (scope call): gives the requests of a trial; without it no
 *   difference can be tested, and none is clear
 * @user_data: given to @get_records
 *
 * Finds who is best at each scenario and load level of a run, by the primary metric
 * of the scenario's class. A group in which fewer than two targets were meant to be
 * ranked has no entry, nor has one that the run did not get to; one in which fewer than two have
 * the metric has an entry without a winner. Simulated targets are not ranked beside real ones;
 * where all are simulated they are ranked among themselves. Repeats count together. A winner is one
 * to be named as such only where its comparison is clear; the more groups there are, the more is
 * asked for that, see prony_comparison_adjust(). Fetches the requests of two targets at a time;
 * call it from any thread but the user interface's.
 *
 * Returns: (transfer full) (element-type PronyWinner): in the order of the run; its
 *   scenario names belong to @run
 */
GArray *
prony_comparison_find_winners (PronyRun *run, PronyRecordsFunc get_records, gpointer user_data)
{
  const Ranking ranking = { run, get_records, user_data };
  GArray *winners;

  g_return_val_if_fail (run != NULL, NULL);

  winners = g_array_new (FALSE, FALSE, sizeof (PronyWinner));
  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);
      g_autoptr (GPtrArray) group = collect_group (run, trial);
      PronyWinner winner;

      if (group->len == 0 || g_ptr_array_index (group, 0) != trial ||
          !has_several_targets (group) || !was_measured (group))
        continue;
      find_winner (&ranking, trial, group, &winner);
      g_array_append_val (winners, winner);
    }

  adjust (winners);
  return winners;
}
