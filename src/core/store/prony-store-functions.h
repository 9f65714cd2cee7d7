/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/store/prony-sql.h"

G_BEGIN_DECLS

gboolean prony_store_add_functions (sqlite3 *db, GError **error);

G_END_DECLS
