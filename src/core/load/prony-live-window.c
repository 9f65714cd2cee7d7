/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-load"

#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/prony-clock.h"
#include "core/load/prony-live-window.h"

/* What a view shows while a trial is under way: the rate over the last two
 * seconds, in twenty buckets, and medians over the latest values. A token costs a
 * few additions and no allocation; the sorting is done once a snapshot. These
 * figures are for looking at: the results are computed from the records. */

#define BUCKET_NS (PRONY_NS_PER_S / 10)

/**
 * prony_live_window_init:
 * @self: (out caller-allocates): memory
 * @now_ns: the time
 *
 * Begins without any values.
 */
void
prony_live_window_init (PronyLiveWindow *self, gint64 now_ns)
{
  *self = (PronyLiveWindow){ .bucket = now_ns / BUCKET_NS, .began_ns = now_ns };
}

/* Empties the buckets between the latest one and that of @at_ns. */
static void
advance (PronyLiveWindow *self, gint64 at_ns)
{
  gint64 bucket = at_ns / BUCKET_NS;

  if (bucket - self->bucket > PRONY_LIVE_BUCKETS)
    self->bucket = bucket - PRONY_LIVE_BUCKETS;

  while (self->bucket < bucket)
    {
      self->bucket++;
      self->tokens[self->bucket % PRONY_LIVE_BUCKETS] = 0;
    }
}

/**
 * prony_live_window_add_tokens:
 * @self: a window
 * @at_ns: when they came
 * @tokens: how many
 *
 * Notes tokens.
 */
void
prony_live_window_add_tokens (PronyLiveWindow *self, gint64 at_ns, guint tokens)
{
  advance (self, at_ns);
  self->tokens[self->bucket % PRONY_LIVE_BUCKETS] += tokens;
}

/**
 * prony_live_window_add_ttft:
 * @self: a window
 * @ns: a time to first token
 *
 * Notes a time to first token.
 */
void
prony_live_window_add_ttft (PronyLiveWindow *self, gint64 ns)
{
  self->ttfts[self->n_ttfts++ % PRONY_LIVE_TTFTS] = prony_ns_to_s (ns);
}

/**
 * prony_live_window_add_gap:
 * @self: a window
 * @ns: a gap between two tokens of one answer
 *
 * Notes an inter-token latency.
 */
void
prony_live_window_add_gap (PronyLiveWindow *self, gint64 ns)
{
  self->gaps[self->n_gaps++ % PRONY_LIVE_GAPS] = prony_ns_to_s (ns);
}

/**
 * prony_live_window_get_rate:
 * @self: a window
 * @now_ns: the time
 *
 * Returns: tokens per second over the last two seconds, or since the beginning
 *   where that is less; 0 without tokens
 */
double
prony_live_window_get_rate (PronyLiveWindow *self, gint64 now_ns)
{
  gint64 first_ns;
  guint64 tokens = 0;

  advance (self, now_ns);
  for (guint i = 0; i < PRONY_LIVE_BUCKETS; i++)
    tokens += self->tokens[i];

  first_ns = MAX ((self->bucket - PRONY_LIVE_BUCKETS + 1) * BUCKET_NS, self->began_ns);
  return now_ns > first_ns ? (double) tokens / prony_ns_to_s (now_ns - first_ns) : 0;
}

static int
compare_doubles (const void *a, const void *b)
{
  double one = *(const double *) a;
  double other = *(const double *) b;

  return (one > other) - (one < other);
}

static double
median (const double *values, guint64 n_noted, guint n_kept)
{
  double sorted[PRONY_LIVE_GAPS];
  guint n = (guint) MIN (n_noted, n_kept);

  if (n == 0)
    return NAN;

  memcpy (sorted, values, n * sizeof *sorted);
  qsort (sorted, n, sizeof *sorted, compare_doubles);
  return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
}

/**
 * prony_live_window_get_ttft:
 * @self: a window
 *
 * Returns: the median of the latest times to first token, in seconds; NAN before
 *   the first
 */
double
prony_live_window_get_ttft (const PronyLiveWindow *self)
{
  return median (self->ttfts, self->n_ttfts, PRONY_LIVE_TTFTS);
}

/**
 * prony_live_window_get_itl:
 * @self: a window
 *
 * Returns: the median of the latest inter-token latencies, in seconds; NAN before
 *   the first
 */
double
prony_live_window_get_itl (const PronyLiveWindow *self)
{
  return median (self->gaps, self->n_gaps, PRONY_LIVE_GAPS);
}
