/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/prompts/prony-filler.h"

G_BEGIN_DECLS

/**
 * PronyTemplatePieceKind:
 * @PRONY_TEMPLATE_LITERAL: text that stays as it is
 * @PRONY_TEMPLATE_VALUE: the value of a placeholder
 * @PRONY_TEMPLATE_FILLER: made-up text of a wanted length
 * @PRONY_TEMPLATE_OPEN_FILLER: made-up text that fills the prompt up to the length that
 *   was drawn for it
 * @PRONY_TEMPLATE_MISTAKE: looks like filler, but is none
 */
typedef enum
{
  PRONY_TEMPLATE_LITERAL,
  PRONY_TEMPLATE_VALUE,
  PRONY_TEMPLATE_FILLER,
  PRONY_TEMPLATE_OPEN_FILLER,
  PRONY_TEMPLATE_MISTAKE,
} PronyTemplatePieceKind;

/**
 * PronyTemplatePiece:
 * @kind: what it is
 * @text: the literal text; the placeholder's name; filler and mistakes as they
 *   were written, without braces
 * @filler: what sort of filler
 * @tokens: how many tokens of it; 0 of a filler of open length
 * @offset: where in the text it begins, in bytes
 */
typedef struct
{
  PronyTemplatePieceKind kind;
  char *text;
  PronyFillerKind filler;
  guint tokens;
  gsize offset;
} PronyTemplatePiece;

/**
 * PRONY_TEMPLATE_MAX_TOKENS:
 *
 * The most tokens of filler that one place may ask for.
 */
#define PRONY_TEMPLATE_MAX_TOKENS 262144

GArray *prony_template_parse (const char *text);
char *prony_template_escape (const char *text);

G_END_DECLS
