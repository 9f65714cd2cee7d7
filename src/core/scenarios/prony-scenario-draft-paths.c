/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <string.h>

#include "core/scenarios/prony-scenario-draft-private.h"
#include "core/scenarios/prony-yaml-edit.h"

/* What stands in a test case beside its values. */
static const char *const case_keys[] = { "values", "tags", "expect", "messages", "system", NULL };

/* The order in which a person reads the format; the first word is the map's key. */
static const char *const orders[][14] = {
  { "", "name", "title", "description", "class", "tags", "cache", "prompt", "completion", "expect",
    "test_cases", "load", "slo", NULL },
  { "prompt", "system", "template", "messages", "turns", "min_tokens", "max_tokens", "lengths",
    NULL },
  { "completion", "max_tokens", "min_tokens", "lengths", "temperature", "top_p", "seed", "stop",
    "ignore_eos", NULL },
  { "lengths", "distribution", "mean", "stddev", "min", "max", "values", "from", NULL },
  { "expect", "contains", "equals", "regex", "json", "number", "all", "any", "none", NULL },
  { "number", "min", "max", NULL },
  { "test_cases", "from", "format", "sample", NULL },
  { "load", "concurrency", "rate", "arrival", "burstiness", "duration", "requests", "iterations",
    "warmup", NULL },
  { "slo", "ttft", "itl", "latency", NULL },
};

/* A #PronyYamlOrder: the usual order of the keys of a scenario. */
const char *const *
_prony_draft_get_order (char **map_path, guint n_steps)
{
  const char *key = n_steps > 0 ? map_path[n_steps - 1] : "";

  if (n_steps == 1 && strcmp (key, "scenario") == 0)
    key = "";
  if (*key == '[')
    return case_keys;
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    if (strcmp (orders[i][0], key) == 0)
      return orders[i] + 1;
  return NULL;
}

static void
insert_step (char ***steps, guint at, const char *step)
{
  GPtrArray *longer = g_ptr_array_new ();

  for (guint i = 0; (*steps)[i] != NULL; i++)
    g_ptr_array_add (longer, (*steps)[i]);
  g_ptr_array_insert (longer, (int) at, g_strdup (step));
  g_ptr_array_add (longer, NULL);
  g_free (*steps);
  *steps = (char **) g_ptr_array_free (longer, FALSE);
}

static void
remove_step (char **steps, guint at)
{
  g_free (steps[at]);
  for (guint i = at; steps[i] != NULL || i == at; i++)
    {
      steps[i] = steps[i + 1];
      if (steps[i] == NULL)
        break;
    }
}

static PronyYamlNode *
get_at (PronyYamlNode *root, char **steps, guint n_steps)
{
  g_autofree char **first = g_memdup2 (steps, sizeof (char *) * (n_steps + 1));

  first[n_steps] = NULL;
  return prony_yaml_path_get (root, first);
}

/* Whether a test case is a map with its values below the key "values". */
static gboolean
is_wrapped (PronyYamlNode *test_case)
{
  PronyYamlNode *values = prony_yaml_node_get (test_case, "values");

  return values != NULL && values->kind == PRONY_YAML_MAP;
}

/* The steps of a path in the tree at @root: below the key "scenario" where there is one,
 * and to the values of a test case in the way that it is written. */
char **
_prony_draft_resolve (PronyYamlNode *root, const char *path)
{
  char **steps = prony_yaml_path_split (path);
  PronyYamlNode *test_case;
  gboolean names_values;
  guint index;
  guint at = 0;

  if (prony_yaml_node_get (root, "scenario") != NULL)
    insert_step (&steps, at++, "scenario");
  if (g_strv_length (steps) < at + 3 || strcmp (steps[at], "test_cases") != 0 ||
      !prony_yaml_path_get_index (steps[at + 1], &index))
    return steps;

  test_case = get_at (root, steps, at + 2);
  names_values = strcmp (steps[at + 2], "values") == 0 && steps[at + 3] != NULL;
  if (test_case != NULL && is_wrapped (test_case))
    {
      if (!g_strv_contains (case_keys, steps[at + 2]))
        insert_step (&steps, at + 2, "values");
    }
  else if (names_values)
    remove_step (steps, at + 2);
  return steps;
}

/* Whether @steps lead to the tags or rules of a test case that has only values, with none
 * of such a name. */
gboolean
_prony_draft_needs_wrapped_case (PronyYamlNode *root, char **steps, guint *index)
{
  guint at = g_strv_length (steps) > 0 && strcmp (steps[0], "scenario") == 0 ? 1 : 0;
  PronyYamlNode *test_case;

  if (g_strv_length (steps) < at + 3 || strcmp (steps[at], "test_cases") != 0 ||
      !prony_yaml_path_get_index (steps[at + 1], index) ||
      !g_strv_contains (case_keys + 1, steps[at + 2]))
    return FALSE;

  test_case = get_at (root, steps, at + 2);
  return test_case != NULL && test_case->kind == PRONY_YAML_MAP && test_case->values->len > 0 &&
         !is_wrapped (test_case) && prony_yaml_node_get (test_case, steps[at + 2]) == NULL;
}
