/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "core/model/prony-attempt-result.h"

G_BEGIN_DECLS

/**
 * PronyTryRaw:
 *
 * What was sent and what came, to be searched. Main thread only. Actions: `raw.find`,
 * `raw.find-next`, `raw.find-previous`.
 */
#define PRONY_TYPE_TRY_RAW (prony_try_raw_get_type ())

G_DECLARE_FINAL_TYPE (PronyTryRaw, prony_try_raw, PRONY, TRY_RAW, AdwBin)

void prony_try_raw_set_result (PronyTryRaw *self, PronyAttemptResult *result);

G_END_DECLS
