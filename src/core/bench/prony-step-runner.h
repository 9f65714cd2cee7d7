/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/bench/prony-run-progress.h"
#include "core/bench/prony-run-publisher.h"
#include "core/bench/prony-run-recorder.h"
#include "core/bench/prony-run-schedule.h"
#include "core/bench/prony-run-wishes.h"

G_BEGIN_DECLS

/**
 * PronyStepRunner:
 *
 * Carries out the steps of a run: leaves the engines alone, prepares, measures and sums up,
 * heeds what the owner wants meanwhile, and shows how it stands. Used by the runner's
 * thread only.
 */
typedef struct _PronyStepRunner PronyStepRunner;

/**
 * PronyStepSetup:
 * @plan: what the run does
 * @run: the run
 * @schedule: what is done next
 * @wishes: what the owner wants
 * @recorder: where goes what is measured
 * @progress: how much is done
 * @publisher: shows it
 *
 * What steps are carried out with. All of it must outlive the step runner.
 */
typedef struct
{
  PronyPlan *plan;
  PronyRun *run;
  PronyRunSchedule *schedule;
  PronyRunWishes *wishes;
  PronyRunRecorder *recorder;
  PronyRunProgress *progress;
  PronyRunPublisher *publisher;
} PronyStepSetup;

PronyStepRunner *prony_step_runner_new (const PronyStepSetup *setup);
void prony_step_runner_free (PronyStepRunner *self);
void prony_step_runner_run (PronyStepRunner *self, const PronyRunStep *step);
void prony_step_runner_publish (PronyStepRunner *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyStepRunner, prony_step_runner_free)

G_END_DECLS
