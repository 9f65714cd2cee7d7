/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-load"

#include "config.h"

#include <math.h>

#include "base/prony-clock.h"
#include "core/load/prony-load-size.h"

/* How many streams one I/O thread serves well, and about how many requests a
 * second of some hundred tokens each. */
#define STREAMS_PER_THREAD 256

/* How many streams warm up an open loop at most. */
#define WARMUP_STREAMS 8

/* How many connections are opened ahead at most: an engine that has a thread for
 * each must not starve. */
#define AHEAD_MAX 1024

static guint
count_streams (const PronyLoadLevel *level)
{
  return MAX (level->concurrency, level->from_concurrency);
}

/* Requests a second of a schedule, on average over a trace, at most on a ramp. */
static double
get_rate (const PronyLoadConfig *config)
{
  const PronyLoadLevel *level = &config->level;
  const GArray *requests;
  double span_s;

  if (level->kind == PRONY_LOAD_OPEN)
    return isnan (level->from_rate) ? level->rate : MAX (level->rate, level->from_rate);

  requests = config->trace->requests;
  span_s = prony_ns_to_s (g_array_index (requests, PronyTraceRequest, requests->len - 1).at_ns);
  return span_s > 0 ? requests->len / span_s * level->speed : requests->len;
}

/**
 * prony_load_size_count_threads:
 * @config: what a generator does
 *
 * Returns: how many I/O threads it needs: as many as @config wants, else one for
 *   each 256 streams or requests a second or so, but no more than there are cores or
 *   streams
 */
guint
prony_load_size_count_threads (const PronyLoadConfig *config)
{
  guint n_streams = count_streams (&config->level);
  double size = n_streams > 0 ? n_streams : get_rate (config);
  double n = config->threads;

  if (config->threads == 0)
    n = MIN (ceil (size / STREAMS_PER_THREAD), g_get_num_processors ());
  if (n_streams > 0)
    n = MIN (n, n_streams);

  return (guint) MAX (n, 1);
}

/**
 * prony_load_size_count_warmup_streams:
 * @config: what a generator does
 *
 * An open loop is warmed up by a closed one of a few streams: a schedule has no
 * rounds, and the engine's caches and connections do not need its rate.
 *
 * Returns: how many streams warm up in all: each of a closed loop, and up to eight
 *   of an open loop, but not more than its cap or its requests a second
 */
guint
prony_load_size_count_warmup_streams (const PronyLoadConfig *config)
{
  guint n_streams = count_streams (&config->level);
  guint n;

  if (config->level.kind == PRONY_LOAD_CLOSED)
    return n_streams;

  n = (guint) CLAMP (ceil (get_rate (config)), 1, WARMUP_STREAMS);
  return n_streams > 0 ? MIN (n, n_streams) : n;
}

/**
 * prony_load_size_expect_concurrency:
 * @config: what a generator does, an open loop
 * @latency_s: how long a request takes; NAN where that is not known
 *
 * By Little's law there are rate × latency requests at once on average; if they
 * arrive independently of one another their number is Poisson distributed, so three
 * standard deviations more are hardly ever exceeded.
 *
 * Returns: for how many requests at once connections are opened ahead
 */
guint
prony_load_size_expect_concurrency (const PronyLoadConfig *config, double latency_s)
{
  guint n_streams = count_streams (&config->level);
  double mean = get_rate (config) * latency_s;
  double n = prony_load_size_count_warmup_streams (config);

  if (!isnan (mean))
    n = MAX (n, ceil (mean + 3 * sqrt (mean)));
  if (n_streams > 0)
    n = MIN (n, n_streams);

  return (guint) MIN (n, AHEAD_MAX);
}
