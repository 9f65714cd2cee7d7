/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-load-level.h"

G_BEGIN_DECLS

gboolean
prony_load_limits_reserve (const PronyLoadLevel *level, guint *max_streams, GError **error);

G_END_DECLS
