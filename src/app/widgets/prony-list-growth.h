/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PronyListGrowth:
 *
 * Gives a list view its items a few at a time. Whatever the window is high, a list view makes
 * widgets for two hundred items at once, which takes longer than a frame may; now the first
 * ones are on the screen with the next frame. Main thread only.
 */
typedef struct _PronyListGrowth PronyListGrowth;

PronyListGrowth *prony_list_growth_new (GtkWidget *view, GListModel *model);
void prony_list_growth_free (PronyListGrowth *self);
GListModel *prony_list_growth_get_model (PronyListGrowth *self);
void prony_list_growth_begin (PronyListGrowth *self);
void prony_list_growth_end (PronyListGrowth *self);

G_END_DECLS
