/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "app/session/prony-run-item.h"

G_BEGIN_DECLS

/**
 * PronyResultItem:
 *
 * A result in a list: what a stored run measured of one target, or one trial of that. Main
 * thread only.
 */
#define PRONY_TYPE_RESULT_ITEM (prony_result_item_get_type ())

G_DECLARE_FINAL_TYPE (PronyResultItem, prony_result_item, PRONY, RESULT_ITEM, GObject)

PronyResultItem *prony_result_item_new (PronyRunItem *run, guint index);
PronyResultItem *prony_result_item_new_trial (PronyResultItem *result, PronyTrial *trial);
PronyRunEntry *prony_result_item_get_entry (PronyResultItem *self);
const PronyRunEntryResult *prony_result_item_get_result (PronyResultItem *self);
guint prony_result_item_get_index (PronyResultItem *self);
int prony_result_item_get_trial (PronyResultItem *self);
char *prony_result_item_dup_title (PronyResultItem *self);
char *prony_result_item_dup_subtitle (PronyResultItem *self);
gboolean prony_result_item_matches (PronyResultItem *self, const char *const *words);
GListModel *prony_result_item_get_trials (PronyResultItem *self);
gboolean prony_result_item_ask_trials (PronyResultItem *self);
void prony_result_item_fill_trials (PronyResultItem *self, PronyRun *run);
gboolean prony_result_item_is_of_same_result (PronyResultItem *self, PronyResultItem *other);
gboolean prony_result_item_equal (PronyResultItem *self, PronyResultItem *other);
GListModel *prony_result_item_list (GListModel *runs);
GPtrArray *prony_result_item_collect (GListModel *results, const char *const *run_ids);

PronyTarget *prony_result_find_target (const PronyRunEntryResult *result, PronyRun *run);

G_END_DECLS
