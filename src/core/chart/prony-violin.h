/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/chart/prony-plot-private.h"

G_BEGIN_DECLS

/**
 * PronyViolin:
 *
 * The shape of a sample: how densely its values lie.
 */
typedef struct _PronyViolin PronyViolin;

PronyViolin *prony_violin_new (const double *sorted, guint n, const PronyAxis *axis);
void prony_violin_free (PronyViolin *self);
void prony_violin_draw (
  PronyViolin *self, PronyPlot *plot, cairo_t *cr, guint series, double middle, double height);

G_END_DECLS
