/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

#include "core/model/prony-resource-sample.h"

G_BEGIN_DECLS

/**
 * MonitorFixture:
 * @root: a folder that looks like /proc or /sys
 */
typedef struct
{
  char *root;
} MonitorFixture;

void monitor_fixture_setup (MonitorFixture *self, gconstpointer data);
void monitor_fixture_teardown (MonitorFixture *self, gconstpointer data);
void monitor_fixture_write (MonitorFixture *self, const char *name, const char *format, ...)
  G_GNUC_PRINTF (3, 4);
void monitor_fixture_remove (MonitorFixture *self, const char *name);
void monitor_fixture_add_process (MonitorFixture *self,
                                  guint pid,
                                  guint parent,
                                  const char *name,
                                  guint start,
                                  guint ticks,
                                  guint pages);
void monitor_fixture_add_socket (MonitorFixture *self, guint pid, guint number, guint inode);
GHashTable *monitor_fixture_new_gpu_memory (void);
void monitor_fixture_assert_near (double value, double expected);

G_END_DECLS
