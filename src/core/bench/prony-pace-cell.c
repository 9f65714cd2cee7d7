/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <math.h>

#include "core/bench/prony-pace-cell.h"

/**
 * prony_pace_cell_clear:
 * @cell: a #PronyPaceCell
 *
 * Frees what it holds.
 */
void
prony_pace_cell_clear (gpointer cell)
{
  PronyPaceCell *self = cell;

  g_clear_pointer (&self->ages, g_array_unref);
}

/**
 * prony_pace_cell_add:
 * @self: a cell
 * @duration_s: how long a request took that has ended; at least 0
 * @warmup: whether it was one of the warm-up
 */
void
prony_pace_cell_add (PronyPaceCell *self, double duration_s, gboolean warmup)
{
  self->sum_squares += duration_s * duration_s;
  if (warmup)
    {
      self->n_warmup++;
      self->warmup_s += duration_s;
    }
  else
    {
      self->n++;
      self->sum_s += duration_s;
    }
}

/**
 * prony_pace_cell_watch:
 * @self: a cell
 * @ages: (nullable) (element-type double): for how long those requests have been under way
 *   that are
 * @first_s: how long their first tokens took; NAN where that is not known
 * @gap_s: how long passes between two of their tokens; likewise
 */
void
prony_pace_cell_watch (PronyPaceCell *self, GArray *ages, double first_s, double gap_s)
{
  g_clear_pointer (&self->ages, g_array_unref);
  self->ages = ages != NULL ? g_array_ref (ages) : NULL;
  self->first_s = first_s;
  self->gap_s = gap_s;
}

/**
 * prony_pace_cell_get_weight:
 * @self: a cell
 *
 * Returns: how far its mean is to be relied on: 0 while neither a request has ended nor
 *   tokens have come, 1 once each stream has had one
 */
double
prony_pace_cell_get_weight (const PronyPaceCell *self)
{
  return isfinite (self->gap_s) ? 1 : MIN ((self->n + self->n_warmup) / self->streams, 1);
}

/**
 * prony_pace_cell_get_squares:
 * @self: a cell
 *
 * Returns: the sum of the squares of how far its requests were off their mean, each as a
 *   share of that
 */
double
prony_pace_cell_get_squares (const PronyPaceCell *self)
{
  double n = self->n + self->n_warmup;
  double mean_s = (self->sum_s + self->warmup_s) / n;

  return n > 0 && mean_s > 0 ? MAX (self->sum_squares / (mean_s * mean_s) - n, 0) : 0;
}

/**
 * prony_pace_cell_get_mean:
 * @self: a cell
 * @tokens: how many an answer has
 * @expected_s: how long requests are expected to take by what is known of others; NAN where
 *   that is not known
 * @scatter: how far requests scatter, as a share of how long they take
 *
 * The first requests that end are the short ones: those under way count with them, as long
 * as they are expected to take, and what has taken as long already goes on for what requests
 * scatter by. Until each stream has had one, those of the warm-up count too, and, like one
 * more, what the tokens say that have come, or else what is expected.
 *
 * Returns: how long a request takes; NAN where nothing tells
 */
double
prony_pace_cell_get_mean (const PronyPaceCell *self,
                          double tokens,
                          double expected_s,
                          double scatter)
{
  double watched_s = self->first_s + self->gap_s * MAX (tokens - 1, 0);
  double n = self->n;
  double sum_s = self->sum_s;
  guint n_ages = self->ages != NULL ? self->ages->len : 0;

  if (isfinite (watched_s))
    expected_s = watched_s;
  if (n < self->streams)
    {
      n += self->n_warmup + (isfinite (expected_s) ? 1 : 0);
      sum_s += self->warmup_s + (isfinite (expected_s) ? expected_s : 0);
    }
  if (n == 0)
    return NAN;

  expected_s = sum_s / n;
  for (guint i = 0; i < n_ages; i++)
    sum_s += MAX (expected_s, g_array_index (self->ages, double, i) * (1 + scatter));

  return sum_s / (n + n_ages);
}
