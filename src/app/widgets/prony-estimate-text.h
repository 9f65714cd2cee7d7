/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/bench/prony-plan-estimate.h"

G_BEGIN_DECLS

char *prony_estimate_text_make (const PronyPlanEstimate *estimate);

G_END_DECLS
