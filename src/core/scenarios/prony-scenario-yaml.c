/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <yaml.h>

#include "core/scenarios/prony-scenario-yaml.h"

/* Bounds against hostile files. A scenario needs a depth of 4. */
#define MAX_DEPTH 16
#define MAX_NODES 100000

/* One pass over libyaml's events, which carry the marks that its document API
 * throws away. */
typedef struct
{
  yaml_parser_t parser;
  const char *text;
  gsize length;
  PronyProblems *problems;
  guint n_nodes;
} Reader;

static PronyYamlNode *read_node (Reader *self, const yaml_event_t *event, guint depth);

static void
locate (const char *text, gsize offset, guint *line, guint *column)
{
  const char *start = text;

  *line = 1;
  for (const char *p = text; p < text + offset; p++)
    if (*p == '\n')
      {
        ++*line;
        start = p + 1;
      }
  *column = (guint) g_utf8_strlen (start, text + offset - start) + 1;
}

/* Says what the parser stumbled over. Its own words are English and known to
 * everyone who writes YAML. */
static void
report_syntax (Reader *self)
{
  const yaml_parser_t *parser = &self->parser;
  guint line = (guint) parser->problem_mark.line + 1;
  guint column = (guint) parser->problem_mark.column + 1;
  gsize offset = parser->problem_mark.index;

  if (parser->error == YAML_READER_ERROR)
    {
      locate (self->text, MIN (parser->problem_offset, self->length), &line, &column);
      prony_problems_add (self->problems, line, column,
                          _ ("This character may not stand in a YAML file."));
      return;
    }
  /* The mark counts characters, not bytes. */
  offset = (gsize) (g_utf8_offset_to_pointer (self->text, (glong) offset) - self->text);
  if (offset < self->length && self->text[offset] == '\t')
    prony_problems_add (self->problems, line, column,
                        _ ("There is a tab here; indent with spaces."));
  else
    prony_problems_add (self->problems, line, column, _ ("This is not YAML: %s."),
                        parser->problem != NULL ? parser->problem : _ ("out of memory"));
}

static gboolean
next_event (Reader *self, yaml_event_t *event)
{
  if (yaml_parser_parse (&self->parser, event))
    return TRUE;

  report_syntax (self);
  return FALSE;
}

static PronyYamlNode *
new_node (PronyYamlKind kind, const yaml_event_t *event)
{
  PronyYamlNode *self = g_new0 (PronyYamlNode, 1);

  self->kind = kind;
  self->line = (guint) event->start_mark.line + 1;
  self->column = (guint) event->start_mark.column + 1;
  if (kind != PRONY_YAML_SCALAR)
    self->values = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_yaml_node_free);
  if (kind == PRONY_YAML_MAP)
    self->keys = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_yaml_node_free);
  return self;
}

/* Reads the events up to the end of a list or map into @node. */
static gboolean
read_children (Reader *self, PronyYamlNode *node, yaml_event_type_t end, guint depth)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (gboolean is_key = node->kind == PRONY_YAML_MAP;;
       is_key = node->kind == PRONY_YAML_MAP && !is_key)
    {
      PronyYamlNode *child;
      yaml_event_t event;

      if (!next_event (self, &event))
        return FALSE;
      if (event.type == end)
        {
          yaml_event_delete (&event);
          return TRUE;
        }

      child = read_node (self, &event, depth + 1);
      yaml_event_delete (&event);
      if (child == NULL)
        return FALSE;

      g_ptr_array_add (is_key ? node->keys : node->values, child);
      if (!is_key)
        continue;
      if (child->kind != PRONY_YAML_SCALAR)
        {
          prony_problems_add (
            self->problems, child->line, child->column,
            _ ("A key must be a plain word. If a text begins with a brace, put it "
               "in quotes."));
          return FALSE;
        }
      if (!g_hash_table_add (seen, child->text))
        prony_problems_add (self->problems, child->line, child->column,
                            _ ("The key “%s” is here a second time."), child->text);
    }
}

static PronyYamlNode *
read_scalar (Reader *self, const yaml_event_t *event)
{
  PronyYamlNode *node = new_node (PRONY_YAML_SCALAR, event);

  node->text = g_strndup ((const char *) event->data.scalar.value, event->data.scalar.length);
  node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
  if (strlen (node->text) != event->data.scalar.length)
    prony_problems_add (self->problems, node->line, node->column,
                        _ ("This text has a zero byte in it."));
  if (event->data.scalar.tag != NULL)
    prony_problems_add (self->problems, node->line, node->column,
                        _ ("YAML tags such as “%s” have no meaning in a scenario; leave it out."),
                        (const char *) event->data.scalar.tag);
  return node;
}

static PronyYamlNode *
read_node (Reader *self, const yaml_event_t *event, guint depth)
{
  g_autoptr (PronyYamlNode) node = NULL;
  guint line = (guint) event->start_mark.line + 1;
  guint column = (guint) event->start_mark.column + 1;

  if (depth > MAX_DEPTH || ++self->n_nodes > MAX_NODES)
    {
      prony_problems_add (self->problems, line, column,
                          depth > MAX_DEPTH ? _ ("This is nested too deeply for a scenario.")
                                            : _ ("There is too much in this file."));
      return NULL;
    }

  switch (event->type)
    {
    case YAML_SCALAR_EVENT:
      return read_scalar (self, event);

    case YAML_SEQUENCE_START_EVENT:
      node = new_node (PRONY_YAML_LIST, event);
      if (!read_children (self, node, YAML_SEQUENCE_END_EVENT, depth))
        return NULL;
      return g_steal_pointer (&node);

    case YAML_MAPPING_START_EVENT:
      node = new_node (PRONY_YAML_MAP, event);
      if (!read_children (self, node, YAML_MAPPING_END_EVENT, depth))
        return NULL;
      return g_steal_pointer (&node);

    case YAML_ALIAS_EVENT:
      /* A few lines of aliases to aliases unfold to gigabytes. */
      prony_problems_add (self->problems, line, column,
                          _ ("References such as “*%s” are not allowed; write the value out."),
                          (const char *) event->data.alias.anchor);
      return NULL;

    default:
      prony_problems_add (self->problems, line, column, _ ("Something else was expected here."));
      return NULL;
    }
}

/* Stream start, document start, one node, document end, stream end. */
static PronyYamlNode *
read_document (Reader *self)
{
  g_autoptr (PronyYamlNode) root = NULL;
  gboolean done = FALSE;

  while (!done)
    {
      yaml_event_t event;

      if (!next_event (self, &event))
        return NULL;

      switch (event.type)
        {
        case YAML_STREAM_END_EVENT:
          done = TRUE;
          break;

        case YAML_STREAM_START_EVENT:
        case YAML_DOCUMENT_END_EVENT:
          break;

        case YAML_DOCUMENT_START_EVENT:
          if (root != NULL)
            {
              prony_problems_add (self->problems, (guint) event.start_mark.line + 1,
                                  (guint) event.start_mark.column + 1,
                                  _ ("A second document begins here; one file is one scenario."));
              done = TRUE;
            }
          break;

        default:
          root = read_node (self, &event, 1);
          done = root == NULL;
          break;
        }
      yaml_event_delete (&event);
    }

  if (root == NULL && prony_problems_is_empty (self->problems))
    prony_problems_add (self->problems, 1, 1, _ ("There is nothing in this file."));
  return g_steal_pointer (&root);
}

/**
 * prony_yaml_parse:
 * @text: YAML, not necessarily valid in any way
 * @length: its length in bytes
 * @problems: where mistakes go
 *
 * Reads one YAML document into a tree that knows line and column of everything
 * in it. Aliases, tags and a second document are mistakes, and so are a nesting
 * deeper than 16 and more than 100,000 values: nothing that a scenario needs, and
 * all that a hostile file lives on.
 *
 * Returns: (transfer full) (nullable): the root; %NULL where reading could not go
 *   on to the end, and @problems says why
 */
PronyYamlNode *
prony_yaml_parse (const char *text, gsize length, PronyProblems *problems)
{
  Reader self = { .text = text, .length = length, .problems = problems };
  g_autoptr (PronyYamlNode) root = NULL;
  const char *end = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (!g_utf8_validate_len (text, length, &end))
    {
      guint line;
      guint column;

      locate (text, (gsize) (end - text), &line, &column);
      prony_problems_add (problems, line, column,
                          _ ("This is not UTF-8 text; save the file as UTF-8."));
      return NULL;
    }

  if (!yaml_parser_initialize (&self.parser))
    g_error ("Out of memory");
  yaml_parser_set_encoding (&self.parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string (&self.parser, (const unsigned char *) text, length);
  root = read_document (&self);
  yaml_parser_delete (&self.parser);
  return g_steal_pointer (&root);
}

/**
 * prony_yaml_node_free:
 * @self: (transfer full) (nullable): a node; all below it goes with it
 */
void
prony_yaml_node_free (PronyYamlNode *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_clear_pointer (&self->keys, g_ptr_array_unref);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  g_free (self);
}

/**
 * prony_yaml_node_get:
 * @self: (nullable): a node of any kind
 * @key: a key
 *
 * Returns: (transfer none) (nullable): the value of @key if @self is a map that
 *   has it; the first where it is there twice
 */
PronyYamlNode *
prony_yaml_node_get (PronyYamlNode *self, const char *key)
{
  if (self == NULL || self->kind != PRONY_YAML_MAP)
    return NULL;

  for (guint i = 0; i < self->values->len; i++)
    {
      const PronyYamlNode *name = g_ptr_array_index (self->keys, i);

      if (strcmp (name->text, key) == 0)
        return g_ptr_array_index (self->values, i);
    }
  return NULL;
}

/**
 * prony_yaml_node_is_null:
 * @self: a node
 *
 * Returns: whether it is YAML's null: nothing, `~` or `null` without quotes
 */
gboolean
prony_yaml_node_is_null (PronyYamlNode *self)
{
  return self->kind == PRONY_YAML_SCALAR && !self->quoted &&
         (*self->text == '\0' || strcmp (self->text, "~") == 0 ||
          g_ascii_strcasecmp (self->text, "null") == 0);
}
