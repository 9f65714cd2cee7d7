/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gtk/gtk.h>

#include "app/session/prony-model-node.h"

G_BEGIN_DECLS

/**
 * PronyModelRow:
 *
 * A line of a list of models, of which there may be ten thousand. Main thread only.
 */
#define PRONY_TYPE_MODEL_ROW (prony_model_row_get_type ())

G_DECLARE_FINAL_TYPE (PronyModelRow, prony_model_row, PRONY, MODEL_ROW, GtkWidget)

GtkWidget *prony_model_row_new (void);
void prony_model_row_set_node (PronyModelRow *self, PronyModelNode *node);

G_END_DECLS
