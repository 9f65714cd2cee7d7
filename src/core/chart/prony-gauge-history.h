/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A minute at four readings a second. */
#define PRONY_GAUGE_HISTORY_PLACES 240

/**
 * PronyGaugeHistory:
 * @values: (array length=n_values): a quarter of a second each, the newest last; NAN where
 *   there was none
 * @n_values: how many
 * @place: of the newest, in quarters of a second
 *
 * The readings of the last minute by the time at which they were taken, so that a line
 * through them has time on its axis whenever they came. All zero is empty.
 */
typedef struct
{
  double values[PRONY_GAUGE_HISTORY_PLACES];
  guint n_values;
  gint64 place;
} PronyGaugeHistory;

void prony_gauge_history_add (PronyGaugeHistory *self, double value, gint64 time_us);
double prony_gauge_history_get_highest (const PronyGaugeHistory *self);

G_END_DECLS
