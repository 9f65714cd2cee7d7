/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/model/prony-engine-info.h"

G_BEGIN_DECLS

/**
 * PronyModelNode:
 *
 * A model in the family tree of an engine's models, or a family or size with what is
 * below it. Signal `changed`: it says something else now. Made in any thread, then used
 * in the main thread only.
 */
#define PRONY_TYPE_MODEL_NODE (prony_model_node_get_type ())

G_DECLARE_FINAL_TYPE (PronyModelNode, prony_model_node, PRONY, MODEL_NODE, GObject)

PronyModelNode *prony_model_node_new_group (const char *title);
PronyModelNode *prony_model_node_new_model (PronyEngineInfo *info, const PronyModelInfo *model);
void prony_model_node_append (PronyModelNode *self, PronyModelNode *child);
void prony_model_node_finish_group (PronyModelNode *self);
void prony_model_node_take_over (PronyModelNode *self, PronyModelNode *newer);

GListModel *prony_model_node_get_children (PronyModelNode *self);
const PronyModelInfo *prony_model_node_get_model (PronyModelNode *self);
const char *prony_model_node_get_title (PronyModelNode *self);
const char *prony_model_node_get_details (PronyModelNode *self);
const char *prony_model_node_get_state (PronyModelNode *self);
const char *prony_model_node_get_spoken (PronyModelNode *self);
gboolean prony_model_node_matches (PronyModelNode *self, const char *const *words);

G_END_DECLS
