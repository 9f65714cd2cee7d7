/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-prompts"

#include "config.h"

#include "core/prompts/prony-length-draw.h"
#include "core/prompts/prony-prompt-draft.h"
#include "core/prompts/prony-prompt-mark.h"
#include "core/prompts/prony-prompt-writer.h"
#include "core/prompts/prony-template.h"

/* Marks are of a few more or fewer tokens, so that several are counted. */
#define N_SAMPLE_MARKS 8

/* How often the fillers of a prompt are corrected by what the whole of it was counted
 * as. Twice is rare. */
#define MAX_CORRECTIONS 4

/* What marks and the engine's template may differ by from one prompt to the next. */
#define LIMIT_SLACK 4

/* Lengths and answers are drawn from other numbers than filler. */
#define PROMPT_LENGTH_SALT G_GUINT64_CONSTANT (0x70726f6d70740000)
#define ANSWER_LENGTH_SALT G_GUINT64_CONSTANT (0x616e737765720000)

struct _PronyPromptWriter
{
  PronyScenario *scenario;
  PronyPromptGauge *gauge;
  PronyFillerFit fit;
  guint64 seed;
  guint overhead; /* of the engine's template, as far as it is known */
  guint mark_tokens;
  GHashTable *known;  /* texts without filler: what they were counted as */
  GHashTable *shared; /* filler that is the same in all prompts: how long it is */
};

/* A conversation that is being written: its drafts, of which the first @n_said were
 * part of a prompt before, with so many tokens. */
typedef struct
{
  GPtrArray *drafts;
  gboolean has_system;
  guint n_said;
  guint said_tokens;
} Talk;

/* How long a whole prompt is to be. */
typedef struct
{
  guint min;
  guint max;
} Range;

static guint
count_mark (PronyPromptGauge *gauge)
{
  g_autoptr (GString) marks = g_string_new (NULL);
  char mark[PRONY_PROMPT_MARK_SIZE];

  for (guint32 i = 0; i < N_SAMPLE_MARKS; i++)
    {
      prony_prompt_mark_write (mark, i);
      g_string_append (marks, mark);
    }

  return (prony_prompt_gauge_count (gauge, PRONY_FILLER_TEXT, marks->str) + N_SAMPLE_MARKS - 1) /
         N_SAMPLE_MARKS;
}

/**
 * prony_prompt_writer_new:
 * @scenario: what is asked; must outlive the writer
 * @seed: of everything that is drawn
 * @gauge: how long texts are; must outlive the writer
 *
 * Returns: (transfer full): a writer
 */
PronyPromptWriter *
prony_prompt_writer_new (PronyScenario *scenario, gint64 seed, PronyPromptGauge *gauge)
{
  PronyPromptWriter *self = g_new0 (PronyPromptWriter, 1);

  self->scenario = scenario;
  self->gauge = gauge;
  self->overhead = (guint) MAX (gauge->overhead, 0);
  self->seed = prony_filler_mix ((guint64) seed);
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->shared = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  prony_filler_fit_init (&self->fit, gauge);
  if (scenario->cache != PRONY_CACHE_REPEAT)
    self->mark_tokens = count_mark (gauge);
  return self;
}

/**
 * prony_prompt_writer_free:
 * @self: (transfer full): a writer
 */
void
prony_prompt_writer_free (PronyPromptWriter *self)
{
  g_hash_table_unref (self->known);
  g_hash_table_unref (self->shared);
  g_free (self);
}

/**
 * prony_prompt_writer_get_mark_tokens:
 * @self: a writer
 *
 * Returns: how many tokens what keeps prompt caches out adds to each prompt, on average
 */
guint
prony_prompt_writer_get_mark_tokens (PronyPromptWriter *self)
{
  return self->mark_tokens;
}

/**
 * prony_prompt_writer_draw_length:
 * @self: a writer
 * @conversation: which one
 *
 * Returns: how many tokens its longest prompt is to have; 0 where the scenario does not
 *   say
 */
guint
prony_prompt_writer_draw_length (PronyPromptWriter *self, guint conversation)
{
  const PronyLengths *lengths = &self->scenario->prompt_lengths;

  if (lengths->kind == PRONY_LENGTHS_NONE)
    return 0;
  return prony_length_draw (lengths,
                            prony_filler_mix ((self->seed ^ PROMPT_LENGTH_SALT) + conversation));
}

/* --- Fitting --------------------------------------------------------------------------- */

static void
fit_part (PronyPromptWriter *self, PronyPromptPart *part, guint tolerance)
{
  part->length =
    prony_filler_fit_find (&self->fit, part->filler, part->tokens,
                           MIN (prony_filler_fit_get_tolerance (part->tokens), tolerance));
}

/* Fits filler whose length the template says. What all prompts share must end at the
 * same place in all of them, though more is known of the vocabulary later. */
static void
fit_fixed (PronyPromptWriter *self, PronyPromptPart *part)
{
  guint64 key = prony_filler_mix (part->seed ^ part->tokens) ^ prony_filler_get_kind (part->filler);
  gpointer length = g_hash_table_lookup (self->shared, &key);

  if (length != NULL)
    {
      part->length = GPOINTER_TO_SIZE (length);
      return;
    }
  fit_part (self, part, G_MAXUINT);
  if (self->scenario->cache == PRONY_CACHE_SHARED_PREFIX)
    g_hash_table_insert (self->shared, g_memdup2 (&key, sizeof key),
                         GSIZE_TO_POINTER (part->length));
}

static guint
count_unsaid (PronyPromptWriter *self, Talk *talk, guint n)
{
  guint tokens = 0;

  for (guint i = talk->n_said; i < n; i++)
    tokens += prony_prompt_draft_count (talk->drafts->pdata[i], self->gauge, self->known);
  return tokens;
}

static guint
count_open (Talk *talk, guint n)
{
  guint n_open = 0;

  for (guint i = talk->n_said; i < n; i++)
    n_open += prony_prompt_draft_count_open (talk->drafts->pdata[i]);
  return n_open;
}

/* Gives what is left of @goal to the fillers of open length in equal parts. */
static void
share_out (PronyPromptWriter *self, Talk *talk, guint n, guint n_open, guint goal)
{
  guint taken =
    self->overhead + self->mark_tokens + talk->said_tokens + count_unsaid (self, talk, n);
  guint left = goal > taken ? goal - taken : 0;

  for (guint i = talk->n_said; i < n; i++)
    {
      PronyPromptDraft *draft = talk->drafts->pdata[i];

      for (guint k = 0; k < draft->parts->len; k++)
        {
          PronyPromptPart *part = &g_array_index (draft->parts, PronyPromptPart, k);

          if (!part->is_open)
            continue;
          part->tokens = MAX (left / n_open, 1);
          left -= MIN (left, part->tokens);
          n_open--;
          fit_part (self, part, G_MAXUINT);
        }
    }
}

static PronyPromptPart *
find_longest (Talk *talk, guint n, gboolean open)
{
  PronyPromptPart *longest = NULL;

  for (guint i = talk->n_said; i < n; i++)
    {
      PronyPromptPart *part = prony_prompt_draft_find_longest (talk->drafts->pdata[i], open);

      if (part != NULL && (longest == NULL || part->tokens > longest->tokens))
        longest = part;
    }
  return longest;
}

/* Makes the longest filler longer or shorter, as often as it takes to have the whole
 * prompt in @range, at least @depth inside of it; or until there is nothing more to
 * take away. */
static void
correct (
  PronyPromptWriter *self, Talk *talk, guint n, const Range *range, guint depth, gboolean open)
{
  guint around = self->overhead + self->mark_tokens + talk->said_tokens;

  for (guint i = 0; i < MAX_CORRECTIONS; i++)
    {
      gint64 total = (gint64) around + count_unsaid (self, talk, n);
      PronyPromptPart *part = find_longest (talk, n, open);
      gint64 tokens;

      if (part == NULL || (total >= range->min && total <= range->max))
        return;
      tokens = part->tokens - total +
               (total < range->min ? (gint64) range->min + depth : (gint64) range->max - depth);
      tokens = CLAMP (tokens, 1, PRONY_TEMPLATE_MAX_TOKENS);
      if (tokens == part->tokens && tokens == 1)
        return;
      part->tokens = (guint) tokens;
      fit_part (self, part, depth);
    }
}

/* What the scenario's limits leave, a little inside of them; more where texts are not
 * counted exactly. */
static gboolean
get_limits (PronyPromptWriter *self, Range *range)
{
  guint min = self->scenario->prompt_min_tokens;
  guint max = self->scenario->prompt_max_tokens;
  gboolean exact =
    self->gauge->source == PRONY_COUNT_TOKENIZE || self->gauge->source == PRONY_COUNT_TOKENIZER;
  guint slack = LIMIT_SLACK;

  range->min = min;
  range->max = max > 0 ? MAX (max, min) : G_MAXINT32;
  if (!exact)
    slack += MIN (min > 0 ? min : max, max > 0 ? max : min) / 50;
  slack = MIN (slack, (range->max - range->min) / 4);
  range->min += min > 0 ? slack : 0;
  range->max -= max > 0 ? slack : 0;
  return min > 0 || max > 0;
}

/* Fits what the first @n drafts add to what was said; they are a whole prompt. @goal is
 * its drawn length, or 0. */
static void
fit_prompt (PronyPromptWriter *self, Talk *talk, guint n, guint goal)
{
  guint n_open = count_open (talk, n);
  gboolean limited;
  Range limits;
  Range range;

  for (guint i = talk->n_said; i < n; i++)
    {
      PronyPromptDraft *draft = talk->drafts->pdata[i];

      for (guint k = 0; k < draft->parts->len; k++)
        {
          PronyPromptPart *part = &g_array_index (draft->parts, PronyPromptPart, k);

          if (part->filler != NULL && !part->is_open)
            fit_fixed (self, part);
        }
    }

  limited = get_limits (self, &limits);
  if (n_open > 0)
    {
      guint tolerance = prony_filler_fit_get_tolerance (goal);

      goal = CLAMP (goal, limits.min, limits.max);
      range = (Range){ goal - MIN (tolerance, goal), goal + tolerance };
      share_out (self, talk, n, n_open, goal);
      correct (self, talk, n, &range, tolerance, TRUE);
    }
  if (limited)
    correct (
      self, talk, n, &limits,
      MIN ((limits.max - limits.min) / 4, prony_filler_fit_get_tolerance (MAX (limits.min, 1)) + 1),
      FALSE);
}

/* --- Conversations --------------------------------------------------------------------- */

static void
add_prompt (PronyPromptWriter *self, Talk *talk, guint n, PronyPrompt *prompt)
{
  PronyPromptDraft *last = talk->drafts->pdata[n - 1];

  talk->said_tokens += count_unsaid (self, talk, n);
  talk->n_said = n;
  prompt->tokens = self->overhead + talk->said_tokens;
  prompt->text = g_strdup (last->text);
  for (guint i = 0; i + 1 < n; i++)
    {
      PronyPromptDraft *draft = talk->drafts->pdata[i];

      if (i == 0 && talk->has_system)
        {
          prompt->system = g_strdup (draft->text);
          continue;
        }
      if (prompt->history == NULL)
        prompt->history = prony_messages_new ();
      g_ptr_array_add (prompt->history, prony_message_new (draft->role, draft->text));
    }
}

static void
add_draft (Talk *talk,
           PronyMessageRole role,
           const char *text,
           const PronyTestCase *test_case,
           PronyFillerSeeds *seeds)
{
  PronyPromptDraft *draft = prony_prompt_draft_new (role);

  prony_prompt_draft_add (draft, text, test_case, seeds);
  g_ptr_array_add (talk->drafts, draft);
}

static void
add_drafts (PronyPromptWriter *self, Talk *talk, guint case_index, guint conversation)
{
  PronyScenario *scenario = self->scenario;
  const PronyTestCase *test_case = prony_scenario_get_case (scenario, case_index);
  GPtrArray *messages = test_case->messages != NULL ? test_case->messages : scenario->messages;
  const char *system = test_case->system != NULL ? test_case->system : scenario->system;
  guint key = scenario->cache == PRONY_CACHE_SHARED_PREFIX ? 0 : conversation;
  PronyFillerSeeds seeds = { self->seed ^ ((guint64) key << 32), 0 };

  talk->has_system = system != NULL;
  if (talk->has_system)
    add_draft (talk, PRONY_ROLE_USER, system, test_case, &seeds);
  if (messages == NULL)
    add_draft (talk, PRONY_ROLE_USER, scenario->template, test_case, &seeds);
  for (guint i = 0; messages != NULL && i < messages->len; i++)
    {
      const PronyMessage *message = messages->pdata[i];

      add_draft (talk, message->role, message->text, test_case, &seeds);
    }
}

/* Whether the first @n drafts are a prompt: they end with a user's message. */
static gboolean
is_prompt (PronyPromptWriter *self, Talk *talk, guint n)
{
  const PronyPromptDraft *last = talk->drafts->pdata[n - 1];

  if (n == talk->drafts->len)
    return TRUE;
  return !self->scenario->last_turn_only && last->role == PRONY_ROLE_USER &&
         (n > 1 || !talk->has_system);
}

/**
 * prony_prompt_writer_add:
 * @self: a writer
 * @case_index: which of the scenario's test cases
 * @conversation: which conversation; the first ones are the test cases in order, and
 *   later ones are the same with other filler and lengths
 * @prompts: (element-type PronyPrompt): what to add to
 *
 * Writes a conversation, with a prompt for each of its turns. A drawn length is that of
 * the prompt that brings filler of open length.
 *
 * Returns: how many prompts were added, at least 1
 */
guint
prony_prompt_writer_add (PronyPromptWriter *self,
                         guint case_index,
                         guint conversation,
                         GPtrArray *prompts)
{
  g_autoptr (GPtrArray) drafts =
    g_ptr_array_new_with_free_func ((GDestroyNotify) prony_prompt_draft_free);
  const PronyLengths *answers = &self->scenario->completion_lengths;
  guint length = prony_prompt_writer_draw_length (self, conversation);
  Talk talk = { .drafts = drafts };
  guint turn = 0;

  add_drafts (self, &talk, case_index, conversation);
  for (guint n = 1; n <= drafts->len; n++)
    {
      PronyPrompt *prompt;

      if (!is_prompt (self, &talk, n))
        continue;
      prompt = g_new0 (PronyPrompt, 1);
      prompt->case_index = case_index;
      prompt->turn = turn++;
      if (answers->kind != PRONY_LENGTHS_NONE)
        prompt->output_tokens = prony_length_draw (
          answers, prony_filler_mix ((self->seed ^ ANSWER_LENGTH_SALT) +
                                     ((guint64) conversation << 16) + prompt->turn));
      fit_prompt (self, &talk, n, length);
      add_prompt (self, &talk, n, prompt);
      g_ptr_array_add (prompts, prompt);
    }
  return turn;
}
