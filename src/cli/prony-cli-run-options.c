/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "base/prony-error.h"
#include "cli/prony-cli-run-options.h"
#include "core/scenarios/prony-scenario-catalog.h"

/* Above these a number is a slip of the finger. */
#define MAX_COUNT 100000000
#define MAX_CONCURRENCY PRONY_LOAD_MAX_CONCURRENCY
#define MAX_SECONDS (366 * 24 * 3600.0)

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
  const GOptionEntry entries[] = {
    { "target", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->targets,
      N_ ("What to measure; give it again for more"),
      N_ ("name=NAME,url=URL,model=MODEL,api=API") },
    { "scenario", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->scenarios,
      N_ ("What to ask; the four core scenarios by default"), N_ ("NAME|FILE") },
    { "concurrency", 0, 0, G_OPTION_ARG_STRING, &self->concurrency,
      N_ ("How many requests at once, a trial each (1)"), N_ ("N,N,…") },
    { "duration", 0, 0, G_OPTION_ARG_STRING, &self->duration, N_ ("Seconds of a trial"), N_ ("S") },
    { "requests", 0, 0, G_OPTION_ARG_STRING, &self->requests, N_ ("Requests of a trial"),
      N_ ("N") },
    { "iterations", 0, 0, G_OPTION_ARG_STRING, &self->iterations,
      N_ ("How often each stream goes through the prompts (1, if nothing else bounds a trial)"),
      N_ ("N") },
    { "warmup", 0, 0, G_OPTION_ARG_STRING, &self->warmup,
      N_ ("Requests of each stream before a trial (1)"), N_ ("N") },
    { "max-tokens", 0, 0, G_OPTION_ARG_STRING, &self->max_tokens,
      N_ ("Most tokens of an answer, instead of the scenario's"), N_ ("N") },
    { "temperature", 0, 0, G_OPTION_ARG_STRING, &self->temperature,
      N_ ("Temperature, instead of the scenario's"), N_ ("X") },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &self->seed, N_ ("Of everything that is drawn (1)"),
      N_ ("N") },
    { "timeout", 0, 0, G_OPTION_ARG_STRING, &self->timeout,
      N_ ("Seconds that a request may take (300)"), N_ ("S") },
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
    G_OPTION_ENTRY_NULL,
  };

  return prony_cli_options_parse (
           &self->shared, PRONY_CLI_USES_STORE | PRONY_CLI_USES_KEY, entries, NULL,
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
  g_strfreev (self->targets);
  g_strfreev (self->scenarios);
  g_free (self->output);
  g_free (self->name);
  g_free (self->concurrency);
  g_free (self->duration);
  g_free (self->requests);
  g_free (self->iterations);
  g_free (self->warmup);
  g_free (self->max_tokens);
  g_free (self->temperature);
  g_free (self->seed);
  g_free (self->timeout);
  g_free (self->order);
  g_free (self->slo);
  g_free (self->price);
  g_free (self->fail_on_errors);
}

/* --- Numbers: written in the C locale, since scripts write them -------------- */

static gboolean
take_int (
  const char *option, const char *text, gint64 low, gint64 high, gint64 *value, GError **error)
{
  g_autofree char *least = NULL;
  g_autofree char *most = NULL;

  if (text == NULL || g_ascii_string_to_signed (text, 10, low, high, value, NULL))
    return TRUE;

  least = g_strdup_printf ("%" G_GINT64_FORMAT, low);
  most = g_strdup_printf ("%" G_GINT64_FORMAT, high);
  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
               /* Translators: an option, what was given, least, most */
               _ ("%s: “%s” is not a whole number from %s to %s."), option, text, least, most);
  return FALSE;
}

static gboolean
take_count (const char *option, const char *text, guint low, guint *value, GError **error)
{
  gint64 number = *value;

  if (!take_int (option, text, low, MAX_COUNT, &number, error))
    return FALSE;
  *value = (guint) number;
  return TRUE;
}

static gboolean
take_double (
  const char *option, const char *text, double low, double high, double *value, GError **error)
{
  double number;
  char *end;

  if (text == NULL)
    return TRUE;

  number = g_ascii_strtod (text, &end);
  if (end != text && *end == '\0' && isfinite (number) && number >= low && number <= high)
    {
      *value = number;
      return TRUE;
    }

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
               /* Translators: an option, what was given, least, most */
               _ ("%s: “%s” is not a number from %g to %g."), option, text, low, high);
  return FALSE;
}

/* --- What is more than a number ----------------------------------------------- */

static gboolean
take_concurrency (const char *text, GArray *levels, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "1", ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      PronyLoadLevel load;
      guint64 number;
      guint level;

      if (!g_ascii_string_to_unsigned (parts[i], 10, 1, MAX_CONCURRENCY, &number, NULL))
        {
          g_set_error (
            error, PRONY_ERROR, PRONY_ERROR_INPUT,
            _ ("--concurrency: “%s” is not a list of whole numbers from 1 to %d, such as "
               "1,5,10."),
            text, MAX_CONCURRENCY);
          return FALSE;
        }
      level = (guint) number;
      for (guint j = 0; j < levels->len; j++)
        if (g_array_index (levels, PronyLoadLevel, j).concurrency == level)
          {
            g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                         _ ("--concurrency: %u is there twice."), level);
            return FALSE;
          }
      load = prony_load_level_closed (level);
      g_array_append_val (levels, load);
    }
  if (levels->len > 0)
    return TRUE;

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT, _ ("--concurrency: there is no number."));
  return FALSE;
}

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
      if (!take_double ("--slo", colon + 1, 0.001, MAX_SECONDS * 1000, &ms, error))
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
take_bounds (PronyCliRunOptions *self, PronyPlan *plan, GError **error)
{
  if (!take_double ("--duration", self->duration, 0.001, MAX_SECONDS, &plan->duration_s, error) ||
      !take_count ("--requests", self->requests, 1, &plan->requests, error) ||
      !take_count ("--iterations", self->iterations, 1, &plan->iterations, error))
    return FALSE;

  if (plan->duration_s == 0 && plan->requests == 0 && plan->iterations == 0)
    plan->iterations = 1;
  return TRUE;
}

/**
 * prony_cli_run_options_make_plan:
 * @self: the options
 * @error: return location for %PRONY_ERROR_INPUT, %PRONY_ERROR_NOT_FOUND or
 *   %PRONY_ERROR_SCENARIO
 *
 * Checks the options. Reads scenario files.
 *
 * Returns: (transfer full) (nullable): a plan that lacks only its targets
 */
PronyPlan *
prony_cli_run_options_make_plan (PronyCliRunOptions *self, GError **error)
{
  g_autoptr (PronyPlan) plan = prony_plan_new ();

  plan->name = g_strdup (self->name);
  plan->stream = !self->no_stream;
  self->max_failed_percent = 100;
  if (!take_scenarios (self->scenarios, plan, error) ||
      !take_concurrency (self->concurrency, plan->levels, error) ||
      !take_bounds (self, plan, error) ||
      !take_count ("--warmup", self->warmup, 0, &plan->warmup, error) ||
      !take_count ("--max-tokens", self->max_tokens, 1, &plan->max_tokens, error) ||
      !take_double ("--temperature", self->temperature, 0, 2, &plan->temperature, error) ||
      !take_int ("--seed", self->seed, 0, G_MAXINT64, &plan->seed, error) ||
      !take_double ("--timeout", self->timeout, 0.001, MAX_SECONDS, &plan->timeout_s, error) ||
      !take_order (self->order, &plan->order, error) || !take_slo (self->slo, plan, error) ||
      !take_double ("--price-per-hour", self->price, 0, 1e9, &plan->price_per_hour, error) ||
      !take_double ("--fail-on-errors", self->fail_on_errors, 0, 100, &self->max_failed_percent,
                    error))
    return NULL;

  return g_steal_pointer (&plan);
}
