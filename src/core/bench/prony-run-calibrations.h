/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/model/prony-calibration.h"
#include "core/model/prony-plan.h"

G_BEGIN_DECLS

/**
 * PronyRunCalibrations:
 *
 * What this computer adds to the figures of a run, by the shape of its loads. Used by
 * the runner's thread only.
 */
typedef struct _PronyRunCalibrations PronyRunCalibrations;

PronyRunCalibrations *prony_run_calibrations_new (PronyPlan *plan);
void prony_run_calibrations_free (PronyRunCalibrations *self);
char *prony_run_calibrations_describe (PronyPlan *plan,
                                       PronyApi api,
                                       const PronyLoadLevel *load,
                                       guint n_targets);
PronyCalibration *prony_run_calibrations_get (PronyRunCalibrations *self,
                                              PronyTarget *target,
                                              const PronyLoadLevel *load,
                                              guint n_targets,
                                              GCancellable *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyRunCalibrations, prony_run_calibrations_free)

G_END_DECLS
