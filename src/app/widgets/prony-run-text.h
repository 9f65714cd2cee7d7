/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-run-entry.h"

G_BEGIN_DECLS

char *prony_run_text_join (const char *const *names);
char *prony_run_text_scenarios (const PronyRunEntry *entry);
char *prony_run_text_when (gint64 started_us, double duration_s);
char *prony_run_text_figures (const PronyRunEntry *entry);
char *prony_run_text_spoken (const PronyRunEntry *entry,
                             const char *when,
                             const char *what,
                             const char *figures);
const char *prony_run_text_problem (PronyRun *run);

G_END_DECLS
