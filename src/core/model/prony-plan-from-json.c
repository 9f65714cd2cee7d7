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

/* What can be asked for on the command line. More would not end, or not begin. */
#define MAX_SECONDS (366 * 24 * 3600.0)
#define MAX_COUNT 100000000
#define MAX_THREADS 256
#define MAX_RETRIES 100
#define MAX_PRICE 1e9

/* What is absent keeps what a new plan has, since a file may be older than a setting.
 * What is there and is nonsense is a mistake: a plan that measured something else than it
 * says would be worse than none. */
typedef struct
{
  JsonObject *object;
  PronyPlan *plan;
  const char *mistake; /* the first member that makes no sense */
} Reader;

static gboolean
has (Reader *self, const char *name)
{
  return json_object_has_member (self->object, name) &&
         !json_object_get_null_member (self->object, name);
}

static gboolean
refuse (Reader *self, const char *name)
{
  if (self->mistake == NULL)
    self->mistake = name;
  return FALSE;
}

/* --- Settings ------------------------------------------------------------------------ */

static void
read_number (Reader *self, const char *name, double max, double *place)
{
  double number = prony_json_get_double (self->object, name, NAN);

  if (!has (self, name))
    return;

  if (number >= 0 && number <= max)
    *place = number;
  else
    refuse (self, name);
}

static void
read_count (Reader *self, const char *name, guint max, guint *place)
{
  double number = prony_json_get_double (self->object, name, NAN);

  if (!has (self, name))
    return;

  if (number >= 0 && number <= max && number == floor (number))
    *place = (guint) number;
  else
    refuse (self, name);
}

static void
read_flag (Reader *self, const char *name, gboolean *place)
{
  JsonNode *node = json_object_get_member (self->object, name);

  if (!has (self, name))
    return;

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    *place = json_node_get_boolean (node);
  else
    refuse (self, name);
}

static void
read_seed (Reader *self)
{
  double number = prony_json_get_double (self->object, "seed", NAN);

  if (!has (self, "seed"))
    return;

  if (number == floor (number))
    self->plan->seed = prony_json_get_int (self->object, "seed", self->plan->seed);
  else
    refuse (self, "seed");
}

static void
read_repeats (Reader *self)
{
  read_count (self, "repeats", PRONY_PLAN_MAX_REPEATS, &self->plan->repeats);
  if (self->plan->repeats == 0)
    refuse (self, "repeats");
}

static void
read_order (Reader *self)
{
  const char *order = prony_json_get_string (self->object, "order", "");

  if (!has (self, "order"))
    return;

  if (g_str_equal (order, "parallel"))
    self->plan->order = PRONY_ORDER_PARALLEL;
  else if (g_str_equal (order, "sequential"))
    self->plan->order = PRONY_ORDER_SEQUENTIAL;
  else
    refuse (self, "order");
}

static void
read_bounds (Reader *self)
{
  PronyPlan *plan = self->plan;

  read_number (self, "duration", MAX_SECONDS, &plan->duration_s);
  read_count (self, "requests", MAX_COUNT, &plan->requests);
  read_count (self, "iterations", MAX_COUNT, &plan->iterations);
  read_count (self, "warmup", MAX_COUNT, &plan->warmup);
  read_number (self, "slo_ttft", MAX_SECONDS, &plan->slo_ttft_s);
  read_number (self, "slo_itl", MAX_SECONDS, &plan->slo_itl_s);
  read_number (self, "slo_latency", MAX_SECONDS, &plan->slo_latency_s);
}

static void
read_settings (Reader *self)
{
  PronyPlan *plan = self->plan;

  read_bounds (self);
  read_count (self, "max_tokens", MAX_COUNT, &plan->max_tokens);
  read_number (self, "temperature", G_MAXDOUBLE, &plan->temperature);
  read_seed (self);
  read_flag (self, "repeatable", &plan->repeatable);
  read_number (self, "timeout", MAX_SECONDS, &plan->timeout_s);
  read_number (self, "grace", MAX_SECONDS, &plan->grace_s);
  read_number (self, "think", MAX_SECONDS, &plan->think_s);
  read_number (self, "cooldown", MAX_SECONDS, &plan->cooldown_s);
  read_repeats (self);
  read_count (self, "retries", MAX_RETRIES, &plan->retries);
  read_count (self, "threads", MAX_THREADS, &plan->threads);
  read_flag (self, "calibrate", &plan->calibrate);
  read_flag (self, "stream", &plan->stream);
  read_order (self);
  read_number (self, "price_per_hour", MAX_PRICE, &plan->price_per_hour);
}

/* --- What is measured and asked ------------------------------------------------------ */

/* @list: (out) (nullable): the list, if there is one */
static gboolean
read_list (Reader *self, const char *name, JsonArray **list)
{
  *list = prony_json_get_array (self->object, name);
  return *list != NULL || !has (self, name) || refuse (self, name);
}

static JsonObject *
get_object (JsonArray *list, guint index)
{
  JsonNode *node = json_array_get_element (list, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static gboolean
read_targets (Reader *self, GError **error)
{
  JsonArray *list;

  if (!read_list (self, "targets", &list))
    return FALSE;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      PronyTarget *target = prony_target_from_json (get_object (list, i), error);

      if (target == NULL)
        return FALSE;
      g_ptr_array_add (self->plan->targets, target);
    }
  return TRUE;
}

static gboolean
read_scenarios (Reader *self, PronyScenarioFunc find_scenario, gpointer user_data, GError **error)
{
  JsonArray *list;

  if (!read_list (self, "scenarios", &list))
    return FALSE;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      const char *name = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
      PronyScenario *scenario;

      if (name == NULL)
        return refuse (self, "scenarios");
      scenario = find_scenario (name, user_data);
      if (scenario == NULL)
        {
          g_set_error (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND,
                       _ ("The plan asks the scenario “%s”, which is not there any more. Choose "
                          "another one, or bring it back."),
                       name);
          return FALSE;
        }
      g_ptr_array_add (self->plan->scenarios, scenario);
    }
  return TRUE;
}

static gboolean
read_trace (Reader *self, GError **error)
{
  const char *path = prony_json_get_string (self->object, "trace", NULL);

  if (!has (self, "trace"))
    return TRUE;
  if (path == NULL)
    return refuse (self, "trace");

  self->plan->trace = prony_trace_read (path, error);
  return self->plan->trace != NULL;
}

/* --- Loads --------------------------------------------------------------------------- */

static void
read_levels (Reader *self, const char *name, GArray *levels)
{
  JsonArray *list;

  read_list (self, name, &list);
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      PronyLoadLevel level;

      if (prony_load_level_from_json (&level, get_object (list, i)))
        g_array_append_val (levels, level);
      else
        refuse (self, name);
    }
}

/* Where they are not the same, `levels` has the loads that the plan comes to with those
 * that scenarios name themselves, and `plan_levels` those of the plan. */
static void
read_loads (Reader *self)
{
  PronyPlan *plan = self->plan;

  read_flag (self, "use_own_loads", &plan->own_loads);
  read_flag (self, "own_bounds", &plan->own_bounds);
  read_flag (self, "own_warmup", &plan->own_warmup);
  read_levels (self, has (self, "plan_levels") ? "plan_levels" : "levels", plan->levels);

  plan->sweep = has (self, "sweep_max");
  read_count (self, "sweep_max", PRONY_LOAD_MAX_CONCURRENCY, &plan->sweep_max);
}

/* --- Everything ---------------------------------------------------------------------- */

static gboolean
read_plan (Reader *self, PronyScenarioFunc find_scenario, gpointer user_data, GError **error)
{
  PronyPlan *plan = self->plan;

  plan->name = g_strdup (prony_json_get_string (self->object, "name", NULL));
  read_settings (self);
  read_loads (self);
  if (self->mistake != NULL || !read_targets (self, error) ||
      !read_scenarios (self, find_scenario, user_data, error) || !read_trace (self, error))
    return FALSE;

  /* A selection of targets is no whole plan, and need not be one. */
  return plan->scenarios->len == 0 || plan->targets->len == 0 || plan->levels->len == 0 ||
         prony_plan_check (plan, error);
}

/**
 * prony_plan_from_json:
 * @object: what prony_plan_to_json() made, now or in an older version, or a part of it
 * @find_scenario: finds a scenario by its name
 * @user_data: for @find_scenario
 * @error: return location for %PRONY_ERROR_INPUT where something in it makes no sense,
 *   %PRONY_ERROR_NOT_FOUND where a scenario or the trace is not there any more, or another
 *   sentence on the trace
 *
 * Reads a plan again. What @object does not say is as in a new plan. A trace is read from
 * its file, which blocks on the disk.
 *
 * Returns: (transfer full) (nullable): the plan, its targets without secrets
 */
PronyPlan *
prony_plan_from_json (JsonObject *object,
                      PronyScenarioFunc find_scenario,
                      gpointer user_data,
                      GError **error)
{
  g_autoptr (PronyPlan) plan = prony_plan_new ();
  Reader reader = { .object = object, .plan = plan };

  g_return_val_if_fail (object != NULL, NULL);
  g_return_val_if_fail (find_scenario != NULL, NULL);

  if (read_plan (&reader, find_scenario, user_data, error))
    return g_steal_pointer (&plan);

  if (reader.mistake != NULL)
    g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                 /* Translators: %s is the name of a member of a JSON file. */
                 _ ("The plan cannot be used, because its “%s” makes no sense. Set it up again."),
                 reader.mistake);
  return NULL;
}
