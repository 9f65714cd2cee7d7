/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/session/prony-result-item.h"

struct _PronyResultItem
{
  GObject parent_instance;

  PronyRunItem *run;
  guint index; /* of the result within the run */
  gboolean chosen;
};

enum
{
  PROP_0,
  PROP_CHOSEN,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (PronyResultItem, prony_result_item, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void
prony_result_item_finalize (GObject *object)
{
  PronyResultItem *self = PRONY_RESULT_ITEM (object);

  g_object_unref (self->run);

  G_OBJECT_CLASS (prony_result_item_parent_class)->finalize (object);
}

static void
prony_result_item_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_CHOSEN:
      g_value_set_boolean (value, PRONY_RESULT_ITEM (object)->chosen);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
prony_result_item_set_property (GObject *object,
                                guint prop_id,
                                const GValue *value,
                                GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_CHOSEN:
      prony_result_item_set_chosen (PRONY_RESULT_ITEM (object), g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
prony_result_item_class_init (PronyResultItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = prony_result_item_finalize;
  object_class->get_property = prony_result_item_get_property;
  object_class->set_property = prony_result_item_set_property;

  properties[PROP_CHOSEN] =
    g_param_spec_boolean ("chosen", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
prony_result_item_init (PronyResultItem *self)
{
}

/**
 * prony_result_item_new:
 * @run: a run in a list
 * @index: which of its results
 *
 * Returns: (transfer full): an item for lists
 */
PronyResultItem *
prony_result_item_new (PronyRunItem *run, guint index)
{
  PronyResultItem *self;

  g_return_val_if_fail (PRONY_IS_RUN_ITEM (run), NULL);
  g_return_val_if_fail (index < prony_run_item_get_entry (run)->results->len, NULL);

  self = g_object_new (PRONY_TYPE_RESULT_ITEM, NULL);
  self->run = g_object_ref (run);
  self->index = index;

  return self;
}

/**
 * prony_result_item_get_entry:
 * @self: an item
 *
 * Returns: (transfer none): the run
 */
PronyRunEntry *
prony_result_item_get_entry (PronyResultItem *self)
{
  g_return_val_if_fail (PRONY_IS_RESULT_ITEM (self), NULL);

  return prony_run_item_get_entry (self->run);
}

/**
 * prony_result_item_get_result:
 * @self: an item
 *
 * Returns: (transfer none): what was measured
 */
const PronyRunEntryResult *
prony_result_item_get_result (PronyResultItem *self)
{
  g_return_val_if_fail (PRONY_IS_RESULT_ITEM (self), NULL);

  return g_ptr_array_index (prony_run_item_get_entry (self->run)->results, self->index);
}

/**
 * prony_result_item_find_target:
 * @self: an item
 * @run: its run, read from the store
 *
 * Returns: (transfer none) (nullable): the target of @run that it stands for
 */
PronyTarget *
prony_result_item_find_target (PronyResultItem *self, PronyRun *run)
{
  const PronyRunEntryResult *result;

  g_return_val_if_fail (PRONY_IS_RESULT_ITEM (self) && run != NULL, NULL);

  result = prony_result_item_get_result (self);
  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTarget *target = ((PronyTrial *) g_ptr_array_index (run->trials, i))->target;

      if (g_strcmp0 (target->name, result->target) == 0 &&
          g_strcmp0 (target->model, result->model) == 0 &&
          g_strcmp0 (target->engine->url, result->url) == 0)
        return target;
    }

  return NULL;
}

/**
 * prony_result_item_get_chosen:
 * @self: an item
 *
 * Returns: whether it is marked
 */
gboolean
prony_result_item_get_chosen (PronyResultItem *self)
{
  g_return_val_if_fail (PRONY_IS_RESULT_ITEM (self), FALSE);

  return self->chosen;
}

/**
 * prony_result_item_set_chosen:
 * @self: an item
 * @chosen: whether it is marked
 */
void
prony_result_item_set_chosen (PronyResultItem *self, gboolean chosen)
{
  g_return_if_fail (PRONY_IS_RESULT_ITEM (self));

  if (self->chosen == !!chosen)
    return;

  self->chosen = !!chosen;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHOSEN]);
}

/**
 * prony_result_item_equal:
 * @self: an item
 * @other: another item
 *
 * Returns: whether both are the same target of the same run
 */
gboolean
prony_result_item_equal (PronyResultItem *self, PronyResultItem *other)
{
  g_return_val_if_fail (PRONY_IS_RESULT_ITEM (self) && PRONY_IS_RESULT_ITEM (other), FALSE);

  return self->index == other->index && g_str_equal (prony_result_item_get_entry (self)->id,
                                                     prony_result_item_get_entry (other)->id);
}

static void
append_results (GPtrArray *items, PronyRunItem *run)
{
  GPtrArray *results = prony_run_item_get_entry (run)->results;

  for (guint i = 0; i < results->len; i++)
    if (((PronyRunEntryResult *) g_ptr_array_index (results, i))->measured)
      g_ptr_array_add (items, prony_result_item_new (run, i));
}

/* All anew: GtkFlattenListModel over GtkMapListModel, which would follow piece by
 * piece, gives the first item again for each one that is inserted before it (GTK 4.8). */
static void
on_runs_changed_cb (
  GListStore *results, guint position, guint removed, guint added, GListModel *runs)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (runs); i++)
    {
      g_autoptr (PronyRunItem) item = g_list_model_get_item (runs, i);

      append_results (items, item);
    }
  g_list_store_splice (results, 0, g_list_model_get_n_items (G_LIST_MODEL (results)), items->pdata,
                       items->len);
}

/**
 * prony_result_item_list:
 * @runs: a list of #PronyRunItem
 *
 * Returns: (transfer full): a list of #PronyResultItem, one for each target that was
 *   measured; it follows @runs
 */
GListModel *
prony_result_item_list (GListModel *runs)
{
  GListStore *results = g_list_store_new (PRONY_TYPE_RESULT_ITEM);

  g_signal_connect_object (runs, "items-changed", G_CALLBACK (on_runs_changed_cb), results,
                           G_CONNECT_SWAPPED);
  on_runs_changed_cb (results, 0, 0, 0, runs);
  return G_LIST_MODEL (results);
}
