/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "core/prompts/prony-filler-fit.h"
#include "core/tokens/prony-vocabulary.h"

static const guint lengths[] = { 10, 23, 49, 50, 100, 365, 1000, 4000, 32768 };

/* A tokenizer that is made up, and how often it was asked. */
typedef struct
{
  PronyVocabulary *vocabulary;
  double tokens_per_byte;
  guint fails_from; /* the count from which on it fails; 0 for never */
  guint n_counts;
} Tokenizer;

static gint64
count (const char *text, gsize length, gpointer user_data)
{
  Tokenizer *self = user_data;

  self->n_counts++;
  if (self->fails_from > 0 && self->n_counts >= self->fails_from)
    return -1;
  if (self->vocabulary != NULL)
    return prony_vocabulary_count (self->vocabulary, text, length);
  return (gint64) ceil (length * self->tokens_per_byte);
}

/* How far off a text is, in shares of what was wanted; a token is always allowed. */
static double
fit (PronyPromptGauge *gauge, Tokenizer *truth, PronyFillerKind kind, guint tokens, guint64 seed)
{
  g_autoptr (PronyFiller) filler = prony_filler_new (kind, seed);
  PronyFillerFit self;
  gsize length;
  double error;

  prony_filler_fit_init (&self, gauge);
  truth->n_counts = 0;
  length = prony_filler_fit_find (&self, filler, tokens, prony_filler_fit_get_tolerance (tokens));
  if (truth->vocabulary != NULL)
    error = prony_vocabulary_count (truth->vocabulary, prony_filler_get (filler, length), length);
  else
    error = ceil (length * truth->tokens_per_byte);
  error = fabs (error - tokens);
  return error <= 1 ? 0 : error / tokens;
}

static const struct
{
  const char *name;
  double truth;
  double guess;
  gboolean counts;
  guint fails_from;
  double allowed;
  guint max_counts;
} gauges[] = {
  { "exact and known", 0.25, 0.25, TRUE, 0, 0.02, 2 },
  { "half as many as guessed", 0.25, 0.5, TRUE, 0, 0.02, 5 },
  { "four times as many", 1, 0.25, TRUE, 0, 0.02, 5 },
  { "a twentieth", 0.02, 0.4, TRUE, 0, 0.02, 6 },
  { "fails at once", 0.25, 0.25, TRUE, 1, 0.02, 1 },
  { "fails after the first", 0.31, 0.25, TRUE, 2, 0.02, 2 },
  { "only its ratio", 0.3, 0.3, FALSE, 0, 0.02, 0 },
  { "only a wrong ratio", 0.3, 0.24, FALSE, 0, 0.3, 0 },
};

static void
test_gauges (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (gauges); i++)
    for (PronyFillerKind kind = 0; kind < PRONY_N_FILLERS; kind++)
      for (guint k = 0; k < G_N_ELEMENTS (lengths); k++)
        {
          g_autoptr (PronyPromptGauge) gauge = prony_prompt_gauge_new ();
          Tokenizer truth = { NULL, gauges[i].truth, gauges[i].fails_from, 0 };
          double error;

          gauge->source = gauges[i].counts ? PRONY_COUNT_TOKENIZE : PRONY_COUNT_USAGE;
          gauge->count = gauges[i].counts ? count : NULL;
          gauge->user_data = &truth;
          for (guint n = 0; n < PRONY_N_FILLERS; n++)
            gauge->tokens_per_byte[n] = gauges[i].guess;
          error = fit (gauge, &truth, kind, lengths[k], 77);
          g_test_message ("%s, %s, %u: %.2f %% after %u", gauges[i].name,
                          prony_filler_kind_to_string (kind), lengths[k], error * 100,
                          truth.n_counts);
          g_assert_cmpfloat (error, <=, gauges[i].allowed);
          g_assert_cmpuint (truth.n_counts, <=, gauges[i].max_counts);
        }
}

/* One that is of no use is not asked for ever, and nothing grows without bounds. */
static gint64
count_nonsense (const char *text, gsize length, gpointer user_data)
{
  const gint64 *answer = user_data;

  g_assert_cmpuint (length, <, 100 * 1000);
  return *answer;
}

static void
test_nonsense (void)
{
  static gint64 answers[] = { 0, 1, 7, G_MAXINT32, G_MAXINT64 / 2 };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (PronyPromptGauge) gauge = prony_prompt_gauge_new ();
      g_autoptr (PronyFiller) filler = prony_filler_new (PRONY_FILLER_TEXT, 1);
      PronyFillerFit self;

      gauge->source = PRONY_COUNT_TOKENIZE;
      gauge->count = count_nonsense;
      gauge->user_data = &answers[i];
      prony_filler_fit_init (&self, gauge);
      g_assert_cmpuint (prony_filler_fit_find (&self, filler, 1000, 10), >, 0);
    }
}

/* Vocabularies of real models, cut down to a few hundred pieces: a word is several
 * tokens, so that these are harder to fit than the whole ones. */
static void
test_vocabularies (void)
{
  static const char *const files[] = { "llama3.json", "qwen3.json",  "gemma.json", "words.json",
                                       "gpt2.json",   "tekken.json", "pieces.json" };
  guint n_texts = 0;
  guint n_counts = 0;

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path =
        g_build_filename (g_getenv ("PRONY_TEST_DATA"), "tokens", files[i], NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (PronyVocabulary) vocabulary = prony_vocabulary_open (path, &error);
      g_autoptr (PronyPromptGauge) gauge = prony_prompt_gauge_new ();
      Tokenizer truth = { vocabulary, 0, 0, 0 };

      g_assert_no_error (error);
      gauge->source = PRONY_COUNT_TOKENIZER;
      gauge->count = count;
      gauge->user_data = &truth;
      for (PronyFillerKind kind = 0; kind < PRONY_N_FILLERS; kind++)
        for (guint k = 0; k < G_N_ELEMENTS (lengths); k++)
          {
            double off = fit (gauge, &truth, kind, lengths[k], 5);

            g_test_message ("%s, %s, %u: %.2f %%", files[i], prony_filler_kind_to_string (kind),
                            lengths[k], off * 100);
            g_assert_cmpfloat (off, <=, 0.02);
            n_texts++;
            n_counts += truth.n_counts;
          }
    }
  g_test_message ("%.2f counts a text", (double) n_counts / n_texts);
  g_assert_cmpuint (n_counts, <, 4 * n_texts);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/filler-fit/gauges", test_gauges);
  g_test_add_func ("/filler-fit/nonsense", test_nonsense);
  g_test_add_func ("/filler-fit/vocabularies", test_vocabularies);
  return g_test_run ();
}
