/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/analysis/prony-compare-set.h"

G_BEGIN_DECLS

GPtrArray *prony_compare_set_list_notes (PronyCompareSet *self);

G_END_DECLS
