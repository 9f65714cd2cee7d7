/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-target-list.h"
#include "base/prony-util.h"

struct _PronyTargetList
{
  GObject parent_instance;

  /* Owned */
  GtkStringList *names;
  GPtrArray *items;  /* PronyEngineItem, one for each name but the first */
  GPtrArray *models; /* char, likewise */
};

G_DEFINE_FINAL_TYPE (PronyTargetList, prony_target_list, G_TYPE_OBJECT)

static void
prony_target_list_finalize (GObject *object)
{
  PronyTargetList *self = (PronyTargetList *) object;

  g_object_unref (self->names);
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->models);

  G_OBJECT_CLASS (prony_target_list_parent_class)->finalize (object);
}

static void
prony_target_list_class_init (PronyTargetListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = prony_target_list_finalize;
}

static void
prony_target_list_init (PronyTargetList *self)
{
  self->names = gtk_string_list_new (NULL);
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->models = g_ptr_array_new_with_free_func (g_free);
  gtk_string_list_append (self->names, _ ("None (estimated)"));
}

static void
add_engine (PronyTargetList *self, PronyEngineItem *item)
{
  PronyEngineInfo *info = prony_engine_item_get_info (item);

  if (info == NULL || info->status != PRONY_ENGINE_STATUS_READY)
    return;

  for (guint i = 0; i < info->models->len; i++)
    {
      const PronyModelInfo *model = g_ptr_array_index (info->models, i);
      /* TRANSLATORS: a model and the engine that serves it. */
      g_autofree char *name =
        g_strdup_printf (_ ("%s on %s"), model->id, prony_engine_item_get_title (item));

      gtk_string_list_append (self->names, name);
      g_ptr_array_add (self->items, g_object_ref (item));
      g_ptr_array_add (self->models, g_strdup (model->id));
    }
}

/**
 * prony_target_list_new:
 * @engines: a list of #PronyEngineItem
 *
 * Returns: (transfer full): what there is to choose from now
 */
PronyTargetList *
prony_target_list_new (GListModel *engines)
{
  PronyTargetList *self = g_object_new (PRONY_TYPE_TARGET_LIST, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (engines); i++)
    {
      g_autoptr (PronyEngineItem) item = g_list_model_get_item (engines, i);

      add_engine (self, item);
    }

  return self;
}

/**
 * prony_target_list_get_names:
 * @self: a list
 *
 * Returns: (transfer none): the choices as #GtkStringObject
 */
GListModel *
prony_target_list_get_names (PronyTargetList *self)
{
  g_return_val_if_fail (PRONY_IS_TARGET_LIST (self), NULL);

  return G_LIST_MODEL (self->names);
}

/**
 * prony_target_list_make_target:
 * @self: a list
 * @position: a choice
 *
 * Returns: (transfer full) (nullable): the target, with its engine's credentials, not
 *   prepared yet; %NULL for the first choice
 */
PronyTarget *
prony_target_list_make_target (PronyTargetList *self, guint position)
{
  PronyEngineItem *item;
  PronyCredentials *credentials;
  g_autoptr (PronyEngineSpec) spec = NULL;
  PronyTarget *target;

  g_return_val_if_fail (PRONY_IS_TARGET_LIST (self), NULL);

  if (position == 0 || position > self->items->len)
    return NULL;

  item = g_ptr_array_index (self->items, position - 1);
  credentials = prony_engine_item_get_credentials (item);
  spec = prony_engine_spec_copy (prony_engine_item_get_spec (item));
  target = prony_target_new (spec, g_ptr_array_index (self->models, position - 1));
  prony_set_str (&target->name, prony_engine_item_get_title (item));
  if (credentials != NULL)
    target->credentials = prony_credentials_ref (credentials);

  return target;
}
