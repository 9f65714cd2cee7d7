/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-metrics"

#include "config.h"

#include <math.h>

#include "core/metrics/prony-knee.h"
#include "core/metrics/prony-repeats.h"
#include "core/metrics/prony-use-ranking.h"
#include "core/model/prony-run-targets.h"

/*
 * Targets are compared by one scenario, and where they can be at the same load: figures of
 * different questions say nothing about one another. The rules are in
 * docs/methodology.md.
 */

#define N_CLASSES 5

/* What decides. Of @classes the first that was measured is looked at. */
static const struct
{
  PronyMetric metric;
  guint n_classes;
  PronyScenarioClass classes[N_CLASSES];
} rules[] = {
  [PRONY_USE_CHAT] = { PRONY_METRIC_TTFT, 1, { PRONY_SCENARIO_SHORT_SHORT } },
  [PRONY_USE_RETRIEVAL] = { PRONY_METRIC_TTFT, 1, { PRONY_SCENARIO_LONG_SHORT } },
  [PRONY_USE_LONG_DOCUMENTS] = { PRONY_METRIC_LATENCY, 1, { PRONY_SCENARIO_LONG_LONG } },
  [PRONY_USE_BATCH] = { PRONY_METRIC_OUTPUT_TOKENS_PER_SEC,
                        N_CLASSES,
                        { PRONY_SCENARIO_SHORT_LONG, PRONY_SCENARIO_LONG_LONG, PRONY_SCENARIO_OTHER,
                          PRONY_SCENARIO_SHORT_SHORT, PRONY_SCENARIO_LONG_SHORT } },
  [PRONY_USE_EDGE] = { PRONY_METRIC_DECODE_RATE,
                       N_CLASSES,
                       { PRONY_SCENARIO_SHORT_LONG, PRONY_SCENARIO_SHORT_SHORT,
                         PRONY_SCENARIO_OTHER, PRONY_SCENARIO_LONG_LONG,
                         PRONY_SCENARIO_LONG_SHORT } },
};

/* --- Trials that count ---------------------------------------------------------- */

static double
get_decider (const PronyUseRanking *self, PronyTrial *trial)
{
  return prony_use_ranking_get (self, trial, self->metric);
}

/* An open loop gets what it asks for, whatever more an engine could do, so it tells
 * nothing of the most. */
static gboolean
is_load_of_use (PronyUseCase use_case, const PronyLoadLevel *load)
{
  switch (use_case)
    {
    case PRONY_USE_BATCH:
      return load->kind == PRONY_LOAD_CLOSED && load->concurrency > 1;

    case PRONY_USE_EDGE:
      return prony_load_level_is_closed (load, 1);

    default:
      return TRUE;
    }
}

static gboolean
is_same_target (PronyTrial *a, PronyTrial *b, GPtrArray *targets)
{
  return prony_run_find_target (targets, a->target) == prony_run_find_target (targets, b->target);
}

static void
collect_candidates (PronyUseRanking *self, PronyScenarioClass klass)
{
  for (guint i = 0; i < self->run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (self->run->trials, i);

      if (trial->klass != klass || trial->state == PRONY_STATE_WAITING ||
          !is_load_of_use (self->use_case, &trial->load))
        continue;
      if (trial->target->simulated && !self->only_simulated)
        self->left_out_simulated = TRUE;
      else
        g_ptr_array_add (self->candidates, trial);
    }
}

/* Of repeats one stands for all, the first that was measured. */
static void
merge_repeats (PronyUseRanking *self)
{
  for (guint i = 0; i < self->candidates->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (self->candidates, i);
      g_autoptr (GPtrArray) repeats = prony_repeats_collect (self->run, trial);
      PronyTrial *first = repeats->len > 0 ? g_ptr_array_index (repeats, 0) : trial;

      if (!g_hash_table_contains (self->repeats, first))
        g_hash_table_insert (self->repeats, first, g_ptr_array_ref (repeats));
      if (trial->state == PRONY_STATE_FAILED)
        g_hash_table_add (self->lost, first);
    }
  for (guint i = self->candidates->len; i > 0; i--)
    if (!g_hash_table_contains (self->repeats, g_ptr_array_index (self->candidates, i - 1)))
      g_ptr_array_remove_index (self->candidates, i - 1);
}

/* How many targets may be recommended by a scenario, and at a load where one is
 * given. */
static guint
count_fit_targets (const PronyUseRanking *self, const char *scenario, const PronyLoadLevel *load)
{
  g_autofree gboolean *is_fit = g_new0 (gboolean, self->targets->len);
  guint n = 0;

  for (guint i = 0; i < self->candidates->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (self->candidates, i);
      int target;

      if (!g_str_equal (trial->scenario_name, scenario) ||
          (load != NULL && !prony_load_level_equal (&trial->load, load)) ||
          prony_use_ranking_judge (self, trial) != PRONY_FITNESS_FIT)
        continue;

      target = prony_run_find_target (self->targets, trial->target);
      if (target >= 0 && !is_fit[target])
        {
          is_fit[target] = TRUE;
          n++;
        }
    }

  return n;
}

/* Keeps the candidates of one scenario, the one that the most targets are fit for; of
 * several the first. Closed and open loops ask for different things, so only one kind of
 * load stays, the first. */
static void
choose_scenario (PronyUseRanking *self)
{
  PronyTrial *chosen = NULL;
  guint most = 0;

  for (guint i = 0; i < self->candidates->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (self->candidates, i);
      guint n = count_fit_targets (self, trial->scenario_name, NULL);

      if (chosen == NULL || n > most)
        {
          chosen = trial;
          most = n;
        }
    }

  for (guint i = self->candidates->len; i > 0; i--)
    {
      PronyTrial *trial = g_ptr_array_index (self->candidates, i - 1);

      if (!g_str_equal (trial->scenario_name, chosen->scenario_name) ||
          trial->load.kind != chosen->load.kind)
        g_ptr_array_remove_index (self->candidates, i - 1);
    }
}

/* --- Ranking -------------------------------------------------------------------- */

static gboolean
is_better (const PronyUseRanking *self, PronyTrial *a, PronyTrial *b)
{
  int load = prony_load_level_compare (&a->load, &b->load);

  if (self->by_objectives && load != 0)
    return load > 0;
  return prony_metric_get_info (self->metric)->better == PRONY_BETTER_LOWER
           ? get_decider (self, a) < get_decider (self, b)
           : get_decider (self, a) > get_decider (self, b);
}

/* Behind all that are as good: those come first that the run has first. */
static void
insert_ranked (PronyUseRanking *self, PronyTrial *trial)
{
  guint place = 0;

  while (place < self->ranked->len &&
         !is_better (self, trial, g_ptr_array_index (self->ranked, place)))
    place++;
  g_ptr_array_insert (self->ranked, (int) place, trial);
}

/* Puts the best trial of each target in its place. */
static void
rank_best (PronyUseRanking *self)
{
  for (guint i = 0; i < self->targets->len; i++)
    {
      PronyTrial *best = NULL;

      for (guint j = 0; j < self->candidates->len; j++)
        {
          PronyTrial *trial = g_ptr_array_index (self->candidates, j);

          if (prony_run_find_target (self->targets, trial->target) == (int) i &&
              prony_use_ranking_judge (self, trial) == PRONY_FITNESS_FIT &&
              (best == NULL || is_better (self, trial, best)))
            best = trial;
        }
      if (best != NULL)
        insert_ranked (self, best);
    }
}

/* A plan may name a target twice. */
static gboolean
is_ranked (const PronyUseRanking *self, PronyTrial *trial)
{
  for (guint i = 0; i < self->ranked->len; i++)
    if (is_same_target (g_ptr_array_index (self->ranked, i), trial, self->targets))
      return TRUE;

  return FALSE;
}

/* The load that the most targets are fit at; of several the lowest, where nothing waits
 * for anything else. */
static void
rank_at_lowest_load (PronyUseRanking *self)
{
  PronyTrial *chosen = NULL;
  guint most = 0;

  for (guint i = 0; i < self->candidates->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (self->candidates, i);
      guint n = count_fit_targets (self, trial->scenario_name, &trial->load);

      if (n > most || (chosen != NULL && n == most &&
                       prony_load_level_compare (&trial->load, &chosen->load) < 0))
        {
          chosen = trial;
          most = n;
        }
    }

  for (guint i = 0; chosen != NULL && i < self->candidates->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (self->candidates, i);

      if (prony_load_level_equal (&trial->load, &chosen->load) &&
          prony_use_ranking_judge (self, trial) == PRONY_FITNESS_FIT && !is_ranked (self, trial))
        insert_ranked (self, trial);
    }
}

/* Of repeats all must meet the objectives. */
static gboolean
is_borne (const PronyUseRanking *self, PronyTrial *trial)
{
  GPtrArray *repeats = prony_use_ranking_get_repeats (self, trial);

  for (guint i = 0; i < repeats->len; i++)
    if (!prony_use_ranking_meets_objectives (g_ptr_array_index (repeats, i)))
      return FALSE;

  return prony_use_ranking_judge (self, trial) == PRONY_FITNESS_FIT;
}

static gboolean
is_lower (PronyTrial *trial, PronyTrial *than)
{
  return than == NULL || prony_load_level_compare (&trial->load, &than->load) < 0;
}

/* The highest load of a target that is within the objectives, like all lower ones: one
 * above a load that is not is so by chance. */
static PronyTrial *
find_highest_load (const PronyUseRanking *self, guint target)
{
  PronyTrial *broken = NULL;
  PronyTrial *highest = NULL;

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < self->candidates->len; i++)
      {
        PronyTrial *trial = g_ptr_array_index (self->candidates, i);

        if (prony_run_find_target (self->targets, trial->target) != (int) target)
          continue;
        if (pass == 0 && !is_borne (self, trial) && is_lower (trial, broken))
          broken = trial;
        else if (pass == 1 && is_lower (trial, broken) &&
                 (highest == NULL || is_lower (highest, trial)))
          highest = trial;
      }

  return highest;
}

static gboolean
has_objectives (const PronyUseRanking *self)
{
  for (guint i = 0; i < self->candidates->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (self->candidates, i);

      if (trial->summary != NULL &&
          isfinite (prony_summary_get (trial->summary, PRONY_METRIC_SLO_ATTAINMENT)))
        return TRUE;
    }

  return FALSE;
}

static void
rank_by_objectives (PronyUseRanking *self)
{
  self->by_objectives = TRUE;
  for (guint i = 0; i < self->targets->len; i++)
    {
      PronyTrial *highest = find_highest_load (self, i);

      if (highest != NULL)
        insert_ranked (self, highest);
    }
}

/**
 * prony_use_ranking_init:
 * @self: (out caller-allocates): the ranking
 * @use_case: what for
 * @run: a run; must outlive @self
 * @get_records: (nullable): gives the requests of a trial
 * @user_data: given to @get_records
 *
 * Ranks the targets of a run for a use case. Simulated ones only where the run has no
 * other.
 */
void
prony_use_ranking_init (PronyUseRanking *self,
                        PronyUseCase use_case,
                        PronyRun *run,
                        PronyRecordsFunc get_records,
                        gpointer user_data)
{
  *self = (PronyUseRanking){
    .run = run,
    .targets = prony_run_list_targets (run),
    .get_records = get_records,
    .user_data = user_data,
    .use_case = use_case,
    .metric = rules[use_case].metric,
    .candidates = g_ptr_array_new (),
    .ranked = g_ptr_array_new (),
    .repeats = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref),
    .lost = g_hash_table_new (NULL, NULL),
    .only_simulated = TRUE,
  };
  for (guint i = 0; i < self->targets->len; i++)
    if (!((PronyTarget *) g_ptr_array_index (self->targets, i))->simulated)
      self->only_simulated = FALSE;

  for (guint i = 0; i < rules[use_case].n_classes && self->candidates->len == 0; i++)
    collect_candidates (self, rules[use_case].classes[i]);
  if (self->candidates->len == 0)
    return;

  merge_repeats (self);
  choose_scenario (self);
  if (use_case == PRONY_USE_BATCH || use_case == PRONY_USE_EDGE)
    rank_best (self);
  else if (has_objectives (self))
    rank_by_objectives (self);
  else
    rank_at_lowest_load (self);
}

/**
 * prony_use_ranking_clear:
 * @self: a ranking
 */
void
prony_use_ranking_clear (PronyUseRanking *self)
{
  g_clear_pointer (&self->targets, g_ptr_array_unref);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  g_clear_pointer (&self->ranked, g_ptr_array_unref);
  g_clear_pointer (&self->repeats, g_hash_table_unref);
  g_clear_pointer (&self->lost, g_hash_table_unref);
}
