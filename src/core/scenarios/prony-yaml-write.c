/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <string.h>

#include "core/scenarios/prony-yaml-write.h"

/* How far lists in brackets and folded texts go. */
#define MAX_FLOW_LIST 64
#define FOLD_AT 80
#define INDENT 2

/**
 * prony_yaml_new_scalar:
 * @text: its text
 * @style: how it is to be written if that can be: %PRONY_YAML_PLAIN for a number or a
 *   truth value, which stands without quotes; %PRONY_YAML_LITERAL for a text as it
 *   reads best
 *
 * Returns: (transfer full): a value to be written
 */
PronyYamlNode *
prony_yaml_new_scalar (const char *text, PronyYamlStyle style)
{
  PronyYamlNode *self = g_new0 (PronyYamlNode, 1);

  self->kind = PRONY_YAML_SCALAR;
  self->style = style;
  self->text = g_utf8_make_valid (text, -1);
  return self;
}

/**
 * prony_yaml_new_collection:
 * @kind: %PRONY_YAML_LIST or %PRONY_YAML_MAP
 *
 * Returns: (transfer full): an empty list or map to be written
 */
PronyYamlNode *
prony_yaml_new_collection (PronyYamlKind kind)
{
  PronyYamlNode *self = g_new0 (PronyYamlNode, 1);

  self->kind = kind;
  self->style = PRONY_YAML_BLOCK;
  self->values = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_yaml_node_free);
  if (kind == PRONY_YAML_MAP)
    self->keys = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_yaml_node_free);
  return self;
}

/**
 * prony_yaml_collection_add:
 * @self: a list or map
 * @key: (nullable): the key in a map
 * @value: (transfer full): what to add to its end
 */
void
prony_yaml_collection_add (PronyYamlNode *self, const char *key, PronyYamlNode *value)
{
  if (self->kind == PRONY_YAML_MAP)
    g_ptr_array_add (self->keys, prony_yaml_new_scalar (key, PRONY_YAML_LITERAL));
  g_ptr_array_add (self->values, value);
}

/* --- What may stand where --------------------------------------------------- */

/* What YAML lets stand as it is, without the characters that it takes for a break. */
static gboolean
is_printable (gunichar c)
{
  return (c >= 0x20 && c < 0x7F) || (c >= 0xA0 && c <= 0xD7FF && c != 0x2028 && c != 0x2029) ||
         (c >= 0xE000 && c <= 0xFFFD && c != 0xFEFF) || (c >= 0x10000 && c <= 0x10FFFF);
}

static gboolean
is_printable_text (const char *text, const char *also)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!is_printable (g_utf8_get_char (p)) && strchr (also, *p) == NULL)
      return FALSE;

  return TRUE;
}

/* Whether a text is read as itself without quotes, be it text or number. */
static gboolean
is_plain (const char *text, gboolean in_flow)
{
  gsize length = strlen (text);

  if (length == 0 || strchr ("?:,[]{}#&*!|>'\"%@` ", *text) != NULL || text[length - 1] == ' ' ||
      text[length - 1] == ':' || g_str_has_prefix (text, "..."))
    return FALSE;
  if (*text == '-' && !g_ascii_isdigit (text[1]) && text[1] != '.')
    return FALSE;
  if (strstr (text, ": ") != NULL || strstr (text, " #") != NULL)
    return FALSE;
  if (in_flow && strpbrk (text, ",[]{}?:") != NULL)
    return FALSE;
  return is_printable_text (text, "");
}

/* Whether YAML readers take it for something else than a text. */
static gboolean
is_special_word (const char *text)
{
  static const char *const words[] = {
    "~", "null", "true", "false", "yes",   "no",    "on",   "off", "y",
    "n", "=",    "<<",   ".inf",  "+.inf", "-.inf", ".nan", NULL,
  };
  g_autofree char *lower = g_ascii_strdown (text, -1);

  if (g_strv_contains (words, lower))
    return TRUE;
  return strchr ("+-.0123456789", *text) != NULL &&
         text[strspn (text, "0123456789abcdefABCDEFxXoOtTzZ+-._:, ")] == '\0';
}

static gboolean
is_null (const char *text)
{
  return strcmp (text, "~") == 0 || g_ascii_strcasecmp (text, "null") == 0;
}

/* Blank lines at the end of a block would be lost, or those behind it be taken in. */
static gboolean
is_literal (const char *text)
{
  g_autofree char *lines = g_strdup (text);
  gsize length = strlen (lines);
  const char *last;

  if (length > 0 && lines[length - 1] == '\n')
    lines[length - 1] = '\0';
  last = strrchr (lines, '\n');
  last = last != NULL ? last + 1 : lines;

  return strchr (text, '\n') != NULL && last[strspn (last, " \t")] != '\0' &&
         is_printable_text (text, "\n\t");
}

static gboolean
is_foldable (const char *text)
{
  gsize length = strlen (text);

  return length > MAX_FLOW_LIST && *text != ' ' && text[length - 1] != ' ' &&
         strstr (text, "  ") == NULL && is_printable_text (text, "");
}

/* Whether a value is a number or the like that can stand as it is. */
static gboolean
is_plain_value (const PronyYamlNode *value, gboolean in_flow)
{
  return value->style == PRONY_YAML_PLAIN && is_plain (value->text, in_flow) &&
         !is_null (value->text);
}

/**
 * prony_yaml_copy:
 * @value: a value, to be written or as it was read
 * @cautious: whether texts are to get quotes and lists brackets, so that they stay on one
 *   line
 *
 * Returns: (transfer full): a copy to be written
 */
PronyYamlNode *
prony_yaml_copy (const PronyYamlNode *value, gboolean cautious)
{
  PronyYamlNode *copy;

  if (value->kind == PRONY_YAML_SCALAR)
    return prony_yaml_new_scalar (
      value->text, cautious && !is_plain_value (value, TRUE) ? PRONY_YAML_FLOW : value->style);

  copy = prony_yaml_new_collection (value->kind);
  copy->style = cautious ? PRONY_YAML_FLOW : value->style;
  for (guint i = 0; i < value->values->len; i++)
    prony_yaml_collection_add (
      copy,
      value->keys != NULL ? ((PronyYamlNode *) g_ptr_array_index (value->keys, i))->text : NULL,
      prony_yaml_copy (g_ptr_array_index (value->values, i), cautious));
  return copy;
}

/* --- Scalars ---------------------------------------------------------------- */

static void
write_spaces (GString *out, guint n)
{
  for (guint i = 0; i < n; i++)
    g_string_append_c (out, ' ');
}

static void
write_double_quoted (const char *text, GString *out)
{
  g_string_append_c (out, '"');
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '"' || c == '\\')
        g_string_append_printf (out, "\\%c", (char) c);
      else if (c == '\n')
        g_string_append (out, "\\n");
      else if (c == '\t')
        g_string_append (out, "\\t");
      else if (is_printable (c))
        g_string_append_unichar (out, c);
      else if (c <= 0xFF)
        g_string_append_printf (out, "\\x%02X", c);
      else
        g_string_append_printf (out, c <= 0xFFFF ? "\\u%04X" : "\\U%08X", c);
    }
  g_string_append_c (out, '"');
}

static void
write_single_quoted (const char *text, GString *out)
{
  g_auto (GStrv) parts = g_strsplit (text, "'", -1);
  g_autofree char *doubled = g_strjoinv ("''", parts);

  g_string_append_printf (out, "'%s'", doubled);
}

static void
write_literal (const char *text, guint column, GString *head, GString *body)
{
  gsize length = strlen (text);
  gboolean ends_line = text[length - 1] == '\n';
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_string_append_c (head, '|');
  /* Without it the first line says how far the block is indented. */
  if (strchr (" \t\n", *text) != NULL)
    g_string_append_printf (head, "%d", INDENT);
  if (!ends_line)
    g_string_append_c (head, '-');

  for (guint i = 0; lines[i] != NULL && !(ends_line && lines[i + 1] == NULL); i++)
    {
      g_string_append_c (body, '\n');
      if (*lines[i] != '\0')
        write_spaces (body, column);
      g_string_append (body, lines[i]);
    }
}

static void
write_folded (const char *text, guint column, GString *head, GString *body)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  gsize at = FOLD_AT;

  g_string_append (head, ">-");
  for (guint i = 0; words[i] != NULL; i++)
    {
      gsize length = (gsize) g_utf8_strlen (words[i], -1);

      if (i == 0 || at + 1 + length > FOLD_AT)
        {
          g_string_append_c (body, '\n');
          write_spaces (body, column);
          at = column;
        }
      else
        {
          g_string_append_c (body, ' ');
          at++;
        }
      g_string_append (body, words[i]);
      at += length;
    }
}

static void
write_scalar (
  const PronyYamlNode *value, guint indent, gboolean one_line, GString *head, GString *body)
{
  const char *text = value->text;

  if (is_plain_value (value, one_line))
    g_string_append (head, text);
  else if (value->style == PRONY_YAML_FLOW)
    write_double_quoted (text, head);
  else if (!one_line && is_literal (text))
    write_literal (text, indent + INDENT, head, body);
  else if (!one_line && value->style == PRONY_YAML_FOLDED && is_foldable (text))
    write_folded (text, indent + INDENT, head, body);
  else if (value->style == PRONY_YAML_SINGLE_QUOTED && is_printable_text (text, ""))
    write_single_quoted (text, head);
  else if (value->style != PRONY_YAML_DOUBLE_QUOTED && value->style != PRONY_YAML_PLAIN &&
           is_plain (text, one_line) && !is_special_word (text))
    g_string_append (head, text);
  else
    write_double_quoted (text, head);
}

/* --- Lists and maps --------------------------------------------------------- */

/**
 * prony_yaml_write_key:
 * @key: a key
 * @out: where it goes, with its colon
 */
void
prony_yaml_write_key (const char *key, GString *out)
{
  if (is_plain (key, TRUE) && !is_special_word (key))
    g_string_append (out, key);
  else
    write_double_quoted (key, out);
  g_string_append_c (out, ':');
}

static void
write_flow (const PronyYamlNode *value, GString *out)
{
  gboolean is_map = value->kind == PRONY_YAML_MAP;

  g_string_append_c (out, is_map ? '{' : '[');
  for (guint i = 0; i < value->values->len; i++)
    {
      if (i > 0)
        g_string_append (out, ", ");
      if (is_map)
        {
          prony_yaml_write_key (((PronyYamlNode *) g_ptr_array_index (value->keys, i))->text, out);
          g_string_append_c (out, ' ');
        }
      prony_yaml_write_value (g_ptr_array_index (value->values, i), 0, TRUE, out, NULL);
    }
  g_string_append_c (out, is_map ? '}' : ']');
}

/* Lists in brackets are for a few words. */
static gboolean
is_short_list (const PronyYamlNode *value, GString *flow)
{
  if (value->kind != PRONY_YAML_LIST || value->style == PRONY_YAML_BLOCK)
    return FALSE;
  for (guint i = 0; i < value->values->len; i++)
    if (((PronyYamlNode *) g_ptr_array_index (value->values, i))->kind != PRONY_YAML_SCALAR)
      return FALSE;

  write_flow (value, flow);
  return flow->len <= MAX_FLOW_LIST;
}

/**
 * prony_yaml_write_block:
 * @collection: a list or map that is not empty
 * @column: how many spaces stand before its entries
 * @out: where it goes; the spaces before the first entry are there already
 */
void
prony_yaml_write_block (const PronyYamlNode *collection, guint column, GString *out)
{
  for (guint i = 0; i < collection->values->len; i++)
    {
      const PronyYamlNode *value = g_ptr_array_index (collection->values, i);
      g_autoptr (GString) head = g_string_new (NULL);
      g_autoptr (GString) body = g_string_new (NULL);

      if (i > 0)
        {
          g_string_append_c (out, '\n');
          write_spaces (out, column);
        }
      if (collection->kind == PRONY_YAML_MAP)
        prony_yaml_write_key (((PronyYamlNode *) g_ptr_array_index (collection->keys, i))->text,
                              out);
      else
        g_string_append_c (out, '-');

      if (collection->kind == PRONY_YAML_LIST && value->kind == PRONY_YAML_MAP &&
          value->values->len > 0)
        prony_yaml_write_block (value, column + INDENT, head);
      else
        prony_yaml_write_value (value, column, FALSE, head, body);
      if (head->len > 0)
        g_string_append_c (out, ' ');
      g_string_append (out, head->str);
      g_string_append (out, body->str);
    }
}

/**
 * prony_yaml_write_value:
 * @value: what to write
 * @indent: how far the key or dash before it is indented
 * @one_line: whether it must stay on the line, as within brackets
 * @head: what stands on the line of the key or dash
 * @body: (nullable): the lines below, each with the line break before it; not used with
 *   @one_line
 *
 * Writes a value so that a YAML parser reads exactly its texts, as a person would: plain
 * where that is safe, several lines as a block.
 */
void
prony_yaml_write_value (
  const PronyYamlNode *value, guint indent, gboolean one_line, GString *head, GString *body)
{
  g_autoptr (GString) flow = g_string_new (NULL);

  if (value->kind == PRONY_YAML_SCALAR)
    write_scalar (value, indent, one_line, head, body);
  else if (one_line || value->values->len == 0)
    write_flow (value, head);
  else if (is_short_list (value, flow))
    g_string_append (head, flow->str);
  else
    {
      g_string_append_c (body, '\n');
      write_spaces (body, indent + INDENT);
      prony_yaml_write_block (value, indent + INDENT, body);
    }
}
