/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "base/prony-clock.h"
#include "core/model/prony-pause.h"

G_BEGIN_DECLS

/**
 * PRONY_READING_GAP_NS:
 *
 * What lies between two readings, or beyond the first and the last, is known no longer than
 * this. Readings are taken once a second.
 */
#define PRONY_READING_GAP_NS (5 * PRONY_NS_PER_S)

/**
 * PronyReadingShape:
 * @PRONY_READING_LINEAR: between two readings the value goes evenly from one to the other
 * @PRONY_READING_SINCE: a reading tells the mean since the one before
 *
 * What lies between readings.
 */
typedef enum
{
  PRONY_READING_LINEAR,
  PRONY_READING_SINCE,
} PronyReadingShape;

/**
 * PronyReadingSeries:
 *
 * Readings of one thing over time, to be asked about spans of it.
 */
typedef struct _PronyReadingSeries PronyReadingSeries;

PronyReadingSeries *prony_reading_series_new (PronyReadingShape shape);
PronyReadingSeries *prony_reading_series_new_rate (const PronyReadingSeries *counter);
void prony_reading_series_free (PronyReadingSeries *self);
void prony_reading_series_add (PronyReadingSeries *self, gint64 at_ns, double value);
double prony_reading_series_get_at (const PronyReadingSeries *self, gint64 at_ns);
double
prony_reading_series_integrate (const PronyReadingSeries *self, gint64 from_ns, gint64 to_ns);
double prony_reading_series_integrate_unpaused (const PronyReadingSeries *self,
                                                gint64 from_ns,
                                                gint64 to_ns,
                                                const GArray *pauses);
double prony_reading_series_max (const PronyReadingSeries *self, gint64 from_ns, gint64 to_ns);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyReadingSeries, prony_reading_series_free)

G_END_DECLS
