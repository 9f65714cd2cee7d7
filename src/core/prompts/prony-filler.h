/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PronyFillerKind:
 * @PRONY_FILLER_TEXT: paragraphs of a report
 * @PRONY_FILLER_CONTRACT: numbered clauses
 * @PRONY_FILLER_LOG: lines of a server's log
 * @PRONY_FILLER_CODE: functions of a program
 * @PRONY_FILLER_TABLE: a Markdown or CSV table of records
 *
 * What filler reads like.
 */
typedef enum
{
  PRONY_FILLER_TEXT,
  PRONY_FILLER_CONTRACT,
  PRONY_FILLER_LOG,
  PRONY_FILLER_CODE,
  PRONY_FILLER_TABLE,
  PRONY_N_FILLERS,
} PronyFillerKind;

/**
 * PronyFiller:
 *
 * Readable text without an end, from Prony's own grammar, of which as much is written
 * as is asked for. The same kind and seed give the same bytes on every computer, and a
 * longer text begins with the shorter one. No sentence, clause, line, function or row
 * comes twice. For one thread at a time.
 */
typedef struct _PronyFiller PronyFiller;

const char *prony_filler_kind_to_string (PronyFillerKind kind);
gboolean prony_filler_kind_from_string (const char *text, PronyFillerKind *kind);

PronyFiller *prony_filler_new (PronyFillerKind kind, guint64 seed);
void prony_filler_free (PronyFiller *self);
PronyFillerKind prony_filler_get_kind (PronyFiller *self);
const char *prony_filler_get (PronyFiller *self, gsize length);
gsize prony_filler_find_end (PronyFiller *self, gsize length, gsize slack);
char *prony_filler_make (PronyFillerKind kind, guint tokens, guint64 seed);

guint64 prony_filler_mix (guint64 value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyFiller, prony_filler_free)

G_END_DECLS
