/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PronySavedPlan:
 * @id: a UUID
 * @name: the user's name for it, never empty
 * @used_us: when it was saved or used last, wall clock
 * @plan: as prony_plan_to_json() makes it; a selection of targets has only `targets`
 *
 * Choices that the user wants to make again: a whole plan, or only the targets of one.
 * Reference counted, immutable.
 */
typedef struct
{
  char *id;
  char *name;
  gint64 used_us;
  JsonObject *plan;
} PronySavedPlan;

PronySavedPlan *
prony_saved_plan_new (const char *id, const char *name, gint64 used_us, JsonObject *plan);
PronySavedPlan *prony_saved_plan_ref (PronySavedPlan *self);
void prony_saved_plan_unref (PronySavedPlan *self);
gboolean prony_saved_plan_is_selection (PronySavedPlan *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronySavedPlan, prony_saved_plan_unref)

G_END_DECLS
