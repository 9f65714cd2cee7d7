/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <string.h>

#include "core/bench/prony-text-counter.h"
#include "core/bench/prony-token-chain.h"
#include "core/model/prony-event-cursor.h"

struct _PronyTokenChain
{
  PronyTextCounter *counter;
  gboolean plain_prompts;
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

  self->counter = prony_text_counter_new (target, NULL);
  self->plain_prompts = plain_prompts;
  return self;
}

/**
 * prony_token_chain_free:
 * @self: (transfer full): a chain, in the thread that made it
 */
void
prony_token_chain_free (PronyTokenChain *self)
{
  prony_text_counter_free (self->counter);
  g_free (self);
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

  answer =
    prony_text_counter_count (self->counter, record->answer->str, record->answer->len, &source);
  if (record->reasoning != NULL)
    reasoning = prony_text_counter_count (self->counter, record->reasoning->str,
                                          record->reasoning->len, &source);
  if (answer < 0 || reasoning < 0)
    return FALSE;

  counts->completion_tokens = answer + reasoning;
  counts->reasoning_tokens = record->reasoning != NULL ? reasoning : -1;
  counts->prompt_tokens = record->prompt_tokens;
  counts->source = source;
  if (self->plain_prompts && record->prompt_tokens < 0 && record->prompt != NULL)
    counts->prompt_tokens =
      prony_text_counter_count (self->counter, record->prompt, strlen (record->prompt), &source);
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
  return prony_text_counter_is_at_end (self->counter);
}
