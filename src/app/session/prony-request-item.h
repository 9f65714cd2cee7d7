/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib-object.h>

#include "core/model/prony-request-row.h"

G_BEGIN_DECLS

/**
 * PronyRequestItem:
 *
 * A request in a list, which may not have been read yet: it emits `changed` when it has
 * been. Main thread only.
 */
#define PRONY_TYPE_REQUEST_ITEM (prony_request_item_get_type ())

G_DECLARE_FINAL_TYPE (PronyRequestItem, prony_request_item, PRONY, REQUEST_ITEM, GObject)

PronyRequestItem *prony_request_item_new (gint64 row_id);
gint64 prony_request_item_get_row_id (PronyRequestItem *self);
void prony_request_item_set_row_id (PronyRequestItem *self, gint64 row_id);
const PronyRequestRow *prony_request_item_get_row (PronyRequestItem *self);
void prony_request_item_set_row (PronyRequestItem *self, const PronyRequestRow *row);

G_END_DECLS
