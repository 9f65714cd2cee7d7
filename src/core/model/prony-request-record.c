/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-clock.h"
#include "core/model/prony-request-record.h"

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

  g_array_unref (self->events);
  g_free (self->prompt);
  g_string_free (self->answer, TRUE);
  if (self->reasoning != NULL)
    g_string_free (self->reasoning, TRUE);
  g_free (self->finish_reason);
  g_free (self->model);
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

/**
 * prony_request_record_add_event:
 * @self: a record that is still being written
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

  g_array_append_val (self->events, event);
}

/* The packed form, version 1: a byte 1, then for each event
 *
 *   varint  kind + 16 × (tokens + 1)      kind is below 16, tokens is -1 or more
 *   varint  zigzag of the time since the previous event (the first: since sent)
 *           in microseconds × 8           resolution 125 ns
 *
 * Varints are seven bits a byte, lowest first, as in LEB128. Eighths of a
 * microsecond keep a gap of 8 ms in three bytes together with its kind at well
 * below the accuracy of the stamp. Each delta is taken from the reconstructed
 * stamp, so that rounding does not add up. */
#define PACK_VERSION 1
#define PACK_TICK_NS 125

static void
append_varint (GByteArray *bytes, guint64 value)
{
  guint8 buffer[10];
  guint n = 0;

  do
    {
      buffer[n] = value & 0x7f;
      value >>= 7;
      if (value != 0)
        buffer[n] |= 0x80;
      n++;
    }
  while (value != 0);

  g_byte_array_append (bytes, buffer, n);
}

static gboolean
read_varint (const guint8 **p, const guint8 *end, guint64 *value)
{
  *value = 0;
  for (guint shift = 0; shift < 64; shift += 7)
    {
      guint8 byte;

      if (*p == end)
        return FALSE;
      byte = *(*p)++;
      *value |= (guint64) (byte & 0x7f) << shift;
      if ((byte & 0x80) == 0)
        return TRUE;
    }

  return FALSE;
}

static guint64
zigzag (gint64 value)
{
  return value < 0 ? ((guint64) (-(value + 1)) << 1) | 1 : (guint64) value << 1;
}

static gint64
unzigzag (guint64 value)
{
  return (value & 1) != 0 ? -(gint64) (value >> 1) - 1 : (gint64) (value >> 1);
}

/**
 * prony_request_record_pack_events:
 * @self: a record that has ended
 *
 * Writes the events as a compact blob for the store: about three bytes a token.
 * Stamps are kept relative to `sent` at a resolution of 125 ns.
 *
 * Returns: (transfer full): the blob
 */
GBytes *
prony_request_record_pack_events (PronyRequestRecord *self)
{
  GByteArray *bytes = g_byte_array_new ();
  guint8 version = PACK_VERSION;
  gint64 at_ns = self->sent_ns;

  g_byte_array_append (bytes, &version, 1);
  for (guint i = 0; i < self->events->len; i++)
    {
      const PronyRecordEvent *event = &g_array_index (self->events, PronyRecordEvent, i);
      gint64 ticks = (event->at_ns - at_ns) / PACK_TICK_NS;

      append_varint (bytes, event->kind + 16 * (guint64) (MAX (event->tokens, -1) + 1));
      append_varint (bytes, zigzag (ticks));
      at_ns += ticks * PACK_TICK_NS;
    }

  return g_byte_array_free_to_bytes (bytes);
}

/**
 * prony_request_record_unpack_events:
 * @self: a record whose `sent` is set
 * @packed: what prony_request_record_pack_events() made
 *
 * Reads the events back, to 125 ns.
 *
 * Returns: whether @packed could be read; if not, @self has no events
 */
gboolean
prony_request_record_unpack_events (PronyRequestRecord *self, GBytes *packed)
{
  gsize length;
  const guint8 *p = g_bytes_get_data (packed, &length);
  const guint8 *end = p + length;
  gint64 at_ns = self->sent_ns;

  g_array_set_size (self->events, 0);
  if (length == 0 || *p++ != PACK_VERSION)
    return FALSE;

  while (p < end)
    {
      guint64 head;
      guint64 delta;
      gint64 ticks;

      if (!read_varint (&p, end, &head) || !read_varint (&p, end, &delta) ||
          head % 16 > PRONY_EVENT_END || head / 16 > G_MAXINT32 ||
          ABS (unzigzag (delta)) > G_MAXINT64 / PACK_TICK_NS / 4)
        {
          g_array_set_size (self->events, 0);
          return FALSE;
        }

      ticks = unzigzag (delta);
      at_ns += ticks * PACK_TICK_NS;
      prony_request_record_add_event (self, head % 16, at_ns, (gint) (head / 16) - 1);
    }

  return TRUE;
}
