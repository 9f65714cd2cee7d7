/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-analysis"

#include "config.h"

#include <math.h>

#include "core/analysis/prony-run-groups.h"

static void
group_free (gpointer data)
{
  PronyRunGroup *group = data;

  g_free (group->heading);
  g_ptr_array_unref (group->cells);
  g_free (group);
}

static gboolean
same_group (PronyTrial *a, PronyTrial *b)
{
  return prony_load_level_equal (&a->load, &b->load) &&
         g_strcmp0 (a->scenario_name, b->scenario_name) == 0;
}

static guint
find_group (PronyRunGroups *self, PronyTrial *trial)
{
  PronyRunGroup *group;

  /* Most often it is the last one. */
  for (guint i = self->groups->len; i > 0; i--)
    if (same_group (prony_run_groups_get (self, i - 1)->first, trial))
      return i - 1;

  group = g_new0 (PronyRunGroup, 1);
  group->first = trial;
  group->cells = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < self->targets->len; i++)
    g_ptr_array_add (group->cells, g_ptr_array_new ());
  g_ptr_array_add (self->groups, group);

  return self->groups->len - 1;
}

static void
add_headings (PronyRunGroups *self)
{
  gboolean one_scenario = TRUE;
  gboolean one_load = TRUE;

  for (guint i = 1; i < self->groups->len; i++)
    {
      PronyTrial *trial = prony_run_groups_get (self, i)->first;
      PronyTrial *first = prony_run_groups_get (self, 0)->first;

      one_scenario = one_scenario && g_strcmp0 (trial->scenario_name, first->scenario_name) == 0;
      one_load = one_load && prony_load_level_equal (&trial->load, &first->load);
    }

  for (guint i = 0; i < self->groups->len; i++)
    {
      PronyRunGroup *group = g_ptr_array_index (self->groups, i);
      const char *scenario = prony_scenario_translate (group->first->scenario_title);
      g_autofree char *load = prony_load_level_describe (&group->first->load);

      if (one_load && !one_scenario)
        group->heading = g_strdup (scenario);
      else if (one_scenario && !one_load)
        group->heading = g_steal_pointer (&load);
      else
        group->heading = g_strdup_printf ("%s · %s", scenario, load);
    }
}

/**
 * prony_run_groups_new:
 * @run: a run
 *
 * Returns: (transfer full): its trials by what was asked of whom
 */
PronyRunGroups *
prony_run_groups_new (PronyRun *run)
{
  PronyRunGroups *self;

  g_return_val_if_fail (run != NULL, NULL);

  self = g_new0 (PronyRunGroups, 1);
  self->run = prony_run_ref (run);
  self->targets = prony_run_list_targets (run);
  self->groups = g_ptr_array_new_with_free_func (group_free);
  self->cell_of = g_new0 (guint, run->trials->len + 1);
  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);
      guint group = find_group (self, trial);
      guint target = (guint) MAX (prony_run_find_target (self->targets, trial->target), 0);

      g_ptr_array_add (prony_run_groups_get_cell (self, group, target), trial);
      self->cell_of[i] = group * self->targets->len + target;
    }
  add_headings (self);

  return self;
}

/**
 * prony_run_groups_free:
 * @self: (transfer full): groups
 */
void
prony_run_groups_free (PronyRunGroups *self)
{
  g_ptr_array_unref (self->groups);
  g_ptr_array_unref (self->targets);
  prony_run_unref (self->run);
  g_free (self->cell_of);
  g_free (self);
}

/**
 * prony_run_groups_get:
 * @self: groups
 * @group: index of one of them
 *
 * Returns: (transfer none): the group
 */
const PronyRunGroup *
prony_run_groups_get (const PronyRunGroups *self, guint group)
{
  g_return_val_if_fail (group < self->groups->len, NULL);

  return g_ptr_array_index (self->groups, group);
}

/**
 * prony_run_groups_get_cell:
 * @self: groups
 * @group: index of one of them
 * @target: index of a target
 *
 * Returns: (transfer none) (element-type PronyTrial): the target's trials of the group;
 *   empty where a run did not get to it
 */
GPtrArray *
prony_run_groups_get_cell (const PronyRunGroups *self, guint group, guint target)
{
  g_return_val_if_fail (group < self->groups->len && target < self->targets->len, NULL);

  return g_ptr_array_index (prony_run_groups_get (self, group)->cells, target);
}

/**
 * prony_run_groups_count_cells:
 * @self: groups
 *
 * Returns: groups times targets
 */
guint
prony_run_groups_count_cells (const PronyRunGroups *self)
{
  return self->groups->len * self->targets->len;
}

/**
 * prony_run_groups_find:
 * @self: groups
 * @trial: index of a trial of the run
 * @group: (out): its group
 * @target: (out): its target
 *
 * Returns: whether the run has such a trial
 */
gboolean
prony_run_groups_find (const PronyRunGroups *self, guint trial, guint *group, guint *target)
{
  if (trial >= self->run->trials->len)
    return FALSE;

  *group = self->cell_of[trial] / self->targets->len;
  *target = self->cell_of[trial] % self->targets->len;
  return TRUE;
}

/**
 * prony_run_groups_describe_cell:
 * @self: groups
 * @group: index of one of them
 * @target: index of a target
 *
 * Returns: (transfer full): the group's heading, and whose it is where there are several
 *   targets
 */
char *
prony_run_groups_describe_cell (const PronyRunGroups *self, guint group, guint target)
{
  const char *heading = prony_run_groups_get (self, group)->heading;
  g_autofree char *name = prony_run_target_title (self->targets, target);

  if (self->targets->len == 1)
    return g_strdup (heading);
  return self->groups->len == 1 ? g_steal_pointer (&name)
                                : g_strdup_printf ("%s · %s", heading, name);
}

/**
 * prony_run_groups_get_value:
 * @self: groups
 * @group: index of one of them
 * @target: index of a target
 * @metric: which figure
 * @value: (out): of a distribution the median; the mean of repeats; NAN where there is
 *   none
 * @interval: (out) (array fixed-size=2): the 95 % interval; of repeats, from the lowest of
 *   their intervals (or of their values, where they have none) to the highest; NANs where
 *   there is none
 *
 * Gives what charts show of a metric.
 */
void
prony_run_groups_get_value (const PronyRunGroups *self,
                            guint group,
                            guint target,
                            PronyMetric metric,
                            double *value,
                            double interval[2])
{
  GPtrArray *trials = prony_run_groups_get_cell (self, group, target);
  double low = INFINITY, high = -INFINITY, sum = 0;
  guint n = 0;

  for (guint i = 0; i < trials->len; i++)
    {
      PronySummary *summary = ((PronyTrial *) g_ptr_array_index (trials, i))->summary;
      double one = summary != NULL ? prony_summary_get (summary, metric) : NAN;
      const double *ci = summary != NULL && metric < PRONY_N_DISTRIBUTIONS
                           ? summary->distributions[metric].p50_ci
                           : NULL;

      if (!isfinite (one))
        continue;
      sum += one;
      n++;
      low = MIN (low, ci != NULL && isfinite (ci[0]) ? ci[0] : one);
      high = MAX (high, ci != NULL && isfinite (ci[1]) ? ci[1] : one);
    }

  *value = n > 0 ? sum / n : NAN;
  interval[0] = n > 0 && low < high ? low : NAN;
  interval[1] = n > 0 && low < high ? high : NAN;
}
