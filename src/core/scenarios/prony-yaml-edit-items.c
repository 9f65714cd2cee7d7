/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Taking values out of a YAML text, and copying and moving the items of lists. */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <string.h>

#include "core/scenarios/prony-yaml-edit-private.h"
#include "core/scenarios/prony-yaml-write.h"

static char *
cut (const char *text, gsize start, gsize end, const char *instead)
{
  GString *out = g_string_new_len (text, (gssize) start);

  g_string_append (out, instead);
  g_string_append (out, text + end);
  return g_string_free (out, FALSE);
}

static gboolean
is_blank (const char *text, gsize start, gsize end)
{
  while (start < end && g_ascii_isspace (text[start]))
    start++;
  return start >= end;
}

/* How much goes with a value. What would become part of something else goes, too. */
typedef enum
{
  ITS_LINES,
  BLANK_LINES,
  INNER_COMMENTS,
  N_EXTENTS,
} Extent;

static gboolean
belongs_to (const char *text, gsize offset, Extent extent, guint column)
{
  gsize indent = strspn (text + offset, " ");

  if (text[offset] == '\0' || extent == ITS_LINES)
    return FALSE;
  return is_blank (text, offset, offset + strcspn (text + offset, "\n")) ||
         (extent == INNER_COMMENTS && indent > column && text[offset + indent] == '#');
}

/* Behind the line break of an offset's line, and behind the lines below it that belong to
 * something in @column. */
static gsize
next_line (const char *text, gsize offset, Extent extent, guint column)
{
  do
    {
      offset += strcspn (text + offset, "\n");
      offset += text[offset] == '\n' ? 1 : 0;
    }
  while (belongs_to (text, offset, extent, column));
  return offset;
}

/* Whether nothing stands before a key on its line but the sign that may begin it. */
static gboolean
begins_line (const char *text, gsize line_start, gsize key_start)
{
  if (key_start > line_start && text[line_start + strspn (text + line_start, " ")] == '?')
    line_start += strspn (text + line_start, " ") + 1;
  return is_blank (text, line_start, key_start);
}

/* --- Keys ------------------------------------------------------------------- */

static char *
remove_from_lines (const char *text, const PronyYamlNode *map, guint i, Extent extent)
{
  const PronyYamlNode *key = g_ptr_array_index (map->keys, i);
  const PronyYamlNode *value = g_ptr_array_index (map->values, i);
  gsize line_start = _prony_yaml_line_start (text, key->start.offset);
  gsize line_end = _prony_yaml_value_end (text, value);
  gsize next;

  if (begins_line (text, line_start, key->start.offset))
    return cut (text, line_start, next_line (text, line_end, extent, key->start.column - 1), "");

  /* The first key stands behind a dash, which stays. */
  if (i + 1 == map->keys->len)
    return NULL;
  next = ((PronyYamlNode *) g_ptr_array_index (map->keys, i + 1))->start.offset;
  if (is_blank (text, line_end, next))
    return cut (text, key->start.offset, next, "");
  line_start = key->start.offset;
  while (line_start > 0 && text[line_start - 1] == ' ')
    line_start--;
  return cut (text, line_start, line_end, "");
}

static char *
remove_from_flow (const char *text, GPtrArray *starts, GPtrArray *values, guint i)
{
  gsize start = ((PronyYamlNode *) g_ptr_array_index (starts, i))->start.offset;
  gsize end = ((PronyYamlNode *) g_ptr_array_index (values, i))->end.offset;

  if (i + 1 < starts->len)
    end = ((PronyYamlNode *) g_ptr_array_index (starts, i + 1))->start.offset;
  else if (i > 0)
    start = ((PronyYamlNode *) g_ptr_array_index (values, i - 1))->end.offset;
  return cut (text, start, end, "");
}

/* --- Items ------------------------------------------------------------------ */

/* The span of an item: within brackets its own, else from its dash to the end of its last
 * line. */
static gboolean
get_span (const char *text, const PronyYamlNode *list, guint index, gsize *start, gsize *end)
{
  const PronyYamlNode *item = g_ptr_array_index (list->values, index);

  *start = item->start.offset;
  *end = item->end.offset;
  if (list->style == PRONY_YAML_FLOW)
    return TRUE;

  *end = _prony_yaml_value_end (text, item);
  *start = list->start.offset;
  if (index > 0)
    {
      const PronyYamlNode *previous = g_ptr_array_index (list->values, index - 1);

      *start = next_line (text, previous->end.offset, BLANK_LINES, 0);
      *start += strspn (text + *start, " ");
      while (text[*start] == '#')
        {
          *start = next_line (text, *start, BLANK_LINES, 0);
          *start += strspn (text + *start, " ");
        }
    }
  return text[*start] == '-';
}

static char *
remove_item (const char *text, const PronyYamlNode *list, guint index, Extent extent)
{
  gsize line_start;
  gsize start;
  gsize end;

  if (list->style == PRONY_YAML_FLOW)
    return remove_from_flow (text, list->values, list->values, index);
  if (!get_span (text, list, index, &start, &end))
    return NULL;

  line_start = _prony_yaml_line_start (text, start);
  if (!is_blank (text, line_start, start))
    return NULL;
  return cut (text, line_start, next_line (text, end, extent, list->start.column - 1), "");
}

static char *
remove_item_checked (const char *text, PronyYamlNode *root, char **list_path, guint index)
{
  PronyYamlNode *list = prony_yaml_path_get (root, list_path);
  g_autoptr (GPtrArray) wanted = g_ptr_array_copy (list->values, NULL, NULL);

  g_ptr_array_set_free_func (wanted, NULL);
  g_ptr_array_remove_index (wanted, index);
  for (Extent extent = 0; extent < N_EXTENTS; extent++)
    {
      g_autofree char *changed = remove_item (text, list, index, extent);

      if (changed != NULL && _prony_yaml_items_are (root, changed, list_path, wanted))
        return g_steal_pointer (&changed);
    }
  return NULL;
}

/**
 * prony_yaml_edit_duplicate_item:
 * @text: YAML
 * @root: what it says
 * @path: (array zero-terminated=1): steps to a list
 * @index: one of its items
 *
 * Puts a copy of an item behind it, as it is written.
 *
 * Returns: (transfer full) (nullable): the new text
 */
char *
prony_yaml_edit_duplicate_item (const char *text, PronyYamlNode *root, char **path, guint index)
{
  PronyYamlNode *list = prony_yaml_path_get (root, path);
  g_autoptr (GString) copy = g_string_new (NULL);
  g_autoptr (GPtrArray) wanted = NULL;
  g_autofree char *changed = NULL;
  gsize start;
  gsize end;

  if (list == NULL || list->kind != PRONY_YAML_LIST || index >= list->values->len ||
      !get_span (text, list, index, &start, &end))
    return NULL;

  if (list->style == PRONY_YAML_FLOW)
    g_string_append (copy, ", ");
  else
    g_string_append_printf (copy, "\n%*s", (int) list->start.column - 1, "");
  g_string_append_len (copy, text + start, (gssize) (end - start));
  /* The last line of a block must have an end. */
  if (text[end] == '\0' && list->style != PRONY_YAML_FLOW)
    g_string_append_c (copy, '\n');

  wanted = g_ptr_array_copy (list->values, NULL, NULL);
  g_ptr_array_set_free_func (wanted, NULL);
  g_ptr_array_insert (wanted, (int) index + 1, g_ptr_array_index (wanted, index));
  changed = cut (text, end, end, copy->str);
  return _prony_yaml_items_are (root, changed, path, wanted) ? g_steal_pointer (&changed) : NULL;
}

/**
 * prony_yaml_edit_move_item:
 * @text: YAML
 * @root: what it says
 * @path: (array zero-terminated=1): steps to a list
 * @index: one of its items
 * @new_index: where it is to be then
 *
 * Moves an item with what stands on its lines; comments on lines of their own stay.
 *
 * Returns: (transfer full) (nullable): the new text
 */
char *
prony_yaml_edit_move_item (
  const char *text, PronyYamlNode *root, char **path, guint index, guint new_index)
{
  PronyYamlNode *list = prony_yaml_path_get (root, path);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GPtrArray) wanted = NULL;
  gsize done = 0;
  gsize start;
  gsize end;

  if (list == NULL || list->kind != PRONY_YAML_LIST || index >= list->values->len ||
      new_index >= list->values->len)
    return NULL;

  wanted = g_ptr_array_copy (list->values, NULL, NULL);
  g_ptr_array_set_free_func (wanted, NULL);
  g_ptr_array_insert (wanted, (int) new_index, g_ptr_array_steal_index (wanted, index));
  for (guint i = 0; i < wanted->len; i++)
    {
      guint from;
      gsize slot_start;
      gsize slot_end;

      g_ptr_array_find (list->values, g_ptr_array_index (wanted, i), &from);
      if (!get_span (text, list, i, &slot_start, &slot_end) ||
          !get_span (text, list, from, &start, &end))
        return NULL;
      g_string_append_len (out, text + done, (gssize) (slot_start - done));
      g_string_append_len (out, text + start, (gssize) (end - start));
      done = slot_end;
    }
  g_string_append (out, text[done] == '\0' && list->style != PRONY_YAML_FLOW ? "\n" : text + done);
  return _prony_yaml_items_are (root, out->str, path, wanted)
           ? g_string_free (g_steal_pointer (&out), FALSE)
           : NULL;
}

/* --- Removing --------------------------------------------------------------- */

static char *
remove_key (const char *text, PronyYamlNode *root, char **path, guint n_steps, Extent extent)
{
  g_autofree char **steps = g_memdup2 (path, sizeof (char *) * (n_steps + 1));
  PronyYamlNode *map;
  guint i = 0;

  steps[n_steps - 1] = NULL;
  map = prony_yaml_path_get (root, steps);
  while (strcmp (((PronyYamlNode *) g_ptr_array_index (map->keys, i))->text, path[n_steps - 1]) !=
         0)
    i++;

  if (map->values->len > 1)
    return map->style == PRONY_YAML_FLOW ? remove_from_flow (text, map->keys, map->values, i)
                                         : remove_from_lines (text, map, i, extent);
  /* With its last key a map goes, unless something must stay: a list counts its items, a
   * file is never nothing. */
  if (n_steps > 1 && *path[n_steps - 2] != '[')
    return remove_key (text, root, path, n_steps - 1, extent);
  return cut (text, map->start.offset, map->end.offset, "{}");
}

/**
 * prony_yaml_edit_remove:
 * @text: YAML
 * @root: what it says
 * @path: (array zero-terminated=1): steps to a value that is there
 *
 * Takes a key with its value, or an item of a list, out of a YAML text. A map goes with
 * its last key and a list with its last item; a map that is an item stays, empty.
 *
 * Returns: (transfer full) (nullable): the new text; %NULL where it cannot be taken out
 *   without changing others
 */
char *
prony_yaml_edit_remove (const char *text, PronyYamlNode *root, char **path)
{
  guint n_steps = g_strv_length (path);
  guint index;

  g_return_val_if_fail (n_steps > 0, NULL);

  if (prony_yaml_path_get (root, path) == NULL)
    return NULL;

  if (prony_yaml_path_get_index (path[n_steps - 1], &index))
    {
      g_autofree char **list_path = g_memdup2 (path, sizeof (char *) * (n_steps + 1));
      PronyYamlNode *list;

      list_path[n_steps - 1] = NULL;
      list = prony_yaml_path_get (root, list_path);
      return list->values->len > 1 ? remove_item_checked (text, root, list_path, index)
                                   : prony_yaml_edit_remove (text, root, list_path);
    }

  for (Extent extent = 0; extent < N_EXTENTS; extent++)
    {
      g_autofree char *changed = remove_key (text, root, path, n_steps, extent);

      if (changed != NULL && _prony_yaml_differs_only_at (root, changed, path, NULL))
        return g_steal_pointer (&changed);
    }
  return NULL;
}
