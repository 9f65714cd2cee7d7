/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "core/model/prony-event-cursor.h"
#include "core/model/prony-event-pack.h"
#include "core/model/prony-request-record.h"

/* Names that many requests have in common are kept once. A longer one is no name. */
#define SHARED_NAME_MAX 256

static const char *const event_kind_names[] = {
  [PRONY_EVENT_EMPTY] = "empty",
  [PRONY_EVENT_ROLE] = "role",
  [PRONY_EVENT_REASONING] = "reasoning",
  [PRONY_EVENT_CONTENT] = "content",
  [PRONY_EVENT_TOOL_CALL] = "tool_call",
  [PRONY_EVENT_USAGE] = "usage",
  [PRONY_EVENT_COMMENT] = "comment",
  [PRONY_EVENT_ERROR] = "error",
  [PRONY_EVENT_END] = "end",
};

static const struct
{
  const char *name;
  const char *title;
} outcomes[PRONY_N_OUTCOMES] = {
  [PRONY_OUTCOME_OK] = { "ok", NC_ ("outcome", "succeeded") },
  [PRONY_OUTCOME_CANCELLED] = { "cancelled", NC_ ("outcome", "cancelled") },
  [PRONY_OUTCOME_CONNECT] = { "connect", NC_ ("outcome", "no connection") },
  [PRONY_OUTCOME_TLS] = { "tls", NC_ ("outcome", "no secure connection") },
  [PRONY_OUTCOME_TIMEOUT] = { "timeout", NC_ ("outcome", "time limit exceeded") },
  [PRONY_OUTCOME_HTTP_4XX] = { "http_4xx", NC_ ("outcome", "request refused") },
  [PRONY_OUTCOME_HTTP_429] = { "http_429", NC_ ("outcome", "too many requests") },
  [PRONY_OUTCOME_HTTP_5XX] = { "http_5xx", NC_ ("outcome", "engine error") },
  [PRONY_OUTCOME_CONTEXT_OVERFLOW] = { "context_overflow",
                                       NC_ ("outcome", "too long for the context") },
  [PRONY_OUTCOME_STREAM_ERROR] = { "stream_error", NC_ ("outcome", "error inside the stream") },
  [PRONY_OUTCOME_TRUNCATED] = { "truncated", NC_ ("outcome", "ended without its end mark") },
  [PRONY_OUTCOME_PROTOCOL] = { "protocol", NC_ ("outcome", "not what the API promises") },
  [PRONY_OUTCOME_EMPTY] = { "empty", NC_ ("outcome", "no token in the answer") },
};

static const char *const count_source_names[] = {
  [PRONY_COUNT_USAGE] = "usage",         [PRONY_COUNT_TOKENIZE] = "tokenize",
  [PRONY_COUNT_TOKENIZER] = "tokenizer", [PRONY_COUNT_CHUNKS] = "chunks",
  [PRONY_COUNT_ESTIMATE] = "estimate",
};

/**
 * prony_event_kind_to_string:
 * @kind: an event's kind
 *
 * Returns: its name in files
 */
const char *
prony_event_kind_to_string (PronyEventKind kind)
{
  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (event_kind_names), NULL);

  return event_kind_names[kind];
}

/**
 * prony_event_kind_carries_tokens:
 * @kind: an event's kind
 *
 * Returns: whether such an event carries tokens
 */
gboolean
prony_event_kind_carries_tokens (PronyEventKind kind)
{
  return kind == PRONY_EVENT_REASONING || kind == PRONY_EVENT_CONTENT ||
         kind == PRONY_EVENT_TOOL_CALL;
}

/**
 * prony_outcome_to_string:
 * @outcome: how a request ended
 *
 * Returns: its name in files
 */
const char *
prony_outcome_to_string (PronyOutcome outcome)
{
  g_return_val_if_fail ((guint) outcome < PRONY_N_OUTCOMES, NULL);

  return outcomes[outcome].name;
}

/**
 * prony_outcome_from_string:
 * @text: (nullable): a name
 * @outcome: (out): the outcome
 *
 * Returns: whether @text names an outcome
 */
gboolean
prony_outcome_from_string (const char *text, PronyOutcome *outcome)
{
  for (guint i = 0; i < PRONY_N_OUTCOMES; i++)
    if (g_strcmp0 (text, outcomes[i].name) == 0)
      {
        *outcome = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * prony_outcome_title:
 * @outcome: how a request ended
 *
 * Returns: the same in a few translated words
 */
const char *
prony_outcome_title (PronyOutcome outcome)
{
  g_return_val_if_fail ((guint) outcome < PRONY_N_OUTCOMES, NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, "outcome", outcomes[outcome].title);
}

/**
 * prony_count_source_to_string:
 * @source: where a count comes from
 *
 * Returns: its name in files
 */
const char *
prony_count_source_to_string (PronyCountSource source)
{
  g_return_val_if_fail ((guint) source < G_N_ELEMENTS (count_source_names), NULL);

  return count_source_names[source];
}

/**
 * prony_count_source_from_string:
 * @text: (nullable): a name
 * @source: (out): the source
 *
 * Returns: whether @text names a source
 */
gboolean
prony_count_source_from_string (const char *text, PronyCountSource *source)
{
  for (guint i = 0; i < G_N_ELEMENTS (count_source_names); i++)
    if (g_strcmp0 (text, count_source_names[i]) == 0)
      {
        *source = i;
        return TRUE;
      }

  return FALSE;
}

static void
request_record_clear (gpointer data)
{
  PronyRequestRecord *self = data;

  GDestroyNotify free_name = self->events != NULL ? g_free : (GDestroyNotify) g_ref_string_release;

  g_clear_pointer (&self->finish_reason, free_name);
  g_clear_pointer (&self->model, free_name);
  g_clear_pointer (&self->events, g_array_unref);
  g_free (self->packed);
  g_free (self->prompt);
  g_string_free (self->answer, TRUE);
  if (self->reasoning != NULL)
    g_string_free (self->reasoning, TRUE);
  g_free (self->error_message);
}

/**
 * prony_request_record_new:
 * @id: number within the trial, from 1
 *
 * Returns: (transfer full): a record of a request of which nothing is known yet
 */
PronyRequestRecord *
prony_request_record_new (guint64 id)
{
  PronyRequestRecord *self = g_atomic_rc_box_new0 (PronyRequestRecord);

  self->id = id;
  self->events = g_array_new (FALSE, FALSE, sizeof (PronyRecordEvent));
  self->answer = g_string_new (NULL);
  self->prompt_tokens = -1;
  self->completion_tokens = -1;
  self->reasoning_tokens = -1;
  self->cached_tokens = -1;
  self->max_gap_ns = -1;
  self->count_source = PRONY_COUNT_CHUNKS;
  self->load_time_s = NAN;
  self->queue_time_s = NAN;
  self->prompt_eval_time_s = NAN;
  self->eval_time_s = NAN;
  self->retry_after_s = NAN;
  return self;
}

/**
 * prony_request_record_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
PronyRequestRecord *
prony_request_record_ref (PronyRequestRecord *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * prony_request_record_unref:
 * @self: (transfer full): a record
 */
void
prony_request_record_unref (PronyRequestRecord *self)
{
  g_atomic_rc_box_release_full (self, request_record_clear);
}

static char *
copy_name (char *name)
{
  return name != NULL ? g_ref_string_acquire (name) : NULL;
}

static PronyRequestRecord *
copy_sealed (const PronyRequestRecord *self)
{
  PronyRequestRecord *copy = g_atomic_rc_box_new0 (PronyRequestRecord);

  *copy = *self;
  copy->packed = g_memdup2 (self->packed, self->packed_length);
  copy->prompt = g_strdup (self->prompt);
  copy->answer = g_string_new_len (self->answer->str, (gssize) self->answer->len);
  if (self->reasoning != NULL)
    copy->reasoning = g_string_new_len (self->reasoning->str, (gssize) self->reasoning->len);
  copy->finish_reason = copy_name (self->finish_reason);
  copy->model = copy_name (self->model);
  copy->error_message = g_strdup (self->error_message);
  return copy;
}

/* Bytes that belong to no character are cut wherever that is. */
static void
cut_text (GString *text, gsize max)
{
  const char *end;

  if (text == NULL || text->len <= max)
    return;

  end = g_utf8_find_prev_char (text->str, text->str + max + 1);
  g_string_truncate (text, end != NULL ? (gsize) (end - text->str) : max);
}

static void
cut_string (char **text, gsize max)
{
  g_autoptr (GString) cut = NULL;

  if (*text == NULL || strlen (*text) <= max)
    return;

  cut = g_string_new_len (*text, (gssize) max + 1);
  cut_text (cut, max);
  g_free (*text);
  *text = g_strdup (cut->str);
}

/**
 * prony_request_record_trim:
 * @self: a record that is sealed
 * @max: how many bytes each of its texts, and its packed events, may have; at least 1
 *
 * Makes sure that a record which is kept for long takes little memory. Of a text that is
 * longer the beginning is left, whole characters of it; of more events none are.
 *
 * Returns: (transfer full): the same record where it is small enough, else a sealed copy of
 *   it that is
 */
PronyRequestRecord *
prony_request_record_trim (PronyRequestRecord *self, gsize max)
{
  PronyRequestRecord *copy;

  g_return_val_if_fail (self->events == NULL, NULL);

  if (self->packed_length <= max && self->answer->len <= max &&
      (self->reasoning == NULL || self->reasoning->len <= max) &&
      (self->prompt == NULL || strlen (self->prompt) <= max) &&
      (self->error_message == NULL || strlen (self->error_message) <= max))
    return prony_request_record_ref (self);

  copy = copy_sealed (self);
  cut_text (copy->answer, max);
  cut_text (copy->reasoning, max);
  cut_string (&copy->prompt, max);
  cut_string (&copy->error_message, max);
  if (copy->packed_length > max)
    {
      g_clear_pointer (&copy->packed, g_free);
      copy->packed_length = 0;
      copy->n_packed = 0;
    }
  return copy;
}

/**
 * prony_request_record_review:
 * @self: a record that is sealed
 * @review: what was found out since
 *
 * Returns: (transfer full): a sealed copy of it with other counts and a verdict, as far
 *   as @review has them
 */
PronyRequestRecord *
prony_request_record_review (const PronyRequestRecord *self, const PronyRequestReview *review)
{
  PronyRequestRecord *copy;

  g_return_val_if_fail (self->events == NULL, NULL);

  copy = copy_sealed (self);
  if (review->is_counted)
    {
      copy->prompt_tokens = review->counts.prompt_tokens;
      copy->completion_tokens = review->counts.completion_tokens;
      copy->reasoning_tokens = review->counts.reasoning_tokens;
      copy->count_source = review->counts.source;
    }
  if (review->quality != PRONY_QUALITY_NONE)
    copy->quality = review->quality;
  return copy;
}

/**
 * prony_request_record_add_event:
 * @self: a record that is still being written, not sealed
 * @kind: what the event is
 * @at_ns: when the bytes that completed it were read
 * @tokens: how many tokens it carried; -1 where the engine does not say
 *
 * Notes an event.
 */
void
prony_request_record_add_event (PronyRequestRecord *self,
                                PronyEventKind kind,
                                gint64 at_ns,
                                gint tokens)
{
  PronyRecordEvent event = { .at_ns = at_ns, .tokens = tokens, .kind = kind };

  g_return_if_fail (self->events != NULL);

  g_array_append_val (self->events, event);
}

static void
share_name (char **name)
{
  char *own = *name;

  if (own == NULL)
    return;

  *name = strlen (own) <= SHARED_NAME_MAX ? g_ref_string_new_intern (own) : g_ref_string_new (own);
  g_free (own);
}

/* Into memory of the right size rather than cut down where it is: what was cut off
 * would be too small for the next answer to grow in. */
static void
trim_text (GString *text)
{
  char *old = text->str;

  if (text->allocated_len == text->len + 1)
    return;

  text->str = g_memdup2 (old, text->len + 1);
  text->allocated_len = text->len + 1;
  g_free (old);
}

static void
trim_texts (PronyRequestRecord *self)
{
  trim_text (self->answer);
  if (self->reasoning != NULL)
    trim_text (self->reasoning);
  share_name (&self->finish_reason);
  share_name (&self->model);
}

/* Unsigned, since stamps from a damaged database may be anything; at least 0. */
static gint64
subtract (gint64 at_ns, gint64 before_ns)
{
  return MAX ((gint64) ((guint64) at_ns - (guint64) before_ns), 0);
}

/**
 * prony_request_record_read_stamps:
 * @self: a record that has ended, sealed or not
 * @stamps: (out): when its tokens came
 *
 * Walks over the events of a record. What is sealed has the same in its own fields.
 */
void
prony_request_record_read_stamps (const PronyRequestRecord *self, PronyTokenStamps *stamps)
{
  PronyEventCursor cursor;
  PronyRecordEvent event;

  *stamps = (PronyTokenStamps){ .max_gap_ns = -1 };

  prony_event_cursor_init (&cursor, self);
  while (prony_event_cursor_next (&cursor, &event))
    {
      if (!prony_event_kind_carries_tokens ((PronyEventKind) event.kind))
        continue;

      if (stamps->first_token_ns == 0)
        stamps->first_token_ns = event.at_ns;
      else
        stamps->max_gap_ns =
          MAX (stamps->max_gap_ns, subtract (event.at_ns, stamps->last_token_ns));
      if (stamps->answer_ns == 0 && event.kind != PRONY_EVENT_REASONING)
        stamps->answer_ns = event.at_ns;
      stamps->last_token_ns = event.at_ns;
    }
}

/* From the packed events, so that they are what whoever reads these finds. */
static void
keep_stamps (PronyRequestRecord *self)
{
  PronyTokenStamps stamps;

  prony_request_record_read_stamps (self, &stamps);
  self->first_token_ns = stamps.first_token_ns;
  self->answer_ns = stamps.answer_ns;
  self->last_token_ns = stamps.last_token_ns;
  self->max_gap_ns = stamps.max_gap_ns;
}

/**
 * prony_request_record_seal:
 * @self: a record of which everything is known
 *
 * Makes a record small: its events are packed, to 100 ns (see prony-event-pack.c),
 * and its texts lose their slack. When its tokens came is noted from them. After that nothing of it
 * may be changed any more. Sealing again does nothing. To be called by the thread that wrote the
 * record, before it hands it over; takes about a microsecond for an answer of a hundred tokens.
 */
void
prony_request_record_seal (PronyRequestRecord *self)
{
  gsize length;

  g_return_if_fail (self != NULL);

  if (self->events == NULL)
    return;

  self->packed = prony_event_pack ((const PronyRecordEvent *) (gpointer) self->events->data,
                                   self->events->len, self->sent_ns, &length);
  self->packed_length = (guint32) length;
  self->n_packed = self->events->len;
  g_clear_pointer (&self->events, g_array_unref);
  keep_stamps (self);
  trim_texts (self);
}

/**
 * prony_request_record_count_events:
 * @self: a record, sealed or not
 *
 * Returns: how many events it has
 */
guint
prony_request_record_count_events (const PronyRequestRecord *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->events != NULL ? self->events->len : self->n_packed;
}

/**
 * prony_request_record_pack_events:
 * @self: a record that has ended, sealed or not
 *
 * Writes the events as a compact blob for the store: three bytes a token at usual
 * paces. Stamps are kept relative to `sent` at a resolution of 100 ns.
 *
 * Returns: (transfer full): the blob
 */
GBytes *
prony_request_record_pack_events (const PronyRequestRecord *self)
{
  guint8 *bytes;
  gsize length;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->events == NULL)
    return g_bytes_new (self->packed, self->packed_length);

  bytes = prony_event_pack ((const PronyRecordEvent *) (gpointer) self->events->data,
                            self->events->len, self->sent_ns, &length);
  return g_bytes_new_take (bytes, length);
}

/**
 * prony_request_record_unpack_events:
 * @self: a record that is not sealed, with everything but its events
 * @bytes: (array length=length): what prony_request_record_pack_events() made, by
 *   this version of Prony or an older one; may be anything
 * @length: how many bytes
 *
 * Gives a record its events back, to 100 ns (to 125 ns from an older version), and
 * seals it. Takes no more memory than @bytes, for older ones a while eight times as
 * much.
 *
 * Returns: whether @bytes could be read; if not, @self has no events and is not sealed
 */
gboolean
prony_request_record_unpack_events (PronyRequestRecord *self, const guint8 *bytes, gsize length)
{
  guint n_events;

  g_return_val_if_fail (self != NULL && self->events != NULL, FALSE);

  g_array_set_size (self->events, 0);
  if (length > G_MAXUINT32)
    return FALSE;

  if (prony_event_pack_is_old (bytes, length))
    {
      if (!prony_event_unpack_old (bytes, length, self->sent_ns, self->events))
        {
          g_array_set_size (self->events, 0);
          return FALSE;
        }
      prony_request_record_seal (self);
      return TRUE;
    }

  if (!prony_event_pack_check (bytes, length, &n_events))
    return FALSE;

  self->packed = g_memdup2 (bytes, length);
  self->packed_length = (guint32) length;
  self->n_packed = n_events;
  g_clear_pointer (&self->events, g_array_unref);
  keep_stamps (self);
  trim_texts (self);
  return TRUE;
}
