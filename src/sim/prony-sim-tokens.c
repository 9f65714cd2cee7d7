/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include <string.h>

#include "sim/prony-sim-json.h"
#include "sim/prony-sim-random.h"
#include "sim/prony-sim-tokens.h"

/* The simulated engine's tokens: how text is cut into them, and the text that it
 * answers with.
 *
 * The cutting law, from left to right: a token is
 *  - a run of white space, without a last blank that can open the next token;
 *  - else an optional blank, then up to six characters of a word (letters,
 *    digits, "_", "'" and everything outside ASCII);
 *  - else an optional blank, then one other character.
 * So a longer word is several tokens, and English has about 1.3 tokens a word.
 * A text that was generated here is cut into the very tokens that it was
 * generated from.
 *
 * The answers are readable sentences in a seeded order. They are cut, and
 * written as JSON, once for a process: a token then costs an index. */

#define MAX_WORD_CHARACTERS 6
#define SENTENCES_IN_PARAGRAPH 5

static const char *const sentences[] = {
  "This answer comes from a simulated engine.",
  "The brake holds the wheel, and the lever shows the load.",
  "A good instrument tells the same story twice.",
  "Water drives the mill while the clock counts the turns.",
  "The weight hangs at the end of a long wooden arm.",
  "Power is what the shaft delivers, not what the maker claims.",
  "Every reading has an error, and the error must be known.",
  "The drum grows warm when the shoes press harder.",
  "A slow pump can still lift a great deal of water.",
  "Two engines of one kind rarely run at quite the same speed.",
  "First the oil is warmed, then the test begins.",
  "The gauge moves a little before it comes to rest.",
  "Steam needs time, and so does an honest measurement.",
  "One long run says more than three short ones.",
  "The belt slips if the load comes on too fast.",
  "An engineer writes down what was seen, also when it is odd.",
  "The river is low in summer, so the wheel turns slowly.",
  "Friction turns work into heat, and heat can be weighed.",
  "A heavy flywheel hides small changes of the force.",
  "The scale was checked in the morning and again at noon.",
  "Half the load does not mean half the fuel.",
  "The valve opens late, which costs a little power.",
  "Nobody trusts a number without its unit.",
  "The mill stops at night, but the clock goes on.",
  "More hands on the crank do not make it turn evenly.",
  "A light touch on the lever is enough to hold the beam.",
  "The second test was made with a shorter arm.",
  "When the queue is long, each one waits for the others.",
  "The answer is clear after a hundred turns.",
  "What is not measured here is left out, not guessed.",
};

struct _PronySimCorpus
{
  GPtrArray *sentences;
  GStringChunk *strings;
  PronySimPiece paragraph;
};

static gboolean
is_space (char c)
{
  return c == ' ' || (c >= '\t' && c <= '\r');
}

static gboolean
is_word (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '\'' || (c & 0x80) != 0;
}

/* The bytes of the character that starts at @text; a byte that starts none
 * counts as one. */
static gsize
character_length (const char *text)
{
  gsize length = 1;

  while ((text[0] & 0x80) != 0 && (text[length] & 0xc0) == 0x80 && length < 4)
    length++;

  return length;
}

/**
 * prony_sim_tokens_next:
 * @text: text that is not empty
 *
 * Returns: the length in bytes of its first token
 */
gsize
prony_sim_tokens_next (const char *text)
{
  gsize length = 0;

  while (is_space (text[length]))
    length++;
  if (length > 1 || (length == 1 && (text[0] != ' ' || text[1] == '\0')))
    {
      gboolean opens_next = length > 1 && text[length - 1] == ' ' && text[length] != '\0';

      return opens_next ? length - 1 : length;
    }

  if (!is_word (text[length]))
    return length + 1;

  for (guint i = 0; i < MAX_WORD_CHARACTERS && is_word (text[length]); i++)
    length += character_length (text + length);

  return length;
}

/**
 * prony_sim_tokens_count:
 * @text: text
 *
 * Returns: how many tokens it is cut into
 */
guint
prony_sim_tokens_count (const char *text)
{
  guint n = 0;

  for (; *text != '\0'; n++)
    text += prony_sim_tokens_next (text);

  return n;
}

/**
 * prony_sim_tokens_id:
 * @piece: a token's text
 * @length: its length in bytes
 *
 * Returns: the token's id: a hash (FNV-1a, folded to 16 bits), so equal pieces
 *   have equal ids
 */
guint
prony_sim_tokens_id (const char *piece, gsize length)
{
  guint32 hash = 2166136261u;

  for (gsize i = 0; i < length; i++)
    hash = (hash ^ (guint8) piece[i]) * 16777619u;

  return (hash >> 16) ^ (hash & 0xffff);
}

static void
fill_piece (PronySimCorpus *self, PronySimPiece *piece, const char *text, gsize length)
{
  g_autofree char *copy = g_strndup (text, length);
  g_autofree char *json = prony_sim_json_quote (copy);

  piece->text = g_string_chunk_insert_const (self->strings, copy);
  piece->length = length;
  piece->json = g_string_chunk_insert_const (self->strings, json);
  piece->id = prony_sim_tokens_id (text, length);
}

/* A sentence is kept with the blank before it; its first piece stands there
 * twice, without the blank too, for the start of a paragraph. */
static GArray *
cut_sentence (PronySimCorpus *self, const char *sentence)
{
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (PronySimPiece));
  g_autofree char *spaced = g_strconcat (" ", sentence, NULL);
  PronySimPiece piece;

  fill_piece (self, &piece, sentence, prony_sim_tokens_next (sentence));
  g_array_append_val (pieces, piece);
  for (const char *p = spaced; *p != '\0'; p += piece.length)
    {
      fill_piece (self, &piece, p, prony_sim_tokens_next (p));
      g_array_append_val (pieces, piece);
    }

  return pieces;
}

/**
 * prony_sim_corpus_new:
 *
 * Returns: (transfer full): the sentences that answers are made of
 */
PronySimCorpus *
prony_sim_corpus_new (void)
{
  PronySimCorpus *self = g_new0 (PronySimCorpus, 1);

  self->strings = g_string_chunk_new (4096);
  self->sentences = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    g_ptr_array_add (self->sentences, cut_sentence (self, sentences[i]));
  fill_piece (self, &self->paragraph, "\n\n", 2);

  return self;
}

/**
 * prony_sim_corpus_free:
 * @corpus: (transfer full): a corpus
 */
void
prony_sim_corpus_free (PronySimCorpus *corpus)
{
  g_ptr_array_unref (corpus->sentences);
  g_string_chunk_free (corpus->strings);
  g_free (corpus);
}

/**
 * prony_sim_writer_init:
 * @writer: (out caller-allocates): a writer
 * @seed: what the text is to depend on
 *
 * Sets a writer to the start of a text. Every text starts with the sentence that
 * says where it comes from.
 */
void
prony_sim_writer_init (PronySimWriter *writer, guint64 seed)
{
  writer->state = seed;
  writer->sentence = 0;
  writer->piece = 0;
  writer->in_paragraph = 0;
}

/**
 * prony_sim_corpus_write:
 * @corpus: the sentences
 * @writer: where the text stands; moved on
 *
 * Writes the next token. A text never ends by itself.
 *
 * Returns: (transfer none): the token, owned by @corpus
 */
const PronySimPiece *
prony_sim_corpus_write (PronySimCorpus *corpus, PronySimWriter *writer)
{
  GArray *pieces = g_ptr_array_index (corpus->sentences, writer->sentence);
  const PronySimPiece *piece;

  if (writer->piece == pieces->len)
    {
      writer->sentence = (guint) (prony_sim_random (&writer->state) % corpus->sentences->len);
      writer->in_paragraph = (writer->in_paragraph + 1) % SENTENCES_IN_PARAGRAPH;
      writer->piece = writer->in_paragraph == 0 ? 0 : 1;
      pieces = g_ptr_array_index (corpus->sentences, writer->sentence);
      if (writer->in_paragraph == 0)
        return &corpus->paragraph;
    }

  piece = &g_array_index (pieces, PronySimPiece, writer->piece);
  writer->piece += writer->piece == 0 ? 2 : 1;
  return piece;
}

/**
 * prony_sim_corpus_find:
 * @corpus: the sentences
 * @id: a token id
 *
 * Returns: (nullable) (transfer none): the first piece of a sentence that has this id
 */
const PronySimPiece *
prony_sim_corpus_find (PronySimCorpus *corpus, gint64 id)
{
  if (id == (gint64) corpus->paragraph.id)
    return &corpus->paragraph;

  for (guint i = 0; i < corpus->sentences->len; i++)
    {
      GArray *pieces = g_ptr_array_index (corpus->sentences, i);

      for (guint n = 0; n < pieces->len; n++)
        if (id == (gint64) g_array_index (pieces, PronySimPiece, n).id)
          return &g_array_index (pieces, PronySimPiece, n);
    }

  return NULL;
}
