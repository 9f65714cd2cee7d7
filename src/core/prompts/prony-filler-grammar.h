/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/prompts/prony-filler.h"

G_BEGIN_DECLS

/**
 * PronyFillerRule:
 * @symbol: a letter of the grammar
 * @n_choices: how many choices there are
 * @choices: what the letter may become
 *
 * What a letter stands for in one kind of filler. In a choice, a `$` and a letter
 * stand for one of that letter's choices, which may hold further ones, and these for
 * what prony-filler.c makes:
 *
 *   `$1` 2 to 9, `$d` 11 to 99, `$h` 100 to 9999, `$y` a year, `$x` eight
 *   hexadecimal digits, `$2` `$5` `$8` two digits of a month, a minute and a day,
 *   `$#` a number that counts the units, `$p` `$q` `$r` `$s` `$v` `$z` choices that hold
 *   for a unit, `$^` makes the next letter a capital.
 *
 * All of it is plain ASCII: a byte is a character, whatever the tokenizer.
 */
typedef struct
{
  char symbol;
  guint n_choices;
  const char *const *choices;
} PronyFillerRule;

#define PRONY_FILLER_RULE(symbol, choices)                                                         \
  {                                                                                                \
    symbol, G_N_ELEMENTS (choices), choices                                                        \
  }

const PronyFillerRule *prony_filler_prose_rules (guint *n_rules);
const PronyFillerRule *prony_filler_contract_rules (guint *n_rules);
const PronyFillerRule *prony_filler_log_rules (guint *n_rules);
const PronyFillerRule *prony_filler_code_rules (guint *n_rules);
const PronyFillerRule *prony_filler_table_rules (guint *n_rules);

const char *const *prony_filler_choices (PronyFillerKind kind, char symbol, guint *n_choices);

G_END_DECLS
