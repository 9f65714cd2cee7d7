/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-load"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/prony-error.h"
#include "core/load/prony-load-generator.h"
#include "core/load/prony-load-limits.h"
#include "core/load/prony-load-size.h"
#include "core/load/prony-load-worker.h"

/* Puts one load level on one engine, in I/O threads of its own that share the work.
 * The owner's thread commands through the conduct, and takes what lies in the
 * threads' outboxes; neither side ever waits for the other except in
 * prony_load_generator_wait() and prony_load_generator_free(). */
struct _PronyLoadGenerator
{
  PronyLoadConfig config;
  PronyTarget *target;
  PronyHttpAccess *access;
  PronyTrace *trace;
  PronyLoadStartLine *line;
  PronyLoadConduct *conduct;
  GPtrArray *workers; /* of PronyLoadWorker */

  GMutex mutex;          /* of what follows: never taken by an I/O thread */
  PronyLoadPart **parts; /* the latest of each worker */
  guint64 shown;         /* the request that was shown last */
};

static void
wake_all (gpointer user_data)
{
  PronyLoadGenerator *self = user_data;

  for (guint i = 0; i < self->workers->len; i++)
    prony_load_worker_wake (g_ptr_array_index (self->workers, i));
}

static gboolean
config_is_usable (const PronyLoadConfig *config, GError **error)
{
  if (config->target->engine->api == PRONY_API_AUTO)
    {
      g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                           _ ("A load needs an engine whose API is known. Choose one and try "
                              "again."));
      return FALSE;
    }
  if (config->level.kind == PRONY_LOAD_TRACE && config->trace == NULL)
    {
      g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                           _ ("A replay needs a trace. Choose a file and try again."));
      return FALSE;
    }
  return prony_load_level_check (&config->level, error);
}

static PronyLoadGenerator *
generator_new (const PronyLoadConfig *config, PronyHttpAccess *access, guint max_streams)
{
  PronyLoadGenerator *self = g_new0 (PronyLoadGenerator, 1);
  guint n = prony_load_size_count_threads (config);
  PronyLoadShare share = { .config = &self->config, .n_threads = n };

  self->config = *config;
  self->target = prony_target_ref (config->target);
  self->access = prony_http_access_ref (access);
  if (config->trace != NULL)
    self->trace = prony_trace_ref (config->trace);
  self->line = config->start_line != NULL ? prony_load_start_line_ref (config->start_line)
                                          : prony_load_start_line_new ();
  self->conduct =
    prony_load_conduct_new (config, prony_load_size_count_warmup_streams (config), wake_all, self);
  self->workers = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_load_worker_free);
  self->parts = g_new0 (PronyLoadPart *, n);
  g_mutex_init (&self->mutex);

  share.access = access;
  share.conduct = self->conduct;
  for (share.index = 0; share.index < n; share.index++)
    {
      share.max_streams = prony_load_share_count (&share, max_streams);
      g_ptr_array_add (self->workers, prony_load_worker_new (&share, self->line));
    }
  return self;
}

/* All of them, or none: those that do not run leave the start line. */
static gboolean
generator_start_workers (PronyLoadGenerator *self, GError **error)
{
  guint n = self->workers->len;

  prony_load_start_line_join (self->line, n);
  for (guint i = 0; i < n; i++)
    if (!prony_load_worker_start (g_ptr_array_index (self->workers, i), error))
      {
        prony_load_start_line_leave (self->line, n - i);
        return FALSE;
      }

  return TRUE;
}

/**
 * prony_load_generator_start:
 * @config: what to do; is copied, but what it points to must outlive the generator
 * @error: return location for an error
 *
 * Starts threads that put the load on the engine: warm-up, then the measured window,
 * which all threads open at the same moment once they are warm, until the first
 * bound that is reached. Time bounds let requests in flight finish for the grace
 * time; bounds of requests, and the end of a trace, wait for the last request.
 *
 * Each stream of a closed loop warms up. An open loop is warmed up by a closed one
 * of a few streams, at most eight; then connections are opened for as many requests
 * as there will be at once if they take as long as the warm-up's did. For an open
 * loop, where there are no streams that the user knows of, the bound of requests for
 * each stream is one for all.
 *
 * A stream of a closed loop whose request failed starts the next one no sooner than
 * 100 ms after the failed one's start, and twice as late after each further failure,
 * up to 1 s: an engine that has died is not asked without pause. Each failure counts
 * as a request. When the whole first round of warm-ups finds no engine, the trial
 * ends as failed, and the last snapshot says why.
 *
 * A request that is sent again waits for what the engine's Retry-After says, else
 * for 100 ms, and twice as long each time up to 1 s; it is not if that would be
 * later than its timeout or the end of the trial.
 *
 * Returns: (transfer full): a generator under way, or %NULL with %PRONY_ERROR_INPUT
 *   for what cannot be carried out, or %PRONY_ERROR_FAILED
 */
PronyLoadGenerator *
prony_load_generator_start (const PronyLoadConfig *config, GError **error)
{
  PronyLoadGenerator *self;
  g_autoptr (PronyHttpAccess) access = NULL;
  g_autoptr (GError) local = NULL;
  guint max_streams;

  g_return_val_if_fail (config != NULL && config->target != NULL, NULL);
  g_return_val_if_fail (config->source != NULL, NULL);

  if (!config_is_usable (config, error))
    return NULL;

  access = prony_http_access_new (config->target->engine, config->target->credentials, error);
  if (access == NULL || !prony_load_limits_reserve (&config->level, &max_streams, error))
    return NULL;

  self = generator_new (config, access, max_streams);
  if (generator_start_workers (self, &local))
    return self;

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_FAILED,
               /* Translators: %s is the system's own explanation. */
               _ ("The measurement could not be started: %s. Close other programs and try again."),
               local->message);
  prony_load_generator_free (self);
  return NULL;
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

  prony_load_conduct_set_paused (self->conduct, TRUE);
}

/**
 * prony_load_generator_resume:
 * @self: a generator
 *
 * Goes on after a pause. The time from the end of the last request in flight until
 * now is outside the window, and a time bound moves by it. A schedule, with its time
 * bound, stands still from the pause on. May be called from any thread.
 */
void
prony_load_generator_resume (PronyLoadGenerator *self)
{
  g_return_if_fail (self != NULL);

  prony_load_conduct_set_paused (self->conduct, FALSE);
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

  prony_load_conduct_break_off (self->conduct, PRONY_STATE_STOPPED, NULL);
}

/**
 * prony_load_generator_watch:
 * @self: a generator
 * @stream: the stream whose requests are to be shown, from 0 and below the snapshot's
 *   `n_streams`; or %PRONY_WATCH_ANY
 *
 * Chooses what snapshots show. A chosen stream is shown from one request to the next,
 * between them the last one; nothing is shown of one that has sent nothing yet. May be
 * called from any thread, and takes no lock that an I/O thread takes.
 */
void
prony_load_generator_watch (PronyLoadGenerator *self, int stream)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (stream >= PRONY_WATCH_ANY);

  prony_load_conduct_set_watched (self->conduct, stream);
}

/* Returns whether there is something new, and something of each worker. */
static gboolean
generator_take_parts (PronyLoadGenerator *self)
{
  gboolean is_new = FALSE;
  gboolean complete = TRUE;

  for (guint i = 0; i < self->workers->len; i++)
    {
      PronyLoadWorker *worker = g_ptr_array_index (self->workers, i);
      PronyLoadPart *part = prony_load_outbox_take_part (prony_load_worker_get_outbox (worker));

      if (part != NULL)
        {
          g_clear_pointer (&self->parts[i], prony_load_part_free);
          self->parts[i] = part;
          is_new = TRUE;
        }
      complete = complete && self->parts[i] != NULL;
    }

  return is_new && complete;
}

/**
 * prony_load_generator_take_snapshot:
 * @self: a generator
 *
 * Takes the latest snapshot; there is a new one about ten times a second, and a
 * last one with a final state. May be called from any thread, never waits for an I/O
 * thread.
 *
 * Returns: (transfer full) (nullable): the snapshot, or %NULL if there is none
 *   since the last call
 */
PronyLoadSnapshot *
prony_load_generator_take_snapshot (PronyLoadGenerator *self)
{
  PronyLoadSnapshot *snapshot = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  g_mutex_lock (&self->mutex);
  if (generator_take_parts (self))
    {
      snapshot =
        prony_load_part_merge (self->parts, self->workers->len,
                               prony_load_conduct_get_watched (self->conduct), self->shown);
      self->shown = snapshot->watched;
    }
  g_mutex_unlock (&self->mutex);

  return snapshot;
}

/**
 * prony_load_generator_take_records:
 * @self: a generator
 *
 * Takes the records of the requests that have ended since the last call, warm-up
 * requests among them. May be called from any thread, never waits for an I/O thread.
 *
 * Returns: (transfer container) (element-type PronyRequestRecord): the records, those
 *   of each I/O thread in order of ending, may be empty; the array owns its elements
 */
GPtrArray *
prony_load_generator_take_records (PronyLoadGenerator *self)
{
  GPtrArray *records;

  g_return_val_if_fail (self != NULL, NULL);

  records = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_request_record_unref);
  for (guint i = 0; i < self->workers->len; i++)
    {
      PronyLoadWorker *worker = g_ptr_array_index (self->workers, i);

      prony_load_outbox_take_records (prony_load_worker_get_outbox (worker), records);
    }

  return records;
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
  gint64 until_us = g_get_monotonic_time () + timeout_us;

  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->workers->len; i++)
    {
      PronyLoadWorker *worker = g_ptr_array_index (self->workers, i);
      gint64 left_us = timeout_us < 0 ? -1 : MAX (until_us - g_get_monotonic_time (), 0);

      if (!prony_load_outbox_wait (prony_load_worker_get_outbox (worker), left_us))
        return FALSE;
    }

  return TRUE;
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
  g_autofree PronyLoadHealth *parts = NULL;

  g_return_if_fail (self != NULL && health != NULL);

  *health = (PronyLoadHealth){ 0 };
  if (!prony_load_generator_wait (self, 0))
    return;

  parts = g_new0 (PronyLoadHealth, self->workers->len);
  for (guint i = 0; i < self->workers->len; i++)
    {
      PronyLoadWorker *worker = g_ptr_array_index (self->workers, i);

      prony_load_outbox_get_health (prony_load_worker_get_outbox (worker), &parts[i]);
    }
  prony_load_part_merge_health (health, parts, self->workers->len);
}

/**
 * prony_load_generator_list_pauses:
 * @self: a generator
 *
 * Returns: (transfer full) (element-type PronyPause): when it was paused with nothing in
 *   flight, after its window was opened; also after the last request had ended
 */
GArray *
prony_load_generator_list_pauses (PronyLoadGenerator *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return prony_load_conduct_list_pauses (self->conduct);
}

/**
 * prony_load_generator_free:
 * @self: (transfer full): a generator
 *
 * Stops it if need be, waits for its threads, and frees it with the records that
 * nobody has taken.
 */
void
prony_load_generator_free (PronyLoadGenerator *self)
{
  guint n;

  g_return_if_fail (self != NULL);

  prony_load_generator_stop (self);
  n = self->workers->len;
  for (guint i = 0; i < n; i++)
    prony_load_worker_join (g_ptr_array_index (self->workers, i));
  g_ptr_array_unref (self->workers);
  for (guint i = 0; i < n; i++)
    g_clear_pointer (&self->parts[i], prony_load_part_free);
  g_free (self->parts);
  g_mutex_clear (&self->mutex);
  prony_load_conduct_free (self->conduct);
  prony_load_start_line_unref (self->line);
  g_clear_pointer (&self->trace, prony_trace_unref);
  prony_http_access_unref (self->access);
  prony_target_unref (self->target);
  g_free (self);
}
