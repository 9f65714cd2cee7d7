/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/prony-error.h"
#include "base/prony-util.h"
#include "core/scenarios/prony-scenario-catalog.h"
#include "core/scenarios/prony-template.h"
#include "core/scenarios/prony-yaml-values.h"

/* Bounds against hostile files; a scenario has a few kilobytes. */
#define MAX_FILE_SIZE (4 * 1024 * 1024)
#define MAX_CASES 10000
#define MAX_FILLER_TOKENS (16 * 1024 * 1024)
/* Whole numbers above this are not exact in every engine's JSON. */
#define MAX_SEED ((G_GINT64_CONSTANT (1) << 53) - 1)

static const char *const scenario_keys[] = {
  "name",       "title",      "description", "class", "prompt",
  "completion", "test_cases", "cache",       "tags",  NULL,
};
static const char *const prompt_keys[] = { "template", "system", "min_tokens", "max_tokens", NULL };
static const char *const completion_keys[] = {
  "max_tokens", "min_tokens", "temperature", "top_p", "seed", "stop", "ignore_eos", NULL,
};

/* --- The parts of a scenario ------------------------------------------------ */

static void
check_order (PronyProblems *problems, PronyYamlNode *map, const char *what, guint min, guint max)
{
  PronyYamlNode *node = prony_yaml_node_get (map, "min_tokens");

  if (node != NULL && max > 0 && min > max)
    prony_problems_add (
      problems, node->start.line, node->start.column,
      _ ("“min_tokens” of the %s is %u, which is more than its “max_tokens”, %u."), what, min, max);
}

/* Makes an identifier of a name such as "Short → Long": "short-long". */
static char *
make_identifier (const char *name)
{
  GString *text = g_string_new (NULL);

  for (const char *p = name; *p != '\0'; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (text, g_ascii_tolower (*p));
    else if (text->len > 0 && text->str[text->len - 1] != '-')
      g_string_append_c (text, '-');

  while (text->len > 0 && text->str[text->len - 1] == '-')
    g_string_truncate (text, text->len - 1);
  return g_string_free (text, FALSE);
}

/* In the nested style a name is free text: it becomes the title, and the
 * identifier is made from it. */
static void
read_name (PronyProblems *problems, PronyYamlNode *map, gboolean nested, PronyScenario *scenario)
{
  PronyYamlNode *node = prony_yaml_read_text (problems, map, "name", &scenario->name);
  g_autofree char *identifier = node != NULL ? make_identifier (node->text) : NULL;

  if (node == NULL || strcmp (identifier, scenario->name) == 0)
    return;

  if (nested && *identifier != '\0')
    {
      prony_set_str (&scenario->title, scenario->name);
      prony_set_str (&scenario->name, identifier);
    }
  else if (*identifier != '\0')
    prony_problems_add (problems, node->start.line, node->start.column,
                        _ ("“%s” is not a name: use small letters, digits and hyphens, such as "
                           "“%s”, and put the rest into “title”."),
                        scenario->name, identifier);
  else
    prony_problems_add (problems, node->start.line, node->start.column,
                        _ ("A name is made of small letters, digits and hyphens."));
}

static void
read_words (PronyProblems *problems, PronyYamlNode *map, PronyScenario *scenario)
{
  g_autofree char *klass = NULL;
  g_autofree char *cache = NULL;
  PronyYamlNode *node;

  prony_yaml_read_text (problems, map, "title", &scenario->title);
  prony_yaml_read_text (problems, map, "description", &scenario->description);

  node = prony_yaml_read_text (problems, map, "class", &klass);
  if (node != NULL && !prony_scenario_class_from_string (klass, &scenario->klass))
    prony_problems_add (problems, node->start.line, node->start.column,
                        _ ("“class” must be one of short-long, long-short, long-long, short-short "
                           "and other."));

  node = prony_yaml_read_text (problems, map, "cache", &cache);
  if (node != NULL && !prony_cache_mode_from_string (cache, &scenario->cache))
    prony_problems_add (problems, node->start.line, node->start.column,
                        _ ("“cache” must be one of unique, shared-prefix and repeat."));

  prony_yaml_read_texts (problems, map, "tags", &scenario->tags);
}

static void
read_prompt (PronyProblems *problems, PronyYamlNode *map, PronyScenario *scenario)
{
  PronyYamlNode *prompt = prony_yaml_read_map (problems, map, "prompt", prompt_keys);

  if (prompt == NULL)
    {
      if (prony_yaml_node_get (map, "prompt") == NULL)
        prony_problems_add (problems, map->start.line, map->start.column,
                            _ ("The key “prompt” is missing: what is asked."));
      return;
    }

  if (prony_yaml_read_text (problems, prompt, "template", &scenario->template) == NULL &&
      prony_yaml_node_get (prompt, "template") == NULL)
    prony_problems_add (problems, prompt->start.line, prompt->start.column,
                        _ ("The key “template” is missing: the text of the prompt."));
  prony_yaml_read_text (problems, prompt, "system", &scenario->system);
  prony_yaml_read_uint (problems, prompt, "min_tokens", 0, &scenario->prompt_min_tokens);
  prony_yaml_read_uint (problems, prompt, "max_tokens", 1, &scenario->prompt_max_tokens);
  check_order (problems, prompt, _ ("prompt"), scenario->prompt_min_tokens,
               scenario->prompt_max_tokens);
}

static void
read_completion (PronyProblems *problems, PronyYamlNode *map, PronyScenario *scenario)
{
  PronyYamlNode *completion = prony_yaml_read_map (problems, map, "completion", completion_keys);

  if (completion == NULL)
    return;
  prony_yaml_read_uint (problems, completion, "max_tokens", 1, &scenario->max_tokens);
  prony_yaml_read_uint (problems, completion, "min_tokens", 0, &scenario->min_tokens);
  check_order (problems, completion, _ ("completion"), scenario->min_tokens, scenario->max_tokens);
  prony_yaml_read_double (problems, completion, "temperature", 0, 2, &scenario->temperature);
  prony_yaml_read_double (problems, completion, "top_p", 0, 1, &scenario->top_p);
  prony_yaml_read_int (problems, completion, "seed", 0, MAX_SEED, &scenario->seed);
  prony_yaml_read_texts (problems, completion, "stop", &scenario->stop);
  prony_yaml_read_boolean (problems, completion, "ignore_eos", &scenario->ignore_eos);
}

/* --- Test cases and placeholders -------------------------------------------- */

/* What the templates ask for, and where. */
typedef struct
{
  PronyProblems *problems;
  GHashTable *wanted;
  guint64 filler_tokens;
} Placeholders;

static void
read_template (Placeholders *self, PronyYamlNode *node, gboolean is_value)
{
  g_autoptr (GArray) pieces = NULL;

  if (node == NULL || node->kind != PRONY_YAML_SCALAR)
    return;

  pieces = prony_template_parse (node->text);
  for (guint i = 0; i < pieces->len; i++)
    {
      PronyTemplatePiece *piece = &g_array_index (pieces, PronyTemplatePiece, i);

      if (piece->kind == PRONY_TEMPLATE_MISTAKE)
        prony_problems_add (self->problems, node->start.line, node->start.column,
                            _ ("“{%s}” is no filler: use {text:N}, {contract:N}, {log:N} or "
                               "{code:N} with N from 1 to %d tokens, or {{%s}} if it stands for "
                               "itself."),
                            piece->text, PRONY_TEMPLATE_MAX_TOKENS, piece->text);
      else if (piece->kind == PRONY_TEMPLATE_FILLER)
        self->filler_tokens += piece->tokens;
      else if (piece->kind == PRONY_TEMPLATE_VALUE && !is_value)
        g_hash_table_insert (self->wanted, g_steal_pointer (&piece->text), node);
    }
}

static void
read_value (Placeholders *self, PronyYamlNode *key, PronyYamlNode *node, GHashTable *values)
{
  if (node->kind != PRONY_YAML_SCALAR || prony_yaml_node_is_null (node))
    {
      prony_yaml_report_type (self->problems, node, key->text, _ ("a text"));
      return;
    }
  if (!g_hash_table_contains (self->wanted, key->text))
    prony_problems_add (self->problems, key->start.line, key->start.column,
                        _ ("The value “%s” is never used: the template has no “{%s}”."), key->text,
                        key->text);

  read_template (self, node, TRUE);
  g_hash_table_insert (values, g_strdup (key->text), g_strdup (node->text));
}

/* A test case is a map of values, or a map whose key "values" holds them. */
static void
read_case (Placeholders *self, PronyYamlNode *node, PronyScenario *scenario)
{
  static const char *const value_keys[] = { "values", NULL };
  PronyYamlNode *map = prony_yaml_node_get (node, "values");
  PronyTestCase *test_case = prony_test_case_new ();
  GHashTableIter iter;
  gpointer name;

  g_ptr_array_add (scenario->cases, test_case);
  if (map != NULL && map->kind == PRONY_YAML_MAP)
    prony_yaml_check_keys (self->problems, node, value_keys);
  else
    map = node;

  if (map->kind != PRONY_YAML_MAP)
    {
      prony_problems_add (self->problems, node->start.line, node->start.column,
                          _ ("A test case must be a map of placeholders and their values."));
      return;
    }
  for (guint i = 0; i < map->values->len; i++)
    read_value (self, g_ptr_array_index (map->keys, i), g_ptr_array_index (map->values, i),
                test_case->values);

  g_hash_table_iter_init (&iter, self->wanted);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (prony_yaml_node_get (map, name) == NULL)
      prony_problems_add (self->problems, node->start.line, node->start.column,
                          _ ("This test case has no value for “{%s}”."), (const char *) name);
}

static void
read_cases_list (Placeholders *self, PronyYamlNode *list, PronyScenario *scenario)
{
  if (list->kind != PRONY_YAML_LIST)
    prony_yaml_report_type (self->problems, list, "test_cases", _ ("a list of test cases"));
  else if (list->values->len == 0 || list->values->len > MAX_CASES)
    prony_problems_add (self->problems, list->start.line, list->start.column,
                        _ ("There must be from 1 to %d test cases."), MAX_CASES);
  else
    for (guint i = 0; i < list->values->len; i++)
      read_case (self, g_ptr_array_index (list->values, i), scenario);
}

static void
read_cases (PronyProblems *problems, PronyYamlNode *map, PronyScenario *scenario)
{
  Placeholders self = { .problems = problems };
  g_autoptr (GHashTable) wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  PronyYamlNode *prompt = prony_yaml_node_get (map, "prompt");
  PronyYamlNode *list = prony_yaml_node_get (map, "test_cases");
  GHashTableIter iter;
  gpointer name;
  gpointer node;

  self.wanted = wanted;
  read_template (&self, prony_yaml_node_get (prompt, "template"), FALSE);
  read_template (&self, prony_yaml_node_get (prompt, "system"), FALSE);

  if (list != NULL)
    read_cases_list (&self, list, scenario);
  else
    {
      g_ptr_array_add (scenario->cases, prony_test_case_new ());
      g_hash_table_iter_init (&iter, wanted);
      while (g_hash_table_iter_next (&iter, &name, &node))
        prony_problems_add (problems, ((PronyYamlNode *) node)->start.line,
                            ((PronyYamlNode *) node)->start.column,
                            _ ("“{%s}” has no value: give it one in “test_cases”, or write {{%s}} "
                               "if it stands for itself."),
                            (const char *) name, (const char *) name);
    }

  if (self.filler_tokens * MAX (scenario->cases->len, 1) > MAX_FILLER_TOKENS)
    prony_problems_add (problems, map->start.line, map->start.column,
                        _ ("All test cases together ask for more than %d tokens of filler."),
                        MAX_FILLER_TOKENS);
}

/* --- Files ------------------------------------------------------------------ */

static PronyScenario *
read_scenario (PronyProblems *problems, PronyYamlNode *root)
{
  static const char *const outer_keys[] = { "scenario", NULL };
  g_autoptr (PronyScenario) scenario = prony_scenario_new (NULL);
  PronyYamlNode *inner = prony_yaml_node_get (root, "scenario");
  PronyYamlNode *map = inner != NULL ? inner : root;

  if (map->kind != PRONY_YAML_MAP)
    {
      prony_problems_add (problems, map->start.line, map->start.column,
                          _ ("A scenario must be a map of keys such as “name” and “prompt”."));
      return NULL;
    }
  if (inner != NULL)
    prony_yaml_check_keys (problems, root, outer_keys);
  prony_yaml_check_keys (problems, map, scenario_keys);

  if (prony_yaml_node_get (map, "name") == NULL)
    prony_problems_add (problems, map->start.line, map->start.column,
                        _ ("The key “name” is missing."));
  read_words (problems, map, scenario);
  read_name (problems, map, inner != NULL, scenario);
  read_prompt (problems, map, scenario);
  read_completion (problems, map, scenario);
  read_cases (problems, map, scenario);

  if (scenario->title == NULL)
    prony_set_str (&scenario->title, scenario->name);
  if (scenario->description == NULL)
    prony_set_str (&scenario->description, "");
  return g_steal_pointer (&scenario);
}

/**
 * prony_scenario_read:
 * @text: a scenario as YAML
 * @length: its length in bytes
 * @file_name: (nullable): the file that it comes from: files that it names lie beside it
 * @problems: where all mistakes go
 *
 * Reads a scenario as far as that is possible. The same keys inside of a single key
 * `scenario` are understood as well; a name there may be free text. Bounded in time and
 * memory whatever the text is.
 *
 * Returns: (transfer full) (nullable): what could be read, for an editor to show; only
 *   without new @problems is it good for a run
 */
PronyScenario *
prony_scenario_read (const char *text, gsize length, const char *file_name, PronyProblems *problems)
{
  g_autoptr (PronyYamlNode) root = NULL;
  PronyScenario *scenario = NULL;

  if (length > MAX_FILE_SIZE)
    prony_problems_add (problems, 1, 1,
                        _ ("This is too large for a scenario: at most %d MiB are read."),
                        MAX_FILE_SIZE / 1024 / 1024);
  else
    root = prony_yaml_parse (text, length, problems);

  if (root != NULL)
    scenario = read_scenario (problems, root);
  if (scenario != NULL)
    {
      scenario->source = g_strndup (text, length);
      scenario->file = g_strdup (file_name);
    }
  return scenario;
}

/**
 * prony_scenario_parse:
 * @text: a scenario as YAML
 * @length: its length in bytes, or -1 when it ends with a zero byte
 * @file_name: the name that mistakes are reported under
 * @error: return location for %PRONY_ERROR_SCENARIO: all mistakes, each a line
 *   `FILE:LINE:COLUMN: sentence`
 *
 * Reads a scenario as prony_scenario_read() does.
 *
 * Returns: (transfer full) (nullable): the scenario, if there is no mistake in it
 */
PronyScenario *
prony_scenario_parse (const char *text, gssize length, const char *file_name, GError **error)
{
  g_autoptr (PronyProblems) problems = NULL;
  g_autoptr (PronyScenario) scenario = NULL;

  g_return_val_if_fail (text != NULL && file_name != NULL, NULL);

  problems = prony_problems_new (file_name);
  scenario =
    prony_scenario_read (text, length < 0 ? strlen (text) : (gsize) length, file_name, problems);
  if (!prony_problems_is_empty (problems))
    {
      g_propagate_error (error, prony_problems_to_error (problems));
      return NULL;
    }

  return g_steal_pointer (&scenario);
}

/**
 * prony_scenario_load_file:
 * @file_name: a YAML file
 * @error: return location for %PRONY_ERROR_NOT_FOUND, %PRONY_ERROR_INPUT or
 *   %PRONY_ERROR_SCENARIO
 *
 * Reads a scenario from a file, as prony_scenario_parse() does. Touches the disk.
 *
 * Returns: (transfer full) (nullable): the scenario
 */
PronyScenario *
prony_scenario_load_file (const char *file_name, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *text = NULL;
  gsize length = 0;
  GStatBuf status;

  g_return_val_if_fail (file_name != NULL, NULL);

  if (g_stat (file_name, &status) != 0)
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND, _ ("There is no scenario file “%s”."),
                   file_name);
      return NULL;
    }
  /* Reading a pipe or a device might never end. */
  if (!S_ISREG (status.st_mode))
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT, _ ("“%s” is not a file."), file_name);
      return NULL;
    }
  if (status.st_size > MAX_FILE_SIZE)
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_SCENARIO,
                   _ ("%s:1:1: This is too large for a scenario: at most %d MiB are read."),
                   file_name, MAX_FILE_SIZE / 1024 / 1024);
      return NULL;
    }
  if (!g_file_get_contents (file_name, &text, &length, &local))
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                   _ ("The scenario file could not be read: %s"), local->message);
      return NULL;
    }

  return prony_scenario_parse (text, (gssize) length, file_name, error);
}
