/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-store"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-error.h"
#include "core/store/prony-sql.h"

/* How long a connection waits for another program's lock. Prony holds the lock
 * only while a batch is written, so a longer wait means a foreign program. */
#define BUSY_TIMEOUT_MS 1000

typedef enum
{
  VALUE_NULL,
  VALUE_TEXT,
  VALUE_INT,
  VALUE_DOUBLE,
} ValueKind;

typedef struct
{
  ValueKind kind;
  char *text;
  gint64 integer;
  double number;
} Value;

struct _PronySqlCommand
{
  const char *sql;
  GArray *values;
};

static void
value_clear (gpointer data)
{
  Value *value = data;

  g_clear_pointer (&value->text, g_free);
}

/**
 * prony_sql_command_new:
 * @sql: one statement; must outlive the command
 *
 * Returns: (transfer full): a command without values yet
 */
PronySqlCommand *
prony_sql_command_new (const char *sql)
{
  PronySqlCommand *self = g_new0 (PronySqlCommand, 1);

  self->sql = sql;
  self->values = g_array_new (FALSE, TRUE, sizeof (Value));
  g_array_set_clear_func (self->values, value_clear);
  return self;
}

/**
 * prony_sql_command_free:
 * @self: a command
 */
void
prony_sql_command_free (PronySqlCommand *self)
{
  g_array_unref (self->values);
  g_free (self);
}

/**
 * prony_sql_command_add_text:
 * @self: a command
 * @text: (nullable): the value of the next parameter
 */
void
prony_sql_command_add_text (PronySqlCommand *self, const char *text)
{
  Value value = { text != NULL ? VALUE_TEXT : VALUE_NULL, g_strdup (text), 0, 0 };

  g_array_append_val (self->values, value);
}

/**
 * prony_sql_command_add_int:
 * @self: a command
 * @value: the value of the next parameter
 */
void
prony_sql_command_add_int (PronySqlCommand *self, gint64 value)
{
  Value entry = { VALUE_INT, NULL, value, 0 };

  g_array_append_val (self->values, entry);
}

/**
 * prony_sql_command_add_double:
 * @self: a command
 * @value: the value of the next parameter; NAN is stored as NULL
 */
void
prony_sql_command_add_double (PronySqlCommand *self, double value)
{
  Value entry = { isnan (value) ? VALUE_NULL : VALUE_DOUBLE, NULL, 0, value };

  g_array_append_val (self->values, entry);
}

/**
 * prony_sql_command_prepare:
 * @self: a command with all its values
 * @db: a connection
 * @error: return location for a sentence
 *
 * Makes a statement with the values bound to it. It refers to the texts of the
 * command, which must outlive it.
 *
 * Returns: (transfer full) (nullable): the statement, to be stepped
 */
sqlite3_stmt *
prony_sql_command_prepare (PronySqlCommand *self, sqlite3 *db, GError **error)
{
  sqlite3_stmt *statement = prony_sql_prepare (db, self->sql, error);
  guint i;

  if (statement == NULL)
    return NULL;

  g_assert ((guint) sqlite3_bind_parameter_count (statement) == self->values->len);

  for (i = 0; i < self->values->len; i++)
    {
      const Value *value = &g_array_index (self->values, Value, i);
      int index = (int) i + 1;

      switch (value->kind)
        {
        case VALUE_TEXT:
          prony_sql_bind_text (statement, index, value->text, -1);
          break;
        case VALUE_INT:
          sqlite3_bind_int64 (statement, index, value->integer);
          break;
        case VALUE_DOUBLE:
          sqlite3_bind_double (statement, index, value->number);
          break;
        case VALUE_NULL:
        default:
          sqlite3_bind_null (statement, index);
          break;
        }
    }

  return statement;
}

/**
 * prony_sql_command_run:
 * @self: a command with all its values, which returns no rows
 * @db: a connection
 * @error: return location for a sentence
 *
 * Returns: whether it was carried out
 */
gboolean
prony_sql_command_run (PronySqlCommand *self, sqlite3 *db, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = prony_sql_command_prepare (self, db, error);

  return statement != NULL && prony_sql_step (statement, NULL, error);
}

static sqlite3 *
open_with_flags (const char *name, int flags, GError **error)
{
  g_autoptr (sqlite3) db = NULL;
  int code = sqlite3_open_v2 (name, &db, flags | SQLITE_OPEN_NOMUTEX, NULL);

  if (code == SQLITE_OK)
    {
      sqlite3_extended_result_codes (db, 1);
      sqlite3_busy_timeout (db, BUSY_TIMEOUT_MS);
      /* Opening alone reads nothing. */
      code = sqlite3_exec (db, "SELECT count(*) FROM sqlite_schema; PRAGMA foreign_keys=ON;", NULL,
                           NULL, NULL);
    }
  if (code != SQLITE_OK)
    {
      prony_sql_set_error (error, db, code);
      return NULL;
    }

  return g_steal_pointer (&db);
}

/* In a folder that may not be written SQLite cannot make the shared memory file
 * which write-ahead logging needs. The file is complete without it as long as no
 * log lies beside it, and nobody can change it there. */
static sqlite3 *
open_immutable (const char *file_name, GError **error)
{
  g_autofree char *log = g_strconcat (file_name, "-wal", NULL);
  g_autofree char *uri = NULL;
  g_autofree char *name = NULL;

  if (g_file_test (log, G_FILE_TEST_EXISTS))
    return NULL;

  uri = g_filename_to_uri (file_name, NULL, error);
  if (uri == NULL)
    return NULL;

  name = g_strconcat (uri, "?immutable=1", NULL);
  return open_with_flags (name, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, error);
}

/**
 * prony_sql_open:
 * @file_name: the database, as an absolute path; made if it is not there and
 *   @write is set
 * @write: whether the connection is for writing; where the file may only be
 *   read, the connection is for reading nevertheless: see sqlite3_db_readonly()
 * @error: return location for a sentence
 *
 * Opens a connection with foreign keys on and a short busy timeout. It may be
 * used by one thread at a time.
 *
 * Returns: (transfer full) (nullable): the connection
 */
sqlite3 *
prony_sql_open (const char *file_name, gboolean write, GError **error)
{
  g_autoptr (GError) local = NULL;
  sqlite3 *db;

  db = open_with_flags (
    file_name, write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY, &local);
  if (db != NULL)
    return db;

  if (g_file_test (file_name, G_FILE_TEST_EXISTS) &&
      g_error_matches (local, PRONY_ERROR, PRONY_ERROR_STORE_READ_ONLY))
    {
      db = open_immutable (file_name, NULL);
      if (db != NULL)
        return db;
    }

  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/**
 * prony_sql_exec:
 * @db: a connection
 * @sql: statements without parameters and without interesting rows
 * @error: return location for a sentence
 *
 * Returns: whether all were carried out
 */
gboolean
prony_sql_exec (sqlite3 *db, const char *sql, GError **error)
{
  int code = sqlite3_exec (db, sql, NULL, NULL, NULL);

  if (code != SQLITE_OK)
    prony_sql_set_error (error, db, code);
  return code == SQLITE_OK;
}

/**
 * prony_sql_prepare:
 * @db: a connection
 * @sql: one statement
 * @error: return location for a sentence
 *
 * Returns: (transfer full) (nullable): the statement
 */
sqlite3_stmt *
prony_sql_prepare (sqlite3 *db, const char *sql, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (db, sql, -1, &statement, NULL);

  if (code != SQLITE_OK)
    prony_sql_set_error (error, db, code);
  return statement;
}

/**
 * prony_sql_step:
 * @statement: a statement
 * @row: (out) (optional): whether there is a row; %NULL where none is expected
 * @error: return location for a sentence
 *
 * Returns: %FALSE if it failed
 */
gboolean
prony_sql_step (sqlite3_stmt *statement, gboolean *row, GError **error)
{
  int code = sqlite3_step (statement);

  if (row != NULL)
    *row = code == SQLITE_ROW;
  if (code == SQLITE_ROW || code == SQLITE_DONE)
    return TRUE;

  prony_sql_set_error (error, sqlite3_db_handle (statement), code);
  return FALSE;
}

/**
 * prony_sql_get_int:
 * @db: a connection
 * @sql: a statement that returns one number
 * @value: (out): the number
 * @error: return location for a sentence
 *
 * Returns: %FALSE if it failed or returned nothing
 */
gboolean
prony_sql_get_int (sqlite3 *db, const char *sql, gint64 *value, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = prony_sql_prepare (db, sql, error);
  gboolean row;

  if (statement == NULL || !prony_sql_step (statement, &row, error))
    return FALSE;
  if (!row)
    {
      prony_sql_set_error (error, db, SQLITE_ERROR);
      return FALSE;
    }

  *value = sqlite3_column_int64 (statement, 0);
  return TRUE;
}

/**
 * prony_sql_bind_text:
 * @statement: a statement
 * @index: which parameter, from 1
 * @text: (nullable): its value, which must stay until the statement was stepped
 * @length: in bytes, or -1 when it ends with a zero byte
 */
void
prony_sql_bind_text (sqlite3_stmt *statement, int index, const char *text, gssize length)
{
  if (text == NULL)
    sqlite3_bind_null (statement, index);
  else
    sqlite3_bind_text64 (statement, index, text, length < 0 ? strlen (text) : (gsize) length,
                         SQLITE_STATIC, SQLITE_UTF8);
}

/**
 * prony_sql_bind_stamp:
 * @statement: a statement
 * @index: which parameter, from 1
 * @ns: a stamp; 0 for a point that was not reached, which is stored as NULL
 * @origin_ns: what it is stored relative to
 */
void
prony_sql_bind_stamp (sqlite3_stmt *statement, int index, gint64 ns, gint64 origin_ns)
{
  if (ns == 0)
    sqlite3_bind_null (statement, index);
  else
    sqlite3_bind_int64 (statement, index, ns - origin_ns);
}

/**
 * prony_sql_bind_count:
 * @statement: a statement
 * @index: which parameter, from 1
 * @count: a count; one below 0 is unknown, which is stored as NULL
 */
void
prony_sql_bind_count (sqlite3_stmt *statement, int index, gint64 count)
{
  if (count < 0)
    sqlite3_bind_null (statement, index);
  else
    sqlite3_bind_int64 (statement, index, count);
}

/**
 * prony_sql_column_text:
 * @statement: a statement that has a row
 * @column: from 0
 *
 * Returns: (nullable) (transfer none): the text, valid until the next step
 */
const char *
prony_sql_column_text (sqlite3_stmt *statement, int column)
{
  return (const char *) sqlite3_column_text (statement, column);
}

/**
 * prony_sql_column_stamp:
 * @statement: a statement that has a row
 * @column: from 0
 * @origin_ns: what it was stored relative to
 *
 * Returns: the stamp; 0 where there is none
 */
gint64
prony_sql_column_stamp (sqlite3_stmt *statement, int column, gint64 origin_ns)
{
  if (sqlite3_column_type (statement, column) == SQLITE_NULL)
    return 0;

  return sqlite3_column_int64 (statement, column) + origin_ns;
}

/**
 * prony_sql_column_count:
 * @statement: a statement that has a row
 * @column: from 0
 *
 * Returns: the count; -1 where there is none
 */
gint64
prony_sql_column_count (sqlite3_stmt *statement, int column)
{
  if (sqlite3_column_type (statement, column) == SQLITE_NULL)
    return -1;

  return sqlite3_column_int64 (statement, column);
}

/**
 * prony_sql_column_double:
 * @statement: a statement that has a row
 * @column: from 0
 *
 * Returns: the number; NAN where there is none
 */
double
prony_sql_column_double (sqlite3_stmt *statement, int column)
{
  if (sqlite3_column_type (statement, column) == SQLITE_NULL)
    return NAN;

  return sqlite3_column_double (statement, column);
}
