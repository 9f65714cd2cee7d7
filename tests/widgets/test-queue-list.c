/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Runs that wait, as the page of a run under way lists them. */

#include "config.h"

#include <adwaita.h>

#include "app/widgets/prony-queue-list.h"
#include "session-fixture.h"
#include "widget-fixture.h"

#define assert_says(widget, text) g_assert_true (widget_fixture_says (GTK_WIDGET (widget), text))
#define assert_silent(widget, text) g_assert_false (widget_fixture_says (GTK_WIDGET (widget), text))

static PronyQueuedRun *
make_queued (const char *name)
{
  g_autoptr (PronyPlan) plan = prony_plan_new ();

  plan->name = g_strdup (name);
  return prony_queued_run_new (plan);
}

static void
test_queue (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (PronyQueuedRun) first = make_queued ("First");
  g_autoptr (PronyQueuedRun) second = make_queued ("Second");
  GtkWidget *list = g_object_new (PRONY_TYPE_QUEUE_LIST, NULL);
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_child (GTK_WINDOW (window), list);
  gtk_window_present (GTK_WINDOW (window));
  session_fixture_open (fixture);
  prony_queue_list_set_session (PRONY_QUEUE_LIST (list), fixture->session);
  g_assert_false (gtk_widget_get_visible (list));

  /* Nothing begins because somebody has taken something back. */
  prony_session_restore_queued_run (fixture->session, first, 0);
  prony_session_restore_queued_run (fixture->session, second, 9);
  prony_session_restore_queued_run (fixture->session, second, 0);
  g_assert_cmpuint (g_list_model_get_n_items (prony_session_get_queue (fixture->session)), ==, 2);
  g_assert_null (prony_session_get_run_session (fixture->session));
  g_assert_true (prony_session_is_queue_held (fixture->session));
  assert_says (list, "First");
  assert_says (list, "Second");
  assert_says (list, "Start Next Run");
  assert_says (list, "Held");

  prony_session_unqueue_run (fixture->session, first);
  assert_silent (list, "First");
  prony_session_unqueue_run (fixture->session, second);
  g_assert_false (gtk_widget_get_visible (list));

  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  widget_fixture_init ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/queue-list/queue", SessionFixture, NULL, session_fixture_set_up, test_queue,
              session_fixture_tear_down);

  return g_test_run ();
}
