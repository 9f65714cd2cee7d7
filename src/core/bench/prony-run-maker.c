/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/prony-util.h"
#include "core/bench/prony-run-maker.h"
#include "core/model/prony-model-name.h"

/* How a person calls the target: its own name, else the software's, else where it
 * is while nobody has looked what is there. */
static const char *
get_target_words (PronyTarget *target)
{
  const char *scheme_end = strstr (target->engine->url, "://");

  if (target->name != NULL &&
      g_strcmp0 (target->name, prony_engine_kind_to_string (target->engine->kind)) != 0)
    return target->name;
  if (target->engine->name != NULL || target->engine->kind != PRONY_ENGINE_UNKNOWN)
    return prony_engine_spec_get_title (target->engine);

  return scheme_end != NULL ? scheme_end + strlen ("://") : target->engine->url;
}

static const char *
get_common_model (PronyPlan *plan)
{
  PronyTarget *first = plan->targets->pdata[0];
  guint i;

  for (i = 1; i < plan->targets->len; i++)
    if (g_strcmp0 (((PronyTarget *) plan->targets->pdata[i])->model, first->model) != 0)
      return NULL;

  return first->model;
}

static char *
name_targets (PronyPlan *plan)
{
  g_autofree char *one = g_strdup (get_target_words (plan->targets->pdata[0]));

  if (plan->targets->len == 2)
    /* Translators: the names of two engines that are compared. */
    return g_strdup_printf (_ ("%s and %s"), one, get_target_words (plan->targets->pdata[1]));
  if (plan->targets->len > 2)
    return g_strdup_printf (
      /* Translators: part of the name of a run. */
      ngettext ("%u engine", "%u engines", plan->targets->len), plan->targets->len);

  return g_steal_pointer (&one);
}

static char *
name_scenarios (PronyPlan *plan)
{
  PronyScenario *first = plan->scenarios->pdata[0];

  if (plan->scenarios->len == 1)
    return g_strdup (first->title != NULL ? prony_scenario_translate (first->title) : first->name);

  return g_strdup_printf (
    /* Translators: part of the name of a run. */
    ngettext ("%u scenario", "%u scenarios", plan->scenarios->len), plan->scenarios->len);
}

/* The plan's own name, or one that says what it measures. */
static char *
make_name (PronyPlan *plan)
{
  const char *model = NULL;
  g_autofree char *targets = NULL;
  g_autofree char *scenarios = NULL;

  if (plan->name != NULL && *plan->name != '\0')
    return g_strdup (plan->name);

  model = get_common_model (plan);
  targets = name_targets (plan);
  scenarios = name_scenarios (plan);

  if (model != NULL)
    {
      g_autofree char *short_model = prony_model_name_shorten (model);

      /* Translators: a model, one or more engines, and what is asked of them, such as
       * "llama3 on Ollama, 4 scenarios". */
      return g_strdup_printf (_ ("%s on %s, %s"), short_model, targets, scenarios);
    }

  /* Translators: one or more engines, and what is asked of them, such as "Ollama, 4
   * scenarios". */
  return g_strdup_printf (_ ("%s, %s"), targets, scenarios);
}

static void
add_trials (PronyRun *run, PronyPlan *plan, PronyScenario *scenario, PronyLoadLevel load)
{
  for (guint repeat = 0; repeat < plan->repeats; repeat++)
    for (guint i = 0; i < plan->targets->len; i++)
      {
        PronyTarget *target =
          g_ptr_array_index (plan->targets, prony_plan_get_turn (plan, repeat, i));
        PronyTrial *trial = prony_trial_new (run->trials->len, target, scenario->name,
                                             scenario->title, scenario->klass, load);

        trial->repeat = repeat;
        trial->repeats = plan->repeats;
        g_ptr_array_add (run->trials, trial);
      }
}

/**
 * prony_run_make:
 * @plan: a plan
 *
 * Makes a run of a plan that has not begun: its trials in the order of scenarios,
 * load levels, repeats and targets, see prony_plan_get_turn(), and a name such as "llama3 on
 * Ollama, 4 scenarios" where the plan has none. Of a sweep the trials that are certain: those of
 * the first scenario and load.
 *
 * Returns: (transfer full): the run
 */
PronyRun *
prony_run_make (PronyPlan *plan)
{
  g_autofree char *name = prony_plan_check (plan, NULL) ? make_name (plan) : g_strdup ("");
  PronyRun *run = prony_run_new (name);
  guint n_scenarios = plan->sweep ? MIN (plan->scenarios->len, 1) : plan->scenarios->len;
  guint i, j;

  run->plan_json = prony_plan_to_json (plan);
  for (i = 0; i < plan->scenarios->len; i++)
    g_ptr_array_add (run->scenarios, prony_scenario_ref (plan->scenarios->pdata[i]));
  for (i = 0; i < n_scenarios; i++)
    {
      GArray *levels = prony_plan_get_levels (plan, i);

      for (j = 0; j < levels->len; j++)
        {
          PronyLoadLevel load = g_array_index (levels, PronyLoadLevel, j);

          add_trials (run, plan, plan->scenarios->pdata[i],
                      plan->sweep ? prony_load_level_closed (load.concurrency) : load);
        }
    }

  return run;
}

/**
 * prony_run_conclude:
 * @run: a run that was carried out
 * @complete: whether nothing was left to do; else it was stopped
 *
 * Decides how a run ended. Trials that have not ended were stopped, and with them the run;
 * in a complete one trials that were stopped were skipped. It has failed if no trial could
 * even begin, and then says what the first that failed says.
 */
void
prony_run_conclude (PronyRun *run, gboolean complete)
{
  const char *first_error = NULL;
  gboolean any_measured = FALSE;
  gboolean any_failed = FALSE;

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = run->trials->pdata[i];

      if (!prony_state_is_final (trial->state))
        {
          trial->state = PRONY_STATE_STOPPED;
          complete = FALSE;
        }
      if (trial->state == PRONY_STATE_FINISHED || trial->summary != NULL)
        any_measured = TRUE;
      else if (trial->state == PRONY_STATE_FAILED && !any_failed)
        {
          any_failed = TRUE;
          first_error = trial->error;
        }
    }

  if (complete && any_measured)
    run->state = PRONY_STATE_FINISHED;
  else if (complete && any_failed)
    run->state = PRONY_STATE_FAILED;
  else
    run->state = PRONY_STATE_STOPPED;

  if (run->state == PRONY_STATE_FAILED)
    prony_set_str (&run->error, first_error);
}
