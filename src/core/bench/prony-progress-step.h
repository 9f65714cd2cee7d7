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
 * @n: requests that have ended, of the warm-up until measuring begins, then of what is
 *   measured
 * @free_s: (nullable): of a closed loop: for each stream since when it could send the request
 *   that it sends, from when the warm-up or measuring began
 * @first_s: how long first tokens took of late; NAN where that is not known
 * @gap_s: how long passes between two tokens; likewise
 * @ended: nothing more of it will be measured
 *
 * One trial of a step.
 */
typedef struct
{
  guint target;
  guint64 n;
  double *free_s;
  double first_s;
  double gap_s;
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
 * @measuring: whether it measures, or has
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
  gboolean measuring;
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
void prony_progress_step_begin_measuring (PronyProgressStep *self);
void prony_progress_step_add (PronyProgressStep *self,
                              PronyProgressPart *part,
                              PronyPlan *plan,
                              const PronyRequestRecord *record);
void prony_progress_step_watch (const PronyProgressStep *self,
                                const PronyProgressPart *part,
                                PronyRunPace *pace);
gboolean prony_progress_step_is_part_unknown (const PronyProgressStep *self,
                                              const PronyProgressPart *part,
                                              PronyRunPace *pace);
gboolean prony_progress_step_is_unknown (const PronyProgressStep *self, PronyRunPace *pace);
double prony_progress_step_get_part_rest (const PronyProgressStep *self,
                                          const PronyProgressPart *part,
                                          PronyPlan *plan,
                                          PronyRunPace *pace,
                                          double prepare_s);
double prony_progress_step_get_rest (const PronyProgressStep *self,
                                     PronyPlan *plan,
                                     PronyRunPace *pace,
                                     double prepare_s,
                                     gboolean only_known);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyProgressStep, prony_progress_step_free)

G_END_DECLS
