/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "app/pages/prony-page.h"

G_BEGIN_DECLS

/**
 * PronyRunPage:
 *
 * Where a run is set up, watched and read at its end.
 *
 * Actions: `run.start`, `run.queue`, `run.stop`, `run.pause`, `run.resume`,
 * `run.toggle-pause` (the one of both that can be done), `run.skip`, `run.new`,
 * `run.set-load` (s, such as "concurrency:1, 4" or "rate:8"), `run.set-bound` (s, such as
 * "requests:20", "duration:30" or "iterations:2"), `run.select-target` and
 * `run.deselect-target` (s, "address model"), `run.select-scenario` and
 * `run.deselect-scenario` (s, a name).
 */
#define PRONY_TYPE_RUN_PAGE (prony_run_page_get_type ())

G_DECLARE_FINAL_TYPE (PronyRunPage, prony_run_page, PRONY, RUN_PAGE, PronyPage)

void prony_run_page_new_run (PronyRunPage *self, PronyEngineItem *engine);
void prony_run_page_run_scenario (PronyRunPage *self, const char *name);
void prony_run_page_focus_setup (PronyRunPage *self);
void prony_run_page_use_plan (PronyRunPage *self, PronyPlan *plan);

G_END_DECLS
