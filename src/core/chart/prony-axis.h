/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "base/prony-format.h"
#include "core/chart/prony-chart.h"

G_BEGIN_DECLS

/* More ticks than that no chart has room for. */
#define PRONY_AXIS_MAX_TICKS 32

/* Ten decades of nine. */
#define PRONY_AXIS_MAX_MINOR_TICKS 96

/**
 * PronyAxis:
 * @min: where the axis begins
 * @max: where it ends, above @min
 * @step: between two ticks, in the unit of the values; 0 where it is not always the same,
 *   as among decades and months
 * @unit: of its values
 * @scale: how it lies over them
 * @n_ticks: how many ticks there are
 * @n_minor_ticks: how many there are without a label
 * @ticks: their values, rising
 * @minor_ticks: those of the ticks without a label
 *
 * What values lie along, with round ticks.
 */
typedef struct
{
  double min;
  double max;
  double step;
  PronyUnit unit;
  PronyScale scale;
  guint n_ticks;
  guint n_minor_ticks;
  double ticks[PRONY_AXIS_MAX_TICKS];
  double minor_ticks[PRONY_AXIS_MAX_MINOR_TICKS];
} PronyAxis;

void prony_axis_init (PronyAxis *self, double low, double high, PronyUnit unit, guint max_ticks);
void prony_axis_init_scale (
  PronyAxis *self, PronyScale scale, double low, double high, PronyUnit unit, guint max_ticks);
void prony_axis_init_window (
  PronyAxis *self, PronyScale scale, double low, double high, PronyUnit unit, guint max_ticks);
guint prony_axis_count_ticks (const PronyAxis *self);
double prony_axis_get_tick (const PronyAxis *self, guint index);
char *prony_axis_format_tick (const PronyAxis *self, guint index);
char *prony_axis_format_day (const PronyAxis *self);
double prony_axis_normalize (const PronyAxis *self, double value);
double prony_axis_project (const PronyAxis *self, double value);
double prony_axis_get_value_at (const PronyAxis *self, double share);

G_END_DECLS
