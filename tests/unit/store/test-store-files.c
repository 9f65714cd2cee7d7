/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Opening what is not a database of this version: nothing is lost, nothing foreign
 * is touched, and the error says what it is. */

#include "config.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/prony-error.h"
#include "core/store/prony-process-identity.h"
#include "core/store/prony-sql.h"
#include "core/store/prony-store-migrations.h"
#include "store-fixture.h"

static void
write_file (StoreFixture *fixture, const char *bytes, gsize length)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (fixture->file_name, bytes, (gssize) length, &error);
  g_assert_no_error (error);
}

static sqlite3 *
open_raw (const char *file_name, const char *sql)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (file_name, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  return db;
}

static void
run_raw (const char *file_name, const char *sql)
{
  g_assert_cmpint (sqlite3_close (open_raw (file_name, sql)), ==, SQLITE_OK);
}

static gint64
ask_raw (const char *file_name, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (sqlite3) db = prony_sql_open (file_name, FALSE, &error);
  gint64 value = -1;

  g_assert_no_error (error);
  prony_sql_get_int (db, sql, &value, &error);
  g_assert_no_error (error);
  return value;
}

/* Opening fails with the code, and the file and its folder stay as they were. */
static void
assert_refused (StoreFixture *fixture, PronyError code, const char *about)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyStore) store = NULL;
  g_autoptr (GDir) dir = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize before_length;
  gsize after_length;

  before = store_fixture_read_all (fixture, &before_length);
  store = prony_store_open (fixture->file_name, &error);
  after = store_fixture_read_all (fixture, &after_length);
  g_assert_null (store);
  g_assert_error (error, PRONY_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, about));
  g_assert_nonnull (strstr (error->message, "prony.db"));
  g_assert_cmpmem (before, before_length, after, after_length);
}

static void
test_not_a_database (StoreFixture *fixture, gconstpointer unused)
{
  static const struct
  {
    const char *bytes;
    gsize length;
  } cases[] = {
    { "x", 1 },
    { "Dear diary, today I benchmarked an engine.\n", 43 },
    { "SQLite format 3\0and then nothing", 32 },
    { "\0\0\0\0", 4 },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      write_file (fixture, cases[i].bytes, cases[i].length);
      assert_refused (fixture, PRONY_ERROR_STORE_NOT_A_DATABASE, "not a Prony database");
    }
}

static void
test_foreign_database (StoreFixture *fixture, gconstpointer unused)
{
  run_raw (fixture->file_name, "CREATE TABLE bookmarks (url TEXT)");
  assert_refused (fixture, PRONY_ERROR_STORE_NOT_A_DATABASE, "another program");
}

static void
test_not_a_file (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyStore) store = NULL;

  /* A pipe, whose opening would wait for ever; a folder. */
  g_assert_cmpint (mkfifo (fixture->file_name, 0600), ==, 0);
  store = prony_store_open (fixture->file_name, &error);
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_STORE_NOT_A_DATABASE);
  g_clear_error (&error);
  store = prony_store_open (fixture->folder, &error);
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_STORE_NOT_A_DATABASE);
}

static void
test_empty_file (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyStore) store = NULL;

  write_file (fixture, "", 0);
  store = store_fixture_open (fixture);
  g_assert_nonnull (store);
}

static void
test_new_folder (StoreFixture *fixture, gconstpointer unused)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "new", NULL);
  g_autofree char *file_name = g_build_filename (folder, "prony.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyStore) store = prony_store_open (file_name, &error);

  g_assert_no_error (error);
  g_assert_true (prony_store_close (store, NULL));
  g_assert_cmpint (g_remove (file_name), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_newer_version (StoreFixture *fixture, gconstpointer unused)
{
  gint64 known;
  g_autofree char *about = NULL;

  g_object_unref (store_fixture_open (fixture));
  known = ask_raw (fixture->file_name, "PRAGMA user_version");
  g_assert_cmpint (known, >=, 1);
  run_raw (fixture->file_name, "PRAGMA user_version = 1000");
  about = g_strdup_printf ("version 1000, and this Prony reads up to version %d", (int) known);
  assert_refused (fixture, PRONY_ERROR_STORE_VERSION, about);
}

/* A database of version 0 has Prony's mark and nothing else of Prony's. */
static void
test_migrate_from_0 (StoreFixture *fixture, gconstpointer unused)
{
  g_autofree char *backup = g_strconcat (fixture->file_name, ".v0.backup", NULL);
  g_autoptr (PronyRun) run = fixture_make_run ("Lunch", "ollama", "llama3:8b");
  g_autoptr (PronyRun) read = NULL;
  g_autoptr (PronyStore) store = NULL;
  g_autofree char *sql = g_strdup_printf (
    "PRAGMA application_id = %d; CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('old')",
    PRONY_STORE_APPLICATION_ID);

  run_raw (fixture->file_name, sql);
  store = store_fixture_open (fixture);
  prony_store_put_run (store, run);
  read = prony_store_get_run (store, run->id, NULL);
  g_assert_nonnull (read);

  g_assert_cmpint (ask_raw (backup, "SELECT count(*) FROM notes WHERE text = 'old'"), ==, 1);
  g_assert_cmpint (ask_raw (backup, "SELECT count(*) FROM sqlite_schema"), ==, 1);
  g_assert_cmpint (ask_raw (backup, "PRAGMA user_version"), ==, 0);
}

static const char *const first_steps[] = { "CREATE TABLE a (x); INSERT INTO a VALUES (1);", NULL };
static const char *const more_steps[] = { "CREATE TABLE a (x); INSERT INTO a VALUES (1);",
                                          "ALTER TABLE a ADD COLUMN y;", "UPDATE a SET y = x + 1;",
                                          NULL };
static const char *const broken_steps[] = { "CREATE TABLE a (x); INSERT INTO a VALUES (1);",
                                            "DELETE FROM a;", "NONSENSE;", NULL };

static void
test_steps (StoreFixture *fixture, gconstpointer unused)
{
  g_autofree char *backup = g_strconcat (fixture->file_name, ".v1.backup", NULL);
  g_autofree char *second_backup = g_strconcat (fixture->file_name, ".v1.backup.2", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (sqlite3) db = prony_sql_open (fixture->file_name, TRUE, &error);
  gint64 value;

  g_assert_no_error (error);
  g_assert_true (prony_store_migrate_with (db, first_steps, &error));
  g_assert_false (g_file_test (backup, G_FILE_TEST_EXISTS));

  /* A step that fails leaves everything as it was, and the backup besides. */
  g_assert_false (prony_store_migrate_with (db, broken_steps, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_STORE);
  g_clear_error (&error);
  g_assert_true (prony_sql_get_int (db, "SELECT count(*) FROM a", &value, NULL));
  g_assert_cmpint (value, ==, 1);
  g_assert_true (prony_sql_get_int (db, "PRAGMA user_version", &value, NULL));
  g_assert_cmpint (value, ==, 1);
  g_assert_true (g_file_test (backup, G_FILE_TEST_EXISTS));

  /* Two steps at once; the older backup is not overwritten. */
  g_assert_true (prony_store_migrate_with (db, more_steps, &error));
  g_assert_no_error (error);
  g_assert_true (prony_sql_get_int (db, "SELECT y FROM a", &value, NULL));
  g_assert_cmpint (value, ==, 2);
  g_assert_true (prony_sql_get_int (db, "PRAGMA user_version", &value, NULL));
  g_assert_cmpint (value, ==, 3);
  g_assert_cmpint (ask_raw (second_backup, "SELECT x FROM a"), ==, 1);

  g_assert_false (prony_store_migrate_with (db, first_steps, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_STORE_VERSION);
}

/* In both ways of locking: of a file that is in use by Prony, and of a new one. */
static void
test_locked (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyStore) store = NULL;
  sqlite3 *other;

  g_object_unref (store_fixture_open (fixture));
  other = open_raw (fixture->file_name, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
  store = prony_store_open (fixture->file_name, &error);
  g_assert_null (store);
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_STORE_LOCKED);
  g_clear_error (&error);
  sqlite3_close (other);

  other = open_raw (fixture->file_name, "BEGIN IMMEDIATE");
  store = prony_store_open (fixture->file_name, &error);
  g_assert_null (store);
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_STORE_LOCKED);
  sqlite3_close (other);

  store = store_fixture_open (fixture);
  g_assert_nonnull (store);
}

static void
test_damaged (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyStore) store = NULL;
  g_autofree char *bytes = NULL;
  gsize length;

  g_object_unref (store_fixture_open (fixture));
  bytes = store_fixture_read_all (fixture, &length);
  memset (bytes + 100, 0xa5, length - 100);
  write_file (fixture, bytes, length);
  store = prony_store_open (fixture->file_name, &error);
  g_assert_null (store);
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_STORE);
}

/* --- As somebody who may not write ------------------------------------------------ */

/* The system lets the superuser write everywhere, so a child that is somebody else
 * does it. Returns the child's exit status. */
static int
run_as_nobody (StoreFixture *fixture, void (*function) (StoreFixture *fixture))
{
  pid_t pid = fork ();
  int status;

  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      if (geteuid () == 0 && (setgid (65534) != 0 || setuid (65534) != 0))
        _exit (2);
      function (fixture);
      _exit (0);
    }

  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  return WIFEXITED (status) ? WEXITSTATUS (status) : 1;
}

static void
read_only_child (StoreFixture *fixture)
{
  g_autoptr (PronyRun) late = fixture_make_run ("Late", "ollama", "llama3:8b");
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyStore) store = NULL;
  g_autoptr (GPtrArray) runs = NULL;

  store = prony_store_open (fixture->file_name, &error);
  g_assert_no_error (error);
  runs = prony_store_list_runs (store, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, 1);

  prony_store_put_run (store, late);
  g_assert_false (prony_store_flush (store, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_STORE_READ_ONLY);
  g_assert_nonnull (strstr (error->message, "prony.db"));
  g_assert_true (prony_store_close (store, NULL));
}

static void
test_read_only (StoreFixture *fixture, gconstpointer folder_too)
{
  g_autoptr (PronyRun) run = fixture_make_run ("Lunch", "ollama", "llama3:8b");
  PronyStore *store = store_fixture_open (fixture);

  prony_store_put_run (store, run);
  g_assert_true (prony_store_close (store, NULL));
  g_object_unref (store);

  g_chmod (fixture->file_name, 0444);
  g_chmod (fixture->folder, GPOINTER_TO_INT (folder_too) ? 0555 : 0777);
  g_assert_cmpint (run_as_nobody (fixture, read_only_child), ==, 0);
}

static void
no_place_child (StoreFixture *fixture)
{
  g_autofree char *deeper = g_build_filename (fixture->folder, "new", "prony.db", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (prony_store_open (fixture->file_name, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_STORE_READ_ONLY);
  g_clear_error (&error);
  g_assert_null (prony_store_open (deeper, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_STORE_READ_ONLY);
}

static void
test_no_place (StoreFixture *fixture, gconstpointer unused)
{
  g_chmod (fixture->folder, 0555);
  g_assert_cmpint (run_as_nobody (fixture, no_place_child), ==, 0);
}

static void
unreadable_child (StoreFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (prony_store_open (fixture->file_name, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_STORE);
}

static void
test_unreadable (StoreFixture *fixture, gconstpointer unused)
{
  g_object_unref (store_fixture_open (fixture));
  g_chmod (fixture->file_name, 0000);
  g_chmod (fixture->folder, 0755);
  g_assert_cmpint (run_as_nobody (fixture, unreadable_child), ==, 0);
}

/* Several programs that start at the same time, on a database that is not there yet. */
static void
test_opened_by_many (StoreFixture *fixture, gconstpointer unused)
{
  pid_t children[6];
  guint round, i;

  for (round = 0; round < 5; round++)
    {
      g_remove (fixture->file_name);
      for (i = 0; i < G_N_ELEMENTS (children); i++)
        {
          children[i] = fork ();
          if (children[i] == 0)
            {
              PronyStore *store = prony_store_open (fixture->file_name, NULL);

              _exit (store != NULL && prony_store_close (store, NULL) ? 0 : 1);
            }
        }
      for (i = 0; i < G_N_ELEMENTS (children); i++)
        {
          int status;

          g_assert_cmpint (waitpid (children[i], &status, 0), ==, children[i]);
          g_assert_cmpint (status, ==, 0);
        }
    }
}

static void
test_process_identity (void)
{
  g_autofree char *own = prony_process_identity_new ();
  g_autofree char *recycled = g_strconcat (own, "1", NULL);

  g_assert_true (prony_process_identity_is_alive (own));
  g_assert_false (prony_process_identity_is_alive (recycled));
  g_assert_false (prony_process_identity_is_alive (NULL));
  g_assert_false (prony_process_identity_is_alive (""));
  g_assert_false (prony_process_identity_is_alive ("boot -1 5"));
}

#define ADD(path, data, function)                                                                  \
  g_test_add (path, StoreFixture, data, store_fixture_set_up, function, store_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/store-files/not-a-database", NULL, test_not_a_database);
  ADD ("/store-files/foreign-database", NULL, test_foreign_database);
  ADD ("/store-files/not-a-file", NULL, test_not_a_file);
  ADD ("/store-files/empty-file", NULL, test_empty_file);
  ADD ("/store-files/new-folder", NULL, test_new_folder);
  ADD ("/store-files/newer-version", NULL, test_newer_version);
  ADD ("/store-files/migrate-from-0", NULL, test_migrate_from_0);
  ADD ("/store-files/steps", NULL, test_steps);
  ADD ("/store-files/locked", NULL, test_locked);
  ADD ("/store-files/damaged", NULL, test_damaged);
  ADD ("/store-files/read-only-file", GINT_TO_POINTER (FALSE), test_read_only);
  ADD ("/store-files/read-only-folder", GINT_TO_POINTER (TRUE), test_read_only);
  ADD ("/store-files/no-place", NULL, test_no_place);
  ADD ("/store-files/unreadable", NULL, test_unreadable);
  ADD ("/store-files/opened-by-many", NULL, test_opened_by_many);
  g_test_add_func ("/store-files/process-identity", test_process_identity);

  return g_test_run ();
}
