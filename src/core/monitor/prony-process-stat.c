/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-monitor"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "core/monitor/prony-kernel-file.h"
#include "core/monitor/prony-process-stat.h"

/* No more processes than these are looked at: a reading must end. */
#define PROCESSES_MAX 65536

/* The name stands in brackets and may have any byte in it, brackets too. */
static gboolean
parse (const char *text, PronyProcessStat *stat)
{
  const char *name = strchr (text, '(');
  const char *rest = strrchr (text, ')');
  guint64 user;
  guint64 system;
  gint64 resident;
  char state;

  if (name == NULL || rest == NULL || rest < name)
    return FALSE;
  if (sscanf (rest + 1,
              " %c %u %*d %*d %*d %*d %*u %*u %*u %*u %*u %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT
              " %*d %*d %*d %*d %*d %*d %" G_GUINT64_FORMAT " %*u %" G_GINT64_FORMAT,
              &state, &stat->parent, &user, &system, &stat->start, &resident) != 6)
    return FALSE;
  if (state == 'Z' || state == 'X') /* it has ended, and only its parent has not noticed */
    return FALSE;

  stat->ticks = user + system;
  stat->resident = (guint64) MAX (resident, 0);
  g_strlcpy (stat->name, name + 1, MIN (sizeof stat->name, (gsize) (rest - name)));
  return TRUE;
}

/**
 * prony_process_stat_read:
 * @proc: where the system tells about processes: "/proc"
 * @pid: which one
 * @stat: (out caller-allocates): how it stands
 *
 * Reads /proc/PID/stat, see proc(5), which tells everybody about all processes. Any thread.
 *
 * Returns: whether there is such a process, and it has not ended
 */
gboolean
prony_process_stat_read (const char *proc, guint pid, PronyProcessStat *stat)
{
  char path[512];
  char text[1024];

  stat->pid = pid;
  return g_snprintf (path, sizeof path, "%s/%u/stat", proc, pid) < (int) sizeof path &&
         prony_kernel_file_read (path, text, sizeof text) && parse (text, stat);
}

/**
 * prony_process_stat_list:
 * @proc: where the system tells about processes: "/proc"
 *
 * Reads how all processes stand: some microseconds for each. Any thread.
 *
 * Returns: (transfer full) (element-type PronyProcessStat): those that can be seen
 */
GArray *
prony_process_stat_list (const char *proc)
{
  GArray *processes = g_array_new (FALSE, FALSE, sizeof (PronyProcessStat));
  g_autoptr (GDir) dir = g_dir_open (proc, 0, NULL);
  const char *name;

  while (dir != NULL && processes->len < PROCESSES_MAX && (name = g_dir_read_name (dir)) != NULL)
    {
      PronyProcessStat stat;
      guint64 pid;

      if (g_ascii_string_to_unsigned (name, 10, 1, G_MAXUINT, &pid, NULL) &&
          prony_process_stat_read (proc, (guint) pid, &stat))
        g_array_append_val (processes, stat);
    }

  return processes;
}

/**
 * prony_process_stat_find:
 * @processes: (element-type PronyProcessStat): how processes stand
 * @pid: which one
 *
 * Returns: (transfer none) (nullable): how it stands; %NULL where it is not among them
 */
const PronyProcessStat *
prony_process_stat_find (GArray *processes, guint pid)
{
  for (guint i = 0; i < processes->len; i++)
    {
      const PronyProcessStat *stat = &g_array_index (processes, PronyProcessStat, i);

      if (stat->pid == pid)
        return stat;
    }

  return NULL;
}
