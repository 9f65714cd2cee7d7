/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/store/prony-store.h"

G_BEGIN_DECLS

void prony_run_scenarios_load (PronyStore *store, PronyRun *run);

G_END_DECLS
