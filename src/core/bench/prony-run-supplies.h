/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/bench/prony-run-schedule.h"
#include "core/bench/prony-trial-runner.h"

G_BEGIN_DECLS

/**
 * PronyRunSupplies:
 *
 * What the trials of a run need before they can begin: their targets, what these are
 * asked, and what this computer adds to their figures. Used by the runner's thread only.
 */
typedef struct _PronyRunSupplies PronyRunSupplies;

PronyRunSupplies *
prony_run_supplies_new (PronyPlan *plan, PronyRun *run, PronyRunSchedule *schedule);
void prony_run_supplies_free (PronyRunSupplies *self);
gboolean prony_run_supplies_prepare (PronyRunSupplies *self,
                                     const PronyRunStep *step,
                                     guint index,
                                     GCancellable *ending,
                                     PronyTarget **target,
                                     GError **error);
PronyCalibration *prony_run_supplies_calibrate (PronyRunSupplies *self,
                                                const PronyRunStep *step,
                                                PronyTarget *target,
                                                GCancellable *ending);
void prony_run_supplies_replace (PronyRunSupplies *self,
                                 guint index,
                                 PronyTarget *target,
                                 PronyCalibration *calibration);
void prony_run_supplies_fill_setup (PronyRunSupplies *self,
                                    const PronyRunStep *step,
                                    guint index,
                                    PronyTrialSetup *setup);
PronyPromptSet *
prony_run_supplies_get_prompts (PronyRunSupplies *self, const PronyRunStep *step, guint index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyRunSupplies, prony_run_supplies_free)

G_END_DECLS
