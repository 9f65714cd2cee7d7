/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/metrics/prony-summarize.h"

G_BEGIN_DECLS

void prony_resource_use_fill (PronySummary *summary,
                              const PronySummaryInput *input,
                              gint64 start_ns,
                              gint64 end_ns);

G_END_DECLS
