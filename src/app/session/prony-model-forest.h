/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "app/session/prony-model-node.h"

G_BEGIN_DECLS

/**
 * PronyModelForest:
 * @roots: (element-type PronyModelNode): the families
 * @models: (element-type PronyModelNode): all models, in the order of the tree
 * @nodes: (element-type PronyModelNode): families, sizes and models, likewise
 *
 * An engine's models as a tree: family, number of parameters, quantization.
 */
typedef struct
{
  GListStore *roots;
  GListStore *models;
  GPtrArray *nodes;
} PronyModelForest;

void prony_model_forest_build_async (PronyEngineInfo *info,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
PronyModelForest *prony_model_forest_build_finish (GAsyncResult *result, GError **error);
void prony_model_forest_free (PronyModelForest *self);
gboolean prony_model_forest_take_over (PronyModelForest *self, PronyModelForest *newer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyModelForest, prony_model_forest_free)

G_END_DECLS
