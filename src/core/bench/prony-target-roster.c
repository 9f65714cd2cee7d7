/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include "core/bench/prony-target-preparation.h"
#include "core/bench/prony-target-roster.h"

struct _PronyTargetRoster
{
  PronyPlan *plan;
  PronyTarget **prepared; /* by the plan's index; NULL where not yet */
};

/**
 * prony_target_roster_new:
 * @plan: whose targets
 *
 * Returns: (transfer full): a roster in which nothing is prepared
 */
PronyTargetRoster *
prony_target_roster_new (PronyPlan *plan)
{
  PronyTargetRoster *self = g_new0 (PronyTargetRoster, 1);

  self->plan = prony_plan_ref (plan);
  self->prepared = g_new0 (PronyTarget *, plan->targets->len);
  return self;
}

/**
 * prony_target_roster_free:
 * @self: (transfer full): a roster
 */
void
prony_target_roster_free (PronyTargetRoster *self)
{
  guint i;

  for (i = 0; i < self->plan->targets->len; i++)
    g_clear_pointer (&self->prepared[i], prony_target_unref);
  g_free (self->prepared);
  prony_plan_unref (self->plan);
  g_free (self);
}

static gboolean
is_name_taken (PronyTargetRoster *self, guint index, const char *name)
{
  guint i;

  for (i = 0; i < self->plan->targets->len; i++)
    {
      PronyTarget *other =
        self->prepared[i] != NULL ? self->prepared[i] : self->plan->targets->pdata[i];

      if (i != index && g_strcmp0 (other->name, name) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Two targets are never called the same, so that tables and files keep them apart. */
static void
make_name_unique (PronyTargetRoster *self, guint index, PronyTarget *target)
{
  g_autofree char *base = g_strdup (target->name);
  guint number;

  for (number = 2; is_name_taken (self, index, target->name); number++)
    {
      g_free (target->name);
      target->name = g_strdup_printf ("%s %u", base, number);
    }
}

/**
 * prony_target_roster_prepare:
 * @self: a roster
 * @index: which of the plan's targets
 * @cancellable: (nullable): ends the wait
 * @error: return location for what prony_target_prepare() says
 *
 * Looks whether a target is there, each time anew, since it may have gone away, but
 * keeps to what was found the first time. Two targets of the same name get a number.
 *
 * Returns: (transfer full) (nullable): the target, ready to be measured
 */
PronyTarget *
prony_target_roster_prepare (PronyTargetRoster *self,
                             guint index,
                             GCancellable *cancellable,
                             GError **error)
{
  PronyTarget *known = self->prepared[index];
  g_autoptr (PronyTarget) target = NULL;

  target = prony_target_prepare (known != NULL ? known : self->plan->targets->pdata[index],
                                 cancellable, error);
  if (target == NULL)
    return NULL;
  if (known != NULL)
    return prony_target_ref (known);

  make_name_unique (self, index, target);
  self->prepared[index] = prony_target_ref (target);
  return g_steal_pointer (&target);
}
