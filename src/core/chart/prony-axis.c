/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/chart/prony-axis-private.h"

/* Room above, so that rounding up to a tick never overflows. */
#define LARGEST 1e300

/* Values nearer to each other than that share of their size are equal to the eye, and
 * rounding would make their ticks equal, too. */
#define LEAST_SPAN 1e-9

/* The decades of values that a logarithmic axis shows below the largest where the
 * smallest has none. */
#define DECADES_BELOW 3

/* Around a single moment, and the shortest time with ticks of its own, in microseconds; and
 * the room at the ends of a time axis. */
#define AROUND_MOMENT 30e6
#define LEAST_TIME 10e3
#define TIME_MARGIN 0.02

/* Well between the years 1 and 9999, which calendars can tell, in microseconds. */
#define FIRST_TIME (-30e15)
#define LAST_TIME 220e15

/* How far beyond its ends an axis tells places, in its own lengths. */
#define BEYOND 1000.0

static guint
bound_ticks (guint max_ticks)
{
  return CLAMP (max_ticks, 2, PRONY_AXIS_MAX_TICKS - 2);
}

static void
begin (PronyAxis *self, PronyScale scale, PronyUnit unit)
{
  self->unit = unit;
  self->scale = scale;
  self->step = 0;
  self->n_ticks = 0;
  self->n_minor_ticks = 0;
}

static void
add_ticks (PronyAxis *self, guint max_ticks)
{
  switch (self->scale)
    {
    case PRONY_SCALE_LOG:
      _prony_axis_add_log_ticks (self, max_ticks);
      break;
    case PRONY_SCALE_TIME:
      _prony_axis_add_time_ticks (self, max_ticks);
      break;
    case PRONY_SCALE_LINEAR:
    default:
      _prony_axis_add_linear_ticks (self, max_ticks);
      break;
    }
}

/**
 * prony_axis_init:
 * @self: (out): an axis
 * @low: the smallest value to show; NAN or infinity for none
 * @high: the largest value to show; NAN or infinity for none
 * @unit: what the values are in
 * @max_ticks: how many ticks there is room for, at least 2
 *
 * Makes a linear axis over the values and zero, as bars need it, which are read by their
 * length. Without any value it goes from 0 to 1, so that an empty chart can be drawn too.
 * Counts have no ticks between whole numbers.
 */
void
prony_axis_init (PronyAxis *self, double low, double high, PronyUnit unit, guint max_ticks)
{
  guint n = bound_ticks (max_ticks);

  begin (self, PRONY_SCALE_LINEAR, unit);
  self->min = isfinite (low) ? CLAMP (low, -LARGEST, 0) : 0;
  self->max = isfinite (high) ? CLAMP (high, 0, LARGEST) : 0;
  if (self->max - self->min < G_MINDOUBLE * 1e6)
    self->max = self->min + 1;
  _prony_axis_round_linear (self, n);
  add_ticks (self, n);
}

static void
set_linear_ends (PronyAxis *self, double low, double high)
{
  self->min = CLAMP (low, -LARGEST, LARGEST);
  self->max = CLAMP (high, -LARGEST, LARGEST);
  if (self->max - self->min <= MAX (fabs (self->min), fabs (self->max)) * LEAST_SPAN ||
      self->max - self->min < G_MINDOUBLE * 1e6)
    {
      double half = MAX (fabs (self->min), fabs (self->max)) / 10;

      self->min -= half > G_MINDOUBLE * 1e6 ? half : 1;
      self->max += half > G_MINDOUBLE * 1e6 ? half : 1;
    }
}

static void
set_log_ends (PronyAxis *self, double low, double high)
{
  self->max = high > 0 ? CLAMP (high, 1 / LARGEST, LARGEST) : 10;
  self->min = low > 0 ? CLAMP (low, 1 / LARGEST, self->max) : self->max / pow (10, DECADES_BELOW);
  if (self->max < self->min * (1 + LEAST_SPAN))
    {
      self->min /= 2;
      self->max *= 2;
    }
}

static void
set_time_ends (PronyAxis *self, double low, double high)
{
  self->min = CLAMP (low, FIRST_TIME, LAST_TIME);
  self->max = CLAMP (high, FIRST_TIME, LAST_TIME);
  if (self->max - self->min < LEAST_TIME)
    {
      double half = self->max - self->min < 1 ? AROUND_MOMENT : LEAST_TIME / 2;

      self->min -= half;
      self->max += half;
    }
}

static void
set_ends (PronyAxis *self, double low, double high)
{
  if (!isfinite (low) || !isfinite (high) || low > high)
    {
      low = 0;
      high = 1;
    }
  if (self->scale == PRONY_SCALE_LOG)
    set_log_ends (self, low, high);
  else if (self->scale == PRONY_SCALE_TIME)
    set_time_ends (self, low, high);
  else
    set_linear_ends (self, low, high);
}

/**
 * prony_axis_init_scale:
 * @self: (out): an axis
 * @scale: how it lies over its values
 * @low: the smallest value to show; NAN or infinity for none
 * @high: the largest value to show; NAN or infinity for none
 * @unit: what the values are in; of no meaning to %PRONY_SCALE_TIME
 * @max_ticks: how many ticks there is room for, at least 2
 *
 * Makes an axis over the values alone, with ends that are round, or of time a little
 * beyond them. Values at or below 0 have no place on a logarithmic axis. One value, or
 * all the same, gets room on both sides.
 */
void
prony_axis_init_scale (
  PronyAxis *self, PronyScale scale, double low, double high, PronyUnit unit, guint max_ticks)
{
  guint n = bound_ticks (max_ticks);
  double margin;

  begin (self, scale, unit);
  set_ends (self, low, high);
  if (scale == PRONY_SCALE_LOG)
    _prony_axis_round_log (self);
  else if (scale == PRONY_SCALE_LINEAR)
    _prony_axis_round_linear (self, n);
  else
    {
      margin = (self->max - self->min) * TIME_MARGIN;
      self->min -= margin;
      self->max += margin;
    }
  add_ticks (self, n);
}

/**
 * prony_axis_init_window:
 * @self: (out): an axis
 * @scale: how it lies over its values
 * @low: where it begins
 * @high: where it ends
 * @unit: what the values are in; of no meaning to %PRONY_SCALE_TIME
 * @max_ticks: how many ticks there is room for, at least 2
 *
 * Makes an axis between two ends, which need not be round.
 */
void
prony_axis_init_window (
  PronyAxis *self, PronyScale scale, double low, double high, PronyUnit unit, guint max_ticks)
{
  begin (self, scale, unit);
  set_ends (self, low, high);
  add_ticks (self, bound_ticks (max_ticks));
}

/**
 * prony_axis_count_ticks:
 * @self: an axis
 *
 * Returns: how many ticks it has
 */
guint
prony_axis_count_ticks (const PronyAxis *self)
{
  return self->n_ticks;
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
  g_return_val_if_fail (index < self->n_ticks, NAN);

  return self->ticks[index];
}

/* In what ticks are round. Sizes are written in powers of ten, as desktops write those of files and
 * engines those of models, although the values are in 2^20 bytes: ticks are round as they are
 * read. */
double
_prony_axis_get_round_unit (const PronyAxis *self)
{
  return self->unit == PRONY_UNIT_MEGABYTES ? 1e6 / (1024 * 1024) : 1;
}

static char *
format_with_decimals (double value, double step)
{
  int decimals = step < 1 ? (int) CLAMP (ceil (-log10 (step) - 1e-9), 0, 9) : 0;

  if (fabs (value) >= 1e15 || step < 1e-7)
    return g_strdup_printf ("%g", value);
  return g_strdup_printf ("%'.*f", decimals, value);
}

/* The power of ten that a tick among decades is a multiple of. */
static double
step_of (const PronyAxis *self, double value)
{
  return self->step > 0 ? self->step : pow (10, floor (log10 (value) + LEAST_SPAN));
}

/* All in the unit of the largest, among decades of each. */
static char *
format_size (const PronyAxis *self, double value, double largest)
{
  double megabytes = 1 / _prony_axis_get_round_unit (self);
  gboolean giga = largest * megabytes >= 1000 * (1 - LEAST_SPAN);
  double factor = giga ? megabytes / 1000 : megabytes;
  double step =
    self->step > 0 ? self->step * factor : pow (10, floor (log10 (value * factor) + LEAST_SPAN));
  g_autofree char *number = format_with_decimals (value * factor, step);

  return giga ? /* Translators: gigabytes, of 10^9 bytes; %s is a number */
           g_strdup_printf (C_ ("unit", "%s GB"), number)
              : /* Translators: megabytes, of 10^6 bytes; %s is a number */
           g_strdup_printf (C_ ("unit", "%s MB"), number);
}

/**
 * prony_axis_format_tick:
 * @self: an axis
 * @index: from 0 to one below prony_axis_count_ticks()
 *
 * Writes a tick with its unit and just the decimals that tell it from its
 * neighbours. All ticks of a linear axis have the same unit, also where readings would
 * change from milliseconds to seconds; decades have each their own.
 *
 * Returns: (transfer full): the text
 */
char *
prony_axis_format_tick (const PronyAxis *self, guint index)
{
  double value = prony_axis_get_tick (self, index);
  double largest = self->scale == PRONY_SCALE_LOG ? value : MAX (self->max, -self->min);
  gboolean milli = self->scale == PRONY_SCALE_LOG ? largest < 1 : largest <= 1;
  double step = step_of (self, value);
  g_autofree char *number = NULL;

  if (self->scale == PRONY_SCALE_TIME)
    return _prony_axis_format_time (self, value);

  switch (self->unit)
    {
    case PRONY_UNIT_SECONDS:
      number = milli ? format_with_decimals (value * 1000, step * 1000)
                     : format_with_decimals (value, step);
      /* Translators: milliseconds; %s is a number */
      return milli ? g_strdup_printf (C_ ("unit", "%s ms"), number)
                   /* Translators: seconds; %s is a number */
                   : g_strdup_printf (C_ ("unit", "%s s"), number);

    case PRONY_UNIT_RATIO:
      number = format_with_decimals (value * 100, step * 100);
      /* Translators: percent; %s is a number */
      return g_strdup_printf (C_ ("unit", "%s %%"), number);

    case PRONY_UNIT_PERCENT:
      number = format_with_decimals (value, step);
      /* Translators: percent; %s is a number */
      return g_strdup_printf (C_ ("unit", "%s %%"), number);

    case PRONY_UNIT_TOKENS_PER_SECOND:
      number = format_with_decimals (value, step);
      /* Translators: tokens per second; %s is a number */
      return g_strdup_printf (C_ ("unit", "%s tok/s"), number);

    case PRONY_UNIT_REQUESTS_PER_SECOND:
      number = format_with_decimals (value, step);
      /* Translators: requests per second; %s is a number */
      return g_strdup_printf (C_ ("unit", "%s req/s"), number);

    case PRONY_UNIT_WATTS:
      number = format_with_decimals (value, step);
      /* Translators: watts; %s is a number */
      return g_strdup_printf (C_ ("unit", "%s W"), number);

    case PRONY_UNIT_CELSIUS:
      number = format_with_decimals (value, step);
      /* Translators: degrees Celsius; %s is a number */
      return g_strdup_printf (C_ ("unit", "%s °C"), number);

    case PRONY_UNIT_JOULES:
      number = format_with_decimals (value, step);
      /* Translators: joules; %s is a number */
      return g_strdup_printf (C_ ("unit", "%s J"), number);

    case PRONY_UNIT_TOKENS_PER_JOULE:
      number = format_with_decimals (value, step);
      /* Translators: tokens per joule; %s is a number */
      return g_strdup_printf (C_ ("unit", "%s tok/J"), number);

    case PRONY_UNIT_MEGABYTES:
      return format_size (self, value, largest);

    case PRONY_UNIT_TOKENS:
    case PRONY_UNIT_COUNT:
    case PRONY_UNIT_NONE:
    default:
      return format_with_decimals (value, step);
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
  return CLAMP (prony_axis_project (self, value), 0, 1);
}

/**
 * prony_axis_project:
 * @self: an axis
 * @value: a value
 *
 * Returns: where it lies: 0 where the axis begins, 1 where it ends, and beyond that what
 *   is not too far to be drawn; NAN for NAN
 */
double
prony_axis_project (const PronyAxis *self, double value)
{
  double share;

  if (self->scale != PRONY_SCALE_LOG)
    share = (value - self->min) / (self->max - self->min);
  else if (value <= 0)
    share = -BEYOND;
  else
    share = (log (value) - log (self->min)) / (log (self->max) - log (self->min));

  return CLAMP (share, -BEYOND, BEYOND);
}

/**
 * prony_axis_get_value_at:
 * @self: an axis
 * @share: a place, 0 where the axis begins and 1 where it ends; beyond that it is held
 *   at them
 *
 * Returns: the value there
 */
double
prony_axis_get_value_at (const PronyAxis *self, double share)
{
  share = CLAMP (share, 0, 1);
  if (self->scale == PRONY_SCALE_LOG)
    return exp (log (self->min) + (log (self->max) - log (self->min)) * share);

  return self->min + (self->max - self->min) * share;
}
