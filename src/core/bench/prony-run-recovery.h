/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/store/prony-store.h"

G_BEGIN_DECLS

gboolean prony_run_recovery_run (PronyStore *store, GError **error);

G_END_DECLS
