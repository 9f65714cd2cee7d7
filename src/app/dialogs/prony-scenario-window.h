/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-scenario-item.h"
#include "app/session/prony-session.h"

G_BEGIN_DECLS

#define PRONY_TYPE_SCENARIO_WINDOW (prony_scenario_window_get_type ())

G_DECLARE_FINAL_TYPE (PronyScenarioWindow, prony_scenario_window, PRONY, SCENARIO_WINDOW, AdwWindow)

PronyScenarioWindow *
prony_scenario_window_new (GtkWindow *parent, PronySession *session, PronyScenarioItem *item);

gboolean prony_scenario_window_is_modified (PronyScenarioWindow *self);

G_END_DECLS
