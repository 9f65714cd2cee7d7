/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-load"

#include "config.h"

#include "base/prony-clock.h"
#include "core/load/prony-load-text.h"
#include "core/load/prony-load-watch.h"

/* The latest request of a stream. */
typedef struct
{
  PronyRequestSpec *spec;
  PronyRequestRecord *record;
  gboolean ended;
  gint64 processed; /* tokens of its prompt, as the engine says; -1 if it does not */
  gint64 total;
} WatchedStream;

/* Which request of an I/O thread is shown. Without a choice it is one that has just been
 * issued, until it has ended and another one is issued. With a choice it is the latest of
 * that stream.
 *
 * Costs something for each request and for each snapshot, nothing for a token: the
 * record's texts are read when a snapshot is made. To show what an idle stream had last,
 * its request is kept until the next one. */
struct _PronyLoadWatch
{
  GArray *streams; /* of WatchedStream */
  int chosen;      /* one of them, or PRONY_WATCH_ANY */
  int shown;       /* one of them; -1 before the first request */
  char *prompt;    /* (nullable): what @prompt_of asks, as a GRefString */
  PronyRequestSpec *prompt_of;
};

static void
watched_stream_clear (gpointer data)
{
  WatchedStream *stream = data;

  g_clear_pointer (&stream->spec, prony_request_spec_unref);
  g_clear_pointer (&stream->record, prony_request_record_unref);
}

/**
 * prony_load_watch_new:
 *
 * Returns: (transfer full): a watch without any streams, for use by one thread
 */
PronyLoadWatch *
prony_load_watch_new (void)
{
  PronyLoadWatch *self = g_new0 (PronyLoadWatch, 1);

  self->streams = g_array_new (FALSE, TRUE, sizeof (WatchedStream));
  g_array_set_clear_func (self->streams, watched_stream_clear);
  self->chosen = PRONY_WATCH_ANY;
  self->shown = -1;
  return self;
}

/**
 * prony_load_watch_free:
 * @self: (transfer full): a watch
 */
void
prony_load_watch_free (PronyLoadWatch *self)
{
  g_clear_pointer (&self->prompt, g_ref_string_release);
  g_clear_pointer (&self->prompt_of, prony_request_spec_unref);
  g_array_unref (self->streams);
  g_free (self);
}

static WatchedStream *
get_stream (PronyLoadWatch *self, guint nth)
{
  return &g_array_index (self->streams, WatchedStream, nth);
}

/* Nothing at all where the chosen stream has sent nothing yet. */
static const WatchedStream *
find_shown (PronyLoadWatch *self)
{
  int nth = self->chosen != PRONY_WATCH_ANY ? self->chosen : self->shown;

  if (nth < 0 || (guint) nth >= self->streams->len ||
      get_stream (self, (guint) nth)->record == NULL)
    return NULL;

  return get_stream (self, (guint) nth);
}

/**
 * prony_load_watch_issue:
 * @self: a watch
 * @nth: which of the thread's streams
 * @spec: what it asks
 * @record: its record, which is being written from now on
 *
 * Notes a request that is about to be sent, or sent again with another record.
 */
void
prony_load_watch_issue (PronyLoadWatch *self,
                        guint nth,
                        PronyRequestSpec *spec,
                        PronyRequestRecord *record)
{
  const WatchedStream *shown = find_shown (self);
  WatchedStream *stream;

  if (self->chosen == PRONY_WATCH_ANY && (shown == NULL || shown->ended))
    self->shown = (int) nth;

  if (nth >= self->streams->len)
    g_array_set_size (self->streams, nth + 1);
  stream = get_stream (self, nth);
  watched_stream_clear (stream);
  *stream = (WatchedStream){
    .spec = prony_request_spec_ref (spec),
    .record = prony_request_record_ref (record),
    .processed = -1,
    .total = -1,
  };
}

/**
 * prony_load_watch_note_progress:
 * @self: a watch
 * @nth: which of the thread's streams
 * @processed: how many tokens of its prompt the engine has worked on
 * @total: how many it has to work on
 *
 * Notes what an engine says of a request under way.
 */
void
prony_load_watch_note_progress (PronyLoadWatch *self, guint nth, gint64 processed, gint64 total)
{
  WatchedStream *stream = get_stream (self, nth);

  if (total <= 0)
    return;

  stream->processed = CLAMP (processed, 0, total);
  stream->total = total;
}

/**
 * prony_load_watch_note_end:
 * @self: a watch
 * @nth: which of the thread's streams
 *
 * Notes that its request has ended for good.
 */
void
prony_load_watch_note_end (PronyLoadWatch *self, guint nth)
{
  get_stream (self, nth)->ended = TRUE;
}

/**
 * prony_load_watch_choose:
 * @self: a watch
 * @nth: which of the thread's streams is shown from now on, existing or not;
 *   %PRONY_WATCH_ANY for a request that has just been issued, once that which is shown
 *   has ended
 */
void
prony_load_watch_choose (PronyLoadWatch *self, int nth)
{
  if (nth == PRONY_WATCH_ANY && self->chosen != PRONY_WATCH_ANY && find_shown (self) != NULL)
    self->shown = self->chosen;
  self->chosen = nth;
}

/* What is told of a request that waits for its first token. */
static void
describe_wait (const WatchedStream *stream, PronyLoadSnapshot *snapshot, gint64 now_ns)
{
  const PronyRequestRecord *record = stream->record;
  gboolean sent = record->sent_ns != 0 && record->finished_ns == 0;

  snapshot->waiting_s = prony_ns_to_s (now_ns - (sent ? record->sent_ns : record->scheduled_ns));
  if (!sent)
    return;

  snapshot->prompt_done = stream->processed;
  snapshot->prompt_total = stream->total > 0 ? stream->total : stream->spec->prompt_tokens;
}

static char *
take_prompt (PronyLoadWatch *self, PronyRequestSpec *spec)
{
  if (self->prompt_of != spec)
    {
      g_clear_pointer (&self->prompt, g_ref_string_release);
      g_clear_pointer (&self->prompt_of, prony_request_spec_unref);
      self->prompt = g_ref_string_new (spec->prompt);
      self->prompt_of = prony_request_spec_ref (spec);
    }

  return g_ref_string_acquire (self->prompt);
}

/**
 * prony_load_watch_describe:
 * @self: a watch
 * @snapshot: a snapshot that is being made; what it says of the watched request is filled
 *   in, the stream with the thread's own number of it
 * @now_ns: the time
 *
 * Tells how the watched request stands.
 */
void
prony_load_watch_describe (PronyLoadWatch *self, PronyLoadSnapshot *snapshot, gint64 now_ns)
{
  const WatchedStream *stream = find_shown (self);
  const PronyRequestRecord *record;

  if (stream == NULL)
    return;

  record = stream->record;
  snapshot->watched = record->id;
  snapshot->watched_stream = (int) record->stream;
  snapshot->watched_ended = stream->ended;
  snapshot->prompt = take_prompt (self, stream->spec);
  snapshot->text = prony_load_text_copy_end (record->answer, stream->ended, &snapshot->text_start);
  if (record->reasoning != NULL)
    snapshot->reasoning =
      prony_load_text_copy_end (record->reasoning, stream->ended, &snapshot->reasoning_start);
  if (!stream->ended && record->answer->len == 0 && record->reasoning == NULL)
    describe_wait (stream, snapshot, now_ns);
}
