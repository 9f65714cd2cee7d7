/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <math.h>
#include <string.h>

#include "core/chart/prony-gauge-history.h"

#define PLACE_US (G_USEC_PER_SEC / 4)

/* A reading that is late stands for the time before it, too; after this many places
 * there was none. */
#define BRIDGED_PLACES 8

/* Makes room at the end, at most for all. */
static void
push (PronyGaugeHistory *self, double value)
{
  if (self->n_values == PRONY_GAUGE_HISTORY_PLACES)
    {
      memmove (self->values, self->values + 1,
               (PRONY_GAUGE_HISTORY_PLACES - 1) * sizeof self->values[0]);
      self->n_values--;
    }
  self->values[self->n_values++] = value;
}

/**
 * prony_gauge_history_add:
 * @self: the readings so far
 * @value: a reading; NAN where there is none
 * @time_us: when it was taken, on a clock that never goes back; an earlier time than
 *   that of the newest counts as the same
 *
 * Adds a reading. Of two in the same quarter of a second the later one stays; places in
 * between are filled with it, or left without one where it was a pause.
 */
void
prony_gauge_history_add (PronyGaugeHistory *self, double value, gint64 time_us)
{
  gint64 place = time_us / PLACE_US;
  gint64 passed = place - self->place;

  g_return_if_fail (self != NULL);

  if (self->n_values == 0)
    push (self, value);
  else if (passed <= 0)
    self->values[self->n_values - 1] = value;
  else
    for (gint64 i = MAX (0, passed - PRONY_GAUGE_HISTORY_PLACES); i < passed; i++)
      push (self, i == passed - 1 || passed <= BRIDGED_PLACES ? value : NAN);

  if (passed > 0 || self->n_values == 1)
    self->place = place;
}

/**
 * prony_gauge_history_get_highest:
 * @self: readings
 *
 * Returns: the highest of them; NAN without any
 */
double
prony_gauge_history_get_highest (const PronyGaugeHistory *self)
{
  double highest = NAN;

  g_return_val_if_fail (self != NULL, NAN);

  for (guint i = 0; i < self->n_values; i++)
    if (isfinite (self->values[i]) && !(highest >= self->values[i]))
      highest = self->values[i];

  return highest;
}
