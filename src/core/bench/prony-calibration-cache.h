/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-calibration.h"
#include "core/model/prony-host-info.h"

G_BEGIN_DECLS

/**
 * PRONY_CALIBRATION_MAX_AGE_US:
 *
 * How long a calibration holds, in microseconds: a day, since whatever else the
 * computer did meanwhile is in it.
 */
#define PRONY_CALIBRATION_MAX_AGE_US G_TIME_SPAN_DAY

/**
 * PRONY_CALIBRATION_CACHE_SIZE:
 *
 * How many calibrations a file keeps, the latest ones.
 */
#define PRONY_CALIBRATION_CACHE_SIZE 256

/**
 * PronyCalibrationCache:
 *
 * The calibrations of one computer and this version of Prony, in a file. Used by one
 * thread at a time.
 */
typedef struct _PronyCalibrationCache PronyCalibrationCache;

PronyCalibrationCache *prony_calibration_cache_open (const char *file, PronyHostInfo *host);
void prony_calibration_cache_free (PronyCalibrationCache *self);
PronyCalibration *
prony_calibration_cache_find (PronyCalibrationCache *self, const char *shape, gint64 now_us);
gboolean prony_calibration_cache_put (PronyCalibrationCache *self,
                                      PronyCalibration *calibration,
                                      GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyCalibrationCache, prony_calibration_cache_free)

G_END_DECLS
