/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/wire/prony-delta.h"

G_BEGIN_DECLS

/**
 * PronySkimAction:
 * @PRONY_SKIM_ENTER: an object; its members are those of the scope @enter
 * @PRONY_SKIM_ENTER_FIRST: a list of one such object
 * @PRONY_SKIM_CONTENT: a piece of the answer
 * @PRONY_SKIM_SO_FAR: a piece of the answer, or all of it so far
 * @PRONY_SKIM_REASONING: a piece of the thinking
 * @PRONY_SKIM_TOKEN: a piece of the answer that is exactly one token
 * @PRONY_SKIM_MODEL: the model's name
 * @PRONY_SKIM_TOTAL: the number of tokens so far
 * @PRONY_SKIM_EMPTY: null, false or an empty text, or the event is no plain token
 * @PRONY_SKIM_NOT_ERROR: any text but "error"
 * @PRONY_SKIM_NUMBERS: a list of numbers, which are passed over
 * @PRONY_SKIM_IDS: a list of numbers, which are counted
 *
 * What a member of a token's event is.
 */
typedef enum
{
  PRONY_SKIM_ENTER,
  PRONY_SKIM_ENTER_FIRST,
  PRONY_SKIM_CONTENT,
  PRONY_SKIM_SO_FAR,
  PRONY_SKIM_REASONING,
  PRONY_SKIM_TOKEN,
  PRONY_SKIM_MODEL,
  PRONY_SKIM_TOTAL,
  PRONY_SKIM_EMPTY,
  PRONY_SKIM_NOT_ERROR,
  PRONY_SKIM_NUMBERS,
  PRONY_SKIM_IDS,
} PronySkimAction;

/**
 * PronySkimField:
 * @scope: the object that it is in; 0 is the event itself
 * @key: the member's name; %NULL ends a list of fields
 * @action: what it is
 * @enter: the scope of its value, if that is an object
 *
 * A member that matters. Other members are passed over if they are plain values.
 */
typedef struct
{
  guint scope;
  const char *key;
  PronySkimAction action;
  guint enter;
} PronySkimField;

gboolean
prony_event_skim (const char *data, gsize length, const PronySkimField *fields, PronyDelta *delta);

G_END_DECLS
