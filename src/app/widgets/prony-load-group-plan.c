/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <math.h>

#include "app/widgets/prony-level-text.h"
#include "app/widgets/prony-load-group-private.h"
#include "app/widgets/prony-spin-number.h"

/* --- From the rows into a plan ------------------------------------------------------ */

static void
fill_bound (PronyLoadGroup *self, PronyPlan *plan)
{
  switch (prony_segment_row_get_selected (self->bound_row))
    {
    case BOUND_DURATION:
      plan->duration_s = gtk_spin_button_get_value (self->amount_spin);
      return;

    case BOUND_ITERATIONS:
      plan->iterations = prony_spin_number_get_count (self->amount_spin);
      break;

    case BOUND_REQUESTS:
    default:
      plan->requests = prony_spin_number_get_count (self->amount_spin);
      break;
    }
  plan->duration_s = gtk_spin_button_get_value (self->longest_spin);
}

static gboolean
fill_typed (PronyLoadGroup *self, Kind kind, PronyPlan *plan, GError **error)
{
  g_autoptr (GArray) levels = kind == KIND_RATE
                                ? _prony_load_group_parse_rates (self, error)
                                : prony_concurrency_row_get_levels (self->concurrency_row, error);

  if (levels == NULL)
    return FALSE;

  for (guint i = 0; i < levels->len; i++)
    {
      PronyLoadLevel *level = &g_array_index (levels, PronyLoadLevel, i);

      if (kind == KIND_RATE)
        {
          level->arrival = _prony_load_group_get_arrival (self);
          if (level->arrival == PRONY_ARRIVAL_GAMMA)
            level->burstiness = gtk_spin_button_get_value (self->burstiness_spin);
          level->concurrency = prony_spin_number_get_count (self->cap_spin);
        }
      if (level->from_concurrency > 0 || isfinite (level->from_rate))
        level->ramp_s = plan->duration_s;
      prony_plan_add_level (plan, *level);
    }

  return TRUE;
}

static gboolean
fill_trace (PronyLoadGroup *self, PronyPlan *plan, GError **error)
{
  PronyLoadLevel level = prony_load_level_trace (gtk_spin_button_get_value (self->speed_spin));
  PronyTrace *trace = prony_trace_row_get_trace (self->trace_row, error);

  if (trace == NULL)
    return FALSE;

  level.concurrency = prony_spin_number_get_count (self->cap_spin);
  prony_plan_add_level (plan, level);
  plan->trace = prony_trace_ref (trace);
  return TRUE;
}

/* Takes the loads as another plan has them. */
static void
copy_loads (PronyPlan *from, PronyPlan *plan)
{
  for (guint i = 0; i < from->levels->len; i++)
    prony_plan_add_level (plan, g_array_index (from->levels, PronyLoadLevel, i));
  plan->own_loads = from->own_loads;
  plan->sweep = from->sweep;
  plan->sweep_max = from->sweep_max;
  if (from->trace != NULL)
    plan->trace = prony_trace_ref (from->trace);
}

static gboolean
fill_loads (PronyLoadGroup *self, Kind kind, PronyPlan *plan, GError **error)
{
  plan->own_loads = kind == KIND_OWN;
  switch (kind)
    {
    case KIND_SWEEP:
      plan->sweep = TRUE;
      plan->sweep_max = prony_spin_number_get_count (self->limit_spin);
      prony_plan_add_level (plan, prony_load_level_closed (1));
      return TRUE;

    case KIND_TRACE:
      return fill_trace (self, plan, error);

    case KIND_FIXED:
      copy_loads (self->fixed, plan);
      return TRUE;

    case KIND_OWN:
      /* Where nothing needs loads of the plan's own, mistakes in them do not matter. */
      return fill_typed (self, kind, plan, self->n_others > 0 ? error : NULL) ||
             self->n_others == 0;

    case KIND_CONCURRENCY:
    case KIND_RATE:
    case N_KINDS:
    default:
      return fill_typed (self, kind, plan, error);
    }
}

/**
 * prony_load_group_fill:
 * @self: a group
 * @plan: a plan without loads
 * @error: return location for %PRONY_ERROR_INPUT
 *
 * Puts what was chosen into a plan.
 *
 * Returns: whether it can be a load; otherwise @error says what to correct
 */
gboolean
prony_load_group_fill (PronyLoadGroup *self, PronyPlan *plan, GError **error)
{
  g_return_val_if_fail (PRONY_IS_LOAD_GROUP (self), FALSE);
  g_return_val_if_fail (plan != NULL, FALSE);

  prony_plan_rest_row_fill (self->rest_row, plan);
  prony_trial_settings_row_fill (self->settings_row, plan);
  fill_bound (self, plan);
  plan->warmup = prony_spin_number_get_count (self->warmup_spin);
  if (_prony_load_group_get_kind (self) != KIND_SWEEP)
    plan->repeats = prony_spin_number_get_count (self->repeats_spin);
  plan->order = prony_segment_row_get_selected (self->order_row) == 1 ? PRONY_ORDER_PARALLEL
                                                                      : PRONY_ORDER_SEQUENTIAL;
  return prony_objectives_row_fill (self->objectives_row, plan, error) &&
         prony_number_row_get (self->price_row, &plan->price_per_hour, error) &&
         fill_loads (self, _prony_load_group_get_kind (self), plan, error);
}

/* --- From a plan into the rows ------------------------------------------------------ */

static void
set_bound (PronyLoadGroup *self, PronyPlan *plan)
{
  Bound bound = plan->requests > 0     ? BOUND_REQUESTS
                : plan->iterations > 0 ? BOUND_ITERATIONS
                                       : BOUND_DURATION;

  prony_segment_row_set_selected (self->bound_row, bound);
  prony_spin_number_set (self->amount_spin, bound == BOUND_REQUESTS     ? plan->requests
                                            : bound == BOUND_ITERATIONS ? plan->iterations
                                                                        : plan->duration_s);
  prony_spin_number_set (self->longest_spin, bound == BOUND_DURATION ? 0 : plan->duration_s);
}

/* Which kind the loads of a plan may be of; fill_loads() tells whether its rows have them
 * all. */
static Kind
guess_kind (PronyLoadGroup *self, PronyPlan *plan)
{
  const PronyLoadLevel *first =
    plan->levels->len > 0 ? &g_array_index (plan->levels, PronyLoadLevel, 0) : NULL;

  if (plan->sweep)
    return KIND_SWEEP;
  if (plan->own_loads && self->n_own > 0)
    return KIND_OWN;
  if (first != NULL && first->kind == PRONY_LOAD_TRACE)
    return KIND_TRACE;

  return first != NULL && first->kind == PRONY_LOAD_OPEN ? KIND_RATE : KIND_CONCURRENCY;
}

static void
set_rows_of (PronyLoadGroup *self, Kind kind, PronyPlan *plan)
{
  const PronyLoadLevel *first =
    plan->levels->len > 0 ? &g_array_index (plan->levels, PronyLoadLevel, 0) : NULL;
  g_autofree char *text = prony_level_text_make (plan->levels);

  if (kind == KIND_SWEEP)
    prony_spin_number_set (self->limit_spin, plan->sweep_max);
  if (kind == KIND_CONCURRENCY || kind == KIND_OWN)
    prony_concurrency_row_set_text (self->concurrency_row, text);
  if (first == NULL)
    return;

  if (kind == KIND_RATE || kind == KIND_TRACE)
    prony_spin_number_set (self->cap_spin, first->concurrency);
  if (kind == KIND_RATE)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->rate_row), text);
      adw_combo_row_set_selected (self->arrival_row, first->arrival);
      if (first->arrival == PRONY_ARRIVAL_GAMMA)
        prony_spin_number_set (self->burstiness_spin, first->burstiness);
    }
  if (kind == KIND_TRACE && plan->trace != NULL)
    {
      prony_trace_row_set_trace (self->trace_row, plan->trace);
      prony_spin_number_set (self->speed_spin, first->speed);
    }
}

static gboolean
has_same_loads (PronyPlan *a, PronyPlan *b)
{
  gboolean equal = a->levels->len == b->levels->len && a->sweep == b->sweep;

  for (guint i = 0; equal && i < a->levels->len; i++)
    equal = prony_load_level_equal (&g_array_index (a->levels, PronyLoadLevel, i),
                                    &g_array_index (b->levels, PronyLoadLevel, i));

  return equal;
}

static void
set_loads (PronyLoadGroup *self, PronyPlan *plan)
{
  g_autoptr (PronyPlan) trial = prony_plan_new ();
  Kind kind;

  _prony_load_group_keep_loads (self, NULL);
  kind = guess_kind (self, plan);
  _prony_load_group_select_kind (self, kind);
  set_rows_of (self, kind, plan);
  trial->duration_s = plan->duration_s;
  if (fill_loads (self, kind, trial, NULL) && has_same_loads (trial, plan))
    return;

  _prony_load_group_keep_loads (self, plan);
  _prony_load_group_select_kind (self, KIND_FIXED);
}

/**
 * prony_load_group_set_plan:
 * @self: a group that knows the scenarios of @plan
 * @plan: a plan that nobody changes any more
 *
 * Chooses all that prony_load_group_fill() gives a plan as @plan has it.
 */
void
prony_load_group_set_plan (PronyLoadGroup *self, PronyPlan *plan)
{
  g_return_if_fail (PRONY_IS_LOAD_GROUP (self));
  g_return_if_fail (plan != NULL);

  self->setting = TRUE;
  set_loads (self, plan);
  set_bound (self, plan);
  prony_spin_number_set (self->warmup_spin, plan->warmup);
  prony_spin_number_set (self->repeats_spin, plan->repeats);
  prony_segment_row_set_selected (self->order_row, plan->order == PRONY_ORDER_PARALLEL ? 1 : 0);
  prony_objectives_row_set_plan (self->objectives_row, plan);
  prony_number_row_set (self->price_row, plan->price_per_hour);
  prony_trial_settings_row_set_plan (self->settings_row, plan);
  prony_plan_rest_row_set_plan (self->rest_row, plan);
  self->setting = FALSE;
  _prony_load_group_tell (self);
}
