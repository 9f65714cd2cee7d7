/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-load"

#include "config.h"

#include "core/load/prony-load-share.h"

/**
 * prony_load_share_count:
 * @self: a thread's share
 * @total: of how many streams
 *
 * Streams are dealt out one by one, so that each thread has some of those that come
 * first and some of those that join late.
 *
 * Returns: how many are the thread's
 */
guint
prony_load_share_count (const PronyLoadShare *self, guint total)
{
  return total / self->n_threads + (self->index < total % self->n_threads ? 1 : 0);
}

/**
 * prony_load_share_number:
 * @self: a thread's share
 * @nth: which of the thread's streams, from 0
 *
 * Returns: which of the load's streams that is, from 0
 */
guint
prony_load_share_number (const PronyLoadShare *self, guint nth)
{
  return nth * self->n_threads + self->index;
}

/**
 * prony_load_share_find:
 * @self: a thread's share
 * @number: which of the load's streams, from 0; negative for none
 *
 * Returns: which of the thread's streams that is, existing or not; -1 where it is not
 *   the thread's
 */
int
prony_load_share_find (const PronyLoadShare *self, int number)
{
  if (number < 0 || (guint) number % self->n_threads != self->index)
    return -1;

  return (int) ((guint) number / self->n_threads);
}
