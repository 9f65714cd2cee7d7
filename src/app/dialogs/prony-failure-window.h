/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "core/model/prony-run.h"

G_BEGIN_DECLS

/**
 * PronyFailureWindow:
 *
 * One request that failed, whole: what was asked of whom, how it went wrong, when what
 * happened, what to do about it, and what came of the answer. Main thread only.
 *
 * Actions: `failure.copy`.
 */
#define PRONY_TYPE_FAILURE_WINDOW (prony_failure_window_get_type ())

G_DECLARE_FINAL_TYPE (PronyFailureWindow, prony_failure_window, PRONY, FAILURE_WINDOW, AdwWindow)

GtkWindow *prony_failure_window_new (GtkWindow *parent,
                                     PronyTrial *trial,
                                     PronyRequestRecord *record,
                                     const char *advice);
char *prony_failure_window_get_text (PronyFailureWindow *self);

G_END_DECLS
