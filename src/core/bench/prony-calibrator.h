/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/bench/prony-calibrator-shape.h"
#include "core/model/prony-calibration.h"

G_BEGIN_DECLS

PronyCalibration *
prony_calibrator_get (const PronyCalibratorShape *shape, GCancellable *cancellable, GError **error);
PronyCalibration *prony_calibrator_measure (const PronyCalibratorShape *shape,
                                            GCancellable *cancellable,
                                            GError **error);

G_END_DECLS
