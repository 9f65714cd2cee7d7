/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/bench/prony-live-feed.h"

static void
test_empty (void)
{
  g_autoptr (PronyLiveFeed) feed = prony_live_feed_new ();

  g_assert_null (prony_live_feed_read (feed));
}

static void
test_latest (void)
{
  g_autoptr (PronyRun) run = prony_run_new ("Lunch");
  g_autoptr (PronyLiveFeed) feed = prony_live_feed_new ();
  g_autoptr (PronyRunSnapshot) first = prony_run_snapshot_new (run);
  g_autoptr (PronyRunSnapshot) second = prony_run_snapshot_new (run);
  g_autoptr (PronyRunSnapshot) read = NULL;
  g_autoptr (PronyRunSnapshot) again = NULL;

  g_assert_true (isnan (first->remaining_s));
  g_assert_cmpuint (first->trials->len, ==, 0);

  prony_live_feed_publish (feed, first);
  prony_live_feed_publish (feed, second);
  read = prony_live_feed_read (feed);
  again = prony_live_feed_read (feed);
  g_assert_true (read == second);
  g_assert_true (again == second);
}

/* A snapshot outlives the feed and the maker's reference. */
static void
test_outlives (void)
{
  g_autoptr (PronyRun) run = prony_run_new ("Lunch");
  PronyLiveFeed *feed = prony_live_feed_new ();
  PronyRunSnapshot *snapshot = prony_run_snapshot_new (run);
  g_autoptr (PronyRunSnapshot) read = NULL;

  snapshot->error = g_strdup ("It broke.");
  g_ptr_array_add (snapshot->failures, prony_failure_new (PRONY_OUTCOME_TIMEOUT, 2, "Too slow."));
  prony_live_feed_publish (feed, snapshot);
  prony_run_snapshot_unref (snapshot);
  read = prony_live_feed_read (feed);
  prony_live_feed_unref (feed);
  g_assert_cmpstr (read->error, ==, "It broke.");
  g_assert_cmpstr (read->run->name, ==, "Lunch");
}

typedef struct
{
  PronyLiveFeed *feed;
  gint stop; /* atomic */
} Reader;

/* Snapshots are published with a progress that only grows; each that is read must
 * be whole. */
static gpointer
read_all (gpointer data)
{
  Reader *self = data;
  double last = 0;

  while (!g_atomic_int_get (&self->stop))
    {
      g_autoptr (PronyRunSnapshot) snapshot = prony_live_feed_read (self->feed);

      if (snapshot == NULL)
        continue;
      g_assert_cmpfloat (snapshot->progress, >=, last);
      g_assert_cmpfloat (snapshot->elapsed_s, ==, 2 * snapshot->progress);
      last = snapshot->progress;
    }

  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (PronyRun) run = prony_run_new ("Lunch");
  g_autoptr (PronyLiveFeed) feed = prony_live_feed_new ();
  Reader reader = { feed, FALSE };
  GThread *threads[2];
  guint i;

  for (i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("read", read_all, &reader);
  for (i = 0; i < 20000; i++)
    {
      g_autoptr (PronyRunSnapshot) snapshot = prony_run_snapshot_new (run);

      snapshot->progress = i;
      snapshot->elapsed_s = 2 * i;
      prony_live_feed_publish (feed, snapshot);
    }
  g_atomic_int_set (&reader.stop, TRUE);
  for (i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/live-feed/empty", test_empty);
  g_test_add_func ("/live-feed/latest", test_latest);
  g_test_add_func ("/live-feed/outlives", test_outlives);
  g_test_add_func ("/live-feed/threads", test_threads);

  return g_test_run ();
}
