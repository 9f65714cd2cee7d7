/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-scenario.h"
#include "core/scenarios/prony-problems.h"

G_BEGIN_DECLS

/**
 * PronyScenarioDraft:
 *
 * A scenario that is being edited: its YAML text, what that text says, and what is wrong
 * with it. A value: no function changes one, each change gives a new one, so that undoing
 * is keeping the old one. Changes of a single value leave the rest of the text, its
 * comments and its order as they are. Reference counted.
 */
typedef struct _PronyScenarioDraft PronyScenarioDraft;

PronyScenarioDraft *prony_scenario_draft_new (const char *text, const char *file_name);
PronyScenarioDraft *prony_scenario_draft_new_empty (const char *name);
PronyScenarioDraft *prony_scenario_draft_ref (PronyScenarioDraft *self);
void prony_scenario_draft_unref (PronyScenarioDraft *self);

/* What it is */
const char *prony_scenario_draft_get_text (PronyScenarioDraft *self);
const char *prony_scenario_draft_get_file_name (PronyScenarioDraft *self);
PronyScenario *prony_scenario_draft_get_scenario (PronyScenarioDraft *self);
PronyProblems *prony_scenario_draft_get_problems (PronyScenarioDraft *self);
gboolean prony_scenario_draft_is_valid (PronyScenarioDraft *self);
gboolean prony_scenario_draft_is_readable (PronyScenarioDraft *self);
gboolean prony_scenario_draft_equal (PronyScenarioDraft *self, PronyScenarioDraft *other);
char *prony_scenario_draft_get_value (PronyScenarioDraft *self, const char *path);
char **prony_scenario_draft_get_list (PronyScenarioDraft *self, const char *path);
gboolean prony_scenario_draft_has (PronyScenarioDraft *self, const char *path);
char **prony_scenario_draft_list_placeholders (PronyScenarioDraft *self);
const char *prony_scenario_draft_get_problem_of (PronyScenarioDraft *self, const char *path);
guint prony_scenario_draft_count_items (PronyScenarioDraft *self, const char *path);
gboolean prony_scenario_draft_get_place (PronyScenarioDraft *self,
                                         const char *path,
                                         guint *line,
                                         guint *column);

/* Changes: each returns a new draft */
PronyScenarioDraft *prony_scenario_draft_set_text (PronyScenarioDraft *self, const char *text);
PronyScenarioDraft *
prony_scenario_draft_set_value (PronyScenarioDraft *self, const char *path, const char *value);
PronyScenarioDraft *
prony_scenario_draft_set_plain (PronyScenarioDraft *self, const char *path, const char *value);
PronyScenarioDraft *prony_scenario_draft_set_list (PronyScenarioDraft *self,
                                                   const char *path,
                                                   const char *const *values);
PronyScenarioDraft *prony_scenario_draft_set_plain_list (PronyScenarioDraft *self,
                                                         const char *path,
                                                         const char *const *values);
PronyScenarioDraft *prony_scenario_draft_remove (PronyScenarioDraft *self, const char *path);
PronyScenarioDraft *prony_scenario_draft_set_from (PronyScenarioDraft *self,
                                                   const char *path,
                                                   PronyScenarioDraft *other);
PronyScenarioDraft *prony_scenario_draft_add_case (PronyScenarioDraft *self);
PronyScenarioDraft *prony_scenario_draft_remove_case (PronyScenarioDraft *self, guint index);
PronyScenarioDraft *prony_scenario_draft_duplicate_case (PronyScenarioDraft *self, guint index);
PronyScenarioDraft *
prony_scenario_draft_move_case (PronyScenarioDraft *self, guint index, guint new_index);

/* Changes between a prompt and a conversation, and of the latter */
PronyScenarioDraft *prony_scenario_draft_make_conversation (PronyScenarioDraft *self);
PronyScenarioDraft *prony_scenario_draft_make_single_prompt (PronyScenarioDraft *self);
PronyScenarioDraft *prony_scenario_draft_add_turn (PronyScenarioDraft *self);
PronyScenarioDraft *prony_scenario_draft_remove_turn (PronyScenarioDraft *self, guint index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyScenarioDraft, prony_scenario_draft_unref)

G_END_DECLS
