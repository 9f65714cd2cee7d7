/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PronyTextSoFar:
 * @PRONY_TEXT_UNDECIDED: not known yet
 * @PRONY_TEXT_WHOLE: each event has all of the text
 * @PRONY_TEXT_PIECES: each event has a piece of it
 *
 * How an engine that may do either sends the text of an answer. Zero at its start.
 */
typedef enum
{
  PRONY_TEXT_UNDECIDED,
  PRONY_TEXT_WHOLE,
  PRONY_TEXT_PIECES,
} PronyTextSoFar;

void prony_text_so_far_cut (PronyTextSoFar *self, GString *before, GString *text);

G_END_DECLS
