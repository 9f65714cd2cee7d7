/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-store"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/prony-error.h"
#include "core/store/prony-sql.h"

static char *
get_display_name (sqlite3 *db)
{
  const char *file_name = db != NULL ? sqlite3_db_filename (db, "main") : NULL;

  return g_filename_display_name (file_name != NULL ? file_name : "");
}

/**
 * prony_sql_set_error:
 * @error: return location for an error of %PRONY_ERROR
 * @db: (nullable): the connection on which something failed
 * @code: SQLite's result code
 *
 * Turns what SQLite says into a sentence for the user.
 */
void
prony_sql_set_error (GError **error, sqlite3 *db, int code)
{
  g_autofree char *name = get_display_name (db);
  const char *reason = db != NULL ? sqlite3_errmsg (db) : sqlite3_errstr (code);

  switch (code & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_STORE_LOCKED,
                   _ ("Another program is using the database “%s”. Close that program, or try "
                      "again later."),
                   name);
      break;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_CANTOPEN:
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_STORE_READ_ONLY,
                   _ ("The database “%s” may not be written. Check the permissions of the file "
                      "and of its folder."),
                   name);
      break;
    case SQLITE_NOTADB:
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_STORE_NOT_A_DATABASE,
                   _ ("The file “%s” is not a Prony database. Choose another file."), name);
      break;
    case SQLITE_FULL:
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_STORE,
                   _ ("The disk that holds the database “%s” is full. Free some space on it."),
                   name);
      break;
    case SQLITE_CORRUPT:
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_STORE,
                   _ ("The database “%s” is damaged (%s). Move it away, or put a backup in its "
                      "place."),
                   name, reason);
      break;
    default:
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_STORE,
                   /* Translators: the second %s is SQLite's own message. */
                   _ ("The database “%s” could not be read or written: %s."), name, reason);
      break;
    }
}

/**
 * prony_sql_failure_may_pass:
 * @db: a connection on which something has just failed
 *
 * Returns: whether the same may work later: the disk was full, there was an I/O
 *   error, or another program held the lock
 */
gboolean
prony_sql_failure_may_pass (sqlite3 *db)
{
  switch (sqlite3_errcode (db) & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_NOMEM:
      return TRUE;
    default:
      return FALSE;
    }
}
