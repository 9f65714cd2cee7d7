/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/bench/prony-runner.h"

G_BEGIN_DECLS

/**
 * PronyRunSession:
 *
 * The user interface's side of a run: owns the runner, reads its live feed at
 * most ten times a second and emits `changed` in the main thread when there is a
 * newer snapshot. Emits `ended` once, when the run is over and stored. Main thread
 * only.
 */
#define PRONY_TYPE_RUN_SESSION (prony_run_session_get_type ())

G_DECLARE_FINAL_TYPE (PronyRunSession, prony_run_session, PRONY, RUN_SESSION, GObject)

PronyRunSession *prony_run_session_start (PronyPlan *plan, PronyStore *store);
PronyRunSnapshot *prony_run_session_get_snapshot (PronyRunSession *self);
PronyRun *prony_run_session_get_result (PronyRunSession *self);
const char *prony_run_session_get_error (PronyRunSession *self);
gboolean prony_run_session_is_running (PronyRunSession *self);
void prony_run_session_pause (PronyRunSession *self);
void prony_run_session_resume (PronyRunSession *self);
void prony_run_session_stop (PronyRunSession *self);
void prony_run_session_skip_trial (PronyRunSession *self, guint trial_index);
void prony_run_session_add_note (PronyRunSession *self, const char *text);
void prony_run_session_watch (PronyRunSession *self, guint trial_index, int stream);
PronyPlan *prony_run_session_get_plan (PronyRunSession *self);

G_END_DECLS
