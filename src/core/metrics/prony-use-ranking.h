/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/metrics/prony-recommendation.h"

G_BEGIN_DECLS

/**
 * PRONY_USE_MIN_SUCCESS:
 *
 * A target that answers a smaller share of its requests is not recommended.
 */
#define PRONY_USE_MIN_SUCCESS 0.99

/**
 * PRONY_USE_MIN_RIGHT:
 *
 * A target of whose judged answers a smaller share is right is not recommended.
 */
#define PRONY_USE_MIN_RIGHT 0.5

/**
 * PronyFitness:
 * @PRONY_FITNESS_FIT: it may be recommended
 * @PRONY_FITNESS_LOST: its trial went wrong as a whole
 * @PRONY_FITNESS_FAILURES: too many of its requests failed
 * @PRONY_FITNESS_WRONG: too many of its answers were wrong
 * @PRONY_FITNESS_MEMORY: for %PRONY_USE_EDGE: it does not fit the memory
 * @PRONY_FITNESS_NO_VALUE: it has no value of the metric that decides
 *
 * Whether the target of a trial may be recommended by it.
 */
typedef enum
{
  PRONY_FITNESS_FIT,
  PRONY_FITNESS_LOST,
  PRONY_FITNESS_FAILURES,
  PRONY_FITNESS_WRONG,
  PRONY_FITNESS_MEMORY,
  PRONY_FITNESS_NO_VALUE,
} PronyFitness;

/**
 * PronyUseRanking:
 * @run: the run
 * @targets: (element-type PronyTarget): what it measured
 * @get_records: (nullable): gives the requests of a trial
 * @user_data: given to @get_records
 * @use_case: what for
 * @metric: what decides
 * @candidates: (element-type PronyTrial): what says something about @use_case, in the
 *   order of the run, of repeats one; once there is a scenario, of that one only
 * @repeats: (element-type PronyTrial GPtrArray): by candidate: itself and its repeats, as far
 *   as they were measured
 * @lost: (element-type PronyTrial): candidates of whom it or a repeat went wrong as a whole
 * @ranked: (element-type PronyTrial): a trial of each target that may be recommended, the
 *   best first; empty for none
 * @by_objectives: how high a load a target bears within the objectives decides, and
 *   @metric only between those that bear the same
 * @only_simulated: the run measured no real target
 * @left_out_simulated: simulated targets were left out beside real ones
 *
 * The targets of a run in the order in which they are to be recommended for something.
 */
typedef struct
{
  PronyRun *run;
  GPtrArray *targets;
  PronyRecordsFunc get_records;
  gpointer user_data;
  PronyUseCase use_case;
  PronyMetric metric;
  GPtrArray *candidates;
  GHashTable *repeats;
  GHashTable *lost;
  GPtrArray *ranked;
  gboolean by_objectives;
  gboolean only_simulated;
  gboolean left_out_simulated;
} PronyUseRanking;

void prony_use_ranking_init (PronyUseRanking *self,
                             PronyUseCase use_case,
                             PronyRun *run,
                             PronyRecordsFunc get_records,
                             gpointer user_data);
void prony_use_ranking_clear (PronyUseRanking *self);
GPtrArray *prony_use_ranking_get_repeats (const PronyUseRanking *self, PronyTrial *trial);
double prony_use_ranking_get (const PronyUseRanking *self, PronyTrial *trial, PronyMetric metric);
PronyFitness prony_use_ranking_judge (const PronyUseRanking *self, PronyTrial *trial);
gboolean prony_use_ranking_meets_objectives (PronyTrial *trial);
PronyTrial *prony_use_ranking_find_same (const PronyUseRanking *self,
                                         PronyTrial *trial,
                                         const PronyLoadLevel *load);
void prony_use_ranking_compare (const PronyUseRanking *self,
                                PronyTrial *best,
                                PronyTrial *other,
                                PronyComparison *comparison);
void prony_use_ranking_compare_by (const PronyUseRanking *self,
                                   PronyMetric metric,
                                   PronyTrial *best,
                                   PronyTrial *other,
                                   PronyComparison *comparison);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PronyUseRanking, prony_use_ranking_clear)

G_END_DECLS
