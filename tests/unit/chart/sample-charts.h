/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/chart/prony-chart.h"

G_BEGIN_DECLS

/* Charts with fixed data, one of each kind that has a continuous x. */

PronyChart *sample_lines (void);
PronyChart *sample_scatter (void);
PronyChart *sample_steps (void);
PronyChart *sample_histogram (guint n_series);
PronyChart *sample_time (void);
PronyChart *sample_pareto (void);
PronyChart *sample_many_series (guint n_series);

G_END_DECLS
