/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/prony-format.h"
#include "base/prony-json.h"
#include "core/prompts/prony-template.h"
#include "core/scenarios/prony-json-row.h"

/* As json-glib names a text without a file, before it tells line and column. */
#define JSON_PLACE "<data>:"

/* What the messages of conversations are called, in OpenAI's words and in ShareGPT's. */
static const struct
{
  const char *name;
  PronyMessageRole role;
} roles[] = {
  { "user", PRONY_ROLE_USER },           { "human", PRONY_ROLE_USER },
  { "assistant", PRONY_ROLE_ASSISTANT }, { "gpt", PRONY_ROLE_ASSISTANT },
  { "chatgpt", PRONY_ROLE_ASSISTANT },   { "model", PRONY_ROLE_ASSISTANT },
};

typedef struct
{
  const PronyDatasetRow *row;
  PronyDatasetShape *shape;
  PronyProblems *problems;
} Reader;

static gboolean
add_problem (Reader *self, const char *mistake)
{
  prony_problems_add (self->problems, self->row->line, self->row->column, "%s", mistake);
  return FALSE;
}

static void
add_problem_at (Reader *self, gsize offset, const char *mistake)
{
  guint line;
  guint column;

  prony_dataset_row_find_place (self->row, offset, &line, &column);
  prony_problems_add (self->problems, line, column, "%s", mistake);
}

/* --- JSON -------------------------------------------------------------------------------- */

/* Finds out of json-glib's message, which tells line and byte, where it gave up. What it
 * says of the reason speaks of tokens, and often of the wrong one. */
static void
add_json_problem (Reader *self, const char *message)
{
  const char *place = strstr (message, JSON_PLACE);
  char *end = NULL;
  guint64 line = place != NULL ? g_ascii_strtoull (place + strlen (JSON_PLACE), &end, 10) : 0;
  guint64 byte = line > 0 && *end == ':' ? g_ascii_strtoull (end + 1, NULL, 10) : 0;
  const char *start = self->row->text;
  const char *stop = start + self->row->length;

  if (line == 0)
    {
      add_problem (self, _ ("This is not JSON, or it is nested too deeply."));
      return;
    }

  for (; line > 1 && start < stop; line--)
    {
      const char *line_end = memchr (start, '\n', (gsize) (stop - start));

      start = line_end != NULL ? line_end + 1 : stop;
    }
  add_problem_at (self, (gsize) (start - self->row->text) + byte,
                  _ ("From here on, this is not JSON."));
}

/* json-glib would end the text at such a character, without a word. */
static gboolean
has_zero_escape (const PronyDatasetRow *row)
{
  const char *end = row->text + row->length;
  const char *p = row->text;

  while ((p = memchr (p, '\\', (gsize) (end - p))) != NULL)
    {
      if (end - p >= 6 && memcmp (p, "\\u0000", 6) == 0)
        return TRUE;
      if (end - p < 2)
        return FALSE;
      p += 2;
    }

  return FALSE;
}

/* Where the object that begins at @start ends: json-glib would take the last of several. */
static gsize
find_end (const PronyDatasetRow *row, gsize start)
{
  gboolean in_string = FALSE;
  guint depth = 0;

  for (gsize i = start; i < row->length; i++)
    if (row->text[i] == '"')
      in_string = !in_string;
    else if (in_string)
      i += row->text[i] == '\\';
    else if (row->text[i] == '{' || row->text[i] == '[')
      depth++;
    else if ((row->text[i] == '}' || row->text[i] == ']') && --depth == 0)
      return i + 1;

  return row->length;
}

static gsize
skip_space (const PronyDatasetRow *row, gsize offset)
{
  while (offset < row->length && g_ascii_isspace (row->text[offset]))
    offset++;
  return offset;
}

static JsonObject *
parse_object (Reader *self)
{
  const PronyDatasetRow *row = self->row;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = NULL;
  gsize start = skip_space (row, 0);
  gsize rest;

  if (start == row->length || row->text[start] != '{')
    {
      add_problem (self, _ ("This is no object of JSON. Each row must be one, such as "
                            "{\"prompt\": \"Hello\"}."));
      return NULL;
    }
  if (has_zero_escape (row))
    {
      add_problem (self, _ ("There is a zero character (\\u0000) in this row, which no prompt can "
                            "have."));
      return NULL;
    }

  root = prony_json_parse (row->text, (gssize) row->length, &error);
  if (root == NULL)
    {
      add_json_problem (self, error->message);
      return NULL;
    }

  rest = skip_space (row, find_end (row, start));
  if (rest < row->length)
    {
      add_problem_at (self, rest, _ ("The object has ended, but not its line."));
      return NULL;
    }

  return json_node_dup_object (root);
}

/* --- Values ------------------------------------------------------------------------------ */

/* Returns: (nullable): a text, number or truth value as text */
static char *
make_text (JsonNode *node)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (type == G_TYPE_STRING)
    return g_utf8_validate (json_node_get_string (node), -1, NULL) ? json_node_dup_string (node)
                                                                   : NULL;
  if (type == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  if (type == G_TYPE_DOUBLE)
    return prony_format_c_double (json_node_get_double (node));
  if (type == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "true" : "false");

  return NULL;
}

static gboolean
read_values (Reader *self, JsonObject *object, PronyTestCase *test_case)
{
  gboolean good = TRUE;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &node))
    {
      char *text;

      if (!prony_dataset_shape_keeps (self->shape, name) || JSON_NODE_HOLDS_NULL (node))
        continue;

      text = make_text (node);
      if (text != NULL)
        {
          g_hash_table_insert (test_case->values, g_strdup (name), text);
          continue;
        }
      prony_problems_add (self->problems, self->row->line, self->row->column,
                          _ ("“%s” must be a text, a number, true or false."), name);
      good = FALSE;
    }

  return good;
}

/* --- Conversations ----------------------------------------------------------------------- */

/* A message is a text, or a list of parts that are texts. */
static char *
read_parts (JsonArray *parts)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (parts); i++)
    {
      JsonNode *node = json_array_get_element (parts, i);
      JsonObject *part = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *words = prony_json_get_string (part, "text", NULL);

      if (words == NULL || g_strcmp0 (prony_json_get_string (part, "type", NULL), "text") != 0)
        return NULL;
      g_string_append (text, words);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
read_message_text (JsonObject *message)
{
  JsonArray *parts = prony_json_get_array (message, "content");
  g_autofree char *joined = parts != NULL ? read_parts (parts) : NULL;
  const char *text = joined;

  if (text == NULL)
    text = prony_json_get_string (message, "content", NULL);
  if (text == NULL)
    text = prony_json_get_string (message, "value", NULL);
  return text != NULL && g_utf8_validate (text, -1, NULL) ? prony_template_escape (text) : NULL;
}

static gboolean
add_message_problem (Reader *self, guint number, const char *reason)
{
  prony_problems_add (self->problems, self->row->line, self->row->column,
                      /* Translators: %s is a sentence that tells why */
                      _ ("Message %u of this row cannot be used. %s"), number, reason);
  return FALSE;
}

static gboolean
take_message (Reader *self, guint number, JsonNode *node, PronyTestCase *test_case)
{
  JsonObject *message = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *from = prony_json_get_string (message, "from", NULL);
  const char *role = prony_json_get_string (message, "role", from);
  g_autofree char *text = message != NULL ? read_message_text (message) : NULL;
  guint i = 0;

  if (role == NULL)
    return add_message_problem (self, number, _ ("It does not tell whose it is."));
  if (text == NULL)
    return add_message_problem (self, number, _ ("It has no text."));
  if (g_str_equal (role, "system") || g_str_equal (role, "developer"))
    {
      if (number > 1)
        return add_message_problem (self, number, _ ("Only the first one may be the system's."));
      test_case->system = g_steal_pointer (&text);
      return TRUE;
    }

  while (i < G_N_ELEMENTS (roles) && !g_str_equal (roles[i].name, role))
    i++;
  if (i == G_N_ELEMENTS (roles))
    return add_message_problem (self, number, _ ("It is neither a user's nor an assistant's."));
  g_ptr_array_add (test_case->messages, prony_message_new (roles[i].role, text));
  return TRUE;
}

static PronyMessageRole
get_role (GPtrArray *messages, guint index)
{
  return ((PronyMessage *) g_ptr_array_index (messages, index))->role;
}

/* What the assistant says last is the answer that was given: the engine gives its own. */
static gboolean
check_turns (Reader *self, PronyTestCase *test_case)
{
  GPtrArray *messages = test_case->messages;

  if (messages->len > 0 && get_role (messages, messages->len - 1) == PRONY_ROLE_ASSISTANT)
    g_ptr_array_set_size (messages, (int) messages->len - 1);
  if (messages->len == 0)
    return add_problem (self, _ ("There is no message of a user in this row: nothing that could "
                                 "be asked."));

  for (guint i = 0; i < messages->len; i++)
    if (get_role (messages, i) != (i % 2 == 0 ? PRONY_ROLE_USER : PRONY_ROLE_ASSISTANT))
      return add_message_problem (self, i + 1 + (test_case->system != NULL),
                                  _ ("User and assistant must take turns, and the user "
                                     "begins."));

  return TRUE;
}

static gboolean
read_conversation (Reader *self, JsonObject *object, PronyTestCase *test_case)
{
  const char *name = json_object_has_member (object, "messages") ? "messages" : "conversations";
  JsonArray *array = prony_json_get_array (object, name);

  if (!json_object_has_member (object, name))
    return TRUE;
  if (array == NULL)
    {
      prony_problems_add (self->problems, self->row->line, self->row->column,
                          _ ("“%s” must be a list of messages."), name);
      return FALSE;
    }

  test_case->messages = prony_messages_new ();
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!take_message (self, i + 1, json_array_get_element (array, i), test_case))
      return FALSE;

  return check_turns (self, test_case);
}

/**
 * prony_json_row_read:
 * @row: an object of JSON, which is UTF-8 without zero bytes
 * @shape: what is taken from it
 * @problems: where mistakes go
 *
 * Reads a row of JSONL or of a ShareGPT file: `prompt`, `expected` and `system`, a
 * conversation in `messages` (with `role` and `content`) or `conversations` (with `from`
 * and `value`), and values of placeholders under any other key.
 *
 * Returns: (transfer full) (nullable): the test case that it makes
 */
PronyTestCase *
prony_json_row_read (const PronyDatasetRow *row, PronyDatasetShape *shape, PronyProblems *problems)
{
  Reader self = { .row = row, .shape = shape, .problems = problems };
  g_autoptr (JsonObject) object = parse_object (&self);
  PronyTestCase *test_case;
  gboolean good;

  if (object == NULL)
    return NULL;

  test_case = prony_test_case_new ();
  good = read_values (&self, object, test_case);
  if (good && prony_dataset_shape_asks_rows (shape))
    good = read_conversation (&self, object, test_case);
  if (good && prony_dataset_shape_finish (shape, row, test_case, problems))
    return test_case;

  prony_test_case_free (test_case);
  return NULL;
}
