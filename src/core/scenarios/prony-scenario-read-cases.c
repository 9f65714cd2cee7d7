/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/prony-util.h"
#include "core/scenarios/prony-scenario-read-private.h"

/* Bounds against hostile files. */
#define MAX_CASES 10000
#define MAX_SAMPLE 10000
#define MAX_TOKENS (16 * 1024 * 1024)

static const char *const case_keys[] = { "values", "tags", "expect", NULL };
static const char *const dataset_keys[] = { "from", "format", "sample", NULL };

/* What is known of the test cases so far: about how many tokens all prompts have, how
 * many of them fill up to a length, and the first that does not. */
typedef struct
{
  PronyScenarioReader *reader;
  PronyProblems *problems;
  guint64 tokens;
  guint n_filled;
  PronyYamlNode *unfilled;
} CaseReader;

/* --- Values -------------------------------------------------------------------------- */

static gboolean
is_name (const char *text)
{
  const char *p = text;

  if (!g_ascii_isalpha (*p) && *p != '_')
    return FALSE;
  while (g_ascii_isalnum (*p) || *p == '_')
    p++;
  return *p == '\0';
}

static void
check_used (CaseReader *self, PronyYamlNode *key, PronyReadTexts *rules)
{
  g_autofree char *text = NULL;

  if (g_hash_table_contains (self->reader->asked.names, key->text) ||
      g_hash_table_contains (self->reader->judged.names, key->text) ||
      g_hash_table_contains (rules->names, key->text))
    return;

  text = prony_yaml_shorten (key->text);
  if (is_name (key->text))
    prony_yaml_report (self->problems, key,
                       _ ("The value “%s” is never used: neither the prompt nor a rule has "
                          "“{%s}”."),
                       text, text);
  else
    prony_yaml_report (self->problems, key,
                       _ ("“%s” is no name of a placeholder: use letters, digits and underscores."),
                       text);
}

static void
read_value (CaseReader *self,
            PronyYamlNode *key,
            PronyYamlNode *node,
            PronyTestCase *test_case,
            guint *n_open)
{
  const PronyPlaceholder *placeholder = g_hash_table_lookup (self->reader->asked.names, key->text);
  PronyReadTexts texts = { .n_open = *n_open };

  if (node->kind != PRONY_YAML_SCALAR || prony_yaml_node_is_null (node))
    prony_yaml_report_type (self->problems, node, key->text, _ ("a text"));
  /* What only rules use is not sent. */
  else if (placeholder != NULL)
    {
      prony_scenario_reader_scan (self->reader, node, TRUE, &texts);
      self->tokens += texts.tokens * placeholder->uses;
      if (texts.n_open > *n_open && placeholder->uses > 1)
        prony_yaml_report (self->problems, node,
                           _ ("This value fills a prompt up to a length, so that “{%s}” can be "
                              "used only once."),
                           placeholder->name);
      *n_open = texts.n_open;
    }
  g_hash_table_insert (test_case->values, g_strdup (key->text),
                       g_strdup (node->text != NULL ? node->text : ""));
}

static void
check_values (CaseReader *self,
              PronyYamlNode *node,
              const PronyReadTexts *wanted,
              const PronyTestCase *test_case)
{
  for (guint i = 0; i < wanted->placeholders->len; i++)
    {
      const PronyPlaceholder *placeholder = g_ptr_array_index (wanted->placeholders, i);

      if (!g_hash_table_contains (test_case->values, placeholder->name))
        prony_yaml_report (self->problems, node, _ ("This test case has no value for “{%s}”."),
                           placeholder->name);
    }
}

/* --- Test cases ---------------------------------------------------------------------- */

/* A value is a text: a map of values, a list of tags or rules cannot be one. */
static gboolean
is_structured (PronyYamlNode *node)
{
  PronyYamlNode *values = prony_yaml_node_get (node, "values");
  PronyYamlNode *tags = prony_yaml_node_get (node, "tags");
  PronyYamlNode *expect = prony_yaml_node_get (node, "expect");

  return (values != NULL && values->kind == PRONY_YAML_MAP) ||
         (tags != NULL && tags->kind == PRONY_YAML_LIST) ||
         (expect != NULL && expect->kind == PRONY_YAML_MAP);
}

static void
check_case_keys (CaseReader *self, PronyYamlNode *node)
{
  for (guint i = 0; i < node->keys->len; i++)
    {
      PronyYamlNode *key = g_ptr_array_index (node->keys, i);
      g_autofree char *text = NULL;

      if (g_strv_contains (case_keys, key->text))
        continue;
      text = prony_yaml_shorten (key->text);
      prony_yaml_report (self->problems, key,
                         _ ("“%s” is not known here: a test case has the keys values, tags and "
                            "expect, or values of placeholders alone."),
                         text);
    }
}

static void
read_values (CaseReader *self,
             PronyYamlNode *node,
             PronyYamlNode *map,
             PronyTestCase *test_case,
             PronyReadTexts *rules)
{
  guint n_open = self->reader->asked.n_open;

  if (map != NULL && map->kind != PRONY_YAML_MAP)
    prony_yaml_report_type (self->problems, map, "values", _ ("a map of keys and values"));
  for (guint i = 0; map != NULL && map->kind == PRONY_YAML_MAP && i < map->values->len; i++)
    {
      PronyYamlNode *key = g_ptr_array_index (map->keys, i);

      check_used (self, key, rules);
      read_value (self, key, g_ptr_array_index (map->values, i), test_case, &n_open);
    }

  if (n_open > 0)
    self->n_filled++;
  else if (self->unfilled == NULL)
    self->unfilled = node;
}

static void
read_case (CaseReader *self, PronyYamlNode *node)
{
  PronyScenarioReader *reader = self->reader;
  PronyTestCase *test_case = prony_test_case_new ();
  g_auto (PronyReadTexts) rules = { 0 };
  PronyYamlNode *map = node;

  g_ptr_array_add (reader->scenario->cases, test_case);
  self->tokens += reader->asked.tokens;
  if (node->kind != PRONY_YAML_MAP)
    {
      prony_yaml_report (self->problems, node,
                         _ ("A test case must be a map of placeholders and their values."));
      return;
    }

  prony_read_texts_init (&rules);
  if (is_structured (node))
    {
      check_case_keys (self, node);
      prony_scenario_reader_read_tags (reader, node, &test_case->tags);
      test_case->expect = prony_scenario_reader_read_expect (reader, node, &rules);
      map = prony_yaml_node_get (node, "values");
    }
  read_values (self, node, map, test_case, &rules);
  check_values (self, node, &reader->asked, test_case);
  check_values (self, node, test_case->expect != NULL ? &rules : &reader->judged, test_case);
}

static void
read_list (CaseReader *self, PronyYamlNode *list)
{
  if (list->kind != PRONY_YAML_LIST)
    prony_yaml_report_type (self->problems, list, "test_cases",
                            _ ("a list of test cases, or a map with “from”"));
  else if (list->values->len == 0 || list->values->len > MAX_CASES)
    prony_yaml_report (self->problems, list, _ ("There must be from 1 to %d test cases."),
                       MAX_CASES);
  else
    for (guint i = 0; i < list->values->len && !prony_problems_is_full (self->problems); i++)
      read_case (self, g_ptr_array_index (list->values, i));
}

/* Without test cases there is one, and it has no values. */
static void
read_nothing (CaseReader *self, const PronyReadTexts *texts)
{
  for (guint i = 0; i < texts->placeholders->len; i++)
    {
      const PronyPlaceholder *placeholder = g_ptr_array_index (texts->placeholders, i);

      prony_scenario_reader_report_at (
        self->reader, placeholder->node, placeholder->offset,
        _ ("“{%s}” has no value: give it one in “test_cases”, or write {{%s}} if it stands for "
           "itself."),
        placeholder->name, placeholder->name);
    }
}

/* --- All of them --------------------------------------------------------------------- */

/* Lengths need something that fills prompts up to them. */
static void
check_filled (CaseReader *self, PronyYamlNode *map)
{
  PronyYamlNode *lengths = prony_yaml_node_get (prony_yaml_node_get (map, "prompt"), "lengths");

  if (lengths == NULL || self->reader->asked.n_open > 0)
    return;
  if (self->n_filled == 0)
    prony_yaml_report (self->problems, lengths,
                       _ ("Nothing fills the prompt up to its “lengths”: put {text:*} into it "
                          "where filler is to be."));
  else if (self->unfilled != NULL)
    prony_yaml_report (self->problems, self->unfilled,
                       _ ("This test case has no filler such as {text:*}, which fills the prompt "
                          "up to its “lengths”."));
}

static void
check_total (CaseReader *self, PronyYamlNode *map)
{
  const PronyScenario *scenario = self->reader->scenario;
  guint64 open = scenario->prompt_lengths.max;
  guint n_turns = 1;

  if (scenario->messages != NULL && !scenario->last_turn_only)
    n_turns = MAX ((scenario->messages->len + 1) / 2, 1);
  if ((self->tokens + open * scenario->cases->len) * n_turns > MAX_TOKENS)
    prony_yaml_report (self->problems, map,
                       _ ("The prompts of all test cases together have more than %d tokens."),
                       MAX_TOKENS);
}

/**
 * prony_scenario_reader_read_dataset:
 * @self: a reader
 * @map: the scenario's map
 *
 * Reads which file the test cases come from, if they come from one. That there is one is
 * looked up on the disk; what is in it is not.
 */
void
prony_scenario_reader_read_dataset (PronyScenarioReader *self, PronyYamlNode *map)
{
  PronyYamlNode *node = prony_yaml_node_get (map, "test_cases");
  g_autofree char *name = NULL;
  g_autofree char *format = NULL;
  g_autofree char *path = NULL;
  PronyYamlNode *from;
  PronyDatasetSpec *dataset;

  if (node == NULL || node->kind != PRONY_YAML_MAP)
    return;
  if (prony_yaml_node_get (node, "from") == NULL)
    prony_yaml_report_type (self->problems, node, "test_cases",
                            _ ("a list of test cases, or a map with “from”"));
  else
    prony_yaml_check_keys (self->problems, node, dataset_keys);
  from = prony_yaml_read_text (self->problems, node, "from", &name);
  if (from != NULL)
    path = prony_scenario_reader_find_file (self, from);

  dataset = prony_dataset_spec_new (path, name);
  self->scenario->dataset = dataset;
  if (from != NULL)
    {
      dataset->line = from->start.line;
      dataset->column = from->start.column;
    }
  prony_yaml_read_uint (self->problems, node, "sample", 1, &dataset->sample);
  if (dataset->sample > MAX_SAMPLE)
    prony_yaml_report (self->problems, prony_yaml_node_get (node, "sample"),
                       _ ("At most %d test cases are drawn from a file."), MAX_SAMPLE);
  node = prony_yaml_read_text (self->problems, node, "format", &format);
  if (node != NULL && !prony_dataset_format_from_string (format, &dataset->format))
    prony_yaml_report (self->problems, node,
                       _ ("“format” must be one of auto, jsonl, csv, text and sharegpt."));
}

/**
 * prony_scenario_reader_read_cases:
 * @self: a reader that has read the data set, the prompt and the rules
 * @map: the scenario's map
 *
 * Reads the test cases, and checks that each has values for all placeholders and that
 * each value is used. Those of a data set are checked when it is read.
 */
void
prony_scenario_reader_read_cases (PronyScenarioReader *self, PronyYamlNode *map)
{
  CaseReader cases = { .reader = self, .problems = self->problems };
  PronyYamlNode *list = prony_yaml_node_get (map, "test_cases");

  if (self->scenario->dataset != NULL)
    return;
  if (list != NULL)
    read_list (&cases, list);
  else
    {
      g_ptr_array_add (self->scenario->cases, prony_test_case_new ());
      cases.tokens = self->asked.tokens;
      read_nothing (&cases, &self->asked);
      read_nothing (&cases, &self->judged);
    }
  check_filled (&cases, map);
  check_total (&cases, map);
}
