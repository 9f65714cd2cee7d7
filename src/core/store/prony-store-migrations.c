/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-store"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/prony-error.h"
#include "core/store/prony-sql.h"
#include "core/store/prony-store-functions.h"
#include "core/store/prony-store-migrations.h"
#include "core/store/prony-store.h"

/* The first bytes of an SQLite file and where its header has the application's
 * mark: https://www.sqlite.org/fileformat.html, section 1.3. */
#define HEADER_SIZE 100
#define HEADER_MAGIC "SQLite format 3"
#define HEADER_APPLICATION_ID_OFFSET 68
#define HEADER_USER_VERSION_OFFSET 60

#define PREPARE_ATTEMPTS 5
#define PREPARE_INTERVAL_US (50 * G_TIME_SPAN_MILLISECOND)

/* Stamps are nanoseconds of CLOCK_MONOTONIC; those of a request are relative to
 * the run's started_ns. Absent is NULL. Enumerations are kept by their names in
 * files, so that the database can be read without the program. */
static const char version_1[] = "CREATE TABLE runs ("
                                "  id TEXT PRIMARY KEY NOT NULL,"
                                "  name TEXT NOT NULL,"
                                "  started_us INTEGER NOT NULL,"
                                "  started_ns INTEGER NOT NULL,"
                                "  duration_s REAL,"
                                "  state TEXT NOT NULL,"
                                "  prony_version TEXT NOT NULL,"
                                "  host TEXT,"
                                "  plan TEXT,"
                                "  error TEXT,"
                                "  writer TEXT,"
                                "  deleted_at_us INTEGER"
                                ") STRICT;"
                                "CREATE INDEX runs_started ON runs (started_us);"

                                "CREATE TABLE scenario_snapshots ("
                                "  run_id TEXT NOT NULL REFERENCES runs ON DELETE CASCADE,"
                                "  name TEXT NOT NULL,"
                                "  yaml TEXT NOT NULL,"
                                "  PRIMARY KEY (run_id, name)"
                                ") STRICT, WITHOUT ROWID;"

                                "CREATE TABLE trials ("
                                "  id INTEGER PRIMARY KEY,"
                                "  run_id TEXT NOT NULL REFERENCES runs ON DELETE CASCADE,"
                                "  position INTEGER NOT NULL,"
                                "  target TEXT NOT NULL,"
                                "  target_name TEXT NOT NULL,"
                                "  engine_kind TEXT NOT NULL,"
                                "  model TEXT,"
                                "  scenario TEXT NOT NULL,"
                                "  scenario_title TEXT NOT NULL,"
                                "  class TEXT NOT NULL,"
                                "  concurrency INTEGER NOT NULL,"
                                "  state TEXT NOT NULL,"
                                "  started_us INTEGER NOT NULL,"
                                "  duration_s REAL,"
                                "  error TEXT,"
                                "  summary TEXT,"
                                "  UNIQUE (run_id, position)"
                                ") STRICT;"
                                "CREATE INDEX trials_scenario ON trials (scenario);"

                                "CREATE TABLE requests ("
                                "  id INTEGER PRIMARY KEY,"
                                "  trial_id INTEGER NOT NULL REFERENCES trials ON DELETE CASCADE,"
                                "  number INTEGER NOT NULL,"
                                "  stream INTEGER NOT NULL,"
                                "  case_index INTEGER NOT NULL,"
                                "  warmup INTEGER NOT NULL,"
                                "  reused INTEGER NOT NULL,"
                                "  scheduled_ns INTEGER,"
                                "  started_ns INTEGER,"
                                "  connected_ns INTEGER,"
                                "  sent_ns INTEGER,"
                                "  headers_ns INTEGER,"
                                "  finished_ns INTEGER,"
                                "  sentence_ns INTEGER,"
                                "  connect_time_ns INTEGER NOT NULL,"
                                "  prompt TEXT,"
                                "  answer TEXT NOT NULL,"
                                "  reasoning TEXT,"
                                "  prompt_tokens INTEGER,"
                                "  completion_tokens INTEGER,"
                                "  reasoning_tokens INTEGER,"
                                "  cached_tokens INTEGER,"
                                "  count_source TEXT NOT NULL,"
                                "  finish_reason TEXT,"
                                "  model TEXT,"
                                "  load_time_s REAL,"
                                "  queue_time_s REAL,"
                                "  prompt_eval_time_s REAL,"
                                "  eval_time_s REAL,"
                                "  outcome TEXT NOT NULL,"
                                "  http_status INTEGER NOT NULL,"
                                "  error TEXT,"
                                "  quality INTEGER NOT NULL,"
                                "  events BLOB NOT NULL,"
                                "  UNIQUE (trial_id, number)"
                                ") STRICT;"

                                "CREATE TABLE engines ("
                                "  id TEXT PRIMARY KEY NOT NULL,"
                                "  spec TEXT NOT NULL"
                                ") STRICT;";

/* A load can be a rate or a trace. Where a trial has no load it is a closed loop of
 * so many streams as its concurrency says. */
static const char version_2[] =
  "ALTER TABLE trials ADD COLUMN load TEXT;"
  "ALTER TABLE trials ADD COLUMN calibration TEXT;"
  "ALTER TABLE requests ADD COLUMN retries INTEGER NOT NULL DEFAULT 0;";

/* What the user keeps to do again, and remarks that were made during runs. A remark's
 * trial is the position of the one that was under way. */
static const char version_3[] = "CREATE TABLE plans ("
                                "  id TEXT PRIMARY KEY NOT NULL,"
                                "  name TEXT NOT NULL,"
                                "  used_us INTEGER NOT NULL,"
                                "  plan TEXT NOT NULL"
                                ") STRICT;"

                                "CREATE TABLE run_notes ("
                                "  id INTEGER PRIMARY KEY,"
                                "  run_id TEXT NOT NULL REFERENCES runs ON DELETE CASCADE,"
                                "  at_us INTEGER NOT NULL,"
                                "  trial INTEGER,"
                                "  text TEXT NOT NULL"
                                ") STRICT;"
                                "CREATE INDEX run_notes_run ON run_notes (run_id);";

/* Lists of runs and requests are read from indices alone, without the texts, events and
 * figures beside them. Figures of trials are kept a second time for that; what is old gets
 * them from its summary, and requests the stamps of their tokens from their events. */
static const char version_4[] =
  "ALTER TABLE requests ADD COLUMN first_token_ns INTEGER;"
  "ALTER TABLE requests ADD COLUMN answer_ns INTEGER;"
  "ALTER TABLE requests ADD COLUMN last_token_ns INTEGER;"
  "ALTER TABLE requests ADD COLUMN max_gap_ns INTEGER;"
  "UPDATE requests SET first_token_ns = token_stamp (events, sent_ns, 0),"
  "  answer_ns = token_stamp (events, sent_ns, 1),"
  "  last_token_ns = token_stamp (events, sent_ns, 2),"
  "  max_gap_ns = token_stamp (events, sent_ns, 3);"
  "CREATE INDEX requests_rows ON requests (trial_id, number, stream, case_index, warmup,"
  "  outcome, quality, count_source, scheduled_ns, started_ns, sent_ns, headers_ns,"
  "  first_token_ns, answer_ns, last_token_ns, finished_ns, max_gap_ns, prompt_tokens,"
  "  completion_tokens);"

  "ALTER TABLE trials ADD COLUMN repeat INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE trials ADD COLUMN url TEXT;"
  "ALTER TABLE trials ADD COLUMN simulated INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE trials ADD COLUMN unverified INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE trials ADD COLUMN n_requests INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE trials ADD COLUMN ttft_p50 REAL;"
  "ALTER TABLE trials ADD COLUMN output_tokens_per_sec REAL;"
  "ALTER TABLE trials ADD COLUMN success_rate REAL;"
  "UPDATE trials SET url = CAST (json_extract (target, '$.engine.url') AS TEXT),"
  "  simulated = json_extract (target, '$.simulated') IS 1,"
  "  unverified = json_extract (target, '$.engine.tls_insecure') IS 1"
  "    AND coalesce (json_extract (target, '$.engine.url'), '') LIKE 'https:%'"
  "  WHERE json_valid (target);"
  "UPDATE trials SET"
  "  n_requests = coalesce (CAST (json_extract (summary, '$.requests') AS INTEGER), 0),"
  "  ttft_p50 = CAST (json_extract (summary, '$.ttft_p50') AS REAL),"
  "  output_tokens_per_sec = CAST (json_extract (summary, '$.output_tokens_per_sec') AS REAL),"
  "  success_rate = CAST (json_extract (summary, '$.success_rate') AS REAL)"
  "  WHERE json_valid (summary);"
  "CREATE INDEX trials_entries ON trials (run_id, position, state, target_name, engine_kind,"
  "  model, url, simulated, unverified, scenario, scenario_title, n_requests, ttft_p50,"
  "  output_tokens_per_sec);"
  "DROP INDEX trials_scenario;"
  "CREATE INDEX trials_subject ON trials (scenario, target_name, run_id);"

  "ALTER TABLE runs ADD COLUMN pinned_us INTEGER;"
  "ALTER TABLE runs ADD COLUMN verdict TEXT;"
  "DROP INDEX runs_started;"
  "CREATE INDEX runs_entries ON runs (deleted_at_us, started_us, id, name, duration_s, state,"
  "  error, pinned_us, verdict);"

  "CREATE TABLE run_tags ("
  "  run_id TEXT NOT NULL REFERENCES runs ON DELETE CASCADE,"
  "  tag TEXT NOT NULL,"
  "  PRIMARY KEY (run_id, tag)"
  ") STRICT, WITHOUT ROWID;"

  "CREATE TABLE resource_samples ("
  "  run_id TEXT NOT NULL REFERENCES runs ON DELETE CASCADE,"
  "  at_ns INTEGER NOT NULL,"
  "  sample TEXT NOT NULL,"
  "  PRIMARY KEY (run_id, at_ns)"
  ") STRICT, WITHOUT ROWID;";

/* One step a version, the first from 0 to 1. A step that has been released is
 * never changed: a change of the schema is another step. */
static const char *const migrations[] = { version_1, version_2, version_3, version_4, NULL };

static gboolean
read_header (const char *file_name, guint8 *header, gsize *length, GError **error)
{
  g_autofree char *name = g_filename_display_name (file_name);
  FILE *file = g_fopen (file_name, "rbe");

  if (file == NULL)
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_STORE,
                   /* Translators: the second %s is the system's own message. */
                   _ ("The database “%s” could not be read: %s."), name, g_strerror (errno));
      return FALSE;
    }

  *length = fread (header, 1, HEADER_SIZE, file);
  fclose (file);
  return TRUE;
}

/**
 * prony_store_check_file:
 * @file_name: a path
 * @error: return location for %PRONY_ERROR_STORE_NOT_A_DATABASE, or
 *   %PRONY_ERROR_STORE where the file cannot be read
 *
 * Tells by its first bytes whether a file is a database of Prony's, before SQLite
 * gets hold of it, because SQLite may write to a file that it only reads.
 *
 * Returns: whether it is one, or is not there yet, or is empty
 */
gboolean
prony_store_check_file (const char *file_name, GError **error)
{
  g_autofree char *name = g_filename_display_name (file_name);
  guint8 header[HEADER_SIZE];
  gsize length = 0;
  guint32 application_id;

  if (!g_file_test (file_name, G_FILE_TEST_EXISTS))
    return TRUE;

  /* Opening a named pipe would wait for its other end. */
  if (g_file_test (file_name, G_FILE_TEST_IS_REGULAR))
    {
      if (!read_header (file_name, header, &length, error))
        return FALSE;
      if (length == 0)
        return TRUE;
    }

  if (length < HEADER_SIZE || memcmp (header, HEADER_MAGIC, sizeof HEADER_MAGIC) != 0)
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_STORE_NOT_A_DATABASE,
                   _ ("The file “%s” is not a Prony database. Choose another file."), name);
      return FALSE;
    }

  memcpy (&application_id, header + HEADER_APPLICATION_ID_OFFSET, sizeof application_id);
  if (GUINT32_FROM_BE (application_id) != PRONY_STORE_APPLICATION_ID)
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_STORE_NOT_A_DATABASE,
                   _ ("The file “%s” is a database of another program. Choose another file."),
                   name);
      return FALSE;
    }

  return TRUE;
}

/**
 * prony_store_is_old:
 * @file_name: a path
 *
 * Tells by its first bytes, without SQLite. What a running Prony has changed of late may lie
 * beside the file yet, but not a new version, which is a transaction of its own.
 *
 * Returns: whether it is a database of an earlier version, which has to be brought up to date
 */
gboolean
prony_store_is_old (const char *file_name)
{
  guint8 header[HEADER_SIZE];
  gsize length = 0;
  guint32 version;

  if (!prony_store_check_file (file_name, NULL) ||
      !g_file_test (file_name, G_FILE_TEST_IS_REGULAR) ||
      !read_header (file_name, header, &length, NULL) || length < HEADER_SIZE)
    return FALSE;

  memcpy (&version, header + HEADER_USER_VERSION_OFFSET, sizeof version);
  return GUINT32_FROM_BE (version) < G_N_ELEMENTS (migrations) - 1;
}

static char *
make_backup_name (const char *file_name, gint64 version)
{
  char *name = g_strdup_printf ("%s.v%" G_GINT64_FORMAT ".backup", file_name, version);
  guint i;

  for (i = 2; g_file_test (name, G_FILE_TEST_EXISTS); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s.v%" G_GINT64_FORMAT ".backup.%u", file_name, version, i);
    }

  return name;
}

/* Copies the database as it is to a new file beside it. The copy is read through
 * a connection of its own, since SQLite does not copy from the one that holds the
 * write lock. */
static gboolean
back_up (sqlite3 *db, gint64 version, GError **error)
{
  const char *file_name = sqlite3_db_filename (db, "main");
  g_autofree char *backup_name = make_backup_name (file_name, version);
  g_autoptr (sqlite3) from = prony_sql_open (file_name, FALSE, error);
  g_autoptr (sqlite3) to = NULL;
  sqlite3_backup *backup;
  int code;

  if (from == NULL)
    return FALSE;

  to = prony_sql_open (backup_name, TRUE, error);
  if (to == NULL)
    return FALSE;

  backup = sqlite3_backup_init (to, "main", from, "main");
  if (backup == NULL)
    {
      prony_sql_set_error (error, to, sqlite3_errcode (to));
      return FALSE;
    }

  code = sqlite3_backup_step (backup, -1);
  sqlite3_backup_finish (backup);
  if (code == SQLITE_DONE)
    return TRUE;

  prony_sql_set_error (error, to, code);
  g_unlink (backup_name);
  return FALSE;
}

static gboolean
set_newer (sqlite3 *db, gint64 version, gint64 known, GError **error)
{
  g_autofree char *name = g_filename_display_name (sqlite3_db_filename (db, "main"));
  g_autofree char *found = g_strdup_printf ("%" G_GINT64_FORMAT, version);
  g_autofree char *readable = g_strdup_printf ("%" G_GINT64_FORMAT, known);

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_STORE_VERSION,
               /* Translators: a file, and two version numbers of the database's structure. */
               _ ("The database “%s” was written by a newer Prony: it has version %s, and this "
                  "Prony reads up to version %s. Update Prony, or choose another database."),
               name, found, readable);
  return FALSE;
}

/* Takes all the steps that are left, inside the caller's transaction. */
static gboolean
take_steps (sqlite3 *db, const char *const *steps, GError **error)
{
  gint64 known = g_strv_length ((char **) steps);
  gint64 version;
  gint64 n_tables;
  g_autofree char *mark = NULL;

  /* Again, now that nobody else can write: another Prony may have been quicker. */
  if (!prony_sql_get_int (db, "PRAGMA user_version", &version, error) ||
      !prony_sql_get_int (db, "SELECT count(*) FROM sqlite_schema", &n_tables, error))
    return FALSE;
  if (version > known)
    return set_newer (db, version, known, error);
  if (version == known)
    return TRUE;
  if (n_tables > 0 && !back_up (db, version, error))
    return FALSE;

  for (; version < known; version++)
    if (!prony_sql_exec (db, steps[version], error))
      return FALSE;

  mark = g_strdup_printf ("PRAGMA user_version=%" G_GINT64_FORMAT, known);
  return prony_sql_exec (db, mark, error);
}

/**
 * prony_store_migrate_with:
 * @db: a connection to a database of Prony's, or to an empty one
 * @steps: (array zero-terminated=1): SQL that leads from version 0 to 1, from 1
 *   to 2 and so on
 * @error: return location for %PRONY_ERROR_STORE_VERSION where the database is
 *   newer than the last step, or for another sentence
 *
 * Brings a database up to date, all or nothing. A database that has something in
 * it is copied to `FILE.vVERSION.backup` before. Several programs may do this at
 * once.
 *
 * Returns: whether it is up to date
 */
gboolean
prony_store_migrate_with (sqlite3 *db, const char *const *steps, GError **error)
{
  gint64 known = g_strv_length ((char **) steps);
  gint64 version;

  if (!prony_sql_get_int (db, "PRAGMA user_version", &version, error))
    return FALSE;
  if (version > known)
    return set_newer (db, version, known, error);
  if (version == known)
    return TRUE;

  if (!prony_sql_exec (db, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (take_steps (db, steps, error) && prony_sql_exec (db, "COMMIT", error))
    return TRUE;

  if (!sqlite3_get_autocommit (db))
    sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

static gboolean
prepare_file (sqlite3 *db, GError **error)
{
  gint64 application_id;

  if (!prony_sql_get_int (db, "PRAGMA application_id", &application_id, error))
    return FALSE;

  /* The mark goes into the file itself, before there is a log that would hold it
   * back, and in the first transaction: a file without the mark would be taken for a
   * foreign one. */
  if (application_id == 0 &&
      !prony_sql_exec (db,
                       "BEGIN; PRAGMA auto_vacuum=INCREMENTAL;"
                       "PRAGMA application_id=" G_STRINGIFY (PRONY_STORE_APPLICATION_ID) "; COMMIT",
                       error))
    return FALSE;

  return sqlite3_db_readonly (db, "main") ||
         prony_sql_exec (db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL", error);
}

/* SQLite does not always wait for the locks that this takes, which two programs may
 * want at the same time if the database is new. */
static gboolean
prepare_file_patiently (sqlite3 *db, GError **error)
{
  guint i;

  for (i = 1;; i++)
    {
      g_autoptr (GError) local = NULL;

      if (prepare_file (db, &local))
        return TRUE;
      if (!sqlite3_get_autocommit (db))
        sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
      if (i == PREPARE_ATTEMPTS || !g_error_matches (local, PRONY_ERROR, PRONY_ERROR_STORE_LOCKED))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      g_usleep (PREPARE_INTERVAL_US);
    }
}

/**
 * prony_store_migrate:
 * @db: a connection to a database of Prony's, or to an empty one
 * @error: return location for %PRONY_ERROR_STORE_VERSION where the database is
 *   newer than this program, or for another sentence
 *
 * Brings a database up to this program's version: prony_store_migrate_with() with
 * the program's own steps. An empty file is marked as Prony's first.
 *
 * Returns: whether it is up to date
 */
gboolean
prony_store_migrate (sqlite3 *db, GError **error)
{
  return prepare_file_patiently (db, error) && prony_store_add_functions (db, error) &&
         prony_store_migrate_with (db, migrations, error);
}
