/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include <string.h>
#include <unistd.h>

#include "base/prony-clock.h"
#include "sim/prony-sim-generation.h"
#include "sim/prony-sim-json.h"
#include "sim/prony-sim-models.h"
#include "sim/prony-sim-progress.h"
#include "sim/prony-sim-random.h"

/* One answer, from the wait for a slot to its last byte.
 *
 * The times are an absolute schedule: the first token is due a fixed time after
 * the request was read (or after the slot came free), each next one a gap after
 * the one before was due, not after it was written. So lateness of this process
 * never adds up. The connection owns the generation and frees it at the end of
 * the answer or when the client goes. */

#define LONG_TEXT_BYTES (8 * 1024 * 1024)
#define TRICKLE_NS PRONY_NS_PER_S
#define MAX_REASONING 256
/* A shorter answer is too short to think about. */
#define MIN_THOUGHTFUL 8

const PronySimPiece prony_sim_eos = { "</s>", 4, "\"</s>\"", 2 };

static const PronySimPiece think_start = { "<think>", 7, "\"<think>\"", 3 };
static const PronySimPiece think_end = { "</think>", 8, "\"</think>\"", 4 };

/* --- What will be said ------------------------------------------------------ */

/* The token number @n, from 0, of which the writers stand before. Where thoughts
 * are part of the text they stand between two marks. */
static PronySimPiece
piece_at (PronySimGeneration *self, guint n, PronySimWriter *writer, PronySimWriter *thinker)
{
  gboolean is_eos =
    self->ask.shows_eos && self->finish == PRONY_SIM_FINISH_STOP && n + 1 == self->total;

  if (is_eos)
    return prony_sim_eos;
  if (self->engine->options->stamp_tokens)
    return prony_sim_stamp_make (&self->stamp, n == 0 ? self->received_ns : 0);
  if (n < self->reasoning && self->ask.inlines_thoughts && n == 0)
    return think_start;
  if (n < self->reasoning && self->ask.inlines_thoughts && n + 1 == self->reasoning)
    return think_end;

  return *prony_sim_corpus_write (self->engine->corpus, n < self->reasoning ? thinker : writer);
}

/* Finds the first stop word in the text that is to come, and ends the answer at
 * the token that completes it. */
static void
find_stop (PronySimGeneration *self)
{
  PronySimWriter writer = self->writer;
  PronySimWriter thinker = self->thinker;
  g_autoptr (GString) text = g_string_new (NULL);
  gsize longest = 0;

  for (guint i = 0; self->ask.stops[i] != NULL; i++)
    longest = MAX (longest, strlen (self->ask.stops[i]));

  for (guint n = self->ask.inlines_thoughts ? 0 : self->reasoning; longest > 0 && n < self->total;
       n++)
    {
      PronySimPiece piece = piece_at (self, n, &writer, &thinker);
      gsize from = text->len > longest ? text->len - longest : 0;

      if (piece.text == prony_sim_eos.text)
        return;
      g_string_append_len (text, piece.text, (gssize) piece.length);
      for (guint i = 0; self->ask.stops[i] != NULL; i++)
        {
          const char *stop = self->ask.stops[i];
          const char *found = *stop != '\0' ? strstr (text->str + from, stop) : NULL;

          if (found == NULL || (gsize) (found - text->str) >= self->visible)
            continue;

          self->visible = (gsize) (found - text->str);
          self->stop_word = stop;
          self->finish = PRONY_SIM_FINISH_WORD;
          self->total = n + 1;
        }
    }
}

static void
plan (PronySimGeneration *self)
{
  const PronySimProfile *profile = self->engine->profile;
  gboolean stamps = self->engine->options->stamp_tokens;
  guint64 random = self->ask.text_seed;
  gint64 room = MAX ((gint64) profile->context - self->ask.prompt_tokens, 0);
  gint64 limit = self->ask.max_tokens < 0 ? room : MIN (self->ask.max_tokens, room);
  gint64 natural =
    MAX ((gint64) prony_sim_profile_answer_tokens (profile, &random), self->ask.min_tokens);

  prony_sim_writer_init (&self->writer, random);
  prony_sim_writer_init (&self->thinker, ~random);
  self->visible = G_MAXSIZE;
  self->finish =
    self->ask.ignore_eos || natural >= limit ? PRONY_SIM_FINISH_LENGTH : PRONY_SIM_FINISH_STOP;
  self->total = (guint) (self->finish == PRONY_SIM_FINISH_LENGTH ? limit : natural);
  if (self->call.fault == PRONY_SIM_FAULT_EMPTY)
    {
      self->total = 0;
      self->finish = PRONY_SIM_FINISH_STOP;
    }
  if (self->finish == PRONY_SIM_FINISH_STOP && self->ask.shows_eos)
    self->total++;
  if ((self->ask.thinks || prony_sim_quirks_think (self->quirks)) &&
      self->total >= MIN_THOUGHTFUL && !stamps)
    self->reasoning = MIN (self->total / 4, MAX_REASONING);
  if (self->ask.stops != NULL && !stamps)
    find_stop (self);
  /* In the middle: after one token at least, where there are two. */
  if (self->total > 1)
    self->fault_at = 1 + (guint) (prony_sim_random (&self->random) % (self->total / 2));
}

/* --- Slots ------------------------------------------------------------------ */

static gboolean
has_free_slot (PronySimEngine *engine)
{
  return engine->profile->slots == 0 || engine->active < engine->profile->slots;
}

/* When the first token is due. */
static gint64
find_first (PronySimGeneration *self)
{
  PronySimEngine *engine = self->engine;

  if (self->is_replay)
    return self->started_ns;
  if (engine->options->prompt_cache)
    self->cached_tokens =
      prony_sim_cache_take_prompt (engine->cache, self->key, self->ask.prompt_tokens);

  self->loaded_ns =
    prony_sim_models_load (engine, self->ask.model, self->ask.keep_ns, self->started_ns);
  return self->loaded_ns +
         prony_sim_profile_first_ns (engine->profile, self->ask.prompt_tokens - self->cached_tokens,
                                     engine->active, &self->random);
}

static void
begin_work (PronySimGeneration *self, gint64 now_ns)
{
  PronySimEngine *engine = self->engine;

  self->is_active = TRUE;
  engine->active++;
  engine->prompt_tokens += self->ask.prompt_tokens;
  self->started_ns = self->loaded_ns = now_ns;
  self->first_ns = find_first (self);
  self->last_ns = self->first_ns;
  prony_sim_progress_begin (self);
  prony_sim_timer_start (&self->timer, self->first_ns);
}

static void
release_slot (PronySimGeneration *self)
{
  PronySimEngine *engine = self->engine;

  if (!self->is_active)
    {
      g_queue_remove (&engine->waiting, self);
      return;
    }

  self->is_active = FALSE;
  engine->active--;
  if (has_free_slot (engine) && !g_queue_is_empty (&engine->waiting))
    begin_work (g_queue_pop_head (&engine->waiting), prony_clock_now_ns ());
}

static void
generation_free (gpointer data)
{
  PronySimGeneration *self = data;

  self->engine->finished[self->done >= self->total ? self->finish : PRONY_SIM_FINISH_ABORT]++;
  prony_sim_timer_stop (&self->header_timer);
  prony_sim_progress_stop (self);
  prony_sim_timer_stop (&self->timer);
  release_slot (self);
  if (self->extra != NULL && self->free_extra != NULL)
    self->free_extra (self->extra);
  g_clear_pointer (&self->quirks, prony_sim_quirks_free);
  g_clear_pointer (&self->key, prony_sim_cache_key_free);
  g_strfreev (self->ask.stops);
  g_string_free (self->text, TRUE);
  g_string_free (self->thoughts, TRUE);
  g_string_free (self->out, TRUE);
  g_string_free (self->event, TRUE);
  g_free (self);
}

/* --- Writing ---------------------------------------------------------------- */

/* Puts the time into a token that is one, as late as can be: what follows is the
 * system call that sends it. The text so far is told once more by some engines. */
static void
stamp_token (PronySimGeneration *self)
{
  gint64 now_ns;

  if (!self->engine->options->stamp_tokens)
    return;

  now_ns = prony_clock_now_ns ();
  prony_sim_stamp_fill (self->text, self->stamped, now_ns);
  prony_sim_stamp_fill (prony_sim_connection_get_unsent (self->connection), self->unsent, now_ns);
  self->stamped = self->text->len;
}

static void
write_header (PronySimGeneration *self)
{
  const char *more = prony_sim_quirks_get_headers (self->quirks);
  const char *early = prony_sim_quirks_get_early (self->quirks);
  g_autofree char *headers = NULL;

  if (self->has_header)
    return;

  self->has_header = TRUE;
  if (prony_sim_quirks_are_unchunked (self->quirks))
    prony_sim_connection_set_unchunked (self->connection);
  if (self->format->headers != NULL || more != NULL)
    headers = g_strconcat (self->format->headers != NULL ? self->format->headers : "", more, NULL);
  prony_sim_connection_begin (self->connection, 200, self->format->content_type, headers);
  if (early != NULL)
    prony_sim_connection_append (self->connection, early, strlen (early));
}

/* Sends what is in @out, as one chunk or as many. */
static void
append_chunks (PronySimGeneration *self, GString *out)
{
  gsize step = prony_sim_quirks_are_bytewise (self->quirks) ? 1 : MAX (out->len, 1);

  for (gsize i = 0; i < out->len; i += step)
    prony_sim_connection_append (self->connection, out->str + i, step);
  g_string_truncate (out, 0);
}

/* Ends a stream, and with it the generation. */
static void
end_stream (PronySimGeneration *self)
{
  if (self->quirks != NULL)
    {
      prony_sim_quirks_flush (self->quirks, self->out);
      append_chunks (self, self->out);
    }
  stamp_token (self);
  prony_sim_connection_end (self->connection);
}

/**
 * prony_sim_generation_emit:
 * @generation: a generation that streams
 * @out: what is to be one chunk; emptied
 *
 * Ends a chunk, so that the next event is in another one. A format calls it
 * between events that its engine writes apart.
 */
void
prony_sim_generation_emit (PronySimGeneration *generation, GString *out)
{
  write_header (generation);
  if (generation->quirks != NULL)
    prony_sim_quirks_apply (generation->quirks, out);
  append_chunks (generation, out);
}

/**
 * prony_sim_generation_is_thinking:
 * @generation: a generation
 *
 * Returns: whether the token that is being written is reasoning
 */
gboolean
prony_sim_generation_is_thinking (PronySimGeneration *generation)
{
  return generation->done <= generation->reasoning && !generation->ask.inlines_thoughts;
}

/* The event of a token that is told like the one before: the bytes of the last one
 * with another text in the gap. To write them from their templates takes as long
 * as to send them. */
static void
write_again (PronySimGeneration *self, const PronySimPiece *piece)
{
  static const PronySimPiece gap = { "\001", 1, "\001", 0 };
  gboolean thinks = prony_sim_generation_is_thinking (self);

  if (self->event->len == 0 || self->event_thinks != thinks)
    {
      g_string_truncate (self->event, 0);
      self->format->token (self, self->event, &gap);
      self->event_gap = (gsize) (strchr (self->event->str, '\001') - self->event->str);
      g_string_erase (self->event, (gssize) self->event_gap, 1);
      self->event_thinks = thinks;
    }

  prony_sim_connection_append_filled (self->connection, self->event, self->event_gap, piece->json);
}

static void
write_event (PronySimGeneration *self, const PronySimPiece *piece)
{
  const PronySimFormat *format = self->format;

  if (self->call.fault == PRONY_SIM_FAULT_GARBAGE)
    g_string_append (self->out, format->garbage);
  else if (format->repeats != NULL && self->has_header && self->quirks == NULL &&
           format->repeats (self))
    {
      write_again (self, piece);
      return;
    }
  else
    format->token (self, self->out, piece);

  prony_sim_generation_emit (self, self->out);
}

/* As JSON. */
static char *
make_long_text (void)
{
  char *json = g_malloc (LONG_TEXT_BYTES + 3);

  memset (json + 1, 'x', LONG_TEXT_BYTES);
  json[0] = json[LONG_TEXT_BYTES + 1] = '"';
  json[LONG_TEXT_BYTES + 2] = '\0';
  return json;
}

/* Writes the next token. Its text is cut where a stop word starts; a token of
 * which nothing is left makes no event. */
static void
write_token (PronySimGeneration *self)
{
  PronySimPiece piece = piece_at (self, self->done, &self->writer, &self->thinker);
  gboolean thinking = self->done < self->reasoning && !self->ask.inlines_thoughts;
  g_autofree char *json = NULL;

  self->done++;
  self->engine->generated_tokens++;
  if (!thinking && self->text->len + piece.length > self->visible)
    {
      g_autofree char *rest = NULL;

      piece.length = self->visible > self->text->len ? self->visible - self->text->len : 0;
      rest = g_strndup (piece.text, piece.length);
      piece.json = json = prony_sim_json_quote (rest);
    }
  if (self->call.fault == PRONY_SIM_FAULT_LONG_LINE && self->done == MAX (self->fault_at, 1))
    piece.json = json = make_long_text ();

  if (piece.text != prony_sim_eos.text)
    g_string_append_len (thinking ? self->thoughts : self->text, piece.text, (gssize) piece.length);
  if (self->ask.streams && piece.length > 0)
    write_event (self, &piece);
}

/* Returns whether the fault has ended the answer, and with it the generation. */
static gboolean
strike (PronySimGeneration *self)
{
  PronySimConnection *connection = self->connection;
  const char *error = prony_sim_quirks_get_error (self->quirks, self->done, self->fault_at);

  if (error != NULL && self->ask.streams)
    {
      write_header (self);
      prony_sim_connection_append (connection, error, strlen (error));
      prony_sim_connection_end (connection);
      return TRUE;
    }
  if (self->done != self->fault_at)
    return FALSE;

  switch (self->call.fault)
    {
    case PRONY_SIM_FAULT_DIE:
      prony_sim_connection_flush (connection);
      _exit (1);
    case PRONY_SIM_FAULT_ERROR:
      if (!self->ask.streams)
        {
          self->engine->api->fail (&self->call, PRONY_SIM_FAILURE_INTERNAL, NULL);
          return TRUE;
        }
      self->format->error (self, self->out);
      prony_sim_generation_emit (self, self->out);
      end_stream (self);
      return TRUE;
    case PRONY_SIM_FAULT_TRUNCATE:
      if (self->ask.streams)
        {
          end_stream (self);
          return TRUE;
        }
      G_GNUC_FALLTHROUGH;
    case PRONY_SIM_FAULT_DISCONNECT:
      /* The flush may find the client gone and free the generation. */
      prony_sim_connection_flush (connection);
      prony_sim_connection_close (connection);
      return TRUE;
    default:
      return FALSE;
    }
}

static void
finish (PronySimGeneration *self)
{
  PronySimEngine *engine = self->engine;

  if (self->call.fault == PRONY_SIM_FAULT_ANSWER_CACHE)
    prony_sim_cache_keep_answer (engine->cache, self->key);
  prony_sim_histogram_add (&engine->first, self->first_ns - self->received_ns);
  prony_sim_histogram_add (&engine->total, self->last_ns - self->received_ns);
  if (self->ask.streams)
    {
      self->format->finish (self, self->out);
      prony_sim_generation_emit (self, self->out);
      end_stream (self);
    }
  else
    {
      g_autofree char *headers = NULL;
      g_autofree char *body = NULL;

      stamp_token (self);
      headers = self->format->whole (self, self->out);
      body = g_strdup (self->out->str);

      prony_sim_connection_respond (self->connection, 200, "application/json", headers, body);
    }
}

/* Sends the next byte of an answer that comes as a byte at a time. */
static void
trickle (PronySimGeneration *self)
{
  write_header (self);
  if (self->out->len == 0 && self->done >= self->total)
    {
      finish (self);
      return;
    }
  if (self->out->len == 0)
    {
      PronySimPiece piece = piece_at (self, self->done++, &self->writer, &self->thinker);

      self->engine->generated_tokens++;
      self->format->token (self, self->out, &piece);
    }

  prony_sim_connection_append (self->connection, self->out->str, 1);
  g_string_erase (self->out, 0, 1);
  prony_sim_timer_start (&self->timer, self->timer.due_ns + TRICKLE_NS);
  prony_sim_connection_flush (self->connection);
}

static gint64
get_gap (PronySimGeneration *self)
{
  return self->is_replay
           ? 0
           : prony_sim_profile_gap_ns (self->engine->profile, self->engine->active, &self->random);
}

static void
on_due_cb (PronySimTimer *timer, gpointer user_data)
{
  PronySimGeneration *self = user_data;

  self->last_ns = timer->due_ns;
  if (self->call.fault == PRONY_SIM_FAULT_TRICKLE && self->ask.streams)
    {
      trickle (self);
      return;
    }
  if (strike (self))
    return;
  self->unsent = prony_sim_connection_get_unsent (self->connection)->len;
  if (self->done == 0)
    prony_sim_progress_end (self, self->out);
  if (self->done < self->total)
    write_token (self);
  if (self->done >= self->total)
    {
      finish (self);
      return;
    }

  prony_sim_timer_start (&self->timer, timer->due_ns + get_gap (self));
  stamp_token (self);
  /* Last, because a client that has gone frees the generation. */
  prony_sim_connection_flush (self->connection);
}

static void
on_header_due_cb (PronySimTimer *timer, gpointer user_data)
{
  PronySimGeneration *self = user_data;

  write_header (self);
  prony_sim_connection_flush (self->connection);
}

/* What is remembered of earlier requests. */
static void
remember (PronySimGeneration *self, JsonObject *body)
{
  gboolean has_proxy = self->call.fault == PRONY_SIM_FAULT_ANSWER_CACHE;

  if (!has_proxy && !self->engine->options->prompt_cache)
    return;

  self->key = prony_sim_cache_key_new (self->ask.model, body);
  self->is_replay = has_proxy && prony_sim_cache_has_answer (self->engine->cache, self->key);
}

/**
 * prony_sim_generation_start:
 * @call: the call to answer
 * @ask: (transfer full): what it asks for
 * @format: how to write the answer
 * @extra: (nullable) (transfer full): the format's own data
 * @free_extra: (nullable): frees @extra
 *
 * Starts an answer, or lets it wait for a slot. The connection frees it.
 */
void
prony_sim_generation_start (PronySimCall *call,
                            PronySimAsk *ask,
                            const PronySimFormat *format,
                            gpointer extra,
                            GDestroyNotify free_extra)
{
  PronySimGeneration *self = g_new0 (PronySimGeneration, 1);
  PronySimEngine *engine = call->engine;

  self->engine = engine;
  self->connection = call->connection;
  self->format = format;
  self->extra = extra;
  self->free_extra = free_extra;
  self->ask = *ask;
  ask->stops = NULL;
  self->call = *call;
  self->call.body = NULL;
  self->random = call->random;
  self->received_ns = call->request->read_ns;
  self->quirks = prony_sim_quirks_new (call->quirks, ask->model, ask->prompt_tokens);
  if (prony_sim_quirks_are_whole (self->quirks))
    self->ask.streams = FALSE;
  self->text = g_string_new (NULL);
  self->thoughts = g_string_new (NULL);
  self->out = g_string_sized_new (512);
  self->event = g_string_new (NULL);
  remember (self, call->body);
  plan (self);

  prony_sim_timer_init (&self->header_timer, engine->scheduler, on_header_due_cb, self);
  prony_sim_progress_init (self);
  prony_sim_timer_init (&self->timer, engine->scheduler, on_due_cb, self);
  prony_sim_connection_set_exchange (self->connection, self, generation_free);
  if (has_free_slot (engine) || self->is_replay)
    begin_work (self, self->received_ns);
  else
    g_queue_push_tail (&engine->waiting, self);

  /* Not here, so that the requests of a burst are all read before the first
   * header is written: their times count from the reading. */
  if (self->ask.streams &&
      (format->early_header || prony_sim_quirks_get_early (self->quirks) != NULL))
    prony_sim_timer_start (&self->header_timer, self->received_ns);
}
