/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-run.h"
#include "core/store/prony-sql.h"

G_BEGIN_DECLS

PronyRun *prony_store_read_run (sqlite3_stmt *row);
gboolean
prony_store_read_trials (sqlite3 *db, PronyRun *run, gboolean with_summaries, GError **error);
gboolean prony_store_read_trials_of (
  sqlite3 *db, PronyRun *run, const char *target, const char *scenario, GError **error);

G_END_DECLS
