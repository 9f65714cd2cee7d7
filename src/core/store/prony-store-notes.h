/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-run.h"
#include "core/store/prony-sql.h"

G_BEGIN_DECLS

gboolean prony_store_read_notes (sqlite3 *db, PronyRun *run, GError **error);

G_END_DECLS
