/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-session.h"

G_BEGIN_DECLS

/**
 * PronyTryWindow:
 *
 * One request to one engine, looked at closely. Main thread only. Actions: `try.send`,
 * `try.stop`, `try.copy-answer`, `try.copy-curl`, `try.export`, `try.export-to` (string:
 * a file), `try.show-page` (string: "answer", "events", "metrics" or "raw").
 */
#define PRONY_TYPE_TRY_WINDOW (prony_try_window_get_type ())

G_DECLARE_FINAL_TYPE (PronyTryWindow, prony_try_window, PRONY, TRY_WINDOW, AdwWindow)

PronyTryWindow *prony_try_window_new (GtkWindow *parent,
                                      PronySession *session,
                                      const char *engine_id,
                                      const char *model);

G_END_DECLS
