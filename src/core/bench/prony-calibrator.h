/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/model/prony-calibration.h"
#include "core/model/prony-engine-spec.h"
#include "core/model/prony-load-level.h"
#include "core/model/prony-trace.h"

G_BEGIN_DECLS

/**
 * PronyCalibratorShape:
 * @api: the protocol that is spoken, not %PRONY_API_AUTO
 * @level: how much, or how often
 * @trace: (nullable): what a level of kind %PRONY_LOAD_TRACE replays
 * @threads: I/O threads; 0 means as many as the load needs
 *
 * The shape of a load as far as it matters for what the client adds: loads of one
 * shape share a calibration.
 */
typedef struct
{
  PronyApi api;
  PronyLoadLevel level;
  PronyTrace *trace;
  guint threads;
} PronyCalibratorShape;

PronyCalibration *
prony_calibrator_get (const PronyCalibratorShape *shape, GCancellable *cancellable, GError **error);
PronyCalibration *prony_calibrator_measure (const PronyCalibratorShape *shape,
                                            GCancellable *cancellable,
                                            GError **error);

G_END_DECLS
