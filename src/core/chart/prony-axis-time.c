/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-chart"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/chart/prony-axis-private.h"

/* Ticks of wall-clock time lie where people's clocks and calendars have round numbers,
 * in local time. */

#define SECOND 1e6
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define MONTH (30.4 * DAY)

/* 1 January 1970 was a Thursday; weeks begin on Monday. */
#define FIRST_MONDAY (4 * DAY)

/* Steps of the same length, in microseconds. */
static const double steps[] = {
  1e3,        2e3,        5e3,         1e4,         2e4,         5e4,         1e5,         2e5,
  5e5,        SECOND,     2 * SECOND,  5 * SECOND,  10 * SECOND, 15 * SECOND, 30 * SECOND, MINUTE,
  2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR,        2 * HOUR,    3 * HOUR,
  6 * HOUR,   12 * HOUR,  DAY,         2 * DAY,     7 * DAY,     14 * DAY,
};

/* Steps that the calendar decides, in months. */
static const int month_steps[] = { 1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12000 };

/* How far local time is ahead, in microseconds. */
static double
get_offset (double utc_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_local ((gint64) floor (utc_us / SECOND));

  return utc != NULL ? (double) g_date_time_get_utc_offset (utc) : 0;
}

static void
add_equal_ticks (PronyAxis *self)
{
  double offset = get_offset (self->min);
  double origin = self->step >= 7 * DAY ? FIRST_MONDAY : 0;
  double local = origin + ceil ((self->min + offset - origin) / self->step) * self->step;

  for (; self->n_ticks < PRONY_AXIS_MAX_TICKS; local += self->step)
    {
      /* Where the clocks change, midnight stays midnight. */
      double value = local - get_offset (local - offset);

      if (value > self->max)
        return;
      if (value >= self->min)
        self->ticks[self->n_ticks++] = value;
    }
}

static void
add_month_ticks (PronyAxis *self, int step)
{
  g_autoptr (GDateTime) first =
    g_date_time_new_from_unix_local ((gint64) floor (self->min / SECOND));
  int month = (g_date_time_get_year (first) * 12 + g_date_time_get_month (first) - 1) / step * step;

  for (; self->n_ticks < PRONY_AXIS_MAX_TICKS; month += step)
    {
      g_autoptr (GDateTime) date = NULL;
      double value;

      if (month < 12)
        continue;
      date = g_date_time_new_local (month / 12, month % 12 + 1, 1, 0, 0, 0);
      if (date == NULL)
        return;
      value = (double) g_date_time_to_unix (date) * SECOND;
      if (value > self->max)
        return;
      if (value >= self->min)
        self->ticks[self->n_ticks++] = value;
    }
}

/* How long a step is, about, of both kinds of steps one after the other. */
static double
step_length (guint index)
{
  return index < G_N_ELEMENTS (steps) ? steps[index]
                                      : month_steps[index - G_N_ELEMENTS (steps)] * MONTH;
}

static void
add_ticks_of_step (PronyAxis *self, guint index)
{
  self->n_ticks = 0;
  self->step = index < G_N_ELEMENTS (steps) ? steps[index] : 0;
  if (self->step > 0)
    add_equal_ticks (self);
  else
    add_month_ticks (self, month_steps[index - G_N_ELEMENTS (steps)]);
}

/**
 * _prony_axis_add_time_ticks:
 * @self: an axis with ends
 * @max_ticks: how many ticks there is room for
 *
 * Puts ticks at round times of the day, days, months or years.
 */
void
_prony_axis_add_time_ticks (PronyAxis *self, guint max_ticks)
{
  double rough = (self->max - self->min) / MAX (max_ticks, 2);
  guint index = 0;

  while (index + 1 < G_N_ELEMENTS (steps) + G_N_ELEMENTS (month_steps) &&
         step_length (index) < rough)
    index++;
  add_ticks_of_step (self, index);

  /* A step may be much longer than the one before it, and its ticks lie around the axis. */
  while (self->n_ticks < 2 && index > 0)
    add_ticks_of_step (self, --index);
}

static const char *
choose_format (const PronyAxis *self, GDateTime *time)
{
  gboolean midnight = g_date_time_get_hour (time) == 0 && g_date_time_get_minute (time) == 0 &&
                      g_date_time_get_seconds (time) == 0;

  if (self->step == 0)
    {
      gboolean years = self->n_ticks > 1 && self->ticks[1] - self->ticks[0] > 360 * DAY;

      return years
               /* Translators: a year below a chart, see g_date_time_format() */
               ? C_ ("time axis", "%Y")
               /* Translators: a month below a chart, see g_date_time_format() */
               : C_ ("time axis", "%b %Y");
    }
  if (self->step >= DAY || midnight)
    /* Translators: a day below a chart, see g_date_time_format() */
    return C_ ("time axis", "%-d %b");
  if (self->step >= MINUTE)
    /* Translators: a time of the day below a chart, see g_date_time_format() */
    return C_ ("time axis", "%H:%M");
  /* Translators: a time of the day below a chart, see g_date_time_format() */
  return C_ ("time axis", "%H:%M:%S");
}

/**
 * _prony_axis_format_time:
 * @self: an axis of time
 * @value: one of its ticks
 *
 * Returns: (transfer full): the time, as far as it tells the tick from its neighbours
 */
char *
_prony_axis_format_time (const PronyAxis *self, double value)
{
  g_autoptr (GDateTime) second = g_date_time_new_from_unix_local ((gint64) floor (value / SECOND));
  double rest = value - floor (value / SECOND) * SECOND;
  g_autofree char *text = NULL;

  if (second == NULL)
    return g_strdup ("–");

  text = g_date_time_format (second, choose_format (self, second));
  if (self->step > 0 && self->step < SECOND && rest > 0)
    {
      int decimals = self->step >= 1e5 ? 1 : self->step >= 1e4 ? 2 : 3;
      g_autofree char *fraction = g_strdup_printf ("%.*f", decimals, rest / SECOND);

      /* Behind the seconds; the separator is the locale's. */
      return g_strconcat (text, fraction + 1, NULL);
    }

  return g_steal_pointer (&text);
}

/**
 * prony_axis_format_day:
 * @self: an axis
 *
 * Of an axis of time whose ticks are times of the day, tells which day it begins on.
 *
 * Returns: (transfer full) (nullable): such as "22 November 2026"; %NULL for other axes
 */
char *
prony_axis_format_day (const PronyAxis *self)
{
  g_autoptr (GDateTime) time = NULL;

  if (self->scale != PRONY_SCALE_TIME || self->step == 0 || self->step >= DAY)
    return NULL;

  time = g_date_time_new_from_unix_local ((gint64) floor (self->min / SECOND));
  /* Translators: the day that the times of the day below a chart begin on, see
   * g_date_time_format() */
  return time != NULL ? g_date_time_format (time, C_ ("time axis", "%-d %B %Y")) : NULL;
}
