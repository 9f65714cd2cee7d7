/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-analysis"

#include "config.h"

#include <math.h>

#include "core/analysis/prony-leaderboard.h"
#include "core/metrics/prony-repeats.h"

static void
leader_free (gpointer data)
{
  PronyLeader *leader = data;

  g_free (leader->target);
  g_free (leader->model);
  g_free (leader->run_id);
  g_free (leader->run_name);
  g_free (leader);
}

static void
group_free (gpointer data)
{
  PronyLeaderGroup *group = data;

  g_free (group->scenario);
  g_free (group->scenario_title);
  g_ptr_array_unref (group->leaders);
  g_free (group);
}

/**
 * prony_leaderboard_new:
 * @metric: what decides; -1 for the primary metric of each scenario's class
 * @best: a target's best run counts rather than its latest
 * @simulated: simulated results rather than real ones
 *
 * Returns: (transfer full): a leaderboard without groups
 */
PronyLeaderboard *
prony_leaderboard_new (int metric, gboolean best, gboolean simulated)
{
  PronyLeaderboard *self = g_new0 (PronyLeaderboard, 1);

  self->metric = metric;
  self->best = best;
  self->simulated = simulated;
  self->groups = g_ptr_array_new_with_free_func (group_free);

  return self;
}

/**
 * prony_leaderboard_free:
 * @self: (transfer full): a leaderboard
 */
void
prony_leaderboard_free (PronyLeaderboard *self)
{
  g_ptr_array_unref (self->groups);
  g_free (self);
}

static PronyLeaderGroup *
get_group (PronyLeaderboard *self, PronyTrial *trial)
{
  PronyLeaderGroup *group;

  for (guint i = 0; i < self->groups->len; i++)
    {
      group = g_ptr_array_index (self->groups, i);
      if (g_strcmp0 (group->scenario, trial->scenario_name) == 0 &&
          prony_load_level_equal (&group->load, &trial->load))
        return group;
    }

  group = g_new0 (PronyLeaderGroup, 1);
  group->scenario = g_strdup (trial->scenario_name);
  group->scenario_title = g_strdup (trial->scenario_title);
  group->load = trial->load;
  group->metric =
    self->metric >= 0 ? (PronyMetric) self->metric : prony_comparison_primary_metric (trial->klass);
  group->leaders = g_ptr_array_new_with_free_func (leader_free);
  g_ptr_array_add (self->groups, group);

  return group;
}

static PronyLeader *
find_leader (PronyLeaderGroup *group, PronyTarget *target)
{
  for (guint i = 0; i < group->leaders->len; i++)
    {
      PronyLeader *leader = g_ptr_array_index (group->leaders, i);

      if (g_strcmp0 (leader->target, target->name) == 0 &&
          g_strcmp0 (leader->model, target->model) == 0)
        return leader;
    }

  return NULL;
}

static void
put_value (PronyLeader *leader, PronyRun *run, GPtrArray *repeats, PronyMetric metric)
{
  PronyTrial *trial = g_ptr_array_index (repeats, 0);
  double interval[2];

  prony_repeats_get_figure (repeats, metric, &leader->value, interval);
  leader->low = interval[0];
  leader->high = interval[1];
  g_free (leader->run_id);
  g_free (leader->run_name);
  leader->run_id = g_strdup (run->id);
  leader->run_name = g_strdup (run->name);
  leader->started_us = run->started_us;
  leader->simulated = trial->target->simulated;
}

static void
add_repeats (PronyLeaderboard *self, PronyRun *run, GPtrArray *repeats)
{
  PronyTrial *trial = g_ptr_array_index (repeats, 0);
  PronyLeaderGroup *group = get_group (self, trial);
  PronyLeader *leader = find_leader (group, trial->target);
  double value = prony_repeats_get_value (repeats, group->metric);

  if (!isfinite (value))
    return;
  if (leader == NULL)
    {
      leader = g_new0 (PronyLeader, 1);
      leader->target = g_strdup (trial->target->name);
      leader->model = g_strdup (trial->target->model);
      g_ptr_array_add (group->leaders, leader);
    }
  else if (self->best ? !prony_comparison_is_better (group->metric, leader->value, value)
                      : run->started_us <= leader->started_us)
    return;

  put_value (leader, run, repeats, group->metric);
}

/**
 * prony_leaderboard_add:
 * @self: a leaderboard
 * @run: a run with its trials and summaries, in any order
 *
 * Lets the targets of a run take part. Simulated results and real ones are never in the same
 * board.
 */
void
prony_leaderboard_add (PronyLeaderboard *self, PronyRun *run)
{
  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);
      g_autoptr (GPtrArray) repeats = prony_repeats_collect (run, trial);

      if (repeats->len > 0 && g_ptr_array_index (repeats, 0) == trial &&
          !trial->target->simulated == !self->simulated)
        add_repeats (self, run, repeats);
    }
}

static int
compare_leaders (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const PronyLeader *first = *(const PronyLeader *const *) a;
  const PronyLeader *second = *(const PronyLeader *const *) b;
  const PronyLeaderGroup *group = user_data;

  if (prony_comparison_is_better (group->metric, second->value, first->value))
    return -1;
  if (prony_comparison_is_better (group->metric, first->value, second->value))
    return 1;
  return g_strcmp0 (first->target, second->target);
}

/**
 * prony_leaderboard_sort:
 * @self: a leaderboard that all runs have been added to
 *
 * Puts the best of each group first, and takes groups without a value away. Values of different
 * runs are not tested against each other: that is what a comparison is for.
 */
void
prony_leaderboard_sort (PronyLeaderboard *self)
{
  for (guint i = self->groups->len; i > 0; i--)
    {
      PronyLeaderGroup *group = g_ptr_array_index (self->groups, i - 1);

      if (group->leaders->len == 0)
        g_ptr_array_remove_index (self->groups, i - 1);
      else
        g_ptr_array_sort_with_data (group->leaders, compare_leaders, group);
    }
}
