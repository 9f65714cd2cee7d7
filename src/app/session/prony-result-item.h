/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/model/prony-run.h"

G_BEGIN_DECLS

/**
 * PronyResultItem:
 *
 * A result in a list: what a stored run measured of one target. Main thread only.
 * Property: `chosen`, whether the user has marked it.
 */
#define PRONY_TYPE_RESULT_ITEM (prony_result_item_get_type ())

G_DECLARE_FINAL_TYPE (PronyResultItem, prony_result_item, PRONY, RESULT_ITEM, GObject)

PronyResultItem *prony_result_item_new (PronyRun *run, PronyTarget *target);
PronyRun *prony_result_item_get_run (PronyResultItem *self);
PronyTarget *prony_result_item_get_target (PronyResultItem *self);
gboolean prony_result_item_get_chosen (PronyResultItem *self);
void prony_result_item_set_chosen (PronyResultItem *self, gboolean chosen);
gboolean prony_result_item_equal (PronyResultItem *self, PronyResultItem *other);
GListModel *prony_result_item_list (GListModel *runs);

G_END_DECLS
