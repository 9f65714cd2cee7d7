/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/metrics/prony-summarize.h"

G_BEGIN_DECLS

double prony_cache_check_get_share (GPtrArray *records);
void prony_cache_check_fill (PronySummary *summary, const PronySummaryInput *input);

G_END_DECLS
