/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-load"

#include "config.h"

#include <string.h>
#include <sys/resource.h>

#include <glib/gi18n-lib.h>

#include "base/prony-error.h"
#include "core/engines/prony-http-pool.h"
#include "core/load/prony-closed-loop.h"
#include "core/load/prony-load-generator.h"
#include "core/load/prony-load-outbox.h"

/* Descriptors of everything that is not a connection of ours. */
#define OTHER_FILES 128

/* Puts one load level on one engine, in a thread of its own with a main context of
 * its own. The owner's thread commands through a few atomic flags and a source that
 * wakes the loop, and takes what lies in the outbox; neither side ever waits for
 * the other except in prony_load_generator_wait() and prony_load_generator_free(). */
struct _PronyLoadGenerator
{
  PronyLoadConfig config;
  PronyTarget *target;
  GMainContext *context;
  GThread *thread;
  PronyLoadOutbox *outbox;

  /* Written by any thread, read by the I/O thread. */
  GSource *command;
  int paused;
  int stopped;

  /* Of the I/O thread. */
  PronyClosedLoop *loop;
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
  PronyLoadGenerator *self = user_data;

  if (g_atomic_int_get (&self->stopped))
    prony_closed_loop_stop (self->loop);
  else
    prony_closed_loop_set_paused (self->loop, g_atomic_int_get (&self->paused));

  return G_SOURCE_CONTINUE;
}

static void
generator_fail (PronyLoadGenerator *self, const char *message)
{
  PronyLoadSnapshot *snapshot = prony_load_snapshot_new (PRONY_STATE_FAILED);
  PronyLoadHealth health = { 0 };

  snapshot->error = g_strdup (message);
  prony_load_outbox_publish (self->outbox, snapshot);
  prony_load_outbox_close (self->outbox, &health);
}

static gpointer
generator_run (gpointer user_data)
{
  PronyLoadGenerator *self = user_data;
  g_autoptr (GError) error = NULL;
  PronyLoadHealth health;
  PronyHttpPool *pool;

  g_main_context_push_thread_default (self->context);

  pool =
    prony_http_pool_new (self->target->engine->url, self->config.level.concurrency, NULL, &error);
  if (pool == NULL)
    {
      generator_fail (self, error->message);
      g_main_context_pop_thread_default (self->context);
      return NULL;
    }

  self->loop = prony_closed_loop_new (&self->config, pool, self->outbox);
  prony_closed_loop_start (self->loop);
  g_source_attach (self->command, self->context);
  while (!prony_closed_loop_is_done (self->loop))
    g_main_context_iteration (self->context, TRUE);

  g_source_destroy (self->command);
  prony_closed_loop_get_health (self->loop, &health);
  g_clear_pointer (&self->loop, prony_closed_loop_free);
  prony_load_outbox_close (self->outbox, &health);

  prony_http_pool_free (pool);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static gboolean
key_is_clean (const char *key)
{
  for (const char *p = key; p != NULL && *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      return FALSE;

  return TRUE;
}

/* Raises the process's own limit as far as it may. */
static gboolean
reserve_files (guint concurrency, GError **error)
{
  struct rlimit limit;
  rlim_t needed = (rlim_t) concurrency + OTHER_FILES;
  rlim_t wanted = 2 * (rlim_t) concurrency + OTHER_FILES;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return TRUE;

  if (limit.rlim_cur < wanted)
    {
      limit.rlim_cur = MIN (wanted, limit.rlim_max);
      setrlimit (RLIMIT_NOFILE, &limit);
      getrlimit (RLIMIT_NOFILE, &limit);
    }
  if (limit.rlim_cur >= needed)
    return TRUE;

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
               /* Translators: the numbers are counts of streams and of open files. */
               _ ("%u streams at once need %lu open files, but the system allows this program %lu. "
                  "Use fewer streams, or raise the limit (ulimit -n)."),
               concurrency, (gulong) needed, (gulong) limit.rlim_cur);
  return FALSE;
}

static gboolean
config_is_usable (const PronyLoadConfig *config, GError **error)
{
  if (config->level.concurrency < 1 || config->target->engine->api == PRONY_API_AUTO)
    {
      g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                           _ ("A load needs at least one stream and an engine whose API is known. "
                              "Choose them and try again."));
      return FALSE;
    }
  if (!key_is_clean (config->target->api_key))
    {
      g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                           _ ("The API key has a line break or another control character in it. "
                              "Enter it again."));
      return FALSE;
    }

  return reserve_files (config->level.concurrency, error);
}

/**
 * prony_load_generator_start:
 * @config: what to do; is copied, but what it points to must outlive the generator
 * @error: return location for an error
 *
 * Starts a thread that puts the load on the engine: warm-up, then the measured
 * window from the moment on when all streams are warm, until the first bound that
 * is reached. Time bounds let requests in flight finish for the grace time; bounds
 * of requests wait for the last request.
 *
 * A stream whose request failed starts the next one no sooner than 100 ms after the
 * failed one's start, and twice as late after each further failure, up to 1 s: an
 * engine that has died is not asked without pause. Each failure counts as a
 * request. When the whole first round of warm-ups finds no engine, the trial ends
 * as failed, and the last snapshot says why.
 *
 * Returns: (transfer full): a generator under way, or %NULL with %PRONY_ERROR_INPUT
 *   for what cannot be carried out, or %PRONY_ERROR_FAILED
 */
PronyLoadGenerator *
prony_load_generator_start (const PronyLoadConfig *config, GError **error)
{
  PronyLoadGenerator *self;
  g_autoptr (GError) local = NULL;

  g_return_val_if_fail (config != NULL && config->target != NULL, NULL);
  g_return_val_if_fail (config->source != NULL, NULL);

  if (!config_is_usable (config, error))
    return NULL;

  self = g_new0 (PronyLoadGenerator, 1);
  self->config = *config;
  self->target = prony_target_ref (config->target);
  self->context = g_main_context_new ();
  self->outbox = prony_load_outbox_new ();
  self->command = g_source_new (&command_funcs, sizeof (GSource));
  g_source_set_static_name (self->command, "Prony load commands");
  g_source_set_callback (self->command, on_command, self, NULL);
  self->thread = g_thread_try_new ("prony-load", generator_run, self, &local);
  if (self->thread != NULL)
    return self;

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_FAILED,
               /* Translators: %s is the system's own explanation. */
               _ ("The measurement could not be started: %s. Close other programs and try again."),
               local->message);
  prony_load_generator_free (self);
  return NULL;
}

static void
generator_wake (PronyLoadGenerator *self)
{
  g_source_set_ready_time (self->command, 0);
}

/**
 * prony_load_generator_pause:
 * @self: a generator
 *
 * Holds back new requests; those in flight go on. May be called from any thread.
 */
void
prony_load_generator_pause (PronyLoadGenerator *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_int_set (&self->paused, TRUE);
  generator_wake (self);
}

/**
 * prony_load_generator_resume:
 * @self: a generator
 *
 * Goes on after a pause. The time from the end of the last request in flight until
 * now is outside the window, and a time bound moves by it. May be called from any
 * thread.
 */
void
prony_load_generator_resume (PronyLoadGenerator *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_int_set (&self->paused, FALSE);
  generator_wake (self);
}

/**
 * prony_load_generator_stop:
 * @self: a generator
 *
 * Cancels what is in flight and ends, keeping all records. Does not wait for it:
 * prony_load_generator_wait() does. May be called from any thread.
 */
void
prony_load_generator_stop (PronyLoadGenerator *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_int_set (&self->stopped, TRUE);
  generator_wake (self);
}

/**
 * prony_load_generator_take_snapshot:
 * @self: a generator
 *
 * Takes the latest snapshot; there is a new one about ten times a second, and a
 * last one with a final state. May be called from any thread, never waits.
 *
 * Returns: (transfer full) (nullable): the snapshot, or %NULL if there is none
 *   since the last call
 */
PronyLoadSnapshot *
prony_load_generator_take_snapshot (PronyLoadGenerator *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return prony_load_outbox_take_snapshot (self->outbox);
}

/**
 * prony_load_generator_take_records:
 * @self: a generator
 *
 * Takes the records of the requests that have ended since the last call, warm-up
 * requests among them. May be called from any thread, never waits.
 *
 * Returns: (transfer container) (element-type PronyRequestRecord): the records in
 *   order of ending, may be empty; the array owns its elements
 */
GPtrArray *
prony_load_generator_take_records (PronyLoadGenerator *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return prony_load_outbox_take_records (self->outbox);
}

/**
 * prony_load_generator_wait:
 * @self: a generator
 * @timeout_us: how long at most, in microseconds; negative means for ever
 *
 * Waits until the trial has ended and everything lies ready: the last snapshot, all
 * records and the health. May be called from any thread.
 *
 * Returns: whether it has
 */
gboolean
prony_load_generator_wait (PronyLoadGenerator *self, gint64 timeout_us)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return prony_load_outbox_wait (self->outbox, timeout_us);
}

/**
 * prony_load_generator_get_health:
 * @self: a generator whose trial has ended, as prony_load_generator_wait() says
 * @health: (out caller-allocates): what the measuring side knows of itself; all
 *   zero before the end
 */
void
prony_load_generator_get_health (PronyLoadGenerator *self, PronyLoadHealth *health)
{
  g_return_if_fail (self != NULL && health != NULL);

  prony_load_outbox_get_health (self->outbox, health);
}

/**
 * prony_load_generator_free:
 * @self: (transfer full): a generator
 *
 * Stops it if need be, waits for its thread, and frees it with the records that
 * nobody has taken.
 */
void
prony_load_generator_free (PronyLoadGenerator *self)
{
  g_return_if_fail (self != NULL);

  prony_load_generator_stop (self);
  g_clear_pointer (&self->thread, g_thread_join);
  g_source_unref (self->command);
  g_main_context_unref (self->context);
  prony_load_outbox_free (self->outbox);
  prony_target_unref (self->target);
  g_free (self);
}
