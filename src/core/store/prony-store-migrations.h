/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/**
 * PRONY_STORE_APPLICATION_ID:
 *
 * "Pron", in the header of each of Prony's databases: tells them from those of
 * other programs.
 */
#define PRONY_STORE_APPLICATION_ID 0x50726f6e

gboolean prony_store_check_file (const char *file_name, GError **error);
gboolean prony_store_migrate (sqlite3 *db, GError **error);
gboolean prony_store_migrate_with (sqlite3 *db, const char *const *steps, GError **error);

G_END_DECLS
