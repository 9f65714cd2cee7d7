/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "base/prony-types.h"
#include "core/model/prony-metric.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PRONY_CALIBRATION_MAX_SHARE:
 *
 * A figure whose calibrated error is more than this share of it is marked.
 */
#define PRONY_CALIBRATION_MAX_SHARE 0.05

/**
 * PRONY_CALIBRATION_MIN_PACE:
 *
 * A computer that lets tokens come at less than this share of the asked pace cannot
 * carry the load.
 */
#define PRONY_CALIBRATION_MIN_PACE 0.9

/**
 * PronyCalibration:
 * @shape: what load was measured, such as "openai-chat closed 8"; as a key
 * @made_us: when, wall clock, microseconds since 1970
 * @requests: how many requests it rests on
 * @threads: how many I/O threads carried the load; 0 where it is not known
 * @tokens_per_sec: the tokens a second that were delivered meanwhile, in all
 * @pace: how fast answers came, as a share of how fast the simulated engine was told
 *   to give them: 1 is in time; NAN where it is not known
 * @ttft_p50_s: median of what the client adds to a time to first token, absolute,
 *   in seconds, like those that follow; NAN where it could not be measured
 * @ttft_p99_s: its 99th percentile
 * @itl_p50_s: the same of the time between tokens
 * @itl_p99_s: its 99th percentile
 * @max_tokens_per_sec: the highest token rate that was tried at which the 99th
 *   percentile of the error between tokens stays below 1 ms; NAN where none did
 *
 * What this computer adds to the figures at a load of one shape, found against the
 * simulated engine, whose own clock is known. Reference counted, immutable once it
 * is made.
 */
struct _PronyCalibration
{
  char *shape;
  gint64 made_us;
  guint64 requests;
  guint threads;
  double tokens_per_sec;
  double pace;
  double ttft_p50_s;
  double ttft_p99_s;
  double itl_p50_s;
  double itl_p99_s;
  double max_tokens_per_sec;
};

PronyCalibration *prony_calibration_new (const char *shape);
PronyCalibration *prony_calibration_ref (PronyCalibration *self);
void prony_calibration_unref (PronyCalibration *self);
double prony_calibration_get_error (PronyCalibration *self, PronyMetric metric);
gboolean prony_calibration_doubts (PronyCalibration *self, PronyMetric metric, double value);
gboolean prony_calibration_is_carried (PronyCalibration *self);
char *prony_calibration_format_error (PronyCalibration *self, PronyMetric metric);
JsonObject *prony_calibration_to_json (PronyCalibration *self);
PronyCalibration *prony_calibration_from_json (JsonObject *object);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyCalibration, prony_calibration_unref)

G_END_DECLS
