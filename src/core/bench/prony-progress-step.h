/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/bench/prony-run-pace.h"
#include "core/bench/prony-step-work.h"

G_BEGIN_DECLS

/* All targets of the plan, which are measured at the same time. */
#define PRONY_PROGRESS_ALL_TARGETS G_MAXUINT

/**
 * PronyProgressPart:
 * @target: which of the plan's targets
 * @n: measured requests that have ended
 * @request_s: how long they took in all
 * @ended: nothing more of it will be measured
 *
 * One trial of a step.
 */
typedef struct
{
  guint target;
  guint64 n;
  double request_s;
  gboolean ended;
} PronyProgressPart;

/**
 * PronyProgressStep:
 * @scenario: which of the plan's scenarios
 * @load: at which load
 * @work: what there is to do
 * @warmup: requests of each stream before that
 * @parts: (element-type PronyProgressPart): what is measured at the same time
 * @prepare_s: how long preparing took, once it is done
 * @measured_s: how long it has been measuring
 * @total_s: how long it has been under way
 * @begun: whether it has
 * @prepared: whether it is
 * @finished: whether it has ended, be it well or not
 *
 * How far a step of a run is.
 */
typedef struct
{
  guint scenario;
  PronyLoadLevel load;
  PronyStepWork work;
  guint warmup;
  GArray *parts;
  double prepare_s;
  double measured_s;
  double total_s;
  gboolean begun;
  gboolean prepared;
  gboolean finished;
} PronyProgressStep;

PronyProgressStep *
prony_progress_step_new (PronyPlan *plan, guint scenario, const PronyLoadLevel *load, guint target);
void prony_progress_step_free (PronyProgressStep *self);
PronyProgressPart *prony_progress_step_find (PronyProgressStep *self, guint target);
double prony_progress_step_get_part_rest (const PronyProgressStep *self,
                                          const PronyProgressPart *part,
                                          PronyPlan *plan,
                                          PronyRunPace *pace,
                                          double prepare_s);
double prony_progress_step_get_rest (const PronyProgressStep *self,
                                     PronyPlan *plan,
                                     PronyRunPace *pace,
                                     double prepare_s);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyProgressStep, prony_progress_step_free)

G_END_DECLS
