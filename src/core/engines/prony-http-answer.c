/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "base/prony-util.h"
#include "core/engines/prony-failure.h"
#include "core/engines/prony-http-answer.h"

/* Success is at least one token, and a finish reason, usage or end mark where the
 * protocol has one, and no error. Anything else is told apart here:
 *
 *   a status that is not 2xx    what the engine's error body says
 *   an error event              what the event says
 *   the connection broke        truncated
 *   no end mark                 truncated
 *   nothing understandable      protocol
 *   no token                    empty
 *
 * A whole answer has no first token, so its text is noted as one event of kind
 * usage, which carries no token: TTFT, ITL and TPOT are absent, and the latency
 * ends at `finished`. */

/**
 * prony_http_answer_begin:
 * @self: memory, all zero or from an earlier answer
 * @record: the record of the request; must stay until the answer has ended
 * @spec: the engine; likewise
 * @needs_end_mark: as in #PronyDialect
 *
 * Begins an answer.
 */
void
prony_http_answer_begin (PronyHttpAnswer *self,
                         PronyRequestRecord *record,
                         PronyEngineSpec *spec,
                         gboolean needs_end_mark)
{
  g_free (self->garbage);
  *self = (PronyHttpAnswer){
    .record = record,
    .spec = spec,
    .needs_end_mark = needs_end_mark,
    .counts_known = TRUE,
    .total_tokens = -1,
  };
}

/**
 * prony_http_answer_clear:
 * @self: an answer
 *
 * Frees what belongs to it.
 */
void
prony_http_answer_clear (PronyHttpAnswer *self)
{
  g_clear_pointer (&self->garbage, g_free);
}

/**
 * prony_http_answer_fail:
 * @self: an answer
 * @outcome: not ok
 * @message: (transfer full): a sentence
 *
 * Notes a failure. The first one is the one that is reported.
 */
void
prony_http_answer_fail (PronyHttpAnswer *self, PronyOutcome outcome, char *message)
{
  if (self->failed)
    {
      g_free (message);
      return;
    }

  self->failed = TRUE;
  self->record->outcome = outcome;
  self->record->error_message = message;
}

static void
take_meta (PronyRequestRecord *record, const PronyDelta *delta)
{
  if (delta->finish_reason->len > 0)
    prony_set_str (&record->finish_reason, delta->finish_reason->str);
  if (delta->model->len > 0 && record->model == NULL)
    record->model = g_strdup (delta->model->str);

  if (delta->prompt_tokens >= 0)
    record->prompt_tokens = delta->prompt_tokens;
  if (delta->completion_tokens >= 0)
    record->completion_tokens = delta->completion_tokens;
  if (delta->reasoning_tokens >= 0)
    record->reasoning_tokens = delta->reasoning_tokens;
  if (delta->cached_tokens >= 0)
    record->cached_tokens = delta->cached_tokens;

  if (!isnan (delta->load_time_s))
    record->load_time_s = delta->load_time_s;
  if (!isnan (delta->queue_time_s))
    record->queue_time_s = delta->queue_time_s;
  if (!isnan (delta->prompt_eval_time_s))
    record->prompt_eval_time_s = delta->prompt_eval_time_s;
  if (!isnan (delta->eval_time_s))
    record->eval_time_s = delta->eval_time_s;
}

static void
append_reasoning (PronyRequestRecord *record, const GString *text)
{
  if (text->len == 0)
    return;
  if (record->reasoning == NULL)
    record->reasoning = g_string_sized_new (text->len);
  g_string_append_len (record->reasoning, text->str, text->len);
}

static void
take_text (PronyHttpAnswer *self, const PronyDelta *delta, gint64 at_ns)
{
  PronyRequestRecord *record = self->record;

  append_reasoning (record, delta->thinking);
  if (delta->kind == PRONY_EVENT_REASONING)
    append_reasoning (record, delta->text);

  if (delta->kind == PRONY_EVENT_CONTENT)
    {
      g_string_append_len (record->answer, delta->text->str, delta->text->len);
      if (!self->whole)
        prony_first_sentence_feed (&self->sentence, delta->text->str, delta->text->len, at_ns);
    }
}

static void
check_size (PronyHttpAnswer *self)
{
  const PronyRequestRecord *record = self->record;

  if (record->answer->len <= PRONY_HTTP_ANSWER_MAX_BYTES &&
      (record->reasoning == NULL || record->reasoning->len <= PRONY_HTTP_ANSWER_MAX_BYTES) &&
      record->events->len <= PRONY_HTTP_EVENTS_MAX)
    return;

  prony_http_answer_fail (
    self, PRONY_OUTCOME_PROTOCOL,
    /* Translators: %s is the engine's address. */
    g_strdup_printf (_ ("%s went on sending an answer beyond every sensible length, so the "
                        "request was ended. Set a limit on the tokens of an answer."),
                     self->spec->url));
}

static gint
take_tokens (PronyHttpAnswer *self, const PronyDelta *delta)
{
  gint64 before = MAX (self->total_tokens, 0);
  gint tokens = delta->tokens;

  if (tokens < 0 && delta->total_tokens >= before)
    tokens = (gint) MIN (delta->total_tokens - before, G_MAXINT);
  if (delta->total_tokens >= 0)
    self->total_tokens = delta->total_tokens;

  if (prony_event_kind_carries_tokens (delta->kind))
    {
      self->n_token_events++;
      self->counts_known &= tokens >= 0;
      self->counted_tokens += MAX (tokens, 0);
    }

  return tokens;
}

/* Brings an event down to what is the engine's word and new. */
static void
sift (PronyHttpAnswer *self, PronyDelta *delta)
{
  PronyRequestRecord *record = self->record;

  if (self->n_token_events == 0 && prony_loading_banner_take (&self->banner, delta))
    {
      delta->kind = PRONY_EVENT_COMMENT;
      g_string_truncate (delta->text, 0);
    }

  if (delta->so_far && delta->kind == PRONY_EVENT_CONTENT)
    {
      prony_text_so_far_cut (&self->text_so_far, record->answer, delta->text);
      if (delta->text->len == 0)
        delta->kind = delta->completion_tokens >= 0 ? PRONY_EVENT_USAGE : PRONY_EVENT_EMPTY;
    }

  if (self->counts_are_fake)
    {
      delta->tokens = -1;
      delta->total_tokens = -1;
      delta->prompt_tokens = -1;
      delta->completion_tokens = -1;
      delta->reasoning_tokens = -1;
      delta->cached_tokens = -1;
    }
}

/**
 * prony_http_answer_take:
 * @self: an answer that has not ended
 * @delta: an event of it
 * @at_ns: when the bytes that completed it were read
 *
 * Notes an event in the record, as its last one. What only tells how far the prompt is
 * comes because it was asked for, and is no part of the answer: an engine does not respond
 * sooner since it is asked.
 *
 * Returns: whether the event is in the record
 */
gboolean
prony_http_answer_take (PronyHttpAnswer *self, PronyDelta *delta, gint64 at_ns)
{
  PronyEventKind kind;
  gint tokens = -1;

  if (delta->kind == PRONY_EVENT_COMMENT && delta->progress_total >= 0)
    {
      self->has_progress = TRUE;
      return FALSE;
    }

  sift (self, delta);
  kind = delta->kind;
  if (self->whole && prony_event_kind_carries_tokens (kind))
    kind = PRONY_EVENT_USAGE;
  else
    tokens = take_tokens (self, delta);

  prony_request_record_add_event (self->record, kind, at_ns, tokens);
  take_meta (self->record, delta);
  take_text (self, delta, at_ns);
  check_size (self);

  if (delta->failed)
    {
      PronyOutcome outcome;
      char *message;

      prony_failure_from_delta (delta, &outcome, &message);
      prony_http_answer_fail (self, outcome, message);
    }
  else if (delta->error_message->len > 0 && self->garbage == NULL)
    {
      self->garbage = g_strdup (delta->error_message->str);
    }

  if (delta->completion_tokens >= 0 && kind == PRONY_EVENT_USAGE)
    self->has_usage = TRUE;
  if (delta->finish && self->finish_ns == 0)
    self->finish_ns = at_ns;
  if (kind == PRONY_EVENT_END && self->end_ns == 0)
    self->end_ns = at_ns;
  return TRUE;
}

/**
 * prony_http_answer_take_comment:
 * @self: an answer that has not ended
 * @at_ns: when it was read
 *
 * Notes a sign of life without contents.
 */
void
prony_http_answer_take_comment (PronyHttpAnswer *self, gint64 at_ns)
{
  prony_request_record_add_event (self->record, PRONY_EVENT_COMMENT, at_ns, -1);
  check_size (self);
}

static void
judge_error (PronyHttpAnswer *self, const GError *error)
{
  PronyOutcome outcome;
  char *message;

  prony_failure_from_error (error, self->spec->url, self->spec->kind, &outcome, &message);
  self->record->own_limit = prony_failure_is_own_limit (error);
  prony_http_answer_fail (self, outcome, message);
}

static void
judge_break (PronyHttpAnswer *self)
{
  g_autoptr (GError) error = NULL;

  g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "The answer broke off");
  judge_error (self, error);
}

/* libsoup calls it the same whether a connection ended before an answer or within
 * it. What sends nothing at all is not an engine that broke off. */
static void
judge_no_answer (PronyHttpAnswer *self, const GError *error)
{
  g_autoptr (GError) closed = NULL;

  g_set_error_literal (&closed, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, "No answer");
  if (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
    error = closed;
  judge_error (self, error);
}

static void
judge_silence (PronyHttpAnswer *self)
{
  if (self->garbage != NULL)
    prony_http_answer_fail (
      self, PRONY_OUTCOME_PROTOCOL,
      /* Translators: the first %s is the engine's address, the second what it sent. */
      g_strdup_printf (_ ("%s answered, but not in the protocol that it was asked in: “%s”"),
                       self->spec->url, self->garbage));
  else
    prony_http_answer_fail (
      self, PRONY_OUTCOME_EMPTY,
      /* Translators: %s is the engine's address. */
      g_strdup_printf (_ ("%s answered without a single token."), self->spec->url));
}

/* A body that ended well and had nothing that is an event: compressed, binary, or
 * plain text. */
static void
judge_no_stream (PronyHttpAnswer *self)
{
  prony_http_answer_fail (
    self, PRONY_OUTCOME_PROTOCOL,
    /* Translators: %s is the engine's address. */
    g_strdup_printf (_ ("%s answered with something that is no stream of tokens. Check the "
                        "address, and that no proxy in between changes or compresses answers."),
                     self->spec->url));
}

static gboolean
error_is_break (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
}

static void
judge_answer (PronyHttpAnswer *self, const GError *error)
{
  PronyRequestRecord *record = self->record;
  gboolean complete = self->end_ns != 0 || self->finish_ns != 0 || self->has_usage;
  gboolean marked = complete || self->whole || !self->needs_end_mark || self->garbage != NULL;
  gboolean silent =
    self->n_token_events == 0 && record->answer->len == 0 && record->reasoning == NULL;

  if (error != NULL && !complete && !error_is_break (error))
    judge_error (self, error);
  else if (error == NULL && self->has_body && record->events->len == 0 && !self->has_progress)
    judge_no_stream (self);
  else if ((error != NULL && !complete) || !marked)
    judge_break (self);
  else if (silent)
    judge_silence (self);
}

/* The engine's own count is the best; where it gives none, each event counts as
 * one token, and says so. */
static void
count_tokens (PronyHttpAnswer *self)
{
  PronyRequestRecord *record = self->record;

  record->count_source = PRONY_COUNT_USAGE;
  if (record->completion_tokens >= 0)
    return;

  if (self->total_tokens >= 0)
    {
      record->completion_tokens = self->total_tokens;
    }
  else if (self->n_token_events > 0 && self->counts_known)
    {
      record->completion_tokens = self->counted_tokens;
    }
  else
    {
      record->count_source = PRONY_COUNT_CHUNKS;
      if (self->n_token_events > 0)
        record->completion_tokens = (gint64) self->n_token_events;
    }
}

/**
 * prony_http_answer_end:
 * @self: an answer
 * @error: (nullable): why its end was not read
 * @error_body: the body, where the status is not 2xx; otherwise anything
 * @error_length: its length in bytes
 * @at_ns: when the body's end was read, or when the request was given up
 *
 * Ends an answer: fills in what is known of the whole, and judges it.
 */
void
prony_http_answer_end (PronyHttpAnswer *self,
                       const GError *error,
                       const char *error_body,
                       gsize error_length,
                       gint64 at_ns)
{
  PronyRequestRecord *record = self->record;
  PronyOutcome outcome;
  char *message;

  if (self->failed)
    {
      g_debug ("Request %" G_GUINT64_FORMAT ": %s", record->id, record->error_message);
    }
  else if (record->http_status == 0)
    {
      judge_no_answer (self, error);
    }
  else if (record->http_status < 200 || record->http_status >= 300)
    {
      prony_failure_from_status (record->http_status, error_body, error_length, &outcome, &message);
      prony_http_answer_fail (self, outcome, message);
    }
  else
    {
      judge_answer (self, error);
    }

  count_tokens (self);
  if (self->end_ns != 0)
    record->finished_ns = self->end_ns;
  else if (error != NULL && self->finish_ns != 0)
    record->finished_ns = self->finish_ns;
  else
    record->finished_ns = at_ns;
  record->sentence_ns = prony_first_sentence_finish (&self->sentence);
}
