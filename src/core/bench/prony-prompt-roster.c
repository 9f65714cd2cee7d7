/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include "core/bench/prony-prompt-roster.h"
#include "core/bench/prony-target-gauge.h"
#include "core/scenarios/prony-dataset.h"

struct _PronyPromptRoster
{
  PronyPlan *plan;
  guint64 run_salt;          /* 0 where the same plan is to send the same bytes again */
  PronyScenario **scenarios; /* by the plan's index, with their data read; NULL where not yet */
  PronyPromptSet **sets;     /* for each scenario, by the target's index; NULL where not yet */
};

/**
 * prony_prompt_roster_new:
 * @plan: what is asked
 * @run_id: of the run, which no other run has
 *
 * Returns: (transfer full): a roster that has no prompts yet
 */
PronyPromptRoster *
prony_prompt_roster_new (PronyPlan *plan, const char *run_id)
{
  PronyPromptRoster *self = g_new0 (PronyPromptRoster, 1);

  self->plan = prony_plan_ref (plan);
  self->run_salt = plan->repeatable ? 0 : (guint64) g_str_hash (run_id) << 32;
  self->scenarios = g_new0 (PronyScenario *, plan->scenarios->len);
  self->sets = g_new0 (PronyPromptSet *, (gsize) plan->scenarios->len * plan->targets->len);
  return self;
}

/**
 * prony_prompt_roster_free:
 * @self: (transfer full): a roster
 */
void
prony_prompt_roster_free (PronyPromptRoster *self)
{
  for (guint i = 0; i < self->plan->scenarios->len; i++)
    g_clear_pointer (&self->scenarios[i], prony_scenario_unref);
  for (guint i = 0; i < self->plan->scenarios->len * self->plan->targets->len; i++)
    g_clear_pointer (&self->sets[i], prony_prompt_set_unref);
  g_free (self->scenarios);
  g_free (self->sets);
  prony_plan_unref (self->plan);
  g_free (self);
}

/* All targets are asked the same sample of a data set. */
static PronyScenario *
resolve (PronyPromptRoster *self, guint scenario, GCancellable *cancellable, GError **error)
{
  if (self->scenarios[scenario] == NULL)
    self->scenarios[scenario] = prony_scenario_resolve (self->plan->scenarios->pdata[scenario],
                                                        self->plan->seed, cancellable, error);
  return self->scenarios[scenario];
}

static PronyPromptSet **
find_place (PronyPromptRoster *self, guint scenario, guint target_index)
{
  return &self->sets[(gsize) scenario * self->plan->targets->len + target_index];
}

/**
 * prony_prompt_roster_prepare:
 * @self: a roster
 * @scenario: which of the plan's scenarios
 * @target_index: which of the plan's targets
 * @target: the same, prepared
 * @cancellable: (nullable): ends it
 * @error: return location for what prony_scenario_resolve() and prony_prompt_set_new()
 *   say, or %G_IO_ERROR_CANCELLED
 *
 * Has the prompts of a scenario ready for a target: reads its data set and finds out how
 * long texts are for the target, each once in a run, so that an engine that is started
 * anew, or a file that changes, does not change what is asked. What went wrong is tried
 * again at the next trial. May take long; when nothing is measured.
 *
 * Returns: (transfer none) (nullable): the prompts
 */
PronyPromptSet *
prony_prompt_roster_prepare (PronyPromptRoster *self,
                             guint scenario,
                             guint target_index,
                             PronyTarget *target,
                             GCancellable *cancellable,
                             GError **error)
{
  PronyPromptSet **place = find_place (self, scenario, target_index);
  g_autoptr (PronyPromptGauge) gauge = NULL;
  PronyScenario *resolved;

  if (*place != NULL)
    return *place;

  resolved = resolve (self, scenario, cancellable, error);
  if (resolved == NULL)
    return NULL;

  gauge = prony_target_gauge_new (target, resolved, cancellable);
  *place = prony_prompt_set_new (resolved, self->plan->seed, gauge, cancellable, error);
  return *place;
}

/**
 * prony_prompt_roster_get:
 * @self: a roster
 * @scenario: which of the plan's scenarios
 * @target_index: which of the plan's targets
 *
 * Returns: (transfer none) (nullable): the prompts; %NULL before they are prepared
 */
PronyPromptSet *
prony_prompt_roster_get (PronyPromptRoster *self, guint scenario, guint target_index)
{
  return *find_place (self, scenario, target_index);
}

/**
 * prony_prompt_roster_get_salt:
 * @self: a roster
 * @trial: place of a trial in the run
 *
 * Returns: what keeps the prompts of a trial apart from those of every other trial of the
 *   run, and unless the plan is to be repeatable, of all other runs, which the engine may
 *   still have in its cache
 */
guint64
prony_prompt_roster_get_salt (PronyPromptRoster *self, guint trial)
{
  return self->run_salt | trial;
}
