/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-summary.h"
#include "core/stats/prony-share.h"

G_BEGIN_DECLS

/**
 * PronyQualityDifference:
 * @baseline: share of right answers in the first trial; NAN where none was judged
 * @value: the same in the second
 * @difference_ci: 95 % interval of the second less the first, by Newcombe; NANs where one
 *   is not known
 * @p_value: of Fisher's exact test, two-sided; NAN where one is not known
 * @clear: whether the interval excludes no difference
 *
 * How often two trials of the same scenario answered right.
 */
typedef struct
{
  double baseline;
  double value;
  double difference_ci[2];
  double p_value;
  gboolean clear;
} PronyQualityDifference;

void prony_quality_difference_init (PronyQualityDifference *self,
                                    const PronyShare *baseline,
                                    const PronyShare *value);
gboolean prony_quality_difference_is_known (const PronyQualityDifference *self);
char *prony_quality_difference_describe (const PronyQualityDifference *self,
                                         const char *baseline,
                                         const char *value,
                                         int winner);

G_END_DECLS
