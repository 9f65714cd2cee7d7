/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/metrics/prony-summarize.h"

G_BEGIN_DECLS

PronyClientLimit prony_client_limit_find (PronySummary *summary, const PronySummaryInput *input);

G_END_DECLS
