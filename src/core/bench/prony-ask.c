/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include "base/prony-cancel-watch.h"
#include "base/prony-clock.h"
#include "core/bench/prony-ask.h"
#include "core/engines/prony-http-stream.h"

typedef struct
{
  PronyHttpStream *stream;
  gboolean done;
} Question;

static void
on_done (gpointer user_data)
{
  Question *question = user_data;

  question->done = TRUE;
}

static gboolean
on_cancelled (gpointer user_data)
{
  Question *question = user_data;

  prony_http_stream_cancel (question->stream);
  return G_SOURCE_REMOVE;
}

/* In the thread's default context, until the answer has ended. */
static void
exchange (Question *question,
          PronyRequestSpec *spec,
          PronyRequestRecord *record,
          double timeout_s,
          GCancellable *cancellable)
{
  GMainContext *context = g_main_context_get_thread_default ();
  PronyCancelWatch watch = { 0 };

  prony_cancel_watch_start (&watch, cancellable, on_cancelled, question);
  record->scheduled_ns = prony_clock_now_ns ();
  prony_http_stream_send (question->stream, spec, record, timeout_s);
  while (!question->done)
    g_main_context_iteration (context, TRUE);

  prony_cancel_watch_end (&watch);
}

/**
 * prony_ask:
 * @target: a prepared target; the fields that the engine refuses are added to it
 * @spec: what to ask
 * @timeout_s: how long it may take, over 0
 * @cancellable: (nullable): ends it, from any thread
 * @error: return location for what keeps a request from being sent at all, such as
 *   unreadable certificates
 *
 * Sends one request on a connection of its own and waits for the end of the answer. For
 * what has to be known of an engine, outside of any measurement. Any thread but the user
 * interface's.
 *
 * Returns: (transfer full) (nullable): the request, however it ended
 */
PronyRequestRecord *
prony_ask (PronyTarget *target,
           PronyRequestSpec *spec,
           double timeout_s,
           GCancellable *cancellable,
           GError **error)
{
  static const PronyHttpStreamFuncs funcs = { .done = on_done };
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (PronyHttpAccess) access =
    prony_http_access_new (target->engine, target->credentials, error);
  PronyRequestRecord *record = NULL;
  PronyHttpPool *pool;
  Question question = { 0 };

  if (access == NULL)
    return NULL;

  g_main_context_push_thread_default (context);
  pool = prony_http_pool_new (access, 1, error);
  if (pool != NULL)
    {
      record = prony_request_record_new (1);
      question.stream = prony_http_stream_new (pool, 0, prony_dialect_get (target->engine->api),
                                               target, &funcs, &question);
      exchange (&question, spec, record, timeout_s, cancellable);
      prony_http_stream_free (question.stream);
      prony_http_pool_free (pool);
    }
  g_main_context_pop_thread_default (context);
  return record;
}
