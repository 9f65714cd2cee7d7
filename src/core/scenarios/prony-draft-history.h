/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/scenarios/prony-scenario-draft.h"

G_BEGIN_DECLS

/**
 * PronyDraftHistory:
 *
 * The drafts that an editor has had, for undoing and redoing. Changes that follow one
 * another at the same value, as when somebody types, are one step. Main thread only.
 */
typedef struct _PronyDraftHistory PronyDraftHistory;

PronyDraftHistory *prony_draft_history_new (PronyScenarioDraft *draft);
void prony_draft_history_free (PronyDraftHistory *self);
PronyScenarioDraft *prony_draft_history_get (PronyDraftHistory *self);
void
prony_draft_history_push (PronyDraftHistory *self, PronyScenarioDraft *draft, const char *path);
void prony_draft_history_end_merge (PronyDraftHistory *self);
gboolean prony_draft_history_can_undo (PronyDraftHistory *self);
gboolean prony_draft_history_can_redo (PronyDraftHistory *self);
gboolean prony_draft_history_undo (PronyDraftHistory *self);
gboolean prony_draft_history_redo (PronyDraftHistory *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyDraftHistory, prony_draft_history_free)

G_END_DECLS
