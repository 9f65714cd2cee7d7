/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/scenarios/prony-scenario-read-private.h"

static gboolean
goes_up (const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, G_DIR_SEPARATOR_S, -1);

  return g_strv_contains ((const char *const *) parts, "..");
}

static gboolean
is_below (const char *folder, const char *path)
{
  gsize length = strlen (folder);

  return strncmp (folder, path, length) == 0 &&
         (path[length] == G_DIR_SEPARATOR || g_str_has_suffix (folder, G_DIR_SEPARATOR_S));
}

static gboolean
check_readable (PronyScenarioReader *self, PronyYamlNode *node, const char *name, const char *path)
{
  GStatBuf status;

  if (g_stat (path, &status) == 0 && !S_ISREG (status.st_mode))
    prony_yaml_report (self->problems, node, _ ("“%s” is not a file."), name);
  else if (g_access (path, R_OK) != 0)
    prony_yaml_report (self->problems, node, _ ("“%s” cannot be read: %s."), name,
                       g_strerror (errno));
  else
    return TRUE;

  return FALSE;
}

/**
 * prony_scenario_reader_find_file:
 * @self: a reader
 * @node: a scalar that names a file
 *
 * Finds a file that a scenario names. It must lie in the scenario's folder or below it,
 * also when links are followed: a scenario from somewhere else must not read what is none
 * of its business. Touches the disk; reports what is wrong.
 *
 * Returns: (transfer full) (nullable): the absolute path without links
 */
char *
prony_scenario_reader_find_file (PronyScenarioReader *self, PronyYamlNode *node)
{
  g_autofree char *name = prony_yaml_shorten (node->text);
  g_autofree char *folder = NULL;
  g_autofree char *joined = NULL;
  g_autofree char *real_folder = NULL;
  g_autofree char *path = NULL;
  gboolean outside = g_path_is_absolute (node->text) || goes_up (node->text);
  int reason = 0;

  if (self->file == NULL)
    {
      prony_yaml_report (self->problems, node,
                         _ ("“%s” must lie beside the scenario, which is not in a file yet: save "
                            "it first."),
                         name);
      return NULL;
    }
  folder = g_path_get_dirname (self->file);
  joined = g_build_filename (folder, node->text, NULL);
  real_folder = realpath (folder, NULL);
  if (real_folder != NULL && !outside)
    path = realpath (joined, NULL);
  reason = errno;

  if (outside || (path != NULL && !is_below (real_folder, path)))
    prony_yaml_report (self->problems, node,
                       _ ("“%s” is outside of the scenario's folder; a scenario may only name "
                          "files in its own folder or below it."),
                       name);
  else if (path == NULL)
    prony_yaml_report (self->problems, node, _ ("“%s” cannot be read: %s."), name,
                       g_strerror (reason));
  else if (check_readable (self, node, name, path))
    return g_steal_pointer (&path);

  return NULL;
}
