/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <string.h>

#include "core/scenarios/prony-yaml-edit.h"

/**
 * prony_yaml_path_split:
 * @path: such as "test_cases[2].question"
 *
 * Returns: (transfer full) (array zero-terminated=1): its steps, such as "test_cases",
 *   "[2]" and "question"
 */
char **
prony_yaml_path_split (const char *path)
{
  GPtrArray *steps = g_ptr_array_new ();
  const char *start = path;

  for (const char *p = path;; p++)
    if (*p == '.' || *p == '[' || *p == '\0')
      {
        if (p > start)
          g_ptr_array_add (steps, g_strndup (start, (gsize) (p - start)));
        if (*p == '\0')
          break;
        start = *p == '[' ? p : p + 1;
      }

  g_ptr_array_add (steps, NULL);
  return (char **) g_ptr_array_free (steps, FALSE);
}

/**
 * prony_yaml_path_get_index:
 * @step: a step of a path
 * @index: (out): the index that it names
 *
 * Returns: whether it is an index
 */
gboolean
prony_yaml_path_get_index (const char *step, guint *index)
{
  guint64 value = 0;
  char *end;

  if (*step != '[' || !g_ascii_isdigit (step[1]))
    return FALSE;
  value = g_ascii_strtoull (step + 1, &end, 10);
  *index = (guint) MIN (value, G_MAXUINT - 1);
  return strcmp (end, "]") == 0;
}

/**
 * prony_yaml_path_get:
 * @root: (nullable): where to begin
 * @path: (array zero-terminated=1): steps
 *
 * Returns: (transfer none) (nullable): what lies there
 */
PronyYamlNode *
prony_yaml_path_get (PronyYamlNode *root, char **path)
{
  PronyYamlNode *node = root;
  guint index;

  for (guint i = 0; path[i] != NULL && node != NULL; i++)
    if (!prony_yaml_path_get_index (path[i], &index))
      node = prony_yaml_node_get (node, path[i]);
    else if (node->kind == PRONY_YAML_LIST && index < node->values->len)
      node = g_ptr_array_index (node->values, index);
    else
      node = NULL;

  return node;
}
