/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-analysis"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/analysis/prony-compare-notes.h"
#include "core/analysis/prony-run-differences.h"

static const PronyCompareEntry *
get_entry (PronyCompareSet *self, guint index)
{
  return g_ptr_array_index (self->entries, index);
}

static gboolean
has_scenario (PronyRun *run, const char *name)
{
  for (guint i = 0; i < run->trials->len; i++)
    if (g_strcmp0 (((PronyTrial *) g_ptr_array_index (run->trials, i))->scenario_name, name) == 0)
      return TRUE;

  return FALSE;
}

static char *
list_scenarios (PronyRun *run)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);

      if (g_hash_table_add (seen, trial->scenario_name))
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", trial->scenario_name);
    }
  return g_string_free (text, FALSE);
}

static void
add_nothing_in_common (PronyCompareSet *self, GPtrArray *notes)
{
  const PronyCompareEntry *first, *second;
  g_autofree char *first_name = NULL;
  g_autofree char *second_name = NULL;
  g_autofree char *asked = NULL;
  g_autofree char *other = NULL;

  if (self->entries->len < 2)
    {
      g_ptr_array_add (notes, g_strdup (_ ("There are fewer than two results to compare.")));
      return;
    }

  first = get_entry (self, 0);
  second = get_entry (self, self->entries->len - 1);
  first_name = prony_run_differences_dup_name (first->run, second->run);
  second_name = prony_run_differences_dup_name (second->run, first->run);
  asked = list_scenarios (first->run);
  other = list_scenarios (second->run);
  if (g_str_equal (asked, other))
    g_ptr_array_add (notes,
                     /* Translators: %s are names of scenarios */
                     g_strdup_printf (_ ("These results cannot be compared: no two of them were "
                                         "measured at the same load, or asked the same (%s)."),
                                      asked));
  else
    g_ptr_array_add (
      notes,
      g_strdup_printf (
        /* Translators: twice the name of a run and names of scenarios */
        _ ("These results cannot be compared: no two of them were measured with the same scenario "
           "and load. “%s” has %s, “%s” has %s."),
        first_name, asked, second_name, other));
}

/* A scenario that was changed between two runs is another one by the same name. */
static void
add_changed_scenarios (PronyCompareSet *self, GPtrArray *notes)
{
  g_autoptr (GHashTable) told = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 1; i < self->entries->len; i++)
    {
      PronyRun *run = get_entry (self, i)->run;
      PronyRun *first = get_entry (self, 0)->run;

      for (guint k = 0; k < run->trials->len; k++)
        {
          const char *name = ((PronyTrial *) g_ptr_array_index (run->trials, k))->scenario_name;
          const char *change = prony_compare_set_find_change (first, run, name);
          g_autofree char *run_name = prony_run_differences_dup_name (run, first);
          g_autofree char *first_name = prony_run_differences_dup_name (first, run);

          if (!has_scenario (first, name) || change == NULL ||
              !g_hash_table_add (told, (gpointer) name))
            continue;
          g_ptr_array_add (notes,
                           g_strdup_printf (
                             /* Translators: a scenario and two runs; and what changed, such as "the
                              * prompt" */
                             _ ("“%s” was another scenario in “%s” than in “%s”, so these are kept "
                                "apart. What changed: %s."),
                             name, run_name, first_name, change));
        }
    }
}

/* What the plans and computers of the runs do not have in common with the first. */
static void
add_differences (PronyCompareSet *self, GPtrArray *notes)
{
  g_autoptr (GHashTable) told = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->entries->len; i++)
    {
      PronyRun *run = get_entry (self, i)->run;

      if (g_hash_table_add (told, run->id) && i > 0)
        prony_run_differences_add (notes, get_entry (self, 0)->run, run);
    }
}

static void
add_partial (PronyCompareSet *self, GPtrArray *notes)
{
  g_autoptr (GHashTable) told = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < self->entries->len; i++)
    {
      PronyRun *run = get_entry (self, i)->run;

      if (prony_run_is_partial (run) && g_hash_table_add (told, run))
        g_ptr_array_add (notes, g_strdup_printf (_ ("“%s” did not come to its end."), run->name));
    }
}

/**
 * prony_compare_set_list_notes:
 * @self: a set
 *
 * Says why results cannot be compared, and what is to be known where they are.
 *
 * Returns: (transfer full) (element-type utf8): sentences, often none
 */
GPtrArray *
prony_compare_set_list_notes (PronyCompareSet *self)
{
  GPtrArray *notes = g_ptr_array_new_with_free_func (g_free);

  if (self->groups->len == 0)
    add_nothing_in_common (self, notes);
  add_changed_scenarios (self, notes);
  if (prony_compare_set_mixes_simulated (self))
    g_ptr_array_add (notes, g_strdup (_ ("Simulated results are not ranked beside real ones.")));
  add_differences (self, notes);
  add_partial (self, notes);

  return notes;
}
