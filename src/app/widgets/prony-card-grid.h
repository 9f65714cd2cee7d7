/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PronyCardGrid:
 *
 * Lays cards of the same width next to each other, as many as there is room for, four at
 * most, and evenly over the lines: of four, two and two rather than three and one. Main
 * thread only.
 */
#define PRONY_TYPE_CARD_GRID (prony_card_grid_get_type ())

G_DECLARE_FINAL_TYPE (PronyCardGrid, prony_card_grid, PRONY, CARD_GRID, GtkWidget)

GtkWidget *prony_card_grid_new (void);
void prony_card_grid_insert (PronyCardGrid *self, GtkWidget *card, guint position);
void prony_card_grid_remove (PronyCardGrid *self, GtkWidget *card);
guint prony_card_grid_count_columns (PronyCardGrid *self, int width);

G_END_DECLS
