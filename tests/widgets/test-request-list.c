/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Twenty thousand requests in a list: their order, page by page, and what becomes of who is
 * not wanted any more. */

#include "config.h"

#include <math.h>

#include "app/session/prony-request-list.h"
#include "request-fixture.h"
#include "session-fixture.h"
#include "widget-fixture.h"

#define N_REQUESTS 20000
#define N_WARMUP 3

typedef struct
{
  SessionFixture session;
  PronyRun *run;
  PronyRequestList *list;
  guint n_loaded;
} Fixture;

static const PronyRequestFilter everything = {
  .trial = -1, .outcome = -1, .quality = -1, .warmup = TRUE
};

static void
on_loaded_cb (Fixture *fixture)
{
  fixture->n_loaded++;
}

static gboolean
is_loaded (Fixture *fixture)
{
  return fixture->n_loaded > 0 && !prony_request_list_is_loading (fixture->list);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  session_fixture_set_up (&fixture->session, NULL);
  fixture->run = request_fixture_store (fixture->session.database, GPOINTER_TO_UINT (data));
  session_fixture_open (&fixture->session);
  fixture->list = prony_request_list_new ();
  g_signal_connect_swapped (fixture->list, "loaded", G_CALLBACK (on_loaded_cb), fixture);
  prony_request_list_set_session (fixture->list, fixture->session.session);
  prony_request_list_set_run (fixture->list, fixture->run->id);
  wait_until (is_loaded, fixture);
}

static gboolean
is_gone (gpointer list)
{
  return *(gpointer *) list == NULL;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  prony_request_list_stop (fixture->list);
  session_fixture_close (&fixture->session);
  g_object_add_weak_pointer (G_OBJECT (fixture->list), (gpointer *) &fixture->list);
  g_object_unref (fixture->list);
  wait_until (is_gone, &fixture->list); /* what was being listed comes back once more */
  prony_run_unref (fixture->run);
  session_fixture_tear_down (&fixture->session, NULL);
}

static void
filter_by (Fixture *fixture, const PronyRequestFilter *filter)
{
  fixture->n_loaded = 0;
  prony_request_list_set_filter (fixture->list, filter);
  wait_until (is_loaded, fixture);
}

static guint
count (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->list));
}

static gboolean
is_read (PronyRequestItem *item)
{
  return prony_request_item_get_row (item) != NULL;
}

static PronyRequestItem *
read_item (Fixture *fixture, guint position)
{
  PronyRequestItem *item = g_list_model_get_item (G_LIST_MODEL (fixture->list), position);

  wait_until (is_read, item);
  return item;
}

static void
test_pages (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PronyRequestItem) first = g_list_model_get_item (G_LIST_MODEL (fixture->list), 0);
  g_autoptr (PronyRequestItem) same = g_list_model_get_item (G_LIST_MODEL (fixture->list), 0);

  g_assert_null (prony_request_list_get_error (fixture->list));
  g_assert_cmpuint (count (fixture), ==, N_REQUESTS);
  g_assert_cmpuint (prony_request_list_get_total (fixture->list), ==, N_REQUESTS);
  g_assert_true (first == same);
  g_assert_null (prony_request_item_get_row (first)); /* a placeholder until it is read */
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (fixture->list), N_REQUESTS));

  for (guint position = 0; position < N_REQUESTS; position += 997)
    {
      g_autoptr (PronyRequestItem) item = read_item (fixture, position);

      g_assert_cmpuint (prony_request_item_get_row (item)->id, ==, position + 1);
    }
}

/* Whoever has an item keeps it, though its page has long gone. */
static void
test_scrolling (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PronyRequestItem) kept = read_item (fixture, 0);
  g_autoptr (PronyRequestItem) last = NULL;
  g_autoptr (PronyRequestItem) again = NULL;
  GWeakRef passed;

  for (guint position = 0; position < N_REQUESTS; position += 50)
    {
      g_autoptr (PronyRequestItem) item =
        g_list_model_get_item (G_LIST_MODEL (fixture->list), position);

      if (position == 10000)
        g_weak_ref_init (&passed, item);
    }
  last = read_item (fixture, N_REQUESTS - 1);
  g_assert_cmpuint (prony_request_item_get_row (last)->id, ==, N_REQUESTS);
  g_assert_null (g_weak_ref_get (&passed)); /* passed by before it was read */
  g_weak_ref_clear (&passed);

  /* Read, page after page, more than are kept. */
  for (guint position = 128; position < 40 * 128; position += 128)
    {
      g_autoptr (PronyRequestItem) item = read_item (fixture, position);

      g_assert_nonnull (item);
    }
  again = read_item (fixture, 0);
  g_assert_true (again != kept);
  g_assert_cmpuint (prony_request_item_get_row (kept)->id, ==, 1);
  g_assert_cmpuint (prony_request_item_get_row (again)->id, ==, 1);
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  PronyRequestFilter filter = everything;
  double before = INFINITY;

  filter.sort = PRONY_REQUEST_SORT_LATENCY;
  filter.descending = TRUE;
  filter_by (fixture, &filter);
  g_assert_cmpuint (count (fixture), ==, N_REQUESTS);
  for (guint i = 0; i < 300; i++)
    {
      g_autoptr (PronyRequestItem) item = read_item (fixture, i);
      double latency =
        prony_request_row_get (prony_request_item_get_row (item), PRONY_METRIC_LATENCY);

      g_assert_cmpfloat (latency, <=, before);
      before = latency;
    }
}

typedef struct
{
  guint n;
  gboolean touched_first;
} Changes;

static void
on_changed_cb (GListModel *list, guint position, guint removed, guint added, Changes *changes)
{
  changes->n = changes->n - removed + added;
  changes->touched_first |= position == 0;
}

/* What a view shows stays in its place and gets another request, without a row being made. */
static void
test_reuse (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PronyRequestItem) first = read_item (fixture, 0);
  g_autoptr (PronyRequestItem) last = read_item (fixture, N_REQUESTS - 1);
  g_autoptr (PronyRequestItem) now = NULL;
  gint64 row_id = prony_request_item_get_row_id (first);
  Changes changes = { .n = N_REQUESTS };
  PronyRequestFilter filter = everything;

  g_signal_connect (fixture->list, "items-changed", G_CALLBACK (on_changed_cb), &changes);
  filter.descending = TRUE;
  filter_by (fixture, &filter);
  now = read_item (fixture, 0);
  g_assert_true (now == first);
  g_assert_cmpuint (prony_request_item_get_row (now)->id, ==, N_REQUESTS);
  g_assert_cmpint (prony_request_item_get_row_id (last), ==, row_id);
  g_assert_cmpuint (changes.n, ==, N_REQUESTS);
  g_assert_false (changes.touched_first);

  filter.failed = TRUE;
  filter_by (fixture, &filter);
  g_assert_cmpuint (changes.n, ==, N_REQUESTS / 100);
  g_assert_cmpuint (count (fixture), ==, N_REQUESTS / 100);
  filter_by (fixture, &everything);
  g_assert_cmpuint (changes.n, ==, N_REQUESTS);
  g_clear_object (&now);
  now = read_item (fixture, N_REQUESTS / 100);
  g_assert_cmpuint (prony_request_item_get_row (now)->id, ==, N_REQUESTS / 100 + 1);
  g_signal_handlers_disconnect_by_data (fixture->list, &changes);
}

static const struct
{
  const char *name;
  PronyRequestFilter filter;
  guint n;
} filters[] = {
  { "no warm-up", { .trial = -1, .outcome = -1, .quality = -1 }, N_REQUESTS - N_WARMUP },
  { "failed", { .trial = -1, .outcome = -1, .quality = -1, .failed = TRUE }, N_REQUESTS / 100 },
  { "an outcome",
    { .trial = -1, .outcome = PRONY_OUTCOME_HTTP_5XX, .quality = -1 },
    N_REQUESTS / 100 },
  { "another outcome", { .trial = -1, .outcome = PRONY_OUTCOME_TLS, .quality = -1 }, 0 },
  { "a verdict", { .trial = -1, .outcome = -1, .quality = PRONY_QUALITY_FAIL }, N_REQUESTS / 100 },
  { "a prompt", { .trial = -1, .outcome = -1, .quality = -1, .text = "REQUEST-1234?" }, 1 },
  { "an error",
    { .trial = -1, .outcome = -1, .quality = -1, .text = "broke down" },
    N_REQUESTS / 100 },
  { "no such trial", { .trial = 5, .outcome = -1, .quality = -1 }, 0 },
};

static void
test_filters (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      g_test_message ("%s", filters[i].name);
      filter_by (fixture, &filters[i].filter);
      g_assert_cmpuint (count (fixture), ==, filters[i].n);
      g_assert_cmpuint (prony_request_list_get_total (fixture->list), ==, N_REQUESTS);
    }
}

/* Of several filters in a row only the last one counts. */
static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  fixture->n_loaded = 0;
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    prony_request_list_set_filter (fixture->list, &filters[i].filter);
  prony_request_list_set_filter (fixture->list, &filters[1].filter);
  wait_until (is_loaded, fixture);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (fixture->n_loaded, ==, 1);
  g_assert_cmpuint (count (fixture), ==, filters[1].n);
}

static void
test_find (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PronyRequestItem) item = g_list_model_get_item (G_LIST_MODEL (fixture->list), 4321);
  guint position;

  g_assert_true (
    prony_request_list_find (fixture->list, prony_request_item_get_row_id (item), &position));
  g_assert_cmpuint (position, ==, 4321);
  g_assert_false (prony_request_list_find (fixture->list, -5, NULL));
}

static void
test_deleted (Fixture *fixture, gconstpointer data)
{
  const char *run_ids[] = { fixture->run->id, NULL };

  fixture->n_loaded = 0;
  prony_session_delete_runs (fixture->session.session, run_ids);
  prony_request_list_reload (fixture->list);
  wait_until (is_loaded, fixture);
  g_assert_cmpuint (count (fixture), ==, 0);
  g_assert_cmpstr (prony_request_list_get_error (fixture->list), ==,
                   "This run was deleted, and its requests with it.");

  fixture->n_loaded = 0;
  prony_session_restore_runs (fixture->session.session, run_ids);
  prony_request_list_reload (fixture->list);
  wait_until (is_loaded, fixture);
  g_assert_null (prony_request_list_get_error (fixture->list));
  g_assert_cmpuint (count (fixture), ==, GPOINTER_TO_UINT (data));
}

#define ADD(name, n, test)                                                                         \
  g_test_add ("/request-list/" name, Fixture, GUINT_TO_POINTER (n), set_up, test, tear_down)

int
main (int argc, char *argv[])
{
  widget_fixture_init ();
  g_test_init (&argc, &argv, NULL);

  ADD ("pages", N_REQUESTS, test_pages);
  ADD ("scrolling", N_REQUESTS, test_scrolling);
  ADD ("order", N_REQUESTS, test_order);
  ADD ("filters", N_REQUESTS, test_filters);
  ADD ("cancel", N_REQUESTS, test_cancel);
  ADD ("reuse", N_REQUESTS, test_reuse);
  ADD ("find", N_REQUESTS, test_find);
  ADD ("deleted", 300, test_deleted);
  return g_test_run ();
}
