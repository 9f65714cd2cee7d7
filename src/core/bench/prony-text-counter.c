/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include "base/prony-clock.h"
#include "core/bench/prony-text-counter.h"
#include "core/engines/prony-token-call.h"
#include "core/tokens/prony-vocabulary-finder.h"
#include "core/tokens/prony-vocabulary.h"

/* How long the engine may take for one text, and for all of them: very many texts are
 * better counted here. */
#define CALL_TIMEOUT_S 2.0
#define CALLS_TIME_S 10.0
/* So many in a row that it did not count, and it is not asked any more. */
#define MAX_FAILURES 3

struct _PronyTextCounter
{
  PronyTarget *target;
  GCancellable *cancellable; /* (nullable) */
  PronyTokenCall *call;      /* (nullable) */
  gint64 calls_ns;           /* what the engine has taken so far */
  guint n_failures;
  PronyVocabulary *vocabulary; /* (nullable) */
  gboolean has_looked;         /* for a vocabulary */
};

/**
 * prony_text_counter_new:
 * @target: a target that is prepared
 * @cancellable: (nullable): ends a question to the engine, from any thread
 *
 * Nothing is asked or read before there is something to count.
 *
 * Returns: (transfer full): a counter
 */
PronyTextCounter *
prony_text_counter_new (PronyTarget *target, GCancellable *cancellable)
{
  PronyTextCounter *self = g_new0 (PronyTextCounter, 1);

  self->target = prony_target_ref (target);
  g_set_object (&self->cancellable, cancellable);
  self->call = prony_token_call_new (target);
  return self;
}

/**
 * prony_text_counter_free:
 * @self: (transfer full): a counter, in the thread that made it
 */
void
prony_text_counter_free (PronyTextCounter *self)
{
  g_clear_pointer (&self->call, prony_token_call_free);
  g_clear_pointer (&self->vocabulary, prony_vocabulary_unref);
  g_clear_object (&self->cancellable);
  prony_target_unref (self->target);
  g_free (self);
}

static gint64
ask_engine (PronyTextCounter *self, const char *text, gsize length)
{
  gint64 started_ns = prony_clock_now_ns ();
  gint64 count = -1;

  if (self->call == NULL)
    return -1;

  count = prony_token_call_count (self->call, text, length, CALL_TIMEOUT_S, self->cancellable);
  self->calls_ns += prony_clock_now_ns () - started_ns;
  self->n_failures = count >= 0 ? 0 : self->n_failures + 1;
  if (self->n_failures >= MAX_FAILURES || self->calls_ns > prony_s_to_ns (CALLS_TIME_S))
    g_clear_pointer (&self->call, prony_token_call_free);
  return count;
}

/* That a vocabulary which the user has named can be read was seen when the run began. */
static void
look_for_vocabulary (PronyTextCounter *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_strdup (self->target->vocabulary);

  self->has_looked = TRUE;
  if (path == NULL && self->target->model != NULL)
    path = prony_vocabulary_find (self->target->model);
  if (path == NULL)
    return;

  self->vocabulary = prony_vocabulary_open (path, &error);
  if (self->vocabulary == NULL)
    g_info ("%s", error->message);
}

static gint64
ask_vocabulary (PronyTextCounter *self, const char *text, gsize length)
{
  if (!self->has_looked)
    look_for_vocabulary (self);

  return self->vocabulary != NULL ? prony_vocabulary_count (self->vocabulary, text, length) : -1;
}

/**
 * prony_text_counter_count:
 * @self: a counter
 * @text: a text
 * @length: its bytes
 * @source: (inout): becomes worse where it has to: %PRONY_COUNT_TOKENIZE or
 *   %PRONY_COUNT_TOKENIZER
 *
 * The engine may take ten seconds for all texts together; what comes after that only a
 * vocabulary counts.
 *
 * Returns: the tokens, without special ones around them; -1 if nothing can count them
 */
gint64
prony_text_counter_count (PronyTextCounter *self,
                          const char *text,
                          gsize length,
                          PronyCountSource *source)
{
  gint64 count = 0;

  if (length == 0)
    return 0;

  count = ask_engine (self, text, length);
  if (count >= 0)
    {
      *source = MAX (*source, PRONY_COUNT_TOKENIZE);
      return count;
    }

  *source = MAX (*source, PRONY_COUNT_TOKENIZER);
  return ask_vocabulary (self, text, length);
}

/**
 * prony_text_counter_is_at_end:
 * @self: a counter
 *
 * Returns: whether there is nothing left that could count
 */
gboolean
prony_text_counter_is_at_end (PronyTextCounter *self)
{
  return self->call == NULL && self->has_looked && self->vocabulary == NULL;
}
