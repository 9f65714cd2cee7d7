/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/prony-settings.h"
#include "base/prony-paths.h"

/**
 * prony_settings_new:
 *
 * The app's settings. A build that runs uninstalled brings its own schema, so that
 * it neither needs an installation nor meets another version's.
 *
 * Returns: (transfer full) (nullable): the settings, %NULL where their schema is
 *   not installed
 */
GSettings *
prony_settings_new (void)
{
  g_autoptr (GSettingsSchemaSource) own = NULL;
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autofree char *folder = prony_paths_schemas ();
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();

  if (folder != NULL)
    {
      own = g_settings_schema_source_new_from_directory (folder, source, TRUE, NULL);
      if (own != NULL)
        source = own;
    }
  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, PRONY_APPLICATION_ID, TRUE);
  if (schema == NULL)
    {
      g_message ("The settings schema is not installed: the window will not be remembered.");
      return NULL;
    }

  return g_settings_new_full (schema, NULL, NULL);
}
