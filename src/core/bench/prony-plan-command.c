/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/prony-error.h"
#include "base/prony-format.h"
#include "core/bench/prony-command-choice.h"
#include "core/bench/prony-plan-command.h"
#include "core/scenarios/prony-scenario-catalog.h"

/* Needs no quotes in any shell. */
#define PLAIN_CHARACTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-"

typedef struct
{
  PronyPlan *plan;
  PronyPlan *usual; /* what is the same here need not be said */
  PronyCommandChoice named;
  GString *text;
  GError *error; /* the first thing that no command says */
} Command;

/* Returns: FALSE, so that it can be returned */
static gboolean
refuse (Command *self, const char *reason)
{
  if (self->error == NULL)
    /* Translators: %s is a sentence that says why */
    self->error = g_error_new (PRONY_ERROR, PRONY_ERROR_INPUT,
                               _ ("This plan is more than one command can say. %s"), reason);
  return FALSE;
}

/* --- Options ------------------------------------------------------------------------- */

static void
add_word (Command *self, const char *word)
{
  g_autofree char *quoted = NULL;

  if (*word == '\0' || word[strspn (word, PLAIN_CHARACTERS)] != '\0')
    quoted = g_shell_quote (word);
  g_string_append_printf (self->text, " %s", quoted != NULL ? quoted : word);
}

static void
add_text (Command *self, const char *option, const char *value)
{
  g_string_append_printf (self->text, " %s", option);
  add_word (self, value);
}

static void
add_double (Command *self, const char *option, double value, double usual)
{
  g_autofree char *text = NULL;

  if (value == usual || isnan (value))
    return;

  text = prony_format_c_double (value);
  add_text (self, option, text);
}

static void
add_count (Command *self, const char *option, guint value, guint usual)
{
  if (value != usual)
    g_string_append_printf (self->text, " %s %u", option, value);
}

static void
add_switch (Command *self, const char *option, gboolean on)
{
  if (on)
    g_string_append_printf (self->text, " %s", option);
}

/* --- Targets and scenarios ----------------------------------------------------------- */

static gboolean
append_value (Command *self, GString *text, const char *key, const char *value)
{
  g_autofree char *reason = NULL;

  if (value == NULL || *value == '\0')
    return TRUE;

  g_string_append_printf (text, "%s%s=%s", text->len > 0 ? "," : "", key, value);
  if (strchr (value, ',') == NULL)
    return TRUE;

  /* Translators: %s is a name, an address, a model or a file */
  reason = g_strdup_printf (_ ("“%s” has a comma, which would end it there."), value);
  return refuse (self, reason);
}

/* What it is called, unless that goes without saying. */
static const char *
get_name (PronyTarget *target)
{
  return g_strcmp0 (target->name, prony_engine_kind_to_string (target->engine->kind)) != 0
           ? target->name
           : NULL;
}

static gboolean
add_target (Command *self, PronyTarget *target)
{
  g_autoptr (GString) text = g_string_new (NULL);
  PronyEngineSpec *engine = target->engine;
  gboolean good = append_value (self, text, "name", get_name (target));

  good &= append_value (self, text, "url", engine->url);
  good &= append_value (self, text, "model", target->model);
  if (engine->api != PRONY_API_AUTO)
    good &= append_value (self, text, "api", prony_api_to_string (engine->api));
  good &= append_value (self, text, "path", engine->path);
  good &= append_value (self, text, "models-path", engine->models_path);
  good &= append_value (self, text, "ca-file", engine->ca_file);
  if (engine->tls_insecure)
    good &= append_value (self, text, "insecure", "yes");
  good &= append_value (self, text, "tokenizer", target->vocabulary);
  if (engine->request_timeout_s > 0)
    {
      g_autofree char *timeout = prony_format_c_double (engine->request_timeout_s);

      good &= append_value (self, text, "timeout", timeout);
    }

  add_text (self, "--target", text->str);
  return good;
}

static gboolean
add_scenario (Command *self, PronyScenario *scenario)
{
  if (!scenario->shipped && (scenario->file == NULL || scenario->kept))
    {
      g_autofree char *reason =
        /* Translators: %s is the title of a scenario */
        g_strdup_printf (_ ("“%s” is asked as it was in an earlier run, and that is in no file."),
                         scenario->title != NULL ? prony_scenario_translate (scenario->title)
                                                 : scenario->name);

      return refuse (self, reason);
    }

  add_text (self, "--scenario", scenario->shipped ? scenario->name : scenario->file);
  return TRUE;
}

static gboolean
is_core (GPtrArray *scenarios)
{
  static const char *const names[] = { "short-long", "long-short", "long-long", "short-short" };

  if (scenarios->len != G_N_ELEMENTS (names))
    return FALSE;

  for (guint i = 0; i < scenarios->len; i++)
    {
      PronyScenario *scenario = g_ptr_array_index (scenarios, i);

      if (!scenario->shipped || !g_str_equal (scenario->name, names[i]))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_subjects (Command *self)
{
  PronyPlan *plan = self->plan;
  gboolean good = TRUE;

  for (guint i = 0; i < plan->targets->len; i++)
    good &= add_target (self, g_ptr_array_index (plan->targets, i));
  if (is_core (plan->scenarios))
    return good;

  for (guint i = 0; i < plan->scenarios->len; i++)
    good &= add_scenario (self, g_ptr_array_index (plan->scenarios, i));
  return good;
}

/* --- Loads --------------------------------------------------------------------------- */

static gboolean
is_ramp (const PronyLoadLevel *level)
{
  return level->from_concurrency > 0 || isfinite (level->from_rate);
}

/* Whether one set of options says how both are asked, but for how much. */
static gboolean
goes_with (const PronyLoadLevel *level, const PronyLoadLevel *first)
{
  return level->kind == first->kind && level->arrival == first->arrival &&
         level->burstiness == first->burstiness &&
         (level->kind == PRONY_LOAD_CLOSED || level->concurrency == first->concurrency);
}

static gboolean
is_twice (GArray *levels, guint index)
{
  for (guint i = 0; i < index; i++)
    if (prony_load_level_equal (&g_array_index (levels, PronyLoadLevel, i),
                                &g_array_index (levels, PronyLoadLevel, index)))
      return TRUE;

  return FALSE;
}

/* Such as "1,8" or "2..20"; in @ramp_s how long a ramp lasts, NAN without one. */
static char *
list_levels (GArray *levels, double *ramp_s)
{
  g_autoptr (GString) list = g_string_new (NULL);
  const PronyLoadLevel *first = &g_array_index (levels, PronyLoadLevel, 0);

  *ramp_s = NAN;
  for (guint i = 0; i < levels->len; i++)
    {
      const PronyLoadLevel *level = &g_array_index (levels, PronyLoadLevel, i);
      gboolean closed = level->kind == PRONY_LOAD_CLOSED;
      g_autofree char *to = prony_format_c_double (prony_load_level_get_value (level));
      g_autofree char *from =
        prony_format_c_double (closed ? level->from_concurrency : level->from_rate);

      if (!goes_with (level, first) || is_twice (levels, i) ||
          (is_ramp (level) && isfinite (*ramp_s) && level->ramp_s != *ramp_s))
        return NULL;
      if (is_ramp (level))
        *ramp_s = level->ramp_s;
      g_string_append_printf (list, "%s%s%s%s", i > 0 ? "," : "", is_ramp (level) ? from : "",
                              is_ramp (level) ? ".." : "", to);
    }

  return g_string_free (g_steal_pointer (&list), FALSE);
}

static void
add_arrivals (Command *self, const PronyLoadLevel *level)
{
  if (level->arrival == PRONY_ARRIVAL_GAMMA && level->burstiness != 1)
    add_double (self, "--burstiness", level->burstiness, 1);
  else if (level->arrival != PRONY_ARRIVAL_POISSON)
    add_text (self, "--arrival", prony_arrival_pattern_to_string (level->arrival));
}

static gboolean
add_loads (Command *self)
{
  PronyPlan *plan = self->plan;
  GArray *levels = plan->levels;
  const PronyLoadLevel *first = &g_array_index (levels, PronyLoadLevel, 0);
  double ramp_s;
  g_autofree char *list = list_levels (levels, &ramp_s);

  if (list == NULL || (first->kind == PRONY_LOAD_TRACE && levels->len > 1))
    return refuse (self, _ ("Its loads are of different kinds, or one of them is there twice."));
  if (first->kind == PRONY_LOAD_TRACE)
    {
      add_text (self, "--trace", plan->trace->path);
      add_double (self, "--speed", first->speed, 1);
    }
  else
    {
      if (!plan->sweep || first->concurrency != 1)
        add_text (self, first->kind == PRONY_LOAD_OPEN ? "--rate" : "--concurrency", list);
      add_double (self, "--ramp", ramp_s, plan->duration_s);
    }
  if (first->kind == PRONY_LOAD_OPEN)
    add_arrivals (self, first);
  if (first->kind != PRONY_LOAD_CLOSED)
    add_count (self, "--max-concurrency", first->concurrency, 0);
  add_switch (self, "--sweep", plan->sweep);
  if (plan->sweep)
    add_count (self, "--sweep-max", plan->sweep_max,
               MAX (self->usual->sweep_max, first->concurrency));
  return TRUE;
}

/* --- Bounds and settings ------------------------------------------------------------- */

static void
add_bounds (Command *self)
{
  PronyPlan *plan = self->plan;
  PronyPlan *usual = self->usual;
  gboolean closed = !self->named.loads || prony_command_is_closed (plan->levels);

  if (self->named.bounds)
    {
      add_double (self, "--duration", plan->duration_s, 0);
      add_count (self, "--requests", plan->requests, 0);
      if (closed)
        add_count (self, "--iterations", plan->iterations, 0);
    }
  if (self->named.warmup)
    add_count (self, "--warmup", plan->warmup, G_MAXUINT);
  add_double (self, "--timeout", plan->timeout_s, usual->timeout_s);
  add_double (self, "--grace", plan->grace_s, usual->grace_s);
  add_count (self, "--repeat", plan->repeats, usual->repeats);
  add_double (self, "--cooldown", plan->cooldown_s, usual->cooldown_s);
  if (closed)
    add_double (self, "--think-time", plan->think_s, usual->think_s);
}

static void
add_objectives (Command *self)
{
  const struct
  {
    const char *name;
    double seconds;
  } objectives[] = {
    { "ttft", self->plan->slo_ttft_s },
    { "itl", self->plan->slo_itl_s },
    { "latency", self->plan->slo_latency_s },
  };
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (objectives); i++)
    {
      g_autofree char *ms = prony_format_c_double (objectives[i].seconds * 1000);

      if (isfinite (objectives[i].seconds))
        g_string_append_printf (list, "%s%s:%s", list->len > 0 ? "," : "", objectives[i].name, ms);
    }
  if (list->len > 0)
    add_text (self, "--slo", list->str);
}

static void
add_settings (Command *self)
{
  PronyPlan *plan = self->plan;
  PronyPlan *usual = self->usual;

  add_count (self, "--retries", plan->retries, usual->retries);
  add_count (self, "--threads", plan->threads, usual->threads);
  add_switch (self, "--no-calibration", !plan->calibrate);
  add_count (self, "--max-tokens", plan->max_tokens, usual->max_tokens);
  add_double (self, "--temperature", plan->temperature, usual->temperature);
  if (plan->repeatable)
    g_string_append_printf (self->text, " --seed %" G_GINT64_FORMAT, plan->seed);
  add_switch (self, "--no-stream", !plan->stream);
  if (plan->order == PRONY_ORDER_PARALLEL)
    add_text (self, "--order", "parallel");
  add_objectives (self);
  add_double (self, "--price-per-hour", plan->price_per_hour, usual->price_per_hour);
  if (plan->name != NULL && *plan->name != '\0')
    add_text (self, "--name", plan->name);
}

static gboolean
check_settings (Command *self)
{
  PronyPlan *plan = self->plan;

  if (plan->timeout_s <= 0)
    return refuse (self, _ ("Its requests may take any time."));
  if (plan->repeatable ? plan->seed < 0 : plan->seed != self->usual->seed)
    return refuse (self, _ ("Only prompts that are the same each time have a seed, of 0 or more."));
  if (!prony_command_choose (plan, &self->named))
    return refuse (self, _ ("Some of its scenarios have a load or an end of their own, and "
                            "options hold for all of them."));
  return TRUE;
}

/**
 * prony_plan_to_command:
 * @plan: a plan
 * @error: return location for %PRONY_ERROR_INPUT, with a sentence
 *
 * Writes the command that carries out a plan in a terminal: `prony-cli run` with the
 * options that it needs, for a POSIX shell. It never has a key in it: for an engine that
 * asks for one the command takes it from the keyring. Scenarios that did not come with
 * Prony are named by their files.
 *
 * Returns: (transfer full) (nullable): the command; %NULL where the plan is not complete,
 *   or is more than one command can say, such as rates beside numbers of requests at once,
 *   or a scenario that only an earlier run has kept
 */
char *
prony_plan_to_command (PronyPlan *plan, GError **error)
{
  g_autoptr (PronyPlan) usual = prony_plan_new ();
  g_autoptr (GString) text = g_string_new ("prony-cli run");
  Command self = { .plan = plan, .usual = usual, .text = text };

  g_return_val_if_fail (plan != NULL, NULL);

  if (!prony_plan_check (plan, error))
    return NULL;
  if (!check_settings (&self) || !add_subjects (&self) || (self.named.loads && !add_loads (&self)))
    {
      g_propagate_error (error, self.error);
      return NULL;
    }

  add_bounds (&self);
  add_settings (&self);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
