/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/chart/prony-axis.h"

/* Room above, so that rounding up to a tick never overflows. */
#define LARGEST 1e300

/* The smallest of 1, 2 and 5 times a power of ten that is not below @rough. */
static double
round_step_up (double rough)
{
  double power = pow (10, floor (log10 (rough)));
  double share = rough / power;

  /* The slack is for what log10 and pow lose. */
  if (share <= 1 + 1e-9)
    return power;
  if (share <= 2 + 1e-9)
    return 2 * power;
  if (share <= 5 + 1e-9)
    return 5 * power;
  return 10 * power;
}

/**
 * prony_axis_init:
 * @self: (out): an axis
 * @low: the smallest value to show; NAN or infinity for none
 * @high: the largest value to show; NAN or infinity for none
 * @unit: what the values are in
 * @max_ticks: how many ticks there is room for, at least 2
 *
 * Makes an axis over the values and zero. Without any value it goes from 0 to 1,
 * so that an empty chart can be drawn too. Counts have no ticks between whole
 * numbers.
 */
void
prony_axis_init (PronyAxis *self, double low, double high, PronyUnit unit, guint max_ticks)
{
  double rough;

  self->unit = unit;
  self->min = isfinite (low) ? CLAMP (low, -LARGEST, 0) : 0;
  self->max = isfinite (high) ? CLAMP (high, 0, LARGEST) : 0;
  if (self->max - self->min < G_MINDOUBLE * 1e6)
    self->max = self->min + 1;

  rough = (self->max - self->min) / (MAX (max_ticks, 2) - 1);
  self->step = round_step_up (rough);
  if (unit == PRONY_UNIT_COUNT || unit == PRONY_UNIT_TOKENS)
    self->step = MAX (self->step, 1);

  self->min = floor (self->min / self->step + 1e-9) * self->step;
  self->max = ceil (self->max / self->step - 1e-9) * self->step;
}

/**
 * prony_axis_count_ticks:
 * @self: an axis
 *
 * Returns: how many ticks it has, both ends included
 */
guint
prony_axis_count_ticks (const PronyAxis *self)
{
  return (guint) llround ((self->max - self->min) / self->step) + 1;
}

/**
 * prony_axis_get_tick:
 * @self: an axis
 * @index: from 0 to one below prony_axis_count_ticks()
 *
 * Returns: the tick's value
 */
double
prony_axis_get_tick (const PronyAxis *self, guint index)
{
  /* Counted from zero rather than added up, so that zero is exactly zero. */
  return (round (self->min / self->step) + index) * self->step;
}

static char *
format_with_decimals (double value, double step)
{
  int decimals = step < 1 ? (int) CLAMP (ceil (-log10 (step) - 1e-9), 0, 9) : 0;

  if (fabs (value) >= 1e15)
    return g_strdup_printf ("%g", value);
  return g_strdup_printf ("%'.*f", decimals, value);
}

/**
 * prony_axis_format_tick:
 * @self: an axis
 * @index: from 0 to one below prony_axis_count_ticks()
 *
 * Writes a tick with its unit and just the decimals that tell it from its
 * neighbours. All ticks of an axis have the same unit, also where readings would
 * change from milliseconds to seconds.
 *
 * Returns: (transfer full): the text
 */
char *
prony_axis_format_tick (const PronyAxis *self, guint index)
{
  double value = prony_axis_get_tick (self, index);
  gboolean milli = MAX (self->max, -self->min) <= 1;
  g_autofree char *number = NULL;

  switch (self->unit)
    {
    case PRONY_UNIT_SECONDS:
      number = milli ? format_with_decimals (value * 1000, self->step * 1000)
                     : format_with_decimals (value, self->step);
      /* Translators: milliseconds; %s is a number */
      return milli ? g_strdup_printf (C_ ("unit", "%s ms"), number)
                   /* Translators: seconds; %s is a number */
                   : g_strdup_printf (C_ ("unit", "%s s"), number);

    case PRONY_UNIT_RATIO:
      number = format_with_decimals (value * 100, self->step * 100);
      /* Translators: percent; %s is a number */
      return g_strdup_printf (C_ ("unit", "%s %%"), number);

    case PRONY_UNIT_PERCENT:
      number = format_with_decimals (value, self->step);
      /* Translators: percent; %s is a number */
      return g_strdup_printf (C_ ("unit", "%s %%"), number);

    case PRONY_UNIT_TOKENS_PER_SECOND:
      number = format_with_decimals (value, self->step);
      /* Translators: tokens per second; %s is a number */
      return g_strdup_printf (C_ ("unit", "%s tok/s"), number);

    case PRONY_UNIT_REQUESTS_PER_SECOND:
      number = format_with_decimals (value, self->step);
      /* Translators: requests per second; %s is a number */
      return g_strdup_printf (C_ ("unit", "%s req/s"), number);

    case PRONY_UNIT_WATTS:
      number = format_with_decimals (value, self->step);
      /* Translators: watts; %s is a number */
      return g_strdup_printf (C_ ("unit", "%s W"), number);

    case PRONY_UNIT_CELSIUS:
      number = format_with_decimals (value, self->step);
      /* Translators: degrees Celsius; %s is a number */
      return g_strdup_printf (C_ ("unit", "%s °C"), number);

    case PRONY_UNIT_MEGABYTES:
    case PRONY_UNIT_JOULES:
    case PRONY_UNIT_TOKENS_PER_JOULE:
      return prony_format_value (value, self->unit);

    case PRONY_UNIT_TOKENS:
    case PRONY_UNIT_COUNT:
    case PRONY_UNIT_NONE:
    default:
      return format_with_decimals (value, self->step);
    }
}

/**
 * prony_axis_normalize:
 * @self: an axis
 * @value: a value; beyond the ends it is held at them
 *
 * Returns: where it lies between the axis' ends, 0 to 1
 */
double
prony_axis_normalize (const PronyAxis *self, double value)
{
  return CLAMP ((value - self->min) / (self->max - self->min), 0, 1);
}
