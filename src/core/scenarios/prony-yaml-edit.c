/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Changes of single values in a YAML text. The text is never written anew: what changes is
 * the span of the value, so that comments and everything else stay byte for byte. Whether
 * that went well is not left to belief: the new text is read, and where anything else
 * than the value would differ, a more cautious way of writing is tried, or nothing is
 * changed. */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <string.h>

#include "core/scenarios/prony-yaml-edit-private.h"
#include "core/scenarios/prony-yaml-write.h"

static gsize
skip_spaces_back (const char *text, gsize offset)
{
  while (offset > 0 && (text[offset - 1] == ' ' || text[offset - 1] == '\t'))
    offset--;
  return offset;
}

static void
append_spaces (GString *out, guint n)
{
  for (guint i = 0; i < n; i++)
    g_string_append_c (out, ' ');
}

/* Puts a head into a line in place of a span, and a body below that line in place of
 * another. */
static char *
splice (const char *text,
        gsize head_start,
        gsize head_end,
        const char *head,
        gsize body_start,
        gsize body_end,
        const char *body)
{
  GString *out = g_string_new_len (text, (gssize) head_start);

  g_string_append (out, head);
  g_string_append_len (out, text + head_end, (gssize) (body_start - head_end));
  g_string_append (out, body);
  g_string_append (out, text + body_end);
  /* A block at the end needs the end of its last line. */
  if (out->len > 0 && *body != '\0' && out->str[out->len - 1] != '\n')
    g_string_append_c (out, '\n');
  return g_string_free (out, FALSE);
}

/* Whether anything around a node is in brackets, so that it must stay on its line. */
static gboolean
is_in_flow (PronyYamlNode *root, char **path, guint n_steps)
{
  PronyYamlNode *node = root;
  guint index;

  for (guint i = 0; i < n_steps && node != NULL; i++)
    {
      if (node->style == PRONY_YAML_FLOW)
        return TRUE;
      node = prony_yaml_path_get_index (path[i], &index)
               ? (index < node->values->len ? g_ptr_array_index (node->values, index) : NULL)
               : prony_yaml_node_get (node, path[i]);
    }
  return FALSE;
}

static guint
find_key (const PronyYamlNode *map, const char *name)
{
  guint i = 0;

  while (i < map->keys->len &&
         strcmp (((PronyYamlNode *) g_ptr_array_index (map->keys, i))->text, name) != 0)
    i++;
  return i;
}

/* --- Replacing a value ------------------------------------------------------ */

static char *
replace_root (const char *text, PronyYamlNode *root, const PronyYamlNode *value)
{
  g_autoptr (GString) out = g_string_new (NULL);

  prony_yaml_write_block (value, 0, out);
  if (root != NULL)
    return splice (text, root->start.offset, root->end.offset, "", root->end.offset,
                   root->end.offset, out->str);

  /* Nothing but comments, if at all. */
  if (*text != '\0' && !g_str_has_suffix (text, "\n"))
    g_string_prepend_c (out, '\n');
  return splice (text, strlen (text), strlen (text), "", strlen (text), strlen (text), out->str);
}

/* The column of the key or dash that a value belongs to. */
static guint
get_indent (const PronyYamlNode *parent)
{
  return parent->start.column - 1;
}

/* Puts a list or map in lines behind the dash of an item. */
static char *
replace_item (const char *text, const PronyYamlNode *old, const PronyYamlNode *value)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean at_dash = old->start.offset > 0 && text[old->start.offset - 1] == '-';

  if (at_dash)
    g_string_append_c (out, ' ');
  prony_yaml_write_block (value, old->start.column - (at_dash ? 0 : 1), out);
  return splice (text, old->start.offset, old->end.offset, out->str, old->end.offset,
                 old->end.offset, "");
}

static char *
replace_value (const char *text,
               const PronyYamlNode *parent,
               const PronyYamlNode *key,
               const PronyYamlNode *old,
               const PronyYamlNode *value,
               gboolean in_flow)
{
  g_autoptr (GString) head = g_string_new (NULL);
  g_autoptr (GString) body = g_string_new (NULL);
  gsize head_start = old->start.offset;
  gsize head_end = old->end.offset;
  gsize body_start;
  gsize body_end;

  if (key == NULL && !in_flow && value->kind != PRONY_YAML_SCALAR && value->values->len > 0 &&
      value->style == PRONY_YAML_BLOCK)
    return replace_item (text, old, value);

  prony_yaml_write_value (value, get_indent (parent), in_flow, head, body);
  if (old->style == PRONY_YAML_LITERAL || old->style == PRONY_YAML_FOLDED)
    {
      head_end = head_start + strcspn (text + head_start, " \t\r\n");
      body_start = _prony_yaml_line_end (text, head_start);
      body_end = old->end.offset;
    }
  else if (old->style == PRONY_YAML_BLOCK && key != NULL)
    {
      head_start = key->end.offset + strcspn (text + key->end.offset, ":") + 1;
      head_end = head_start;
      body_start = _prony_yaml_line_start (text, old->start.offset) - 1;
      body_end = old->end.offset;
      if (body_start < head_end)
        return NULL;
    }
  else
    {
      body_start = in_flow ? head_end : _prony_yaml_line_end (text, head_end);
      body_end = body_start;
    }

  if (key != NULL && old->start.offset == old->end.offset &&
      memchr (text + key->end.offset, ':', old->start.offset - key->end.offset) == NULL)
    g_string_prepend (head, ": ");
  else if (head->len == 0)
    head_start = skip_spaces_back (text, head_start);
  else if (head_start > 0 && strchr (":-", text[head_start - 1]) != NULL)
    g_string_prepend_c (head, ' ');
  return splice (text, head_start, head_end, head->str, body_start, MAX (body_start, body_end),
                 body->str);
}

/* --- New keys --------------------------------------------------------------- */

/* Behind which entry a new key belongs: -1 means before all. */
static int
find_place (const PronyYamlNode *map, const char *name, const char *const *order)
{
  int place = -1;

  if (order == NULL || !g_strv_contains (order, name))
    return (int) map->keys->len - 1;

  for (guint i = 0; strcmp (order[i], name) != 0; i++)
    {
      guint found = find_key (map, order[i]);

      if (found < map->keys->len)
        place = MAX (place, (int) found);
    }
  return place;
}

static char *
insert_into_flow (
  const char *text, const PronyYamlNode *map, int place, const char *key, const char *head)
{
  g_autofree char *entry = NULL;
  gsize offset;

  if (map->keys->len == 0)
    {
      entry = g_strdup_printf ("%s %s", key, head);
      offset = map->start.offset + 1;
    }
  else if (place < 0)
    {
      entry = g_strdup_printf ("%s %s, ", key, head);
      offset = ((PronyYamlNode *) g_ptr_array_index (map->keys, 0))->start.offset;
    }
  else
    {
      entry = g_strdup_printf (", %s %s", key, head);
      offset = ((PronyYamlNode *) g_ptr_array_index (map->values, place))->end.offset;
    }
  return splice (text, offset, offset, entry, offset, offset, "");
}

static char *
insert_key (const char *text,
            const PronyYamlNode *map,
            const char *name,
            const PronyYamlNode *value,
            const char *const *order,
            gboolean in_flow)
{
  g_autoptr (GString) key = g_string_new (NULL);
  g_autoptr (GString) head = g_string_new (NULL);
  g_autoptr (GString) body = g_string_new (NULL);
  int place = find_place (map, name, order);
  guint column = get_indent (map);
  gsize offset;

  in_flow = in_flow || map->style == PRONY_YAML_FLOW;
  prony_yaml_write_key (name, key);
  prony_yaml_write_value (value, column, in_flow, head, body);
  if (in_flow)
    return insert_into_flow (text, map, place, key->str, head->str);

  if (head->len > 0)
    g_string_append_c (key, ' ');
  g_string_append (key, head->str);
  g_string_append (key, body->str);
  if (place < 0)
    {
      g_string_append_c (key, '\n');
      append_spaces (key, column);
      return splice (text, map->start.offset, map->start.offset, key->str, map->start.offset,
                     map->start.offset, "");
    }

  g_string_truncate (head, 0);
  g_string_append_c (head, '\n');
  append_spaces (head, column);
  g_string_prepend (key, head->str);
  offset = _prony_yaml_value_end (text, g_ptr_array_index (map->values, place));
  return splice (text, offset, offset, "", offset, offset, key->str);
}

static char *
append_item (const char *text,
             const PronyYamlNode *list,
             const PronyYamlNode *value,
             gboolean in_flow)
{
  g_autoptr (PronyYamlNode) single = prony_yaml_new_collection (PRONY_YAML_LIST);
  g_autoptr (GString) out = g_string_new (NULL);
  const PronyYamlNode *last = g_ptr_array_index (list->values, list->values->len - 1);
  gsize offset = last->end.offset;

  if (in_flow || list->style == PRONY_YAML_FLOW)
    {
      g_string_append (out, ", ");
      prony_yaml_write_value (value, 0, TRUE, out, NULL);
      return splice (text, offset, offset, out->str, offset, offset, "");
    }

  g_string_append_c (out, '\n');
  append_spaces (out, get_indent (list));
  g_ptr_array_set_free_func (single->values, NULL);
  g_ptr_array_add (single->values, (gpointer) value);
  prony_yaml_write_block (single, get_indent (list), out);
  offset = _prony_yaml_value_end (text, last);
  return splice (text, offset, offset, "", offset, offset, out->str);
}

/* --- Setting ---------------------------------------------------------------- */

/* Wraps a value into the maps and lists that a path asks for and that are not there. */
static PronyYamlNode *
wrap_value (char **path, guint n_steps, PronyYamlNode *value)
{
  PronyYamlNode *outer;
  guint index;

  for (guint i = n_steps; i > 0; i--)
    {
      gboolean is_item = prony_yaml_path_get_index (path[i - 1], &index);

      outer = prony_yaml_new_collection (is_item ? PRONY_YAML_LIST : PRONY_YAML_MAP);
      prony_yaml_collection_add (outer, path[i - 1], value);
      value = outer;
    }
  return value;
}

static gboolean
is_container_for (const PronyYamlNode *node, const char *step)
{
  guint index;

  if (prony_yaml_path_get_index (step, &index))
    return node->kind == PRONY_YAML_LIST && node->values->len > 0 && index <= node->values->len;
  return node->kind == PRONY_YAML_MAP;
}

/* Puts a map with entries in place of an empty one at the first @n_steps steps. */
static char *
replace_empty (
  const char *text, PronyYamlNode *root, char **path, guint n_steps, const PronyYamlNode *map)
{
  g_autofree char **steps = g_memdup2 (path, sizeof (char *) * (n_steps + 1));
  PronyYamlNode *node;
  PronyYamlNode *parent;
  PronyYamlNode *key = NULL;

  steps[n_steps] = NULL;
  node = prony_yaml_path_get (root, steps);
  steps[n_steps - 1] = NULL;
  parent = prony_yaml_path_get (root, steps);
  if (parent->kind == PRONY_YAML_MAP)
    key = g_ptr_array_index (parent->keys, find_key (parent, path[n_steps - 1]));
  return replace_value (text, parent, key, node, map, FALSE);
}

static char *
set_value (const char *text,
           PronyYamlNode *root,
           char **path,
           const PronyYamlNode *new_value,
           PronyYamlOrder order,
           gboolean cautious)
{
  g_autoptr (PronyYamlNode) value = NULL;
  guint n_steps = g_strv_length (path);
  PronyYamlNode *parent = NULL;
  PronyYamlNode *key = NULL;
  PronyYamlNode *node = root;
  guint depth = 0;
  guint index;

  /* Down to what is to be replaced, or to what is to get something new. */
  while (depth < n_steps && node != NULL && is_container_for (node, path[depth]))
    {
      gboolean is_item = prony_yaml_path_get_index (path[depth], &index);
      guint i = is_item ? index : find_key (node, path[depth]);

      parent = node;
      key = !is_item && i < node->values->len ? g_ptr_array_index (node->keys, i) : NULL;
      node = i < node->values->len ? g_ptr_array_index (node->values, i) : NULL;
      depth++;
    }
  value = wrap_value (path + depth, n_steps - depth, prony_yaml_copy (new_value, cautious));

  if (parent == NULL || (parent == root && parent->values->len == 0))
    {
      value =
        parent != NULL ? wrap_value (path, 1, g_steal_pointer (&value)) : g_steal_pointer (&value);
      return value->kind == PRONY_YAML_MAP ? replace_root (text, root, value) : NULL;
    }
  if (node != NULL)
    return replace_value (text, parent, key, node, value, is_in_flow (root, path, depth));
  if (parent->kind == PRONY_YAML_LIST)
    return append_item (text, parent, value, is_in_flow (root, path, depth));

  /* Braces with nothing in them make room for lines. */
  if (parent->values->len == 0 && !is_in_flow (root, path, depth - 1))
    {
      g_autoptr (PronyYamlNode) map = wrap_value (path + depth - 1, 1, g_steal_pointer (&value));

      return replace_empty (text, root, path, depth - 1, map);
    }
  return insert_key (text, parent, path[depth - 1], value,
                     order != NULL ? order (path, depth - 1) : NULL,
                     is_in_flow (root, path, depth - 1));
}

/**
 * prony_yaml_edit_set:
 * @text: YAML
 * @root: (nullable): what it says; %NULL where there is nothing but comments in it
 * @path: (array zero-terminated=1): steps to a value, at least one; what is missing on the
 *   way is made
 * @value: what is to stand there
 * @order: (nullable): where new keys belong; without it they come last
 *
 * Changes one value of a YAML text and leaves all else as it is: other values, comments,
 * order, indentation, quotes.
 *
 * Returns: (transfer full) (nullable): the new text; %NULL where the value cannot be put
 *   there without changing others
 */
char *
prony_yaml_edit_set (const char *text,
                     PronyYamlNode *root,
                     char **path,
                     const PronyYamlNode *value,
                     PronyYamlOrder order)
{
  g_return_val_if_fail (text != NULL && path != NULL && *path != NULL && value != NULL, NULL);

  for (guint cautious = 0; cautious < 2; cautious++)
    {
      g_autofree char *changed = set_value (text, root, path, value, order, cautious != 0);

      if (changed != NULL && _prony_yaml_differs_only_at (root, changed, path, value))
        return g_steal_pointer (&changed);
    }
  return NULL;
}
