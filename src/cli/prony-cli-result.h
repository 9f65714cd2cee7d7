/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "cli/prony-cli.h"
#include "core/metrics/prony-comparison.h"

G_BEGIN_DECLS

void prony_cli_result_print (PronyRun *run, PronyRecordsFunc get_records, gpointer user_data);
PronyCliStatus prony_cli_result_judge (PronyRun *run, double max_failed_percent);

G_END_DECLS
