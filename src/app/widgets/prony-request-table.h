/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "core/model/prony-run.h"
#include "core/store/prony-store.h"

G_BEGIN_DECLS

/**
 * PronyRequestTable:
 *
 * Requests of a run as a table, of which only what is in sight is made. A click at a
 * heading wants another order; whoever has the requests gives it. Main thread only.
 *
 * Signals: `sort-wanted` (int sort, gboolean descending), `activated` (uint position).
 */
#define PRONY_TYPE_REQUEST_TABLE (prony_request_table_get_type ())

G_DECLARE_FINAL_TYPE (PronyRequestTable, prony_request_table, PRONY, REQUEST_TABLE, AdwBin)

void prony_request_table_set_run (PronyRequestTable *self, PronyRun *run);
void prony_request_table_set_model (PronyRequestTable *self, GtkSelectionModel *model);
void
prony_request_table_set_sort (PronyRequestTable *self, PronyRequestSort sort, gboolean descending);
void prony_request_table_set_one_click (PronyRequestTable *self, gboolean one_click);
void prony_request_table_scroll_to (PronyRequestTable *self, guint position);

G_END_DECLS
