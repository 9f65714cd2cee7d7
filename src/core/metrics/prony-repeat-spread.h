/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-run.h"

G_BEGIN_DECLS

/**
 * PronySteadiness:
 *
 * How far what is measured again comes out the same, by bands of its variation.
 */
typedef enum
{
  PRONY_STEADINESS_EXCELLENT,
  PRONY_STEADINESS_GOOD,
  PRONY_STEADINESS_FAIR,
  PRONY_STEADINESS_UNSTABLE,
} PronySteadiness;

/**
 * PronyRepeatSpread:
 * @trial: the first repeat that has the figure; borrowed from the run
 * @metric: the primary metric of the scenario's class
 * @n: how many repeats have it, at least 2
 * @mean: of their values
 * @variation: coefficient of variation: standard deviation / @mean
 * @steadiness: what that is called
 *
 * How far apart the repeats of a target, scenario and load are.
 */
typedef struct
{
  PronyTrial *trial;
  PronyMetric metric;
  guint n;
  double mean;
  double variation;
  PronySteadiness steadiness;
} PronyRepeatSpread;

const char *prony_steadiness_to_string (PronySteadiness steadiness);
GArray *prony_repeat_spread_find_all (PronyRun *run);
char *prony_repeat_spread_describe (const PronyRepeatSpread *self);

G_END_DECLS
