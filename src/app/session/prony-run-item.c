/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/session/prony-run-item.h"

struct _PronyRunItem
{
  GObject parent_instance;

  PronyRun *run;
};

G_DEFINE_FINAL_TYPE (PronyRunItem, prony_run_item, G_TYPE_OBJECT)

static void
prony_run_item_finalize (GObject *object)
{
  PronyRunItem *self = (PronyRunItem *) object;

  g_clear_pointer (&self->run, prony_run_unref);

  G_OBJECT_CLASS (prony_run_item_parent_class)->finalize (object);
}

static void
prony_run_item_class_init (PronyRunItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = prony_run_item_finalize;
}

static void
prony_run_item_init (PronyRunItem *self)
{
}

/**
 * prony_run_item_new:
 * @run: a run that has ended
 *
 * Returns: (transfer full): an item for lists
 */
PronyRunItem *
prony_run_item_new (PronyRun *run)
{
  PronyRunItem *self;

  g_return_val_if_fail (run != NULL, NULL);

  self = g_object_new (PRONY_TYPE_RUN_ITEM, NULL);
  self->run = prony_run_ref (run);

  return self;
}

/**
 * prony_run_item_get_run:
 * @self: a run in a list
 *
 * Returns: (transfer none): the run
 */
PronyRun *
prony_run_item_get_run (PronyRunItem *self)
{
  g_return_val_if_fail (PRONY_IS_RUN_ITEM (self), NULL);

  return self->run;
}
