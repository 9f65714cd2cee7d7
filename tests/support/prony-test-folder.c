/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <glib/gstdio.h>

#include "support/prony-test-folder.h"

/**
 * prony_test_remove_tree:
 * @path: a file, or a folder that is removed with all that is in it, whatever it allows;
 *   links are not followed. It need not be there
 *
 * Cleans up behind a test.
 */
void
prony_test_remove_tree (const char *path)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    {
      g_chmod (path, 0700);
      dir = g_dir_open (path, 0, NULL);
    }
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      prony_test_remove_tree (child);
    }
  g_remove (path);
}
