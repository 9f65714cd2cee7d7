/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "core/model/prony-run-entry.h"

G_BEGIN_DECLS

/**
 * PronyRunRow:
 *
 * A run in a list: its name, when it was, what was measured, how it ended and what is said
 * of it; or the heading of a group of runs. Main thread only.
 */
#define PRONY_TYPE_RUN_ROW (prony_run_row_get_type ())

G_DECLARE_FINAL_TYPE (PronyRunRow, prony_run_row, PRONY, RUN_ROW, AdwBin)

GtkWidget *prony_run_row_new (void);
void prony_run_row_set_entry (PronyRunRow *self, const PronyRunEntry *run);
void prony_run_row_set_heading (PronyRunRow *self, const char *title, guint n_runs);
const char *prony_run_row_get_run_id (PronyRunRow *self);

G_END_DECLS
