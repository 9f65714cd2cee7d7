/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/prony-cancel-watch.h"
#include "base/prony-clock.h"
#include "base/prony-util.h"
#include "core/bench/prony-attempt.h"
#include "core/bench/prony-target-preparation.h"
#include "core/bench/prony-token-chain.h"
#include "core/engines/prony-http-stream.h"

/* How long a request may take where nobody says. */
#define DEFAULT_TIMEOUT_S 300.0

/* One request to one target, in a thread of its own. The thread fills the result and
 * after each event puts what is new of it into the news, which one reader takes out
 * whenever it likes. Reference counted; the thread holds a reference until it has
 * ended, so that nobody needs to wait for it. */
struct _PronyAttempt
{
  GCancellable *cancellable; /* stops it, from any thread */
  gboolean prepared;
  double timeout_s;

  GMutex mutex; /* for what follows */
  PronyAttemptNews news;
  PronyAttemptResult *ended; /* NULL until there is nothing more to come */

  /* The thread's own until it has ended. */
  PronyAttemptResult *result;
  PronyHttpStream *stream;
  gsize published_answer; /* how much of it has been news */
  gsize published_reasoning;
  gboolean done;
};

static void
attempt_clear (gpointer data)
{
  PronyAttempt *self = data;

  g_object_unref (self->cancellable);
  g_mutex_clear (&self->mutex);
  prony_attempt_news_clear (&self->news);
  g_clear_pointer (&self->ended, prony_attempt_result_unref);
  g_clear_pointer (&self->result, prony_attempt_result_unref);
}

static void
set_phase (PronyAttempt *self, PronyAttemptPhase phase)
{
  g_mutex_lock (&self->mutex);
  self->news.phase = phase;
  g_mutex_unlock (&self->mutex);
}

/* May come again, if the request had to be sent again. */
static void
on_sent (gpointer user_data)
{
  PronyAttempt *self = user_data;

  g_mutex_lock (&self->mutex);
  self->news.phase = PRONY_ATTEMPT_WAITING;
  self->news.sent_ns = self->result->record->sent_ns;
  g_mutex_unlock (&self->mutex);
}

static void
on_event (const PronyRecordEvent *event, gpointer user_data)
{
  PronyAttempt *self = user_data;
  PronyRequestRecord *record = self->result->record;
  gboolean reasoning = event->kind == PRONY_EVENT_REASONING;
  const GString *text = reasoning ? record->reasoning : record->answer;
  gsize *published = reasoning ? &self->published_reasoning : &self->published_answer;
  PronyAttemptEvent item = { .event = *event, .text_end = text != NULL ? text->len : 0 };

  g_array_append_val (self->result->events, item);

  g_mutex_lock (&self->mutex);
  self->news.phase = PRONY_ATTEMPT_ANSWERING;
  if (item.text_end > *published)
    g_string_append_len (reasoning ? self->news.reasoning : self->news.answer,
                         text->str + *published, (gssize) (item.text_end - *published));
  g_array_append_val (self->news.events, item);
  g_mutex_unlock (&self->mutex);
  *published = item.text_end;
}

static void
on_done (gpointer user_data)
{
  PronyAttempt *self = user_data;

  self->done = TRUE;
}

static const PronyHttpStreamFuncs stream_funcs = {
  .sent = on_sent,
  .event = on_event,
  .done = on_done,
};

static gboolean
on_stop (gpointer user_data)
{
  PronyAttempt *self = user_data;

  prony_http_stream_cancel (self->stream);
  return G_SOURCE_REMOVE;
}

static double
get_timeout (PronyAttempt *self)
{
  double engine_s = self->result->target->engine->request_timeout_s;

  if (self->timeout_s > 0)
    return self->timeout_s;

  return engine_s > 0 ? engine_s : DEFAULT_TIMEOUT_S;
}

/* Sends the request and stays until its record is complete. */
static void
exchange (PronyAttempt *self, PronyHttpPool *pool, GMainContext *context)
{
  PronyAttemptResult *result = self->result;
  PronyCancelWatch watch = { 0 };

  result->record = prony_request_record_new (1);
  prony_http_pool_set_log (pool, result->log);
  self->stream = prony_http_stream_new (pool, 0, prony_dialect_get (result->target->engine->api),
                                        result->target, &stream_funcs, self);
  prony_cancel_watch_start (&watch, self->cancellable, on_stop, self);

  set_phase (self, PRONY_ATTEMPT_SENDING);
  result->record->scheduled_ns = prony_clock_now_ns ();
  prony_http_stream_send (self->stream, result->spec, result->record, get_timeout (self));
  while (!self->done)
    g_main_context_iteration (context, TRUE);

  prony_cancel_watch_end (&watch);
  g_clear_pointer (&self->stream, prony_http_stream_free);
}

/* Stopping is not the end of a measurement here. */
static void
correct_message (PronyRequestRecord *record)
{
  if (record->outcome == PRONY_OUTCOME_CANCELLED)
    prony_set_str (&record->error_message,
                   _ ("The request was stopped. What had come until then is kept."));
}

/* As for a run, if the engine has not counted. Whoever stops does not want to wait. */
static void
count_tokens (PronyAttempt *self)
{
  PronyAttemptResult *result = self->result;
  PronyRequestRecord *record = result->record;
  g_autoptr (PronyTokenChain) chain = NULL;
  PronyTokenCounts counts;

  if (!prony_token_chain_wants (record) || g_cancellable_is_cancelled (self->cancellable))
    return;

  set_phase (self, PRONY_ATTEMPT_COUNTING);
  chain =
    prony_token_chain_new (result->target, result->spec->system == NULL &&
                                             prony_api_is_plain (result->target->engine->api));
  if (!prony_token_chain_count (chain, record, &counts))
    return;

  record->prompt_tokens = counts.prompt_tokens;
  record->completion_tokens = counts.completion_tokens;
  record->reasoning_tokens = counts.reasoning_tokens;
  record->count_source = counts.source;
}

static gboolean
ask (PronyAttempt *self, GError **error)
{
  PronyAttemptResult *result = self->result;
  PronyTarget *target = result->target;
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (PronyHttpAccess) access =
    prony_http_access_new (target->engine, target->credentials, error);
  PronyHttpPool *pool;

  if (access == NULL)
    return FALSE;

  g_main_context_push_thread_default (context);
  pool = prony_http_pool_new (access, 1, error);
  if (pool != NULL)
    {
      exchange (self, pool, context);
      prony_http_pool_free (pool);
    }
  g_main_context_pop_thread_default (context);
  if (pool == NULL)
    return FALSE;

  correct_message (result->record);
  count_tokens (self);
  prony_exchange_log_mask (result->log, target->credentials);
  result->dropped =
    prony_dialect_list_dropped (prony_dialect_get (target->engine->api), result->spec, target);
  return TRUE;
}

static gboolean
prepare (PronyAttempt *self, GError **error)
{
  g_autoptr (PronyTarget) prepared = NULL;

  if (self->prepared)
    return !g_cancellable_set_error_if_cancelled (self->cancellable, error);

  prepared = prony_target_prepare (self->result->target, self->cancellable, error);
  if (prepared == NULL)
    return FALSE;

  prony_attempt_result_set_target (self->result, prepared);
  return TRUE;
}

static gpointer
attempt_thread (gpointer data)
{
  g_autoptr (PronyAttempt) self = data;
  GError **error = &self->result->error;

  if (!prepare (self, error) || !ask (self, error))
    {
      if (g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_clear_error (error);
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                               _ ("The request was stopped before it was sent."));
        }
    }

  g_mutex_lock (&self->mutex);
  self->ended = g_steal_pointer (&self->result);
  self->news.phase = PRONY_ATTEMPT_ENDED;
  g_mutex_unlock (&self->mutex);
  return NULL;
}

/**
 * prony_attempt_start:
 * @target: whom to ask
 * @prepared: whether @target has been through prony_target_prepare(); otherwise the
 *   engine is first asked what it is, what it speaks and which models it has
 * @spec: what to ask
 * @timeout_s: how long the request may take; 0 means as the engine's settings say,
 *   or five minutes
 *
 * Asks, in a thread of its own. Main thread or any other.
 *
 * Returns: (transfer full): the attempt; dropping it does not stop it
 */
PronyAttempt *
prony_attempt_start (PronyTarget *target,
                     gboolean prepared,
                     PronyRequestSpec *spec,
                     double timeout_s)
{
  PronyAttempt *self;

  g_return_val_if_fail (target != NULL, NULL);
  g_return_val_if_fail (spec != NULL, NULL);

  self = g_atomic_rc_box_new0 (PronyAttempt);
  g_mutex_init (&self->mutex);
  self->cancellable = g_cancellable_new ();
  self->prepared = prepared;
  self->timeout_s = timeout_s;
  prony_attempt_news_init (&self->news);
  self->result = prony_attempt_result_new (target, spec);
  g_thread_unref (g_thread_new ("prony-attempt", attempt_thread, prony_attempt_ref (self)));
  return self;
}

/**
 * prony_attempt_ref:
 * @self: an attempt
 *
 * Returns: (transfer full): @self
 */
PronyAttempt *
prony_attempt_ref (PronyAttempt *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * prony_attempt_unref:
 * @self: (transfer full): an attempt, ended or not
 */
void
prony_attempt_unref (PronyAttempt *self)
{
  g_atomic_rc_box_release_full (self, attempt_clear);
}

/**
 * prony_attempt_stop:
 * @self: an attempt
 *
 * Has it end soon: its connection is closed, and what came is kept. Any thread;
 * does not wait.
 */
void
prony_attempt_stop (PronyAttempt *self)
{
  g_return_if_fail (self != NULL);

  g_cancellable_cancel (self->cancellable);
}

/**
 * prony_attempt_take:
 * @self: an attempt
 * @news: (inout): afterwards what has come since the last call; what it had before
 *   is forgotten
 *
 * Hands over what is new. One reader, in one thread. Copies nothing, and waits for
 * no longer than it takes to add an event.
 */
void
prony_attempt_take (PronyAttempt *self, PronyAttemptNews *news)
{
  PronyAttemptNews taken;

  g_return_if_fail (self != NULL);
  g_return_if_fail (news != NULL);

  g_string_truncate (news->answer, 0);
  g_string_truncate (news->reasoning, 0);
  g_array_set_size (news->events, 0);

  g_mutex_lock (&self->mutex);
  taken = self->news;
  self->news.answer = news->answer;
  self->news.reasoning = news->reasoning;
  self->news.events = news->events;
  g_mutex_unlock (&self->mutex);
  *news = taken;
}

/**
 * prony_attempt_get_result:
 * @self: an attempt
 *
 * Returns: (transfer none) (nullable): the result; %NULL before the phase is
 *   %PRONY_ATTEMPT_ENDED
 */
PronyAttemptResult *
prony_attempt_get_result (PronyAttempt *self)
{
  PronyAttemptResult *result;

  g_return_val_if_fail (self != NULL, NULL);

  g_mutex_lock (&self->mutex);
  result = self->ended;
  g_mutex_unlock (&self->mutex);
  return result;
}

/**
 * prony_attempt_news_init:
 * @news: what a reader has
 *
 * Begins without news.
 */
void
prony_attempt_news_init (PronyAttemptNews *news)
{
  *news = (PronyAttemptNews){
    .answer = g_string_new (NULL),
    .reasoning = g_string_new (NULL),
    .events = g_array_new (FALSE, FALSE, sizeof (PronyAttemptEvent)),
  };
}

/**
 * prony_attempt_news_clear:
 * @news: what a reader has
 *
 * Frees what is in it.
 */
void
prony_attempt_news_clear (PronyAttemptNews *news)
{
  g_string_free (news->answer, TRUE);
  g_string_free (news->reasoning, TRUE);
  g_array_unref (news->events);
}
