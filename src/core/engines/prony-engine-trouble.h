/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/engines/prony-probe-answer.h"
#include "core/model/prony-engine-info.h"

G_BEGIN_DECLS

gboolean prony_engine_trouble_is_loading (const PronyProbeAnswer *answer);
void prony_engine_trouble_explain_engine (PronyEngineInfo *info, const PronyProbeAnswer *decisive);
void prony_engine_trouble_explain_stranger (PronyEngineInfo *info,
                                            GPtrArray *answers,
                                            const PronyProbeAnswer *decisive);

G_END_DECLS
