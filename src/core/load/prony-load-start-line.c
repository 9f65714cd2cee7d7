/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-load"

#include "config.h"

#include "base/prony-clock.h"
#include "core/load/prony-load-start-line.h"

/* How far ahead the agreed moment lies: enough for each thread to be woken and to
 * set a timer, even on a busy computer. */
#define AHEAD_NS (5 * PRONY_NS_PER_S / 1000)

typedef struct
{
  PronyLoadStartFunc func;
  gpointer user_data;
} Waiter;

/* The lock is held while the waiters are called, so that one who has withdrawn is
 * not called any more. */
struct _PronyLoadStartLine
{
  gatomicrefcount refs;
  GMutex mutex;
  guint n_expected;
  GArray *waiters; /* of Waiter: who has arrived */
};

/**
 * prony_load_start_line_new:
 *
 * Returns: (transfer full): a line that nobody has joined
 */
PronyLoadStartLine *
prony_load_start_line_new (void)
{
  PronyLoadStartLine *self = g_new0 (PronyLoadStartLine, 1);

  g_atomic_ref_count_init (&self->refs);
  g_mutex_init (&self->mutex);
  self->waiters = g_array_new (FALSE, FALSE, sizeof (Waiter));
  return self;
}

/**
 * prony_load_start_line_ref:
 * @self: a line
 *
 * Returns: (transfer full): @self
 */
PronyLoadStartLine *
prony_load_start_line_ref (PronyLoadStartLine *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * prony_load_start_line_unref:
 * @self: (transfer full): a line
 */
void
prony_load_start_line_unref (PronyLoadStartLine *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_array_unref (self->waiters);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* Opens if all are there. */
static void
start_line_look (PronyLoadStartLine *self)
{
  gint64 open_ns;

  if (self->waiters->len < self->n_expected || self->waiters->len == 0)
    return;

  open_ns = prony_clock_now_ns () + AHEAD_NS;
  for (guint i = 0; i < self->waiters->len; i++)
    {
      const Waiter *waiter = &g_array_index (self->waiters, Waiter, i);

      waiter->func (open_ns, waiter->user_data);
    }

  self->n_expected = 0;
  g_array_set_size (self->waiters, 0);
}

/**
 * prony_load_start_line_join:
 * @self: a line
 * @n: how many threads will arrive
 *
 * Makes those who arrive wait for @n more. All must have joined before the last of
 * those who have joined arrives: whoever starts several generators one after the
 * other joins for itself first, and leaves when it has started all of them.
 */
void
prony_load_start_line_join (PronyLoadStartLine *self, guint n)
{
  g_mutex_lock (&self->mutex);
  self->n_expected += n;
  g_mutex_unlock (&self->mutex);
}

/**
 * prony_load_start_line_arrive:
 * @self: a line that the caller has joined
 * @func: called once when all have arrived, from here or from another thread
 * @user_data: for @func; must stay until then, or until it is withdrawn
 *
 * Says that one thread is ready.
 */
void
prony_load_start_line_arrive (PronyLoadStartLine *self, PronyLoadStartFunc func, gpointer user_data)
{
  Waiter waiter = { func, user_data };

  g_mutex_lock (&self->mutex);
  g_array_append_val (self->waiters, waiter);
  start_line_look (self);
  g_mutex_unlock (&self->mutex);
}

/**
 * prony_load_start_line_withdraw:
 * @self: a line
 * @user_data: of one who has arrived
 *
 * Takes back an arrival together with its place: the rest opens without it. After
 * this it is not called any more. Changes nothing once all have been called.
 */
void
prony_load_start_line_withdraw (PronyLoadStartLine *self, gpointer user_data)
{
  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->waiters->len; i++)
    if (g_array_index (self->waiters, Waiter, i).user_data == user_data)
      {
        g_array_remove_index (self->waiters, i);
        self->n_expected--;
        break;
      }
  start_line_look (self);
  g_mutex_unlock (&self->mutex);
}

/**
 * prony_load_start_line_leave:
 * @self: a line that the caller has joined
 * @n: how many threads will not arrive
 *
 * Keeps the rest from waiting for those who will never come.
 */
void
prony_load_start_line_leave (PronyLoadStartLine *self, guint n)
{
  g_mutex_lock (&self->mutex);
  self->n_expected -= MIN (n, self->n_expected);
  start_line_look (self);
  g_mutex_unlock (&self->mutex);
}
