/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include "base/prony-cancel-watch.h"

/* Enough for threads to meet within g_cancellable_cancel() time and again. */
#define N_ROUNDS 2000

static gboolean
count (gpointer user_data)
{
  guint *n = user_data;

  ++*n;
  return G_SOURCE_REMOVE;
}

static void
wait_for (GMainContext *context, const guint *n)
{
  while (*n == 0)
    g_main_context_iteration (context, TRUE);
}

static void
test_without (void)
{
  PronyCancelWatch watch = { 0 };
  guint n = 0;

  prony_cancel_watch_end (&watch);
  prony_cancel_watch_start (&watch, NULL, count, &n);
  g_assert_false (g_main_context_iteration (NULL, FALSE));
  prony_cancel_watch_end (&watch);
}

static void
test_cancelled_before (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  PronyCancelWatch watch = { 0 };
  guint n = 0;

  g_cancellable_cancel (cancellable);
  prony_cancel_watch_start (&watch, cancellable, count, &n);
  g_assert_cmpuint (n, ==, 0);
  wait_for (NULL, &n);
  g_assert_false (g_main_context_iteration (NULL, FALSE));
  g_assert_cmpuint (n, ==, 1);
  prony_cancel_watch_end (&watch);
  prony_cancel_watch_end (&watch);
}

/* Not even what was on its way. */
static void
test_ended (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  PronyCancelWatch watch = { 0 };
  guint n = 0;

  prony_cancel_watch_start (&watch, cancellable, count, &n);
  g_cancellable_cancel (cancellable);
  prony_cancel_watch_end (&watch);
  g_assert_false (g_main_context_iteration (NULL, FALSE));
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpuint (G_OBJECT (cancellable)->ref_count, ==, 1);
}

static gpointer
cancel (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* Each is told in its own context, and nothing is left behind of any, which the leak
 * checker watches over. */
static void
test_other_thread (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();

  g_main_context_push_thread_default (context);
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      PronyCancelWatch watch = { 0 };
      PronyCancelWatch other = { 0 };
      GThread *thread;
      guint n = 0;
      guint n_other = 0;

      prony_cancel_watch_start (&watch, cancellable, count, &n);
      prony_cancel_watch_start (&other, cancellable, count, &n_other);
      thread = g_thread_new ("cancel", cancel, cancellable);
      wait_for (context, &n);
      prony_cancel_watch_end (&watch);
      wait_for (context, &n_other);
      prony_cancel_watch_end (&other);
      g_thread_join (thread);
      g_assert_cmpuint (n + n_other, ==, 2);
      g_assert_cmpuint (G_OBJECT (cancellable)->ref_count, ==, 1);
    }
  g_main_context_pop_thread_default (context);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cancel-watch/without", test_without);
  g_test_add_func ("/cancel-watch/cancelled-before", test_cancelled_before);
  g_test_add_func ("/cancel-watch/ended", test_ended);
  g_test_add_func ("/cancel-watch/other-thread", test_other_thread);

  return g_test_run ();
}
