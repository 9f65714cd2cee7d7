/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "base/prony-error.h"
#include "cli/prony-cli-output.h"
#include "cli/prony-cli-validate.h"
#include "core/scenarios/prony-dataset.h"
#include "core/scenarios/prony-scenario-catalog.h"

/* Nobody sorts scenarios into folders deeper than this, but links and mounts can go on
 * for ever. */
#define MAX_DEPTH 8

/* What the files of one call are checked with. */
typedef struct
{
  PronyCliOptions *options;
  JsonArray *results;
  GHashTable *names;
  PronyCliStatus status;
} Validator;

/* --- Files --------------------------------------------------------------------------- */

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
is_folder (const char *path)
{
  return g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK);
}

/* Adds the scenario files of a folder and of those in it, in an order that does not depend
 * on the file system. */
static gboolean
add_folder (GPtrArray *files, const char *folder, guint depth, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  const char *name;

  if (dir == NULL)
    return FALSE;
  while ((name = g_dir_read_name (dir)) != NULL)
    if (*name != '.')
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, compare_paths);

  for (guint i = 0; i < paths->len; i++)
    {
      const char *path = g_ptr_array_index (paths, i);

      if (is_folder (path) && depth < MAX_DEPTH)
        {
          if (!add_folder (files, path, depth + 1, error))
            return FALSE;
        }
      else if (g_str_has_suffix (path, ".yaml") || g_str_has_suffix (path, ".yml"))
        g_ptr_array_add (files, g_strdup (path));
    }
  return TRUE;
}

static GPtrArray *
list_files (char **paths, GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; paths[i] != NULL; i++)
    {
      guint before = files->len;

      if (!g_file_test (paths[i], G_FILE_TEST_IS_DIR))
        g_ptr_array_add (files, g_strdup (paths[i]));
      else if (!add_folder (files, paths[i], 1, error))
        return NULL;
      else if (files->len == before)
        {
          g_set_error (
            error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND,
            _ ("There is no scenario in the folder “%s”: no file ends in .yaml or .yml."),
            paths[i]);
          return NULL;
        }
    }
  return g_steal_pointer (&files);
}

/* --- Mistakes ------------------------------------------------------------------------ */

/* Two files of one folder with the same name would hide one another. */
static void
check_name (Validator *self, const char *file, PronyScenario *scenario, PronyProblems *problems)
{
  g_autofree char *folder = g_path_get_dirname (file);
  g_autofree char *key = g_build_filename (folder, scenario->name, NULL);
  const char *other = g_hash_table_lookup (self->names, key);

  if (other != NULL && strcmp (other, file) != 0)
    prony_problems_add (
      problems, 1, 1, _ ("The name “%s” is taken by another file of this folder."), scenario->name);
  else
    g_hash_table_insert (self->names, g_steal_pointer (&key), g_strdup (file));
}

/* With --json mistakes are in the document; otherwise they go to standard output as
 * editors read them. */
static void
show_mistakes (Validator *self, JsonObject *result, const char *message)
{
  const char *before = json_object_get_string_member_with_default (result, "message", NULL);
  g_autofree char *all = before != NULL ? g_strdup_printf ("%s\n%s", before, message) : NULL;

  self->status = PRONY_CLI_BAD_INPUT;
  json_object_set_boolean_member (result, "valid", FALSE);
  json_object_set_string_member (result, "message", all != NULL ? all : message);
  if (!self->options->json)
    {
      g_autofree char *clean = prony_cli_clean (message);
      g_autofree char *lines = g_strconcat (clean, "\n", NULL);

      prony_cli_print (lines);
    }
}

static void
show_problems (Validator *self, JsonObject *result, PronyProblems *problems)
{
  g_autoptr (GError) error = prony_problems_to_error (problems);

  if (error != NULL)
    show_mistakes (self, result, error->message);
}

/* The mistakes of a data set are in its own file. */
static void
check_data_set (Validator *self, const char *file, PronyScenario *scenario, JsonObject *result)
{
  g_autofree char *folder = g_path_get_dirname (file);
  g_autofree char *path = NULL;
  g_autoptr (PronyProblems) problems = NULL;
  PronyDatasetSummary summary;

  if (scenario->dataset == NULL)
    return;
  path = g_build_filename (folder, scenario->dataset->name, NULL);
  problems = prony_problems_new (path);
  if (prony_dataset_check (scenario, problems, &summary, NULL))
    json_object_set_int_member (result, "rows", (gint64) summary.rows);
  show_problems (self, result, problems);
}

static void
check_file (Validator *self, const char *file)
{
  g_autoptr (PronyProblems) problems = prony_problems_new (file);
  g_autoptr (PronyScenario) scenario = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  JsonObject *result = json_object_new ();
  gsize length;

  json_array_add_object_element (self->results, result);
  json_object_set_string_member (result, "file", file);
  json_object_set_boolean_member (result, "valid", TRUE);
  if (!prony_scenario_load_text (file, &text, &length, &error))
    {
      show_mistakes (self, result, error->message);
      return;
    }

  scenario = prony_scenario_read (text, length, file, problems);
  if (prony_problems_is_empty (problems))
    {
      check_name (self, file, scenario, problems);
      check_data_set (self, file, scenario, result);
    }
  show_problems (self, result, problems);
  if (json_object_get_boolean_member (result, "valid"))
    /* Translators: %s is a file */
    prony_cli_note (self->options->quiet || self->options->json, _ ("%s: no mistakes"), file);
}

/**
 * prony_cli_validate:
 * @options: the options of the command
 * @paths: (array zero-terminated=1): scenario files, and folders of them
 *
 * Prints every mistake of every file, and of the data sets that they name, so that one
 * look is enough.
 *
 * Returns: the exit status
 */
PronyCliStatus
prony_cli_validate (PronyCliOptions *options, char **paths)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Validator self = { .options = options, .names = names, .status = PRONY_CLI_DONE };
  g_autoptr (JsonObject) document = json_object_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) files = list_files (paths, &error);

  if (files == NULL)
    return prony_cli_report (error);

  self.results = json_array_new ();
  json_object_set_array_member (document, "files", self.results);
  for (guint i = 0; i < files->len; i++)
    check_file (&self, g_ptr_array_index (files, i));

  if (options->json)
    prony_cli_print_json (document);
  return self.status;
}
