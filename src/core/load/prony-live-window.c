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

/**
 * prony_live_window_open:
 * @self: a window
 * @now_ns: the time
 *
 * Begins anew, with what is measured from now on; but how fast the engine processes
 * prompts is known from the warm-up.
 */
void
prony_live_window_open (PronyLiveWindow *self, gint64 now_ns)
{
  PronyLiveWindow before = *self;

  prony_live_window_init (self, now_ns);
  memcpy (self->prefills, before.prefills, sizeof self->prefills);
  self->n_prefills = before.n_prefills;
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
 * prony_live_window_add_send_lag:
 * @self: a window
 * @ns: how late a request went out
 *
 * Notes a send lag.
 */
void
prony_live_window_add_send_lag (PronyLiveWindow *self, gint64 ns)
{
  self->send_lags[self->n_send_lags++ % PRONY_LIVE_SEND_LAGS] = prony_ns_to_s (ns);
}

/**
 * prony_live_window_add_prefill:
 * @self: a window
 * @tokens_per_s: how fast a prompt was processed, over 0
 *
 * Notes a prefill rate.
 */
void
prony_live_window_add_prefill (PronyLiveWindow *self, double tokens_per_s)
{
  self->prefills[self->n_prefills++ % PRONY_LIVE_PREFILLS] = tokens_per_s;
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

/* Which of a window's values, and how many there are. */
typedef const double *(*ValuesFunc) (const PronyLiveWindow *self, guint *n);

static const double *
get_ttfts (const PronyLiveWindow *self, guint *n)
{
  *n = (guint) MIN (self->n_ttfts, PRONY_LIVE_TTFTS);
  return self->ttfts;
}

static const double *
get_gaps (const PronyLiveWindow *self, guint *n)
{
  *n = (guint) MIN (self->n_gaps, PRONY_LIVE_GAPS);
  return self->gaps;
}

static const double *
get_send_lags (const PronyLiveWindow *self, guint *n)
{
  *n = (guint) MIN (self->n_send_lags, PRONY_LIVE_SEND_LAGS);
  return self->send_lags;
}

static const double *
get_prefills (const PronyLiveWindow *self, guint *n)
{
  *n = (guint) MIN (self->n_prefills, PRONY_LIVE_PREFILLS);
  return self->prefills;
}

/* By linear interpolation between the closest ranks. */
static double
quantile (const PronyLiveWindow *const *windows, guint n_windows, ValuesFunc get, double q)
{
  g_autoptr (GArray) sorted = g_array_new (FALSE, FALSE, sizeof (double));
  double rank;
  guint below;
  double low;

  for (guint i = 0; i < n_windows; i++)
    {
      guint n;
      const double *values = get (windows[i], &n);

      g_array_append_vals (sorted, values, n);
    }
  if (sorted->len == 0)
    return NAN;

  qsort (sorted->data, sorted->len, sizeof (double), compare_doubles);
  rank = q * (sorted->len - 1);
  below = (guint) rank;
  low = g_array_index (sorted, double, below);
  if (below + 1 == sorted->len)
    return low;

  return low + (rank - below) * (g_array_index (sorted, double, below + 1) - low);
}

/**
 * prony_live_window_get_ttft:
 * @windows: (array length=n): those of all I/O threads
 * @n: how many
 *
 * Returns: the median of their latest times to first token, in seconds; NAN before
 *   the first
 */
double
prony_live_window_get_ttft (const PronyLiveWindow *const *windows, guint n)
{
  return quantile (windows, n, get_ttfts, 0.5);
}

/**
 * prony_live_window_get_itl:
 * @windows: (array length=n): those of all I/O threads
 * @n: how many
 *
 * Returns: the median of their latest inter-token latencies, in seconds; NAN before
 *   the first
 */
double
prony_live_window_get_itl (const PronyLiveWindow *const *windows, guint n)
{
  return quantile (windows, n, get_gaps, 0.5);
}

/**
 * prony_live_window_get_send_lag:
 * @windows: (array length=n): those of all I/O threads
 * @n: how many
 *
 * Returns: the 99th percentile of their latest send lags, in seconds; NAN before the
 *   first
 */
double
prony_live_window_get_send_lag (const PronyLiveWindow *const *windows, guint n)
{
  return quantile (windows, n, get_send_lags, 0.99);
}

/**
 * prony_live_window_get_prefill:
 * @windows: (array length=n): those of all I/O threads
 * @n: how many
 *
 * Returns: the median of their latest prefill rates, in tokens per second; NAN before the
 *   first
 */
double
prony_live_window_get_prefill (const PronyLiveWindow *const *windows, guint n)
{
  return quantile (windows, n, get_prefills, 0.5);
}
