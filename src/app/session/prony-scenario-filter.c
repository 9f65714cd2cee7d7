/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <string.h>

#include "app/session/prony-scenario-filter.h"

struct _PronyScenarioFilter
{
  char **words; /* casefolded */
  char **tags;
};

/**
 * prony_scenario_filter_new:
 * @search: what was typed: words with spaces between them, in any order
 * @tags: (nullable) (array zero-terminated=1): tags; %NULL for none
 *
 * Returns: (transfer full): a filter for scenarios that have all the words, in any
 *   letters, and all the tags
 */
PronyScenarioFilter *
prony_scenario_filter_new (const char *search, const char *const *tags)
{
  PronyScenarioFilter *self = g_new0 (PronyScenarioFilter, 1);
  g_autofree char *folded = g_utf8_casefold (search, -1);
  g_auto (GStrv) words = g_strsplit_set (folded, " \t", -1);
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_strv_builder_add (kept, words[i]);

  self->words = g_strv_builder_end (kept);
  self->tags = tags != NULL ? g_strdupv ((char **) tags) : g_new0 (char *, 1);

  return self;
}

/**
 * prony_scenario_filter_free:
 * @self: a filter
 *
 * Frees it.
 */
void
prony_scenario_filter_free (PronyScenarioFilter *self)
{
  g_strfreev (self->words);
  g_strfreev (self->tags);
  g_free (self);
}

/**
 * prony_scenario_filter_is_empty:
 * @self: a filter
 *
 * Returns: whether everything matches it
 */
gboolean
prony_scenario_filter_is_empty (PronyScenarioFilter *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->words[0] == NULL && self->tags[0] == NULL;
}

/* Titles and descriptions in the user's language, as they are shown. */
static char *
fold_texts (PronyScenario *scenario)
{
  g_autoptr (GString) text = g_string_new (scenario->name);

  g_string_append_printf (text, "\n%s\n%s", prony_scenario_translate (scenario->title),
                          prony_scenario_translate (scenario->description));
  for (guint i = 0; scenario->tags[i] != NULL; i++)
    g_string_append_printf (text, "\n%s", scenario->tags[i]);

  return g_utf8_casefold (text->str, -1);
}

/**
 * prony_scenario_filter_matches:
 * @self: a filter
 * @scenario: a scenario
 *
 * Returns: whether its name, title, description and tags have all the words, and its
 *   tags all the tags
 */
gboolean
prony_scenario_filter_matches (PronyScenarioFilter *self, PronyScenario *scenario)
{
  g_autofree char *folded = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (scenario != NULL, FALSE);

  for (guint i = 0; self->tags[i] != NULL; i++)
    if (!prony_scenario_has_tag (scenario, self->tags[i]))
      return FALSE;

  if (self->words[0] != NULL)
    folded = fold_texts (scenario);
  for (guint i = 0; self->words[i] != NULL; i++)
    if (strstr (folded, self->words[i]) == NULL)
      return FALSE;

  return TRUE;
}

static void
clear_count (gpointer data)
{
  g_free (((PronyTagCount *) data)->tag);
}

static int
compare_counts (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (((const PronyTagCount *) a)->tag, ((const PronyTagCount *) b)->tag);
}

/**
 * prony_scenario_count_tags:
 * @scenarios: (element-type PronyScenario): scenarios
 *
 * Returns: (transfer full) (element-type PronyTagCount): their tags, each once and by
 *   the alphabet
 */
GArray *
prony_scenario_count_tags (GPtrArray *scenarios)
{
  GArray *counts = g_array_new (FALSE, FALSE, sizeof (PronyTagCount));
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer tag;
  gpointer count;

  g_return_val_if_fail (scenarios != NULL, counts);

  g_array_set_clear_func (counts, clear_count);
  for (guint i = 0; i < scenarios->len; i++)
    {
      char **tags = ((PronyScenario *) g_ptr_array_index (scenarios, i))->tags;

      for (guint k = 0; tags[k] != NULL; k++)
        /* A scenario that names a tag twice has it once. */
        if (!g_strv_contains ((const char *const *) tags + k + 1, tags[k]))
          g_hash_table_insert (
            known, tags[k],
            GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (known, tags[k])) + 1));
    }

  g_hash_table_iter_init (&iter, known);
  while (g_hash_table_iter_next (&iter, &tag, &count))
    {
      PronyTagCount entry = { g_strdup (tag), GPOINTER_TO_UINT (count) };

      g_array_append_val (counts, entry);
    }
  g_array_sort (counts, compare_counts);

  return counts;
}
