/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

double prony_density_bandwidth (const double *sorted, gsize n);
void prony_density_estimate (const double *sorted,
                             gsize n,
                             double bandwidth,
                             double from,
                             double to,
                             double *densities,
                             guint n_densities);

G_END_DECLS
