/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-check.h"
#include "core/model/prony-scenario.h"

G_BEGIN_DECLS

void prony_cache_check_fill (PronyCheck *check, GPtrArray *records, PronyCacheMode mode);

G_END_DECLS
