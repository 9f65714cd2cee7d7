/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Whether two scenarios measure the same: by what an engine is asked, and by what makes an answer
 * right, however their files are written. */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "core/model/prony-scenario-difference.h"

static gboolean
same_numbers (double a, double b)
{
  return a == b || (isnan (a) && isnan (b));
}

static gboolean
same_lists (char **a, char **b)
{
  const char *const none[] = { NULL };

  return g_strv_equal (a != NULL ? (const char *const *) a : none,
                       b != NULL ? (const char *const *) b : none);
}

static gboolean
same_messages (GPtrArray *a, GPtrArray *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    {
      const PronyMessage *first = g_ptr_array_index (a, i);
      const PronyMessage *second = g_ptr_array_index (b, i);

      if (first->role != second->role || g_strcmp0 (first->text, second->text) != 0)
        return FALSE;
    }

  return TRUE;
}

static gboolean
same_lengths (const PronyLengths *a, const PronyLengths *b)
{
  if (a->kind != b->kind || !same_numbers (a->mean, b->mean) ||
      !same_numbers (a->stddev, b->stddev) || a->min != b->min || a->max != b->max ||
      g_strcmp0 (a->file, b->file) != 0)
    return FALSE;
  if (a->values == NULL || b->values == NULL)
    return a->values == b->values;

  return a->values->len == b->values->len &&
         memcmp (a->values->data, b->values->data, a->values->len * sizeof (guint)) == 0;
}

static gboolean
same_prompts (const PronyScenario *a, const PronyScenario *b)
{
  return g_strcmp0 (a->system, b->system) == 0 && g_strcmp0 (a->template, b->template) == 0 &&
         same_messages (a->messages, b->messages) && !a->last_turn_only == !b->last_turn_only &&
         a->prompt_min_tokens == b->prompt_min_tokens &&
         a->prompt_max_tokens == b->prompt_max_tokens &&
         same_lengths (&a->prompt_lengths, &b->prompt_lengths);
}

static gboolean
same_answers (const PronyScenario *a, const PronyScenario *b)
{
  return a->max_tokens == b->max_tokens && a->min_tokens == b->min_tokens &&
         same_lengths (&a->completion_lengths, &b->completion_lengths) &&
         same_numbers (a->temperature, b->temperature) && same_numbers (a->top_p, b->top_p) &&
         a->seed == b->seed && same_lists (a->stop, b->stop) && !a->ignore_eos == !b->ignore_eos;
}

/* --- Test cases ----------------------------------------------------------------- */

static gboolean
same_values (GHashTable *a, GHashTable *b)
{
  GHashTableIter iter;
  gpointer name, value;

  if (g_hash_table_size (a) != g_hash_table_size (b))
    return FALSE;

  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (g_strcmp0 (g_hash_table_lookup (b, name), value) != 0)
      return FALSE;

  return TRUE;
}

/* In their order, which is that of the requests. */
static gboolean
same_cases (const PronyScenario *a, const PronyScenario *b)
{
  if (prony_scenario_count_cases (a) != prony_scenario_count_cases (b))
    return FALSE;

  for (guint i = 0; i < prony_scenario_count_cases (a); i++)
    {
      const PronyTestCase *first = prony_scenario_get_case (a, i);
      const PronyTestCase *second = prony_scenario_get_case (b, i);

      if (!same_values (first->values, second->values) ||
          g_strcmp0 (first->system, second->system) != 0 ||
          !same_messages (first->messages, second->messages))
        return FALSE;
    }

  return TRUE;
}

static gboolean
same_datasets (const PronyDatasetSpec *a, const PronyDatasetSpec *b)
{
  if (a == NULL || b == NULL)
    return a == b;

  return g_strcmp0 (a->name, b->name) == 0 && a->format == b->format && a->sample == b->sample;
}

/* --- Rules ---------------------------------------------------------------------- */

static gboolean
same_expectations (const PronyExpectation *a, const PronyExpectation *b)
{
  guint n_rules;

  if (a == NULL || b == NULL)
    return a == b;

  n_rules = a->rules != NULL ? a->rules->len : 0;
  if (a->kind != b->kind || g_strcmp0 (a->text, b->text) != 0 || a->low != b->low ||
      a->high != b->high || !same_lists (a->keys, b->keys) ||
      n_rules != (b->rules != NULL ? b->rules->len : 0))
    return FALSE;
  for (guint i = 0; i < n_rules; i++)
    if (!same_expectations (g_ptr_array_index (a->rules, i), g_ptr_array_index (b->rules, i)))
      return FALSE;

  return TRUE;
}

/* With as many test cases in both. */
static gboolean
same_rules (const PronyScenario *a, const PronyScenario *b)
{
  if (!same_expectations (a->expect, b->expect))
    return FALSE;

  for (guint i = 0; i < prony_scenario_count_cases (a); i++)
    if (!same_expectations (prony_scenario_get_case (a, i)->expect,
                            prony_scenario_get_case (b, i)->expect))
      return FALSE;

  return TRUE;
}

/**
 * prony_scenario_find_difference:
 * @a: a scenario
 * @b: another one
 *
 * Tells by what two scenarios do not measure the same. Names, titles, descriptions, tags, classes,
 * the loads and objectives that they are meant for, and how their files are written make no
 * difference: these say what a run is for, and each trial has its own load.
 *
 * Returns: (transfer none) (nullable): what differs first, such as "the prompt", to be put into a
 *   sentence; %NULL where they ask the same
 */
const char *
prony_scenario_find_difference (const PronyScenario *a, const PronyScenario *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, NULL);

  if (!same_prompts (a, b))
    return _ ("the prompt");
  if (!same_datasets (a->dataset, b->dataset))
    return _ ("the data set");
  if (!same_cases (a, b))
    return _ ("the test cases");
  if (!same_answers (a, b))
    return _ ("the answers that are asked for");
  if (a->cache != b->cache)
    return _ ("what a cache may know");
  if (!same_rules (a, b))
    return _ ("what a right answer is");

  return NULL;
}
