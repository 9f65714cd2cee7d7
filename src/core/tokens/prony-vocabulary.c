/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-tokens"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/prony-error.h"
#include "core/tokens/prony-added-tokens.h"
#include "core/tokens/prony-utf8.h"
#include "core/tokens/prony-vocabulary-private.h"
#include "core/tokens/prony-word-merger.h"

/* A text goes through five stations: added tokens are split off, the rest is
 * normalized, added tokens that are sought only then are split off, what is left is
 * cut into words, and those are merged into tokens. */

/* So many threads keep their memory between two texts. */
#define MAX_IDLE 4

/* Tokens of a text longer than this are not kept for the next. */
#define KEPT_TOKENS (1u << 18)

struct _PronyVocabulary
{
  gatomicrefcount refs;
  PronyTextNormalizer *normalizer;
  PronyTextSplitter *splitter;
  PronyTokenMap *tokens;
  PronyWordMerger *merger;
  PronyAddedTokens *added;            /* before normalizing */
  PronyAddedTokens *added_normalized; /* after */
  guint n_ids;
  GMutex lock;
  GQueue idle; /* of Encoder, under the lock */
};

/* What one thread needs for one text. */
typedef struct
{
  PronyVocabulary *vocabulary;
  PronySplitRun *run;
  PronyMergeRoom *room;
  GString *normalized;
  GArray *counted;
  GArray *tokens; /* borrowed during a text */
} Encoder;

static void
free_encoder (gpointer data)
{
  Encoder *encoder = data;

  prony_split_run_free (encoder->run);
  prony_merge_room_free (encoder->room);
  g_string_free (encoder->normalized, TRUE);
  g_array_unref (encoder->counted);
  g_free (encoder);
}

static Encoder *
take_encoder (PronyVocabulary *self)
{
  Encoder *encoder;

  g_mutex_lock (&self->lock);
  encoder = g_queue_pop_head (&self->idle);
  g_mutex_unlock (&self->lock);
  if (encoder != NULL)
    return encoder;

  encoder = g_new0 (Encoder, 1);
  encoder->vocabulary = self;
  encoder->run = prony_split_run_new (self->splitter);
  encoder->room = prony_merge_room_new ();
  encoder->normalized = g_string_new (NULL);
  encoder->counted = g_array_new (FALSE, FALSE, sizeof (guint32));
  return encoder;
}

static void
give_encoder_back (PronyVocabulary *self, Encoder *encoder)
{
  if (encoder->counted->len > KEPT_TOKENS)
    {
      g_array_unref (encoder->counted);
      encoder->counted = g_array_new (FALSE, FALSE, sizeof (guint32));
    }
  g_array_set_size (encoder->counted, 0);

  g_mutex_lock (&self->lock);
  if (self->idle.length < MAX_IDLE)
    g_queue_push_head (&self->idle, g_steal_pointer (&encoder));
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&encoder, free_encoder);
}

static void
add_added_tokens (PronyVocabulary *self, GArray *added)
{
  g_autoptr (GString) normalized = g_string_new (NULL);

  for (guint i = 0; i < added->len; i++)
    {
      const PronyAddedToken *token = &g_array_index (added, PronyAddedToken, i);

      if ((token->flags & PRONY_ADDED_NORMALIZED) == 0)
        {
          prony_added_tokens_add (self->added, token->bytes, token->length, token->id,
                                  token->flags);
          continue;
        }
      prony_text_normalizer_run (self->normalizer, token->bytes, token->length, normalized);
      if (normalized->len > 0)
        prony_added_tokens_add (self->added_normalized, normalized->str, normalized->len, token->id,
                                token->flags);
    }
}

/**
 * prony_vocabulary_new:
 * @parts: (transfer full): what it is made of
 * @error: return location for an error
 *
 * Makes a vocabulary of its parts. For the readers of files.
 *
 * Returns: (transfer full): the vocabulary, or %NULL when it has no tokens or too many
 *   rules of merging
 */
PronyVocabulary *
prony_vocabulary_new (PronyVocabularyParts *parts, GError **error)
{
  g_autoptr (PronyVocabularyParts) owned = parts;
  g_autoptr (PronyWordMerger) merger = NULL;
  PronyVocabulary *self;

  if (prony_token_map_get_size (parts->tokens) == 0)
    {
      g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                           _ ("The vocabulary has no tokens."));
      return NULL;
    }
  merger = prony_word_merger_new (parts, error);
  if (merger == NULL)
    return NULL;

  self = g_new0 (PronyVocabulary, 1);
  g_atomic_ref_count_init (&self->refs);
  g_mutex_init (&self->lock);
  g_queue_init (&self->idle);
  self->normalizer = g_steal_pointer (&parts->normalizer);
  self->splitter = g_steal_pointer (&parts->splitter);
  self->tokens = g_steal_pointer (&parts->tokens);
  self->merger = g_steal_pointer (&merger);
  self->n_ids = parts->n_ids;
  self->added = prony_added_tokens_new ();
  self->added_normalized = prony_added_tokens_new ();
  add_added_tokens (self, parts->added);
  return self;
}

/**
 * prony_vocabulary_ref:
 * @self: a vocabulary
 *
 * Any thread.
 *
 * Returns: (transfer full): @self
 */
PronyVocabulary *
prony_vocabulary_ref (PronyVocabulary *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * prony_vocabulary_unref:
 * @self: (transfer full): a vocabulary
 *
 * Gives a reference back; with the last one the vocabulary is freed. Any thread.
 */
void
prony_vocabulary_unref (PronyVocabulary *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_queue_clear_full (&self->idle, free_encoder);
  prony_word_merger_free (self->merger);
  prony_added_tokens_free (self->added);
  prony_added_tokens_free (self->added_normalized);
  prony_text_normalizer_free (self->normalizer);
  prony_text_splitter_free (self->splitter);
  prony_token_map_free (self->tokens);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * prony_vocabulary_get_size:
 * @self: a vocabulary
 *
 * Returns: one more than its highest id. Any thread.
 */
guint
prony_vocabulary_get_size (PronyVocabulary *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_ids;
}

static void
take_word (const char *word, gsize length, gpointer user_data)
{
  Encoder *encoder = user_data;

  prony_word_merger_run (encoder->vocabulary->merger, encoder->room, word, length, encoder->tokens);
}

static gboolean
encode_plain (Encoder *encoder, const char *text, gsize length, gboolean is_first, GError **error)
{
  return length == 0 ||
         prony_split_run_feed (encoder->run, text, length, is_first, take_word, encoder, error);
}

/* After normalizing. */
static gboolean
encode_normalized (
  Encoder *encoder, const char *text, gsize length, gboolean is_first, GError **error)
{
  PronyAddedSearch search = { text, length, 0, 0 };
  gsize before = 0;
  gsize start;
  guint32 id;

  while (prony_added_tokens_next (encoder->vocabulary->added_normalized, &search, &start, &id))
    {
      if (start > before &&
          !encode_plain (encoder, text + before, start - before, is_first && before == 0, error))
        return FALSE;
      g_array_append_val (encoder->tokens, id);
      before = search.done;
    }
  return encode_plain (encoder, text + before, length - before, is_first && before == 0, error);
}

static gboolean
encode_raw (Encoder *encoder, const char *text, gsize length, gboolean is_first, GError **error)
{
  PronyTextNormalizer *normalizer = encoder->vocabulary->normalizer;

  if (prony_text_normalizer_is_empty (normalizer))
    return encode_normalized (encoder, text, length, is_first, error);

  prony_text_normalizer_run (normalizer, text, length, encoder->normalized);
  return encode_normalized (encoder, encoder->normalized->str, encoder->normalized->len, is_first,
                            error);
}

static gboolean
encode_valid (Encoder *encoder, const char *text, gsize length, GError **error)
{
  PronyAddedSearch search = { text, length, 0, 0 };
  gsize before = 0;
  gsize start;
  guint32 id;

  while (prony_added_tokens_next (encoder->vocabulary->added, &search, &start, &id))
    {
      if (start > before &&
          !encode_raw (encoder, text + before, start - before, before == 0, error))
        return FALSE;
      g_array_append_val (encoder->tokens, id);
      before = search.done;
    }
  return before == length ||
         encode_raw (encoder, text + before, length - before, before == 0, error);
}

static gboolean
encode (Encoder *encoder, const char *text, gsize length, GArray *tokens, GError **error)
{
  g_autoptr (GString) repaired = NULL;

  if (length == 0)
    return TRUE;

  if (!prony_utf8_is_valid (text, length))
    {
      repaired = g_string_sized_new (length);
      prony_utf8_repair (text, length, repaired);
      text = repaired->str;
      length = repaired->len;
    }
  encoder->tokens = tokens;
  prony_split_run_begin (encoder->run, length);
  return encode_valid (encoder, text, length, error);
}

/**
 * prony_vocabulary_encode:
 * @self: a vocabulary
 * @text: (array length=length): a text; what is not UTF-8 counts as U+FFFD
 * @length: how many bytes
 * @tokens: (element-type guint32): gets the ids behind what it has
 * @error: return location for an error
 *
 * Makes tokens of a text. Special tokens are found where the text has them as they
 * are written; those that a model's template puts around a text are not added. Any
 * thread, several at once.
 *
 * Returns: %FALSE when a pattern of the vocabulary takes too long with this text
 */
gboolean
prony_vocabulary_encode (
  PronyVocabulary *self, const char *text, gsize length, GArray *tokens, GError **error)
{
  Encoder *encoder;
  gboolean encoded;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (text != NULL || length == 0, FALSE);
  g_return_val_if_fail (tokens != NULL, FALSE);

  encoder = take_encoder (self);
  encoded = encode (encoder, text, length, tokens, error);
  give_encoder_back (self, encoder);
  return encoded;
}

/**
 * prony_vocabulary_count:
 * @self: a vocabulary
 * @text: (array length=length): a text; what is not UTF-8 counts as U+FFFD
 * @length: how many bytes
 *
 * Counts the tokens of a text, as prony_vocabulary_encode() makes them. Any thread,
 * several at once.
 *
 * Returns: how many, or -1 when a pattern of the vocabulary takes too long with this text
 */
gint64
prony_vocabulary_count (PronyVocabulary *self, const char *text, gsize length)
{
  Encoder *encoder;
  gint64 n;

  g_return_val_if_fail (self != NULL, -1);
  g_return_val_if_fail (text != NULL || length == 0, -1);

  encoder = take_encoder (self);
  n = encode (encoder, text, length, encoder->counted, NULL) ? (gint64) encoder->counted->len : -1;
  give_encoder_back (self, encoder);
  return n;
}
