/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-run.h"

G_BEGIN_DECLS

char *prony_run_text_targets (PronyRun *run);
char *prony_run_text_models (PronyRun *run);
char *prony_run_text_scenarios (PronyRun *run);
char *prony_run_text_when (PronyRun *run);
const char *prony_run_text_problem (PronyRun *run);

G_END_DECLS
