/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-error.h"
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
  self->own_bounds = TRUE;
  self->own_warmup = TRUE;
  self->sweep_max = DEFAULT_SWEEP_MAX;
  self->warmup = 1;
  self->repeats = 1;
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

/* --- Mistakes ------------------------------------------------------------------------ */

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
is_bounded (GArray *levels, const PronyPlanBounds *bounds)
{
  if (bounds->duration_s > 0 || bounds->requests > 0)
    return TRUE;

  for (guint i = 0; i < levels->len; i++)
    {
      PronyLoadKind kind = g_array_index (levels, PronyLoadLevel, i).kind;

      if (kind == PRONY_LOAD_OPEN || (kind == PRONY_LOAD_CLOSED && bounds->iterations == 0))
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
  if (self->sweep && self->own_loads)
    return N_ ("A sweep finds its loads itself: it does not go with those of the scenarios.");
  if (self->sweep && (self->levels->len != 1 ||
                      g_array_index (self->levels, PronyLoadLevel, 0).kind != PRONY_LOAD_CLOSED))
    return N_ ("A sweep begins with one number of requests at once and finds the others itself.");
  if (self->sweep && self->repeats > 1)
    return N_ ("A sweep measures each load once: it does not go with repeats.");
  if (self->repeats < 1 || self->repeats > PRONY_PLAN_MAX_REPEATS)
    return N_ ("Each trial is measured at least once, and at most 100 times.");
  if (needs_trace (self) && self->trace == NULL)
    return N_ ("The plan replays a trace, but names none. Choose its file.");
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

static gboolean
check_levels (GArray *levels, GError **error)
{
  for (guint i = 0; i < levels->len; i++)
    if (!prony_load_level_check (&g_array_index (levels, PronyLoadLevel, i), error))
      return FALSE;

  return TRUE;
}

/* What is measured of one scenario. */
static const char *
find_mistake_of_scenario (PronyPlan *self, guint scenario)
{
  GArray *levels = prony_plan_get_levels (self, scenario);
  PronyPlanBounds bounds;

  prony_plan_get_bounds (self, scenario, &bounds);
  if (levels->len == 0)
    return N_ ("The plan names no load. Choose how many requests to send at once.");
  if (!isfinite (bounds.duration_s) || bounds.duration_s < 0)
    return N_ ("The duration of the plan is not a length of time.");
  if (!is_bounded (levels, &bounds))
    return N_ ("The plan has no end. Set a duration, a number of requests or of iterations.");

  return NULL;
}

static gboolean
check_scenario (PronyPlan *self, guint index, GError **error)
{
  const PronyScenario *scenario = g_ptr_array_index (self->scenarios, index);
  const char *mistake = find_mistake_of_scenario (self, index);

  if (mistake == NULL)
    return check_levels (prony_plan_get_levels (self, index), error);

  g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                       g_dgettext (GETTEXT_PACKAGE, mistake));
  if (prony_plan_uses_own_load (self, index))
    g_prefix_error (error, "%s: ", scenario->name);
  return FALSE;
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

  if (!check_levels (self->levels, error))
    return FALSE;

  mistake = find_mistake (self);
  if (mistake != NULL)
    {
      g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                           g_dgettext (GETTEXT_PACKAGE, mistake));
      return FALSE;
    }
  for (guint i = 0; i < self->scenarios->len; i++)
    if (!check_scenario (self, i, error))
      return FALSE;

  return TRUE;
}

/**
 * prony_plan_count_trials:
 * @self: a plan
 *
 * Returns: targets × scenarios × loads × repeats; of a sweep those that it begins with
 */
guint
prony_plan_count_trials (PronyPlan *self)
{
  guint per_target = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->scenarios->len; i++)
    per_target += prony_plan_get_levels (self, i)->len;
  return self->targets->len * per_target * self->repeats;
}

/**
 * prony_plan_get_turn:
 * @self: a plan
 * @repeat: which time something is measured, from 0
 * @turn: a place among its targets, from 0
 *
 * Tells whose turn it is: of targets one after another every second repeat goes back, A B B A.
 *
 * Returns: which of the plan's targets
 */
guint
prony_plan_get_turn (PronyPlan *self, guint repeat, guint turn)
{
  g_return_val_if_fail (self != NULL && turn < self->targets->len, 0);

  return self->order == PRONY_ORDER_SEQUENTIAL && repeat % 2 == 1 ? self->targets->len - 1 - turn
                                                                  : turn;
}
