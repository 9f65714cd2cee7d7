/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PronyFactRow:
 *
 * A row that says one thing: what it is at the start, and its value at the end.
 * Main thread only.
 */
#define PRONY_TYPE_FACT_ROW (prony_fact_row_get_type ())

G_DECLARE_FINAL_TYPE (PronyFactRow, prony_fact_row, PRONY, FACT_ROW, AdwPreferencesRow)

GtkWidget *prony_fact_row_new (const char *title);
void prony_fact_row_set_value (PronyFactRow *self, const char *value);
void prony_fact_row_set_icon (PronyFactRow *self, const char *icon_name, const char *style);

G_END_DECLS
