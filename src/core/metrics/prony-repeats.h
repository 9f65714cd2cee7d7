/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/metrics/prony-comparison.h"

G_BEGIN_DECLS

/**
 * PronyRepeats:
 * @trials: (element-type PronyTrial): in the order of time
 * @get_records: (nullable): gives the requests of one of them
 * @user_data: given to @get_records
 *
 * One side of a comparison: a target's trials of a scenario and load in one run. It owns
 * nothing.
 */
typedef struct
{
  GPtrArray *trials;
  PronyRecordsFunc get_records;
  gpointer user_data;
} PronyRepeats;

GPtrArray *prony_repeats_collect (PronyRun *run, PronyTrial *trial);
double prony_repeats_get_value (GPtrArray *trials, PronyMetric metric);
void
prony_repeats_get_figure (GPtrArray *trials, PronyMetric metric, double *value, double interval[2]);
void prony_repeats_compare (PronyComparison *comparison,
                            PronyMetric metric,
                            const PronyRepeats *baseline,
                            const PronyRepeats *value);

G_END_DECLS
