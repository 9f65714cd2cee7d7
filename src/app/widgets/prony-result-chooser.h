/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-session.h"

G_BEGIN_DECLS

/**
 * PRONY_RESULT_CHOOSER_MAX:
 *
 * So many results are compared at most.
 */
#define PRONY_RESULT_CHOOSER_MAX 200

/**
 * PronyResultChooser:
 *
 * A list of stored results, the latest first, in which some can be marked, or single trials of
 * them. Main thread only. Signal `changed` when others are marked. Actions: `chooser.search`,
 * `chooser.show` ("all", "same-scenarios" or "chosen"), `chooser.toggle`, `chooser.expand` and
 * `chooser.collapse` for the row that has the focus. Its buttons have the actions
 * `compare.clear` and `compare.run` of the page around it.
 */
#define PRONY_TYPE_RESULT_CHOOSER (prony_result_chooser_get_type ())

G_DECLARE_FINAL_TYPE (PronyResultChooser, prony_result_chooser, PRONY, RESULT_CHOOSER, AdwBin)

void prony_result_chooser_set_session (PronyResultChooser *self, PronySession *session);
GPtrArray *prony_result_chooser_get_chosen (PronyResultChooser *self);
void prony_result_chooser_choose_runs (PronyResultChooser *self, const char *const *run_ids);
void prony_result_chooser_choose_items (PronyResultChooser *self, GPtrArray *items);

G_END_DECLS
