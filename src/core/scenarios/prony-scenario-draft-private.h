/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What the files of PronyScenarioDraft share: prony-scenario-draft.c says what one is,
 * prony-scenario-draft-change.c makes new ones, prony-scenario-draft-messages.c those with
 * another conversation, prony-scenario-draft-paths.c finds the places in its text. */

#pragma once

#include "core/scenarios/prony-scenario-draft.h"
#include "core/scenarios/prony-scenario-yaml.h"

G_BEGIN_DECLS

/* Nothing larger is a scenario. */
#define PRONY_DRAFT_MAX_SIZE (4 * 1024 * 1024)

struct _PronyScenarioDraft
{
  char *text;
  char *file_name;
  PronyScenario *scenario;
  PronyProblems *problems;
  PronyYamlNode *root;
  gboolean is_readable;
};

char **_prony_draft_resolve (PronyYamlNode *root, const char *path);
const char *const *_prony_draft_get_order (char **map_path, guint n_steps);
PronyScenarioDraft *
_prony_draft_set_node (PronyScenarioDraft *self, const char *path, const PronyYamlNode *value);
gboolean _prony_draft_needs_wrapped_case (PronyYamlNode *root, char **steps, guint *index);

G_END_DECLS
