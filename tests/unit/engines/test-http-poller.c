/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <unistd.h>

#include "base/prony-clock.h"
#include "core/http/prony-http-poller.h"

typedef struct
{
  PronyHttpPoller *poller;
  PronyHttpWatch watches[3];
  PronyHttpDeadline deadlines[3];
  int pipes[3][2];
  GString *log;
  guint more;
} Fixture;

static void
fixture_set_up (Fixture *self, gconstpointer data)
{
  self->poller = prony_http_poller_new (NULL);
  self->log = g_string_new (NULL);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (pipe (self->pipes[i]), ==, 0);
}

static void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < 3; i++)
    {
      prony_http_poller_unwatch (self->poller, &self->watches[i]);
      prony_http_poller_clear_deadline (self->poller, &self->deadlines[i]);
      close (self->pipes[i][0]);
      close (self->pipes[i][1]);
    }
  prony_http_poller_free (self->poller);
  g_string_free (self->log, TRUE);
}

static void
write_byte (Fixture *self, guint i)
{
  g_assert_cmpint (write (self->pipes[i][1], "x", 1), ==, 1);
}

static void
turn (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gboolean
on_first_ready (gpointer user_data)
{
  Fixture *self = user_data;
  char byte;

  g_assert_cmpint (read (self->pipes[0][0], &byte, 1), ==, 1);
  g_string_append_c (self->log, 'a');
  return FALSE;
}

static gboolean
on_second_ready (gpointer user_data)
{
  Fixture *self = user_data;
  char byte;

  g_assert_cmpint (read (self->pipes[1][0], &byte, 1), ==, 1);
  g_string_append_c (self->log, 'b');
  return FALSE;
}

static void
test_ready (Fixture *self, gconstpointer data)
{
  g_assert_true (prony_http_poller_watch (self->poller, &self->watches[0], self->pipes[0][0],
                                          on_first_ready, self));
  g_assert_true (prony_http_poller_watch (self->poller, &self->watches[1], self->pipes[1][0],
                                          on_second_ready, self));
  turn ();
  g_assert_cmpstr (self->log->str, ==, "");

  write_byte (self, 1);
  turn ();
  g_assert_cmpstr (self->log->str, ==, "b");

  write_byte (self, 0);
  write_byte (self, 0);
  turn ();
  g_assert_cmpstr (self->log->str, ==, "baa");

  prony_http_poller_unwatch (self->poller, &self->watches[0]);
  write_byte (self, 0);
  turn ();
  g_assert_cmpstr (self->log->str, ==, "baa");
}

static gboolean
on_ready_end_others (gpointer user_data)
{
  Fixture *self = user_data;

  for (guint i = 0; i < 3; i++)
    prony_http_poller_unwatch (self->poller, &self->watches[i]);
  g_string_append_c (self->log, 'x');
  return FALSE;
}

/* Whoever is called first may end those that were found ready with it. */
static void
test_unwatch_within (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < 3; i++)
    {
      prony_http_poller_watch (self->poller, &self->watches[i], self->pipes[i][0],
                               on_ready_end_others, self);
      write_byte (self, i);
    }
  turn ();
  g_assert_cmpstr (self->log->str, ==, "x");
}

static gboolean
on_queued (gpointer user_data)
{
  Fixture *self = user_data;

  g_string_append_c (self->log, 'q');
  return --self->more > 0;
}

/* Who has something left is called again, and lets others go first. */
static void
test_queue (Fixture *self, gconstpointer data)
{
  self->more = 3;
  prony_http_poller_enqueue (self->poller, &self->watches[2], on_queued, self);
  prony_http_poller_watch (self->poller, &self->watches[0], self->pipes[0][0], on_first_ready,
                           self);
  write_byte (self, 0);
  turn ();
  g_assert_cmpstr (self->log->str, ==, "qaqq");
}

static void
on_deadline (gpointer user_data)
{
  Fixture *self = user_data;

  g_string_append_c (self->log, 'd');
}

static void
on_deadline_set_again (gpointer user_data)
{
  Fixture *self = user_data;

  g_string_append_c (self->log, 's');
  prony_http_poller_set_deadline (self->poller, &self->deadlines[1], prony_clock_now_ns (),
                                  on_deadline, self);
}

static void
test_deadlines (Fixture *self, gconstpointer data)
{
  gint64 now_ns = prony_clock_now_ns ();
  gint64 soon_ns = now_ns + PRONY_NS_PER_S / 50;

  prony_http_poller_set_deadline (self->poller, &self->deadlines[0], now_ns + 60 * PRONY_NS_PER_S,
                                  on_deadline, self);
  prony_http_poller_set_deadline (self->poller, &self->deadlines[1], soon_ns, on_deadline_set_again,
                                  self);
  prony_http_poller_set_deadline (self->poller, &self->deadlines[2], soon_ns / 2, on_deadline,
                                  self);
  prony_http_poller_clear_deadline (self->poller, &self->deadlines[2]);

  while (self->log->len < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (prony_clock_now_ns (), >=, soon_ns);
  g_assert_cmpstr (self->log->str, ==, "sd");
  g_assert_true (self->deadlines[0].active);
  g_assert_false (self->deadlines[1].active);
}

/* --- Deadlines and sockets together ----------------------------------------- */

static gboolean
on_flood (gpointer user_data)
{
  Fixture *self = user_data;

  self->more++;
  return FALSE;
}

static gboolean
on_endless (gpointer user_data)
{
  Fixture *self = user_data;

  self->more++;
  return TRUE;
}

/* What always has something to read cannot hold a deadline up. */
static void
test_flood (Fixture *self, gconstpointer data)
{
  gint64 at_ns = prony_clock_now_ns () + PRONY_NS_PER_S / 200;

  prony_http_poller_watch (self->poller, &self->watches[0], self->pipes[0][0], on_flood, self);
  prony_http_poller_enqueue (self->poller, &self->watches[1], on_endless, self);
  write_byte (self, 0);
  prony_http_poller_set_deadline (self->poller, &self->deadlines[0], at_ns, on_deadline, self);

  while (self->log->len == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (prony_clock_now_ns (), >=, at_ns);
  g_assert_cmpuint (self->more, >, 0);
}

static void
on_deadline_for_ever (gpointer user_data)
{
  Fixture *self = user_data;

  self->more++;
  prony_http_poller_set_deadline (self->poller, &self->deadlines[0], 1, on_deadline_for_ever, self);
}

/* Deadlines that are always overdue cannot hold a socket up. */
static void
test_overdue (Fixture *self, gconstpointer data)
{
  prony_http_poller_watch (self->poller, &self->watches[0], self->pipes[0][0], on_first_ready,
                           self);
  on_deadline_for_ever (self);
  for (guint i = 0; i < 3; i++)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (self->more, >, 1);

  write_byte (self, 0);
  for (guint i = 0; i < 3 && self->log->len == 0; i++)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (self->log->str, ==, "a");
}

static gboolean
on_ready_turn (gpointer user_data)
{
  Fixture *self = user_data;
  guint i = self->more++;
  char byte;

  g_assert_cmpint (read (self->pipes[i][0], &byte, 1), ==, 1);
  g_string_append_printf (self->log, "<%u", i);
  g_main_context_iteration (NULL, FALSE);
  g_string_append_c (self->log, '>');
  return FALSE;
}

/* Who runs the main loop from within a call gets the others served, each once. */
static void
test_turn_within (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < 3; i++)
    {
      write_byte (self, i);
      prony_http_poller_watch (self->poller, &self->watches[i], self->pipes[i][0], on_ready_turn,
                               self);
    }
  turn ();
  g_assert_cmpstr (self->log->str, ==, "<0<1<2>>>");
}

typedef struct
{
  PronyHttpDeadline deadline;
  gint64 wanted_ns;
  gint64 late_ns;
  guint *n_served;
} Moment;

static void
on_moment (gpointer user_data)
{
  Moment *moment = user_data;

  moment->late_ns = prony_clock_now_ns () - moment->wanted_ns;
  (*moment->n_served)++;
}

/* Half a millisecond apart, which a main loop that counts in milliseconds cannot
 * keep. On a busy computer most may be late, but not all. */
static void
test_exact (Fixture *self, gconstpointer data)
{
  gint64 start_ns = prony_clock_now_ns () + PRONY_NS_PER_S / 500;
  gint64 best_ns[2] = { G_MAXINT64, G_MAXINT64 };
  Moment moments[60] = { 0 };
  guint n_served = 0;

  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      moments[i].wanted_ns = start_ns + i * PRONY_NS_PER_S / 2000;
      moments[i].n_served = &n_served;
      prony_http_poller_set_deadline (self->poller, &moments[i].deadline, moments[i].wanted_ns,
                                      on_moment, &moments[i]);
    }
  while (n_served < G_N_ELEMENTS (moments))
    g_main_context_iteration (NULL, TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      g_assert_cmpint (moments[i].late_ns, >=, 0);
      best_ns[i % 2] = MIN (best_ns[i % 2], moments[i].late_ns);
    }
  g_assert_cmpint (best_ns[0], <, PRONY_NS_PER_S / 4000);
  g_assert_cmpint (best_ns[1], <, PRONY_NS_PER_S / 4000);
}

/* --- The order of deadlines ------------------------------------------------- */

static void
assert_in_order (PronyHttpDeadlines *self)
{
  gint64 at_ns = G_MININT64;
  guint64 order = 0;

  while (self->n > 0)
    {
      PronyHttpDeadline *first = prony_http_deadlines_first (self);

      g_assert_cmpint (first->at_ns, >=, at_ns);
      if (first->at_ns == at_ns)
        g_assert_cmpuint (first->order, >, order);
      at_ns = first->at_ns;
      order = first->order;
      prony_http_deadlines_remove (self, first);
      g_assert_false (first->active);
    }
  g_assert_null (prony_http_deadlines_first (self));
}

static void
test_order (void)
{
  enum
  {
    N = 1000
  };
  g_autofree PronyHttpDeadline *deadlines = g_new0 (PronyHttpDeadline, N);
  PronyHttpDeadlines self = { 0 };

  for (guint round = 0; round < 10; round++)
    {
      for (guint i = 0; i < N; i++)
        {
          deadlines[i].at_ns = g_test_rand_int_range (0, 50);
          prony_http_deadlines_add (&self, &deadlines[i]);
        }
      for (guint i = 0; i < N; i++)
        if (g_test_rand_bit ())
          {
            prony_http_deadlines_remove (&self, &deadlines[i]);
            deadlines[i].at_ns = g_test_rand_int_range (0, 50);
            prony_http_deadlines_add (&self, &deadlines[i]);
          }
      for (guint i = 0; i < N; i++)
        if (g_test_rand_bit ())
          prony_http_deadlines_remove (&self, &deadlines[i]);
      assert_in_order (&self);
    }
  prony_http_deadlines_clear (&self);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/http-poller/ready", Fixture, NULL, fixture_set_up, test_ready, fixture_tear_down);
  g_test_add ("/http-poller/unwatch-within", Fixture, NULL, fixture_set_up, test_unwatch_within,
              fixture_tear_down);
  g_test_add ("/http-poller/queue", Fixture, NULL, fixture_set_up, test_queue, fixture_tear_down);
  g_test_add ("/http-poller/deadlines", Fixture, NULL, fixture_set_up, test_deadlines,
              fixture_tear_down);
  g_test_add ("/http-poller/flood", Fixture, NULL, fixture_set_up, test_flood, fixture_tear_down);
  g_test_add ("/http-poller/overdue", Fixture, NULL, fixture_set_up, test_overdue,
              fixture_tear_down);
  g_test_add ("/http-poller/turn-within", Fixture, NULL, fixture_set_up, test_turn_within,
              fixture_tear_down);
  g_test_add ("/http-poller/exact", Fixture, NULL, fixture_set_up, test_exact, fixture_tear_down);
  g_test_add_func ("/http-poller/order", test_order);

  return g_test_run ();
}
