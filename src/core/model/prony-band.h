/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-metric.h"

G_BEGIN_DECLS

/**
 * PronyBand:
 * @PRONY_BAND_NONE: the metric has no guide values, or there is no value
 * @PRONY_BAND_GOOD: good for interactive use
 * @PRONY_BAND_MODERATE: noticeable, but usable
 * @PRONY_BAND_POOR: too slow, or too often wrong
 *
 * How a value compares with the guide values of `docs/methodology.md`.
 */
typedef enum
{
  PRONY_BAND_NONE,
  PRONY_BAND_GOOD,
  PRONY_BAND_MODERATE,
  PRONY_BAND_POOR,
} PronyBand;

gboolean prony_band_get_limits (PronyMetric metric, double *good, double *moderate);
PronyBand prony_band_of (PronyMetric metric, double value);
const char *prony_band_title (PronyMetric metric, PronyBand band);

G_END_DECLS
