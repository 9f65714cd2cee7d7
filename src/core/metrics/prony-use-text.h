/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/metrics/prony-use-ranking.h"

G_BEGIN_DECLS

char *prony_use_text_name (GPtrArray *targets, PronyTrial *trial);
void prony_use_text_add_reasons (const PronyUseRanking *ranking, PronyRecommendation *self);

G_END_DECLS
