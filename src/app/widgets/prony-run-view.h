/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-run-session.h"
#include "app/session/prony-session.h"

G_BEGIN_DECLS

/**
 * PronyRunView:
 *
 * A run under way: how far it is, what fails, a card for each target, how they compare,
 * all trials, the remarks on it and the runs that wait for it. Main thread only.
 *
 * Actions, for the page around it: `run.toggle-pause`, `run.skip`,
 * `run.skip-trial` (u), `run.stop`, `run.add-note`, `run.new`, `run.show-failure` (u),
 * `run.show-trial` (u), `run.unqueue` (u), `run.move-queued` ((uu)), `run.release-queue`.
 */
#define PRONY_TYPE_RUN_VIEW (prony_run_view_get_type ())

G_DECLARE_FINAL_TYPE (PronyRunView, prony_run_view, PRONY, RUN_VIEW, AdwBin)

void prony_run_view_set_queue_of (PronyRunView *self, PronySession *session);
void prony_run_view_set_session (PronyRunView *self, PronyRunSession *session);
void prony_run_view_show (PronyRunView *self, PronyRunSnapshot *snapshot);
GtkWindow *prony_run_view_open_failure (PronyRunView *self, guint group);
void prony_run_view_show_trial (PronyRunView *self, guint trial);

G_END_DECLS
