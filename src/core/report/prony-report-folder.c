/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-report"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "base/prony-error.h"
#include "core/report/prony-report-folder.h"

/*
 * The run folder. Its name is reserved by creating it empty; everything is written into a
 * hidden folder beside it, which then takes its place by one rename. So a folder with a
 * run's name is either empty for a moment or whole: a full disk leaves no half file, and
 * nothing that was there before is touched.
 */

/* More runs than this in one second are no runs. */
#define NAME_TRIES 1000

static void
set_folder_error (GError **error, const char *folder, int code)
{
  g_set_error (error, PRONY_ERROR, PRONY_ERROR_FAILED,
               /* Translators: the name of a folder, and what the system says */
               _ ("The report folder “%s” could not be created: %s. Choose a folder that you may "
                  "write to."),
               folder, g_strerror (code));
}

/**
 * prony_report_folder_reserve:
 * @run: a run
 * @parent: where its folder is to be; created if it is not there
 * @error: return location for %PRONY_ERROR_FAILED
 *
 * Creates the empty folder `run_YYYYMMDD_HHMMSS`, of local time, or the first free one
 * with a number behind it.
 *
 * Returns: (transfer full) (nullable): its path
 */
char *
prony_report_folder_reserve (PronyRun *run, const char *parent, GError **error)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (run->started_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);
  g_autofree char *name = g_date_time_format (local, "run_%Y%m%d_%H%M%S");
  g_autofree char *base = g_build_filename (parent, name, NULL);

  if (g_mkdir_with_parents (parent, 0777) != 0)
    {
      set_folder_error (error, parent, errno);
      return NULL;
    }

  for (guint i = 1; i <= NAME_TRIES; i++)
    {
      g_autofree char *folder = i == 1 ? g_strdup (base) : g_strdup_printf ("%s_%u", base, i);

      /* Prompts and answers are in it: nobody else's business. */
      if (g_mkdir (folder, 0700) == 0)
        return g_steal_pointer (&folder);
      if (errno != EEXIST)
        break;
    }

  set_folder_error (error, base, errno);
  return NULL;
}

/**
 * prony_report_folder_begin:
 * @folder: a folder that was reserved
 * @error: return location for %PRONY_ERROR_FAILED
 *
 * Returns: (transfer full) (nullable): the hidden folder beside it, to be filled
 */
char *
prony_report_folder_begin (const char *folder, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (folder);
  g_autofree char *draft = g_build_filename (parent, ".prony-report-XXXXXX", NULL);

  if (g_mkdtemp (draft) != NULL)
    return g_steal_pointer (&draft);

  set_folder_error (error, draft, errno);
  return NULL;
}

/**
 * prony_report_folder_end:
 * @draft: what prony_report_folder_begin() gave; everything is in it
 * @folder: the folder that was reserved
 * @error: return location for %PRONY_ERROR_FAILED
 *
 * Puts @draft into the place of @folder.
 *
 * Returns: whether it is there
 */
gboolean
prony_report_folder_end (const char *draft, const char *folder, GError **error)
{
  if (g_rename (draft, folder) == 0)
    return TRUE;

  set_folder_error (error, folder, errno);
  return FALSE;
}

static void
remove_level (const char *folder, guint levels)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_unlink (path) != 0 && levels > 0)
        remove_level (path, levels - 1);
    }
  g_rmdir (folder);
}

/**
 * prony_report_folder_remove:
 * @folder: what prony_report_folder_begin() gave
 *
 * Removes it with its files and the folders in it. What cannot be removed stays, since an
 * error is being reported already.
 */
void
prony_report_folder_remove (const char *folder)
{
  remove_level (folder, 1);
}

/**
 * prony_report_folder_add:
 * @folder: what prony_report_folder_begin() gave
 * @name: of a folder in it
 * @error: return location, of %G_IO_ERROR
 *
 * Returns: whether the folder was made
 */
gboolean
prony_report_folder_add (const char *folder, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  return g_file_make_directory (file, NULL, error);
}

/**
 * prony_report_file_open:
 * @folder: a folder
 * @name: of a file that is not in it
 * @cancellable: (nullable): to give up
 * @error: return location, of %G_IO_ERROR
 *
 * Returns: (transfer full) (nullable): a buffered stream into a new file
 */
GOutputStream *
prony_report_file_open (const char *folder,
                        const char *name,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileOutputStream) stream = NULL;

  stream = g_file_create (file, G_FILE_CREATE_NONE, cancellable, error);
  if (stream == NULL)
    return NULL;
  return g_buffered_output_stream_new_sized (G_OUTPUT_STREAM (stream), 64 * 1024);
}

/**
 * prony_report_file_write:
 * @folder: a folder
 * @name: of a file that is not in it
 * @contents: what it is to hold
 * @cancellable: (nullable): to give up
 * @error: return location, of %G_IO_ERROR
 *
 * Returns: whether the file was written
 */
gboolean
prony_report_file_write (
  const char *folder, const char *name, GBytes *contents, GCancellable *cancellable, GError **error)
{
  g_autoptr (GOutputStream) stream = prony_report_file_open (folder, name, cancellable, error);
  gsize size;
  const void *data = g_bytes_get_data (contents, &size);

  return stream != NULL &&
         g_output_stream_write_all (stream, data, size, NULL, cancellable, error) &&
         g_output_stream_close (stream, cancellable, error);
}
