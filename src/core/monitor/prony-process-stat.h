/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PronyProcessStat:
 * @pid: its number
 * @parent: the number of the process that started it, or that has inherited it
 * @start: when it began, in clock ticks since the computer did; with @pid it says which
 *   process this is
 * @ticks: processor time that it has taken, in clock ticks
 * @resident: memory that it has in use, in pages, those too that it shares with others
 * @name: the first 15 bytes of what it is called
 *
 * How a process stands.
 */
typedef struct
{
  guint pid;
  guint parent;
  guint64 start;
  guint64 ticks;
  guint64 resident;
  char name[16];
} PronyProcessStat;

gboolean prony_process_stat_read (const char *proc, guint pid, PronyProcessStat *stat);
GArray *prony_process_stat_list (const char *proc);
const PronyProcessStat *prony_process_stat_find (GArray *processes, guint pid);

G_END_DECLS
