/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/scenarios/prony-scenario-draft.h"

G_BEGIN_DECLS

/* Values of a draft as a person types them. */
char **prony_draft_split_words (const char *text);
char **prony_draft_split_lines (const char *text);
char *prony_draft_number_from_typed (const char *text);

PronyScenarioDraft *
prony_draft_set_numbers (PronyScenarioDraft *draft, const char *path, const char *typed);

/* How a length is given. */
const char *prony_draft_get_lengths (PronyScenarioDraft *draft, const char *path);
PronyScenarioDraft *
prony_draft_set_lengths (PronyScenarioDraft *draft, const char *path, const char *way);
gboolean prony_draft_needs_source (PronyScenarioDraft *draft, const char *path);
PronyScenarioDraft *
prony_draft_new_copy (PronyScenario *scenario, GHashTable *names, const char *title);

G_END_DECLS
