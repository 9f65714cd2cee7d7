/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-load"

#include "config.h"

#include "core/load/prony-load-course.h"
#include "core/load/prony-load-worker.h"

/* One I/O thread of a generator, with a main context of its own. Others wake it
 * through a source, after which it looks what the conduct says, and take what lies
 * in its outbox. */
struct _PronyLoadWorker
{
  PronyLoadShare share;
  PronyLoadStartLine *line;
  GMainContext *context;
  GSource *command;
  GThread *thread;
  PronyLoadCourse *course; /* of the thread */
};

static gboolean
command_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  g_source_set_ready_time (source, -1);
  return callback (user_data);
}

static GSourceFuncs command_funcs = {
  .dispatch = command_dispatch,
};

static gboolean
on_command (gpointer user_data)
{
  PronyLoadWorker *self = user_data;

  prony_load_course_look (self->course);
  return G_SOURCE_CONTINUE;
}

static void
worker_go (PronyLoadWorker *self, PronyLoadHealth *health)
{
  self->course = prony_load_course_new (&self->share, self->line);
  prony_load_course_start (self->course);
  g_source_attach (self->command, self->context);
  while (!prony_load_course_is_done (self->course))
    g_main_context_iteration (self->context, TRUE);

  g_source_destroy (self->command);
  prony_load_course_get_health (self->course, health);
  g_clear_pointer (&self->course, prony_load_course_free);
}

/* Without what it takes to measure, nobody else is kept waiting. */
static void
worker_fail (PronyLoadWorker *self, const char *message)
{
  PronyLoadSnapshot *snapshot = prony_load_snapshot_new (PRONY_STATE_FAILED);
  PronyLiveWindow window;

  prony_load_conduct_break_off (self->share.conduct, PRONY_STATE_FAILED, message);
  prony_load_start_line_leave (self->line, 1);
  snapshot->error = g_strdup (message);
  prony_live_window_init (&window, 0);
  prony_load_outbox_publish (self->share.outbox, prony_load_part_new (snapshot, &window, 0));
}

static gpointer
worker_run (gpointer user_data)
{
  PronyLoadWorker *self = user_data;
  g_autoptr (GError) error = NULL;
  PronyLoadHealth health = { .threads = 1 };

  g_main_context_push_thread_default (self->context);
  self->share.pool = prony_http_pool_new (self->share.access, 1, &error);
  if (self->share.pool != NULL)
    worker_go (self, &health);
  else
    worker_fail (self, error->message);

  prony_load_outbox_close (self->share.outbox, &health);
  g_clear_pointer (&self->share.pool, prony_http_pool_free);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

/**
 * prony_load_worker_new:
 * @share: the thread's share, without an outbox and what belongs to the thread; what
 *   it points to must outlive the worker
 * @line: a start line; must have been joined for the thread when it starts
 *
 * Returns: (transfer full): a thread that has not started
 */
PronyLoadWorker *
prony_load_worker_new (const PronyLoadShare *share, PronyLoadStartLine *line)
{
  PronyLoadWorker *self = g_new0 (PronyLoadWorker, 1);

  self->share = *share;
  self->share.outbox = prony_load_outbox_new ();
  self->line = line;
  self->context = g_main_context_new ();
  self->command = g_source_new (&command_funcs, sizeof (GSource));
  g_source_set_static_name (self->command, "Prony load commands");
  g_source_set_callback (self->command, on_command, self, NULL);
  return self;
}

/**
 * prony_load_worker_start:
 * @self: a new worker
 * @error: return location for the system's error
 *
 * Returns: whether the thread runs
 */
gboolean
prony_load_worker_start (PronyLoadWorker *self, GError **error)
{
  self->thread = g_thread_try_new ("prony-load", worker_run, self, error);
  return self->thread != NULL;
}

/**
 * prony_load_worker_wake:
 * @self: a worker, running or not
 *
 * Has it look at what its conduct says. May be called from any thread.
 */
void
prony_load_worker_wake (PronyLoadWorker *self)
{
  g_source_set_ready_time (self->command, 0);
}

/**
 * prony_load_worker_get_outbox:
 * @self: a worker
 *
 * Returns: (transfer none): where it leaves what it has
 */
PronyLoadOutbox *
prony_load_worker_get_outbox (PronyLoadWorker *self)
{
  return self->share.outbox;
}

/**
 * prony_load_worker_join:
 * @self: a worker that has been told to end, or never started
 *
 * Waits for its thread. It still may be woken afterwards: the workers of a generator
 * wake one another, so that none is freed before all have been waited for.
 */
void
prony_load_worker_join (PronyLoadWorker *self)
{
  g_clear_pointer (&self->thread, g_thread_join);
}

/**
 * prony_load_worker_free:
 * @self: (transfer full): a worker whose thread was waited for
 *
 * Frees it with what nobody has taken.
 */
void
prony_load_worker_free (PronyLoadWorker *self)
{
  g_return_if_fail (self->thread == NULL);

  g_source_unref (self->command);
  g_main_context_unref (self->context);
  prony_load_outbox_free (self->share.outbox);
  g_free (self);
}
