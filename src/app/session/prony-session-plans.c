/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The plans and selections of targets that the user keeps. Where nothing can be stored
 * they last as long as the window. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/session/prony-session-private.h"

static int
compare_plans (gconstpointer a, gconstpointer b, gpointer user_data)
{
  gint64 used_a = prony_plan_item_get_plan ((PronyPlanItem *) a)->used_us;
  gint64 used_b = prony_plan_item_get_plan ((PronyPlanItem *) b)->used_us;

  return used_a < used_b ? 1 : used_a > used_b ? -1 : 0;
}

void
_prony_session_fill_plans (PronySession *self, GPtrArray *plans)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < plans->len; i++)
    g_ptr_array_add (items, prony_plan_item_new (g_ptr_array_index (plans, i)));
  g_list_store_splice (self->plans, 0, g_list_model_get_n_items (G_LIST_MODEL (self->plans)),
                       items->pdata, items->len);
}

/* Keeps a plan in the place of the one with its identifier, if there is one. */
static void
keep (PronySession *self, PronySavedPlan *plan)
{
  g_autoptr (PronyPlanItem) item = prony_plan_item_new (plan);
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->plans));

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (PronyPlanItem) other = g_list_model_get_item (G_LIST_MODEL (self->plans), i);

      if (g_str_equal (prony_plan_item_get_plan (other)->id, plan->id))
        {
          g_list_store_remove (self->plans, i);
          break;
        }
    }
  g_list_store_insert_sorted (self->plans, item, compare_plans, NULL);
  if (self->store != NULL)
    prony_store_put_plan (self->store, plan);
}

/* The one of that name, of plans or of selections. */
static PronySavedPlan *
find_plan (PronySession *self, const char *name, gboolean is_selection)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->plans));

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (PronyPlanItem) item = g_list_model_get_item (G_LIST_MODEL (self->plans), i);
      PronySavedPlan *plan = prony_plan_item_get_plan (item);

      if (g_str_equal (plan->name, name) && prony_saved_plan_is_selection (plan) == is_selection)
        return plan; /* the list keeps it alive */
    }

  return NULL;
}

static void
save (PronySession *self, const char *name, JsonObject *json, gboolean is_selection)
{
  PronySavedPlan *before = find_plan (self, name, is_selection);
  g_autoptr (PronySavedPlan) plan =
    prony_saved_plan_new (before != NULL ? before->id : NULL, name, g_get_real_time (), json);

  keep (self, plan);
}

/**
 * prony_session_get_plans:
 * @self: a session
 *
 * Returns: (transfer none): a list of #PronyPlanItem, those used or saved last first
 */
GListModel *
prony_session_get_plans (PronySession *self)
{
  g_return_val_if_fail (PRONY_IS_SESSION (self), NULL);

  return G_LIST_MODEL (self->plans);
}

/**
 * prony_session_save_plan:
 * @self: a session
 * @name: how the user calls it, not empty
 * @plan: a plan, which need not be complete
 *
 * Keeps a plan, in the place of a plan of that name if there is one. No key is kept.
 */
void
prony_session_save_plan (PronySession *self, const char *name, PronyPlan *plan)
{
  g_autoptr (JsonObject) json = NULL;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (name != NULL && *name != '\0');
  g_return_if_fail (plan != NULL);

  json = prony_plan_to_json (plan);
  save (self, name, json, FALSE);
}

/**
 * prony_session_save_selection:
 * @self: a session
 * @name: how the user calls it, not empty
 * @targets: (element-type PronyTarget): what is measured
 *
 * Keeps a selection of targets, in the place of a selection of that name if there is one.
 */
void
prony_session_save_selection (PronySession *self, const char *name, GPtrArray *targets)
{
  g_autoptr (JsonObject) json = NULL;
  JsonArray *array;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (name != NULL && *name != '\0');
  g_return_if_fail (targets != NULL);

  json = json_object_new ();
  array = json_array_new ();
  for (guint i = 0; i < targets->len; i++)
    json_array_add_object_element (array, prony_target_to_json (g_ptr_array_index (targets, i)));
  json_object_set_array_member (json, "targets", array);
  save (self, name, json, TRUE);
}

/**
 * prony_session_delete_plan:
 * @self: a session
 * @item: one of its plans
 *
 * Removes a plan. It can be brought back with prony_session_restore_plan() as long as
 * somebody holds @item.
 */
void
prony_session_delete_plan (PronySession *self, PronyPlanItem *item)
{
  guint position;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (PRONY_IS_PLAN_ITEM (item));

  if (!g_list_store_find (self->plans, item, &position))
    return;

  if (self->store != NULL)
    prony_store_delete_plan (self->store, prony_plan_item_get_plan (item)->id);
  g_list_store_remove (self->plans, position);
}

/**
 * prony_session_restore_plan:
 * @self: a session
 * @item: a plan that was deleted
 *
 * Undoes prony_session_delete_plan().
 */
void
prony_session_restore_plan (PronySession *self, PronyPlanItem *item)
{
  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (PRONY_IS_PLAN_ITEM (item));

  if (g_list_store_find (self->plans, item, NULL))
    return;

  g_list_store_insert_sorted (self->plans, item, compare_plans, NULL);
  if (self->store != NULL)
    prony_store_put_plan (self->store, prony_plan_item_get_plan (item));
}

/**
 * prony_session_mark_plan_used:
 * @self: a session
 * @item: one of its plans
 *
 * Puts a plan first, with another item for it, since somebody has chosen it.
 */
void
prony_session_mark_plan_used (PronySession *self, PronyPlanItem *item)
{
  g_autoptr (PronySavedPlan) used = NULL;
  PronySavedPlan *plan;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (PRONY_IS_PLAN_ITEM (item));

  if (!g_list_store_find (self->plans, item, NULL))
    return;

  plan = prony_plan_item_get_plan (item);
  used = prony_saved_plan_new (plan->id, plan->name, g_get_real_time (), plan->plan);
  keep (self, used);
}
