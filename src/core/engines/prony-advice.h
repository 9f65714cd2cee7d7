/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-engine-spec.h"
#include "core/model/prony-request-record.h"
#include "core/model/prony-target.h"

G_BEGIN_DECLS

char *prony_advice_start (const char *url, PronyEngineKind kind);
char *prony_advice_failure (PronyTarget *target, const PronyRequestRecord *record);

G_END_DECLS
