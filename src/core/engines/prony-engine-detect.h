/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/engines/prony-probe-answers.h"
#include "core/model/prony-engine-info.h"

G_BEGIN_DECLS

char **prony_engine_detect_list_paths (PronyEngineSpec *engine, const PronyProbeAnswers *answers);
char *prony_engine_detect_make_tokenize (const PronyProbeAnswers *answers, const char **path);
PronyEngineInfo *prony_engine_detect (PronyEngineSpec *engine, const PronyProbeAnswers *answers);

G_END_DECLS
