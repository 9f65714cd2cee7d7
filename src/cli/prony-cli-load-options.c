/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "base/prony-error.h"
#include "cli/prony-cli-load-options.h"
#include "cli/prony-cli-numbers.h"

#define MIN_SPEED 0.001
#define MAX_SPEED 100000.0

/**
 * prony_cli_load_options_add_entries:
 * @self: where the options go; must outlive @entries
 * @entries: (element-type GOptionEntry): is added to
 */
void
prony_cli_load_options_add_entries (PronyCliLoadOptions *self, GArray *entries)
{
  const GOptionEntry own[] = {
    { "concurrency", 0, 0, G_OPTION_ARG_STRING, &self->concurrency,
      N_ (
        "How many requests at once, a trial each (the scenario's own load, or 1); 1..64 is a ramp"),
      N_ ("N,N,…") },
    { "think-time", 0, 0, G_OPTION_ARG_STRING, &self->think_time,
      N_ ("Seconds that each of them waits between two requests (0)"), N_ ("S") },
    { "rate", 0, 0, G_OPTION_ARG_STRING, &self->rate,
      N_ ("Instead: how many requests a second, however fast they are answered; 2..20 is a ramp"),
      N_ ("X,X,…") },
    { "arrival", 0, 0, G_OPTION_ARG_STRING, &self->arrival,
      N_ ("How they arrive (poisson, or gamma with --burstiness)"), N_ ("constant|poisson|gamma") },
    { "burstiness", 0, 0, G_OPTION_ARG_STRING, &self->burstiness,
      N_ ("Shape of gamma arrivals: 1 is Poisson, less is burstier (1)"), N_ ("B") },
    { "max-concurrency", 0, 0, G_OPTION_ARG_STRING, &self->max_concurrency,
      N_ ("Most requests at once of a rate or trace (any number)"), N_ ("N") },
    { "ramp", 0, 0, G_OPTION_ARG_STRING, &self->ramp,
      N_ ("Seconds that a ramp takes (the duration)"), N_ ("S") },
    { "sweep", 0, 0, G_OPTION_ARG_NONE, &self->sweep,
      N_ ("Find how many requests at once bring the most, from --concurrency on"), NULL },
    { "sweep-max", 0, 0, G_OPTION_ARG_STRING, &self->sweep_max,
      N_ ("Most requests at once that a sweep tries (1024)"), N_ ("N") },
    { "trace", 0, 0, G_OPTION_ARG_FILENAME, &self->trace,
      N_ ("Instead: replay the times and lengths of a recorded load"), N_ ("FILE") },
    { "speed", 0, 0, G_OPTION_ARG_STRING, &self->speed,
      N_ ("How many times faster than it was recorded (1)"), N_ ("X") },
  };

  g_array_append_vals (entries, own, G_N_ELEMENTS (own));
}

/**
 * prony_cli_load_options_clear:
 * @self: options
 */
void
prony_cli_load_options_clear (PronyCliLoadOptions *self)
{
  g_free (self->concurrency);
  g_free (self->rate);
  g_free (self->arrival);
  g_free (self->burstiness);
  g_free (self->max_concurrency);
  g_free (self->ramp);
  g_free (self->sweep_max);
  g_free (self->trace);
  g_free (self->speed);
  g_free (self->think_time);
}

/* --- What goes together ------------------------------------------------------- */

static gboolean
refuse (const char *sentence, GError **error)
{
  g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT, _ (sentence));
  return FALSE;
}

static const char *
find_clash (const PronyCliLoadOptions *self)
{
  if ((self->concurrency != NULL) + (self->rate != NULL) + (self->trace != NULL) > 1)
    return N_ ("--concurrency, --rate and --trace are three kinds of load: give one of them.");
  if (self->sweep && (self->rate != NULL || self->trace != NULL))
    return N_ ("--sweep looks for a number of requests at once: it does not go with --rate or "
               "--trace.");
  if (self->sweep_max != NULL && !self->sweep)
    return N_ ("--sweep-max is the end of a sweep: give --sweep, too.");
  if (self->arrival != NULL && self->rate == NULL)
    return N_ ("--arrival says how the requests of a rate arrive: give --rate, too.");
  if (self->burstiness != NULL && self->rate == NULL)
    return N_ ("--burstiness says how the requests of a rate arrive: give --rate, too.");
  if (self->burstiness != NULL && self->arrival != NULL && strcmp (self->arrival, "gamma") != 0)
    return N_ ("--burstiness is the shape of gamma arrivals: give --arrival gamma.");
  if (self->max_concurrency != NULL && self->rate == NULL && self->trace == NULL)
    return N_ ("--max-concurrency bounds a --rate or --trace; --concurrency is a load of its own.");
  if (self->speed != NULL && self->trace == NULL)
    return N_ ("--speed is that of a replay: give --trace, too.");
  if (self->think_time != NULL && (self->rate != NULL || self->trace != NULL))
    return N_ ("--think-time is a wait after an answer, which --rate and --trace do not wait for.");

  return NULL;
}

/* Iterations are counted by stream, which only a closed loop has. */
static const char *
find_bound_mistake (const PronyCliLoadOptions *self, const PronyPlan *plan)
{
  if (self->rate == NULL && self->trace == NULL)
    return NULL;
  if (plan->iterations > 0)
    return N_ ("--iterations are those of each of --concurrency: a --rate or --trace is bounded "
               "by --duration or --requests.");
  if (self->rate != NULL && plan->duration_s == 0 && plan->requests == 0)
    return N_ ("--rate has no end of its own: give --duration or --requests, too.");

  return NULL;
}

/* --- Loads -------------------------------------------------------------------- */

static gboolean
refuse_list (const char *option, const char *text, GError **error)
{
  if (strcmp (option, "--rate") == 0)
    g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                 _ ("--rate: “%s” is not a list of numbers over 0 and at most %.0f, such as 2,4,8 "
                    "or 2..20."),
                 text, PRONY_LOAD_MAX_RATE);
  else
    g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                 _ ("--concurrency: “%s” is not a list of whole numbers from 1 to %d, such as "
                    "1,5,10 or 1..64."),
                 text, PRONY_LOAD_MAX_CONCURRENCY);
  return FALSE;
}

static gboolean
is_ramp (const PronyLoadLevel *load)
{
  return load->from_concurrency > 0 || isfinite (load->from_rate);
}

/* Adds @base with each of the numbers that @text lists. */
static gboolean
take_list (
  const char *option, const char *text, PronyLoadLevel base, GArray *levels, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  double ramp_s = base.ramp_s;

  if (parts[0] == NULL)
    return refuse_list (option, text, error);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      PronyLoadLevel load = base;

      if (!prony_load_level_parse (&load, parts[i]))
        return refuse_list (option, text, error);
      load.ramp_s = is_ramp (&load) ? ramp_s : 0;
      for (guint j = 0; j < levels->len; j++)
        if (prony_load_level_equal (&g_array_index (levels, PronyLoadLevel, j), &load))
          {
            g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                         /* Translators: an option and a value of it */
                         _ ("%s: %s is there twice."), option, parts[i]);
            return FALSE;
          }
      g_array_append_val (levels, load);
    }
  return TRUE;
}

/* A ramp takes the whole trial unless it is told otherwise. */
static gboolean
check_ramps (PronyCliLoadOptions *self, PronyPlan *plan, GError **error)
{
  gboolean any = FALSE;

  for (guint i = 0; i < plan->levels->len; i++)
    any = any || is_ramp (&g_array_index (plan->levels, PronyLoadLevel, i));

  if (!any && self->ramp != NULL)
    return refuse (N_ ("--ramp is the length of a ramp, but no load is one, such as "
                       "--concurrency 1..64 or --rate 2..20."),
                   error);
  if (any && self->ramp == NULL && plan->duration_s == 0)
    return refuse (N_ ("A ramp takes time: give --ramp or --duration, too."), error);
  if (any && plan->sweep)
    return refuse (N_ ("--sweep begins with one number of --concurrency, not with a ramp."), error);
  return TRUE;
}

static gboolean
take_open (PronyCliLoadOptions *self, double ramp_s, PronyPlan *plan, GError **error)
{
  PronyLoadLevel base = prony_load_level_open (NAN, PRONY_ARRIVAL_POISSON);

  if (self->burstiness != NULL)
    base.arrival = PRONY_ARRIVAL_GAMMA;
  if (self->arrival != NULL && !prony_arrival_pattern_from_string (self->arrival, &base.arrival))
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                   _ ("--arrival: “%s” is neither constant nor poisson nor gamma."), self->arrival);
      return FALSE;
    }

  base.ramp_s = ramp_s;
  return prony_cli_take_double ("--burstiness", self->burstiness, PRONY_LOAD_MIN_BURSTINESS,
                                PRONY_LOAD_MAX_BURSTINESS, &base.burstiness, error) &&
         prony_cli_take_count ("--max-concurrency", self->max_concurrency, 1,
                               PRONY_LOAD_MAX_CONCURRENCY, &base.concurrency, error) &&
         take_list ("--rate", self->rate, base, plan->levels, error);
}

static gboolean
take_trace (PronyCliLoadOptions *self, PronyPlan *plan, GError **error)
{
  PronyLoadLevel load = prony_load_level_trace (1);

  if (!prony_cli_take_double ("--speed", self->speed, MIN_SPEED, MAX_SPEED, &load.speed, error) ||
      !prony_cli_take_count ("--max-concurrency", self->max_concurrency, 1,
                             PRONY_LOAD_MAX_CONCURRENCY, &load.concurrency, error))
    return FALSE;

  plan->trace = prony_trace_read (self->trace, error);
  if (plan->trace == NULL)
    {
      g_prefix_error (error, "--trace: ");
      return FALSE;
    }
  prony_plan_add_level (plan, load);
  return TRUE;
}

static gboolean
take_closed (PronyCliLoadOptions *self, double ramp_s, PronyPlan *plan, GError **error)
{
  PronyLoadLevel base = prony_load_level_closed (1);
  guint first;

  base.ramp_s = ramp_s;
  plan->sweep = self->sweep;
  if (!prony_cli_take_double ("--think-time", self->think_time, 0, PRONY_CLI_MAX_SECONDS,
                              &plan->think_s, error) ||
      !take_list ("--concurrency", self->concurrency != NULL ? self->concurrency : "1", base,
                  plan->levels, error))
    return FALSE;
  if (!self->sweep)
    return TRUE;
  if (plan->levels->len != 1)
    return refuse (N_ ("--sweep begins with one number of --concurrency and finds the others."),
                   error);

  first = g_array_index (plan->levels, PronyLoadLevel, 0).concurrency;
  plan->sweep_max = MAX (plan->sweep_max, first);
  return prony_cli_take_count ("--sweep-max", self->sweep_max, first, PRONY_LOAD_MAX_CONCURRENCY,
                               &plan->sweep_max, error);
}

/**
 * prony_cli_load_options_any_load:
 * @self: options
 *
 * Returns: whether they name a load; otherwise, that of a scenario is used where it names
 *   one, and one request at a time where it does not
 */
gboolean
prony_cli_load_options_any_load (const PronyCliLoadOptions *self)
{
  return self->concurrency != NULL || self->rate != NULL || self->trace != NULL || self->sweep;
}

/**
 * prony_cli_load_options_apply:
 * @self: options
 * @plan: a plan whose bounds are set, as far as they were given; gets its loads
 * @error: return location for %PRONY_ERROR_INPUT
 *
 * Checks the options. Reads a trace.
 *
 * Returns: whether they make loads
 */
gboolean
prony_cli_load_options_apply (PronyCliLoadOptions *self, PronyPlan *plan, GError **error)
{
  const char *mistake = find_clash (self);
  double ramp_s = plan->duration_s;
  gboolean good;

  if (mistake != NULL)
    return refuse (mistake, error);
  if (!prony_cli_take_double ("--ramp", self->ramp, 0.001, PRONY_CLI_MAX_SECONDS, &ramp_s, error))
    return FALSE;

  if (self->rate != NULL)
    good = take_open (self, ramp_s, plan, error);
  else if (self->trace != NULL)
    good = take_trace (self, plan, error);
  else
    good = take_closed (self, ramp_s, plan, error);

  mistake = find_bound_mistake (self, plan);
  if (good && mistake != NULL)
    return refuse (mistake, error);
  return good && check_ramps (self, plan, error);
}
