/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

gboolean prony_store_mark_interrupted (sqlite3 *db, GError **error);

G_END_DECLS
