/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/prony-error.h"
#include "base/prony-paths.h"
#include "base/prony-util.h"
#include "core/scenarios/prony-scenario-catalog.h"

/* Nothing larger is a scenario. */
#define MAX_EDITED_SIZE (4 * 1024 * 1024)

/* The four that the guided run consists of, in the order in which they are shown
 * and run. */
static const char *const core_names[] = { "short-long", "long-short", "long-long", "short-short" };

static char *
get_shipped_folder (void)
{
  const char *folder = g_getenv ("PRONY_SCENARIOS");

  return folder != NULL && *folder != '\0' ? g_strdup (folder) : prony_paths_shipped_scenarios ();
}

static guint
rank (const PronyScenario *scenario)
{
  for (guint i = 0; i < G_N_ELEMENTS (core_names); i++)
    if (strcmp (scenario->name, core_names[i]) == 0)
      return i;

  return G_N_ELEMENTS (core_names);
}

static int
compare_scenarios (gconstpointer a, gconstpointer b)
{
  const PronyScenario *left = *(const PronyScenario *const *) a;
  const PronyScenario *right = *(const PronyScenario *const *) b;

  if (rank (left) != rank (right))
    return rank (left) < rank (right) ? -1 : 1;
  return strverscmp (left->name, right->name); /* 2k before 16k */
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
is_yaml (const char *name)
{
  return *name != '.' && (g_str_has_suffix (name, ".yaml") || g_str_has_suffix (name, ".yml"));
}

/* Reads the names of a folder's scenario files, sorted, so that what is found
 * does not depend on the file system. A folder that is not there is empty. */
static GPtrArray *
list_files (const char *folder, GPtrArray *problems)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;

  if (dir == NULL && !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    g_ptr_array_add (problems, g_strdup (error->message));

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (is_yaml (name))
      g_ptr_array_add (files, g_build_filename (folder, name, NULL));

  g_ptr_array_sort (files, compare_names);
  return files;
}

static PronyScenario *
find_by_name (GPtrArray *scenarios, const char *name, guint *position)
{
  for (guint i = 0; i < scenarios->len; i++)
    {
      PronyScenario *scenario = g_ptr_array_index (scenarios, i);

      if (strcmp (scenario->name, name) == 0)
        {
          *position = i;
          return scenario;
        }
    }
  return NULL;
}

static void
broken_scenario_free (PronyBrokenScenario *broken)
{
  prony_scenario_unref (broken->scenario);
  g_free (broken->problems);
  g_free (broken);
}

/* Keeps a file of the user's with mistakes for an editor. What is no text, or too much of
 * it, cannot be edited. */
static void
add_broken (PronyScenarioCatalog *self, const char *file, const GError *error)
{
  g_autoptr (PronyProblems) problems = prony_problems_new (file);
  g_autoptr (PronyScenario) scenario = NULL;
  g_autofree char *base = g_path_get_basename (file);
  g_autofree char *text = NULL;
  PronyBrokenScenario *broken;
  GStatBuf status;
  gsize length;

  if (!g_error_matches (error, PRONY_ERROR, PRONY_ERROR_SCENARIO) || g_stat (file, &status) != 0 ||
      status.st_size > MAX_EDITED_SIZE || !g_file_get_contents (file, &text, &length, NULL) ||
      !g_utf8_validate_len (text, length, NULL))
    return;

  scenario = prony_scenario_read (text, length, file, problems);
  *strrchr (base, '.') = '\0';
  if (scenario == NULL)
    {
      scenario = prony_scenario_new (base);
      prony_set_str (&scenario->source, text);
      prony_set_str (&scenario->file, file);
    }
  if (scenario->name == NULL)
    prony_set_str (&scenario->name, base);
  if (scenario->title == NULL)
    prony_set_str (&scenario->title, scenario->name);

  broken = g_new0 (PronyBrokenScenario, 1);
  broken->scenario = g_steal_pointer (&scenario);
  broken->problems = g_strdup (error->message);
  g_ptr_array_add (self->broken, broken);
}

/* Adds a scenario in place of one of an earlier folder that has its name. */
static void
add_scenario (PronyScenarioCatalog *self, PronyScenario *scenario)
{
  guint position;

  if (find_by_name (self->scenarios, scenario->name, &position) != NULL)
    g_ptr_array_add (self->hidden, g_ptr_array_steal_index (self->scenarios, position));
  g_ptr_array_add (self->scenarios, scenario);
}

/* Adds the scenarios of a folder. One that has the name of one from an earlier
 * folder takes its place; twice the same name in one folder is a mistake. */
static void
load_folder (PronyScenarioCatalog *self, const char *folder, gboolean shipped)
{
  g_autoptr (GPtrArray) files = list_files (folder, self->problems);
  g_autoptr (GHashTable) here = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < files->len; i++)
    {
      const char *file = g_ptr_array_index (files, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (PronyScenario) scenario = prony_scenario_load_file (file, &error);

      if (scenario != NULL && g_hash_table_contains (here, scenario->name))
        g_set_error (&error, PRONY_ERROR, PRONY_ERROR_SCENARIO,
                     _ ("%s:1:1: The name “%s” is taken by another file of this folder."), file,
                     scenario->name);
      if (error != NULL)
        {
          g_ptr_array_add (self->problems, g_strdup (error->message));
          if (!shipped)
            add_broken (self, file, error);
          continue;
        }

      scenario->shipped = shipped;
      g_hash_table_add (here, scenario->name);
      add_scenario (self, g_steal_pointer (&scenario));
    }
}

/**
 * prony_scenario_catalog_read:
 *
 * Reads the scenarios that come with Prony (the folder in the environment
 * variable `PRONY_SCENARIOS` stands in for theirs), and then those of the user,
 * which replace shipped ones of the same name. Touches the disk.
 *
 * Returns: (transfer full): all of them
 */
PronyScenarioCatalog *
prony_scenario_catalog_read (void)
{
  PronyScenarioCatalog *self = g_new0 (PronyScenarioCatalog, 1);
  g_autofree char *shipped = get_shipped_folder ();
  g_autofree char *own = prony_paths_user_scenarios ();

  self->scenarios = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_scenario_unref);
  self->hidden = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_scenario_unref);
  self->broken = g_ptr_array_new_with_free_func ((GDestroyNotify) broken_scenario_free);
  self->problems = g_ptr_array_new_with_free_func (g_free);
  load_folder (self, shipped, TRUE);
  load_folder (self, own, FALSE);
  g_ptr_array_sort (self->scenarios, compare_scenarios);
  return self;
}

/**
 * prony_scenario_catalog_free:
 * @self: (transfer full): a catalog
 */
void
prony_scenario_catalog_free (PronyScenarioCatalog *self)
{
  g_ptr_array_unref (self->scenarios);
  g_ptr_array_unref (self->hidden);
  g_ptr_array_unref (self->broken);
  g_ptr_array_unref (self->problems);
  g_free (self);
}

/**
 * prony_scenario_catalog_hides_shipped:
 * @self: a catalog
 * @name: a scenario's name
 *
 * Returns: whether the user's scenario of that name stands in the place of a shipped one
 */
gboolean
prony_scenario_catalog_hides_shipped (PronyScenarioCatalog *self, const char *name)
{
  guint position;

  return find_by_name (self->hidden, name, &position) != NULL;
}

/**
 * prony_scenario_catalog_load:
 * @problems: (out) (optional) (transfer full) (element-type utf8): what is wrong
 *   with files that could not be used: for each a text of one or more lines
 *   `FILE:LINE:COLUMN: sentence`; empty where all is well
 *
 * Reads the scenarios as prony_scenario_catalog_read() does.
 *
 * Returns: (transfer full) (element-type PronyScenario): the four core scenarios
 *   first, then the others by name; what could not be read is left out
 */
GPtrArray *
prony_scenario_catalog_load (GPtrArray **problems)
{
  g_autoptr (PronyScenarioCatalog) catalog = prony_scenario_catalog_read ();

  if (problems != NULL)
    *problems = g_ptr_array_ref (catalog->problems);
  return g_ptr_array_ref (catalog->scenarios);
}

/* A broken file cannot say its name, but the user calls it by its file's. */
static gboolean
report_broken_file (const char *name, GPtrArray *problems, GError **error)
{
  g_autofree char *start = g_strdup_printf ("%c%s.y", G_DIR_SEPARATOR, name);

  for (guint i = 0; i < problems->len; i++)
    {
      const char *problem = g_ptr_array_index (problems, i);

      if (strstr (problem, start) != NULL)
        {
          g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_SCENARIO, problem);
          return TRUE;
        }
    }
  return FALSE;
}

static void
report_unknown (const char *name, GPtrArray *scenarios, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const char *nearest;

  for (guint i = 0; i < scenarios->len; i++)
    g_ptr_array_add (names, ((PronyScenario *) g_ptr_array_index (scenarios, i))->name);
  g_ptr_array_add (names, NULL);

  nearest = prony_nearest_word (name, (const char *const *) names->pdata);
  if (nearest != NULL)
    g_set_error (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND,
                 _ ("There is no scenario named “%s”. Did you mean “%s”?"), name, nearest);
  else
    g_set_error (
      error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND,
      _ ("There is no scenario named “%s”. Look at the list of scenarios, or name a file "
         "that ends in .yaml."),
      name);
}

/**
 * prony_scenario_catalog_find:
 * @name_or_file: a scenario's name, or a file: with a slash in it, or ending in
 *   `.yaml` or `.yml`
 * @error: return location for %PRONY_ERROR_NOT_FOUND or %PRONY_ERROR_SCENARIO
 *
 * Returns: (transfer full) (nullable): the scenario
 */
PronyScenario *
prony_scenario_catalog_find (const char *name_or_file, GError **error)
{
  g_autoptr (GPtrArray) scenarios = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  PronyScenario *scenario;
  guint position;

  g_return_val_if_fail (name_or_file != NULL, NULL);

  if (strchr (name_or_file, G_DIR_SEPARATOR) != NULL || is_yaml (name_or_file))
    return prony_scenario_load_file (name_or_file, error);

  scenarios = prony_scenario_catalog_load (&problems);
  scenario = find_by_name (scenarios, name_or_file, &position);
  if (scenario != NULL)
    return prony_scenario_ref (scenario);

  if (!report_broken_file (name_or_file, problems, error))
    report_unknown (name_or_file, scenarios, error);
  return NULL;
}

/**
 * prony_scenario_catalog_core:
 * @error: return location for %PRONY_ERROR_NOT_FOUND or %PRONY_ERROR_SCENARIO
 *
 * Returns: (transfer full) (nullable) (element-type PronyScenario): the four core
 *   scenarios in their order
 */
GPtrArray *
prony_scenario_catalog_core (GError **error)
{
  g_autoptr (GPtrArray) core =
    g_ptr_array_new_with_free_func ((GDestroyNotify) prony_scenario_unref);

  for (guint i = 0; i < G_N_ELEMENTS (core_names); i++)
    {
      PronyScenario *scenario = prony_scenario_catalog_find (core_names[i], error);

      if (scenario == NULL)
        return NULL;
      g_ptr_array_add (core, scenario);
    }
  return g_steal_pointer (&core);
}
