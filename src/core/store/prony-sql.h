/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/**
 * PronySqlCommand:
 *
 * An SQL statement with copies of the values for its parameters, so that it can
 * be made in one thread and carried out in another, later. Parameters are the
 * plain `?` ones, filled in order.
 */
typedef struct _PronySqlCommand PronySqlCommand;

PronySqlCommand *prony_sql_command_new (const char *sql);
void prony_sql_command_free (PronySqlCommand *self);
void prony_sql_command_add_text (PronySqlCommand *self, const char *text);
void prony_sql_command_add_int (PronySqlCommand *self, gint64 value);
void prony_sql_command_add_double (PronySqlCommand *self, double value);
sqlite3_stmt *prony_sql_command_prepare (PronySqlCommand *self, sqlite3 *db, GError **error);
gboolean prony_sql_command_run (PronySqlCommand *self, sqlite3 *db, GError **error);

sqlite3 *prony_sql_open (const char *file_name, gboolean write, GError **error);
gboolean prony_sql_exec (sqlite3 *db, const char *sql, GError **error);
sqlite3_stmt *prony_sql_prepare (sqlite3 *db, const char *sql, GError **error);
gboolean prony_sql_step (sqlite3_stmt *statement, gboolean *row, GError **error);
gboolean prony_sql_get_int (sqlite3 *db, const char *sql, gint64 *value, GError **error);

void prony_sql_bind_text (sqlite3_stmt *statement, int index, const char *text, gssize length);
void prony_sql_bind_stamp (sqlite3_stmt *statement, int index, gint64 ns, gint64 origin_ns);
void prony_sql_bind_count (sqlite3_stmt *statement, int index, gint64 count);
const char *prony_sql_column_text (sqlite3_stmt *statement, int column);
gint64 prony_sql_column_stamp (sqlite3_stmt *statement, int column, gint64 origin_ns);
gint64 prony_sql_column_count (sqlite3_stmt *statement, int column);
double prony_sql_column_double (sqlite3_stmt *statement, int column);

void prony_sql_set_error (GError **error, sqlite3 *db, int code);
gboolean prony_sql_failure_may_pass (sqlite3 *db);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronySqlCommand, prony_sql_command_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3, sqlite3_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

G_END_DECLS
