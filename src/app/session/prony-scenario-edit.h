/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/scenarios/prony-draft-history.h"

G_BEGIN_DECLS

/**
 * PronyScenarioEdit:
 *
 * A scenario while it is edited: the draft that form and source both show, with its
 * history. Main thread only; large texts are read and changed in another.
 *
 * Signal `changed`: there is another draft, or it was saved.
 */
#define PRONY_TYPE_SCENARIO_EDIT (prony_scenario_edit_get_type ())

G_DECLARE_FINAL_TYPE (PronyScenarioEdit, prony_scenario_edit, PRONY, SCENARIO_EDIT, GObject)

/**
 * PronyDraftChange:
 * @draft: a draft
 * @data: what is to change in it
 *
 * Returns: (transfer full): the changed draft; may be called in any thread
 */
typedef PronyScenarioDraft *(*PronyDraftChange) (PronyScenarioDraft *draft, gconstpointer data);

PronyScenarioEdit *prony_scenario_edit_new (PronyScenarioDraft *draft, gboolean saved);
PronyScenarioDraft *prony_scenario_edit_get_draft (PronyScenarioEdit *self);
void
prony_scenario_edit_take (PronyScenarioEdit *self, PronyScenarioDraft *draft, const char *path);
void prony_scenario_edit_change (PronyScenarioEdit *self,
                                 PronyDraftChange make,
                                 gpointer data,
                                 GDestroyNotify free_data,
                                 const char *path);
void prony_scenario_edit_set_text (PronyScenarioEdit *self, const char *text);
void prony_scenario_edit_flush (PronyScenarioEdit *self);
void prony_scenario_edit_end_step (PronyScenarioEdit *self);
gboolean prony_scenario_edit_can_undo (PronyScenarioEdit *self);
gboolean prony_scenario_edit_can_redo (PronyScenarioEdit *self);
void prony_scenario_edit_undo (PronyScenarioEdit *self);
void prony_scenario_edit_redo (PronyScenarioEdit *self);
gboolean prony_scenario_edit_is_modified (PronyScenarioEdit *self);
gboolean prony_scenario_edit_is_saved (PronyScenarioEdit *self);
void prony_scenario_edit_set_saved (PronyScenarioEdit *self, PronyScenarioDraft *draft);
gboolean prony_text_find_difference (
  const char *text, const char *other, gsize *start, gsize *end, gsize *other_end);

G_END_DECLS
