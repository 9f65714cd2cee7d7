/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Plans that the user keeps. */

#include "config.h"

#include <sqlite3.h>

#include "base/prony-json.h"
#include "store-fixture.h"

static PronySavedPlan *
make_plan (const char *name, gint64 used_us, const char *text)
{
  g_autoptr (JsonObject) json = prony_json_parse_object (text, -1, NULL);

  return prony_saved_plan_new (NULL, name, used_us, json);
}

static void
assert_plans (PronyStore *store, const char *const *names)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) plans = prony_store_list_plans (store, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (plans->len, ==, g_strv_length ((char **) names));
  for (guint i = 0; i < plans->len; i++)
    g_assert_cmpstr (((PronySavedPlan *) plans->pdata[i])->name, ==, names[i]);
}

static void
test_plans (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyStore) store = store_fixture_open (fixture);
  g_autoptr (PronySavedPlan) old = make_plan ("old", 1000, "{\"scenarios\":[],\"x\":\"‘é’\"}");
  g_autoptr (PronySavedPlan) latest = make_plan ("latest", 3000, "{\"targets\":[]}");
  g_autoptr (PronySavedPlan) middle = make_plan ("middle", 2000, "{}");
  g_autoptr (PronySavedPlan) used = NULL;
  g_autoptr (GPtrArray) plans = NULL;
  g_autofree char *text = NULL;
  PronySavedPlan *read;

  assert_plans (store, (const char *const[]){ NULL });
  prony_store_put_plan (store, old);
  prony_store_put_plan (store, latest);
  prony_store_put_plan (store, middle);
  assert_plans (store, (const char *const[]){ "latest", "middle", "old", NULL });

  used = prony_saved_plan_new (old->id, "old one", 4000, old->plan);
  prony_store_put_plan (store, used);
  prony_store_delete_plan (store, latest->id);
  prony_store_delete_plan (store, "no-such-plan");
  assert_plans (store, (const char *const[]){ "old one", "middle", NULL });
  g_assert_true (prony_store_close (store, NULL));
  g_clear_object (&store);

  store = store_fixture_open (fixture);
  plans = prony_store_list_plans (store, NULL);
  g_assert_cmpuint (plans->len, ==, 2);
  read = plans->pdata[0];
  g_assert_cmpstr (read->id, ==, old->id);
  g_assert_cmpint (read->used_us, ==, 4000);
  text = prony_json_to_text (read->plan, FALSE);
  g_assert_cmpstr (text, ==, "{\"scenarios\":[],\"x\":\"‘é’\"}");
  g_assert_false (prony_saved_plan_is_selection (read));
  g_assert_true (prony_saved_plan_is_selection (plans->pdata[1]));

  /* What was deleted can be put back. */
  prony_store_put_plan (store, latest);
  assert_plans (store, (const char *const[]){ "old one", "latest", "middle", NULL });
}

/* A sentence, and nothing made up. */
static void
test_damaged (StoreFixture *fixture, gconstpointer sql)
{
  g_autoptr (PronyStore) store = store_fixture_open (fixture);
  g_autoptr (GPtrArray) plans = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (fixture->file_name, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);

  plans = prony_store_list_plans (store, &error);
  g_assert_null (plans);
  g_assert_nonnull (error);
}

#define ADD(path, data, function)                                                                  \
  g_test_add (path, StoreFixture, data, store_fixture_set_up, function, store_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/store-plans/plans", NULL, test_plans);
  ADD ("/store-plans/damaged", "INSERT INTO plans VALUES ('i', 'broken', 1, '[')", test_damaged);
  ADD ("/store-plans/foreign-table",
       "DROP TABLE plans; CREATE TABLE plans (id, name, used_us, plan);"
       "INSERT INTO plans (plan) VALUES ('{}'), (NULL)",
       test_damaged);

  return g_test_run ();
}
