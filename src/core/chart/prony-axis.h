/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "base/prony-format.h"

G_BEGIN_DECLS

/**
 * PronyAxis:
 * @min: where the axis begins; 0 unless a value is below it
 * @max: where it ends, above @min
 * @step: between two ticks, above 0
 * @unit: of its values
 *
 * A linear axis with round ticks that always holds zero, since bars are read by
 * their length.
 */
typedef struct
{
  double min;
  double max;
  double step;
  PronyUnit unit;
} PronyAxis;

void prony_axis_init (PronyAxis *self, double low, double high, PronyUnit unit, guint max_ticks);
guint prony_axis_count_ticks (const PronyAxis *self);
double prony_axis_get_tick (const PronyAxis *self, guint index);
char *prony_axis_format_tick (const PronyAxis *self, guint index);
double prony_axis_normalize (const PronyAxis *self, double value);

G_END_DECLS
