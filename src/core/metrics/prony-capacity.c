/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-metrics"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-format.h"
#include "base/prony-json.h"
#include "core/metrics/prony-capacity.h"
#include "core/metrics/prony-use-ranking.h"
#include "core/model/prony-run-targets.h"

static gboolean
belongs (GPtrArray *targets, const PronyCapacity *capacity, PronyTrial *trial)
{
  return capacity->first->load.kind == trial->load.kind &&
         g_str_equal (capacity->first->scenario_name, trial->scenario_name) &&
         prony_run_find_target (targets, capacity->first->target) ==
           prony_run_find_target (targets, trial->target);
}

static gboolean
has_objectives (PronyTrial *trial)
{
  return trial->summary != NULL && trial->load.kind != PRONY_LOAD_TRACE &&
         isfinite (prony_summary_get (trial->summary, PRONY_METRIC_SLO_ATTAINMENT));
}

/* Of repeats of a load all must meet them. */
static void
take (PronyCapacity *self, PronyTrial *trial)
{
  gboolean meets = prony_use_ranking_meets_objectives (trial);

  if (prony_load_level_compare (&trial->load, &self->first->load) < 0)
    self->first = trial;
  if (!meets &&
      (self->broken == NULL || prony_load_level_compare (&trial->load, &self->broken->load) < 0))
    self->broken = trial;
}

static void
find_highest (PronyCapacity *self, PronyRun *run, GPtrArray *targets)
{
  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);

      if (!has_objectives (trial) || !belongs (targets, self, trial) ||
          !prony_use_ranking_meets_objectives (trial) ||
          (self->broken != NULL &&
           prony_load_level_compare (&trial->load, &self->broken->load) >= 0))
        continue;
      if (self->trial == NULL || prony_load_level_compare (&trial->load, &self->trial->load) > 0)
        self->trial = trial;
    }
}

/**
 * prony_capacity_find_all:
 * @run: a run
 *
 * Finds the highest load at which each target meets the objectives of each scenario: at least
 * 95 % of the requests, at that load and at all lower ones. Loads of traces have no order and
 * are left out.
 *
 * Returns: (transfer full) (element-type PronyCapacity): one for each target, scenario and
 *   kind of load with objectives, in the order of the run
 */
GArray *
prony_capacity_find_all (PronyRun *run)
{
  GArray *found = g_array_new (FALSE, TRUE, sizeof (PronyCapacity));
  g_autoptr (GPtrArray) targets = NULL;

  g_return_val_if_fail (run != NULL, found);

  targets = prony_run_list_targets (run);
  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);
      PronyCapacity capacity = { .first = trial };
      guint k = 0;

      if (!has_objectives (trial))
        continue;
      while (k < found->len && !belongs (targets, &g_array_index (found, PronyCapacity, k), trial))
        k++;
      if (k == found->len)
        g_array_append_val (found, capacity);
      take (&g_array_index (found, PronyCapacity, k), trial);
    }
  for (guint k = 0; k < found->len; k++)
    find_highest (&g_array_index (found, PronyCapacity, k), run, targets);

  return found;
}

static char *
format_attainment (PronyTrial *trial)
{
  return prony_format_value (prony_summary_get (trial->summary, PRONY_METRIC_SLO_ATTAINMENT),
                             PRONY_UNIT_RATIO);
}

/* Where it ends, or that it was not found. */
static char *
describe_end (const PronyCapacity *self)
{
  g_autofree char *load = NULL;
  g_autofree char *share = NULL;

  if (self->broken == NULL)
    return g_strdup (_ ("No higher load was measured."));

  load = prony_load_level_describe (&self->broken->load);
  share = format_attainment (self->broken);
  /* Translators: a load such as "16 at once", and a share of requests */
  return g_strdup_printf (_ ("With %s it is only %s."), load, share);
}

/**
 * prony_capacity_describe_cost:
 * @run: a run
 * @trial: one of its trials
 *
 * Returns: (transfer full) (nullable): a sentence that says what tokens cost at the trial's
 *   load; %NULL where no price is known
 */
char *
prony_capacity_describe_cost (PronyRun *run, PronyTrial *trial)
{
  double price = prony_json_get_double (run->plan_json, "price_per_hour", NAN);
  double cost = trial->summary != NULL
                  ? prony_summary_get (trial->summary, PRONY_METRIC_COST_PER_MILLION_TOKENS)
                  : NAN;
  g_autofree char *price_text = prony_format_value (price, PRONY_UNIT_NONE);
  g_autofree char *cost_text = prony_format_value (cost, PRONY_UNIT_NONE);

  if (!isfinite (cost) || !isfinite (price))
    return NULL;
  /* Translators: two sums of money without a currency */
  return g_strdup_printf (_ ("At that load a million tokens cost %s, and an hour %s."), cost_text,
                          price_text);
}

/**
 * prony_capacity_describe:
 * @self: how much a target bears
 * @run: the run that it was found in
 *
 * Returns: (transfer full): sentences with the figures, in the user's language
 */
char *
prony_capacity_describe (const PronyCapacity *self, PronyRun *run)
{
  g_autoptr (GPtrArray) targets = prony_run_list_targets (run);
  g_autofree char *name =
    prony_run_target_title (targets, (guint) prony_run_find_target (targets, self->first->target));
  g_autofree char *load = NULL;
  g_autofree char *share = NULL;
  g_autofree char *rate = NULL;
  g_autofree char *begin = NULL;
  g_autofree char *end = NULL;
  g_autofree char *cost = NULL;

  if (self->trial == NULL)
    {
      load = prony_load_level_describe (&self->first->load);
      share = format_attainment (self->first);
      /* Translators: an engine; a load such as "1 at once"; a share of requests */
      return g_strdup_printf (_ ("%s meets the objectives at no load that was measured: with %s, "
                                 "%s of its requests did."),
                              name, load, share);
    }

  load = prony_load_level_describe (&self->trial->load);
  share = format_attainment (self->trial);
  rate = prony_format_value (
    prony_summary_get (self->trial->summary, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC),
    PRONY_UNIT_TOKENS_PER_SECOND);
  /* Translators: an engine; a load such as "8 at once"; a share of requests; a token rate */
  begin = g_strdup_printf (_ ("%s meets the objectives up to %s: %s of its requests did, at %s."),
                           name, load, share, rate);
  end = describe_end (self);
  cost = prony_capacity_describe_cost (run, self->trial);
  return g_strjoin (" ", begin, end, cost, NULL);
}
