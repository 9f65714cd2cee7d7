/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/model/prony-plan.h"

G_BEGIN_DECLS

/**
 * PronyQueuedRun:
 *
 * A run that waits until the one under way has ended. Main thread only.
 */
#define PRONY_TYPE_QUEUED_RUN (prony_queued_run_get_type ())

G_DECLARE_FINAL_TYPE (PronyQueuedRun, prony_queued_run, PRONY, QUEUED_RUN, GObject)

PronyQueuedRun *prony_queued_run_new (PronyPlan *plan);
PronyPlan *prony_queued_run_get_plan (PronyQueuedRun *self);
char *prony_queued_run_describe (PronyQueuedRun *self);

G_END_DECLS
