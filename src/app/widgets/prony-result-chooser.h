/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PronyResultChooser:
 *
 * A list of stored results in which some can be marked. Main thread only. Signal
 * `changed` when others are marked. Its buttons have the actions `compare.clear` and
 * `compare.run` of the page around it.
 */
#define PRONY_TYPE_RESULT_CHOOSER (prony_result_chooser_get_type ())

G_DECLARE_FINAL_TYPE (PronyResultChooser, prony_result_chooser, PRONY, RESULT_CHOOSER, AdwBin)

void prony_result_chooser_set_results (PronyResultChooser *self, GListModel *results);
GPtrArray *prony_result_chooser_get_chosen (PronyResultChooser *self);
void prony_result_chooser_choose_runs (PronyResultChooser *self, const char *const *run_ids);

G_END_DECLS
