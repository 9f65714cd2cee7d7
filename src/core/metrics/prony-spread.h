/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-summary.h"

G_BEGIN_DECLS

void prony_spread_of_values (PronyDistribution *self, double *values, gsize n);
void prony_spread_of_gaps (PronyDistribution *self, GPtrArray *records);

G_END_DECLS
