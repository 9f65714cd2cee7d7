/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/metrics/prony-use-ranking.h"

G_BEGIN_DECLS

void prony_use_edge_add_reasons (const PronyUseRanking *ranking, PronyRecommendation *self);

G_END_DECLS
