/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-tokens"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/prony-error.h"
#include "core/tokens/prony-tokenizer-json.h"
#include "core/tokens/prony-tokenizer-steps.h"
#include "core/tokens/prony-utf8.h"

/* Hugging Face's tokenizer.json. Its members may come in any order, but some are needed
 * for others: a first pass notes where each begins, then they are read in the order
 * in which they are needed. */

typedef struct
{
  PronyVocabularyParts *parts;
  /* Where members begin; the text is NULL for those that are not there. */
  PronyJsonCursor added_tokens;
  PronyJsonCursor normalizer;
  PronyJsonCursor pre_tokenizer;
  PronyJsonCursor model;
  PronyJsonCursor vocab;
  PronyJsonCursor merges;
  char *model_type;
  char *unknown;
} Reader;

static void
reader_clear (Reader *reader)
{
  g_clear_pointer (&reader->parts, prony_vocabulary_parts_free);
  g_free (reader->model_type);
  g_free (reader->unknown);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

/* For a part that is not as it should be, unless it has said so itself. */
static gboolean
fail (const PronyJsonCursor *cursor, GError **error)
{
  if (error == NULL || *error == NULL)
    g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                 /* Translators: %u is a line of a file */
                 _ ("It is not a tokenizer.json that Prony can read: line %u is damaged, or "
                    "something else than was expected."),
                 prony_json_cursor_get_line (cursor));
  return FALSE;
}

static gboolean
refuse_model (const char *what, GError **error)
{
  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
               /* Translators: %s is a kind of vocabulary, such as Unigram */
               _ ("Its model is “%s”. Prony counts tokens with byte-pair encoding (BPE) only."),
               what);
  return FALSE;
}

static gboolean
note_members (PronyJsonCursor cursor, Reader *reader, GError **error)
{
  g_autoptr (GString) name = g_string_new (NULL);
  const struct
  {
    const char *name;
    PronyJsonCursor *place;
  } members[] = {
    { "added_tokens", &reader->added_tokens },
    { "normalizer", &reader->normalizer },
    { "pre_tokenizer", &reader->pre_tokenizer },
    { "model", &reader->model },
  };

  prony_json_cursor_enter (&cursor, '{');
  while (prony_json_cursor_next_member (&cursor, name))
    {
      for (guint i = 0; i < G_N_ELEMENTS (members); i++)
        if (strcmp (name->str, members[i].name) == 0)
          *members[i].place = cursor;
      if (!prony_json_cursor_skip (&cursor))
        break;
    }
  if (cursor.failed)
    return fail (&cursor, error);

  if (reader->model.text == NULL)
    {
      g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                           _ ("It has no “model”, so it is not a vocabulary."));
      return FALSE;
    }
  return TRUE;
}

/* What would change words in a way that Prony does not: an affix, or chance. */
static gboolean
check_plain (PronyJsonCursor *cursor, const char *name, GError **error)
{
  g_autofree char *what = NULL;
  PronyJsonCursor value = *cursor;

  if (!prony_json_cursor_skip (cursor))
    return FALSE;
  prony_json_cursor_peek (&value);
  what = g_strndup (value.at, MIN (cursor->at - value.at, 40));
  if (strcmp (what, "null") == 0 || strcmp (what, "\"\"") == 0 || strcmp (what, "0") == 0 ||
      strcmp (what, "0.0") == 0)
    return TRUE;

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
               /* Translators: the member of a file, and what it says there */
               _ ("Its “%s” is “%s”, which Prony does not know."), name, what);
  return FALSE;
}

static gboolean
read_flag (PronyJsonCursor *cursor, gboolean *flag)
{
  return prony_json_cursor_peek (cursor) == 'n' ? prony_json_cursor_skip (cursor)
                                                : prony_json_cursor_read_boolean (cursor, flag);
}

static gboolean
read_word (PronyJsonCursor *cursor, char **word)
{
  g_autoptr (GString) value = g_string_new (NULL);

  if (prony_json_cursor_peek (cursor) == 'n')
    return prony_json_cursor_skip (cursor);
  if (!prony_json_cursor_read_string (cursor, value))
    return FALSE;

  g_free (*word);
  *word = g_strdup (value->str);
  return TRUE;
}

static gboolean
read_model_member (PronyJsonCursor *cursor, Reader *reader, const char *name, GError **error)
{
  static const char *const plain[] = { "dropout", "continuing_subword_prefix", "end_of_word_suffix",
                                       NULL };

  if (g_strv_contains (plain, name))
    return check_plain (cursor, name, error);
  if (strcmp (name, "type") == 0)
    return read_word (cursor, &reader->model_type);
  if (strcmp (name, "unk_token") == 0)
    return read_word (cursor, &reader->unknown);
  if (strcmp (name, "fuse_unk") == 0)
    return read_flag (cursor, &reader->parts->fuse_unknown);
  if (strcmp (name, "byte_fallback") == 0)
    return read_flag (cursor, &reader->parts->byte_fallback);
  if (strcmp (name, "ignore_merges") == 0)
    return read_flag (cursor, &reader->parts->whole_words);
  if (strcmp (name, "vocab") == 0)
    reader->vocab = *cursor;
  else if (strcmp (name, "merges") == 0)
    reader->merges = *cursor;
  return prony_json_cursor_skip (cursor);
}

/* The type first: others call their members alike and mean something else. */
static gboolean
read_model_type (PronyJsonCursor cursor, Reader *reader, GError **error)
{
  g_autoptr (GString) name = g_string_new (NULL);

  if (!prony_json_cursor_enter (&cursor, '{'))
    return fail (&cursor, error);
  while (reader->model_type == NULL && prony_json_cursor_next_member (&cursor, name))
    if (strcmp (name->str, "type") == 0 ? !read_word (&cursor, &reader->model_type)
                                        : !prony_json_cursor_skip (&cursor))
      break;
  if (cursor.failed)
    return fail (&cursor, error);

  /* Files of the first years have no type, only what BPE has. */
  return reader->model_type == NULL || strcmp (reader->model_type, "BPE") == 0 ||
         refuse_model (reader->model_type, error);
}

static gboolean
read_model (PronyJsonCursor cursor, Reader *reader, GError **error)
{
  g_autoptr (GString) name = g_string_new (NULL);

  if (!read_model_type (cursor, reader, error))
    return FALSE;

  prony_json_cursor_enter (&cursor, '{');
  while (prony_json_cursor_next_member (&cursor, name))
    if (!read_model_member (&cursor, reader, name->str, error))
      return fail (&cursor, error);
  if (cursor.failed || reader->vocab.text == NULL || reader->merges.text == NULL)
    return fail (&cursor, error);
  return TRUE;
}

static gboolean
read_vocab (PronyJsonCursor *cursor, Reader *reader, GError **error)
{
  g_autoptr (GString) token = g_string_new (NULL);
  guint64 id;

  prony_json_cursor_enter (cursor, '{');
  while (prony_json_cursor_next_member (cursor, token))
    if (!prony_json_cursor_read_integer (cursor, &id) ||
        !prony_vocabulary_parts_add_token (reader->parts, id, token->str, token->len, 0, error))
      return fail (cursor, error);
  return !cursor->failed || fail (cursor, error);
}

/* "a b", or ["a", "b"] in newer files, whose tokens may contain spaces. */
static gboolean
read_merge (PronyJsonCursor *cursor,
            PronyVocabularyParts *parts,
            GString *left,
            GString *right,
            GError **error)
{
  if (prony_json_cursor_peek (cursor) == '"')
    return prony_json_cursor_read_string (cursor, left) &&
           prony_vocabulary_parts_add_merge_line (parts, left->str, left->len, error);

  return prony_json_cursor_enter (cursor, '[') && prony_json_cursor_next (cursor, ']') &&
         prony_json_cursor_read_string (cursor, left) && prony_json_cursor_next (cursor, ']') &&
         prony_json_cursor_read_string (cursor, right) &&
         (!prony_json_cursor_next (cursor, ']') || prony_json_cursor_fail (cursor)) &&
         !cursor->failed &&
         prony_vocabulary_parts_add_merge (parts, left->str, left->len, right->str, right->len,
                                           error);
}

static gboolean
read_merges (PronyJsonCursor *cursor, Reader *reader, GError **error)
{
  g_autoptr (GString) left = g_string_new (NULL);
  g_autoptr (GString) right = g_string_new (NULL);

  prony_json_cursor_enter (cursor, '[');
  while (prony_json_cursor_next (cursor, ']'))
    if (!read_merge (cursor, reader->parts, left, right, error))
      return fail (cursor, error);
  return !cursor->failed || fail (cursor, error);
}

typedef struct
{
  guint64 id;
  gboolean has_id;
  gboolean special;
  gboolean normalized;
  gboolean has_normalized;
  gboolean single_word;
  gboolean lstrip;
  gboolean rstrip;
} Added;

static gboolean
read_added_member (PronyJsonCursor *cursor, Added *added, const char *name, GString *content)
{
  const struct
  {
    const char *name;
    gboolean *flag;
  } flags[] = {
    { "special", &added->special }, { "normalized", &added->normalized },
    { "lstrip", &added->lstrip },   { "single_word", &added->single_word },
    { "rstrip", &added->rstrip },
  };

  added->has_normalized |= strcmp (name, "normalized") == 0;
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    if (strcmp (name, flags[i].name) == 0)
      return prony_json_cursor_read_boolean (cursor, flags[i].flag);

  if (strcmp (name, "content") == 0)
    return prony_json_cursor_read_string (cursor, content);
  if (strcmp (name, "id") != 0)
    return prony_json_cursor_skip (cursor);
  added->has_id = TRUE;
  return prony_json_cursor_read_integer (cursor, &added->id);
}

/* A token that is in the vocabulary too has its id from there. */
static gboolean
add_added (PronyVocabularyParts *parts, const Added *added, const GString *content, GError **error)
{
  guint32 id = prony_vocabulary_parts_find_token (parts, content->str, content->len);
  gboolean normalized = added->has_normalized ? added->normalized : !added->special;

  return prony_vocabulary_parts_add_added (
    parts, id != PRONY_NO_TOKEN ? id : added->id, content->str, content->len,
    (normalized ? PRONY_ADDED_NORMALIZED : 0) | (added->single_word ? PRONY_ADDED_SINGLE_WORD : 0) |
      (added->lstrip ? PRONY_ADDED_LSTRIP : 0) | (added->rstrip ? PRONY_ADDED_RSTRIP : 0),
    error);
}

static gboolean
read_added_tokens (PronyJsonCursor *cursor, Reader *reader, GError **error)
{
  g_autoptr (GString) name = g_string_new (NULL);
  g_autoptr (GString) content = g_string_new (NULL);

  if (cursor->text == NULL || prony_json_cursor_peek (cursor) == 'n')
    return TRUE;

  prony_json_cursor_enter (cursor, '[');
  while (prony_json_cursor_next (cursor, ']'))
    {
      Added added = { 0 };

      g_string_truncate (content, 0);
      if (!prony_json_cursor_enter (cursor, '{'))
        return fail (cursor, error);
      while (prony_json_cursor_next_member (cursor, name))
        if (!read_added_member (cursor, &added, name->str, content))
          return fail (cursor, error);
      if (cursor->failed || !added.has_id || !add_added (reader->parts, &added, content, error))
        return fail (cursor, error);
    }
  return !cursor->failed || fail (cursor, error);
}

static gboolean
read_steps (Reader *reader, GError **error)
{
  if (reader->normalizer.text != NULL &&
      !prony_tokenizer_steps_read_normalizer (&reader->normalizer, reader->parts, error))
    return fail (&reader->normalizer, error);
  if (reader->pre_tokenizer.text != NULL &&
      !prony_tokenizer_steps_read_pre_tokenizer (&reader->pre_tokenizer, reader->parts, error))
    return fail (&reader->pre_tokenizer, error);
  return TRUE;
}

/**
 * prony_tokenizer_json_read:
 * @text: what is in a tokenizer.json
 * @length: how many bytes
 * @error: return location for an error
 *
 * Reads a vocabulary of Hugging Face's tokenizers: model BPE, with the normalizers and
 * pre-tokenizers that such vocabularies have. What the post-processor would add around
 * a text is not counted.
 *
 * Returns: (transfer full): the vocabulary, or %NULL when it is damaged or has something
 *   that Prony does not know; the message names it
 */
PronyVocabulary *
prony_tokenizer_json_read (const char *text, gsize length, GError **error)
{
  g_auto (Reader) reader = { prony_vocabulary_parts_new () };
  g_autoptr (GError) local_error = NULL;
  PronyJsonCursor cursor;

  prony_json_cursor_init (&cursor, text, length);
  if (!prony_utf8_is_valid (text, length))
    {
      g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                           _ ("It is not a tokenizer.json that Prony can read: it is not UTF-8."));
      return NULL;
    }
  if (!note_members (cursor, &reader, &local_error) || !read_steps (&reader, &local_error) ||
      !read_model (reader.model, &reader, &local_error) ||
      !read_vocab (&reader.vocab, &reader, &local_error) ||
      !read_merges (&reader.merges, &reader, &local_error) ||
      !read_added_tokens (&reader.added_tokens, &reader, &local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  if (reader.unknown != NULL)
    reader.parts->unknown =
      prony_vocabulary_parts_find_token (reader.parts, reader.unknown, strlen (reader.unknown));
  return prony_vocabulary_new (g_steal_pointer (&reader.parts), error);
}
