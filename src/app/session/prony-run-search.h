/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-run-entry.h"

G_BEGIN_DECLS

/**
 * PronyRunSpan:
 * @PRONY_RUN_SPAN_ALL: whenever
 * @PRONY_RUN_SPAN_TODAY: since midnight
 * @PRONY_RUN_SPAN_WEEK: in the last 7 days
 * @PRONY_RUN_SPAN_MONTH: in the last 30 days
 *
 * When a run began.
 */
typedef enum
{
  PRONY_RUN_SPAN_ALL,
  PRONY_RUN_SPAN_TODAY,
  PRONY_RUN_SPAN_WEEK,
  PRONY_RUN_SPAN_MONTH,
  PRONY_N_RUN_SPANS,
} PronyRunSpan;

/**
 * PronyRunSearch:
 * @words: (nullable): words that are all part of anything visible in the list, casefolded
 * @engine: (nullable): name of a target
 * @model: (nullable): a model
 * @scenario: (nullable): name of a scenario
 * @tag: (nullable): a tag
 * @span: when it began
 * @simulated: 1 for simulated only, -1 for real only, 0 for both
 * @partial: 1 for partial only, -1 for whole only, 0 for both
 * @pinned: baselines only
 *
 * What is looked for in a list of runs. A plain value that owns its strings.
 */
typedef struct
{
  GStrv words;
  char *engine;
  char *model;
  char *scenario;
  char *tag;
  PronyRunSpan span;
  int simulated;
  int partial;
  gboolean pinned;
} PronyRunSearch;

void prony_run_search_clear (PronyRunSearch *self);
void prony_run_search_copy (PronyRunSearch *self, const PronyRunSearch *other);
guint prony_run_search_count_filters (const PronyRunSearch *self);
gint64 prony_run_search_get_since (const PronyRunSearch *self, gint64 now_us);
gboolean
prony_run_search_matches (const PronyRunSearch *self, const PronyRunEntry *entry, gint64 since_us);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PronyRunSearch, prony_run_search_clear)

G_END_DECLS
