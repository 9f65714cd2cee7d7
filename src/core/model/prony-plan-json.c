/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <math.h>

#include "base/prony-json.h"
#include "core/model/prony-plan.h"

static void
add_bound (JsonObject *object, const char *name, double value)
{
  if (value > 0)
    json_object_set_double_member (object, name, value);
}

static void
add_bounds (JsonObject *object, const PronyPlanBounds *bounds)
{
  add_bound (object, "duration", bounds->duration_s);
  if (bounds->requests > 0)
    json_object_set_int_member (object, "requests", bounds->requests);
  if (bounds->iterations > 0)
    json_object_set_int_member (object, "iterations", bounds->iterations);
  json_object_set_int_member (object, "warmup", bounds->warmup);
  prony_json_add_double (object, "slo_ttft", bounds->slo_ttft_s);
  prony_json_add_double (object, "slo_itl", bounds->slo_itl_s);
  prony_json_add_double (object, "slo_latency", bounds->slo_latency_s);
}

static void
add_settings (PronyPlan *self, JsonObject *object)
{
  if (self->max_tokens > 0)
    json_object_set_int_member (object, "max_tokens", self->max_tokens);
  prony_json_add_double (object, "temperature", self->temperature);
  json_object_set_int_member (object, "seed", self->seed);
  json_object_set_boolean_member (object, "repeatable", self->repeatable);
  json_object_set_double_member (object, "timeout", self->timeout_s);
  prony_json_add_double (object, "grace", self->grace_s);
  add_bound (object, "think", self->think_s);
  add_bound (object, "cooldown", self->cooldown_s);
  if (self->repeats > 1)
    json_object_set_int_member (object, "repeats", self->repeats);
  json_object_set_int_member (object, "retries", self->retries);
  if (self->threads > 0)
    json_object_set_int_member (object, "threads", self->threads);
  json_object_set_boolean_member (object, "calibrate", self->calibrate);
  json_object_set_boolean_member (object, "stream", self->stream);
  json_object_set_string_member (object, "order",
                                 self->order == PRONY_ORDER_PARALLEL ? "parallel" : "sequential");
  prony_json_add_double (object, "price_per_hour", self->price_per_hour);
}

/* Returns: (transfer full): the loads, and in @streams how many at once the closed ones have */
static JsonArray *
list_levels (GArray *levels, JsonArray *streams)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < levels->len; i++)
    {
      const PronyLoadLevel *level = &g_array_index (levels, PronyLoadLevel, i);

      if (streams != NULL && level->kind == PRONY_LOAD_CLOSED)
        json_array_add_int_element (streams, level->concurrency);
      json_array_add_object_element (list, prony_load_level_to_json (level));
    }

  return list;
}

static gboolean
has_slo_of_plan (PronyPlan *self, const PronyPlanBounds *bounds)
{
  return isfinite (self->slo_ttft_s) == isfinite (bounds->slo_ttft_s) &&
         isfinite (self->slo_itl_s) == isfinite (bounds->slo_itl_s) &&
         isfinite (self->slo_latency_s) == isfinite (bounds->slo_latency_s);
}

/* The scenarios that are measured by something of their own, and by what. */
static void
add_own (PronyPlan *self, JsonObject *object)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < self->scenarios->len; i++)
    {
      PronyScenario *scenario = g_ptr_array_index (self->scenarios, i);
      JsonObject *own;
      PronyPlanBounds bounds;

      prony_plan_get_bounds (self, i, &bounds);
      if (!prony_plan_uses_own_load (self, i) && has_slo_of_plan (self, &bounds))
        continue;

      own = json_object_new ();
      json_object_set_string_member (own, "scenario", scenario->name);
      json_object_set_array_member (own, "levels",
                                    list_levels (prony_plan_get_levels (self, i), NULL));
      add_bounds (own, &bounds);
      json_array_add_object_element (list, own);
    }

  if (json_array_get_length (list) > 0)
    json_object_set_array_member (object, "own_loads", list);
  else
    json_array_unref (list);
}

static gboolean
has_levels (GArray *levels, GArray *others)
{
  for (guint i = 0; i < MIN (levels->len, others->len); i++)
    if (!prony_load_level_equal (&g_array_index (levels, PronyLoadLevel, i),
                                 &g_array_index (others, PronyLoadLevel, i)))
      return FALSE;

  return levels->len == others->len;
}

/* What is needed to read the plan again: whose loads were to be used, and those of the
 * plan where the ones that it comes to are not the same. */
static void
add_choices (PronyPlan *self, GArray *used, JsonObject *object)
{
  if (self->own_loads)
    {
      json_object_set_boolean_member (object, "use_own_loads", TRUE);
      json_object_set_boolean_member (object, "own_bounds", self->own_bounds);
      json_object_set_boolean_member (object, "own_warmup", self->own_warmup);
    }
  if (!has_levels (self->levels, used))
    json_object_set_array_member (object, "plan_levels", list_levels (self->levels, NULL));
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
  g_autoptr (GArray) used = NULL;
  PronyPlanBounds bounds;

  g_return_val_if_fail (self != NULL, NULL);

  bounds = (PronyPlanBounds){ self->duration_s, self->requests,  self->iterations,   self->warmup,
                              self->slo_ttft_s, self->slo_itl_s, self->slo_latency_s };
  used = prony_plan_list_levels (self);
  object = json_object_new ();
  targets = json_array_new ();
  scenarios = json_array_new ();
  streams = json_array_new ();

  prony_json_add_string (object, "name", self->name);
  for (guint i = 0; i < self->targets->len; i++)
    json_array_add_object_element (targets,
                                   prony_target_to_json (g_ptr_array_index (self->targets, i)));
  for (guint i = 0; i < self->scenarios->len; i++)
    {
      PronyScenario *scenario = g_ptr_array_index (self->scenarios, i);

      json_array_add_string_element (scenarios, scenario->name);
    }
  levels = list_levels (used, streams);

  json_object_set_array_member (object, "targets", targets);
  json_object_set_array_member (object, "scenarios", scenarios);
  json_object_set_array_member (object, "concurrency", streams);
  json_object_set_array_member (object, "levels", levels);
  if (self->sweep)
    json_object_set_int_member (object, "sweep_max", self->sweep_max);
  if (self->trace != NULL)
    json_object_set_string_member (object, "trace", self->trace->path);
  add_bounds (object, &bounds);
  add_own (self, object);
  add_choices (self, used, object);
  add_settings (self, object);
  return object;
}
