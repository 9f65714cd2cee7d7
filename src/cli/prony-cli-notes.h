/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-run.h"

G_BEGIN_DECLS

char *prony_cli_notes_mark (PronyTrial *trial, PronyMetric metric, double value);
char *prony_cli_notes_describe_errors (PronyRun *run);
char *prony_cli_notes_describe_trials (PronyRun *run);
char *prony_cli_notes_describe_knees (PronyRun *run);
char *prony_cli_notes_describe_repeats (PronyRun *run);

G_END_DECLS
