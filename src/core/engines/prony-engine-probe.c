/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/prony-error.h"
#include "core/engines/prony-deadline.h"
#include "core/engines/prony-engine-detect.h"
#include "core/engines/prony-engine-probe.h"
#include "core/engines/prony-probe-fetch.h"
#include "core/engines/prony-sync.h"

/* Asks an address several things at once and tells from the answers what is there.
 * A probe belongs to the thread that started it and lives in its task. */

#define DEFAULT_TIMEOUT_S 2.0

typedef struct
{
  char *url;
  char *api_key;
  SoupSession *session;
  PronyDeadline deadline;
  GPtrArray *answers;
  guint n_pending;
  gboolean asked_metrics;
} Probe;

static void
probe_free (gpointer data)
{
  Probe *self = data;

  prony_deadline_clear (&self->deadline);
  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);
  g_clear_pointer (&self->answers, g_ptr_array_unref);
  g_free (self->api_key);
  g_free (self->url);
  g_free (self);
}

static void
finish_probe (GTask *task)
{
  Probe *self = g_task_get_task_data (task);

  prony_deadline_end (&self->deadline);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, prony_engine_detect (self->url, self->answers),
                           (GDestroyNotify) prony_engine_info_unref);
}

static void ask (GTask *task, const char *path);

static void
on_fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Probe *self = g_task_get_task_data (task);
  PronyProbeAnswer *answer = prony_probe_fetch_finish (result);

  /* What the timer has cut off did not come in time. */
  if (self->deadline.timed_out && g_error_matches (answer->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    answer->error->code = G_IO_ERROR_TIMED_OUT;

  g_ptr_array_add (self->answers, answer);
  if (--self->n_pending > 0)
    return;

  if (!self->asked_metrics && !g_cancellable_is_cancelled (self->deadline.stop) &&
      prony_engine_detect_wants_metrics (self->answers))
    {
      self->asked_metrics = TRUE;
      ask (task, "/metrics");
      return;
    }

  finish_probe (task);
}

static void
ask (GTask *task, const char *path)
{
  Probe *self = g_task_get_task_data (task);

  self->n_pending++;
  prony_probe_fetch_async (self->session, self->url, path, self->api_key, self->deadline.stop,
                           on_fetched_cb, g_object_ref (task));
}

static gboolean
is_header_text (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar) *text < 0x20 || *text == 0x7f)
      return FALSE;

  return TRUE;
}

/**
 * prony_engine_probe_async:
 * @url: an address as a person types it
 * @api_key: (nullable): the key to show
 * @timeout_s: how long the whole probe may take; 0 for two seconds
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's thread-default context
 * @user_data: for @callback
 *
 * Finds out what engine answers at an address, how it is and which models it has.
 * Reads only; no model is asked anything.
 */
void
prony_engine_probe_async (const char *url,
                          const char *api_key,
                          double timeout_s,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  const char *const *paths = prony_engine_detect_get_paths ();
  Probe *self = g_new0 (Probe, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, prony_engine_probe_async);
  g_task_set_task_data (task, self, probe_free);

  self->answers = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_probe_answer_free);
  self->url = prony_engine_normalize_url (url, &error);
  if (self->url == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (api_key != NULL && !is_header_text (api_key))
    {
      g_task_return_new_error (task, PRONY_ERROR, PRONY_ERROR_INPUT,
                               _ ("The API key has a line break or another character in it that "
                                  "no key has. Enter it again."));
      return;
    }

  self->api_key = g_strdup (api_key);
  self->session = prony_probe_session_new (self->url);
  prony_deadline_start (&self->deadline, timeout_s > 0 ? timeout_s : DEFAULT_TIMEOUT_S,
                        cancellable);
  for (; *paths != NULL; paths++)
    ask (task, *paths);
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
 * @url: an address as a person types it
 * @api_key: (nullable): the key to show
 * @timeout_s: how long the whole probe may take; 0 for two seconds
 * @cancellable: (nullable): ends it, from any thread
 * @error: as for prony_engine_probe_finish()
 *
 * The same as prony_engine_probe_async(), but blocks. Not for the main thread of a
 * program with windows.
 *
 * Returns: (transfer full) (nullable): what was found
 */
PronyEngineInfo *
prony_engine_probe (
  const char *url, const char *api_key, double timeout_s, GCancellable *cancellable, GError **error)
{
  PronyEngineInfo *info;
  PronySync sync;

  g_return_val_if_fail (url != NULL, NULL);

  prony_sync_begin (&sync);
  prony_engine_probe_async (url, api_key, timeout_s, cancellable, prony_sync_done_cb, &sync);
  info = prony_engine_probe_finish (prony_sync_wait (&sync), error);
  prony_sync_end (&sync);
  return info;
}
