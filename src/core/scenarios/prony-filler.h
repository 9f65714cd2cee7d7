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
 *
 * What filler reads like.
 */
typedef enum
{
  PRONY_FILLER_TEXT,
  PRONY_FILLER_CONTRACT,
  PRONY_FILLER_LOG,
  PRONY_FILLER_CODE,
  PRONY_N_FILLERS,
} PronyFillerKind;

const char *prony_filler_kind_to_string (PronyFillerKind kind);
gboolean prony_filler_kind_from_string (const char *text, PronyFillerKind *kind);
char *prony_filler_make (PronyFillerKind kind, guint tokens, guint64 seed);

guint64 prony_filler_mix (guint64 value);

G_END_DECLS
