/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-prompts"

#include "config.h"

#include <math.h>

#include "core/prompts/prony-filler-fit.h"

/* Two are usual; who counts may be far away. */
#define USUAL_COUNTS 4
#define MAX_COUNTS 14

/* A tokenizer that says anything else is not believed. */
#define MAX_BYTES_PER_TOKEN 64

/* Shorter texts are counted whole each time: where a text is cut changes the tokens
 * beside the cut, which matters to them. */
#define WHOLE_TOKENS 400

/* Short texts end at a word first, though it may be a token more or less. */
#define FIRST_SLACK 6

/* Long enough to learn from how many bytes a token has. */
#define MIN_LEARNED_BYTES 256

/* A length in bytes, and what it was counted as. */
typedef struct
{
  gsize length;
  gint64 tokens;
} Cut;

/**
 * prony_filler_fit_init:
 * @self: (out caller-allocates): where to begin
 * @gauge: how long texts are; must outlive @self
 *
 * Begins with what the gauge says of each kind.
 */
void
prony_filler_fit_init (PronyFillerFit *self, PronyPromptGauge *gauge)
{
  self->gauge = gauge;
  for (guint i = 0; i < PRONY_N_FILLERS; i++)
    self->tokens_per_byte[i] = gauge->tokens_per_byte[i];
}

/**
 * prony_filler_fit_get_tolerance:
 * @tokens: how many are wanted
 *
 * Returns: how many it may be off by, in tokens: half of the 2 % that are promised, at
 *   least 1
 */
guint
prony_filler_fit_get_tolerance (guint tokens)
{
  return MAX (tokens / 100, 1);
}

static gsize
get_bytes (PronyFillerFit *self, PronyFiller *filler, guint tokens)
{
  double bytes = tokens / self->tokens_per_byte[prony_filler_get_kind (filler)];

  return (gsize) CLAMP (floor (bytes), 1.0, (double) tokens * MAX_BYTES_PER_TOKEN);
}

/* The tokens of the first @length bytes; only of the part between it and the last count
 * where that is less. -1 where the gauge cannot tell. */
static gint64
count (PronyFillerFit *self, PronyFiller *filler, gsize length, const Cut *last)
{
  PronyPromptGauge *gauge = self->gauge;
  const char *text = prony_filler_get (filler, MAX (length, last->length));
  gsize from = MIN (length, last->length);
  gsize between = MAX (length, last->length) - from;
  gint64 tokens;

  if (last->tokens > WHOLE_TOKENS && between < length / 8)
    {
      tokens = between > 0 ? gauge->count (text + from, between, gauge->user_data) : 0;
      if (tokens < 0)
        return -1;
      return length > last->length ? last->tokens + tokens : MAX (last->tokens - tokens, 1);
    }

  tokens = gauge->count (text, length, gauge->user_data);
  if (tokens > 0 && length >= MIN_LEARNED_BYTES)
    self->tokens_per_byte[prony_filler_get_kind (filler)] = (double) tokens / (double) length;
  return tokens;
}

/* What is wanted, and between what the cut must be. */
typedef struct
{
  PronyFiller *filler;
  guint tokens;
  guint tolerance;
  Cut last;
  Cut low;
  Cut high;
} Search;

static gint64
get_error (const Search *search, const Cut *cut)
{
  return ABS (cut->tokens - (gint64) search->tokens);
}

/* Where to cut next: as much further as the last cut is off, at the end of something if
 * there is one; and in any case between what is too short and what is too long. Where
 * that takes too long, in the middle of these. */
static gsize
choose_cut (const Search *search, gboolean halve)
{
  gsize low = search->low.length;
  gsize high = search->high.length;
  gint64 counted = MAX (search->last.tokens, 1);
  double bytes = (double) search->last.length * search->tokens / (double) counted;
  gsize wanted = (gsize) CLAMP (floor (bytes), 1.0, (double) search->tokens * MAX_BYTES_PER_TOKEN);
  gsize slack = MAX (search->tolerance, 1) * (search->last.length / (gsize) counted + 1) / 2;
  gsize end;

  if (halve || wanted <= low || wanted >= high)
    wanted = low + (MIN (high, 2 * (low + wanted)) - low) / 2;
  end = prony_filler_find_end (search->filler, wanted, slack);
  return end > low && end < high ? end : wanted;
}

static gsize
find_by_ratio (PronyFillerFit *self, PronyFiller *filler, guint tokens, guint tolerance)
{
  gsize wanted = get_bytes (self, filler, tokens);

  return prony_filler_find_end (filler, wanted, tolerance * wanted / tokens);
}

/* Counts, corrects the length by what is missing, and counts again. */
static gsize
find_by_counting (PronyFillerFit *self, PronyFiller *filler, guint tokens, guint tolerance)
{
  gsize wanted = get_bytes (self, filler, tokens);
  gsize slack = MAX (tolerance * (wanted / tokens + 1) / 2, FIRST_SLACK);
  Cut cut = { prony_filler_find_end (filler, wanted, slack), 0 };
  Search search = { filler,   tokens,   tolerance,
                    { 0, 0 }, { 0, 0 }, { (gsize) tokens * MAX_BYTES_PER_TOKEN, G_MAXINT32 } };

  for (guint i = 0; i < MAX_COUNTS; i++)
    {
      cut.tokens = count (self, filler, cut.length, &search.last);
      if (cut.tokens < 0 && i == 0)
        return find_by_ratio (self, filler, tokens, tolerance);
      if (cut.tokens < 0 || get_error (&search, &cut) <= tolerance)
        return cut.length;

      if (cut.tokens < tokens)
        search.low = cut;
      else
        search.high = cut;
      if (search.high.length - search.low.length <= 1)
        break;
      search.last = cut;
      cut.length = choose_cut (&search, i >= USUAL_COUNTS);
    }
  return get_error (&search, &search.low) < get_error (&search, &search.high)
           ? MAX (search.low.length, 1)
           : search.high.length;
}

/**
 * prony_filler_fit_find:
 * @self: how to fit
 * @filler: a text
 * @tokens: how many tokens are wanted; at least 1
 * @tolerance: how many more or fewer will do
 *
 * Finds how much of a text is so many tokens. A gauge that counts is asked a few times
 * at most, and what it says is remembered for the next text of the kind; one that
 * cannot, or cannot any more, has its tokens a byte. The same gauge gives the same
 * length on every computer: no sum is rounded here, only single products and quotients.
 *
 * Returns: how many bytes of @filler to take, at least 1
 */
gsize
prony_filler_fit_find (PronyFillerFit *self, PronyFiller *filler, guint tokens, guint tolerance)
{
  g_return_val_if_fail (tokens > 0, 1);

  if (self->gauge->count != NULL)
    return find_by_counting (self, filler, tokens, tolerance);
  return find_by_ratio (self, filler, tokens, tolerance);
}
