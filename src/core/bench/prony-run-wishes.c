/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include "core/bench/prony-run-wishes.h"

struct _PronyRunWishes
{
  GCancellable *stopping;

  GMutex mutex;
  GCond changed;
  gboolean want_pause; /* under the mutex */
};

/**
 * prony_run_wishes_new:
 *
 * Returns: (transfer full): the wish that a run goes on to its end
 */
PronyRunWishes *
prony_run_wishes_new (void)
{
  PronyRunWishes *self = g_new0 (PronyRunWishes, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->stopping = g_cancellable_new ();
  return self;
}

/**
 * prony_run_wishes_free:
 * @self: (transfer full): wishes that nobody waits for
 */
void
prony_run_wishes_free (PronyRunWishes *self)
{
  g_clear_object (&self->stopping);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_free (self);
}

/**
 * prony_run_wishes_set_paused:
 * @self: wishes
 * @paused: whether the run is to pause, or to go on
 */
void
prony_run_wishes_set_paused (PronyRunWishes *self, gboolean paused)
{
  g_mutex_lock (&self->mutex);
  self->want_pause = paused;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

/**
 * prony_run_wishes_stop:
 * @self: wishes
 *
 * The run is to end early. Cannot be taken back.
 */
void
prony_run_wishes_stop (PronyRunWishes *self)
{
  g_cancellable_cancel (self->stopping);
  g_mutex_lock (&self->mutex);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

/**
 * prony_run_wishes_is_paused:
 * @self: wishes
 *
 * Returns: whether the run is to pause; a run that is to stop is not
 */
gboolean
prony_run_wishes_is_paused (PronyRunWishes *self)
{
  gboolean paused;

  g_mutex_lock (&self->mutex);
  paused = self->want_pause && !g_cancellable_is_cancelled (self->stopping);
  g_mutex_unlock (&self->mutex);
  return paused;
}

/**
 * prony_run_wishes_is_stopping:
 * @self: wishes
 *
 * Returns: whether the run is to end early
 */
gboolean
prony_run_wishes_is_stopping (PronyRunWishes *self)
{
  return g_cancellable_is_cancelled (self->stopping);
}

/**
 * prony_run_wishes_get_stopping:
 * @self: wishes
 *
 * Returns: (transfer none): cancelled when the run is to end early
 */
GCancellable *
prony_run_wishes_get_stopping (PronyRunWishes *self)
{
  return self->stopping;
}

/**
 * prony_run_wishes_wait:
 * @self: wishes
 * @timeout_us: how long at most
 *
 * Waits until a wish is made; not at all for a run that is to stop.
 */
void
prony_run_wishes_wait (PronyRunWishes *self, gint64 timeout_us)
{
  gint64 until_us = g_get_monotonic_time () + timeout_us;

  g_mutex_lock (&self->mutex);
  if (!g_cancellable_is_cancelled (self->stopping))
    g_cond_wait_until (&self->changed, &self->mutex, until_us);
  g_mutex_unlock (&self->mutex);
}
