/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-tokens"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/prony-error.h"
#include "core/tokens/prony-merge-rules.h"

/* What finding the halves of all tokens may cost, in bytes hashed: some seconds. The
 * largest published vocabularies need a hundredth of it. */
#define MAX_WORK (G_GUINT64_CONSTANT (8) << 30)

typedef struct
{
  guint index;
  float score;
} Scored;

static int
compare_scores (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Scored *left = a;
  const Scored *right = b;

  return left->score > right->score ? -1 : left->score < right->score ? 1 : 0;
}

/* Of each token its place by score. Those of the same score share it: then what is
 * further left goes first. */
static guint32 *
rank_by_score (PronyVocabularyParts *parts)
{
  guint n = prony_token_map_get_size (parts->tokens);
  g_autofree Scored *order = g_new (Scored, n + 1);
  guint32 *places = g_new (guint32, n + 1);

  for (guint i = 0; i < n; i++)
    order[i] = (Scored){ i, g_array_index (parts->scores, float, i) };
  g_qsort_with_data (order, n, sizeof *order, compare_scores, NULL);
  for (guint i = 0; i < n; i++)
    places[order[i].index] =
      i > 0 && order[i].score == order[i - 1].score ? places[order[i - 1].index] : i;
  return places;
}

static gboolean
is_border (PronyVocabularyParts *parts, char byte)
{
  return parts->of_bytes || (byte & 0xc0) != 0x80;
}

/* Each way to make this token of two others is a rule. */
static void
add_halves (PronyVocabularyParts *parts,
            PronyPairMap *pairs,
            const PronyToken *token,
            const char *bytes,
            guint32 priority)
{
  for (guint32 k = 1; k < token->length; k++)
    {
      PronyPair pair = { 0, 0, priority, token->id };

      if (!is_border (parts, bytes[k]))
        continue;
      pair.left = prony_token_map_find (parts->tokens, bytes, k);
      if (pair.left == PRONY_NO_TOKEN)
        continue;
      pair.right = prony_token_map_find (parts->tokens, bytes + k, token->length - k);
      if (pair.right != PRONY_NO_TOKEN)
        prony_pair_map_set (pairs, &pair);
    }
}

static gboolean
make_from_tokens (PronyVocabularyParts *parts, PronyPairMap *pairs, GError **error)
{
  g_autofree guint32 *places = parts->order == PRONY_MERGES_BY_SCORE ? rank_by_score (parts) : NULL;
  guint n = prony_token_map_get_size (parts->tokens);
  guint64 work = 0;

  for (guint i = 0; i < n; i++)
    {
      const char *bytes;
      const PronyToken *token = prony_token_map_get (parts->tokens, i, &bytes);

      work += (guint64) token->length * token->length;
      if (work > MAX_WORK || pairs->n_pairs > PRONY_VOCABULARY_MAX_MERGES)
        {
          g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                               _ ("The vocabulary has more long tokens than any real one, so it "
                                  "was not read."));
          return FALSE;
        }
      add_halves (parts, pairs, token, bytes, places != NULL ? places[i] : token->id);
    }
  return TRUE;
}

/**
 * prony_merge_rules_make:
 * @parts: the parts of a vocabulary
 * @pairs: (inout): a map without rules, which gets them
 * @error: return location for an error
 *
 * Makes the rules of merging. Where they are not listed, each token is taken apart into
 * two that exist, in all ways that there are: .tiktoken files and SentencePiece merge
 * whatever together is a token, and that is the same.
 *
 * Returns: %FALSE when the tokens make more rules than any real vocabulary has
 */
gboolean
prony_merge_rules_make (PronyVocabularyParts *parts, PronyPairMap *pairs, GError **error)
{
  if (parts->order != PRONY_MERGES_LISTED)
    return make_from_tokens (parts, pairs, error);

  for (guint i = 0; i < parts->merges->len; i++)
    prony_pair_map_set (pairs, &g_array_index (parts->merges, PronyPair, i));
  return TRUE;
}
