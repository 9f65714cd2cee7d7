/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/session/prony-run-item.h"

struct _PronyRunItem
{
  GObject parent_instance;

  PronyRunEntry *entry;
  PronyRun *run; /* (nullable): where nothing is stored */
};

enum
{
  PROP_0,
  PROP_ENTRY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PronyRunItem, prony_run_item, G_TYPE_OBJECT)

static void
prony_run_item_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_ENTRY:
      g_value_set_pointer (value, PRONY_RUN_ITEM (object)->entry);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
prony_run_item_finalize (GObject *object)
{
  PronyRunItem *self = (PronyRunItem *) object;

  g_clear_pointer (&self->entry, prony_run_entry_unref);
  g_clear_pointer (&self->run, prony_run_unref);

  G_OBJECT_CLASS (prony_run_item_parent_class)->finalize (object);
}

static void
prony_run_item_class_init (PronyRunItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = prony_run_item_get_property;
  object_class->finalize = prony_run_item_finalize;

  properties[PROP_ENTRY] =
    g_param_spec_pointer ("entry", NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
prony_run_item_init (PronyRunItem *self)
{
}

/**
 * prony_run_item_new:
 * @entry: what lists show of a stored run
 *
 * Returns: (transfer full): an item for lists
 */
PronyRunItem *
prony_run_item_new (PronyRunEntry *entry)
{
  PronyRunItem *self;

  g_return_val_if_fail (entry != NULL, NULL);

  self = g_object_new (PRONY_TYPE_RUN_ITEM, NULL);
  self->entry = prony_run_entry_ref (entry);

  return self;
}

/**
 * prony_run_item_new_for_run:
 * @run: a run that has ended and is not stored
 *
 * Returns: (transfer full): an item for lists that keeps the run
 */
PronyRunItem *
prony_run_item_new_for_run (PronyRun *run)
{
  PronyRunItem *self;

  g_return_val_if_fail (run != NULL, NULL);

  self = g_object_new (PRONY_TYPE_RUN_ITEM, NULL);
  self->entry = prony_run_entry_new_for_run (run);
  self->run = prony_run_ref (run);

  return self;
}

/**
 * prony_run_item_get_entry:
 * @self: a run in a list
 *
 * Returns: (transfer none): what is shown of it
 */
PronyRunEntry *
prony_run_item_get_entry (PronyRunItem *self)
{
  g_return_val_if_fail (PRONY_IS_RUN_ITEM (self), NULL);

  return self->entry;
}

/**
 * prony_run_item_set_entry:
 * @self: a run in a list
 * @entry: what is shown of it from now on; of the same run
 */
void
prony_run_item_set_entry (PronyRunItem *self, PronyRunEntry *entry)
{
  g_return_if_fail (PRONY_IS_RUN_ITEM (self));
  g_return_if_fail (entry != NULL && g_str_equal (entry->id, self->entry->id));

  prony_run_entry_ref (entry);
  prony_run_entry_unref (self->entry);
  self->entry = entry;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENTRY]);
}

/**
 * prony_run_item_get_run:
 * @self: a run in a list
 *
 * Returns: (transfer none) (nullable): the run itself, where it is not stored
 */
PronyRun *
prony_run_item_get_run (PronyRunItem *self)
{
  g_return_val_if_fail (PRONY_IS_RUN_ITEM (self), NULL);

  return self->run;
}
