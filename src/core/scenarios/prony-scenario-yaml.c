/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <yaml.h>

#include "core/scenarios/prony-scenario-yaml.h"

/* Bounds against hostile files. A scenario with nested rules needs a depth of 10, and
 * finding keys twice in a map must not take time that grows with their square. */
#define MAX_DEPTH 16
#define MAX_NODES 100000
#define MAX_KEYS 1000

/* One pass over libyaml's events, which carry the marks that its document API
 * throws away. */
typedef struct
{
  yaml_parser_t parser;
  const char *text;
  gsize length;
  gsize skipped;
  PronyTextPlaces *places;
  PronyProblems *problems;
  guint n_nodes;
  gboolean broken;
} Reader;

static PronyYamlNode *read_node (Reader *self, const yaml_event_t *event, guint depth);

/* libyaml's marks count characters, and its lines end where no editor ends them. */
static PronyTextPlace
find_place (Reader *self, const yaml_mark_t *mark)
{
  return prony_text_places_at_character (self->places, mark->index);
}

G_GNUC_PRINTF (3, 4)
static void
report (Reader *self, const yaml_event_t *event, const char *format, ...)
{
  PronyTextPlace place = find_place (self, &event->start_mark);
  g_autofree char *sentence = NULL;
  va_list arguments;

  va_start (arguments, format);
  sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  prony_problems_add (self->problems, place.line, place.column, "%s", sentence);
}

/* Says what the parser stumbled over. Its own words are English and known to
 * everyone who writes YAML. */
static void
report_syntax (Reader *self)
{
  const yaml_parser_t *parser = &self->parser;
  PronyTextPlace place = find_place (self, &parser->problem_mark);

  if (parser->error == YAML_READER_ERROR)
    {
      place = prony_text_places_at_offset (self->places, self->skipped + parser->problem_offset);
      prony_problems_add (self->problems, place.line, place.column,
                          _ ("This character may not stand in a YAML file."));
    }
  else if (place.offset < self->length && self->text[place.offset] == '\t')
    prony_problems_add (self->problems, place.line, place.column,
                        _ ("There is a tab here; indent with spaces."));
  else
    prony_problems_add (self->problems, place.line, place.column, _ ("This is not YAML: %s."),
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

/* Tags and anchors are more than a scenario needs, and whoever writes one expects that
 * it does something. */
static void
check_properties (Reader *self,
                  const yaml_event_t *event,
                  const yaml_char_t *tag,
                  const yaml_char_t *anchor)
{
  if (tag != NULL)
    report (self, event,
            _ ("YAML tags such as “%.100s” have no meaning in a scenario; leave it out."),
            (const char *) tag);
  if (anchor != NULL)
    report (self, event, _ ("Names such as “&%.100s” have no meaning in a scenario; leave it out."),
            (const char *) anchor);
}

static PronyYamlNode *
new_node (Reader *self, PronyYamlKind kind, PronyYamlStyle style, const yaml_event_t *event)
{
  PronyYamlNode *node = g_new0 (PronyYamlNode, 1);

  node->kind = kind;
  node->style = style;
  node->start = find_place (self, &event->start_mark);
  node->end = find_place (self, &event->end_mark);
  if (kind != PRONY_YAML_SCALAR)
    node->values = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_yaml_node_free);
  if (kind == PRONY_YAML_MAP)
    node->keys = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_yaml_node_free);
  return node;
}

/* Where it ends as a person sees it: libyaml has indented lists and maps go on until the
 * next thing begins. */
static void
end_collection (Reader *self, PronyYamlNode *node, const yaml_event_t *end)
{
  char first = self->text[node->start.offset];

  if (node->style == PRONY_YAML_FLOW && (first == '[' || first == '{'))
    node->end = find_place (self, &end->end_mark);
  else if (node->values->len > 0)
    node->end = ((PronyYamlNode *) g_ptr_array_index (node->values, node->values->len - 1))->end;
}

static void
check_key (Reader *self, PronyYamlNode *key, GHashTable *seen)
{
  guint line = key->start.line;
  guint column = key->start.column;

  if (key->kind != PRONY_YAML_SCALAR)
    {
      prony_problems_add (self->problems, line, column,
                          _ ("A key must be a plain word. If a text begins with a brace, put it "
                             "in quotes."));
      self->broken = TRUE;
    }
  else if (key->style == PRONY_YAML_PLAIN && strcmp (key->text, "<<") == 0)
    {
      prony_problems_add (self->problems, line, column,
                          _ ("Merging with “<<” is not allowed; write the keys out."));
      self->broken = TRUE;
    }
  else if (!g_hash_table_add (seen, key->text))
    prony_problems_add (self->problems, line, column, _ ("The key “%.100s” is here a second time."),
                        key->text);
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
          end_collection (self, node, &event);
          yaml_event_delete (&event);
          return TRUE;
        }

      child = read_node (self, &event, depth + 1);
      yaml_event_delete (&event);
      if (child == NULL)
        return FALSE;

      g_ptr_array_add (is_key ? node->keys : node->values, child);
      if (is_key && node->keys->len > MAX_KEYS)
        {
          prony_problems_add (self->problems, child->start.line, child->start.column,
                              _ ("There are more than %d keys in this map."), MAX_KEYS);
          return FALSE;
        }
      if (is_key)
        check_key (self, child, seen);
    }
}

static PronyYamlStyle
get_scalar_style (const yaml_event_t *event)
{
  switch (event->data.scalar.style)
    {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
      return PRONY_YAML_SINGLE_QUOTED;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
      return PRONY_YAML_DOUBLE_QUOTED;
    case YAML_LITERAL_SCALAR_STYLE:
      return PRONY_YAML_LITERAL;
    case YAML_FOLDED_SCALAR_STYLE:
      return PRONY_YAML_FOLDED;
    case YAML_PLAIN_SCALAR_STYLE:
    case YAML_ANY_SCALAR_STYLE:
    default:
      return PRONY_YAML_PLAIN;
    }
}

static PronyYamlNode *
read_scalar (Reader *self, const yaml_event_t *event)
{
  PronyYamlNode *node = new_node (self, PRONY_YAML_SCALAR, get_scalar_style (event), event);
  gsize end = node->end.offset;

  check_properties (self, event, event->data.scalar.tag, event->data.scalar.anchor);
  node->text = g_strndup ((const char *) event->data.scalar.value, event->data.scalar.length);
  if (strlen (node->text) != event->data.scalar.length)
    report (self, event, _ ("This text has a zero byte in it."));

  /* libyaml ends blocks behind all the blank lines that follow. */
  if (node->style == PRONY_YAML_LITERAL || node->style == PRONY_YAML_FOLDED)
    {
      while (end > node->start.offset && g_ascii_isspace (self->text[end - 1]))
        end--;
      node->end = prony_text_places_at_offset (self->places, end);
    }
  return node;
}

static PronyYamlNode *
read_collection (Reader *self, const yaml_event_t *event, guint depth)
{
  gboolean is_map = event->type == YAML_MAPPING_START_EVENT;
  gboolean flow = is_map ? event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
                         : event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
  g_autoptr (PronyYamlNode) node = new_node (self, is_map ? PRONY_YAML_MAP : PRONY_YAML_LIST,
                                             flow ? PRONY_YAML_FLOW : PRONY_YAML_BLOCK, event);

  if (is_map)
    check_properties (self, event, event->data.mapping_start.tag, event->data.mapping_start.anchor);
  else
    check_properties (self, event, event->data.sequence_start.tag,
                      event->data.sequence_start.anchor);

  if (!read_children (self, node, is_map ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT, depth))
    return NULL;
  return g_steal_pointer (&node);
}

/* Something must stand in its place, so that reading can go on to the next mistake. */
static PronyYamlNode *
refuse_alias (Reader *self, const yaml_event_t *event)
{
  PronyYamlNode *node = new_node (self, PRONY_YAML_SCALAR, PRONY_YAML_PLAIN, event);

  /* A few lines of aliases to aliases unfold to gigabytes. */
  report (self, event, _ ("References such as “*%.100s” are not allowed; write the value out."),
          (const char *) event->data.alias.anchor);
  node->text = g_strdup ("");
  self->broken = TRUE;
  return node;
}

static PronyYamlNode *
read_node (Reader *self, const yaml_event_t *event, guint depth)
{
  if (depth > MAX_DEPTH || ++self->n_nodes > MAX_NODES)
    {
      report (self, event, "%s",
              depth > MAX_DEPTH ? _ ("This is nested too deeply for a scenario.")
                                : _ ("There is too much in this file."));
      return NULL;
    }

  switch (event->type)
    {
    case YAML_SCALAR_EVENT:
      return read_scalar (self, event);

    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT:
      return read_collection (self, event, depth);

    case YAML_ALIAS_EVENT:
      return refuse_alias (self, event);

    default:
      report (self, event, _ ("Something else was expected here."));
      return NULL;
    }
}

/* Returns: whether to go on */
static gboolean
start_document (Reader *self, const yaml_event_t *event, PronyYamlNode *root)
{
  if (root != NULL)
    {
      report (self, event, _ ("A second document begins here; one file is one scenario."));
      return FALSE;
    }
  if (event->data.document_start.version_directive != NULL ||
      event->data.document_start.tag_directives.start !=
        event->data.document_start.tag_directives.end)
    report (self, event, _ ("Directives with “%%” have no meaning in a scenario; leave them out."));
  return TRUE;
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
          done = !start_document (self, &event, root);
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
  return self->broken ? NULL : g_steal_pointer (&root);
}

static void
report_encoding (const char *text, gsize valid, PronyProblems *problems)
{
  g_autoptr (PronyTextPlaces) places = prony_text_places_new (text, valid);
  PronyTextPlace place = prony_text_places_at_offset (places, valid);

  if (text[valid] == '\0')
    prony_problems_add (problems, place.line, place.column,
                        _ ("There is a zero byte here; this is not a text file."));
  else
    prony_problems_add (problems, place.line, place.column,
                        _ ("This is not UTF-8 text; save the file as UTF-8."));
}

/**
 * prony_yaml_parse:
 * @text: YAML, not necessarily valid in any way
 * @length: its length in bytes
 * @problems: where mistakes go
 *
 * Reads one YAML document into a tree that knows where everything in it begins and
 * ends. Aliases, anchors, tags, directives, merge keys and a second document are
 * mistakes, and so are a nesting deeper than 16, maps of more than 1000 keys and more
 * than 100,000 values: nothing that a scenario needs, and all that a hostile file lives
 * on.
 *
 * Returns: (transfer full) (nullable): the root; %NULL where reading could not go
 *   on to the end or what was read has no meaning, and @problems says why
 */
PronyYamlNode *
prony_yaml_parse (const char *text, gsize length, PronyProblems *problems)
{
  Reader self = { .text = text, .length = length, .problems = problems };
  g_autoptr (PronyTextPlaces) places = NULL;
  g_autoptr (PronyYamlNode) root = NULL;
  const char *end = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (!g_utf8_validate_len (text, length, &end))
    {
      report_encoding (text, (gsize) (end - text), problems);
      return NULL;
    }

  places = prony_text_places_new (text, length);
  self.places = places;
  if (!yaml_parser_initialize (&self.parser))
    g_error ("Out of memory");
  yaml_parser_set_encoding (&self.parser, YAML_UTF8_ENCODING);
  /* libyaml would count a byte order mark as a character. */
  self.skipped = prony_text_places_at_character (places, 0).offset;
  yaml_parser_set_input_string (&self.parser, (const unsigned char *) text + self.skipped,
                                length - self.skipped);
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
  return self->kind == PRONY_YAML_SCALAR && self->style == PRONY_YAML_PLAIN &&
         (*self->text == '\0' || strcmp (self->text, "~") == 0 ||
          g_ascii_strcasecmp (self->text, "null") == 0);
}
