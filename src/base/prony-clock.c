/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-base"

#include "config.h"

#include <math.h>
#include <time.h>

#include "base/prony-clock.h"

static gint64
read_clock (clockid_t id)
{
  struct timespec ts;

  clock_gettime (id, &ts);
  return (gint64) ts.tv_sec * PRONY_NS_PER_S + ts.tv_nsec;
}

/**
 * prony_clock_now_ns:
 *
 * Reads `CLOCK_MONOTONIC`, the only clock that stamps are taken from and that
 * durations are computed from. Thread-safe, never blocks.
 *
 * Returns: nanoseconds since an unspecified start
 */
gint64
prony_clock_now_ns (void)
{
  return read_clock (CLOCK_MONOTONIC);
}

/**
 * prony_clock_thread_cpu_ns:
 *
 * Reads the processor time that the calling thread has used, to tell how busy
 * an I/O thread is.
 *
 * Returns: nanoseconds
 */
gint64
prony_clock_thread_cpu_ns (void)
{
  return read_clock (CLOCK_THREAD_CPUTIME_ID);
}

/**
 * prony_ns_to_s:
 * @ns: a duration in nanoseconds
 *
 * Returns: the same in seconds
 */
double
prony_ns_to_s (gint64 ns)
{
  return (double) ns / (double) PRONY_NS_PER_S;
}

/**
 * prony_s_to_ns:
 * @s: a finite duration in seconds
 *
 * Returns: the same in nanoseconds, rounded to the nearest
 */
gint64
prony_s_to_ns (double s)
{
  return (gint64) llround (s * (double) PRONY_NS_PER_S);
}

/**
 * prony_clock_format_rfc3339:
 * @unix_us: a wall-clock time, microseconds since 1970 in UTC
 *
 * Writes a time for files: RFC 3339, UTC, microseconds, independent of the
 * locale and of the time zone.
 *
 * Returns: (transfer full): such as "2026-11-21T09:30:00.123456Z"
 */
char *
prony_clock_format_rfc3339 (gint64 unix_us)
{
  g_autoptr (GDateTime) second = g_date_time_new_from_unix_utc (unix_us / G_USEC_PER_SEC);
  g_autofree char *text = NULL;

  if (second == NULL)
    return g_strdup ("");

  text = g_date_time_format (second, "%Y-%m-%dT%H:%M:%S");
  return g_strdup_printf ("%s.%06dZ", text, (int) (unix_us % G_USEC_PER_SEC));
}
