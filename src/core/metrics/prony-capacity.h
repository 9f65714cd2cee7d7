/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-run.h"

G_BEGIN_DECLS

/**
 * PronyCapacity:
 * @first: the lowest load of the target at the scenario; says which they are
 * @trial: (nullable): the highest load at which the objectives are met, there and at all
 *   lower ones; %NULL where they are at none
 * @broken: (nullable): the lowest load at which they are not; %NULL where they always are
 *
 * How much a target bears at a scenario within the objectives. A plain value; its trials
 * belong to the run.
 */
typedef struct
{
  PronyTrial *first;
  PronyTrial *trial;
  PronyTrial *broken;
} PronyCapacity;

GArray *prony_capacity_find_all (PronyRun *run);
char *prony_capacity_describe (const PronyCapacity *self, PronyRun *run);
char *prony_capacity_describe_cost (PronyRun *run, PronyTrial *trial);

G_END_DECLS
