/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <math.h>

#include "base/prony-json.h"
#include "core/bench/prony-target-history.h"

/* What is older than so many other runs of the model says little of today's pace, and so
 * many runs are read in no time. */
#define MAX_LISTED 20
#define MAX_READ 5

struct _PronyTargetHistory
{
  PronyTarget *target;
  PronyTargetPace pace;
  guint max_tokens; /* of the plan: other answers would take another time */
  GPtrArray *runs;  /* that measured the target, with summaries, the latest first */
};

static gboolean
is_of_target (PronyTargetHistory *self, PronyTrial *trial)
{
  return trial->state == PRONY_STATE_FINISHED &&
         g_strcmp0 (trial->target->engine->url, self->target->engine->url) == 0 &&
         g_strcmp0 (trial->target->model, self->target->model) == 0;
}

static gboolean
has_measured (PronyTargetHistory *self, PronyRun *run)
{
  for (guint i = 0; i < run->trials->len; i++)
    if (is_of_target (self, g_ptr_array_index (run->trials, i)))
      return TRUE;

  return FALSE;
}

static void
read_runs (PronyTargetHistory *self, PronyStore *store)
{
  PronyRunFilter filter = { .model = self->target->model, .limit = MAX_LISTED };
  g_autoptr (GPtrArray) runs = prony_store_list_runs (store, &filter, NULL);

  for (guint i = 0; runs != NULL && i < runs->len && self->runs->len < MAX_READ; i++)
    {
      PronyRun *listed = g_ptr_array_index (runs, i);
      PronyRun *run =
        has_measured (self, listed) ? prony_store_get_run (store, listed->id, NULL) : NULL;

      if (run != NULL)
        g_ptr_array_add (self->runs, run);
    }
}

/**
 * prony_target_history_new:
 * @store: (nullable): where runs are
 * @plan: what is to be done
 * @target: a target of it
 *
 * Blocks on the disk. What cannot be read was not measured.
 *
 * Returns: (transfer full): what the store knows of @target; nothing where its model is
 *   not known
 */
PronyTargetHistory *
prony_target_history_new (PronyStore *store, PronyPlan *plan, PronyTarget *target)
{
  PronyTargetHistory *self = g_new0 (PronyTargetHistory, 1);

  self->target = prony_target_ref (target);
  self->max_tokens = plan->max_tokens;
  self->runs = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_run_unref);
  prony_target_pace_read (store, target, &self->pace);
  if (store != NULL && target->model != NULL)
    read_runs (self, store);
  return self;
}

/**
 * prony_target_history_free:
 * @self: (transfer full): a history
 */
void
prony_target_history_free (PronyTargetHistory *self)
{
  prony_target_unref (self->target);
  g_ptr_array_unref (self->runs);
  g_free (self);
}

/**
 * prony_target_history_is_empty:
 * @self: a history
 *
 * Returns: whether the target was never measured
 */
gboolean
prony_target_history_is_empty (PronyTargetHistory *self)
{
  return self->runs->len == 0;
}

/**
 * prony_target_history_get_api:
 * @self: a history
 *
 * Returns: the protocol that the target is asked by: where that is left to the engine, the
 *   one that it was asked by last, or %PRONY_API_AUTO
 */
PronyApi
prony_target_history_get_api (PronyTargetHistory *self)
{
  PronyRun *latest;

  if (self->target->engine->api != PRONY_API_AUTO || self->runs->len == 0)
    return self->target->engine->api;

  latest = g_ptr_array_index (self->runs, 0);
  for (guint i = 0; i < latest->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (latest->trials, i);

      if (is_of_target (self, trial))
        return trial->target->engine->api;
    }

  return PRONY_API_AUTO;
}

/**
 * prony_target_history_get_pace:
 * @self: a history
 *
 * Returns: (transfer none): how fast the target was, one request at a time
 */
const PronyTargetPace *
prony_target_history_get_pace (PronyTargetHistory *self)
{
  return &self->pace;
}

/* How far a trial's load is from @load: 0 for the same, INFINITY for one of another
 * kind. */
static double
get_distance (PronyTrial *trial, const PronyLoadLevel *load)
{
  if (prony_load_level_equal (&trial->load, load))
    return 0;
  if (trial->load.kind != PRONY_LOAD_CLOSED)
    return INFINITY;

  return 1 + fabs (log2 ((double) trial->load.concurrency / MAX (load->concurrency, 1)));
}

static PronyTrial *
find_nearest (PronyTargetHistory *self,
              const char *scenario,
              const PronyLoadLevel *load,
              double *distance)
{
  PronyTrial *nearest = NULL;

  *distance = INFINITY;
  for (guint i = 0; i < self->runs->len; i++)
    {
      PronyRun *run = g_ptr_array_index (self->runs, i);

      if (prony_json_get_int (run->plan_json, "max_tokens", 0) != self->max_tokens)
        continue;
      for (guint j = 0; j < run->trials->len; j++)
        {
          PronyTrial *trial = g_ptr_array_index (run->trials, j);
          double its = get_distance (trial, load);

          if (its < *distance && is_of_target (self, trial) && trial->summary != NULL &&
              g_str_equal (trial->scenario_name, scenario))
            {
              nearest = trial;
              *distance = its;
            }
        }
    }

  return nearest;
}

static double
get_mean (PronyTrial *trial, PronyMetric metric)
{
  return trial->summary->distributions[metric].mean;
}

/**
 * prony_target_history_find:
 * @self: a history
 * @scenario: the name of a scenario
 * @load: a load
 * @pace: (out): how the target answered it at that load, or else at the nearest number of
 *   requests at once
 *
 * Returns: whether the target was ever measured with the scenario, and asked for as long
 *   answers as now
 */
gboolean
prony_target_history_find (PronyTargetHistory *self,
                           const char *scenario,
                           const PronyLoadLevel *load,
                           PronyRequestPace *pace)
{
  double distance;
  PronyTrial *trial = find_nearest (self, scenario, load, &distance);

  if (trial == NULL || isnan (get_mean (trial, PRONY_METRIC_LATENCY)))
    return FALSE;

  *pace = (PronyRequestPace){
    .latency_s = get_mean (trial, PRONY_METRIC_LATENCY),
    .prompt_tokens = get_mean (trial, PRONY_METRIC_PROMPT_TOKENS),
    .output_tokens = get_mean (trial, PRONY_METRIC_COMPLETION_TOKENS),
    .same_load = distance == 0,
  };
  return TRUE;
}
