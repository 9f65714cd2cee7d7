/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-error.h"
#include "base/prony-json.h"
#include "core/model/prony-plan.h"

/* How far a sweep goes unless it is told otherwise. */
#define DEFAULT_SWEEP_MAX 1024

static void
plan_clear (gpointer data)
{
  PronyPlan *self = data;

  g_free (self->name);
  g_ptr_array_unref (self->targets);
  g_ptr_array_unref (self->scenarios);
  g_array_unref (self->levels);
  g_clear_pointer (&self->trace, prony_trace_unref);
}

/**
 * prony_plan_new:
 *
 * Returns: (transfer full): a plan with nothing to do: no targets, scenarios,
 *   levels or bounds, and the usual settings
 */
PronyPlan *
prony_plan_new (void)
{
  PronyPlan *self = g_atomic_rc_box_new0 (PronyPlan);

  self->targets = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_target_unref);
  self->scenarios = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_scenario_unref);
  self->levels = g_array_new (FALSE, FALSE, sizeof (PronyLoadLevel));
  self->sweep_max = DEFAULT_SWEEP_MAX;
  self->warmup = 1;
  self->temperature = NAN;
  self->seed = 1;
  self->timeout_s = 300;
  self->grace_s = 30;
  self->calibrate = TRUE;
  self->stream = TRUE;
  self->order = PRONY_ORDER_SEQUENTIAL;
  self->slo_ttft_s = NAN;
  self->slo_itl_s = NAN;
  self->slo_latency_s = NAN;
  self->price_per_hour = NAN;
  return self;
}

static gpointer
ref_target (gconstpointer target, gpointer unused)
{
  return prony_target_ref ((PronyTarget *) target);
}

static gpointer
ref_scenario (gconstpointer scenario, gpointer unused)
{
  return prony_scenario_ref ((PronyScenario *) scenario);
}

/**
 * prony_plan_copy:
 * @self: a plan
 *
 * Returns: (transfer full): a plan of its own; targets and scenarios are shared
 */
PronyPlan *
prony_plan_copy (PronyPlan *self)
{
  PronyPlan *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_atomic_rc_box_dup (sizeof *self, self);
  copy->name = g_strdup (self->name);
  copy->targets = g_ptr_array_copy (self->targets, ref_target, NULL);
  copy->scenarios = g_ptr_array_copy (self->scenarios, ref_scenario, NULL);
  copy->levels = g_array_copy (self->levels);
  if (self->trace != NULL)
    copy->trace = prony_trace_ref (self->trace);
  return copy;
}

/**
 * prony_plan_ref:
 * @self: a plan
 *
 * Returns: (transfer full): @self
 */
PronyPlan *
prony_plan_ref (PronyPlan *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * prony_plan_unref:
 * @self: (transfer full): a plan
 */
void
prony_plan_unref (PronyPlan *self)
{
  g_atomic_rc_box_release_full (self, plan_clear);
}

static gboolean
needs_trace (PronyPlan *self)
{
  for (guint i = 0; i < self->levels->len; i++)
    if (g_array_index (self->levels, PronyLoadLevel, i).kind == PRONY_LOAD_TRACE)
      return TRUE;

  return FALSE;
}

/* A trace ends by itself. Iterations are counted by stream, which only a closed loop
 * has. */
static gboolean
is_bounded (PronyPlan *self)
{
  if (self->duration_s > 0 || self->requests > 0)
    return TRUE;

  for (guint i = 0; i < self->levels->len; i++)
    {
      PronyLoadKind kind = g_array_index (self->levels, PronyLoadLevel, i).kind;

      if (kind == PRONY_LOAD_OPEN || (kind == PRONY_LOAD_CLOSED && self->iterations == 0))
        return FALSE;
    }

  return TRUE;
}

static const char *
find_mistake (PronyPlan *self)
{
  if (self->targets->len == 0)
    return N_ ("The plan names no engine. Choose at least one.");
  if (self->scenarios->len == 0)
    return N_ ("The plan names no scenario. Choose at least one.");
  if (self->levels->len == 0)
    return N_ ("The plan names no load. Choose how many requests to send at once.");
  if (self->sweep && (self->levels->len != 1 ||
                      g_array_index (self->levels, PronyLoadLevel, 0).kind != PRONY_LOAD_CLOSED))
    return N_ ("A sweep begins with one number of requests at once and finds the others itself.");
  if (needs_trace (self) && self->trace == NULL)
    return N_ ("The plan replays a trace, but names none. Choose its file.");
  if (!is_bounded (self))
    return N_ ("The plan has no end. Set a duration, a number of requests or of iterations.");
  if (!isfinite (self->duration_s) || self->duration_s < 0)
    return N_ ("The duration of the plan is not a length of time.");
  if (!isfinite (self->timeout_s) || self->timeout_s < 0)
    return N_ ("The time limit for a request is not a length of time.");
  if (!isfinite (self->grace_s) || self->grace_s < 0)
    return N_ ("The grace time is not a length of time.");
  if (!isfinite (self->think_s) || self->think_s < 0)
    return N_ ("The think time is not a length of time.");
  if (!isfinite (self->cooldown_s) || self->cooldown_s < 0)
    return N_ ("The cool-down time is not a length of time.");
  if (isfinite (self->temperature) && self->temperature < 0)
    return N_ ("The temperature of the plan is below 0.");
  if (isfinite (self->price_per_hour) && self->price_per_hour < 0)
    return N_ ("The price of the plan is below 0.");

  return NULL;
}

/**
 * prony_plan_add_level:
 * @self: a plan
 * @level: a load
 *
 * Adds a load.
 */
void
prony_plan_add_level (PronyPlan *self, PronyLoadLevel level)
{
  g_return_if_fail (self != NULL);

  g_array_append_val (self->levels, level);
}

/**
 * prony_plan_check:
 * @self: a plan
 * @error: return location for %PRONY_ERROR_INPUT
 *
 * Returns: whether the plan can be carried out
 */
gboolean
prony_plan_check (PronyPlan *self, GError **error)
{
  const char *mistake;

  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->levels->len; i++)
    if (!prony_load_level_check (&g_array_index (self->levels, PronyLoadLevel, i), error))
      return FALSE;

  mistake = find_mistake (self);
  if (mistake == NULL)
    return TRUE;

  g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                       g_dgettext (GETTEXT_PACKAGE, mistake));
  return FALSE;
}

static const PronyScenarioLoad *
get_own_load (PronyPlan *self, guint scenario)
{
  const PronyScenario *own = g_ptr_array_index (self->scenarios, scenario);

  return self->own_loads && own->load.levels->len > 0 ? &own->load : NULL;
}

/**
 * prony_plan_get_levels:
 * @self: a plan
 * @scenario: the place of one of its scenarios
 *
 * Returns: (transfer none) (element-type PronyLoadLevel): the loads that this scenario is
 *   measured at: its own where the plan says so and it names any, else the plan's
 */
GArray *
prony_plan_get_levels (PronyPlan *self, guint scenario)
{
  const PronyScenarioLoad *own = get_own_load (self, scenario);

  return own != NULL ? own->levels : self->levels;
}

/**
 * prony_plan_get_bounds:
 * @self: a plan
 * @scenario: the place of one of its scenarios
 * @bounds: (out): what ends its trials: the scenario's own bounds where its own loads
 *   are used and it names any, else the plan's
 */
void
prony_plan_get_bounds (PronyPlan *self, guint scenario, PronyPlanBounds *bounds)
{
  const PronyScenarioLoad *own = get_own_load (self, scenario);

  *bounds = (PronyPlanBounds){
    .duration_s = self->duration_s,
    .requests = self->requests,
    .iterations = self->iterations,
    .warmup = self->warmup,
  };
  if (own == NULL)
    return;

  if (own->duration_s > 0 || own->requests > 0 || own->iterations > 0)
    {
      bounds->duration_s = own->duration_s;
      bounds->requests = own->requests;
      bounds->iterations = own->iterations;
    }
  if (own->warmup >= 0)
    bounds->warmup = (guint) own->warmup;
}

/**
 * prony_plan_count_trials:
 * @self: a plan
 *
 * Returns: targets × scenarios × loads; of a sweep those that it begins with
 */
guint
prony_plan_count_trials (PronyPlan *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->targets->len * self->scenarios->len * self->levels->len;
}

static void
add_bound (JsonObject *object, const char *name, double value)
{
  if (value > 0)
    json_object_set_double_member (object, name, value);
}

static void
add_bounds_and_settings (PronyPlan *self, JsonObject *object)
{
  add_bound (object, "duration", self->duration_s);
  if (self->requests > 0)
    json_object_set_int_member (object, "requests", self->requests);
  if (self->iterations > 0)
    json_object_set_int_member (object, "iterations", self->iterations);
  json_object_set_int_member (object, "warmup", self->warmup);
  if (self->max_tokens > 0)
    json_object_set_int_member (object, "max_tokens", self->max_tokens);
  prony_json_add_double (object, "temperature", self->temperature);
  json_object_set_int_member (object, "seed", self->seed);
  json_object_set_boolean_member (object, "repeatable", self->repeatable);
  add_bound (object, "timeout", self->timeout_s);
  prony_json_add_double (object, "grace", self->grace_s);
  add_bound (object, "think", self->think_s);
  add_bound (object, "cooldown", self->cooldown_s);
  json_object_set_int_member (object, "retries", self->retries);
  if (self->threads > 0)
    json_object_set_int_member (object, "threads", self->threads);
  json_object_set_boolean_member (object, "stream", self->stream);
  json_object_set_string_member (object, "order",
                                 self->order == PRONY_ORDER_PARALLEL ? "parallel" : "sequential");
  prony_json_add_double (object, "slo_ttft", self->slo_ttft_s);
  prony_json_add_double (object, "slo_itl", self->slo_itl_s);
  prony_json_add_double (object, "slo_latency", self->slo_latency_s);
  prony_json_add_double (object, "price_per_hour", self->price_per_hour);
}

/**
 * prony_plan_to_json:
 * @self: a plan
 *
 * Returns: (transfer full): the plan for files, times in seconds; scenarios by
 *   name (their texts are snapshots of their own), never a key
 */
JsonObject *
prony_plan_to_json (PronyPlan *self)
{
  JsonObject *object;
  JsonArray *targets;
  JsonArray *scenarios;
  JsonArray *streams;
  JsonArray *levels;

  g_return_val_if_fail (self != NULL, NULL);

  object = json_object_new ();
  targets = json_array_new ();
  scenarios = json_array_new ();
  streams = json_array_new ();
  levels = json_array_new ();

  prony_json_add_string (object, "name", self->name);
  for (guint i = 0; i < self->targets->len; i++)
    json_array_add_object_element (targets,
                                   prony_target_to_json (g_ptr_array_index (self->targets, i)));
  for (guint i = 0; i < self->scenarios->len; i++)
    {
      PronyScenario *scenario = g_ptr_array_index (self->scenarios, i);

      json_array_add_string_element (scenarios, scenario->name);
    }
  for (guint i = 0; i < self->levels->len; i++)
    {
      const PronyLoadLevel *level = &g_array_index (self->levels, PronyLoadLevel, i);

      if (level->kind == PRONY_LOAD_CLOSED)
        json_array_add_int_element (streams, level->concurrency);
      json_array_add_object_element (levels, prony_load_level_to_json (level));
    }

  json_object_set_array_member (object, "targets", targets);
  json_object_set_array_member (object, "scenarios", scenarios);
  json_object_set_array_member (object, "concurrency", streams);
  json_object_set_array_member (object, "levels", levels);
  if (self->sweep)
    json_object_set_int_member (object, "sweep_max", self->sweep_max);
  if (self->trace != NULL)
    json_object_set_string_member (object, "trace", self->trace->path);
  add_bounds_and_settings (self, object);
  return object;
}
