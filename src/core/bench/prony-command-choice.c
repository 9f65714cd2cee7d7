/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* A command says less than a plan can: it has one kind of load, and either the scenarios'
 * own loads and bounds or its own for all of them. So it is tried what it can say, until
 * every scenario would be measured as the plan says. */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include "core/bench/prony-command-choice.h"

/**
 * prony_command_is_closed:
 * @levels: (element-type PronyLoadLevel): loads
 *
 * Returns: whether all are closed loops, which alone have iterations and time to think
 */
gboolean
prony_command_is_closed (GArray *levels)
{
  for (guint i = 0; i < levels->len; i++)
    if (g_array_index (levels, PronyLoadLevel, i).kind != PRONY_LOAD_CLOSED)
      return FALSE;

  return TRUE;
}

static gboolean
same_levels (GArray *levels, GArray *others)
{
  if (levels->len != others->len)
    return FALSE;

  for (guint i = 0; i < levels->len; i++)
    if (!prony_load_level_equal (&g_array_index (levels, PronyLoadLevel, i),
                                 &g_array_index (others, PronyLoadLevel, i)))
      return FALSE;

  return TRUE;
}

/* Iterations are those of the streams of a closed loop. */
static gboolean
same_bounds (const PronyPlanBounds *bounds, const PronyPlanBounds *others, gboolean closed)
{
  return bounds->duration_s == others->duration_s && bounds->requests == others->requests &&
         (!closed || bounds->iterations == others->iterations) && bounds->warmup == others->warmup;
}

static gboolean
measures_the_same (PronyPlan *plan, PronyPlan *other)
{
  for (guint i = 0; i < plan->scenarios->len; i++)
    {
      GArray *levels = prony_plan_get_levels (plan, i);
      PronyPlanBounds bounds;
      PronyPlanBounds others;

      prony_plan_get_bounds (plan, i, &bounds);
      prony_plan_get_bounds (other, i, &others);
      if (!same_levels (levels, prony_plan_get_levels (other, i)) ||
          !same_bounds (&bounds, &others, prony_command_is_closed (levels)))
        return FALSE;
    }

  return TRUE;
}

/* Returns: (transfer full): the plan that a command makes with such options */
static PronyPlan *
make_plan_of (PronyPlan *plan, const PronyCommandChoice *named)
{
  PronyPlan *made = prony_plan_copy (plan);

  made->own_loads = !named->loads;
  made->own_bounds = !named->bounds;
  made->own_warmup = !named->warmup;
  if (!named->loads)
    {
      g_array_set_size (made->levels, 0);
      prony_plan_add_level (made, prony_load_level_closed (1));
    }
  if (!named->bounds)
    {
      made->duration_s = 0;
      made->requests = 0;
      made->iterations = 1;
    }
  if (!named->warmup)
    made->warmup = 1;
  return made;
}

/**
 * prony_command_choose:
 * @plan: a plan that can be carried out
 * @choice: (out): the fewest options that do it
 *
 * Returns: whether any do
 */
gboolean
prony_command_choose (PronyPlan *plan, PronyCommandChoice *choice)
{
  for (guint i = plan->sweep ? 4 : 0; i < 8; i++)
    {
      g_autoptr (PronyPlan) made = NULL;

      *choice = (PronyCommandChoice){ .loads = (i & 4) != 0,
                                      .bounds = (i & 2) != 0,
                                      .warmup = (i & 1) != 0 };
      made = make_plan_of (plan, choice);
      if (measures_the_same (plan, made))
        return TRUE;
    }

  return FALSE;
}
