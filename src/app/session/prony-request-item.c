/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/session/prony-request-item.h"

struct _PronyRequestItem
{
  GObject parent_instance;

  gint64 row_id;
  gboolean is_read;
  PronyRequestRow row;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyRequestItem, prony_request_item, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

static void
prony_request_item_class_init (PronyRequestItemClass *klass)
{
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
prony_request_item_init (PronyRequestItem *self)
{
}

/**
 * prony_request_item_new:
 * @row_id: the store's number of a request
 *
 * Returns: (transfer full): a request that has not been read
 */
PronyRequestItem *
prony_request_item_new (gint64 row_id)
{
  PronyRequestItem *self = g_object_new (PRONY_TYPE_REQUEST_ITEM, NULL);

  self->row_id = row_id;
  return self;
}

/**
 * prony_request_item_get_row_id:
 * @self: a request
 *
 * Returns: the store's number for it
 */
gint64
prony_request_item_get_row_id (PronyRequestItem *self)
{
  g_return_val_if_fail (PRONY_IS_REQUEST_ITEM (self), 0);

  return self->row_id;
}

/**
 * prony_request_item_get_row:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): what lists show of it; %NULL before it was read
 */
const PronyRequestRow *
prony_request_item_get_row (PronyRequestItem *self)
{
  g_return_val_if_fail (PRONY_IS_REQUEST_ITEM (self), NULL);

  return self->is_read ? &self->row : NULL;
}

/**
 * prony_request_item_set_row_id:
 * @self: a request
 * @row_id: the store's number of a request
 *
 * Stands for that request from now on, which has not been read. Nobody is told before
 * prony_request_item_set_row(): until then the screen keeps what it shows.
 */
void
prony_request_item_set_row_id (PronyRequestItem *self, gint64 row_id)
{
  g_return_if_fail (PRONY_IS_REQUEST_ITEM (self));

  if (self->row_id == row_id)
    return;

  self->row_id = row_id;
  self->is_read = FALSE;
}

/**
 * prony_request_item_set_row:
 * @self: a request
 * @row: (nullable): what was read of it; %NULL where it could not be
 */
void
prony_request_item_set_row (PronyRequestItem *self, const PronyRequestRow *row)
{
  g_return_if_fail (PRONY_IS_REQUEST_ITEM (self));
  g_return_if_fail (row == NULL || row->row_id == self->row_id);

  if (row != NULL)
    self->row = *row;
  self->is_read = row != NULL;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}
