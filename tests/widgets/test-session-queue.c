/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The runs that wait: one after another, and not after one that was stopped. */

#include "config.h"

#include "app/session/prony-run-item.h"
#include "app/session/prony-session.h"
#include "base/prony-error.h"
#include "session-fixture.h"
#include "widget-fixture.h"

/* More than anybody waits for. */
#define ENDLESS 100000

static guint
count_queued (SessionFixture *fixture)
{
  return g_list_model_get_n_items (prony_session_get_queue (fixture->session));
}

static PronyQueuedRun *
get_queued (SessionFixture *fixture, guint position)
{
  g_autoptr (PronyQueuedRun) queued =
    g_list_model_get_item (prony_session_get_queue (fixture->session), position);

  return queued; /* the list keeps it alive */
}

static void
queue (SessionFixture *fixture, const char *name, guint requests)
{
  g_autoptr (PronyPlan) plan =
    session_fixture_make_plan (fixture, session_fixture_start_simulator (fixture), requests);
  g_autoptr (GError) error = NULL;

  plan->name = g_strdup (name);
  g_assert_true (prony_session_queue_run (fixture->session, plan, &error));
  g_assert_no_error (error);
}

static void
assert_queue (SessionFixture *fixture, const char *first, const char *second)
{
  const char *const names[] = { first, second };
  guint n = first == NULL ? 0 : second == NULL ? 1 : 2;

  g_assert_cmpuint (count_queued (fixture), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *words = prony_queued_run_describe (get_queued (fixture, i));

      g_assert_cmpstr (words, ==, names[i]);
    }
}

static const char *
get_running (SessionFixture *fixture)
{
  PronyRunSession *run_session = prony_session_get_run_session (fixture->session);

  return prony_run_session_is_running (run_session) ? prony_run_session_get_plan (run_session)->name
                                                    : NULL;
}

static gboolean
has_ended (SessionFixture *fixture)
{
  return get_running (fixture) == NULL && count_queued (fixture) == 0;
}

static gboolean
is_held (SessionFixture *fixture)
{
  return prony_session_is_queue_held (fixture->session);
}

static void
stop (SessionFixture *fixture)
{
  PronyRunSession *run_session = prony_session_get_run_session (fixture->session);

  prony_run_session_stop (run_session);
  wait_until (session_fixture_has_ended, run_session);
}

static void
on_run_session_cb (GPtrArray *names, GParamSpec *pspec, PronySession *session)
{
  PronyRunSession *run_session = prony_session_get_run_session (session);

  g_ptr_array_add (names, prony_run_session_get_plan (run_session)->name);
}

/* In their order, each when the one before has ended. */
static void
test_one_after_another (SessionFixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  session_fixture_open (fixture);
  g_signal_connect_swapped (fixture->session, "notify::run-session", G_CALLBACK (on_run_session_cb),
                            names);
  queue (fixture, "one", 2);
  g_assert_cmpstr (get_running (fixture), ==, "one");
  queue (fixture, "two", 2);
  queue (fixture, "three", 2);
  assert_queue (fixture, "two", "three");
  wait_until (has_ended, fixture);
  g_assert_false (prony_session_is_queue_held (fixture->session));
  g_assert_cmpuint (names->len, ==, 3);
  g_assert_cmpstr (names->pdata[2], ==, "three");
  g_assert_cmpuint (g_list_model_get_n_items (prony_session_get_runs (fixture->session)), ==, 3);
}

/* Nobody is surprised by a run that begins because they stopped another. */
static void
test_held (SessionFixture *fixture, gconstpointer unused)
{
  gboolean held;

  session_fixture_open (fixture);
  queue (fixture, "one", ENDLESS);
  stop (fixture);
  g_assert_false (prony_session_is_queue_held (fixture->session));

  queue (fixture, "two", ENDLESS);
  queue (fixture, "three", 2);
  stop (fixture);
  wait_until (is_held, fixture);
  g_object_get (fixture->session, "queue-held", &held, NULL);
  g_assert_true (held);
  assert_queue (fixture, "three", NULL);

  /* Somebody may run something else meanwhile. */
  queue (fixture, "four", 2);
  g_assert_cmpstr (get_running (fixture), ==, "four");
  wait_until (session_fixture_has_ended, prony_session_get_run_session (fixture->session));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  assert_queue (fixture, "three", NULL);

  prony_session_release_queue (fixture->session);
  g_assert_false (prony_session_is_queue_held (fixture->session));
  g_assert_cmpstr (get_running (fixture), ==, "three");
  wait_until (has_ended, fixture);
}

/* An engine that is not there: the run fails, and those behind it wait. */
static void
test_failed (SessionFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyEngineSpec) nowhere = session_fixture_make_spec ("http://127.0.0.1:9");
  g_autoptr (PronyPlan) plan = NULL;

  session_fixture_open (fixture);
  plan = session_fixture_make_plan (fixture, session_fixture_start_simulator (fixture), 2);
  g_ptr_array_set_size (plan->targets, 0);
  g_ptr_array_add (plan->targets, prony_target_new (nowhere, "m"));
  g_assert_true (prony_session_queue_run (fixture->session, plan, NULL));
  queue (fixture, "two", 2);
  wait_until (is_held, fixture);
  assert_queue (fixture, "two", NULL);
}

static void
test_changed (SessionFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyPlan) empty = prony_plan_new ();
  g_autoptr (PronyQueuedRun) gone = NULL;
  g_autoptr (GError) error = NULL;

  session_fixture_open (fixture);
  g_assert_false (prony_session_queue_run (fixture->session, empty, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_INPUT);
  g_clear_error (&error);

  queue (fixture, "one", ENDLESS);
  g_assert_false (prony_session_queue_run (fixture->session, empty, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_INPUT);

  queue (fixture, "two", 2);
  queue (fixture, "three", 2);
  prony_session_move_queued_run (fixture->session, get_queued (fixture, 1), 0);
  assert_queue (fixture, "three", "two");
  prony_session_move_queued_run (fixture->session, get_queued (fixture, 0), 99);
  assert_queue (fixture, "two", "three");

  gone = g_object_ref (get_queued (fixture, 0));
  prony_session_unqueue_run (fixture->session, gone);
  prony_session_unqueue_run (fixture->session, gone);
  prony_session_move_queued_run (fixture->session, gone, 0);
  assert_queue (fixture, "three", NULL);

  /* What waits for nothing is not held. */
  stop (fixture);
  wait_until (is_held, fixture);
  prony_session_unqueue_run (fixture->session, get_queued (fixture, 0));
  g_assert_false (prony_session_is_queue_held (fixture->session));
}

/* Taking back never starts anything. */
static void
test_restored (SessionFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyQueuedRun) two = NULL;

  session_fixture_open (fixture);
  queue (fixture, "one", ENDLESS);
  queue (fixture, "two", 2);
  queue (fixture, "three", 2);
  two = g_object_ref (get_queued (fixture, 0));
  prony_session_unqueue_run (fixture->session, two);
  prony_session_restore_queued_run (fixture->session, two, 0);
  prony_session_restore_queued_run (fixture->session, two, 0);
  assert_queue (fixture, "two", "three");
  g_assert_false (prony_session_is_queue_held (fixture->session));

  prony_session_unqueue_run (fixture->session, two);
  prony_session_unqueue_run (fixture->session, get_queued (fixture, 0));
  stop (fixture);
  prony_session_restore_queued_run (fixture->session, two, 5);
  assert_queue (fixture, "two", NULL);
  g_assert_true (prony_session_is_queue_held (fixture->session));
  g_assert_null (get_running (fixture));
}

static gboolean
has_key (PronyPlan *plan)
{
  PronyTarget *target = g_ptr_array_index (plan->targets, 0);

  return target->credentials != NULL;
}

/* A run that waits knows no secrets. */
static void
test_keys (SessionFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyCredentials) credentials = prony_credentials_from_secret ("sk-secret");
  PronyPlan *plan;

  session_fixture_open (fixture);
  queue (fixture, "one", ENDLESS);
  prony_engine_item_set_credentials (session_fixture_start_simulator (fixture), credentials);
  queue (fixture, "two", 2);
  g_assert_false (has_key (prony_queued_run_get_plan (get_queued (fixture, 0))));
  stop (fixture);
  prony_session_release_queue (fixture->session);
  plan = prony_run_session_get_plan (prony_session_get_run_session (fixture->session));
  g_assert_cmpstr (plan->name, ==, "two");
  g_assert_true (has_key (plan));
  wait_until (has_ended, fixture);
}

/* Nothing begins any more in a window that is closed. */
static void
test_closed (SessionFixture *fixture, gconstpointer unused)
{
  session_fixture_open (fixture);
  queue (fixture, "one", 2);
  queue (fixture, "two", ENDLESS);
  wait_until (session_fixture_has_ended, prony_session_get_run_session (fixture->session));
  prony_session_close (fixture->session);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (count_queued (fixture), ==, 0);
  g_assert_null (get_running (fixture));
}

#define add(path, function)                                                                        \
  g_test_add ("/session-queue/" path, SessionFixture, NULL, session_fixture_set_up, function,      \
              session_fixture_tear_down)

int
main (int argc, char **argv)
{
  widget_fixture_init ();
  g_test_init (&argc, &argv, NULL);

  add ("one-after-another", test_one_after_another);
  add ("held", test_held);
  add ("failed", test_failed);
  add ("changed", test_changed);
  add ("restored", test_restored);
  add ("keys", test_keys);
  add ("closed", test_closed);

  return g_test_run ();
}
