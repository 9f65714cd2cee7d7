/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <math.h>

#include "core/model/prony-plan.h"

static const PronyScenarioLoad *
get_own_load (PronyPlan *self, guint scenario)
{
  const PronyScenario *own = g_ptr_array_index (self->scenarios, scenario);

  return self->own_loads && own->load.levels->len > 0 ? &own->load : NULL;
}

static gboolean
uses_own_slo (PronyPlan *self, const PronyScenario *scenario)
{
  return isnan (self->slo_ttft_s) && isnan (self->slo_itl_s) && isnan (self->slo_latency_s) &&
         (isfinite (scenario->slo_ttft_s) || isfinite (scenario->slo_itl_s) ||
          isfinite (scenario->slo_latency_s));
}

static void
get_bounds_of_plan (PronyPlan *self, PronyPlanBounds *bounds)
{
  *bounds = (PronyPlanBounds){
    .duration_s = self->duration_s,
    .requests = self->requests,
    .iterations = self->iterations,
    .warmup = self->warmup,
    .slo_ttft_s = self->slo_ttft_s,
    .slo_itl_s = self->slo_itl_s,
    .slo_latency_s = self->slo_latency_s,
  };
}

/**
 * prony_plan_uses_own_load:
 * @self: a plan
 * @scenario: the place of one of its scenarios
 *
 * Returns: whether this scenario is measured at the load that it names itself
 */
gboolean
prony_plan_uses_own_load (PronyPlan *self, guint scenario)
{
  return get_own_load (self, scenario) != NULL;
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
 * prony_plan_list_levels:
 * @self: a plan
 *
 * Returns: (transfer full) (element-type PronyLoadLevel): the loads that any of its
 *   scenarios is measured at, each once, in the order in which they come
 */
GArray *
prony_plan_list_levels (PronyPlan *self)
{
  GArray *used = g_array_new (FALSE, FALSE, sizeof (PronyLoadLevel));

  for (guint i = 0; i < self->scenarios->len; i++)
    {
      GArray *levels = prony_plan_get_levels (self, i);

      for (guint j = 0; j < levels->len; j++)
        {
          const PronyLoadLevel *level = &g_array_index (levels, PronyLoadLevel, j);
          guint k = 0;

          while (k < used->len &&
                 !prony_load_level_equal (&g_array_index (used, PronyLoadLevel, k), level))
            k++;
          if (k == used->len)
            g_array_append_val (used, *level);
        }
    }

  return used;
}

/**
 * prony_plan_get_bounds:
 * @self: a plan
 * @scenario: the place of one of its scenarios
 * @bounds: (out): what its trials are measured by: the scenario's own bounds and warm-up
 *   where its own load is used, the plan leaves them to it and it names any; and its own
 *   objectives where the plan names none at all
 */
void
prony_plan_get_bounds (PronyPlan *self, guint scenario, PronyPlanBounds *bounds)
{
  const PronyScenario *asked = g_ptr_array_index (self->scenarios, scenario);
  const PronyScenarioLoad *own = get_own_load (self, scenario);

  get_bounds_of_plan (self, bounds);
  if (uses_own_slo (self, asked))
    {
      bounds->slo_ttft_s = asked->slo_ttft_s;
      bounds->slo_itl_s = asked->slo_itl_s;
      bounds->slo_latency_s = asked->slo_latency_s;
    }
  if (own == NULL)
    return;

  if (self->own_bounds && (own->duration_s > 0 || own->requests > 0 || own->iterations > 0))
    {
      bounds->duration_s = own->duration_s;
      bounds->requests = own->requests;
      bounds->iterations = own->iterations;
    }
  if (self->own_warmup && own->warmup >= 0)
    bounds->warmup = (guint) own->warmup;
}
