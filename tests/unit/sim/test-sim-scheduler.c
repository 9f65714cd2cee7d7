/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-test"

#include "config.h"

#include "base/prony-clock.h"
#include "sim/prony-sim-random.h"
#include "sim/prony-sim-scheduler.h"

#define N_TIMERS 500

typedef struct
{
  PronySimTimer timers[N_TIMERS];
  gint64 last_due_ns;
  guint fired;
  guint last;
} Fixture;

static void
on_due_cb (PronySimTimer *timer, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_cmpint (timer->due_ns, >=, fixture->last_due_ns);
  g_assert_cmpint (prony_clock_now_ns (), >=, timer->due_ns);
  fixture->last_due_ns = timer->due_ns;
  fixture->last = (guint) (timer - fixture->timers);
  fixture->fired++;
}

/* Whatever the order of starting and stopping, they fire in that of their times,
 * and none before its time. */
static void
test_order (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (PronySimScheduler) scheduler = prony_sim_scheduler_new (context);
  g_autofree Fixture *fixture = g_new0 (Fixture, 1);
  gint64 start_ns = prony_clock_now_ns ();
  guint64 random = 1;
  guint stopped = 0;

  for (guint i = 0; i < N_TIMERS; i++)
    {
      prony_sim_timer_init (&fixture->timers[i], scheduler, on_due_cb, fixture);
      prony_sim_timer_start (&fixture->timers[i],
                             start_ns + (gint64) (prony_sim_random (&random) % 30000000));
    }
  for (guint i = 0; i < N_TIMERS; i += 3, stopped++)
    {
      prony_sim_timer_stop (&fixture->timers[i]);
      prony_sim_timer_stop (&fixture->timers[i]);
    }

  while (fixture->fired < N_TIMERS - stopped)
    g_main_context_iteration (context, TRUE);
  g_assert_false (g_main_context_pending (context));
}

/* Equal times fire in the order of starting. */
static void
test_equal (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (PronySimScheduler) scheduler = prony_sim_scheduler_new (context);
  g_autofree Fixture *fixture = g_new0 (Fixture, 1);
  gint64 due_ns = prony_clock_now_ns () + 2000000;

  for (guint i = 0; i < 20; i++)
    {
      prony_sim_timer_init (&fixture->timers[i], scheduler, on_due_cb, fixture);
      prony_sim_timer_start (&fixture->timers[i], due_ns);
    }
  while (fixture->fired < 20)
    {
      guint before = fixture->fired;

      g_main_context_iteration (context, TRUE);
      g_assert_cmpuint (fixture->fired, >=, before);
    }
  g_assert_cmpuint (fixture->last, ==, 19);
}

static void
on_again_cb (PronySimTimer *timer, gpointer user_data)
{
  guint *left = user_data;

  if (--*left > 0)
    prony_sim_timer_start (timer, 0);
}

/* A timer that is always late must let the context's other sources in between. */
static void
test_restart (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (PronySimScheduler) scheduler = prony_sim_scheduler_new (context);
  PronySimTimer timer;
  guint left = 2000;
  guint iterations = 0;

  prony_sim_timer_init (&timer, scheduler, on_again_cb, &left);
  prony_sim_timer_start (&timer, 0);
  for (; left > 0; iterations++)
    g_main_context_iteration (context, TRUE);
  g_assert_cmpuint (iterations, >, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim/scheduler/order", test_order);
  g_test_add_func ("/sim/scheduler/equal", test_equal);
  g_test_add_func ("/sim/scheduler/restart", test_restart);
  return g_test_run ();
}
