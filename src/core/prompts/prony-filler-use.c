/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-prompts"

#include "config.h"

#include <string.h>

#include "core/prompts/prony-filler-use.h"
#include "core/prompts/prony-template.h"

/* What a filler of open length may grow to. */
static guint
get_longest (const PronyLengths *lengths)
{
  double longest = 0;

  switch (lengths->kind)
    {
    case PRONY_LENGTHS_FIXED:
      longest = lengths->mean;
      break;

    case PRONY_LENGTHS_UNIFORM:
    case PRONY_LENGTHS_NORMAL:
    case PRONY_LENGTHS_LOG_NORMAL:
      longest = lengths->max;
      break;

    case PRONY_LENGTHS_LIST:
      for (guint i = 0; lengths->values != NULL && i < lengths->values->len; i++)
        longest = MAX (longest, g_array_index (lengths->values, guint, i));
      break;

    case PRONY_LENGTHS_NONE:
    default:
      break;
    }
  return (guint) CLAMP (longest, 1, PRONY_TEMPLATE_MAX_TOKENS);
}

static void
look_at_text (const PronyScenario *scenario, const char *text, PronyFillerUse *use)
{
  g_autoptr (GArray) pieces = NULL;

  if (text == NULL || strchr (text, '{') == NULL)
    return;

  pieces = prony_template_parse (text);
  for (guint i = 0; i < pieces->len; i++)
    {
      const PronyTemplatePiece *piece = &g_array_index (pieces, PronyTemplatePiece, i);
      guint tokens = piece->tokens;

      if (piece->kind == PRONY_TEMPLATE_OPEN_FILLER)
        tokens = get_longest (&scenario->prompt_lengths);
      else if (piece->kind != PRONY_TEMPLATE_FILLER)
        continue;

      use->any = TRUE;
      use->tokens[piece->filler] = MAX (use->tokens[piece->filler], tokens);
    }
}

static void
look_at_messages (const PronyScenario *scenario, GPtrArray *messages, PronyFillerUse *use)
{
  for (guint i = 0; messages != NULL && i < messages->len; i++)
    look_at_text (scenario, ((PronyMessage *) g_ptr_array_index (messages, i))->text, use);
}

/**
 * prony_filler_use_find:
 * @scenario: a scenario whose data set, if it has one, was read
 * @use: (out): its filler
 *
 * Looks what filler a scenario asks for: in its texts and in the values of its test
 * cases.
 */
void
prony_filler_use_find (const PronyScenario *scenario, PronyFillerUse *use)
{
  *use = (PronyFillerUse){ 0 };
  look_at_text (scenario, scenario->system, use);
  look_at_text (scenario, scenario->template, use);
  look_at_messages (scenario, scenario->messages, use);
  for (guint i = 0; i < scenario->cases->len; i++)
    {
      const PronyTestCase *test_case = prony_scenario_get_case (scenario, i);
      GHashTableIter values;
      gpointer value;

      look_at_text (scenario, test_case->system, use);
      look_at_messages (scenario, test_case->messages, use);
      g_hash_table_iter_init (&values, test_case->values);
      while (g_hash_table_iter_next (&values, NULL, &value))
        look_at_text (scenario, value, use);
    }
}
