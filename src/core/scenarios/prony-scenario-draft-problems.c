/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <string.h>

#include "core/scenarios/prony-scenario-draft-private.h"
#include "core/scenarios/prony-yaml-edit.h"

static gboolean
is_before (guint line, guint column, guint other_line, guint other_column)
{
  return line < other_line || (line == other_line && column < other_column);
}

static const char *
find_within (PronyScenarioDraft *self, const PronyTextPlace *start, const PronyTextPlace *end)
{
  for (guint i = 0; i < prony_problems_count (self->problems); i++)
    {
      guint line;
      guint column;
      const char *sentence = prony_problems_get (self->problems, i, &line, &column);

      if (!is_before (line, column, start->line, start->column) &&
          !is_before (end->line, end->column, line, column))
        return sentence;
    }
  return NULL;
}

/* What is wrong with a key is reported where it begins, and what is missing where its map
 * does, which is the same place for the first key: the sentence has the name. */
static const char *
find_named (PronyScenarioDraft *self, const PronyYamlNode *at, const char *key)
{
  g_autofree char *quoted = g_strdup_printf ("“%s”", key);
  g_autofree char *placeholder = g_strdup_printf ("“{%s}”", key);

  for (guint i = 0; i < prony_problems_count (self->problems); i++)
    {
      guint line;
      guint column;
      const char *sentence = prony_problems_get (self->problems, i, &line, &column);

      if (line == at->start.line && column == at->start.column &&
          (strstr (sentence, quoted) != NULL || strstr (sentence, placeholder) != NULL))
        return sentence;
    }
  return NULL;
}

static const PronyYamlNode *
find_key (const PronyYamlNode *map, const PronyYamlNode *value)
{
  guint i;

  return map != NULL && map->kind == PRONY_YAML_MAP && g_ptr_array_find (map->values, value, &i)
           ? g_ptr_array_index (map->keys, i)
           : NULL;
}

/**
 * prony_scenario_draft_get_problem_of:
 * @self: a draft
 * @path: where, as in prony_scenario_draft_get_value()
 *
 * Returns: (transfer none) (nullable): the first mistake that lies at that value or within
 *   it, or that it is missing, for a form to show
 */
const char *
prony_scenario_draft_get_problem_of (PronyScenarioDraft *self, const char *path)
{
  g_auto (GStrv) steps = NULL;
  g_autofree char *last = NULL;
  PronyYamlNode *node;
  PronyYamlNode *parent;
  const PronyYamlNode *key;
  const char *sentence;
  guint n_steps;

  g_return_val_if_fail (self != NULL && path != NULL, NULL);

  if (self->root == NULL || prony_problems_is_empty (self->problems))
    return NULL;

  steps = _prony_draft_resolve (self->root, path);
  n_steps = g_strv_length (steps);
  node = prony_yaml_path_get (self->root, steps);
  if (n_steps == 0)
    return NULL;
  last = g_steal_pointer (&steps[n_steps - 1]);
  parent = prony_yaml_path_get (self->root, steps);

  if (node == NULL)
    return parent != NULL ? find_named (self, parent, last) : NULL;
  key = find_key (parent, node);
  sentence = key != NULL ? find_named (self, key, last) : NULL;
  return sentence != NULL ? sentence : find_within (self, &node->start, &node->end);
}
