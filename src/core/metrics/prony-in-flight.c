/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-metrics"

#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "base/prony-clock.h"
#include "core/metrics/prony-in-flight.h"
#include "core/metrics/prony-request-metrics.h"
#include "core/model/prony-event-cursor.h"

/* What requests do at the same time: how many are in flight, and how evenly the
 * engine shares itself among them. */

/* A request with its decode rate comes or goes. */
typedef struct
{
  gint64 at_ns;
  double rate;
  int step;
} Edge;

/**
 * prony_in_flight_begin:
 * @record: a request that has ended
 *
 * Returns: when it was sent, in nanoseconds; when it was started if it never was
 *   sent, 0 if neither
 */
gint64
prony_in_flight_begin (const PronyRequestRecord *record)
{
  return record->sent_ns != 0 ? record->sent_ns : record->started_ns;
}

/**
 * prony_in_flight_end:
 * @record: a request that has ended
 *
 * Returns: when it ended, in nanoseconds: the last stamp that it has
 */
gint64
prony_in_flight_end (const PronyRequestRecord *record)
{
  gint64 end = MAX (prony_in_flight_begin (record), record->headers_ns);
  PronyEventCursor cursor;
  PronyRecordEvent event;
  gint64 last_ns = 0;

  if (record->finished_ns != 0)
    return record->finished_ns;

  prony_event_cursor_init (&cursor, record);
  while (prony_event_cursor_next (&cursor, &event))
    last_ns = event.at_ns;
  return MAX (end, last_ns);
}

/**
 * prony_in_flight_time:
 * @records: (element-type PronyRequestRecord): requests
 * @start_ns: the window's begin
 * @end_ns: its end
 *
 * Adds up how long each request was in flight inside the window. Divided by the
 * window, that is the time average of requests in flight.
 *
 * Returns: request-seconds
 */
double
prony_in_flight_time (GPtrArray *records, gint64 start_ns, gint64 end_ns)
{
  double sum = 0;

  for (guint i = 0; i < records->len; i++)
    {
      const PronyRequestRecord *record = g_ptr_array_index (records, i);
      gint64 begin = prony_in_flight_begin (record);
      gint64 from = MAX (begin, start_ns);
      gint64 to = MIN (prony_in_flight_end (record), end_ns);

      if (begin != 0 && to > from)
        sum += prony_ns_to_s (to - from);
    }

  return sum;
}

static int
compare_edges (gconstpointer a, gconstpointer b)
{
  const Edge *x = a;
  const Edge *y = b;

  if (x->at_ns != y->at_ns)
    return x->at_ns < y->at_ns ? -1 : 1;
  return x->step - y->step;
}

static GArray *
make_edges (GPtrArray *records)
{
  GArray *edges = g_array_new (FALSE, FALSE, sizeof (Edge));

  for (guint i = 0; i < records->len; i++)
    {
      const PronyRequestRecord *record = g_ptr_array_index (records, i);
      double rate = prony_request_metric (record, PRONY_METRIC_DECODE_RATE);
      Edge come = { prony_in_flight_begin (record), rate, 1 };
      Edge go = { prony_in_flight_end (record), rate, -1 };

      if (isnan (rate))
        continue;
      g_array_append_val (edges, come);
      g_array_append_val (edges, go);
    }

  g_array_sort (edges, compare_edges);
  return edges;
}

/**
 * prony_in_flight_fairness:
 * @records: (element-type PronyRequestRecord): requests
 *
 * Computes Jain's index of the decode rates of the requests in flight at a moment,
 * and its time average over all moments with two or more of them. Requests without
 * a decode rate, such as failed ones, do not take part.
 *
 * Returns: the index, from above 0 to 1; NAN where no two ran at the same time
 */
double
prony_in_flight_fairness (GPtrArray *records)
{
  g_autoptr (GArray) edges = make_edges (records);
  double weighted = 0, time = 0;
  double sum = 0, squares = 0;
  gint64 last_ns = 0;
  guint n = 0;

  for (guint i = 0; i < edges->len; i++)
    {
      const Edge *edge = &g_array_index (edges, Edge, i);

      if (n >= 2 && squares > 0)
        {
          double elapsed = (double) (edge->at_ns - last_ns);

          weighted += elapsed * sum * sum / (n * squares);
          time += elapsed;
        }

      last_ns = edge->at_ns;
      n += edge->step;
      sum += edge->step * edge->rate;
      squares += edge->step * edge->rate * edge->rate;
      /* Differences of sums keep a rest; it must not outlive the requests. */
      if (n == 0)
        sum = squares = 0;
    }

  return time > 0 ? MIN (weighted / time, 1) : NAN;
}
