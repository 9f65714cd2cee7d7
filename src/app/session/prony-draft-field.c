/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What lies between a draft's YAML and a form: values as a person types them. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <string.h>

#include "app/session/prony-draft-field.h"

/* --- Typed values ---------------------------------------------------------------------- */

static char **
split (const char *text, const char *delimiters, gboolean strip)
{
  g_auto (GStrv) parts = g_strsplit_set (text, delimiters, -1);
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *part = strip ? g_strstrip (parts[i]) : parts[i];

      if (*part != '\0')
        g_strv_builder_add (kept, part);
    }

  return g_strv_builder_end (kept);
}

/**
 * prony_draft_split_words:
 * @text: what was typed
 *
 * Returns: (transfer full): its words, which have commas between them
 */
char **
prony_draft_split_words (const char *text)
{
  return split (text, ",\n", TRUE);
}

/**
 * prony_draft_split_lines:
 * @text: what was typed
 *
 * Returns: (transfer full): its lines, but for empty ones
 */
char **
prony_draft_split_lines (const char *text)
{
  return split (text, "\n", FALSE);
}

/**
 * prony_draft_number_from_typed:
 * @text: what was typed
 *
 * Returns: (transfer full): a single number with a point, whichever way its decimals were
 *   typed, without white space around it
 */
char *
prony_draft_number_from_typed (const char *text)
{
  return g_strdelimit (g_strstrip (g_strdup (text)), ",", '.');
}

/**
 * prony_draft_set_numbers:
 * @draft: a draft
 * @path: where
 * @typed: a number, or several with commas between them; an empty text takes the key out
 *
 * Returns: (transfer full): the draft with what was typed
 */
PronyScenarioDraft *
prony_draft_set_numbers (PronyScenarioDraft *draft, const char *path, const char *typed)
{
  g_auto (GStrv) items = prony_draft_split_words (typed);

  if (items[0] != NULL && items[1] != NULL)
    return prony_scenario_draft_set_plain_list (draft, path, (const char *const *) items);

  return prony_scenario_draft_set_plain (draft, path, items[0]);
}

/* --- Lengths ------------------------------------------------------------------------------ */

/* The keys of a way to give lengths, and what they begin with, so that it means something
 * from the start; "" where it only may be there. */
static const struct
{
  const char *way;
  const char *key;
  const char *value;
} beginnings[] = {
  { "uniform", "min", "100" },
  { "uniform", "max", "500" },
  { "normal", "mean", "500" },
  { "normal", "stddev", "100" },
  { "normal", "min", "" },
  { "normal", "max", "" },
  { "log-normal", "mean", "500" },
  { "log-normal", "stddev", "250" },
  { "log-normal", "min", "" },
  { "log-normal", "max", "" },
  { "list", "values", "100, 500, 1000" },
  { "file", "from", "lengths.txt" },
};

static gboolean
has_below (PronyScenarioDraft *draft, const char *path, const char *key)
{
  g_autofree char *full = g_strconcat (path, ".", key, NULL);

  return prony_scenario_draft_has (draft, full);
}

/**
 * prony_draft_get_lengths:
 * @draft: a draft
 * @path: where lengths are given, such as "prompt.lengths"
 *
 * Returns: how they are: "", "fixed", "uniform", "normal", "log-normal", "list", "file" for
 *   a list in a file; %NULL for anything else
 */
const char *
prony_draft_get_lengths (PronyScenarioDraft *draft, const char *path)
{
  g_autofree char *place = g_strconcat (path, ".distribution", NULL);
  g_autofree char *distribution = NULL;
  g_autofree char *number = NULL;

  if (!prony_scenario_draft_has (draft, path))
    return "";

  distribution = prony_scenario_draft_get_value (draft, place);
  if (distribution == NULL ? has_below (draft, path, "values") || has_below (draft, path, "from")
                           : strcmp (distribution, "list") == 0)
    return has_below (draft, path, "from") ? "file" : "list";
  if (distribution == NULL)
    {
      number = prony_scenario_draft_get_value (draft, path);
      return number != NULL && prony_scenario_draft_count_items (draft, path) == 0 ? "fixed" : NULL;
    }
  for (guint i = 0; i < G_N_ELEMENTS (beginnings); i++)
    if (strcmp (distribution, beginnings[i].way) == 0 && strcmp (distribution, "file") != 0)
      return beginnings[i].way;

  return NULL;
}

/* What a key begins with; NULL for one that this way does not have. */
static const char *
find_beginning (const char *way, const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (beginnings); i++)
    if (strcmp (beginnings[i].way, way) == 0 && strcmp (beginnings[i].key, key) == 0)
      return beginnings[i].value;

  return NULL;
}

static PronyScenarioDraft *
begin_key (PronyScenarioDraft *draft, const char *path, const char *key, const char *value)
{
  g_autofree char *full = g_strconcat (path, ".", key, NULL);
  g_auto (GStrv) items = NULL;

  if (value == NULL)
    return prony_scenario_draft_remove (draft, full);
  if (*value == '\0' || prony_scenario_draft_has (draft, full))
    return prony_scenario_draft_ref (draft);
  if (strcmp (key, "from") == 0)
    return prony_scenario_draft_set_value (draft, full, value);
  if (strcmp (key, "values") != 0)
    return prony_scenario_draft_set_plain (draft, full, value);

  items = prony_draft_split_words (value);
  return prony_scenario_draft_set_plain_list (draft, full, (const char *const *) items);
}

/**
 * prony_draft_set_lengths:
 * @draft: a draft
 * @path: where lengths are given, such as "prompt.lengths"
 * @way: as prony_draft_get_lengths() returns it
 *
 * Gives lengths in another way. What both ways have in common stays.
 *
 * Returns: (transfer full): the changed draft
 */
PronyScenarioDraft *
prony_draft_set_lengths (PronyScenarioDraft *draft, const char *path, const char *way)
{
  static const char *const all[] = { "values", "from", "mean", "stddev", "min", "max" };
  g_autofree char *place = g_strconcat (path, ".distribution", NULL);
  PronyScenarioDraft *result;

  if (*way == '\0')
    return prony_scenario_draft_remove (draft, path);
  if (strcmp (way, "fixed") == 0)
    return prony_scenario_draft_set_plain (draft, path, "500");

  result = prony_scenario_draft_set_value (draft, place, strcmp (way, "file") == 0 ? "list" : way);
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      PronyScenarioDraft *old = result;

      result = begin_key (old, path, all[i], find_beginning (way, all[i]));
      prony_scenario_draft_unref (old);
    }

  return result;
}

/**
 * prony_draft_needs_source:
 * @draft: a draft
 * @path: where
 *
 * Returns: whether there is a list of lists, a map or the like, which no field shows
 */
gboolean
prony_draft_needs_source (PronyScenarioDraft *draft, const char *path)
{
  g_autofree char *value = prony_scenario_draft_get_value (draft, path);

  return value == NULL && prony_scenario_draft_has (draft, path);
}

/* --- Copies ------------------------------------------------------------------------------- */

/**
 * prony_draft_new_copy:
 * @scenario: what to copy
 * @names: (element-type utf8 utf8): names that are taken, a set
 * @title: the title of the copy
 *
 * Returns: (transfer full): the scenario's text under a name that is not taken
 */
PronyScenarioDraft *
prony_draft_new_copy (PronyScenario *scenario, GHashTable *names, const char *title)
{
  g_autoptr (PronyScenarioDraft) copy =
    prony_scenario_draft_new (scenario->source != NULL ? scenario->source : "", NULL);
  g_autoptr (PronyScenarioDraft) named = NULL;
  g_autofree char *name = g_strconcat (scenario->name, "-copy", NULL);

  for (guint n = 2; g_hash_table_contains (names, name); n++)
    {
      g_free (name);
      name = g_strdup_printf ("%s-copy-%u", scenario->name, n);
    }

  named = prony_scenario_draft_set_value (copy, "name", name);
  return prony_scenario_draft_set_value (named, "title", title);
}
