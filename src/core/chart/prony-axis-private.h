/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/chart/prony-axis.h"

G_BEGIN_DECLS

/* prony-axis.c */
double _prony_axis_get_round_unit (const PronyAxis *self);

/* prony-axis-linear.c */
void _prony_axis_round_linear (PronyAxis *self, guint max_ticks);
void _prony_axis_add_linear_ticks (PronyAxis *self, guint max_ticks);

/* prony-axis-log.c */
void _prony_axis_round_log (PronyAxis *self);
void _prony_axis_add_log_ticks (PronyAxis *self, guint max_ticks);

/* prony-axis-time.c */
void _prony_axis_add_time_ticks (PronyAxis *self, guint max_ticks);
char *_prony_axis_format_time (const PronyAxis *self, double value);

G_END_DECLS
