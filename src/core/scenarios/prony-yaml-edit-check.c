/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <string.h>

#include "core/scenarios/prony-yaml-edit-private.h"

/* Where the line of an offset begins. */
gsize
_prony_yaml_line_start (const char *text, gsize offset)
{
  while (offset > 0 && text[offset - 1] != '\n')
    offset--;
  return offset;
}

/* Where the line of an offset ends: at its line break or the end of the text. */
gsize
_prony_yaml_line_end (const char *text, gsize offset)
{
  offset += strcspn (text + offset, "\n");
  return offset > 0 && text[offset - 1] == '\r' ? offset - 1 : offset;
}

static gboolean
is_blank_line (const char *text, gsize offset)
{
  return text[offset] != '\0' &&
         strchr ("\r\n", text[offset + strspn (text + offset, " ")]) != NULL;
}

/* Where the last line of a value ends, behind which something else can stand: the blank
 * lines after a block that keeps them are part of it. */
gsize
_prony_yaml_value_end (const char *text, const PronyYamlNode *value)
{
  gsize end = _prony_yaml_line_end (text, value->end.offset);
  gsize header;

  while (value->values != NULL && value->style == PRONY_YAML_BLOCK && value->values->len > 0)
    value = g_ptr_array_index (value->values, value->values->len - 1);
  header = strcspn (text + value->start.offset, " #\r\n");
  if ((value->style != PRONY_YAML_LITERAL && value->style != PRONY_YAML_FOLDED) ||
      memchr (text + value->start.offset, '+', header) == NULL)
    return end;

  while (text[end] != '\0' && is_blank_line (text, end + strcspn (text + end, "\n") + 1))
    end = _prony_yaml_line_end (text, end + strcspn (text + end, "\n") + 1);
  return end;
}

/* Whether two values say the same, however they are written. */
gboolean
_prony_yaml_equal (const PronyYamlNode *left, const PronyYamlNode *right)
{
  if (left->kind != right->kind)
    return FALSE;
  if (left->kind == PRONY_YAML_SCALAR)
    return strcmp (left->text, right->text) == 0 &&
           (left->style == PRONY_YAML_PLAIN || right->style != PRONY_YAML_PLAIN ||
            *right->text != '\0');
  if (left->values->len != right->values->len)
    return FALSE;

  for (guint i = 0; i < left->values->len; i++)
    if (!_prony_yaml_equal (g_ptr_array_index (left->values, i),
                            g_ptr_array_index (right->values, i)) ||
        (left->keys != NULL &&
         strcmp (((PronyYamlNode *) g_ptr_array_index (left->keys, i))->text,
                 ((PronyYamlNode *) g_ptr_array_index (right->keys, i))->text) != 0))
      return FALSE;
  return TRUE;
}

/* Whether every key of @map but one is in @other with the same value. */
static gboolean
has_same_but (PronyYamlNode *map, PronyYamlNode *other, const char *but)
{
  for (guint i = 0; i < map->values->len; i++)
    {
      const PronyYamlNode *key = g_ptr_array_index (map->keys, i);
      PronyYamlNode *there = prony_yaml_node_get (other, key->text);

      if (strcmp (key->text, but) == 0)
        continue;
      if (there == NULL || !_prony_yaml_equal (prony_yaml_node_get (map, key->text), there))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_null_or_empty (const PronyYamlNode *node)
{
  return node == NULL ||
         (node->kind == PRONY_YAML_SCALAR ? *node->text == '\0' : node->values->len == 0);
}

static gboolean
is_same_but (PronyYamlNode *old, PronyYamlNode *changed, char **path)
{
  guint index = 0;

  if (*path == NULL || old == NULL)
    return TRUE;

  if (!prony_yaml_path_get_index (*path, &index))
    {
      if (old->kind != PRONY_YAML_MAP)
        return TRUE;
      /* A map goes with the last of its keys. */
      if (is_null_or_empty (changed))
        return old->values->len <= 1;
      return changed->kind == PRONY_YAML_MAP && has_same_but (old, changed, *path) &&
             has_same_but (changed, old, *path) &&
             is_same_but (prony_yaml_node_get (old, *path), prony_yaml_node_get (changed, *path),
                          path + 1);
    }

  if (old->kind != PRONY_YAML_LIST || old->values->len == 0)
    return TRUE;
  if (changed == NULL || changed->kind != PRONY_YAML_LIST ||
      changed->values->len != MAX (old->values->len, index + 1))
    return FALSE;
  for (guint i = 0; i < old->values->len; i++)
    if (i != index && !_prony_yaml_equal (g_ptr_array_index (old->values, i),
                                          g_ptr_array_index (changed->values, i)))
      return FALSE;
  return index >= old->values->len ||
         is_same_but (g_ptr_array_index (old->values, index),
                      g_ptr_array_index (changed->values, index), path + 1);
}

static PronyYamlNode *
parse (const char *text)
{
  g_autoptr (PronyProblems) problems = prony_problems_new ("");

  return prony_yaml_parse (text, strlen (text), problems);
}

/* Whether the text @changed says what @root says, except that @value is at @path, or
 * nothing where that is NULL. */
gboolean
_prony_yaml_differs_only_at (PronyYamlNode *root,
                             const char *changed,
                             char **path,
                             const PronyYamlNode *value)
{
  g_autoptr (PronyYamlNode) tree = parse (changed);
  PronyYamlNode *node = tree != NULL ? prony_yaml_path_get (tree, path) : NULL;

  if (tree == NULL || (node == NULL) != (value == NULL))
    return FALSE;
  if (value != NULL && !_prony_yaml_equal (value, node))
    return FALSE;
  return is_same_but (root, tree, path);
}

/* Whether the text @changed says what @root says, except that the list at @path has the
 * items @wanted. */
gboolean
_prony_yaml_items_are (PronyYamlNode *root, const char *changed, char **path, GPtrArray *wanted)
{
  g_autoptr (PronyYamlNode) tree = parse (changed);
  PronyYamlNode *list = tree != NULL ? prony_yaml_path_get (tree, path) : NULL;

  if (list == NULL || list->kind != PRONY_YAML_LIST || list->values->len != wanted->len)
    return FALSE;
  for (guint i = 0; i < wanted->len; i++)
    if (!_prony_yaml_equal (g_ptr_array_index (wanted, i), g_ptr_array_index (list->values, i)))
      return FALSE;
  return is_same_but (root, tree, path);
}
