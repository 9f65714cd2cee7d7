/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-request-record.h"
#include "core/model/prony-scenario.h"

G_BEGIN_DECLS

/**
 * PronyJudge:
 *
 * Judges the answers of one scenario by its rules, and those of its test cases. Used by
 * one thread.
 */
typedef struct _PronyJudge PronyJudge;

PronyJudge *prony_judge_new (PronyScenario *scenario);
void prony_judge_free (PronyJudge *self);
PronyQuality prony_judge_answer (PronyJudge *self, guint case_index, const char *answer);
const PronyExpectation *
prony_judge_find_broken_rule (PronyJudge *self, guint case_index, const char *answer);
gboolean prony_expectation_check_regex (const char *pattern, char **message, gsize *offset);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyJudge, prony_judge_free)

G_END_DECLS
