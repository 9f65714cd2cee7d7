/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include "core/scenarios/prony-answer-pattern.h"
#include "core/scenarios/prony-quality.h"

/**
 * prony_expectation_check_regex:
 * @pattern: a regular expression of a quality rule, with its placeholders
 * @message: (out) (optional) (nullable) (transfer full): what is wrong with it, in a few
 *   words of PCRE2, which are not translated; %NULL where nothing is
 * @offset: (out) (optional): where it is wrong, in bytes from the start of @pattern
 *
 * Returns: whether it can be used
 */
gboolean
prony_expectation_check_regex (const char *pattern, char **message, gsize *offset)
{
  g_autoptr (PronyAnswerPattern) compiled = NULL;

  if (message != NULL)
    *message = NULL;
  compiled = prony_answer_pattern_new (pattern, NULL, message, offset);
  return compiled != NULL;
}
