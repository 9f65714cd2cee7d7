/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include "base/prony-json.h"
#include "core/model/prony-saved-plan.h"

/**
 * prony_saved_plan_new:
 * @id: (nullable): a UUID; %NULL makes one
 * @name: the user's name for it
 * @used_us: when it was saved or used last, wall clock
 * @plan: what prony_plan_to_json() made, or a part of it
 *
 * Returns: (transfer full): a plan to keep
 */
PronySavedPlan *
prony_saved_plan_new (const char *id, const char *name, gint64 used_us, JsonObject *plan)
{
  PronySavedPlan *self;

  g_return_val_if_fail (name != NULL && plan != NULL, NULL);

  self = g_atomic_rc_box_new0 (PronySavedPlan);
  self->id = id != NULL ? g_strdup (id) : g_uuid_string_random ();
  self->name = g_strdup (name);
  self->used_us = used_us;
  self->plan = json_object_ref (plan);
  return self;
}

/**
 * prony_saved_plan_ref:
 * @self: a saved plan
 *
 * Thread-safe.
 *
 * Returns: (transfer full): @self
 */
PronySavedPlan *
prony_saved_plan_ref (PronySavedPlan *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
saved_plan_clear (gpointer data)
{
  PronySavedPlan *self = data;

  g_free (self->id);
  g_free (self->name);
  json_object_unref (self->plan);
}

/**
 * prony_saved_plan_unref:
 * @self: (transfer full): a saved plan
 */
void
prony_saved_plan_unref (PronySavedPlan *self)
{
  g_atomic_rc_box_release_full (self, saved_plan_clear);
}

/**
 * prony_saved_plan_is_selection:
 * @self: a saved plan
 *
 * Returns: whether it says only what to measure, not what to ask and how
 */
gboolean
prony_saved_plan_is_selection (PronySavedPlan *self)
{
  return prony_json_get_array (self->plan, "scenarios") == NULL;
}
