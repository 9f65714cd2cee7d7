/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/store/prony-store.h"

G_BEGIN_DECLS

PronyRun *prony_cli_runs_open (PronyStore *store, const char *name, GError **error);
GPtrArray *prony_cli_runs_get_records (PronyStore *store, PronyRun *run, PronyTrial *trial);

G_END_DECLS
