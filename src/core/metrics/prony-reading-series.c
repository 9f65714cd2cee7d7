/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-metrics"

#include "config.h"

#include <math.h>

#include "base/prony-clock.h"
#include "core/metrics/prony-reading-series.h"

typedef struct
{
  gint64 at_ns;
  double value;
} Reading;

struct _PronyReadingSeries
{
  PronyReadingShape shape;
  GArray *readings; /* of Reading, by time */
};

/**
 * prony_reading_series_new:
 * @shape: what lies between readings
 *
 * Returns: (transfer full): a series without readings
 */
PronyReadingSeries *
prony_reading_series_new (PronyReadingShape shape)
{
  PronyReadingSeries *self = g_new0 (PronyReadingSeries, 1);

  self->shape = shape;
  self->readings = g_array_new (FALSE, FALSE, sizeof (Reading));
  return self;
}

/**
 * prony_reading_series_free:
 * @self: (transfer full): a series
 */
void
prony_reading_series_free (PronyReadingSeries *self)
{
  g_array_unref (self->readings);
  g_free (self);
}

static const Reading *
get_reading (const PronyReadingSeries *self, guint index)
{
  return &g_array_index (self->readings, Reading, index);
}

/**
 * prony_reading_series_add:
 * @self: a series
 * @at_ns: when it was read
 * @value: what was read; NAN adds nothing
 *
 * Adds a reading; one that is not later than those before adds nothing either.
 */
void
prony_reading_series_add (PronyReadingSeries *self, gint64 at_ns, double value)
{
  const Reading reading = { at_ns, value };

  if (!isfinite (value) ||
      (self->readings->len > 0 && get_reading (self, self->readings->len - 1)->at_ns >= at_ns))
    return;

  g_array_append_val (self->readings, reading);
}

/**
 * prony_reading_series_new_rate:
 * @counter: readings of something that only grows
 *
 * Where a counter went back it had begun anew, and its rate is not known.
 *
 * Returns: (transfer full): by how much it grew in a second, since the reading before
 */
PronyReadingSeries *
prony_reading_series_new_rate (const PronyReadingSeries *counter)
{
  PronyReadingSeries *self = prony_reading_series_new (PRONY_READING_SINCE);

  for (guint i = 1; i < counter->readings->len; i++)
    {
      const Reading *before = get_reading (counter, i - 1);
      const Reading *reading = get_reading (counter, i);
      double growth = reading->value - before->value;

      if (growth >= 0)
        prony_reading_series_add (self, reading->at_ns,
                                  growth / prony_ns_to_s (reading->at_ns - before->at_ns));
    }

  return self;
}

/* Returns: place of the first reading at @at_ns or later; their number where none is */
static guint
find_not_before (const PronyReadingSeries *self, gint64 at_ns)
{
  guint from = 0;
  guint to = self->readings->len;

  while (from < to)
    {
      guint middle = from + (to - from) / 2;

      if (get_reading (self, middle)->at_ns < at_ns)
        from = middle + 1;
      else
        to = middle;
    }

  return from;
}

static double
interpolate (const PronyReadingSeries *self, const Reading *before, const Reading *after, gint64 at)
{
  double share = (double) (at - before->at_ns) / (double) (after->at_ns - before->at_ns);

  if (after->at_ns - before->at_ns > PRONY_READING_GAP_NS)
    return NAN;
  if (self->shape == PRONY_READING_SINCE)
    return after->value;
  return before->value + share * (after->value - before->value);
}

/**
 * prony_reading_series_get_at:
 * @self: a series
 * @at_ns: a moment
 *
 * Returns: what the value was then; NAN where the readings around it are too far apart, or
 *   the nearest is too far away
 */
double
prony_reading_series_get_at (const PronyReadingSeries *self, gint64 at_ns)
{
  guint next = find_not_before (self, at_ns);
  const Reading *after = next < self->readings->len ? get_reading (self, next) : NULL;
  const Reading *before = next > 0 ? get_reading (self, next - 1) : NULL;

  if (after != NULL && (after->at_ns == at_ns))
    return after->value;
  if (before != NULL && after != NULL)
    return interpolate (self, before, after, at_ns);
  if (before != NULL)
    return at_ns - before->at_ns <= PRONY_READING_GAP_NS ? before->value : NAN;
  return after != NULL && after->at_ns - at_ns <= PRONY_READING_GAP_NS ? after->value : NAN;
}

/* Of a piece in which there is no reading but at its ends: by the value in its middle, which
 * for a line is the trapezoid. */
static double
integrate_piece (const PronyReadingSeries *self, gint64 from_ns, gint64 to_ns)
{
  if (to_ns <= from_ns)
    return 0;
  if (isnan (prony_reading_series_get_at (self, from_ns)) ||
      isnan (prony_reading_series_get_at (self, to_ns)))
    return NAN;
  return prony_reading_series_get_at (self, from_ns + (to_ns - from_ns) / 2) *
         prony_ns_to_s (to_ns - from_ns);
}

/**
 * prony_reading_series_integrate:
 * @self: a series
 * @from_ns: a moment
 * @to_ns: a later one
 *
 * Sums the value up over time: of lines by the trapezoidal rule.
 *
 * Returns: value × seconds; NAN where the value is not known all the time
 */
double
prony_reading_series_integrate (const PronyReadingSeries *self, gint64 from_ns, gint64 to_ns)
{
  double sum = 0;

  for (guint i = find_not_before (self, from_ns); i < self->readings->len; i++)
    {
      gint64 at_ns = get_reading (self, i)->at_ns;

      if (at_ns >= to_ns)
        break;
      sum += integrate_piece (self, from_ns, at_ns);
      from_ns = at_ns;
    }

  return sum + integrate_piece (self, from_ns, to_ns);
}

/**
 * prony_reading_series_integrate_unpaused:
 * @self: a series
 * @from_ns: a moment
 * @to_ns: a later one
 * @pauses: (nullable) (element-type PronyPause): times that do not count, one after another
 *
 * Does what prony_reading_series_integrate() does, without the pauses.
 *
 * Returns: value × seconds; NAN where the value is not known all the time
 */
double
prony_reading_series_integrate_unpaused (const PronyReadingSeries *self,
                                         gint64 from_ns,
                                         gint64 to_ns,
                                         const GArray *pauses)
{
  double sum = 0;

  for (guint i = 0; pauses != NULL && i < pauses->len; i++)
    {
      const PronyPause *pause = &g_array_index (pauses, PronyPause, i);

      if (pause->to_ns <= from_ns || pause->from_ns >= to_ns)
        continue;
      if (pause->from_ns > from_ns)
        sum += prony_reading_series_integrate (self, from_ns, pause->from_ns);
      from_ns = pause->to_ns;
    }

  return from_ns < to_ns ? sum + prony_reading_series_integrate (self, from_ns, to_ns) : sum;
}

/**
 * prony_reading_series_max:
 * @self: a series
 * @from_ns: a moment
 * @to_ns: a later one
 *
 * Returns: the greatest value from one to the other; NAN where none is known
 */
double
prony_reading_series_max (const PronyReadingSeries *self, gint64 from_ns, gint64 to_ns)
{
  double greatest =
    fmax (prony_reading_series_get_at (self, from_ns), prony_reading_series_get_at (self, to_ns));

  for (guint i = find_not_before (self, from_ns); i < self->readings->len; i++)
    {
      const Reading *reading = get_reading (self, i);

      if (reading->at_ns > to_ns)
        break;
      greatest = fmax (greatest, reading->value);
    }

  return greatest;
}
