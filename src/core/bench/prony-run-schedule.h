/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-plan.h"
#include "core/model/prony-run.h"

G_BEGIN_DECLS

/**
 * PronyRunStep:
 * @number: which step of the run, from 0
 * @scenario: which of the plan's scenarios
 * @load: how much is asked
 * @seed: of the arrivals of an open loop: the same for all targets and repeats, so that
 *   they all have the same schedule
 * @first: place in the run of its first trial
 * @n_trials: how many trials it has, which follow one another in the run: one, or with
 *   targets in parallel up to one of each target
 *
 * What is carried out at the same time. A plain value.
 */
typedef struct
{
  guint number;
  guint scenario;
  PronyLoadLevel load;
  guint64 seed;
  guint first;
  guint n_trials;
} PronyRunStep;

/**
 * PronyRunSchedule:
 *
 * What a run does next. A plan of given loads is a fixed row of steps; a sweep decides
 * each load by what the loads before it came to. Used by the runner's thread only.
 */
typedef struct _PronyRunSchedule PronyRunSchedule;

PronyRunSchedule *prony_run_schedule_new (PronyPlan *plan, PronyRun *run);
void prony_run_schedule_free (PronyRunSchedule *self);
gboolean prony_run_schedule_next (PronyRunSchedule *self, PronyRunStep *step);
guint prony_run_schedule_get_target (PronyRunSchedule *self, guint trial);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyRunSchedule, prony_run_schedule_free)

G_END_DECLS
