/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-engine-spec.h"

G_BEGIN_DECLS

char *prony_advice_start (const char *url, PronyEngineKind kind);

G_END_DECLS
