/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "app/prony-loop-watch.h"

#define MS G_GINT64_CONSTANT (1000000)

static void
test_quantiles (void)
{
  g_autoptr (PronyLoopWatch) watch = prony_loop_watch_new (NULL);
  g_autofree char *text = NULL;

  g_assert_true (isnan (prony_loop_watch_get_quantile (watch, 0.5)));

  for (guint i = 0; i < 98; i++)
    prony_loop_watch_add (watch, MS / 2, MS / 4);
  prony_loop_watch_add (watch, 20 * MS, 7 * MS);
  prony_loop_watch_add (watch, 5000 * MS, 6 * MS); /* beyond the places */

  g_assert_cmpfloat_with_epsilon (prony_loop_watch_get_quantile (watch, 0.5), 0.6, 1e-9);
  g_assert_cmpfloat_with_epsilon (prony_loop_watch_get_quantile (watch, 0.98), 0.6, 1e-9);
  g_assert_cmpfloat_with_epsilon (prony_loop_watch_get_quantile (watch, 0.99), 20.1, 1e-9);
  g_assert_cmpfloat_with_epsilon (prony_loop_watch_get_quantile (watch, 1), 5000, 1e-9);

  text = prony_loop_watch_describe (watch);
  g_assert_nonnull (strstr (text, "\"iterations\": 100,"));
  g_assert_nonnull (strstr (text, "\"over_50_ms\": 1,"));
  g_assert_nonnull (strstr (text, "\"p99_cpu_ms\": 6.1"));
  g_assert_nonnull (strstr (text, "\"max_cpu_ms\": 7}\n"));
  g_assert_nonnull (strstr (text, "\"max_ms\": 5000,"));

  prony_loop_watch_reset (watch);
  g_assert_true (isnan (prony_loop_watch_get_quantile (watch, 0.5)));
}

static gboolean
block_cb (gpointer data)
{
  g_usleep (20000);
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* What blocks the loop counts; what it sleeps does not. */
static void
test_loop (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (PronyLoopWatch) watch = prony_loop_watch_new (context);
  g_autoptr (GSource) source = g_timeout_source_new (500);
  gboolean done = FALSE;

  g_source_set_callback (source, block_cb, &done, NULL);
  g_source_attach (source, context);
  while (!done)
    g_main_context_iteration (context, TRUE);
  g_main_context_iteration (context, FALSE);

  g_assert_cmpfloat (prony_loop_watch_get_quantile (watch, 1), >=, 20);
  g_assert_cmpfloat (prony_loop_watch_get_quantile (watch, 1), <, 500);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/loop-watch/quantiles", test_quantiles);
  g_test_add_func ("/loop-watch/loop", test_loop);

  return g_test_run ();
}
