/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/engines/prony-probe-answer.h"
#include "core/model/prony-engine-info.h"

G_BEGIN_DECLS

const char *const *prony_engine_detect_get_paths (void);
gboolean prony_engine_detect_wants_metrics (GPtrArray *answers);
PronyEngineInfo *prony_engine_detect (const char *url, GPtrArray *answers);

G_END_DECLS
