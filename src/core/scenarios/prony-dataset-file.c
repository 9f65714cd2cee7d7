/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/prony-error.h"
#include "core/scenarios/prony-dataset-file.h"

#define CHUNK_BYTES (256 * 1024)

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* How files begin that hold text in another form. */
static const struct
{
  const char *bytes;
  gsize length;
  const char *mistake;
} beginnings[] = {
  { "\x1f\x8b", 2, N_ ("It is compressed with gzip. Unpack it first, with gunzip.") },
  { "\x28\xb5\x2f\xfd", 4, N_ ("It is compressed. Unpack it first.") },
  { "\xfd\x37\x7a\x58\x5a", 5, N_ ("It is compressed. Unpack it first.") },
  { "BZh", 3, N_ ("It is compressed. Unpack it first.") },
  { "PK\x03\x04", 4, N_ ("It is compressed. Unpack it first.") },
  { "PAR1", 4, N_ ("It is in the Parquet format. Convert it to JSONL or CSV first.") },
  { "\xff\xfe", 2, N_ ("It is in UTF-16. Save it as UTF-8 first.") },
  { "\xfe\xff", 2, N_ ("It is in UTF-16. Save it as UTF-8 first.") },
};

/* Takes the system's own words for what went wrong. */
static gboolean
set_system_error (GError **error, int reason)
{
  if (reason == ENOENT)
    g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND, _ ("There is no such file."));
  else
    g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                 /* Translators: %s is what the system says */
                 _ ("The file could not be read: %s."), g_strerror (reason));
  return FALSE;
}

static gboolean
set_mistake (GError **error, const char *mistake)
{
  g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT, mistake);
  return FALSE;
}

/* Whether @path, with all links followed, leads into @folder and to the file that is
 * open: a link may have been put there since the scenario was read. */
static gboolean
check_place (const char *path, const char *folder, const struct stat *opened, GError **error)
{
  /* From malloc(), as realpath() gives them. */
  char *real_path = realpath (path, NULL);
  char *real_folder = realpath (folder, NULL);
  gsize length = real_folder != NULL ? strlen (real_folder) : 0;
  struct stat status;
  gboolean good;

  /* The root is the only folder whose name ends with a slash. */
  if (length == 1)
    length = 0;
  good = real_path != NULL && real_folder != NULL &&
         strncmp (real_path, real_folder, length) == 0 && real_path[length] == '/' &&
         stat (real_path, &status) == 0 && status.st_dev == opened->st_dev &&
         status.st_ino == opened->st_ino;
  free (real_path);
  free (real_folder);
  return good || set_mistake (error, _ ("It lies outside of the scenario's folder. Move it there, "
                                        "beside the scenario or below."));
}

static gboolean
check_kind (int result, const struct stat *status, GError **error)
{
  if (result != 0)
    return set_system_error (error, errno);

  return S_ISREG (status->st_mode) ||
         set_mistake (error, _ ("It is not a file, but a folder, pipe or device."));
}

static int
open_file (const char *path, const char *folder, struct stat *status, GError **error)
{
  int fd;

  /* Before it is opened, since opening a pipe or a device may wait or do something. */
  if (!check_kind (stat (path, status), status, error))
    return -1;

  fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0)
    {
      set_system_error (error, errno);
      return -1;
    }
  if (check_kind (fstat (fd, status), status, error) &&
      (folder == NULL || check_place (path, folder, status, error)))
    return fd;

  close (fd);
  return -1;
}

/* Fills the buffer as far as the file goes. */
static gssize
read_chunk (int fd, char *buffer, gsize length)
{
  gsize filled = 0;

  while (filled < length)
    {
      gssize n = read (fd, buffer + filled, length - filled);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return -1;
      if (n == 0)
        break;
      filled += (gsize) n;
    }

  return (gssize) filled;
}

static gboolean
check_beginning (const char *bytes, gsize length, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (beginnings); i++)
    if (length >= beginnings[i].length &&
        memcmp (bytes, beginnings[i].bytes, beginnings[i].length) == 0)
      return set_mistake (error, g_dgettext (GETTEXT_PACKAGE, beginnings[i].mistake));

  return TRUE;
}

static gboolean
check_unchanged (int fd, const struct stat *before, gint64 read_bytes, GError **error)
{
  struct stat after;

  if (fstat (fd, &after) != 0)
    return set_system_error (error, errno);
  if (read_bytes == before->st_size && after.st_size == before->st_size &&
      after.st_mtim.tv_sec == before->st_mtim.tv_sec &&
      after.st_mtim.tv_nsec == before->st_mtim.tv_nsec)
    return TRUE;

  return set_mistake (error,
                      _ ("It was changed while it was read. Try again when it is complete."));
}

/* Reads no further than the file went at first: another program may write to it faster
 * than it is read. */
static gboolean
read_chunks (int fd,
             const struct stat *status,
             PronyDatasetChunkFunc func,
             gpointer user_data,
             GCancellable *cancellable,
             GError **error)
{
  g_autofree char *buffer = g_malloc (CHUNK_BYTES);
  gint64 total = 0;

  while (total < status->st_size)
    {
      gsize wanted = (gsize) MIN (CHUNK_BYTES, status->st_size - total);
      gssize n = read_chunk (fd, buffer, wanted);
      gsize mark = 0;

      if (n < 0)
        return set_system_error (error, errno);
      if (n == 0)
        break;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (total == 0 && !check_beginning (buffer, (gsize) n, error))
        return FALSE;
      if (total == 0 && n >= 3 && memcmp (buffer, BYTE_ORDER_MARK, 3) == 0)
        mark = strlen (BYTE_ORDER_MARK);
      if (!func (buffer + mark, (gsize) n - mark, user_data))
        return TRUE;
      total += n;
    }

  return check_unchanged (fd, status, total, error);
}

/**
 * prony_dataset_file_read:
 * @path: a file
 * @folder: (nullable): where it must lie, or below, all links followed
 * @func: (scope call): gets all of it, in pieces
 * @user_data: for @func
 * @cancellable: (nullable): looked at for each piece
 * @error: return location for %PRONY_ERROR_NOT_FOUND, %PRONY_ERROR_INPUT, both a
 *   sentence that does not name the file, or %G_IO_ERROR_CANCELLED
 *
 * Reads a file of any size with little memory. Anything that could wait for ever, such
 * as a pipe, is refused, and so is what is no plain text. Touches the disk.
 *
 * Returns: whether it was read to its end, or until @func had enough
 */
gboolean
prony_dataset_file_read (const char *path,
                         const char *folder,
                         PronyDatasetChunkFunc func,
                         gpointer user_data,
                         GCancellable *cancellable,
                         GError **error)
{
  struct stat status;
  gboolean good;
  int fd;

  g_return_val_if_fail (path != NULL && func != NULL, FALSE);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  fd = open_file (path, folder, &status, error);
  if (fd < 0)
    return FALSE;

  good = read_chunks (fd, &status, func, user_data, cancellable, error);
  close (fd);
  return good;
}
