/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-run-session.h"

G_BEGIN_DECLS

/**
 * PronyRunView:
 *
 * A run under way: progress, a card for each target, the list of trials and the
 * failures so far. Main thread only.
 */
#define PRONY_TYPE_RUN_VIEW (prony_run_view_get_type ())

G_DECLARE_FINAL_TYPE (PronyRunView, prony_run_view, PRONY, RUN_VIEW, AdwBin)

void prony_run_view_set_session (PronyRunView *self, PronyRunSession *session);

G_END_DECLS
