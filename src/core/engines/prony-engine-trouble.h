/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/engines/prony-engine-class.h"
#include "core/model/prony-engine-info.h"

G_BEGIN_DECLS

void prony_engine_trouble_explain_engine (PronyEngineInfo *info,
                                          const PronyEngineClass *engine_class,
                                          const PronyProbeAnswers *answers);
void prony_engine_trouble_explain_stranger (PronyEngineInfo *info,
                                            PronyEngineKind believed,
                                            const PronyProbeAnswers *answers);

G_END_DECLS
