/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/metrics/prony-comparison.h"

G_BEGIN_DECLS

/**
 * PronyUseCase:
 * @PRONY_USE_CHAT: somebody waits for short answers
 * @PRONY_USE_RETRIEVAL: long prompts, short answers
 * @PRONY_USE_LONG_DOCUMENTS: long prompts, long answers
 * @PRONY_USE_BATCH: as many tokens as possible, nobody waits
 * @PRONY_USE_EDGE: one request at a time on a small computer
 */
typedef enum
{
  PRONY_USE_CHAT,
  PRONY_USE_RETRIEVAL,
  PRONY_USE_LONG_DOCUMENTS,
  PRONY_USE_BATCH,
  PRONY_USE_EDGE,
  PRONY_N_USE_CASES,
} PronyUseCase;

/**
 * PronyRecommendation:
 * @use_case: what for
 * @trial: index of the best target's trial; -1 where nothing was measured that says
 *   something about it
 * @runner_up: of the next best; -1 for none
 * @clear: whether the best is clearly better than the next
 * @equals: (element-type guint): trials of the targets that the best is not clearly better
 *   than, in the order of their figures
 * @comparison: runner-up against best by the metric that decides; only where there is a
 *   runner-up
 * @reasons: (element-type utf8): sentences: first the verdict with its figures, then what
 *   it rests on, what else is to be known, and what was not measured; at least one
 *
 * Which target to take for what, by what a run measured.
 */
typedef struct
{
  PronyUseCase use_case;
  int trial;
  int runner_up;
  gboolean clear;
  GArray *equals;
  PronyComparison comparison;
  GPtrArray *reasons;
} PronyRecommendation;

const char *prony_use_case_to_string (PronyUseCase use_case);
const char *prony_use_case_title (PronyUseCase use_case);
GPtrArray *
prony_recommendations_find (PronyRun *run, PronyRecordsFunc get_records, gpointer user_data);
char *prony_recommendation_describe (const PronyRecommendation *self, PronyRun *run);
void prony_recommendation_free (PronyRecommendation *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyRecommendation, prony_recommendation_free)

G_END_DECLS
