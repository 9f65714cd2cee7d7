/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-run-analysis.h"

G_BEGIN_DECLS

void prony_result_rows_clear (GtkListBox *list);
guint prony_result_rows_reveal (GtkListBox *list, guint n);
gboolean prony_result_rows_is_empty (GtkListBox *list);
void prony_result_rows_add_winners (GtkListBox *list, PronyRunAnalysis *analysis);
void prony_result_rows_add_advice (GtkListBox *list, PronyRunAnalysis *analysis);
void prony_result_rows_add_notes (GtkListBox *list, PronyRun *run);
void prony_result_rows_add_remarks (GtkListBox *list, PronyRun *run);
void prony_result_rows_add_trial_errors (GtkListBox *list, PronyRun *run);
void prony_result_rows_add_failures (GtkListBox *list, PronyRunAnalysis *analysis);
void prony_result_rows_add_details (GtkListBox *list, PronyRun *run);
char *prony_result_rows_describe_trials (PronyRun *run);

G_END_DECLS
