/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-monitor"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "core/monitor/prony-host-use.h"
#include "core/monitor/prony-kernel-file.h"

/* The first line of /proc/stat, see proc(5): time of all cores together. Time of guests is
 * in that of the user already. */
static gboolean
parse_cpu (const char *text, PronyHostUse *use)
{
  guint64 user;
  guint64 nice;
  guint64 system;
  guint64 idle;
  guint64 waiting;
  guint64 interrupts[2] = { 0, 0 };
  guint64 stolen = 0;

  if (sscanf (text,
              "cpu %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT
              " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT
              " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT,
              &user, &nice, &system, &idle, &waiting, &interrupts[0], &interrupts[1], &stolen) < 5)
    return FALSE;

  use->busy = user + nice + system + interrupts[0] + interrupts[1] + stolen;
  use->all = use->busy + idle + waiting;
  use->is_known = TRUE;
  return TRUE;
}

static void
read_cpu (PronyHostUse *self, const char *proc, PronyResourceSample *sample)
{
  g_autofree char *path = g_build_filename (proc, "stat", NULL);
  PronyHostUse now = { 0 };
  char text[512];

  if (!prony_kernel_file_read (path, text, sizeof text) || !parse_cpu (text, &now))
    {
      self->is_known = FALSE;
      return;
    }

  /* Time of waiting may run backwards a little, says proc(5). */
  if (self->is_known && now.all > self->all && now.busy >= self->busy)
    sample->cpu_percent =
      MIN (100.0 * (double) (now.busy - self->busy) / (double) (now.all - self->all), 100);
  *self = now;
}

static gboolean
find_size (const char *text, const char *name, double *bytes)
{
  const char *line = strstr (text, name);
  guint64 size;

  if (line == NULL || sscanf (line + strlen (name), " %" G_GUINT64_FORMAT " kB", &size) != 1)
    return FALSE;

  *bytes = (double) size * 1024;
  return TRUE;
}

static void
read_memory (const char *proc, PronyResourceSample *sample)
{
  g_autofree char *path = g_build_filename (proc, "meminfo", NULL);
  char text[1024];
  double total;
  double available;
  double swap;
  double free_swap;

  if (!prony_kernel_file_read (path, text, sizeof text) || !find_size (text, "MemTotal:", &total))
    return;

  sample->memory_total = total;
  if (find_size (text, "MemAvailable:", &available) && available <= total)
    sample->memory_used = total - available;
  if (find_size (text, "SwapTotal:", &swap) && find_size (text, "SwapFree:", &free_swap) &&
      free_swap <= swap)
    sample->swap_used = swap - free_swap;
}

/**
 * prony_host_use_read:
 * @self: what the latest reading has said
 * @proc: where the system tells about itself: "/proc"
 * @sample: where the reading goes
 *
 * Reads processor and memory of this computer. The processor's share is that since the
 * reading before.
 */
void
prony_host_use_read (PronyHostUse *self, const char *proc, PronyResourceSample *sample)
{
  read_cpu (self, proc, sample);
  read_memory (proc, sample);
}
