/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-engine-spec.h"
#include "core/model/prony-load-level.h"
#include "core/model/prony-trace.h"

G_BEGIN_DECLS

/**
 * PRONY_CALIBRATOR_MIN_RATE:
 *
 * Requests a second at which an open loop is measured at least: fewer would give no
 * figures in a second.
 */
#define PRONY_CALIBRATOR_MIN_RATE 20.0

/**
 * PronyCalibratorShape:
 * @api: the protocol that is spoken, not %PRONY_API_AUTO
 * @level: how much, or how often
 * @trace: (nullable): what a level of kind %PRONY_LOAD_TRACE replays
 * @threads: I/O threads; 0 means as many as the load needs
 *
 * The shape of a load as far as it matters for what the client adds: loads of one
 * shape share a calibration. A plain value.
 */
typedef struct
{
  PronyApi api;
  PronyLoadLevel level;
  PronyTrace *trace;
  guint threads;
} PronyCalibratorShape;

PronyLoadLevel prony_calibrator_shape_get_level (const PronyCalibratorShape *self);
char *prony_calibrator_shape_describe (const PronyCalibratorShape *self);

G_END_DECLS
