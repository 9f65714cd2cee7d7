/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-session.h"

G_BEGIN_DECLS

/**
 * PronyPlanBar:
 *
 * The bar below a set-up: what would be run in a sentence, what that amounts to, the saved
 * plans, and the buttons that go on to the next step and start the run, by the actions
 * `run.next-step`, `run.start` and `run.queue` of widgets above it. Main thread only.
 */
#define PRONY_TYPE_PLAN_BAR (prony_plan_bar_get_type ())

G_DECLARE_FINAL_TYPE (PronyPlanBar, prony_plan_bar, PRONY, PLAN_BAR, AdwBin)

void prony_plan_bar_set_session (PronyPlanBar *self, PronySession *session);
void prony_plan_bar_set_plan (PronyPlanBar *self, PronyPlan *plan, const char *text);
void prony_plan_bar_set_running (PronyPlanBar *self, gboolean running);
void prony_plan_bar_set_next (PronyPlanBar *self, const char *next);
void prony_plan_bar_grab_focus (PronyPlanBar *self);
const char *prony_plan_bar_get_estimate (PronyPlanBar *self);

G_END_DECLS
