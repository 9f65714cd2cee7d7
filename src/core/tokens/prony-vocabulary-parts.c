/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-tokens"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/prony-error.h"
#include "core/tokens/prony-byte-alphabet.h"
#include "core/tokens/prony-utf8.h"
#include "core/tokens/prony-vocabulary-private.h"

static void
clear_added (gpointer data)
{
  PronyAddedToken *token = data;

  g_free (token->bytes);
}

/**
 * prony_vocabulary_parts_new:
 *
 * Returns: (transfer full): the parts of a vocabulary without tokens, of characters
 *   and with listed rules
 */
PronyVocabularyParts *
prony_vocabulary_parts_new (void)
{
  PronyVocabularyParts *self = g_new0 (PronyVocabularyParts, 1);

  self->unknown = PRONY_NO_TOKEN;
  self->normalizer = prony_text_normalizer_new ();
  self->splitter = prony_text_splitter_new ();
  self->tokens = prony_token_map_new ();
  self->merges = g_array_new (FALSE, FALSE, sizeof (PronyPair));
  self->scores = g_array_new (FALSE, FALSE, sizeof (float));
  self->added = g_array_new (FALSE, FALSE, sizeof (PronyAddedToken));
  g_array_set_clear_func (self->added, clear_added);
  return self;
}

/**
 * prony_vocabulary_parts_free:
 * @self: (transfer full): parts
 *
 * Frees them.
 */
void
prony_vocabulary_parts_free (PronyVocabularyParts *self)
{
  g_clear_pointer (&self->normalizer, prony_text_normalizer_free);
  g_clear_pointer (&self->splitter, prony_text_splitter_free);
  g_clear_pointer (&self->tokens, prony_token_map_free);
  g_array_unref (self->merges);
  g_array_unref (self->scores);
  g_array_unref (self->added);
  g_free (self);
}

static gboolean
check_token (guint64 id, gsize length, GError **error)
{
  if (id >= PRONY_VOCABULARY_MAX_TOKENS)
    g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                 /* Translators: a number and the most that is possible */
                 _ ("The vocabulary has a token with the id %lu, but no more than %u tokens are "
                    "possible."),
                 (gulong) id, PRONY_VOCABULARY_MAX_TOKENS);
  else if (length > PRONY_TOKEN_MAX_BYTES)
    g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                 _ ("The vocabulary has a token of %lu bytes. The longest possible has %d."),
                 (gulong) length, PRONY_TOKEN_MAX_BYTES);
  else
    return TRUE;

  return FALSE;
}

/* The token's bytes; NULL for what can come from no text. */
static const char *
get_bytes (PronyVocabularyParts *self, const char *text, gsize *length, char *room)
{
  if (*length == 0 || ((!self->of_bytes || self->alphabet) && !prony_utf8_is_valid (text, *length)))
    return NULL;
  if (!self->alphabet)
    return text;

  return prony_byte_alphabet_decode (text, *length, room, length) ? room : NULL;
}

/**
 * prony_vocabulary_parts_add_token:
 * @self: parts
 * @id: the token's id
 * @text: the token as the file writes it
 * @length: how many bytes
 * @score: its score; counts only with %PRONY_MERGES_BY_SCORE
 * @error: return location for an error
 *
 * Adds a token. One that no text can contain (it is empty, or not of the alphabet)
 * takes an id and nothing else.
 *
 * Returns: %FALSE when the id or the token is not possible
 */
gboolean
prony_vocabulary_parts_add_token (PronyVocabularyParts *self,
                                  guint64 id,
                                  const char *text,
                                  gsize length,
                                  float score,
                                  GError **error)
{
  char room[PRONY_TOKEN_MAX_BYTES];
  const char *bytes;
  guint index;

  if (!check_token (id, length, error))
    return FALSE;

  self->n_ids = MAX (self->n_ids, id + 1);
  bytes = get_bytes (self, text, &length, room);
  if (bytes == NULL)
    return TRUE;

  index = prony_token_map_add (self->tokens, bytes, length, id);
  if (index == PRONY_NO_TOKEN)
    {
      g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                           _ ("The vocabulary has more tokens than Prony can hold."));
      return FALSE;
    }
  if (index >= self->scores->len)
    g_array_set_size (self->scores, index + 1);
  g_array_index (self->scores, float, index) = score;
  return TRUE;
}

/**
 * prony_vocabulary_parts_find_token:
 * @self: parts
 * @text: a token as the file writes it
 * @length: how many bytes
 *
 * Returns: the token's id, or %PRONY_NO_TOKEN
 */
guint32
prony_vocabulary_parts_find_token (PronyVocabularyParts *self, const char *text, gsize length)
{
  char room[PRONY_TOKEN_MAX_BYTES];
  const char *bytes;

  if (length > sizeof room)
    return PRONY_NO_TOKEN;

  bytes = get_bytes (self, text, &length, room);
  return bytes != NULL ? prony_token_map_find (self->tokens, bytes, length) : PRONY_NO_TOKEN;
}

static void
refuse_merge (
  GError **error, const char *left, gsize left_length, const char *right, gsize right_length)
{
  g_autofree char *pair = g_strdup_printf ("%.*s %.*s", (int) MIN (left_length, 100), left,
                                           (int) MIN (right_length, 100), right);
  g_autofree char *valid = g_utf8_make_valid (pair, -1);

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
               /* Translators: %s is two tokens */
               _ ("The vocabulary merges “%s”, which is not made of its tokens. The file may be "
                  "damaged."),
               valid);
}

/**
 * prony_vocabulary_parts_add_merge:
 * @self: parts
 * @left: the left token as the file writes it
 * @left_length: how many bytes
 * @right: the right token
 * @right_length: how many bytes
 * @error: return location for an error
 *
 * Adds a rule of merging, after those that are there. Both tokens, and what they
 * become, must have been added.
 *
 * Returns: %FALSE when one of them is not there, or there are too many rules
 */
gboolean
prony_vocabulary_parts_add_merge (PronyVocabularyParts *self,
                                  const char *left,
                                  gsize left_length,
                                  const char *right,
                                  gsize right_length,
                                  GError **error)
{
  char both[PRONY_TOKEN_MAX_BYTES];
  PronyPair pair = { PRONY_NO_TOKEN, PRONY_NO_TOKEN, self->merges->len, PRONY_NO_TOKEN };

  if (self->merges->len >= PRONY_VOCABULARY_MAX_MERGES)
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                   _ ("The vocabulary has more than %u rules of merging, which no real one has."),
                   PRONY_VOCABULARY_MAX_MERGES);
      return FALSE;
    }

  if (left_length <= sizeof both && right_length <= sizeof both - left_length)
    {
      memcpy (both, left, left_length);
      memcpy (both + left_length, right, right_length);
      pair.left = prony_vocabulary_parts_find_token (self, left, left_length);
      pair.right = prony_vocabulary_parts_find_token (self, right, right_length);
      pair.result = prony_vocabulary_parts_find_token (self, both, left_length + right_length);
    }
  if (pair.left == PRONY_NO_TOKEN || pair.right == PRONY_NO_TOKEN || pair.result == PRONY_NO_TOKEN)
    {
      refuse_merge (error, left, left_length, right, right_length);
      return FALSE;
    }

  g_array_append_val (self->merges, pair);
  return TRUE;
}

/**
 * prony_vocabulary_parts_add_merge_line:
 * @self: parts
 * @line: two tokens with a space between them
 * @length: how many bytes
 * @error: return location for an error
 *
 * The same as prony_vocabulary_parts_add_merge(), for the form in which most files
 * write a rule.
 *
 * Returns: %FALSE when it is no such rule
 */
gboolean
prony_vocabulary_parts_add_merge_line (PronyVocabularyParts *self,
                                       const char *line,
                                       gsize length,
                                       GError **error)
{
  const char *space = memchr (line, ' ', length);

  if (space == NULL)
    {
      refuse_merge (error, line, length, "", 0);
      return FALSE;
    }

  return prony_vocabulary_parts_add_merge (self, line, space - line, space + 1,
                                           length - (space + 1 - line), error);
}

/**
 * prony_vocabulary_parts_add_added:
 * @self: parts
 * @id: the token's id
 * @text: how it is written in a text
 * @length: how many bytes
 * @flags: how it is found
 * @error: return location for an error
 *
 * Adds a token that is split off before everything else. One that no text can contain
 * is left out.
 *
 * Returns: %FALSE when the id or the token is not possible
 */
gboolean
prony_vocabulary_parts_add_added (PronyVocabularyParts *self,
                                  guint64 id,
                                  const char *text,
                                  gsize length,
                                  PronyAddedFlags flags,
                                  GError **error)
{
  PronyAddedToken token = { NULL, length, id, flags };

  if (!check_token (id, length, error))
    return FALSE;
  if (length == 0 || !prony_utf8_is_valid (text, length))
    return TRUE;

  token.bytes = g_memdup2 (text, length);
  g_array_append_val (self->added, token);
  self->n_ids = MAX (self->n_ids, id + 1);
  return TRUE;
}
