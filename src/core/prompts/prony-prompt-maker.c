/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-prompts"

#include "config.h"

#include <math.h>
#include <string.h>

#include "core/prompts/prony-filler.h"
#include "core/prompts/prony-prompt-maker.h"
#include "core/prompts/prony-prompt-mark.h"

/* Prompts whose length a trace wants are cut from so much text: longer ones go round
 * in it. */
#define POOL_TOKENS 65536

/* Which prompt an index stands for. */
typedef struct
{
  guint conversation;
  guint turn;
} Place;

/* Used by several threads without a lock: the pool, which is made late, is put in its
 * place by an atomic exchange, and whoever comes second throws its own away. Everything
 * else does not change after it was made. */

struct _PronyPromptMaker
{
  PronyPromptSet *set;
  const PronyScenario *scenario; /* the set's */
  GArray *order;                 /* of Place: one pass, after which it begins anew */
  GArray *rounds;                /* of guint: where the turns of @order begin */
  guint n_copies;                /* of each conversation that go on at once */
  char *pool;                    /* (nullable): text that sized prompts are cut from */
  guint64 seed;
  guint32 mark_base;

  guint max_tokens;
  guint max_sized_tokens; /* 0 for no bound */
  guint min_tokens;
  double temperature;
  gint64 request_seed;
  gboolean stream;
};

/* --- The order of conversations -------------------------------------------------------- */

static gboolean
has_turns (PronyPromptSet *set)
{
  return prony_prompt_set_count_prompts (set) > prony_prompt_set_count_conversations (set);
}

/* Appends the next turn of each conversation that goes on. Where one has ended, the next
 * begins in its place. */
static gboolean
append_round (PronyPromptMaker *self, Place *going, guint n_going, guint *next)
{
  guint n_conversations = prony_prompt_set_count_conversations (self->set);
  guint start = self->order->len;

  for (guint i = 0; i < n_going; i++)
    {
      Place *place = &going[i];

      if (place->conversation >= n_conversations)
        continue;
      g_array_append_val (self->order, *place);
      if (++place->turn < prony_prompt_set_count_turns (self->set, place->conversation))
        continue;
      *place = (Place){ *next, 0 };
      *next += *next < n_conversations ? 1 : 0;
    }
  if (self->order->len == start)
    return FALSE;

  g_array_append_val (self->rounds, start);
  return TRUE;
}

/* As many conversations go on at a time as there are streams, so that a turn is asked
 * when the answer to the one before it is there or nearly so, whatever the number of the
 * request says of the stream that sends it. Where there are more streams, copies of all
 * conversations go on at once, and where their number is not known, all conversations. */
static void
set_order (PronyPromptMaker *self, guint streams)
{
  guint n_conversations = prony_prompt_set_count_conversations (self->set);
  guint at_once = has_turns (self->set) ? streams : 1;
  guint n_going = at_once > 0 ? MIN (at_once, n_conversations) : n_conversations;
  g_autofree Place *going = g_new0 (Place, n_going);
  guint next = n_going;

  self->n_copies = at_once > n_going ? (at_once - 1) / n_going + 1 : 1;
  self->order = g_array_new (FALSE, FALSE, sizeof (Place));
  self->rounds = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < n_going; i++)
    going[i].conversation = i;
  while (append_round (self, going, n_going, &next))
    ;
}

/* Finds what an index stands for. @number is of the conversation, and different for each
 * time that it is held. */
static const Place *
find_place (PronyPromptMaker *self, guint64 index, guint64 *number)
{
  guint64 n_pass = (guint64) self->order->len * self->n_copies;
  guint64 at = index % n_pass;
  guint64 copy = 0;
  const Place *place;

  if (self->n_copies > 1)
    {
      guint start = 0;
      guint length = self->order->len;

      for (guint i = 0; i < self->rounds->len; i++)
        {
          start = g_array_index (self->rounds, guint, i);
          length = (i + 1 < self->rounds->len ? g_array_index (self->rounds, guint, i + 1)
                                              : self->order->len) -
                   start;
          if (at < (guint64) length * self->n_copies)
            break;
          at -= (guint64) length * self->n_copies;
        }
      copy = at / length;
      at = start + at % length;
    }

  place = &g_array_index (self->order, Place, at);
  *number =
    (index / n_pass * self->n_copies + copy) * prony_prompt_set_count_conversations (self->set) +
    place->conversation;
  return place;
}

/* --- Limits ------------------------------------------------------------------------------ */

/* The plan's settings go before the scenario's. */
static void
set_limits (PronyPromptMaker *self, const PronyPlan *plan)
{
  const PronyScenario *scenario = self->scenario;

  self->max_tokens = scenario->max_tokens;
  self->temperature = scenario->temperature;
  self->request_seed = scenario->seed;
  self->stream = TRUE;
  if (plan != NULL)
    {
      if (plan->max_tokens > 0)
        self->max_tokens = plan->max_tokens;
      self->max_sized_tokens = plan->max_tokens;
      if (isfinite (plan->temperature))
        self->temperature = plan->temperature;
      if (self->request_seed < 0)
        self->request_seed = plan->seed;
      self->stream = plan->stream;
    }
  self->min_tokens = scenario->min_tokens;
  if (self->max_tokens > 0)
    self->min_tokens = MIN (self->min_tokens, self->max_tokens);
}

static const char *
get_pool (PronyPromptMaker *self)
{
  char *pool = g_atomic_pointer_get (&self->pool);

  if (pool != NULL)
    return pool;

  pool = prony_filler_make (PRONY_FILLER_TEXT, POOL_TOKENS, self->seed);
  if (!g_atomic_pointer_compare_and_exchange (&self->pool, NULL, pool))
    g_free (pool);

  return g_atomic_pointer_get (&self->pool);
}

/* What keeps a prompt cache out. Engines compare prompts from their beginning, so
 * it must be the first thing that they see. */
static void
write_mark (PronyPromptMaker *self, guint64 number, char mark[PRONY_PROMPT_MARK_SIZE])
{
  switch (self->scenario->cache)
    {
    case PRONY_CACHE_UNIQUE:
      prony_prompt_mark_write (mark, self->mark_base + (guint32) number);
      break;

    case PRONY_CACHE_SHARED_PREFIX:
      /* New to the engine in each trial, and then shared by all of the trial. */
      prony_prompt_mark_write (mark, self->mark_base);
      break;

    case PRONY_CACHE_REPEAT:
    default:
      *mark = '\0';
      break;
    }
}

/**
 * prony_prompt_maker_new:
 * @set: the prompts
 * @plan: (nullable): whose limits, temperature and streaming replace the
 *   scenario's; a scenario that names a seed for the engine keeps it
 * @salt: a number of the trial, so that no two trials send the same prompts where
 *   the scenario wants each to be new to the engine
 * @streams: how many requests there are at once; 0 where that is not known. Matters to
 *   conversations of several turns, which go on side by side
 *
 * Returns: (transfer full): a maker of requests
 */
PronyPromptMaker *
prony_prompt_maker_new (PronyPromptSet *set, const PronyPlan *plan, guint64 salt, guint streams)
{
  PronyPromptMaker *self;

  g_return_val_if_fail (set != NULL, NULL);

  self = g_new0 (PronyPromptMaker, 1);
  self->set = prony_prompt_set_ref (set);
  self->scenario = prony_prompt_set_get_scenario (set);
  self->seed = prony_filler_mix ((guint64) prony_prompt_set_get_seed (set));
  self->mark_base = (guint32) prony_filler_mix (self->seed + prony_filler_mix (salt + 1));
  set_order (self, streams);
  set_limits (self, plan);
  if (plan != NULL && plan->trace != NULL)
    get_pool (self);
  return self;
}

/**
 * prony_prompt_maker_free:
 * @self: (transfer full): a maker
 */
void
prony_prompt_maker_free (PronyPromptMaker *self)
{
  g_array_unref (self->order);
  g_array_unref (self->rounds);
  g_free (self->pool);
  prony_prompt_set_unref (self->set);
  g_free (self);
}

/* Text of @tokens, the mark included. Each index begins at another word, unless
 * prompts are to begin alike. */
static char *
make_sized_prompt (PronyPromptMaker *self, const char *mark, guint64 index, guint tokens)
{
  const char *pool = get_pool (self);
  gsize pool_length = strlen (pool);
  gsize length = strlen (mark);
  guint body = tokens - MIN (tokens, prony_prompt_set_get_mark_tokens (self->set));
  gsize wanted = length + (gsize) (body / prony_prompt_set_get_tokens_per_byte (self->set));
  gsize at = 0;
  char *prompt;

  if (self->scenario->cache == PRONY_CACHE_UNIQUE)
    {
      at = prony_filler_mix (self->seed + index) % pool_length;
      at += strcspn (pool + at, " ");
      at += pool[at] == ' ' ? 1 : 0;
    }

  wanted = MAX (wanted, length + 1);
  prompt = g_malloc (wanted + 1);
  memcpy (prompt, mark, length);
  while (length < wanted)
    {
      gsize n = MIN (wanted - length, pool_length - at);

      memcpy (prompt + length, pool + at, n);
      length += n;
      at = 0;
    }
  prompt[length] = '\0';
  return prompt;
}

static char *
join_two (const char *first, const char *second)
{
  gsize n_first = strlen (first);
  gsize n_second = strlen (second);
  char *joined = g_malloc (n_first + n_second + 1);

  memcpy (joined, first, n_first);
  memcpy (joined + n_first, second, n_second + 1);
  return joined;
}

/* The mark goes before what an engine sees first. What was said before is shared with
 * the set, unless it begins with the mark. */
static PronyRequestSpec *
make_question (const PronyPrompt *prompt, const char *mark)
{
  PronyRequestSpec *spec = prony_request_spec_new (NULL, "");
  gboolean first_said = prompt->system == NULL && prompt->history != NULL && *mark != '\0';
  gboolean first_asked = prompt->system == NULL && prompt->history == NULL;

  g_free (spec->prompt);
  spec->prompt = join_two (first_asked ? mark : "", prompt->text);
  if (prompt->system != NULL)
    spec->system = join_two (mark, prompt->system);
  if (first_said)
    {
      PronyMessage *first;
      char *text;

      spec->history = prony_messages_copy (prompt->history);
      first = g_ptr_array_index (spec->history, 0);
      text = join_two (mark, first->text);
      g_free (first->text);
      first->text = text;
    }
  else if (prompt->history != NULL)
    spec->history = g_ptr_array_ref (prompt->history);
  return spec;
}

/* What the engine has of its own against its cache. The turns of a conversation may find
 * what was said before, as they do when people talk; another conversation may not. */
static void
set_cache_switch (PronyPromptMaker *self, PronyRequestSpec *spec, const char *mark)
{
  if (self->scenario->cache == PRONY_CACHE_REPEAT)
    return;

  spec->avoid_cache = self->scenario->cache == PRONY_CACHE_UNIQUE && !has_turns (self->set);
  spec->cache_salt = g_strndup (mark + strlen ("["), strcspn (mark + strlen ("["), "]"));
}

/* What is known of the length of all that is asked; a mere guess is not. */
static gint64
get_prompt_tokens (PronyPromptMaker *self, const PronyPrompt *prompt)
{
  if (prony_prompt_set_get_source (self->set) == PRONY_COUNT_ESTIMATE)
    return -1;

  return (gint64) prompt->tokens + prony_prompt_set_get_mark_tokens (self->set);
}

/* Makes the engine give an answer of a length, where it can: at least one token, as
 * no engine gives none; and no more than the plan allows. */
static void
set_output_tokens (PronyPromptMaker *self, PronyRequestSpec *spec, guint tokens)
{
  tokens = MAX (tokens, 1);
  if (self->max_sized_tokens > 0)
    tokens = MIN (tokens, self->max_sized_tokens);

  spec->max_tokens = tokens;
  spec->min_tokens = tokens;
  spec->ignore_eos = TRUE;
  g_clear_pointer (&spec->stop, g_strfreev);
}

/**
 * prony_prompt_maker_make:
 * @self: a maker
 * @index: which request of the trial, from 0
 *
 * Makes a request: the prompts in turn. The same set, salt, number of streams and
 * index give the same bytes on every machine. A scenario whose cache mode is
 * `unique` gets a short text at the very beginning (of the system message, if
 * there is one) that no other request of the trial has.
 *
 * Returns: (transfer full): the request
 */
PronyRequestSpec *
prony_prompt_maker_make (PronyPromptMaker *self, guint64 index)
{
  return prony_prompt_maker_make_sized (self, index, -1, -1);
}

/**
 * prony_prompt_maker_make_sized:
 * @self: a maker
 * @index: which request of the trial, from 0
 * @prompt_tokens: how long its prompt is to be, as the set's gauge knows prose; -1 for
 *   the scenario's own prompt
 * @output_tokens: how long its answer is to be; -1 for the scenario's own limits
 *
 * Makes a request as prony_prompt_maker_make() does, with the lengths that a trace
 * recorded: then filler takes the place of the scenario's prompt and system message,
 * and the engine is told to answer with just so many tokens, at least one, and at
 * most as many as the plan allows. Quick when the plan has a trace: the filler is then
 * written beforehand.
 *
 * Returns: (transfer full): the request
 */
PronyRequestSpec *
prony_prompt_maker_make_sized (PronyPromptMaker *self,
                               guint64 index,
                               gint32 prompt_tokens,
                               gint32 output_tokens)
{
  guint64 number;
  const Place *place = find_place (self, index, &number);
  const PronyPrompt *prompt = prony_prompt_set_get (self->set, place->conversation, place->turn);
  char mark[PRONY_PROMPT_MARK_SIZE];
  g_autofree char *sized = NULL;
  PronyRequestSpec *spec;

  write_mark (self, prompt_tokens >= 0 ? index : number, mark);
  if (prompt_tokens >= 0)
    sized = make_sized_prompt (self, mark, index, (guint) prompt_tokens);
  spec = sized != NULL ? prony_request_spec_new (NULL, sized) : make_question (prompt, mark);

  spec->prompt_tokens = prompt_tokens >= 0 ? prompt_tokens : get_prompt_tokens (self, prompt);
  spec->max_tokens = self->max_tokens;
  spec->min_tokens = self->min_tokens;
  spec->temperature = self->temperature;
  spec->top_p = self->scenario->top_p;
  spec->seed = self->request_seed;
  spec->stop = g_strdupv (self->scenario->stop);
  spec->ignore_eos = self->scenario->ignore_eos;
  spec->stream = self->stream;
  spec->case_index = prompt->case_index;
  set_cache_switch (self, spec, mark);
  if (output_tokens < 0 && prompt->output_tokens > 0)
    output_tokens = (gint32) prompt->output_tokens;
  if (output_tokens >= 0)
    set_output_tokens (self, spec, (guint) output_tokens);

  return spec;
}

/**
 * prony_prompt_maker_get_prompt:
 * @self: a maker
 * @index: which request of the trial, from 0
 *
 * Returns: (transfer none): the prompt that the request is made from, without what keeps
 *   prompt caches out
 */
const PronyPrompt *
prony_prompt_maker_get_prompt (PronyPromptMaker *self, guint64 index)
{
  const Place *place = &g_array_index (self->order, Place, index % self->order->len);

  return prony_prompt_set_get (self->set, place->conversation, place->turn);
}

/**
 * prony_prompt_maker_count_prompts:
 * @self: a maker
 *
 * Returns: how many prompts there are in a pass through the scenario's test cases, at
 *   least 1
 */
guint
prony_prompt_maker_count_prompts (PronyPromptMaker *self)
{
  return prony_prompt_set_count_prompts (self->set) / prony_prompt_set_get_variants (self->set);
}
