/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/prony-util.h"
#include "core/scenarios/prony-yaml-values.h"

/* How much of a text is quoted in a sentence. */
#define MAX_QUOTED 60

/* Counts of tokens above this are mistakes, not wishes. */
#define MAX_COUNT 1000000

/**
 * prony_yaml_shorten:
 * @text: a text from a file
 *
 * Returns: (transfer full): as much of it as a sentence may quote
 */
char *
prony_yaml_shorten (const char *text)
{
  g_autofree char *start = NULL;

  if (g_utf8_strlen (text, (gssize) strnlen (text, MAX_QUOTED * 6 + 1)) <= MAX_QUOTED)
    return g_strdup (text);

  start = g_utf8_substring (text, 0, MAX_QUOTED);
  return g_strconcat (start, "…", NULL);
}

/**
 * prony_yaml_report:
 * @problems: where mistakes go
 * @node: what is wrong
 * @format: a translated sentence as printf() takes it
 * @...: its arguments
 *
 * Reports a mistake where @node begins.
 */
void
prony_yaml_report (PronyProblems *problems, PronyYamlNode *node, const char *format, ...)
{
  g_autofree char *sentence = NULL;
  va_list arguments;

  va_start (arguments, format);
  sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  prony_problems_add (problems, node->start.line, node->start.column, "%s", sentence);
}

/**
 * prony_yaml_report_type:
 * @problems: where mistakes go
 * @node: the value in question
 * @key: its key
 * @wanted: what it must be, such as "a whole number", translated
 *
 * Reports that a value is of another kind than it must be.
 */
void
prony_yaml_report_type (PronyProblems *problems,
                        PronyYamlNode *node,
                        const char *key,
                        const char *wanted)
{
  g_autofree char *text = prony_yaml_shorten (key);

  /* Who writes "template: {question}" means a text and gets a map. */
  if (node->kind == PRONY_YAML_MAP && node->style == PRONY_YAML_FLOW)
    /* Translators: the first %s is a key of a scenario file, the second what its
     * value must be, such as "a whole number" */
    prony_yaml_report (problems, node,
                       _ ("“%s” must be %s. If a text begins with a brace, put it in quotes."),
                       text, wanted);
  else
    /* Translators: the first %s is a key of a scenario file, the second what its
     * value must be, such as "a whole number" */
    prony_yaml_report (problems, node, _ ("“%s” must be %s."), text, wanted);
}

/**
 * prony_yaml_check_keys:
 * @problems: where mistakes go
 * @map: a map
 * @known: (array zero-terminated=1): the keys that it may have
 *
 * Reports the keys that nobody reads, each with what was probably meant.
 */
void
prony_yaml_check_keys (PronyProblems *problems, PronyYamlNode *map, const char *const *known)
{
  g_autofree char *all = g_strjoinv (", ", (char **) known);

  for (guint i = 0; i < map->keys->len; i++)
    {
      PronyYamlNode *key = g_ptr_array_index (map->keys, i);
      g_autofree char *text = NULL;
      const char *nearest;

      if (g_strv_contains (known, key->text))
        continue;
      text = prony_yaml_shorten (key->text);
      nearest = prony_nearest_word (key->text, known);
      if (nearest != NULL)
        prony_yaml_report (problems, key, _ ("The key “%s” is not known here. Did you mean “%s”?"),
                           text, nearest);
      else
        prony_yaml_report (problems, key, _ ("The key “%s” is not known here. Known keys are: %s."),
                           text, all);
    }
}

/**
 * prony_yaml_read_map:
 * @problems: where mistakes go
 * @parent: a map
 * @key: the key whose value must be a map
 * @known: (array zero-terminated=1): the keys that that map may have
 *
 * Returns: (transfer none) (nullable): the map
 */
PronyYamlNode *
prony_yaml_read_map (PronyProblems *problems,
                     PronyYamlNode *parent,
                     const char *key,
                     const char *const *known)
{
  PronyYamlNode *node = prony_yaml_node_get (parent, key);

  if (node == NULL)
    return NULL;
  if (node->kind != PRONY_YAML_MAP)
    {
      prony_yaml_report_type (problems, node, key, _ ("a map of keys and values"));
      return NULL;
    }
  prony_yaml_check_keys (problems, node, known);
  return node;
}

static PronyYamlNode *
get_scalar (PronyProblems *problems, PronyYamlNode *map, const char *key, const char *wanted)
{
  PronyYamlNode *node = prony_yaml_node_get (map, key);

  if (node == NULL)
    return NULL;
  if (node->kind == PRONY_YAML_SCALAR && !prony_yaml_node_is_null (node))
    return node;

  prony_yaml_report_type (problems, node, key, wanted);
  return NULL;
}

/**
 * prony_yaml_read_text:
 * @problems: where mistakes go
 * @map: (nullable): a map
 * @key: the key whose value must be a text that is not empty; numbers and truth
 *   values count as texts
 * @value: (inout): a string that the caller owns
 *
 * Returns: (transfer none) (nullable): the value's node, if there is such a text
 */
PronyYamlNode *
prony_yaml_read_text (PronyProblems *problems, PronyYamlNode *map, const char *key, char **value)
{
  PronyYamlNode *node = get_scalar (problems, map, key, _ ("a text"));

  if (node == NULL)
    return NULL;
  if (strspn (node->text, " \t\r\n") == strlen (node->text))
    {
      prony_yaml_report_type (problems, node, key, _ ("a text that is not empty"));
      return NULL;
    }
  prony_set_str (value, node->text);
  return node;
}

/* Too large a number is infinite, and so out of every range. */
static gboolean
parse_number (const char *text, double *value)
{
  char *end = NULL;

  /* strtod() also reads hexadecimal, "inf" and "nan". */
  if (*text == '\0' || strspn (text, "+-.0123456789eE") != strlen (text))
    return FALSE;
  *value = g_ascii_strtod (text, &end);
  return *end == '\0';
}

/**
 * prony_yaml_take_int:
 * @problems: where mistakes go
 * @node: a value of any kind
 * @key: the key that it belongs to
 * @low: the least that it may be
 * @high: the most that it may be
 * @value: (inout): the number
 *
 * Reads a whole number.
 *
 * Returns: whether there was one within the range
 */
gboolean
prony_yaml_take_int (PronyProblems *problems,
                     PronyYamlNode *node,
                     const char *key,
                     gint64 low,
                     gint64 high,
                     gint64 *value)
{
  gboolean plain = node->kind == PRONY_YAML_SCALAR && node->style == PRONY_YAML_PLAIN;
  g_autoptr (GError) error = NULL;
  g_autofree char *least = NULL;
  g_autofree char *most = NULL;

  if (plain && g_ascii_string_to_signed (node->text, 10, low, high, value, &error))
    return TRUE;

  if (!plain || g_error_matches (error, G_NUMBER_PARSER_ERROR, G_NUMBER_PARSER_ERROR_INVALID))
    {
      prony_yaml_report_type (problems, node, key, _ ("a whole number"));
      return FALSE;
    }

  least = g_strdup_printf ("%" G_GINT64_FORMAT, low);
  most = g_strdup_printf ("%" G_GINT64_FORMAT, high);
  prony_yaml_report (problems, node, _ ("“%s” must be from %s to %s."), key, least, most);
  return FALSE;
}

/**
 * prony_yaml_read_int:
 * @problems: where mistakes go
 * @map: (nullable): a map
 * @key: the key whose value must be a whole number
 * @low: the least that it may be
 * @high: the most that it may be
 * @value: (inout): the number
 *
 * Reads a whole number.
 */
void
prony_yaml_read_int (PronyProblems *problems,
                     PronyYamlNode *map,
                     const char *key,
                     gint64 low,
                     gint64 high,
                     gint64 *value)
{
  PronyYamlNode *node = prony_yaml_node_get (map, key);

  if (node != NULL)
    prony_yaml_take_int (problems, node, key, low, high, value);
}

/**
 * prony_yaml_read_uint:
 * @problems: where mistakes go
 * @map: (nullable): a map
 * @key: the key whose value must be a count, at most 1,000,000
 * @low: the least that it may be
 * @value: (inout): the count
 *
 * Reads a count.
 */
void
prony_yaml_read_uint (
  PronyProblems *problems, PronyYamlNode *map, const char *key, guint low, guint *value)
{
  gint64 number = *value;

  prony_yaml_read_int (problems, map, key, low, MAX_COUNT, &number);
  *value = (guint) number;
}

/**
 * prony_yaml_read_double:
 * @problems: where mistakes go
 * @map: (nullable): a map
 * @key: the key whose value must be a finite number
 * @low: the least that it may be
 * @high: the most that it may be
 * @value: (inout): the number
 *
 * Reads a number, whatever the locale.
 */
void
prony_yaml_read_double (PronyProblems *problems,
                        PronyYamlNode *map,
                        const char *key,
                        double low,
                        double high,
                        double *value)
{
  PronyYamlNode *node = get_scalar (problems, map, key, _ ("a number"));
  double number;

  if (node == NULL)
    return;
  if (node->style != PRONY_YAML_PLAIN || !parse_number (node->text, &number))
    prony_yaml_report_type (problems, node, key, _ ("a number"));
  else if (number < low || number > high)
    prony_yaml_report (problems, node, _ ("“%s” must be from %.10g to %.10g."), key, low, high);
  else
    *value = number;
}

/**
 * prony_yaml_read_boolean:
 * @problems: where mistakes go
 * @map: (nullable): a map
 * @key: the key whose value must be true or false
 * @value: (inout): the truth value
 *
 * Reads a truth value.
 */
void
prony_yaml_read_boolean (PronyProblems *problems,
                         PronyYamlNode *map,
                         const char *key,
                         gboolean *value)
{
  PronyYamlNode *node = get_scalar (problems, map, key, _ ("true or false"));

  if (node == NULL)
    return;
  if (node->style == PRONY_YAML_PLAIN && g_ascii_strcasecmp (node->text, "true") == 0)
    *value = TRUE;
  else if (node->style == PRONY_YAML_PLAIN && g_ascii_strcasecmp (node->text, "false") == 0)
    *value = FALSE;
  else
    prony_yaml_report_type (problems, node, key, _ ("true or false"));
}

/**
 * prony_yaml_read_texts:
 * @problems: where mistakes go
 * @map: (nullable): a map
 * @key: the key whose value must be a list of texts; one text alone is a list of
 *   one
 * @value: (inout) (array zero-terminated=1): texts that the caller owns
 *
 * Reads a list of texts.
 */
void
prony_yaml_read_texts (PronyProblems *problems, PronyYamlNode *map, const char *key, char ***value)
{
  PronyYamlNode *node = prony_yaml_node_get (map, key);
  g_autoptr (GStrvBuilder) texts = NULL;

  if (node == NULL)
    return;
  texts = g_strv_builder_new ();
  if (node->kind == PRONY_YAML_SCALAR && !prony_yaml_node_is_null (node))
    g_strv_builder_add (texts, node->text);
  else if (node->kind != PRONY_YAML_LIST)
    prony_yaml_report_type (problems, node, key, _ ("a list of texts"));

  for (guint i = 0; node->kind == PRONY_YAML_LIST && i < node->values->len; i++)
    {
      PronyYamlNode *item = g_ptr_array_index (node->values, i);

      if (item->kind != PRONY_YAML_SCALAR || *item->text == '\0' || prony_yaml_node_is_null (item))
        prony_yaml_report_type (problems, item, key, _ ("a list of texts"));
      else
        g_strv_builder_add (texts, item->text);
    }

  g_strfreev (*value);
  *value = g_strv_builder_end (texts);
}
