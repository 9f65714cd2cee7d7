/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/scenarios/prony-scenario-yaml.h"

G_BEGIN_DECLS

/**
 * PronyYamlOrder:
 * @map_path: the steps to a map; none means the outermost
 * @n_steps: how many
 *
 * Returns: (nullable) (array zero-terminated=1): the keys of that map in their usual order
 */
typedef const char *const *(*PronyYamlOrder) (char **map_path, guint n_steps);

/* Paths: steps from the root, keys and indexes such as "[2]". */
char **prony_yaml_path_split (const char *path);
gboolean prony_yaml_path_get_index (const char *step, guint *index);
PronyYamlNode *prony_yaml_path_get (PronyYamlNode *root, char **path);

/* Each gives the whole new text, or NULL where it cannot be done. */
char *prony_yaml_edit_set (const char *text,
                           PronyYamlNode *root,
                           char **path,
                           const PronyYamlNode *value,
                           PronyYamlOrder order);
char *prony_yaml_edit_remove (const char *text, PronyYamlNode *root, char **path);
char *
prony_yaml_edit_duplicate_item (const char *text, PronyYamlNode *root, char **path, guint index);
char *prony_yaml_edit_move_item (
  const char *text, PronyYamlNode *root, char **path, guint index, guint new_index);

G_END_DECLS
