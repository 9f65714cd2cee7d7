/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-monitor"

#include "config.h"

#include <math.h>
#include <unistd.h>

#include "base/prony-clock.h"
#include "core/monitor/prony-nvml.h"
#include "core/monitor/prony-port-owner.h"
#include "core/monitor/prony-process-stat.h"
#include "core/monitor/prony-process-watch.h"

/* Who listens at a port is sought less and less often while nobody is found, as in a
 * container: it takes some milliseconds. */
#define LOOKS_SKIPPED_MAX 12

/* More processes of one program are not followed: a reading must end. */
#define MEMBERS_MAX 1024

typedef struct
{
  guint pid;
  guint64 start;
  guint64 ticks;     /* at the reading before */
  gboolean is_known; /* whether there was one */
} Member;

struct _PronyProcessWatch
{
  char *id;
  char *host;    /* (nullable): any */
  guint port;    /* 0 where a process is followed, whatever it listens at */
  guint pid;     /* the first one; 0 while it is not known */
  guint64 start; /* of the first one */
  GArray *members;
  gint64 read_ns;   /* when the reading before was */
  guint skip;       /* looks before the port is sought again */
  guint n_failures; /* in a row */
};

static PronyProcessWatch *
watch_new (const char *id)
{
  PronyProcessWatch *self = g_new0 (PronyProcessWatch, 1);

  self->id = g_strdup (id);
  self->members = g_array_new (FALSE, FALSE, sizeof (Member));
  return self;
}

/**
 * prony_process_watch_new_for_port:
 * @id: how its readings are called
 * @host: (nullable): an address of this computer; %NULL means any
 * @port: where it listens
 *
 * Follows whatever listens there; when it ends, what listens there then.
 *
 * Returns: (transfer full): a watch that has not looked
 */
PronyProcessWatch *
prony_process_watch_new_for_port (const char *id, const char *host, guint port)
{
  PronyProcessWatch *self = watch_new (id);

  self->host = g_strdup (host);
  self->port = port;
  return self;
}

/**
 * prony_process_watch_new_for_pid:
 * @id: how its readings are called
 * @pid: the process
 *
 * Follows a process until it ends.
 *
 * Returns: (transfer full): a watch that has not looked
 */
PronyProcessWatch *
prony_process_watch_new_for_pid (const char *id, guint pid)
{
  PronyProcessWatch *self = watch_new (id);

  self->pid = pid;
  return self;
}

/**
 * prony_process_watch_free:
 * @self: (transfer full): a watch
 */
void
prony_process_watch_free (PronyProcessWatch *self)
{
  g_array_unref (self->members);
  g_free (self->host);
  g_free (self->id);
  g_free (self);
}

/**
 * prony_process_watch_get_id:
 * @self: a watch
 *
 * Returns: (transfer none): how its readings are called
 */
const char *
prony_process_watch_get_id (PronyProcessWatch *self)
{
  return self->id;
}

/* --- Looking --------------------------------------------------------------------- */

static gboolean
contains (GArray *members, const PronyProcessStat *process)
{
  for (guint i = 0; i < members->len; i++)
    {
      const Member *member = &g_array_index (members, Member, i);

      if (member->pid == process->pid && member->start == process->start)
        return TRUE;
    }

  return FALSE;
}

static void
add (GArray *members, const PronyProcessStat *process)
{
  Member member = { .pid = process->pid, .start = process->start };

  if (members->len < MEMBERS_MAX && !contains (members, process))
    g_array_append_val (members, member);
}

/* A child is never older than its parent: else the parent's number has had another
 * process before. What was started once stays with the program that started it. */
static void
add_children (GArray *members, GArray *processes)
{
  for (guint i = 0; i < members->len; i++)
    for (guint j = 0; j < processes->len; j++)
      {
        const PronyProcessStat *process = &g_array_index (processes, PronyProcessStat, j);
        const Member *member = &g_array_index (members, Member, i);

        if (process->parent == member->pid && process->start >= member->start &&
            process->pid != member->pid)
          add (members, process);
      }
}

static void
seek_port (PronyProcessWatch *self, const char *proc, GArray *processes)
{
  if (self->skip > 0)
    {
      self->skip--;
      return;
    }

  self->pid = prony_port_owner_find (proc, processes, self->host, self->port);
  self->start = 0;
  self->n_failures = self->pid == 0 ? self->n_failures + 1 : 0;
  self->skip = MIN (self->n_failures, LOOKS_SKIPPED_MAX);
}

/**
 * prony_process_watch_look:
 * @self: a watch
 * @proc: where the system tells about processes: "/proc"
 * @processes: (element-type PronyProcessStat): those that there are
 *
 * Looks which processes belong to the program by now.
 */
void
prony_process_watch_look (PronyProcessWatch *self, const char *proc, GArray *processes)
{
  const PronyProcessStat *first;

  if (self->pid == 0 && self->port != 0)
    seek_port (self, proc, processes);

  first = self->pid != 0 ? prony_process_stat_find (processes, self->pid) : NULL;
  if (first == NULL || (self->start != 0 && first->start != self->start))
    return;

  self->start = first->start;
  add (self->members, first);
  add_children (self->members, processes);
}

/* --- Reading --------------------------------------------------------------------- */

typedef struct
{
  guint64 ticks; /* since the reading before */
  gboolean has_ticks;
  guint64 pages;
  double gpu_memory;
  guint64 gpus;
} Sum;

static void
add_to_sum (Sum *sum, Member *member, const PronyProcessStat *stat, GHashTable *gpu_processes)
{
  const PronyGpuProcess *gpu = g_hash_table_lookup (gpu_processes, GUINT_TO_POINTER (member->pid));

  if (member->is_known && stat->ticks >= member->ticks)
    {
      sum->ticks += stat->ticks - member->ticks;
      sum->has_ticks = TRUE;
    }
  member->ticks = stat->ticks;
  member->is_known = TRUE;
  sum->pages += stat->resident;
  if (gpu == NULL)
    return;

  sum->gpu_memory = (isnan (sum->gpu_memory) ? 0 : sum->gpu_memory) + (double) gpu->memory;
  sum->gpus |= gpu->gpus;
}

static void
sum_members (PronyProcessWatch *self, const char *proc, GHashTable *gpu_processes, Sum *sum)
{
  for (guint i = 0; i < self->members->len;)
    {
      Member *member = &g_array_index (self->members, Member, i);
      PronyProcessStat stat;

      if (prony_process_stat_read (proc, member->pid, &stat) && stat.start == member->start)
        {
          add_to_sum (sum, member, &stat, gpu_processes);
          i++;
        }
      else
        {
          g_array_remove_index (self->members, i);
        }
    }
}

static gboolean
is_alive (PronyProcessWatch *self)
{
  PronyProcessStat first = { .pid = self->pid, .start = self->start };

  return self->pid != 0 && contains (self->members, &first);
}

/**
 * prony_process_watch_read:
 * @self: a watch
 * @proc: where the system tells about processes: "/proc"
 * @gpu_processes: (element-type guint PronyGpuProcess): what processes have of GPUs
 * @sample: where the reading goes; nothing is added where there is no such program
 *
 * Reads what the processes use that the latest look has found: some microseconds for each.
 * Processor time of a process counts from the second reading on that sees it; memory that
 * processes share counts for each of them.
 */
void
prony_process_watch_read (PronyProcessWatch *self,
                          const char *proc,
                          GHashTable *gpu_processes,
                          PronyResourceSample *sample)
{
  double interval_s = prony_ns_to_s (sample->at_ns - self->read_ns);
  Sum sum = { .gpu_memory = NAN };
  PronyEngineReading *reading;

  sum_members (self, proc, gpu_processes, &sum);
  self->read_ns = sample->at_ns;
  if (!is_alive (self))
    {
      g_array_set_size (self->members, 0);
      if (self->port != 0)
        self->pid = 0;
      return;
    }

  reading = prony_resource_sample_add_engine (sample, self->id);
  reading->pid = self->pid;
  reading->n_processes = self->members->len;
  if (sum.has_ticks && interval_s > 0)
    reading->cpu_percent = (double) sum.ticks / (double) sysconf (_SC_CLK_TCK) / interval_s * 100;
  reading->memory = (double) sum.pages * (double) sysconf (_SC_PAGESIZE);
  reading->gpu_memory = sum.gpu_memory;
  reading->gpus = sum.gpus;
}
