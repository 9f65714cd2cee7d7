/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/bench/prony-progress-step.h"
#include "core/model/prony-request-record.h"

G_BEGIN_DECLS

/**
 * PronyRunProgress:
 *
 * How much of a plan is done, and how long the rest will take. A plan is a row of
 * steps, one for each scenario, load level and, if targets are measured one after
 * another, target; in that order. The loads of a sweep are guessed until it decides on
 * them. All times are without pauses. Used by one thread at a time.
 */
typedef struct _PronyRunProgress PronyRunProgress;

PronyRunProgress *prony_run_progress_new (PronyPlan *plan);
void prony_run_progress_free (PronyRunProgress *self);
PronyRunPace *prony_run_progress_get_pace (PronyRunProgress *self);
void prony_run_progress_expect (
  PronyRunProgress *self, guint step, guint scenario, const PronyLoadLevel *load, guint target);
void prony_run_progress_complete (PronyRunProgress *self);
void prony_run_progress_cool_down (PronyRunProgress *self, double rest_s);
void prony_run_progress_prepare (PronyRunProgress *self, guint step, double total_s);
void prony_run_progress_add (PronyRunProgress *self,
                             guint step,
                             guint target,
                             const PronyRequestRecord *record);
void prony_run_progress_watch (
  PronyRunProgress *self, guint step, guint target, double first_s, double gap_s);
void
prony_run_progress_update (PronyRunProgress *self, guint step, double measured_s, double total_s);
void prony_run_progress_end_trial (PronyRunProgress *self, guint step, guint target);
void prony_run_progress_finish (PronyRunProgress *self, guint step, double total_s);
void prony_run_progress_leave_out (PronyRunProgress *self, guint trial);
double prony_run_progress_get_share (PronyRunProgress *self);
double prony_run_progress_get_remaining (PronyRunProgress *self, gboolean *at_least);
double prony_run_progress_get_trial_share (PronyRunProgress *self, guint step, guint target);
double prony_run_progress_get_trial_remaining (PronyRunProgress *self, guint step, guint target);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyRunProgress, prony_run_progress_free)

G_END_DECLS
