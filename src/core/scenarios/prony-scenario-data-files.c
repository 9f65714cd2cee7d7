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

#include "base/prony-error.h"
#include "core/scenarios/prony-scenario-data-files.h"

#define BLOCK (64 * 1024)

/* A file's path from a folder that it is in or below. */
static char *
make_relative (const char *folder, const char *path)
{
  g_autofree char *real = realpath (folder, NULL);
  g_autofree char *whole = g_canonicalize_filename (real != NULL ? real : folder, NULL);
  gsize length = strlen (whole);

  return strncmp (path, whole, length) == 0 && path[length] == G_DIR_SEPARATOR
           ? g_strdup (path + length + 1)
           : NULL;
}

/* Whether two files have the same bytes, a block at a time, for they may be large. */
static gboolean
is_same (const char *left, const char *right)
{
  g_autoptr (GFile) left_file = g_file_new_for_path (left);
  g_autoptr (GFile) right_file = g_file_new_for_path (right);
  g_autoptr (GFileInputStream) left_stream = g_file_read (left_file, NULL, NULL);
  g_autoptr (GFileInputStream) right_stream = g_file_read (right_file, NULL, NULL);
  g_autofree char *left_block = g_malloc (BLOCK);
  g_autofree char *right_block = g_malloc (BLOCK);
  gsize n_left = 1;
  gsize n_right = 1;

  if (left_stream == NULL || right_stream == NULL)
    return FALSE;
  while (n_left > 0)
    if (!g_input_stream_read_all (G_INPUT_STREAM (left_stream), left_block, BLOCK, &n_left, NULL,
                                  NULL) ||
        !g_input_stream_read_all (G_INPUT_STREAM (right_stream), right_block, BLOCK, &n_right, NULL,
                                  NULL) ||
        n_left != n_right || memcmp (left_block, right_block, n_left) != 0)
      return FALSE;
  return TRUE;
}

static gboolean
copy_file (const char *from, const char *to, GError **error)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);
  g_autofree char *folder = g_path_get_dirname (to);
  g_autoptr (GError) local = NULL;

  if (g_file_test (to, G_FILE_TEST_EXISTS))
    {
      if (is_same (from, to))
        return TRUE;
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                   _ ("The scenario reads “%s”, but there is another file in its place already: "
                      "“%s”. Give one of them another name."),
                   from, to);
      return FALSE;
    }
  if (g_mkdir_with_parents (folder, 0755) != 0)
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                   _ ("The folder “%s” could not be made: %s."), folder, g_strerror (errno));
      return FALSE;
    }
  if (g_file_copy (source, target, G_FILE_COPY_NOFOLLOW_SYMLINKS, NULL, NULL, NULL, &local))
    return TRUE;

  g_set_error (error, PRONY_ERROR,
               g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ? PRONY_ERROR_NOT_FOUND
                                                                         : PRONY_ERROR_INPUT,
               _ ("The scenario reads “%s”, which could not be copied: %s"), from, local->message);
  return FALSE;
}

/**
 * prony_scenario_data_files_copy:
 * @scenario: a scenario that was read from a file
 * @folder: where the scenario is to be, too
 * @error: return location for %PRONY_ERROR_NOT_FOUND where a file is not there, or
 *   %PRONY_ERROR_INPUT
 *
 * Copies the files that a scenario names to where a copy of it in @folder looks for them. A
 * file that is there with the same bytes is left alone; one with others is an error.
 * Touches the disk.
 *
 * Returns: whether all of them are there
 */
gboolean
prony_scenario_data_files_copy (PronyScenario *scenario, const char *folder, GError **error)
{
  const char *const paths[] = {
    scenario->dataset != NULL ? scenario->dataset->path : NULL,
    scenario->prompt_lengths.file,
    scenario->completion_lengths.file,
  };
  g_autofree char *from = NULL;

  if (scenario->file == NULL)
    return TRUE;

  from = g_path_get_dirname (scenario->file);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *relative = paths[i] != NULL ? make_relative (from, paths[i]) : NULL;
      g_autofree char *to = relative != NULL ? g_build_filename (folder, relative, NULL) : NULL;

      if (to != NULL && !copy_file (paths[i], to, error))
        return FALSE;
    }
  return TRUE;
}
