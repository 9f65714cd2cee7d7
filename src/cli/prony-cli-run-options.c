/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/prony-error.h"
#include "cli/prony-cli-numbers.h"
#include "cli/prony-cli-run-options.h"
#include "core/scenarios/prony-scenario-catalog.h"

#define MAX_RETRIES 100
#define MAX_THREADS 256

static void
add_target_entries (PronyCliRunOptions *self, GArray *entries)
{
  const GOptionEntry own[] = {
    { "target", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->targets,
      N_ ("What to measure; give it again for more"),
      N_ ("name=NAME,url=URL,model=MODEL,api=API") },
    { "scenario", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->scenarios,
      N_ ("What to ask; the four core scenarios by default"), N_ ("NAME|FILE") },
  };

  g_array_append_vals (entries, own, G_N_ELEMENTS (own));
}

static void
add_bound_entries (PronyCliRunOptions *self, GArray *entries)
{
  const GOptionEntry own[] = {
    { "duration", 0, 0, G_OPTION_ARG_STRING, &self->duration,
      N_ ("Seconds of a trial; like the two that follow, in place of the scenario's own"),
      N_ ("S") },
    { "requests", 0, 0, G_OPTION_ARG_STRING, &self->requests, N_ ("Requests of a trial"),
      N_ ("N") },
    { "iterations", 0, 0, G_OPTION_ARG_STRING, &self->iterations,
      N_ ("How often each stream goes through the prompts (1, if nothing else bounds a trial)"),
      N_ ("N") },
    { "warmup", 0, 0, G_OPTION_ARG_STRING, &self->warmup,
      N_ ("Requests of each stream before a trial (1)"), N_ ("N") },
    { "repeat", 0, 0, G_OPTION_ARG_STRING, &self->repeat,
      N_ ("How often each trial is measured, targets taking turns forth and back (1)"), N_ ("N") },
    { "timeout", 0, 0, G_OPTION_ARG_STRING, &self->timeout,
      N_ ("Seconds that a request may take (300)"), N_ ("S") },
    { "grace", 0, 0, G_OPTION_ARG_STRING, &self->grace,
      N_ ("Seconds that requests may go on after the end of a trial (30)"), N_ ("S") },
    { "cooldown", 0, 0, G_OPTION_ARG_STRING, &self->cooldown,
      N_ ("Seconds of rest between two trials (0)"), N_ ("S") },
    { "retries", 0, 0, G_OPTION_ARG_STRING, &self->retries,
      N_ ("How often a request is sent again that met no connection or status 429 or 503 (0)"),
      N_ ("N") },
    { "threads", 0, 0, G_OPTION_ARG_STRING, &self->threads,
      N_ ("Threads that measure (as many as the load needs)"), N_ ("N") },
    { "no-calibration", 0, 0, G_OPTION_ARG_NONE, &self->no_calibration,
      N_ ("Do not measure first what this computer adds to the figures"), NULL },
  };

  g_array_append_vals (entries, own, G_N_ELEMENTS (own));
}

static void
add_other_entries (PronyCliRunOptions *self, GArray *entries)
{
  const GOptionEntry own[] = {
    { "max-tokens", 0, 0, G_OPTION_ARG_STRING, &self->max_tokens,
      N_ ("Most tokens of an answer, instead of the scenario's"), N_ ("N") },
    { "temperature", 0, 0, G_OPTION_ARG_STRING, &self->temperature,
      N_ ("Temperature, instead of the scenario's"), N_ ("X") },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &self->seed,
      N_ ("Of everything that is drawn; with one, the next run sends the very same prompts (1)"),
      N_ ("N") },
    { "no-stream", 0, 0, G_OPTION_ARG_NONE, &self->no_stream,
      N_ ("Ask for answers as a whole instead of token by token"), NULL },
    { "order", 0, 0, G_OPTION_ARG_STRING, &self->order,
      N_ ("Targets one after another, or all at once"), N_ ("sequential|parallel") },
    { "slo", 0, 0, G_OPTION_ARG_STRING, &self->slo, N_ ("Objectives in milliseconds"),
      N_ ("ttft:MS,itl:MS,latency:MS") },
    { "price-per-hour", 0, 0, G_OPTION_ARG_STRING, &self->price,
      N_ ("What a target costs in an hour"), N_ ("X") },
    { "name", 0, 0, G_OPTION_ARG_STRING, &self->name, N_ ("How the run is called"), N_ ("NAME") },
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &self->output, N_ ("Write the run folder into DIR"),
      N_ ("DIR") },
    { "fail-on-errors", 0, 0, G_OPTION_ARG_STRING, &self->fail_on_errors,
      N_ ("Exit with status 1 when more than PCT percent of a trial's requests fail"), N_ ("PCT") },
  };

  g_array_append_vals (entries, own, G_N_ELEMENTS (own));
}

/**
 * prony_cli_run_options_parse:
 * @self: all zero; afterwards the options
 * @argc: as the command got it
 * @argv: as the command got it
 *
 * Returns: whether the options could be read; otherwise it has been said why not
 */
gboolean
prony_cli_run_options_parse (PronyCliRunOptions *self, int argc, char *argv[])
{
  g_autoptr (GArray) entries = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));

  add_target_entries (self, entries);
  prony_cli_load_options_add_entries (&self->load, entries);
  add_bound_entries (self, entries);
  add_other_entries (self, entries);

  return prony_cli_options_parse (
           &self->shared, PRONY_CLI_USES_STORE | PRONY_CLI_USES_KEY,
           (const GOptionEntry *) (gpointer) entries->data, NULL,
           _ ("Measures engines under the load of scenarios, and compares them."), argc, argv) &&
         prony_cli_options_check_arguments (&self->shared, 0, 0);
}

/**
 * prony_cli_run_options_clear:
 * @self: options
 */
void
prony_cli_run_options_clear (PronyCliRunOptions *self)
{
  prony_cli_options_clear (&self->shared);
  prony_cli_load_options_clear (&self->load);
  g_strfreev (self->targets);
  g_strfreev (self->scenarios);
  g_free (self->output);
  g_free (self->name);
  g_free (self->duration);
  g_free (self->requests);
  g_free (self->iterations);
  g_free (self->warmup);
  g_free (self->max_tokens);
  g_free (self->temperature);
  g_free (self->seed);
  g_free (self->timeout);
  g_free (self->grace);
  g_free (self->cooldown);
  g_free (self->repeat);
  g_free (self->retries);
  g_free (self->threads);
  g_free (self->order);
  g_free (self->slo);
  g_free (self->price);
  g_free (self->fail_on_errors);
}

/* --- What is more than a number ----------------------------------------------- */

static gboolean
take_order (const char *text, PronyOrder *order, GError **error)
{
  if (text == NULL || strcmp (text, "sequential") == 0)
    *order = PRONY_ORDER_SEQUENTIAL;
  else if (strcmp (text, "parallel") == 0)
    *order = PRONY_ORDER_PARALLEL;
  else
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                   _ ("--order: “%s” is neither sequential nor parallel."), text);
      return FALSE;
    }
  return TRUE;
}

static gboolean
take_slo (const char *text, PronyPlan *plan, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *colon = strchr (parts[i], ':');
      double *place = NULL;
      double ms = 0;

      if (colon != NULL)
        *colon = '\0';
      if (strcmp (parts[i], "ttft") == 0)
        place = &plan->slo_ttft_s;
      else if (strcmp (parts[i], "itl") == 0)
        place = &plan->slo_itl_s;
      else if (strcmp (parts[i], "latency") == 0)
        place = &plan->slo_latency_s;

      if (place == NULL || colon == NULL)
        {
          g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                       _ ("--slo: “%s” is not a list of objectives in milliseconds, such as "
                          "ttft:300,itl:50,latency:5000."),
                       text);
          return FALSE;
        }
      if (!prony_cli_take_double ("--slo", colon + 1, 0.001, PRONY_CLI_MAX_SECONDS * 1000, &ms,
                                  error))
        return FALSE;
      *place = ms / 1000;
    }
  return TRUE;
}

static gboolean
take_scenarios (char **names, PronyPlan *plan, GError **error)
{
  if (names == NULL || names[0] == NULL)
    {
      GPtrArray *core = prony_scenario_catalog_core (error);

      if (core == NULL)
        return FALSE;
      g_ptr_array_extend_and_steal (plan->scenarios, core);
      return TRUE;
    }

  for (guint i = 0; names[i] != NULL; i++)
    {
      PronyScenario *scenario = prony_scenario_catalog_find (names[i], error);

      if (scenario == NULL)
        return FALSE;
      g_ptr_array_add (plan->scenarios, scenario);
      for (guint j = 0; j + 1 < plan->scenarios->len; j++)
        if (strcmp (((PronyScenario *) g_ptr_array_index (plan->scenarios, j))->name,
                    scenario->name) == 0)
          {
            g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                         _ ("--scenario: “%s” is there twice."), scenario->name);
            return FALSE;
          }
    }
  return TRUE;
}

static gboolean
take_seconds (const char *option, const char *text, double low, double *value, GError **error)
{
  return prony_cli_take_double (option, text, low, PRONY_CLI_MAX_SECONDS, value, error);
}

static gboolean
take_number (const char *option, const char *text, guint low, guint *value, GError **error)
{
  return prony_cli_take_count (option, text, low, PRONY_CLI_MAX_COUNT, value, error);
}

static gboolean
take_bounds (PronyCliRunOptions *self, PronyPlan *plan, GError **error)
{
  gboolean is_closed = self->load.rate == NULL && self->load.trace == NULL;

  if (!take_seconds ("--duration", self->duration, 0.001, &plan->duration_s, error) ||
      !take_number ("--requests", self->requests, 1, &plan->requests, error) ||
      !take_number ("--iterations", self->iterations, 1, &plan->iterations, error) ||
      !take_number ("--warmup", self->warmup, 0, &plan->warmup, error) ||
      !prony_cli_take_count ("--repeat", self->repeat, 1, PRONY_PLAN_MAX_REPEATS, &plan->repeats,
                             error) ||
      !take_seconds ("--timeout", self->timeout, 0.001, &plan->timeout_s, error) ||
      !take_seconds ("--grace", self->grace, 0, &plan->grace_s, error) ||
      !take_seconds ("--cooldown", self->cooldown, 0, &plan->cooldown_s, error))
    return FALSE;

  if (self->load.sweep && plan->repeats > 1)
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                   _ ("--repeat: a sweep measures each load once. It does not go with repeats."));
      return FALSE;
    }

  /* What is given on the command line takes the place of what scenarios say. */
  plan->own_bounds = plan->duration_s == 0 && plan->requests == 0 && plan->iterations == 0;
  plan->own_warmup = self->warmup == NULL;
  if (is_closed && plan->own_bounds)
    plan->iterations = 1;
  return TRUE;
}

/* What a request asks, and how it is measured. */
static gboolean
take_settings (PronyCliRunOptions *self, PronyPlan *plan, GError **error)
{
  plan->name = g_strdup (self->name);
  plan->stream = !self->no_stream;
  plan->calibrate = !self->no_calibration;
  plan->repeatable = self->seed != NULL;
  return take_number ("--max-tokens", self->max_tokens, 1, &plan->max_tokens, error) &&
         prony_cli_take_double ("--temperature", self->temperature, 0, 2, &plan->temperature,
                                error) &&
         prony_cli_take_int ("--seed", self->seed, 0, G_MAXINT64, &plan->seed, error) &&
         prony_cli_take_count ("--retries", self->retries, 0, MAX_RETRIES, &plan->retries, error) &&
         prony_cli_take_count ("--threads", self->threads, 1, MAX_THREADS, &plan->threads, error) &&
         take_order (self->order, &plan->order, error) && take_slo (self->slo, plan, error) &&
         prony_cli_take_double ("--price-per-hour", self->price, 0, 1e9, &plan->price_per_hour,
                                error);
}

/**
 * prony_cli_run_options_make_plan:
 * @self: the options
 * @error: return location for %PRONY_ERROR_INPUT, %PRONY_ERROR_NOT_FOUND or
 *   %PRONY_ERROR_SCENARIO
 *
 * Checks the options. Reads scenario files and a trace.
 *
 * Returns: (transfer full) (nullable): a plan that lacks only its targets
 */
PronyPlan *
prony_cli_run_options_make_plan (PronyCliRunOptions *self, GError **error)
{
  g_autoptr (PronyPlan) plan = prony_plan_new ();

  self->max_failed_percent = 100;
  plan->own_loads = !prony_cli_load_options_any_load (&self->load);
  if (!take_scenarios (self->scenarios, plan, error) || !take_bounds (self, plan, error) ||
      !prony_cli_load_options_apply (&self->load, plan, error) ||
      !take_settings (self, plan, error) ||
      !prony_cli_take_double ("--fail-on-errors", self->fail_on_errors, 0, 100,
                              &self->max_failed_percent, error))
    return NULL;

  return g_steal_pointer (&plan);
}
