/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-http"

#include "config.h"

#include "core/http/prony-http-deadlines.h"

/* A binary heap: arrivals, think times, timeouts and back-offs do not come in any
 * order. Each deadline knows its place in the heap, so that clearing one, as every
 * request does with its timeout, needs no search. */

static gboolean
is_before (const PronyHttpDeadline *one, const PronyHttpDeadline *other)
{
  if (one->at_ns != other->at_ns)
    return one->at_ns < other->at_ns;

  return one->order < other->order;
}

static void
put (PronyHttpDeadlines *self, guint index, PronyHttpDeadline *deadline)
{
  self->heap[index] = deadline;
  deadline->index = index;
}

static void
sift_up (PronyHttpDeadlines *self, guint index, PronyHttpDeadline *deadline)
{
  while (index > 0 && is_before (deadline, self->heap[(index - 1) / 2]))
    {
      put (self, index, self->heap[(index - 1) / 2]);
      index = (index - 1) / 2;
    }

  put (self, index, deadline);
}

static void
sift_down (PronyHttpDeadlines *self, guint index, PronyHttpDeadline *deadline)
{
  guint child;

  while ((child = 2 * index + 1) < self->n)
    {
      if (child + 1 < self->n && is_before (self->heap[child + 1], self->heap[child]))
        child++;
      if (!is_before (self->heap[child], deadline))
        break;
      put (self, index, self->heap[child]);
      index = child;
    }

  put (self, index, deadline);
}

/**
 * prony_http_deadlines_clear:
 * @self: deadlines
 *
 * Frees what belongs to them.
 */
void
prony_http_deadlines_clear (PronyHttpDeadlines *self)
{
  g_free (self->heap);
  *self = (PronyHttpDeadlines){ 0 };
}

/**
 * prony_http_deadlines_first:
 * @self: deadlines
 *
 * Returns: (transfer none) (nullable): the earliest one; %NULL where there is none
 */
PronyHttpDeadline *
prony_http_deadlines_first (const PronyHttpDeadlines *self)
{
  return self->n > 0 ? self->heap[0] : NULL;
}

/**
 * prony_http_deadlines_add:
 * @self: deadlines
 * @deadline: memory of the caller's with its time, inactive; must stay until it is
 *   removed
 *
 * Adds a deadline. Takes time in proportion to the logarithm of their number at
 * most, and memory only where there are more of them than ever before.
 */
void
prony_http_deadlines_add (PronyHttpDeadlines *self, PronyHttpDeadline *deadline)
{
  g_return_if_fail (!deadline->active);

  if (self->n == self->allocated)
    {
      self->allocated = MAX (16, 2 * self->allocated);
      self->heap = g_renew (PronyHttpDeadline *, self->heap, self->allocated);
    }

  deadline->active = TRUE;
  deadline->order = self->n_added++;
  sift_up (self, self->n++, deadline);
}

/**
 * prony_http_deadlines_remove:
 * @self: deadlines
 * @deadline: one of them
 *
 * Removes a deadline, likewise; it is all zero afterwards.
 */
void
prony_http_deadlines_remove (PronyHttpDeadlines *self, PronyHttpDeadline *deadline)
{
  PronyHttpDeadline *last;
  guint index = deadline->index;

  g_return_if_fail (index < self->n && self->heap[index] == deadline);

  last = self->heap[--self->n];
  if (last != deadline)
    {
      if (is_before (last, deadline))
        sift_up (self, index, last);
      else
        sift_down (self, index, last);
    }

  *deadline = (PronyHttpDeadline){ 0 };
}
