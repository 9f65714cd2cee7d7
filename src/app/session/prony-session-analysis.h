/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "app/session/prony-run-analysis.h"
#include "app/session/prony-session.h"

G_BEGIN_DECLS

/**
 * PronyComparePair:
 * @baseline_run: where the first trial belongs
 * @baseline: the first trial
 * @run: where the second trial belongs
 * @trial: the second trial
 * @metric: what to compare by
 * @comparison: (out): the answer
 *
 * Two trials that are to be compared. A task owns what it refers to.
 */
typedef struct
{
  PronyRun *baseline_run;
  PronyTrial *baseline;
  PronyRun *run;
  PronyTrial *trial;
  PronyMetric metric;
  PronyComparison comparison;
} PronyComparePair;

GPtrArray *prony_compare_pairs_new (void);
void prony_compare_pairs_add (GPtrArray *pairs,
                              PronyRun *baseline_run,
                              PronyTrial *baseline,
                              PronyRun *run,
                              PronyTrial *trial,
                              PronyMetric metric);

void prony_session_analyse_run_async (PronySession *self,
                                      PronyRun *run,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
PronyRunAnalysis *
prony_session_analyse_run_finish (PronySession *self, GAsyncResult *result, GError **error);
void prony_session_compare_async (PronySession *self,
                                  GPtrArray *pairs,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
GPtrArray *prony_session_compare_finish (PronySession *self, GAsyncResult *result, GError **error);

G_END_DECLS
