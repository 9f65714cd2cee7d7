/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>
#include <unistd.h>

#include "monitor-fixture.h"
#include "support/prony-test-folder.h"

void
monitor_fixture_setup (MonitorFixture *self, gconstpointer data)
{
  self->root = g_dir_make_tmp ("prony-monitor-XXXXXX", NULL);
  g_assert_nonnull (self->root);
}

void
monitor_fixture_teardown (MonitorFixture *self, gconstpointer data)
{
  prony_test_remove_tree (self->root);
  g_free (self->root);
}

void
monitor_fixture_write (MonitorFixture *self, const char *name, const char *format, ...)
{
  g_autofree char *path = g_build_filename (self->root, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

void
monitor_fixture_remove (MonitorFixture *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->root, name, NULL);

  prony_test_remove_tree (path);
}

/* The numbers of the line are those of proc(5), /proc/PID/stat. */
void
monitor_fixture_add_process (MonitorFixture *self,
                             guint pid,
                             guint parent,
                             const char *name,
                             guint start,
                             guint ticks,
                             guint pages)
{
  g_autofree char *file = g_strdup_printf ("%u/stat", pid);

  monitor_fixture_write (self, file,
                         "%u (%s) S %u 1 1 0 -1 4194304 100 0 0 0 %u %u 7 7 20 0 1 0 %u 4545488 %u "
                         "18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0\n",
                         pid, name, parent, ticks / 3, ticks - ticks / 3, start, pages);
}

void
monitor_fixture_add_socket (MonitorFixture *self, guint pid, guint number, guint inode)
{
  g_autofree char *folder = g_strdup_printf ("%s/%u/fd", self->root, pid);
  g_autofree char *link = g_strdup_printf ("%s/%u", folder, number);
  g_autofree char *target = g_strdup_printf ("socket:[%u]", inode);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_cmpint (symlink (target, link), ==, 0);
}

GHashTable *
monitor_fixture_new_gpu_memory (void)
{
  return g_hash_table_new_full (NULL, NULL, NULL, g_free);
}

/* NAN is near NAN. */
void
monitor_fixture_assert_near (double value, double expected)
{
  if (isnan (expected))
    g_assert_true (isnan (value));
  else
    g_assert_cmpfloat_with_epsilon (value, expected, 1e-6);
}
