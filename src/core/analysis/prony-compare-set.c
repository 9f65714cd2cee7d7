/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-analysis"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/analysis/prony-compare-set.h"
#include "core/metrics/prony-repeats.h"
#include "core/model/prony-run-targets.h"
#include "core/model/prony-scenario-difference.h"

static void
entry_free (gpointer data)
{
  PronyCompareEntry *entry = data;

  prony_run_unref (entry->run);
  prony_target_unref (entry->target);
  g_clear_pointer (&entry->trial, prony_trial_unref);
  g_free (entry);
}

static void
group_free (gpointer data)
{
  PronyCompareGroup *group = data;

  g_free (group->scenario_name);
  g_free (group->scenario_title);
  g_ptr_array_unref (group->trials);
  g_free (group);
}

/**
 * prony_compare_set_new:
 *
 * Returns: (transfer full): a set without entries
 */
PronyCompareSet *
prony_compare_set_new (void)
{
  PronyCompareSet *self = g_new0 (PronyCompareSet, 1);

  self->entries = g_ptr_array_new_with_free_func (entry_free);
  self->groups = g_ptr_array_new_with_free_func (group_free);

  return self;
}

/**
 * prony_compare_set_free:
 * @self: (transfer full): a set
 */
void
prony_compare_set_free (PronyCompareSet *self)
{
  g_ptr_array_unref (self->groups);
  g_ptr_array_unref (self->entries);
  g_free (self);
}

/* --- Groups ------------------------------------------------------------------- */

/**
 * prony_compare_set_find_change:
 * @run: a run
 * @other: another one
 * @scenario_name: name of a scenario
 *
 * Tells by the snapshots that runs keep of their scenarios what the name does not stand for alike
 * in both, see prony_scenario_find_difference(). What is not known is taken for the same.
 *
 * Returns: (transfer none) (nullable): such as "the prompt"; %NULL where it stands for the same
 */
const char *
prony_compare_set_find_change (PronyRun *run, PronyRun *other, const char *scenario_name)
{
  PronyScenario *first = prony_run_get_scenario (run, scenario_name);
  PronyScenario *second = prony_run_get_scenario (other, scenario_name);

  return first != NULL && second != NULL ? prony_scenario_find_difference (first, second) : NULL;
}

/* Whether a trial of the entry's run is one of those that count. */
static gboolean
counts (const PronyCompareEntry *entry, PronyTrial *trial)
{
  return trial->summary != NULL && (entry->trial == NULL || entry->trial->index == trial->index) &&
         prony_run_same_target (trial->target, entry->target);
}

static PronyTrial *
find_trial (PronyCompareEntry *entry,
            PronyRun *run,
            const char *scenario_name,
            const PronyLoadLevel *load)
{
  if (prony_compare_set_find_change (run, entry->run, scenario_name) != NULL)
    return NULL;

  for (guint i = 0; i < entry->run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (entry->run->trials, i);

      if (prony_load_level_equal (&trial->load, load) &&
          g_strcmp0 (trial->scenario_name, scenario_name) == 0 && counts (entry, trial))
        return trial;
    }

  return NULL;
}

/* Whether the trial of an entry is in a group already. */
static gboolean
has_group (PronyCompareSet *self, guint entry, PronyTrial *trial)
{
  for (guint i = 0; i < self->groups->len; i++)
    {
      PronyCompareGroup *group = g_ptr_array_index (self->groups, i);

      if (g_ptr_array_index (group->trials, entry) != NULL &&
          prony_load_level_equal (&group->load, &trial->load) &&
          g_strcmp0 (group->scenario_name, trial->scenario_name) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
add_group (PronyCompareSet *self, PronyRun *run, PronyTrial *first)
{
  g_autoptr (GPtrArray) trials = g_ptr_array_new ();
  PronyCompareGroup *group;
  guint n_trials = 0;

  for (guint i = 0; i < self->entries->len; i++)
    {
      PronyTrial *trial =
        find_trial (g_ptr_array_index (self->entries, i), run, first->scenario_name, &first->load);

      g_ptr_array_add (trials, trial);
      n_trials += trial != NULL;
    }
  if (n_trials < 2)
    return;

  group = g_new0 (PronyCompareGroup, 1);
  group->scenario_name = g_strdup (first->scenario_name);
  group->scenario_title = g_strdup (first->scenario_title);
  group->klass = first->klass;
  group->load = first->load;
  group->trials = g_steal_pointer (&trials);
  g_ptr_array_add (self->groups, group);
}

static void
update_groups (PronyCompareSet *self)
{
  g_ptr_array_set_size (self->groups, 0);
  for (guint i = 0; i < self->entries->len; i++)
    {
      PronyCompareEntry *entry = g_ptr_array_index (self->entries, i);

      for (guint j = 0; j < entry->run->trials->len; j++)
        {
          PronyTrial *trial = g_ptr_array_index (entry->run->trials, j);

          if (counts (entry, trial) && !has_group (self, i, trial))
            add_group (self, entry->run, trial);
        }
    }
}

/* --- Entries ------------------------------------------------------------------ */

static gboolean
has_figures (PronyRun *run, PronyTarget *target)
{
  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);

      if (trial->summary != NULL && prony_run_same_target (trial->target, target))
        return TRUE;
    }

  return FALSE;
}

static void
add_entry (PronyCompareSet *self, PronyRun *run, PronyTarget *target, PronyTrial *trial)
{
  PronyCompareEntry *entry = g_new0 (PronyCompareEntry, 1);

  entry->run = prony_run_ref (run);
  entry->target = prony_target_ref (target);
  entry->trial = trial != NULL ? prony_trial_ref (trial) : NULL;
  g_ptr_array_add (self->entries, entry);
  update_groups (self);
}

/**
 * prony_compare_set_add:
 * @self: a set
 * @run: a run with its trials and summaries
 * @target: one of its targets
 *
 * Adds a result; one that is there already, or has no figures, is not added.
 */
void
prony_compare_set_add (PronyCompareSet *self, PronyRun *run, PronyTarget *target)
{
  if (prony_compare_set_find (self, run, target) < 0 && has_figures (run, target))
    add_entry (self, run, target, NULL);
}

/**
 * prony_compare_set_add_trial:
 * @self: a set
 * @run: a run with its trials and summaries
 * @trial: one of its trials
 *
 * Adds a single trial, even where it has repeats; one that is there already, or has no figures,
 * is not added.
 */
void
prony_compare_set_add_trial (PronyCompareSet *self, PronyRun *run, PronyTrial *trial)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      const PronyCompareEntry *entry = g_ptr_array_index (self->entries, i);

      if (entry->trial != NULL && entry->trial->index == trial->index &&
          g_str_equal (entry->run->id, run->id))
        return;
    }

  if (trial->summary != NULL)
    add_entry (self, run, trial->target, trial);
}

/**
 * prony_compare_set_find:
 * @self: a set
 * @run: a run
 * @target: one of its targets
 *
 * Returns: the index of the entry with all its trials; -1 if that is not in the set
 */
int
prony_compare_set_find (PronyCompareSet *self, PronyRun *run, PronyTarget *target)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      PronyCompareEntry *entry = g_ptr_array_index (self->entries, i);

      if (entry->trial == NULL && g_str_equal (entry->run->id, run->id) &&
          prony_run_same_target (entry->target, target))
        return i;
    }

  return -1;
}

/**
 * prony_compare_set_remove:
 * @self: a set
 * @entry: an entry's index; those that follow move up
 */
void
prony_compare_set_remove (PronyCompareSet *self, guint entry)
{
  g_return_if_fail (entry < self->entries->len);

  g_ptr_array_remove_index (self->entries, entry);
  update_groups (self);
}

/* What has to be said of an entry to tell it from the others. */
typedef struct
{
  gboolean model;
  gboolean run;
  gboolean date;
  gboolean id;
} Needs;

static gint64
get_minute (const PronyCompareEntry *entry)
{
  return entry->run->started_us / (60 * G_USEC_PER_SEC);
}

static void
find_needs (Needs *needs, const PronyCompareEntry *this, const PronyCompareEntry *other)
{
  if (g_strcmp0 (other->target->name, this->target->name) != 0)
    return;

  if (g_strcmp0 (other->target->model, this->target->model) != 0)
    needs->model = TRUE;
  else if (g_str_equal (other->run->id, this->run->id))
    return; /* the trial tells */
  else if (g_strcmp0 (other->run->name, this->run->name) != 0)
    needs->run = TRUE;
  else
    {
      needs->date = TRUE;
      needs->id |= get_minute (this) == get_minute (other);
    }
}

/**
 * prony_compare_set_dup_title:
 * @self: a set
 * @entry: an entry's index
 *
 * Names an entry by its target, and by its model, run, date and identifier as far as they are
 * needed to tell it from the others; a single trial by its number too. One whose certificate was
 * not checked says so.
 *
 * Returns: (transfer full): such as "ollama · llama3.2:1b · Before the update"
 */
char *
prony_compare_set_dup_title (PronyCompareSet *self, guint entry)
{
  const PronyCompareEntry *this = g_ptr_array_index (self->entries, entry);
  Needs needs = { FALSE, FALSE, FALSE, FALSE };
  g_autoptr (GString) title = g_string_new (this->target->name);

  for (guint i = 0; i < self->entries->len; i++)
    if (i != entry)
      find_needs (&needs, this, g_ptr_array_index (self->entries, i));

  if (needs.model && this->target->model != NULL)
    g_string_append_printf (title, " · %s", this->target->model);
  if (needs.run)
    g_string_append_printf (title, " · %s", this->run->name);
  if (needs.date)
    {
      g_autofree char *date = prony_format_date (this->run->started_us);

      g_string_append_printf (title, " · %s", date);
    }
  if (needs.id)
    g_string_append_printf (title, " · %.8s", this->run->id);
  if (this->trial != NULL)
    {
      /* Translators: %u is the number of a trial of a run */
      g_autofree char *trial = g_strdup_printf (_ ("trial %u"), this->trial->index + 1);

      g_string_append_printf (title, " · %s", trial);
    }

  if (prony_target_is_unverified (this->target))
    /* Translators: %s is a result whose engine had a certificate that was not checked */
    return g_strdup_printf (_ ("%s (unverified)"), title->str);

  return g_string_free (g_steal_pointer (&title), FALSE);
}

/**
 * prony_compare_set_mixes_simulated:
 * @self: a set
 *
 * Returns: whether there are both simulated and real results: then the simulated
 *   ones are shown but not ranked
 */
gboolean
prony_compare_set_mixes_simulated (PronyCompareSet *self)
{
  guint n_simulated = 0;

  for (guint i = 0; i < self->entries->len; i++)
    n_simulated +=
      !!((PronyCompareEntry *) g_ptr_array_index (self->entries, i))->target->simulated;

  return n_simulated > 0 && n_simulated < self->entries->len;
}

/**
 * prony_compare_set_suggest_metric:
 * @self: a set
 *
 * Returns: the metric that decides the winner of its first group
 */
PronyMetric
prony_compare_set_suggest_metric (PronyCompareSet *self)
{
  PronyCompareGroup *group;

  if (self->groups->len == 0)
    return PRONY_METRIC_TTFT;

  group = g_ptr_array_index (self->groups, 0);
  return prony_comparison_primary_metric (group->klass);
}

/**
 * prony_compare_set_collect_repeats:
 * @self: a set
 * @group: index of a group
 * @entry: index of an entry
 *
 * Returns: (transfer container) (element-type PronyTrial): the trials that count for the entry
 *   there, in the order of time; empty where it has none
 */
GPtrArray *
prony_compare_set_collect_repeats (PronyCompareSet *self, guint group, guint entry)
{
  const PronyCompareGroup *this = g_ptr_array_index (self->groups, group);
  const PronyCompareEntry *of = g_ptr_array_index (self->entries, entry);
  PronyTrial *trial = g_ptr_array_index (this->trials, entry);
  GPtrArray *trials;

  if (trial != NULL && of->trial == NULL)
    return prony_repeats_collect (of->run, trial);

  trials = g_ptr_array_new ();
  if (trial != NULL)
    g_ptr_array_add (trials, trial);
  return trials;
}

/**
 * prony_compare_set_get_value:
 * @self: a set
 * @group: index of a group
 * @entry: index of an entry
 * @metric: a metric
 *
 * Returns: its value there, of repeats the mean; NAN where there is none
 */
double
prony_compare_set_get_value (PronyCompareSet *self, guint group, guint entry, PronyMetric metric)
{
  g_autoptr (GPtrArray) repeats = prony_compare_set_collect_repeats (self, group, entry);

  return prony_repeats_get_value (repeats, metric);
}

/* --- Pairs ------------------------------------------------------------------------ */

static void
add_pair (PronyCompareSet *self,
          GPtrArray *pairs,
          PronyMetric metric,
          guint group_index,
          guint baseline,
          guint entry,
          gboolean ranking)
{
  PronyCompareGroup *group = g_ptr_array_index (self->groups, group_index);
  PronyCompareEntry *first = g_ptr_array_index (self->entries, baseline);
  PronyCompareEntry *second = g_ptr_array_index (self->entries, entry);
  PronyComparePair *pair =
    prony_compare_pair_new (first->run, g_ptr_array_index (group->trials, baseline), second->run,
                            g_ptr_array_index (group->trials, entry), metric);

  g_ptr_array_unref (pair->baseline_repeats);
  pair->baseline_repeats = prony_compare_set_collect_repeats (self, group_index, baseline);
  g_ptr_array_unref (pair->repeats);
  pair->repeats = prony_compare_set_collect_repeats (self, group_index, entry);
  pair->group = group_index;
  pair->baseline_entry = baseline;
  pair->entry = entry;
  pair->ranking = ranking;
  g_ptr_array_add (pairs, pair);
}

/* The best two of a group; simulated ones only where all are. */
static void
find_best (PronyCompareSet *self, guint group, PronyMetric metric, int best[2])
{
  gboolean mixed = prony_compare_set_mixes_simulated (self);
  double values[2] = { NAN, NAN };

  best[0] = -1;
  best[1] = -1;
  if (prony_metric_get_info (metric)->better == PRONY_BETTER_NEITHER)
    return;

  for (guint i = 0; i < self->entries->len; i++)
    {
      PronyCompareEntry *entry = g_ptr_array_index (self->entries, i);
      double value = prony_compare_set_get_value (self, group, i, metric);

      if (!isfinite (value) || (mixed && entry->target->simulated))
        continue;
      if (best[0] < 0 || prony_comparison_is_better (metric, values[0], value))
        {
          best[1] = best[0];
          values[1] = values[0];
          best[0] = i;
          values[0] = value;
        }
      else if (best[1] < 0 || prony_comparison_is_better (metric, values[1], value))
        {
          best[1] = i;
          values[1] = value;
        }
    }
}

/**
 * prony_compare_set_make_pairs:
 * @self: a set
 * @metric: what to compare by
 * @baseline: the entry that the others are compared with
 *
 * Lists what has to be compared: in each group every other entry with the baseline,
 * and the runner-up with the best. No pair has a simulated and a real result.
 *
 * Returns: (transfer full) (element-type PronyComparePair): in the order of the
 *   groups
 */
GPtrArray *
prony_compare_set_make_pairs (PronyCompareSet *self, PronyMetric metric, guint baseline)
{
  GPtrArray *pairs = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_compare_pair_free);

  for (guint i = 0; i < self->groups->len; i++)
    {
      PronyCompareGroup *group = g_ptr_array_index (self->groups, i);
      int best[2];

      for (guint j = 0; j < group->trials->len; j++)
        {
          PronyTrial *first = g_ptr_array_index (group->trials, baseline);
          PronyTrial *second = g_ptr_array_index (group->trials, j);

          if (j != baseline && first != NULL && second != NULL &&
              !first->target->simulated == !second->target->simulated)
            add_pair (self, pairs, metric, i, baseline, j, FALSE);
        }
      find_best (self, i, metric, best);
      if (best[1] >= 0)
        add_pair (self, pairs, metric, i, best[1], best[0], TRUE);
    }

  return pairs;
}
