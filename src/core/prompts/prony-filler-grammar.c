/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-prompts"

#include "config.h"

#include "core/prompts/prony-filler-grammar.h"

/**
 * prony_filler_choices:
 * @kind: a kind of filler
 * @symbol: a letter of its grammar
 * @n_choices: (out): how many choices there are; 0 where the letter has none
 *
 * Looks up what a letter may become. A unit (a sentence, a clause, a line, a
 * function, a row) begins with the letter `u`; what holds for a unit is drawn from `i`
 * (for `$p`), `j` (for `$q` and `$r`), `k` (for `$s`), `L` (for `$v`) and `T` (for
 * `$z`), where a kind names its units.
 *
 * Returns: (transfer none) (nullable): the choices
 */
const char *const *
prony_filler_choices (PronyFillerKind kind, char symbol, guint *n_choices)
{
  static const PronyFillerRule *(*const get_rules[PRONY_N_FILLERS]) (guint *) = {
    [PRONY_FILLER_TEXT] = prony_filler_prose_rules,
    [PRONY_FILLER_CONTRACT] = prony_filler_contract_rules,
    [PRONY_FILLER_LOG] = prony_filler_log_rules,
    [PRONY_FILLER_CODE] = prony_filler_code_rules,
    [PRONY_FILLER_TABLE] = prony_filler_table_rules,
  };
  guint n_rules;
  const PronyFillerRule *rules = get_rules[kind](&n_rules);

  for (guint i = 0; i < n_rules; i++)
    if (rules[i].symbol == symbol)
      {
        *n_choices = rules[i].n_choices;
        return rules[i].choices;
      }

  *n_choices = 0;
  return NULL;
}
