/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PronyPreferencesWindow:
 *
 * What the user prefers: exports and the notice at the end of a run. Everything takes
 * effect at once. Main thread only.
 *
 * Actions: `preferences.choose-folder`, `preferences.set-folder` (ay, a path),
 * `preferences.reset-folder`.
 */
#define PRONY_TYPE_PREFERENCES_WINDOW (prony_preferences_window_get_type ())

G_DECLARE_FINAL_TYPE (
  PronyPreferencesWindow, prony_preferences_window, PRONY, PREFERENCES_WINDOW, AdwPreferencesWindow)

GtkWindow *prony_preferences_window_new (GtkWindow *parent);

G_END_DECLS
