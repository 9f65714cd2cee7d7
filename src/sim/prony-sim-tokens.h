/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gsize prony_sim_tokens_next (const char *text);
guint prony_sim_tokens_count (const char *text);
guint prony_sim_tokens_id (const char *piece, gsize length);

/**
 * PRONY_SIM_VOCABULARY:
 *
 * Token ids are below this.
 */
#define PRONY_SIM_VOCABULARY 65536

/**
 * PronySimPiece:
 * @text: the piece's text, not zero-terminated
 * @length: its length in bytes
 * @json: the same between quotes, as JSON
 * @id: its token id
 *
 * One token of generated text.
 */
typedef struct
{
  const char *text;
  gsize length;
  const char *json;
  guint id;
} PronySimPiece;

/**
 * PronySimWriter:
 *
 * Where a generated text stands: a plain value that may be copied, to look ahead.
 */
typedef struct
{
  guint64 state;
  guint sentence;
  guint piece;
  guint in_paragraph;
} PronySimWriter;

typedef struct _PronySimCorpus PronySimCorpus;

PronySimCorpus *prony_sim_corpus_new (void);
void prony_sim_corpus_free (PronySimCorpus *corpus);
void prony_sim_writer_init (PronySimWriter *writer, guint64 seed);
const PronySimPiece *prony_sim_corpus_write (PronySimCorpus *corpus, PronySimWriter *writer);
const PronySimPiece *prony_sim_corpus_find (PronySimCorpus *corpus, gint64 id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronySimCorpus, prony_sim_corpus_free)

G_END_DECLS
