/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "core/model/prony-run.h"

G_BEGIN_DECLS

/**
 * PronyRequestRows:
 *
 * Requests of a run as rows of two lines, for where a table is too wide. Main thread only.
 *
 * Signal `activated` (uint position).
 */
#define PRONY_TYPE_REQUEST_ROWS (prony_request_rows_get_type ())

G_DECLARE_FINAL_TYPE (PronyRequestRows, prony_request_rows, PRONY, REQUEST_ROWS, AdwBin)

void prony_request_rows_set_run (PronyRequestRows *self, PronyRun *run);
void prony_request_rows_set_model (PronyRequestRows *self, GtkSelectionModel *model);
void prony_request_rows_set_one_click (PronyRequestRows *self, gboolean one_click);
void prony_request_rows_scroll_to (PronyRequestRows *self, guint position);

G_END_DECLS
