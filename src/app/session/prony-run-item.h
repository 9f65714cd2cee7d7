/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib-object.h>

#include "core/model/prony-run-entry.h"

G_BEGIN_DECLS

/**
 * PronyRunItem:
 *
 * A run in a list. What is shown of it is its entry, which is another one once the run was
 * renamed, tagged, pinned or remarked on: `entry` is notified then. Main thread only.
 */
#define PRONY_TYPE_RUN_ITEM (prony_run_item_get_type ())

G_DECLARE_FINAL_TYPE (PronyRunItem, prony_run_item, PRONY, RUN_ITEM, GObject)

PronyRunItem *prony_run_item_new (PronyRunEntry *entry);
PronyRunItem *prony_run_item_new_for_run (PronyRun *run);
PronyRunEntry *prony_run_item_get_entry (PronyRunItem *self);
void prony_run_item_set_entry (PronyRunItem *self, PronyRunEntry *entry);
PronyRun *prony_run_item_get_run (PronyRunItem *self);

G_END_DECLS
