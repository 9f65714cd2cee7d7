/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What the files of the YAML editing share: prony-yaml-edit.c sets values,
 * prony-yaml-edit-items.c takes them out and moves items, prony-yaml-edit-check.c
 * looks whether all else stayed as it was. */

#pragma once

#include "core/scenarios/prony-yaml-edit.h"

G_BEGIN_DECLS

gsize _prony_yaml_line_start (const char *text, gsize offset);
gsize _prony_yaml_line_end (const char *text, gsize offset);
gsize _prony_yaml_value_end (const char *text, const PronyYamlNode *value);
gboolean _prony_yaml_equal (const PronyYamlNode *left, const PronyYamlNode *right);
gboolean _prony_yaml_differs_only_at (PronyYamlNode *root,
                                      const char *changed,
                                      char **path,
                                      const PronyYamlNode *value);
gboolean
_prony_yaml_items_are (PronyYamlNode *root, const char *changed, char **path, GPtrArray *wanted);

G_END_DECLS
