/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-session.h"
#include "core/model/prony-plan.h"

G_BEGIN_DECLS

/**
 * PronyRunSetup:
 *
 * Where a plan is put together in three steps on one page: targets, scenarios, load and
 * limits. Keeps what was chosen while engines come and go. Main thread only.
 *
 * Actions: `run.next-step`, `run.copy-command`, `run.save-plan` (asks for a name),
 * `run.save-plan-as` (s, a name), `run.name-selection` (asks for a name),
 * `run.save-selection` (s, a name), `run.use-plan` and `run.delete-plan` (s, the identifier
 * or the name of a saved plan or selection), `run.select-scenarios` (s, "core", "all" or
 * "none"), `run.set-objectives` (s, such as "chat" or "none").
 *
 * Signal `changed`: something was chosen; prony_run_setup_make_plan() may answer
 * differently.
 */
#define PRONY_TYPE_RUN_SETUP (prony_run_setup_get_type ())

G_DECLARE_FINAL_TYPE (PronyRunSetup, prony_run_setup, PRONY, RUN_SETUP, AdwBin)

void prony_run_setup_set_session (PronyRunSetup *self, PronySession *session);
void prony_run_setup_begin (PronyRunSetup *self);
void prony_run_setup_focus_next (PronyRunSetup *self);
void prony_run_setup_next_step (PronyRunSetup *self);
void prony_run_setup_set_running (PronyRunSetup *self, gboolean running);
gboolean prony_run_setup_is_valid (PronyRunSetup *self);
void prony_run_setup_remember (PronyRunSetup *self, PronyPlan *plan);
void prony_run_setup_set_plan (PronyRunSetup *self, PronyPlan *plan);
void prony_run_setup_select_engine (PronyRunSetup *self, PronyEngineItem *item);
void prony_run_setup_set_target (PronyRunSetup *self, const char *target, gboolean selected);
void prony_run_setup_select_scenario (PronyRunSetup *self, const char *name);
void prony_run_setup_set_scenario (PronyRunSetup *self, const char *name, gboolean selected);
void prony_run_setup_set_load (PronyRunSetup *self, const char *load);
void prony_run_setup_set_bound (PronyRunSetup *self, const char *bound);
PronyPlan *prony_run_setup_make_plan (PronyRunSetup *self, GError **error);
char *prony_run_setup_describe (PronyRunSetup *self);

G_END_DECLS
