/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/prony-preferences.h"
#include "app/prony-settings.h"

/* What the user prefers, with the defaults where settings are not installed. */

static gboolean
get_boolean (const char *key, gboolean fallback)
{
  g_autoptr (GSettings) settings = prony_settings_new ();

  return settings != NULL ? g_settings_get_boolean (settings, key) : fallback;
}

/**
 * prony_preferences_get_export_automatically:
 *
 * Returns: whether a run is exported as soon as it has ended
 */
gboolean
prony_preferences_get_export_automatically (void)
{
  return get_boolean ("export-automatically", FALSE);
}

/**
 * prony_preferences_get_export_folder:
 *
 * Returns: (transfer full): where runs are exported to: a folder that was chosen, else
 *   "Prony" among the user's documents; it may not be there yet
 */
char *
prony_preferences_get_export_folder (void)
{
  g_autoptr (GSettings) settings = prony_settings_new ();
  g_autofree char *chosen =
    settings != NULL ? g_settings_get_string (settings, "export-folder") : g_strdup ("");
  const char *documents = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);

  if (g_path_is_absolute (chosen))
    return g_steal_pointer (&chosen);
  return g_build_filename (documents != NULL ? documents : g_get_home_dir (), "Prony", NULL);
}

/**
 * prony_preferences_get_export_formats:
 *
 * Returns: which files an export writes; at least one kind
 */
PronyReportFormat
prony_preferences_get_export_formats (void)
{
  g_autoptr (GSettings) settings = prony_settings_new ();
  PronyReportFormat formats =
    settings != NULL ? g_settings_get_flags (settings, "export-formats") : PRONY_REPORT_ALL;

  return formats != 0 ? formats : PRONY_REPORT_ALL;
}

/**
 * prony_preferences_get_notify:
 *
 * Returns: whether the desktop tells that a run has ended while the window is not in use
 */
gboolean
prony_preferences_get_notify (void)
{
  return get_boolean ("notify", TRUE);
}
