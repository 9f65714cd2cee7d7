/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/prony-util.h"
#include "core/prompts/prony-template.h"
#include "core/quality/prony-answer-pattern.h"
#include "core/quality/prony-quality.h"
#include "core/scenarios/prony-scenario-read-private.h"

/* No answer has more digits that mean anything. */
#define MAX_NUMBER 1e15

static const char *const rule_keys[] = { "contains", "equals", "regex", "json", "number",
                                         "all",      "any",    "none",  NULL };

static PronyExpectation *
read_rules (PronyScenarioReader *self, PronyYamlNode *map, PronyReadTexts *texts);

/* --- Texts --------------------------------------------------------------------------- */

/* Texts of rules may have placeholders, but nothing that is made up. */
static void
scan_text (PronyScenarioReader *self, PronyYamlNode *node, PronyReadTexts *texts)
{
  g_autoptr (GArray) pieces = prony_template_parse (node->text);

  for (guint i = 0; i < pieces->len; i++)
    {
      PronyTemplatePiece *piece = &g_array_index (pieces, PronyTemplatePiece, i);

      if (piece->kind == PRONY_TEMPLATE_VALUE)
        prony_scenario_reader_add_placeholder (self, texts, piece->text, node, piece->offset);
      else if (piece->kind != PRONY_TEMPLATE_LITERAL)
        prony_scenario_reader_report_at (
          self, node, piece->offset,
          _ ("“{%s}” is filler, which no answer can be judged by; write {{%s}} if it stands for "
             "itself."),
          piece->text, piece->text);
    }
}

static void
scan_regex (PronyScenarioReader *self, PronyYamlNode *node, PronyReadTexts *texts)
{
  g_auto (GStrv) names = NULL;
  g_autofree char *message = NULL;
  gsize offset = 0;

  if (!prony_expectation_check_regex (node->text, &message, &offset))
    {
      prony_scenario_reader_report_at (self, node, MIN (offset, strlen (node->text)),
                                       /* Translators: %s are English words of PCRE2 */
                                       _ ("This is no regular expression: %s."), message);
      return;
    }

  names = prony_answer_pattern_list_placeholders (node->text);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *written = g_strdup_printf ("{%s}", names[i]);
      const char *place = strstr (node->text, written);

      prony_scenario_reader_add_placeholder (self, texts, names[i], node,
                                             place != NULL ? (gsize) (place - node->text) : 0);
    }
}

static void
add_text (PronyScenarioReader *self,
          PronyYamlNode *node,
          PronyExpectationKind kind,
          PronyExpectation *parent,
          PronyReadTexts *texts)
{
  const char *key = prony_expectation_kind_to_string (kind);
  PronyExpectation *rule;

  if (node->kind != PRONY_YAML_SCALAR || prony_yaml_node_is_null (node))
    {
      prony_yaml_report_type (self->problems, node, key, _ ("a text"));
      return;
    }
  if (strspn (node->text, " \t\r\n") == strlen (node->text))
    {
      prony_yaml_report_type (self->problems, node, key, _ ("a text that is not empty"));
      return;
    }

  if (kind == PRONY_EXPECT_REGEX)
    scan_regex (self, node, texts);
  else
    scan_text (self, node, texts);
  rule = prony_expectation_new (kind);
  prony_set_str (&rule->text, node->text);
  g_ptr_array_add (parent->rules, rule);
}

/* --- JSON and numbers ---------------------------------------------------------------- */

static void
add_json (PronyScenarioReader *self, PronyYamlNode *map, PronyExpectation *parent)
{
  static const char *const json_keys[] = { "keys", NULL };
  PronyYamlNode *node = prony_yaml_node_get (map, "json");
  PronyExpectation *rule = prony_expectation_new (PRONY_EXPECT_JSON);
  gboolean wanted = TRUE;

  g_ptr_array_add (parent->rules, rule);
  if (node->kind == PRONY_YAML_MAP)
    {
      prony_yaml_check_keys (self->problems, node, json_keys);
      prony_yaml_read_texts (self->problems, node, "keys", &rule->keys);
      if (rule->keys == NULL)
        prony_yaml_report (self->problems, node, _ ("“json” must be true, or a map with “keys”."));
      return;
    }

  prony_yaml_read_boolean (self->problems, map, "json", &wanted);
  if (!wanted)
    prony_yaml_report (self->problems, node,
                       _ ("“json” cannot be false: put it into “none” if the answer must not be "
                          "JSON."));
}

static void
add_number (PronyScenarioReader *self, PronyYamlNode *map, PronyExpectation *parent)
{
  static const char *const number_keys[] = { "min", "max", NULL };
  PronyYamlNode *node = prony_yaml_read_map (self->problems, map, "number", number_keys);
  PronyExpectation *rule;

  if (node == NULL)
    return;
  rule = prony_expectation_new (PRONY_EXPECT_NUMBER);
  g_ptr_array_add (parent->rules, rule);
  prony_yaml_read_double (self->problems, node, "min", -MAX_NUMBER, MAX_NUMBER, &rule->low);
  prony_yaml_read_double (self->problems, node, "max", -MAX_NUMBER, MAX_NUMBER, &rule->high);
  if (prony_yaml_node_get (node, "min") == NULL && prony_yaml_node_get (node, "max") == NULL)
    prony_yaml_report (self->problems, node, _ ("“number” must have “min”, “max” or both."));
  else if (rule->low > rule->high)
    prony_yaml_report (self->problems, prony_yaml_node_get (node, "min"),
                       _ ("“min” of the number is more than its “max”."));
}

/* --- Rules --------------------------------------------------------------------------- */

static void
add_combination (PronyScenarioReader *self,
                 PronyYamlNode *node,
                 PronyExpectationKind kind,
                 PronyExpectation *parent,
                 PronyReadTexts *texts)
{
  PronyExpectation *rule;

  if (node->kind != PRONY_YAML_LIST || node->values->len == 0)
    {
      prony_yaml_report_type (self->problems, node, prony_expectation_kind_to_string (kind),
                              _ ("a list of rules"));
      return;
    }

  rule = prony_expectation_new (kind);
  g_ptr_array_add (parent->rules, rule);
  for (guint i = 0; i < node->values->len; i++)
    {
      PronyExpectation *part = read_rules (self, g_ptr_array_index (node->values, i), texts);

      if (part != NULL)
        g_ptr_array_add (rule->rules, part);
    }
}

static void
add_rule (PronyScenarioReader *self,
          PronyYamlNode *map,
          guint index,
          PronyExpectation *parent,
          PronyReadTexts *texts)
{
  PronyYamlNode *node = g_ptr_array_index (map->values, index);
  const PronyYamlNode *key = g_ptr_array_index (map->keys, index);
  PronyExpectationKind kind;

  if (!prony_expectation_kind_from_string (key->text, &kind))
    return;

  switch (kind)
    {
    case PRONY_EXPECT_ALL:
    case PRONY_EXPECT_ANY:
    case PRONY_EXPECT_NONE:
      add_combination (self, node, kind, parent, texts);
      break;

    case PRONY_EXPECT_JSON:
      add_json (self, map, parent);
      break;

    case PRONY_EXPECT_NUMBER:
      add_number (self, map, parent);
      break;

    case PRONY_EXPECT_CONTAINS:
      for (guint i = 0; node->kind == PRONY_YAML_LIST && i < node->values->len; i++)
        add_text (self, g_ptr_array_index (node->values, i), kind, parent, texts);
      if (node->kind != PRONY_YAML_LIST || node->values->len == 0)
        add_text (self, node, kind, parent, texts);
      break;

    case PRONY_EXPECT_EQUALS:
    case PRONY_EXPECT_REGEX:
    default:
      add_text (self, node, kind, parent, texts);
      break;
    }
}

/* Several rules in one map must all hold; one alone needs nothing around it. */
static PronyExpectation *
read_rules (PronyScenarioReader *self, PronyYamlNode *map, PronyReadTexts *texts)
{
  g_autoptr (PronyExpectation) all = NULL;

  if (map->kind != PRONY_YAML_MAP || map->values->len == 0)
    {
      prony_yaml_report (self->problems, map,
                         _ ("A rule must be a map with keys such as “contains” or “regex”."));
      return NULL;
    }

  prony_yaml_check_keys (self->problems, map, rule_keys);
  all = prony_expectation_new (PRONY_EXPECT_ALL);
  for (guint i = 0; i < map->values->len; i++)
    add_rule (self, map, i, all, texts);

  if (all->rules->len == 1)
    return prony_expectation_ref (g_ptr_array_index (all->rules, 0));
  return g_steal_pointer (&all);
}

/**
 * prony_scenario_reader_read_expect:
 * @self: a reader
 * @map: a map that may have the key `expect`: a scenario's or a test case's
 * @texts: the placeholders in the rules are added to this
 *
 * Reads the rules on answers.
 *
 * Returns: (transfer full) (nullable): the rules; %NULL where there are none
 */
PronyExpectation *
prony_scenario_reader_read_expect (PronyScenarioReader *self,
                                   PronyYamlNode *map,
                                   PronyReadTexts *texts)
{
  PronyYamlNode *node = prony_yaml_node_get (map, "expect");

  return node != NULL ? read_rules (self, node, texts) : NULL;
}
