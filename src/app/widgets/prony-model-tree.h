/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-session.h"

G_BEGIN_DECLS

/**
 * PronyModelTree:
 *
 * The models of an engine as a tree of families, with a search, and with what loads and
 * unloads them where the engine can. Main thread only.
 *
 * Actions: `models.load`, `models.unload` (the selected model), `models.cancel` (the
 * waiting for that), `models.search`.
 */
#define PRONY_TYPE_MODEL_TREE (prony_model_tree_get_type ())

G_DECLARE_FINAL_TYPE (PronyModelTree, prony_model_tree, PRONY, MODEL_TREE, AdwBin)

GtkWidget *prony_model_tree_new (void);
void
prony_model_tree_set_engine (PronyModelTree *self, PronySession *session, PronyEngineItem *engine);

G_END_DECLS
