/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/prony-error.h"
#include "base/prony-paths.h"
#include "core/scenarios/prony-scenario-catalog.h"
#include "core/scenarios/prony-scenario-data-files.h"
#include "core/scenarios/prony-scenario-draft.h"
#include "core/scenarios/prony-scenario-files.h"

/* Where deleted scenarios wait, in the user's folder, and for how long. */
#define ASIDE_FOLDER ".deleted"
#define ASIDE_SECONDS (24 * 60 * 60)

/* --- The folder ------------------------------------------------------------- */

static gboolean
is_in_folder (const char *file, const char *folder)
{
  g_autofree char *whole = g_canonicalize_filename (file, NULL);
  g_autofree char *parent = g_path_get_dirname (whole);
  g_autofree char *whole_folder = g_canonicalize_filename (folder, NULL);

  return strcmp (parent, whole_folder) == 0;
}

static gboolean
make_folder (const char *folder, GError **error)
{
  if (g_mkdir_with_parents (folder, 0755) == 0)
    return TRUE;

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT, _ ("The folder “%s” could not be made: %s."),
               folder, g_strerror (errno));
  return FALSE;
}

/* Only the user's own files are ever changed. */
static gboolean
check_own (const char *file, GError **error)
{
  g_autofree char *folder = prony_paths_user_scenarios ();

  if (file != NULL && is_in_folder (file, folder))
    return TRUE;

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
               _ ("“%s” is none of your own scenarios, which lie in “%s”. Make a copy of it."),
               file != NULL ? file : "", folder);
  return FALSE;
}

static gboolean
write_text (const char *file, const char *text, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (g_file_set_contents_full (
        file, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644, &local))
    return TRUE;

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT, _ ("The scenario could not be saved: %s"),
               local->message);
  return FALSE;
}

/* The file of the user's scenario of a name, other than @but. */
static char *
find_own (PronyScenarioCatalog *catalog, const char *name, const char *but)
{
  for (guint i = 0; i < catalog->scenarios->len; i++)
    {
      const PronyScenario *scenario = g_ptr_array_index (catalog->scenarios, i);

      if (!scenario->shipped && strcmp (scenario->name, name) == 0 &&
          g_strcmp0 (scenario->file, but) != 0)
        return g_strdup (scenario->file);
    }
  return NULL;
}

static gboolean
is_taken (PronyScenarioCatalog *catalog, const char *name)
{
  g_autofree char *folder = prony_paths_user_scenarios ();
  g_autofree char *base = g_strdup_printf ("%s.yaml", name);
  g_autofree char *file = g_build_filename (folder, base, NULL);

  if (g_file_test (file, G_FILE_TEST_EXISTS))
    return TRUE;
  for (guint i = 0; i < catalog->scenarios->len; i++)
    if (strcmp (((PronyScenario *) g_ptr_array_index (catalog->scenarios, i))->name, name) == 0)
      return TRUE;
  return FALSE;
}

/* A name such as "chat-2" that no scenario has, given "chat" or "chat-5". */
static char *
make_free_name (PronyScenarioCatalog *catalog, const char *name)
{
  g_autofree char *stem = g_strdup (name);
  char *end = stem + strlen (stem);

  while (end > stem && g_ascii_isdigit (end[-1]))
    end--;
  if (end > stem + 1 && end[-1] == '-' && *end != '\0')
    end[-1] = '\0';

  for (guint i = 2;; i++)
    {
      g_autofree char *candidate = g_strdup_printf ("%s-%u", stem, i);

      if (!is_taken (catalog, candidate))
        return g_steal_pointer (&candidate);
    }
}

static char *
get_file_of (const char *name)
{
  g_autofree char *folder = prony_paths_user_scenarios ();
  g_autofree char *base = g_strdup_printf ("%s.yaml", name);

  return g_build_filename (folder, base, NULL);
}

/* --- Saving ----------------------------------------------------------------- */

/* Where a scenario belongs: in the file that it has, unless its name is another now. */
static char *
choose_file (PronyScenario *scenario, const char *file, GError **error)
{
  g_autoptr (PronyScenarioCatalog) catalog = prony_scenario_catalog_read ();
  g_autoptr (PronyScenario) old = file != NULL ? prony_scenario_load_file (file, NULL) : NULL;
  g_autofree char *other = find_own (catalog, scenario->name, file);
  g_autofree char *target = NULL;

  if (old != NULL && strcmp (old->name, scenario->name) == 0)
    target = g_strdup (file);
  else
    target = get_file_of (scenario->name);

  if (other == NULL && (g_strcmp0 (target, file) == 0 || !g_file_test (target, G_FILE_TEST_EXISTS)))
    return g_steal_pointer (&target);

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
               _ ("You already have a scenario named “%s”, in “%s”. Choose another name."),
               scenario->name, other != NULL ? other : target);
  return NULL;
}

/**
 * prony_scenario_files_save:
 * @text: a scenario as YAML
 * @file: (nullable): the file that it came from, one of the user's own; %NULL for a new one
 * @error: return location for %PRONY_ERROR_SCENARIO where the text has mistakes, or
 *   %PRONY_ERROR_INPUT
 *
 * Writes a scenario into the user's folder, all of it or nothing. A new one gets a file
 * named after it, and one that has got another name moves to such a file. No other
 * scenario's file is overwritten. Touches the disk.
 *
 * Returns: (transfer full) (nullable): the file that it is in now
 */
char *
prony_scenario_files_save (const char *text, const char *file, GError **error)
{
  g_autoptr (PronyScenario) scenario = NULL;
  g_autofree char *folder = prony_paths_user_scenarios ();
  g_autofree char *anywhere = g_build_filename (folder, "scenario.yaml", NULL);
  g_autofree char *target = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if ((file != NULL && !check_own (file, error)) || !make_folder (folder, error))
    return NULL;
  scenario = prony_scenario_parse (text, -1, file != NULL ? file : anywhere, error);
  if (scenario == NULL)
    return NULL;
  target = choose_file (scenario, file, error);
  if (target == NULL || !write_text (target, text, error))
    return NULL;

  if (file != NULL && strcmp (file, target) != 0 && g_unlink (file) != 0 && errno != ENOENT)
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                   _ ("The scenario is saved in “%s”, but “%s” could not be removed: %s."), target,
                   file, g_strerror (errno));
      return NULL;
    }
  return g_steal_pointer (&target);
}

/* Writes a scenario from elsewhere under a name that is free, with the files that it names. */
static char *
add_copy (PronyScenario *scenario, const char *name, const char *title, GError **error)
{
  g_autoptr (PronyScenarioDraft) named = NULL;
  g_autoptr (PronyScenarioDraft) titled = NULL;
  g_autofree char *folder = prony_paths_user_scenarios ();
  g_autoptr (PronyScenarioDraft) draft = prony_scenario_draft_new (scenario->source, NULL);

  if (!make_folder (folder, error) || !prony_scenario_data_files_copy (scenario, folder, error))
    return NULL;

  named = prony_scenario_draft_set_value (draft, "name", name);
  titled = prony_scenario_draft_set_value (named, "title", title);
  return prony_scenario_files_save (prony_scenario_draft_get_text (titled), NULL, error);
}

/**
 * prony_scenario_files_duplicate:
 * @scenario: a scenario, shipped or the user's own
 * @error: return location for %PRONY_ERROR_SCENARIO, %PRONY_ERROR_NOT_FOUND or
 *   %PRONY_ERROR_INPUT
 *
 * Makes a copy of a scenario in the user's folder, with a name such as "chat-2" and a title
 * such as "Chat (Copy)", and copies of the files that it names. Touches the disk.
 *
 * Returns: (transfer full) (nullable): the new file
 */
char *
prony_scenario_files_duplicate (PronyScenario *scenario, GError **error)
{
  g_autoptr (PronyScenarioCatalog) catalog = prony_scenario_catalog_read ();
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;

  g_return_val_if_fail (scenario != NULL, NULL);

  name = make_free_name (catalog, scenario->name);
  /* Translators: the title of a copy of a scenario; %s is the title of the other */
  title = g_strdup_printf (_ ("%s (Copy)"), scenario->title);
  return add_copy (scenario, name, title, error);
}

/**
 * prony_scenario_files_import:
 * @file: a scenario's file from elsewhere
 * @error: return location for %PRONY_ERROR_SCENARIO where it has mistakes,
 *   %PRONY_ERROR_NOT_FOUND where it or a file that it names is not there, or
 *   %PRONY_ERROR_INPUT
 *
 * Copies a scenario and the files that it names into the user's folder. Where the user
 * has one of that name already, it gets another. Touches the disk.
 *
 * Returns: (transfer full) (nullable): the new file
 */
char *
prony_scenario_files_import (const char *file, GError **error)
{
  g_autoptr (PronyScenarioCatalog) catalog = NULL;
  g_autoptr (PronyScenario) scenario = NULL;
  g_autofree char *folder = prony_paths_user_scenarios ();
  g_autofree char *target = NULL;
  g_autofree char *other = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (file != NULL, NULL);

  if (is_in_folder (file, folder))
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                   _ ("“%s” lies in the folder of your scenarios already."), file);
      return NULL;
    }
  scenario = prony_scenario_load_file (file, error);
  if (scenario == NULL)
    return NULL;

  catalog = prony_scenario_catalog_read ();
  target = get_file_of (scenario->name);
  other = find_own (catalog, scenario->name, NULL);
  if (other != NULL || g_file_test (target, G_FILE_TEST_EXISTS))
    {
      name = make_free_name (catalog, scenario->name);
      return add_copy (scenario, name, scenario->title, error);
    }

  if (!make_folder (folder, error) || !prony_scenario_data_files_copy (scenario, folder, error))
    return NULL;
  return prony_scenario_files_save (scenario->source, NULL, error);
}

/**
 * prony_scenario_files_export:
 * @scenario: a scenario
 * @file: where to; a file that is there is overwritten, unless it is a scenario's own
 * @error: return location for %PRONY_ERROR_NOT_FOUND or %PRONY_ERROR_INPUT
 *
 * Writes a scenario into a file, and beside it the files that it names. Touches the disk.
 *
 * Returns: whether that is done
 */
gboolean
prony_scenario_files_export (PronyScenario *scenario, const char *file, GError **error)
{
  g_autofree char *folder = NULL;
  g_autofree char *own = prony_paths_user_scenarios ();

  g_return_val_if_fail (scenario != NULL && file != NULL, FALSE);

  if (is_in_folder (file, own))
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                   _ ("“%s” lies in the folder of your scenarios. Choose another folder."), file);
      return FALSE;
    }
  folder = g_path_get_dirname (file);
  return prony_scenario_data_files_copy (scenario, folder, error) &&
         write_text (file, scenario->source, error);
}

/* --- Deleting --------------------------------------------------------------- */

static char *
get_aside_folder (void)
{
  g_autofree char *folder = prony_paths_user_scenarios ();

  return g_build_filename (folder, ASIDE_FOLDER, NULL);
}

static gboolean
move_file (const char *from, const char *to, GError **error)
{
  if (g_rename (from, to) == 0)
    return TRUE;

  g_set_error (error, PRONY_ERROR, errno == ENOENT ? PRONY_ERROR_NOT_FOUND : PRONY_ERROR_INPUT,
               _ ("“%s” could not be moved: %s."), from, g_strerror (errno));
  return FALSE;
}

/**
 * prony_scenario_files_set_aside:
 * @scenario: one of the user's own scenarios
 * @error: return location for %PRONY_ERROR_INPUT or %PRONY_ERROR_NOT_FOUND
 *
 * Deletes a scenario in such a way that prony_scenario_files_bring_back() can undo it.
 * Files that it names stay, for others may name them too. Touches the disk.
 *
 * Returns: (transfer full) (nullable): what it can be brought back by
 */
char *
prony_scenario_files_set_aside (PronyScenario *scenario, GError **error)
{
  g_autofree char *folder = get_aside_folder ();
  g_autofree char *base = NULL;
  g_autofree char *stamped = NULL;
  g_autofree char *aside = NULL;

  g_return_val_if_fail (scenario != NULL, NULL);

  if (!check_own (scenario->file, error) || !make_folder (folder, error))
    return NULL;

  base = g_path_get_basename (scenario->file);
  stamped = g_strdup_printf ("%" G_GINT64_FORMAT "-%08x-%s", g_get_real_time () / G_USEC_PER_SEC,
                             g_random_int (), base);
  aside = g_build_filename (folder, stamped, NULL);
  return move_file (scenario->file, aside, error) ? g_steal_pointer (&aside) : NULL;
}

/* The name that a file had before it was set aside; %NULL if it never was. */
static const char *
get_old_name (const char *aside_name)
{
  const char *dash = strchr (aside_name, '-');

  dash = dash != NULL ? strchr (dash + 1, '-') : NULL;
  return dash != NULL ? dash + 1 : NULL;
}

static gboolean
check_aside (const char *aside, GError **error)
{
  g_autofree char *folder = get_aside_folder ();

  if (is_in_folder (aside, folder))
    return TRUE;

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT, _ ("“%s” is no deleted scenario."), aside);
  return FALSE;
}

/**
 * prony_scenario_files_bring_back:
 * @aside: what prony_scenario_files_set_aside() gave
 * @error: return location for %PRONY_ERROR_INPUT or %PRONY_ERROR_NOT_FOUND
 *
 * Undoes the deletion of a scenario. Touches the disk.
 *
 * Returns: whether it is there again
 */
gboolean
prony_scenario_files_bring_back (const char *aside, GError **error)
{
  g_autofree char *folder = prony_paths_user_scenarios ();
  g_autofree char *base = NULL;
  g_autofree char *file = NULL;
  const char *name;

  g_return_val_if_fail (aside != NULL, FALSE);

  if (!check_aside (aside, error))
    return FALSE;

  base = g_path_get_basename (aside);
  name = get_old_name (base);
  file = g_build_filename (folder, name != NULL ? name : base, NULL);
  if (g_file_test (file, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                   _ ("The scenario cannot be brought back: there is another “%s” now."), file);
      return FALSE;
    }
  return move_file (aside, file, error);
}

/**
 * prony_scenario_files_discard:
 * @aside: what prony_scenario_files_set_aside() gave
 * @error: return location for %PRONY_ERROR_INPUT
 *
 * Deletes a scenario for good. Touches the disk.
 *
 * Returns: whether it is gone
 */
gboolean
prony_scenario_files_discard (const char *aside, GError **error)
{
  g_return_val_if_fail (aside != NULL, FALSE);

  if (!check_aside (aside, error))
    return FALSE;
  if (g_unlink (aside) == 0 || errno == ENOENT)
    return TRUE;

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT, _ ("“%s” could not be deleted: %s."), aside,
               g_strerror (errno));
  return FALSE;
}

/**
 * prony_scenario_files_discard_old:
 *
 * Deletes for good what was deleted more than a day ago: what a program that did not come
 * to its end has left. Touches the disk.
 */
void
prony_scenario_files_discard_old (void)
{
  g_autofree char *folder = get_aside_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      gint64 then = g_ascii_strtoll (name, NULL, 10);
      g_autofree char *file = g_build_filename (folder, name, NULL);

      if (get_old_name (name) != NULL && then > 0 && now - then > ASIDE_SECONDS)
        g_unlink (file);
    }
}
