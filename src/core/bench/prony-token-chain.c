/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <string.h>

#include "base/prony-clock.h"
#include "core/bench/prony-token-chain.h"
#include "core/engines/prony-token-call.h"
#include "core/model/prony-event-cursor.h"
#include "core/tokens/prony-vocabulary-finder.h"
#include "core/tokens/prony-vocabulary.h"

/* How long the engine may take for one text, and for all of them: a run of very many
 * answers is better counted here. */
#define CALL_TIMEOUT_S 2.0
#define CALLS_TIME_S 10.0
/* So many in a row that it did not count, and it is not asked any more. */
#define MAX_FAILURES 3

struct _PronyTokenChain
{
  PronyTarget *target;
  gboolean plain_prompts;
  PronyTokenCall *call; /* (nullable) */
  gint64 call_until_ns;
  guint n_failures;
  PronyVocabulary *vocabulary; /* (nullable) */
  gboolean has_looked;         /* for a vocabulary */
};

/**
 * prony_token_chain_new:
 * @target: a target that is prepared
 * @plain_prompts: what engines are sent as a prompt is the prompt of a record and nothing
 *   else, no template around it: then its tokens are counted too
 *
 * Nothing is asked or read before there is something to count.
 *
 * Returns: (transfer full): a chain
 */
PronyTokenChain *
prony_token_chain_new (PronyTarget *target, gboolean plain_prompts)
{
  PronyTokenChain *self = g_new0 (PronyTokenChain, 1);

  self->target = prony_target_ref (target);
  self->plain_prompts = plain_prompts;
  self->call = prony_token_call_new (target);
  self->call_until_ns = prony_clock_now_ns () + prony_s_to_ns (CALLS_TIME_S);
  return self;
}

/**
 * prony_token_chain_free:
 * @self: (transfer full): a chain, in the thread that made it
 */
void
prony_token_chain_free (PronyTokenChain *self)
{
  g_clear_pointer (&self->call, prony_token_call_free);
  g_clear_pointer (&self->vocabulary, prony_vocabulary_unref);
  prony_target_unref (self->target);
  g_free (self);
}

static gint64
ask_engine (PronyTokenChain *self, const char *text, gsize length)
{
  gint64 count = -1;

  if (self->call == NULL)
    return -1;

  if (prony_clock_now_ns () < self->call_until_ns)
    count = prony_token_call_count (self->call, text, length, CALL_TIMEOUT_S, NULL);
  else
    self->n_failures = MAX_FAILURES;

  if (count >= 0)
    self->n_failures = 0;
  else if (++self->n_failures >= MAX_FAILURES)
    g_clear_pointer (&self->call, prony_token_call_free);
  return count;
}

/* That a vocabulary which the user has named can be read was seen when the run began. */
static void
look_for_vocabulary (PronyTokenChain *self)
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
ask_vocabulary (PronyTokenChain *self, const char *text, gsize length)
{
  if (!self->has_looked)
    look_for_vocabulary (self);

  return self->vocabulary != NULL ? prony_vocabulary_count (self->vocabulary, text, length) : -1;
}

/* @source becomes worse where it has to. */
static gint64
count_text (PronyTokenChain *self, const char *text, gsize length, PronyCountSource *source)
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

/* The text of a tool call is not kept. */
static gboolean
has_tool_call (const PronyRequestRecord *record)
{
  PronyEventCursor cursor;
  PronyRecordEvent event;

  prony_event_cursor_init (&cursor, record);
  while (prony_event_cursor_next (&cursor, &event))
    if (event.kind == PRONY_EVENT_TOOL_CALL)
      return TRUE;

  return FALSE;
}

/**
 * prony_token_chain_wants:
 * @record: a request that has ended; needs no texts
 *
 * Returns: whether it has an answer that nobody has really counted
 */
gboolean
prony_token_chain_wants (const PronyRequestRecord *record)
{
  return record->count_source > PRONY_COUNT_TOKENIZER &&
         (record->completion_tokens > 0 || record->outcome == PRONY_OUTCOME_OK) &&
         !has_tool_call (record);
}

/**
 * prony_token_chain_count:
 * @self: a chain
 * @record: a request that has ended, with its texts
 * @counts: (out): its tokens
 *
 * Counts the tokens of an answer, thinking included, as its texts have them: an end mark
 * has no text, and counts as none.
 *
 * Returns: %FALSE where nothing is better than what the record says already
 */
gboolean
prony_token_chain_count (PronyTokenChain *self,
                         const PronyRequestRecord *record,
                         PronyTokenCounts *counts)
{
  PronyCountSource source = PRONY_COUNT_USAGE;
  gint64 reasoning = 0;
  gint64 answer;

  if (!prony_token_chain_wants (record) || (record->answer->len == 0 && record->reasoning == NULL))
    return FALSE;

  answer = count_text (self, record->answer->str, record->answer->len, &source);
  if (record->reasoning != NULL)
    reasoning = count_text (self, record->reasoning->str, record->reasoning->len, &source);
  if (answer < 0 || reasoning < 0)
    return FALSE;

  counts->id = record->id;
  counts->completion_tokens = answer + reasoning;
  counts->reasoning_tokens = record->reasoning != NULL ? reasoning : -1;
  counts->prompt_tokens = record->prompt_tokens;
  counts->source = source;
  if (self->plain_prompts && record->prompt_tokens < 0 && record->prompt != NULL)
    counts->prompt_tokens = count_text (self, record->prompt, strlen (record->prompt), &source);
  return TRUE;
}

/**
 * prony_token_chain_is_at_end:
 * @self: a chain
 *
 * Returns: whether there is nothing left that could count
 */
gboolean
prony_token_chain_is_at_end (PronyTokenChain *self)
{
  return self->call == NULL && self->has_looked && self->vocabulary == NULL;
}
