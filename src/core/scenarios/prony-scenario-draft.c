/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/prompts/prony-template.h"
#include "core/scenarios/prony-scenario-catalog.h"
#include "core/scenarios/prony-scenario-draft-private.h"
#include "core/scenarios/prony-yaml-edit.h"
#include "core/scenarios/prony-yaml-write.h"

/* --- Life ------------------------------------------------------------------- */

/* A text of blank lines and comments is not YAML that says something, but a form can
 * begin with it. */
static gboolean
is_nothing (const char *text)
{
  for (const char *line = text; line != NULL; line = strchr (line, '\n'))
    {
      line += strspn (line, " \t\r\n");
      if (*line == '\0')
        return TRUE;
      if (*line != '#')
        return FALSE;
    }
  return TRUE;
}

/**
 * prony_scenario_draft_new:
 * @text: YAML, not necessarily valid in any way
 * @file_name: (nullable): the file that it comes from or is to be: files that it names lie
 *   beside it
 *
 * Returns: (transfer full): the text as a draft
 */
PronyScenarioDraft *
prony_scenario_draft_new (const char *text, const char *file_name)
{
  PronyScenarioDraft *self;
  g_autoptr (PronyProblems) unused = NULL;
  gsize length;

  g_return_val_if_fail (text != NULL, NULL);

  self = g_atomic_rc_box_new0 (PronyScenarioDraft);
  self->text = g_utf8_make_valid (text, -1);
  self->file_name = g_strdup (file_name);
  length = strlen (self->text);
  self->problems = prony_problems_new (file_name != NULL ? file_name : _ ("scenario"));
  self->scenario = prony_scenario_read (self->text, length, file_name, self->problems);

  /* What reads a scenario may change its tree, and keeps to what is too large. */
  unused = prony_problems_new ("");
  if (length <= PRONY_DRAFT_MAX_SIZE)
    self->root = prony_yaml_parse (self->text, length, unused);
  self->is_readable = self->root != NULL || is_nothing (self->text);
  return self;
}

/* A title such as "My Scenario" from a name such as "my-scenario". */
static char *
make_title (const char *name)
{
  char *title = g_strdup (name);

  for (char *p = title; *p != '\0'; p++)
    {
      if (*p == '-')
        *p = ' ';
      if (p == title || p[-1] == ' ')
        *p = g_ascii_toupper (*p);
    }
  return title;
}

/**
 * prony_scenario_draft_new_empty:
 * @name: the name of the scenario to be
 *
 * Returns: (transfer full): the least that is a scenario, to begin with: one question
 */
PronyScenarioDraft *
prony_scenario_draft_new_empty (const char *name)
{
  static const char *const numbers[][2] = {
    { "completion.max_tokens", "256" },
    { "completion.temperature", "0" },
  };
  g_autofree char *title = make_title (name);
  const char *const texts[][2] = {
    { "name", name },
    { "title", title },
    { "cache", "unique" },
    { "prompt.template", "{question}" },
    { "test_cases[0].question", _ ("Why is the sky blue?") },
  };
  PronyScenarioDraft *self = prony_scenario_draft_new ("", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (PronyScenarioDraft) old = self;

      self = prony_scenario_draft_set_value (old, texts[i][0], texts[i][1]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (PronyScenarioDraft) old = self;

      self = prony_scenario_draft_set_plain (old, numbers[i][0], numbers[i][1]);
    }
  return self;
}

/**
 * prony_scenario_draft_ref:
 * @self: a draft
 *
 * Returns: (transfer full): the same draft
 */
PronyScenarioDraft *
prony_scenario_draft_ref (PronyScenarioDraft *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_draft (gpointer data)
{
  PronyScenarioDraft *self = data;

  g_free (self->text);
  g_free (self->file_name);
  g_clear_pointer (&self->scenario, prony_scenario_unref);
  g_clear_pointer (&self->problems, prony_problems_free);
  g_clear_pointer (&self->root, prony_yaml_node_free);
}

/**
 * prony_scenario_draft_unref:
 * @self: (transfer full): a draft
 */
void
prony_scenario_draft_unref (PronyScenarioDraft *self)
{
  g_atomic_rc_box_release_full (self, clear_draft);
}

/* --- What it is ------------------------------------------------------------- */

/**
 * prony_scenario_draft_get_text:
 * @self: a draft
 *
 * Returns: (transfer none): its YAML text
 */
const char *
prony_scenario_draft_get_text (PronyScenarioDraft *self)
{
  return self->text;
}

/**
 * prony_scenario_draft_get_file_name:
 * @self: a draft
 *
 * Returns: (transfer none) (nullable): the file that it comes from or is to be
 */
const char *
prony_scenario_draft_get_file_name (PronyScenarioDraft *self)
{
  return self->file_name;
}

/**
 * prony_scenario_draft_get_scenario:
 * @self: a draft
 *
 * Returns: (transfer none) (nullable): what the text says, as far as it could be read; only
 *   of a valid draft is it good for a run
 */
PronyScenario *
prony_scenario_draft_get_scenario (PronyScenarioDraft *self)
{
  return self->scenario;
}

/**
 * prony_scenario_draft_get_problems:
 * @self: a draft
 *
 * Returns: (transfer none): what is wrong with it
 */
PronyProblems *
prony_scenario_draft_get_problems (PronyScenarioDraft *self)
{
  return self->problems;
}

/**
 * prony_scenario_draft_is_valid:
 * @self: a draft
 *
 * Returns: whether it is a scenario without mistakes
 */
gboolean
prony_scenario_draft_is_valid (PronyScenarioDraft *self)
{
  return self->scenario != NULL && prony_problems_is_empty (self->problems);
}

/**
 * prony_scenario_draft_is_readable:
 * @self: a draft
 *
 * Returns: whether the text is YAML, with mistakes or without, so that values of it can be
 *   changed; otherwise all changes but that of the text give the same draft
 */
gboolean
prony_scenario_draft_is_readable (PronyScenarioDraft *self)
{
  return self->is_readable;
}

/**
 * prony_scenario_draft_equal:
 * @self: a draft
 * @other: another
 *
 * Returns: whether both have the same text
 */
gboolean
prony_scenario_draft_equal (PronyScenarioDraft *self, PronyScenarioDraft *other)
{
  return self == other || strcmp (self->text, other->text) == 0;
}

static PronyYamlNode *
lookup (PronyScenarioDraft *self, const char *path)
{
  g_auto (GStrv) steps = _prony_draft_resolve (self->root, path);

  return prony_yaml_path_get (self->root, steps);
}

/**
 * prony_scenario_draft_has:
 * @self: a draft
 * @path: a path such as "prompt.lengths"
 *
 * Returns: whether something is there: a value, a list or a map
 */
gboolean
prony_scenario_draft_has (PronyScenarioDraft *self, const char *path)
{
  PronyYamlNode *node = lookup (self, path);

  return node != NULL && !prony_yaml_node_is_null (node);
}

/**
 * prony_scenario_draft_get_list:
 * @self: a draft
 * @path: a path such as "tags"
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): the texts of a list, or of
 *   a single value; %NULL where nothing is there, or something else
 */
char **
prony_scenario_draft_get_list (PronyScenarioDraft *self, const char *path)
{
  PronyYamlNode *node = lookup (self, path);
  g_autoptr (GStrvBuilder) items = g_strv_builder_new ();

  if (node == NULL || node->kind == PRONY_YAML_MAP || prony_yaml_node_is_null (node))
    return NULL;
  if (node->kind == PRONY_YAML_SCALAR)
    g_strv_builder_add (items, node->text);
  for (guint i = 0; node->kind == PRONY_YAML_LIST && i < node->values->len; i++)
    {
      const PronyYamlNode *item = g_ptr_array_index (node->values, i);

      if (item->kind != PRONY_YAML_SCALAR)
        return NULL;
      g_strv_builder_add (items, item->text);
    }
  return g_strv_builder_end (items);
}

/**
 * prony_scenario_draft_get_value:
 * @self: a draft
 * @path: keys with full stops between them, and indexes, such as "prompt.template" or
 *   "test_cases[2].question"; the latter finds the value of the placeholder whichever way
 *   the test case is written, and all of them what is below a single key "scenario"
 *
 * Returns: (transfer full) (nullable): the text of the value; of a list its texts with
 *   commas between them; %NULL where there is none
 */
char *
prony_scenario_draft_get_value (PronyScenarioDraft *self, const char *path)
{
  g_auto (GStrv) items = prony_scenario_draft_get_list (self, path);

  return items != NULL ? g_strjoinv (", ", items) : NULL;
}

/**
 * prony_scenario_draft_count_items:
 * @self: a draft
 * @path: a path such as "test_cases"
 *
 * Returns: how many items the list there has; 0 where there is no list
 */
guint
prony_scenario_draft_count_items (PronyScenarioDraft *self, const char *path)
{
  PronyYamlNode *node = lookup (self, path);

  return node != NULL && node->kind == PRONY_YAML_LIST ? node->values->len : 0;
}

/**
 * prony_scenario_draft_get_place:
 * @self: a draft
 * @path: a path such as "expect.any"
 * @line: (out): where it begins, from 1
 * @column: (out): likewise, in characters
 *
 * Returns: whether something is there
 */
gboolean
prony_scenario_draft_get_place (PronyScenarioDraft *self,
                                const char *path,
                                guint *line,
                                guint *column)
{
  PronyYamlNode *node = lookup (self, path);

  if (node == NULL)
    return FALSE;

  *line = node->start.line;
  *column = node->start.column;
  return TRUE;
}

static void
find_placeholders (PronyYamlNode *node, GPtrArray *names)
{
  g_autoptr (GArray) pieces = NULL;

  if (node == NULL || node->kind != PRONY_YAML_SCALAR)
    return;

  pieces = prony_template_parse (node->text);
  for (guint i = 0; i < pieces->len; i++)
    {
      PronyTemplatePiece *piece = &g_array_index (pieces, PronyTemplatePiece, i);

      if (piece->kind == PRONY_TEMPLATE_VALUE &&
          !g_ptr_array_find_with_equal_func (names, piece->text, g_str_equal, NULL))
        g_ptr_array_add (names, g_steal_pointer (&piece->text));
    }
}

/**
 * prony_scenario_draft_list_placeholders:
 * @self: a draft
 *
 * Returns: (transfer full) (array zero-terminated=1): the names of the values that the
 *   prompt asks for, in their order in the template, the messages and the system message
 */
char **
prony_scenario_draft_list_placeholders (PronyScenarioDraft *self)
{
  GPtrArray *names = g_ptr_array_new ();
  PronyYamlNode *messages = lookup (self, "prompt.messages");

  find_placeholders (lookup (self, "prompt.template"), names);
  for (guint i = 0;
       messages != NULL && messages->kind == PRONY_YAML_LIST && i < messages->values->len; i++)
    find_placeholders (prony_yaml_node_get (g_ptr_array_index (messages->values, i), "content"),
                       names);
  find_placeholders (lookup (self, "prompt.system"), names);
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (names, FALSE);
}
