/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "base/prony-clock.h"
#include "core/load/prony-live-window.h"
#include "core/load/prony-load-lag.h"

#define MS (PRONY_NS_PER_S / 1000)
#define START (1000 * PRONY_NS_PER_S)

static void
test_empty (void)
{
  PronyLiveWindow window;
  const PronyLiveWindow *only = &window;

  prony_live_window_init (&window, START);
  g_assert_true (isnan (prony_live_window_get_ttft (&only, 1)));
  g_assert_true (isnan (prony_live_window_get_itl (&only, 1)));
  g_assert_cmpfloat (prony_live_window_get_rate (&window, START), ==, 0);
  g_assert_cmpfloat (prony_live_window_get_rate (&window, START + MS), ==, 0);
}

static void
test_rate (void)
{
  PronyLiveWindow window;
  gint64 now_ns = START;

  /* A hundred tokens a second: the rate is right from the first second on. */
  prony_live_window_init (&window, START);
  for (guint i = 0; i < 500; i++)
    {
      now_ns += 10 * MS;
      prony_live_window_add_tokens (&window, now_ns, 1);
      if (i >= 100)
        g_assert_cmpfloat_with_epsilon (prony_live_window_get_rate (&window, now_ns), 100, 2);
    }

  /* Half of it is left after a second of silence, nothing after two. */
  g_assert_cmpfloat_with_epsilon (prony_live_window_get_rate (&window, now_ns + 1000 * MS), 50, 4);
  g_assert_cmpfloat (prony_live_window_get_rate (&window, now_ns + 2100 * MS), ==, 0);
  g_assert_cmpfloat (prony_live_window_get_rate (&window, now_ns + 3600 * PRONY_NS_PER_S), ==, 0);
}

static void
test_medians (void)
{
  PronyLiveWindow window;
  const PronyLiveWindow *only = &window;

  prony_live_window_init (&window, START);
  prony_live_window_add_ttft (&window, 100 * MS);
  g_assert_cmpfloat (prony_live_window_get_ttft (&only, 1), ==, 0.1);
  prony_live_window_add_ttft (&window, 200 * MS);
  g_assert_cmpfloat_with_epsilon (prony_live_window_get_ttft (&only, 1), 0.15, 1e-12);

  /* Only the latest ones count. */
  for (guint i = 0; i < PRONY_LIVE_TTFTS; i++)
    prony_live_window_add_ttft (&window, 300 * MS);
  g_assert_cmpfloat (prony_live_window_get_ttft (&only, 1), ==, 0.3);

  for (guint i = 1; i <= 3 * PRONY_LIVE_GAPS; i++)
    prony_live_window_add_gap (&window, i * MS);
  g_assert_cmpfloat_with_epsilon (prony_live_window_get_itl (&only, 1),
                                  (3 * PRONY_LIVE_GAPS - PRONY_LIVE_GAPS / 2 + 0.5) / 1000, 1e-9);
}

/* The percentile is never below the truth, and at most 9 % above it. */
static void
test_lag (void)
{
  g_autoptr (PronyLoadLag) lag = prony_load_lag_new (NULL);

  g_assert_true (isnan (prony_load_lag_get_p99 (lag)));
  for (guint i = 0; i < 985; i++)
    prony_load_lag_add (lag, MS / 10);
  for (guint i = 0; i < 15; i++)
    prony_load_lag_add (lag, 20 * MS);
  g_assert_cmpfloat (prony_load_lag_get_p99 (lag), >=, 0.020);
  g_assert_cmpfloat (prony_load_lag_get_p99 (lag), <=, 0.020 * 1.1);

  prony_load_lag_add (lag, -5);
  prony_load_lag_add (lag, G_MAXINT64);
  for (guint i = 0; i < 10000; i++)
    prony_load_lag_add (lag, MS / 10);
  g_assert_cmpfloat (prony_load_lag_get_p99 (lag), <=, 0.0001 * 1.1);
}

/* A loop that is held up is found late, and the time is found used. */
static void
test_busy (void)
{
  g_autoptr (PronyLoadLag) lag = prony_load_lag_new (NULL);
  gint64 until_ns = prony_clock_now_ns () + 100 * MS;

  prony_load_lag_begin (lag);
  while (prony_clock_now_ns () < until_ns)
    ;
  g_main_context_iteration (NULL, TRUE);
  prony_load_lag_end (lag);

  g_assert_cmpfloat (prony_load_lag_get_p99 (lag), >=, 0.05);
  g_assert_cmpfloat (prony_load_lag_get_cpu_percent (lag), >, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/live-window/empty", test_empty);
  g_test_add_func ("/live-window/rate", test_rate);
  g_test_add_func ("/live-window/medians", test_medians);
  g_test_add_func ("/load-lag/percentile", test_lag);
  g_test_add_func ("/load-lag/busy", test_busy);

  return g_test_run ();
}
