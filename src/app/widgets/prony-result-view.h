/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-session.h"

G_BEGIN_DECLS

/**
 * PronyResultView:
 *
 * What a run came to: who is best, the figures, charts, failures. Main thread only.
 * Actions: `result.export`, `result.export-to` (folder), `result.compare`.
 */
#define PRONY_TYPE_RESULT_VIEW (prony_result_view_get_type ())

G_DECLARE_FINAL_TYPE (PronyResultView, prony_result_view, PRONY, RESULT_VIEW, AdwBin)

void prony_result_view_set_session (PronyResultView *self, PronySession *session);
void prony_result_view_set_run (PronyResultView *self, PronyRun *run);
PronyRun *prony_result_view_get_run (PronyResultView *self);

G_END_DECLS
