/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <gtk/gtk.h>

#include "app/session/prony-result-item.h"
#include "app/session/prony-run-item.h"
#include "core/model/prony-run-targets.h"

struct _PronyResultItem
{
  GObject parent_instance;

  PronyRun *run;
  PronyTarget *target;
};

G_DEFINE_FINAL_TYPE (PronyResultItem, prony_result_item, G_TYPE_OBJECT)

static void
prony_result_item_finalize (GObject *object)
{
  PronyResultItem *self = PRONY_RESULT_ITEM (object);

  prony_run_unref (self->run);
  prony_target_unref (self->target);

  G_OBJECT_CLASS (prony_result_item_parent_class)->finalize (object);
}

static void
prony_result_item_class_init (PronyResultItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = prony_result_item_finalize;
}

static void
prony_result_item_init (PronyResultItem *self)
{
}

/**
 * prony_result_item_new:
 * @run: a run
 * @target: one of its targets
 *
 * Returns: (transfer full): an item for lists
 */
PronyResultItem *
prony_result_item_new (PronyRun *run, PronyTarget *target)
{
  PronyResultItem *self = g_object_new (PRONY_TYPE_RESULT_ITEM, NULL);

  self->run = prony_run_ref (run);
  self->target = prony_target_ref (target);

  return self;
}

/**
 * prony_result_item_get_run:
 * @self: an item
 *
 * Returns: (transfer none): the run
 */
PronyRun *
prony_result_item_get_run (PronyResultItem *self)
{
  g_return_val_if_fail (PRONY_IS_RESULT_ITEM (self), NULL);

  return self->run;
}

/**
 * prony_result_item_get_target:
 * @self: an item
 *
 * Returns: (transfer none): the target
 */
PronyTarget *
prony_result_item_get_target (PronyResultItem *self)
{
  g_return_val_if_fail (PRONY_IS_RESULT_ITEM (self), NULL);

  return self->target;
}

static gboolean
has_figures (PronyRun *run, GPtrArray *targets, guint index)
{
  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);

      if (trial->summary != NULL && prony_run_find_target (targets, trial->target) == (int) index)
        return TRUE;
    }

  return FALSE;
}

static gpointer
list_run (gpointer item, gpointer user_data)
{
  g_autoptr (PronyRunItem) run_item = item;
  PronyRun *run = prony_run_item_get_run (run_item);
  g_autoptr (GPtrArray) targets = prony_run_list_targets (run);
  GListStore *results = g_list_store_new (PRONY_TYPE_RESULT_ITEM);

  for (guint i = 0; i < targets->len; i++)
    if (has_figures (run, targets, i))
      {
        g_autoptr (PronyResultItem) result =
                     prony_result_item_new (run, g_ptr_array_index (targets, i));

        g_list_store_append (results, result);
      }

  return results;
}

/**
 * prony_result_item_list:
 * @runs: a list of #PronyRunItem
 *
 * Returns: (transfer full): a list of the #PronyResultItem with figures, that follows
 *   @runs
 */
GListModel *
prony_result_item_list (GListModel *runs)
{
  GtkMapListModel *lists = gtk_map_list_model_new (g_object_ref (runs), list_run, NULL, NULL);

  return G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (lists)));
}
