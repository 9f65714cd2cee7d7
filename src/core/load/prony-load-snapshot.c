/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-load"

#include "config.h"

#include <math.h>

#include "core/load/prony-load-generator.h"

static void
load_snapshot_clear (gpointer data)
{
  PronyLoadSnapshot *self = data;

  g_clear_pointer (&self->prompt, g_ref_string_release);
  g_free (self->text);
  g_free (self->reasoning);
  g_free (self->error);
}

/**
 * prony_load_snapshot_new:
 * @state: how far the trial is
 *
 * Makes a snapshot for its maker to fill in; it is immutable from the moment that
 * it is handed over. @prompt is a #GRefString, so that a long prompt is not copied
 * ten times a second.
 *
 * Returns: (transfer full): a snapshot of a trial without requests
 */
PronyLoadSnapshot *
prony_load_snapshot_new (PronyState state)
{
  PronyLoadSnapshot *self = g_atomic_rc_box_new0 (PronyLoadSnapshot);

  self->state = state;
  self->send_lag_s = NAN;
  self->client_lag_s = NAN;
  self->ttft_s = NAN;
  self->itl_s = NAN;
  self->watched_stream = -1;
  self->waiting_s = NAN;
  self->prompt_done = -1;
  self->prompt_total = -1;
  self->response_s = NAN;
  return self;
}

/**
 * prony_load_snapshot_ref:
 * @self: a snapshot
 *
 * Thread-safe.
 *
 * Returns: (transfer full): @self
 */
PronyLoadSnapshot *
prony_load_snapshot_ref (PronyLoadSnapshot *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * prony_load_snapshot_unref:
 * @self: (transfer full): a snapshot
 *
 * Thread-safe.
 */
void
prony_load_snapshot_unref (PronyLoadSnapshot *self)
{
  g_atomic_rc_box_release_full (self, load_snapshot_clear);
}
