/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include "core/bench/prony-side-job.h"

typedef struct
{
  PronySideJobFunc work;
  gpointer work_data;
  GMutex mutex;
  GCond ended;
  gboolean has_ended; /* under the mutex */
} Job;

static gpointer
run_job (gpointer data)
{
  Job *job = data;

  job->work (job->work_data);
  g_mutex_lock (&job->mutex);
  job->has_ended = TRUE;
  g_cond_signal (&job->ended);
  g_mutex_unlock (&job->mutex);
  return NULL;
}

static gboolean
wait_for_end (Job *job, gint64 until_us)
{
  gboolean has_ended;

  g_mutex_lock (&job->mutex);
  while (!job->has_ended && g_cond_wait_until (&job->ended, &job->mutex, until_us))
    ;
  has_ended = job->has_ended;
  g_mutex_unlock (&job->mutex);
  return has_ended;
}

/**
 * prony_side_job_run:
 * @work: (scope call): what takes long; called in a thread of its own
 * @work_data: for @work
 * @meanwhile: (scope call): called in the caller's thread again and again until @work is
 *   done
 * @meanwhile_data: for @meanwhile
 * @interval_us: how often, in microseconds
 *
 * Does something that blocks without standing still. Returns when @work is done; what
 * both functions touch is theirs to protect.
 */
void
prony_side_job_run (PronySideJobFunc work,
                    gpointer work_data,
                    PronySideJobFunc meanwhile,
                    gpointer meanwhile_data,
                    gint64 interval_us)
{
  Job job = { .work = work, .work_data = work_data };
  GThread *thread;

  g_mutex_init (&job.mutex);
  g_cond_init (&job.ended);
  thread = g_thread_new ("prony-side-job", run_job, &job);
  while (!wait_for_end (&job, g_get_monotonic_time () + interval_us))
    meanwhile (meanwhile_data);
  g_thread_join (thread);
  g_cond_clear (&job.ended);
  g_mutex_clear (&job.mutex);
}
