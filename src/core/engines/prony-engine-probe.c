/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include "core/engines/prony-deadline.h"
#include "core/engines/prony-engine-detect.h"
#include "core/engines/prony-engine-probe.h"
#include "core/engines/prony-probe-fetch.h"
#include "core/engines/prony-sync.h"

/* Asks an address several things at once, and, given the answers, further things, and
 * tells from all of them what is there. A probe belongs to the thread that started it
 * and lives in its task. */

#define DEFAULT_TIMEOUT_S 2.0
#define MAX_CONNECTIONS 16

typedef struct
{
  PronyEngineSpec *engine;
  PronyHttpAccess *access;
  SoupSession *session;
  PronyDeadline deadline;
  GSource *half_time;
  gboolean past_half_time;
  PronyProbeAnswers *answers;
  GHashTable *asked; /* (element-type utf8 utf8): the paths */
  guint n_pending;
} Probe;

static void
probe_free (gpointer data)
{
  Probe *self = data;

  prony_deadline_clear (&self->deadline);
  if (self->half_time != NULL)
    g_source_destroy (self->half_time);
  g_clear_pointer (&self->half_time, g_source_unref);
  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);
  g_clear_pointer (&self->answers, prony_probe_answers_free);
  g_clear_pointer (&self->asked, g_hash_table_unref);
  g_clear_pointer (&self->access, prony_http_access_unref);
  prony_engine_spec_unref (self->engine);
  g_free (self);
}

static void
finish_probe (GTask *task)
{
  Probe *self = g_task_get_task_data (task);

  prony_deadline_end (&self->deadline);
  g_source_destroy (self->half_time);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, prony_engine_detect (self->engine, self->answers),
                           (GDestroyNotify) prony_engine_info_unref);
}

static void ask_further (GTask *task);

static void
on_fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Probe *self = g_task_get_task_data (task);
  PronyProbeAnswer *answer = prony_probe_fetch_finish (result);

  /* What the timer has cut off did not come in time. */
  if (self->deadline.timed_out && g_error_matches (answer->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    answer->error->code = G_IO_ERROR_TIMED_OUT;

  prony_probe_answers_add (self->answers, answer);
  self->n_pending--;
  if (self->n_pending == 0 || self->past_half_time)
    ask_further (task);
  if (self->n_pending == 0)
    finish_probe (task);
}

static void
ask (GTask *task, const char *path, const char *body)
{
  Probe *self = g_task_get_task_data (task);

  if (!g_hash_table_add (self->asked, g_strdup (path)))
    return;

  self->n_pending++;
  prony_probe_fetch_async (self->session, self->access, path, body, self->deadline.stop,
                           on_fetched_cb, g_object_ref (task));
}

/* Asks for what would help, given the answers so far. Where nobody has answered anything
 * there is nothing more to ask. */
static void
ask_further (GTask *task)
{
  Probe *self = g_task_get_task_data (task);
  g_auto (GStrv) paths = NULL;
  g_autofree char *text = NULL;
  const char *tokenize_path;

  if (g_cancellable_is_cancelled (self->deadline.stop) ||
      (self->answers->items->len > 0 && prony_probe_answers_find_response (self->answers) == NULL))
    return;

  paths = prony_engine_detect_list_paths (self->engine, self->answers);
  for (guint i = 0; paths[i] != NULL; i++)
    ask (task, paths[i], NULL);

  text = prony_engine_detect_make_tokenize (self->answers, &tokenize_path);
  if (text != NULL)
    ask (task, tokenize_path, text);
}

/* An engine that hangs on one path is known by the others. */
static gboolean
on_half_time_cb (gpointer user_data)
{
  GTask *task = user_data;
  Probe *self = g_task_get_task_data (task);

  self->past_half_time = TRUE;
  if (self->answers->items->len > 0)
    ask_further (task);
  return G_SOURCE_REMOVE;
}

static void
start_timers (GTask *task, double timeout_s)
{
  Probe *self = g_task_get_task_data (task);

  if (self->engine->probe_timeout_s > 0)
    timeout_s = self->engine->probe_timeout_s;
  if (!(timeout_s > 0))
    timeout_s = DEFAULT_TIMEOUT_S;

  prony_deadline_start (&self->deadline, timeout_s, g_task_get_cancellable (task));
  self->half_time = g_timeout_source_new ((guint) (CLAMP (timeout_s, 0.001, 86400.0) * 500.0));
  g_source_set_callback (self->half_time, on_half_time_cb, task, NULL);
  g_source_attach (self->half_time, g_main_context_get_thread_default ());
}

/**
 * prony_engine_probe_async:
 * @engine: where to look, and how it is reached; its kind is found out, not believed
 * @credentials: (nullable): what to show it
 * @timeout_s: how long the whole probe may take, where the engine has no time of its
 *   own; 0 for two seconds
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's thread-default context
 * @user_data: for @callback
 *
 * Finds out what engine answers at an address, how it is and which models it has. Reads
 * only; no model is asked anything but how many tokens a letter has.
 */
void
prony_engine_probe_async (PronyEngineSpec *engine,
                          PronyCredentials *credentials,
                          double timeout_s,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Probe *self = g_new0 (Probe, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, prony_engine_probe_async);
  g_task_set_task_data (task, self, probe_free);

  self->answers = prony_probe_answers_new (engine->models_path);
  self->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->engine = prony_engine_spec_ref (engine);
  self->access = prony_http_access_new (engine, credentials, &error);
  if (self->access == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  self->session = prony_http_access_create_session (self->access, MAX_CONNECTIONS);
  start_timers (task, timeout_s);
  ask_further (task);
}

/**
 * prony_engine_probe_finish:
 * @result: the result that the callback was given
 * @error: return location for %PRONY_ERROR_INPUT or %G_IO_ERROR_CANCELLED; an engine
 *   that cannot be used is no error, but an info whose status and message say so
 *
 * Returns: (transfer full) (nullable): what was found
 */
PronyEngineInfo *
prony_engine_probe_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * prony_engine_probe:
 * @engine: as for prony_engine_probe_async()
 * @credentials: (nullable): what to show it
 * @timeout_s: as for prony_engine_probe_async()
 * @cancellable: (nullable): ends it, from any thread
 * @error: as for prony_engine_probe_finish()
 *
 * The same as prony_engine_probe_async(), but blocks. Not for the main thread of a
 * program with windows.
 *
 * Returns: (transfer full) (nullable): what was found
 */
PronyEngineInfo *
prony_engine_probe (PronyEngineSpec *engine,
                    PronyCredentials *credentials,
                    double timeout_s,
                    GCancellable *cancellable,
                    GError **error)
{
  PronyEngineInfo *info;
  PronySync sync;

  g_return_val_if_fail (engine != NULL, NULL);

  prony_sync_begin (&sync);
  prony_engine_probe_async (engine, credentials, timeout_s, cancellable, prony_sync_done_cb, &sync);
  info = prony_engine_probe_finish (prony_sync_wait (&sync), error);
  prony_sync_end (&sync);
  return info;
}
