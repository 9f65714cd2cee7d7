/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

#include "core/model/prony-test-case.h"

G_BEGIN_DECLS

/**
 * PronyAnswerPattern:
 *
 * A regular expression of a quality rule, compiled. Neither it nor the text that it
 * searches is trusted to end soon. Used by one thread.
 */
typedef struct _PronyAnswerPattern PronyAnswerPattern;

/**
 * PronyPatternResult:
 * @PRONY_PATTERN_NO_MATCH: it matches nowhere
 * @PRONY_PATTERN_MATCH: it matches somewhere
 * @PRONY_PATTERN_GAVE_UP: that would take too long to find out
 *
 * What a search came to.
 */
typedef enum
{
  PRONY_PATTERN_NO_MATCH,
  PRONY_PATTERN_MATCH,
  PRONY_PATTERN_GAVE_UP,
} PronyPatternResult;

PronyAnswerPattern *prony_answer_pattern_new (const char *pattern,
                                              const PronyTestCase *test_case,
                                              char **message,
                                              gsize *offset);
void prony_answer_pattern_free (PronyAnswerPattern *self);
PronyPatternResult prony_answer_pattern_search (PronyAnswerPattern *self,
                                                const char *text,
                                                gsize length,
                                                gint64 deadline_ns);
char **prony_answer_pattern_list_placeholders (const char *pattern);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyAnswerPattern, prony_answer_pattern_free)

G_END_DECLS
