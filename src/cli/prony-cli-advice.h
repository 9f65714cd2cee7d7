/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/metrics/prony-recommendation.h"

G_BEGIN_DECLS

char *prony_cli_advice_describe (PronyRun *run, PronyRecordsFunc get_records, gpointer user_data);
char *prony_cli_advice_describe_remarks (PronyRun *run);

G_END_DECLS
