/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-run.h"

G_BEGIN_DECLS

/**
 * PRONY_KNEE_MIN_GROWTH:
 *
 * A higher load brings more only if throughput is higher by this share, and by this
 * share for each doubling.
 */
#define PRONY_KNEE_MIN_GROWTH 0.05

/**
 * PRONY_KNEE_MIN_ATTAINMENT:
 *
 * Share of requests that must meet the objectives.
 */
#define PRONY_KNEE_MIN_ATTAINMENT 0.95

/**
 * PronyKneeEnd:
 * @PRONY_KNEE_END_NOTHING: nothing was measured
 * @PRONY_KNEE_END_GROWING: throughput still grew at the highest load
 * @PRONY_KNEE_END_SATURATED: higher loads did not bring more
 * @PRONY_KNEE_END_OBJECTIVE: too few requests met the objectives at a higher load,
 *   before throughput stopped growing
 * @PRONY_KNEE_END_FAILURES: requests failed at a higher load, before that
 * @PRONY_KNEE_END_LOST: a higher load could not be measured to the end
 *
 * Why the loads go no further.
 */
typedef enum
{
  PRONY_KNEE_END_NOTHING,
  PRONY_KNEE_END_GROWING,
  PRONY_KNEE_END_SATURATED,
  PRONY_KNEE_END_OBJECTIVE,
  PRONY_KNEE_END_FAILURES,
  PRONY_KNEE_END_LOST,
} PronyKneeEnd;

/**
 * PronyKnee:
 * @trial: (nullable): the knee: the lowest load that no higher one betters
 * @throughput: output tokens a second there; NAN without a knee
 * @highest: (nullable): the highest load that was borne: nothing failed, and the
 *   objectives, if there are any, were met
 * @broken: (nullable): the lowest load that was not
 * @end: why the loads go no further
 * @is_clear: whether it is beyond doubt that throughput has stopped growing
 * @is_refined: whether loads were measured that are less than twice the next lower one
 * @below: (nullable): the next lower load that was measured below the knee
 * @most: the most requests at once that were measured; 0 for none
 *
 * Where the throughput of one target at one scenario stops growing. A plain value;
 * its trials belong to whoever gave them.
 */
typedef struct
{
  PronyTrial *trial;
  double throughput;
  PronyTrial *highest;
  PronyTrial *broken;
  PronyKneeEnd end;
  gboolean is_clear;
  gboolean is_refined;
  PronyTrial *below;
  guint most;
} PronyKnee;

void prony_knee_find (PronyKnee *self, GPtrArray *trials);
GArray *prony_knee_find_all (PronyRun *run);
guint prony_knee_get_next (const PronyKnee *self, guint first, guint max);
char *prony_knee_describe (const PronyKnee *self);

G_END_DECLS
