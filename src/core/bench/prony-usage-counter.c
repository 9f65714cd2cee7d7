/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <string.h>

#include "base/prony-clock.h"
#include "core/bench/prony-ask.h"
#include "core/bench/prony-usage-counter.h"

/* How long the engine may take for all texts, with loading the model. */
#define LIMIT_S 120.0
/* How much it has to read at most. No time, so that the same engine counts the same texts
 * each time. */
#define MAX_TOKENS 65536
#define MAX_TEXTS 64
/* A shorter text is not worth a request: where it is cut from what is around it changes
 * its tokens by as much as it may be wrong. */
#define MIN_BYTES 200
/* Who asks for a text again that has become a little longer or shorter wants to know of
 * the rest only. */
#define KNOWN_SHARE 0.75
#define KEY_BYTES 100

struct _PronyUsageCounter
{
  PronyTarget *target;
  GCancellable *cancellable; /* (nullable) */
  gboolean has_system;
  gboolean stream;
  gint64 until_ns;
  gint64 greeting;    /* usage of the greeting alone; -1 before it is known */
  gint64 tokens_left; /* 0 when nothing is to be asked any more, like the next */
  guint texts_left;

  /* What was counted last. */
  char *text; /* (nullable) */
  gsize length;
  gint64 tokens;
};

/**
 * prony_usage_counter_new:
 * @target: a target that is prepared; fields that its engine refuses are added to it
 * @has_system: whether the prompts that matter have a system message, which may have a
 *   template of its own
 * @cancellable: (nullable): ends a question, from any thread
 *
 * Nothing is sent yet.
 *
 * Returns: (transfer full): a counter
 */
PronyUsageCounter *
prony_usage_counter_new (PronyTarget *target, gboolean has_system, GCancellable *cancellable)
{
  PronyUsageCounter *self = g_new0 (PronyUsageCounter, 1);

  self->target = prony_target_ref (target);
  g_set_object (&self->cancellable, cancellable);
  self->has_system = has_system;
  self->stream = TRUE;
  self->until_ns = prony_clock_now_ns () + prony_s_to_ns (LIMIT_S);
  self->greeting = -1;
  self->tokens_left = MAX_TOKENS;
  self->texts_left = MAX_TEXTS;
  return self;
}

/**
 * prony_usage_counter_free:
 * @self: (transfer full): a counter
 */
void
prony_usage_counter_free (PronyUsageCounter *self)
{
  g_clear_object (&self->cancellable);
  prony_target_unref (self->target);
  g_free (self->text);
  g_free (self);
}

static PronyRequestRecord *
ask (PronyUsageCounter *self, const char *prompt)
{
  g_autoptr (PronyRequestSpec) spec =
    prony_request_spec_new (self->has_system ? PRONY_USAGE_COUNTER_GREETING : NULL, prompt);
  double timeout_s = prony_ns_to_s (self->until_ns - prony_clock_now_ns ());
  double engine_s = self->target->engine->request_timeout_s;

  if (engine_s > 0)
    timeout_s = MIN (timeout_s, engine_s);
  if (timeout_s <= 0 || g_cancellable_is_cancelled (self->cancellable))
    return NULL;

  spec->max_tokens = 1;
  spec->temperature = 0;
  spec->stream = self->stream;
  spec->avoid_cache = TRUE;
  return prony_ask (self->target, spec, timeout_s, self->cancellable, NULL);
}

static gboolean
has_ended_well (const PronyRequestRecord *record)
{
  return record->outcome == PRONY_OUTCOME_OK || record->outcome == PRONY_OUTCOME_EMPTY;
}

/* Some engines say what a prompt had only where the answer comes in one piece. */
static gint64
ask_usage (PronyUsageCounter *self, const char *prompt)
{
  g_autoptr (PronyRequestRecord) record = ask (self, prompt);

  if (record != NULL && record->prompt_tokens < 0 && self->stream && has_ended_well (record))
    {
      self->stream = FALSE;
      prony_request_record_unref (record);
      record = ask (self, prompt);
    }
  return record != NULL ? record->prompt_tokens : -1;
}

/**
 * prony_usage_counter_greet:
 * @self: a counter
 *
 * Asks for %PRONY_USAGE_COUNTER_GREETING alone, with the same as the system message where
 * there is one.
 *
 * Returns: what the engine says that this had, with its template; -1 if it does not
 */
gint64
prony_usage_counter_greet (PronyUsageCounter *self)
{
  if (self->greeting < 0)
    self->greeting = ask_usage (self, PRONY_USAGE_COUNTER_GREETING);
  return self->greeting;
}

/* A text that has most of the one that was counted last somewhere in it, or is most of
 * it: -1 for any other. */
static gint64
count_known (PronyUsageCounter *self, const char *text, gsize length)
{
  char key[KEY_BYTES + 1] = { 0 };
  const char *found;
  gsize same = 0;

  if (self->text == NULL)
    return -1;

  memcpy (key, self->text, KEY_BYTES);
  found = g_strstr_len (text, (gssize) length, key);
  if (found == NULL)
    return -1;
  while (found + same < text + length && same < self->length && found[same] == self->text[same])
    same++;
  if ((double) same < KNOWN_SHARE * (double) MAX (self->length, length))
    return -1;

  return (gint64) ((double) self->tokens / (double) self->length * (double) length + 0.5);
}

/* After a greeting, so that the engine's prompt cache does not know the text when it is
 * measured: caches compare prompts from their beginning. */
static gint64
count_anew (PronyUsageCounter *self, const char *text, gsize length)
{
  g_autofree char *prompt =
    g_strdup_printf (PRONY_USAGE_COUNTER_GREETING "\n%.*s", (int) length, text);
  gint64 usage = ask_usage (self, prompt);

  if (usage <= self->greeting)
    {
      self->texts_left = 0;
      return -1;
    }

  g_free (self->text);
  self->text = g_strndup (text, length);
  self->length = length;
  self->tokens = usage - self->greeting;
  self->tokens_left -= MIN (usage, self->tokens_left);
  self->texts_left--;
  return self->tokens;
}

/**
 * prony_usage_counter_count:
 * @self: a counter that has greeted
 * @text: a text
 * @length: its bytes
 *
 * Has the engine read a text. One that hardly differs from the one before is taken to be
 * as dense. The engine reads 64 texts of 65,536 tokens in all, for two minutes at most, and
 * nothing more once it did not say what it has read.
 *
 * Returns: the tokens, within one or two; -1 where they cannot be known, and for texts that
 *   are too short to be worth it
 */
gint64
prony_usage_counter_count (PronyUsageCounter *self, const char *text, gsize length)
{
  gint64 known;

  if (length < MIN_BYTES || length > G_MAXINT)
    return -1;

  known = count_known (self, text, length);
  if (known >= 0)
    return known;

  if (self->greeting < 0 || self->tokens_left == 0 || self->texts_left == 0)
    return -1;

  return count_anew (self, text, length);
}
