/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-base"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-format.h"

/* Three significant digits, as a reading: 0.512, 5.12, 51.2, 512. The digits and
 * separators are the locale's. */
static char *
format_number (double value)
{
  double size = fabs (value);

  if (size == 0 || size >= 99.95)
    return g_strdup_printf ("%'.0f", value);
  if (size >= 9.995)
    return g_strdup_printf ("%'.1f", value);
  if (size >= 0.9995)
    return g_strdup_printf ("%.2f", value);
  return g_strdup_printf ("%.3f", value);
}

static char *
format_seconds (double value)
{
  g_autofree char *number = NULL;

  if (fabs (value) < 1)
    {
      number = format_number (value * 1000);
      /* Translators: milliseconds; %s is a number */
      return g_strdup_printf (C_ ("unit", "%s ms"), number);
    }

  number = format_number (value);
  /* Translators: seconds; %s is a number */
  return g_strdup_printf (C_ ("unit", "%s s"), number);
}

/* Of units with nothing but their sign behind the number. */
static char *
format_with_sign (double value, PronyUnit unit)
{
  g_autofree char *number = format_number (value);

  switch (unit)
    {
    case PRONY_UNIT_WATTS:
      /* Translators: watts; %s is a number */
      return g_strdup_printf (C_ ("unit", "%s W"), number);

    case PRONY_UNIT_JOULES:
      /* Translators: joules; %s is a number */
      return g_strdup_printf (C_ ("unit", "%s J"), number);

    case PRONY_UNIT_TOKENS_PER_JOULE:
      /* Translators: tokens per joule; %s is a number */
      return g_strdup_printf (C_ ("unit", "%s tok/J"), number);

    case PRONY_UNIT_CELSIUS:
      /* Translators: degrees Celsius; %s is a number */
      return g_strdup_printf (C_ ("unit", "%s °C"), number);

    default:
      return g_steal_pointer (&number);
    }
}

/* A change of a size may be less than nothing. */
static char *
format_megabytes (double value)
{
  g_autofree char *size = prony_format_size ((guint64) (fabs (value) * 1024 * 1024));

  return value < 0 ? g_strconcat ("−", size, NULL) : g_steal_pointer (&size);
}

/**
 * prony_format_value:
 * @value: a figure in @unit; NAN means that there is none
 * @unit: its unit
 *
 * Writes a figure for people, with its unit, in their language and number
 * format: "12.3 ms", "812 tok/s", "99.1 %". Never use it for files.
 *
 * Returns: (transfer full): the text; an en dash where there is no value
 */
char *
prony_format_value (double value, PronyUnit unit)
{
  g_autofree char *number = NULL;

  if (!isfinite (value))
    return g_strdup ("–");

  switch (unit)
    {
    case PRONY_UNIT_SECONDS:
      return format_seconds (value);

    case PRONY_UNIT_TOKENS_PER_SECOND:
      number = format_number (value);
      /* Translators: tokens per second; %s is a number */
      return g_strdup_printf (C_ ("unit", "%s tok/s"), number);

    case PRONY_UNIT_REQUESTS_PER_SECOND:
      number = format_number (value);
      /* Translators: requests per second; %s is a number */
      return g_strdup_printf (C_ ("unit", "%s req/s"), number);

    case PRONY_UNIT_RATIO:
      number = format_number (value * 100);
      /* Translators: percent; %s is a number */
      return g_strdup_printf (C_ ("unit", "%s %%"), number);

    case PRONY_UNIT_PERCENT:
      number = format_number (value);
      return g_strdup_printf (C_ ("unit", "%s %%"), number);

    case PRONY_UNIT_MEGABYTES:
      return format_megabytes (value);

    case PRONY_UNIT_TOKENS:
    case PRONY_UNIT_COUNT:
      return g_strdup_printf ("%'.0f", value);

    default:
      return format_with_sign (value, unit);
    }
}

/**
 * prony_format_duration:
 * @seconds: a duration, at least 0
 *
 * Returns: (transfer full): such as "45 s", "3 min 20 s" or "1 h 05 min"
 */
char *
prony_format_duration (double seconds)
{
  guint whole;

  if (!isfinite (seconds) || seconds < 0)
    return g_strdup ("–");
  if (seconds < 10)
    return format_seconds (seconds);

  whole = (guint) llround (MIN (seconds, G_MAXINT));
  if (whole < 60)
    /* Translators: a duration in seconds */
    return g_strdup_printf (C_ ("duration", "%u s"), whole);
  if (whole < 3600)
    /* Translators: a duration in minutes and seconds */
    return g_strdup_printf (C_ ("duration", "%u min %02u s"), whole / 60, whole % 60);
  /* Translators: a duration in hours and minutes */
  return g_strdup_printf (C_ ("duration", "%u h %02u min"), whole / 3600, whole % 3600 / 60);
}

/**
 * prony_format_milliseconds:
 * @seconds: when something happened, after something else
 *
 * For columns of times that are compared with each other, all to the same digit.
 *
 * Returns: (transfer full): such as "12,345.6 ms"
 */
char *
prony_format_milliseconds (double seconds)
{
  /* Translators: a time in milliseconds */
  return g_strdup_printf (C_ ("duration", "%'.1f ms"), seconds * 1000);
}

static char *
format_at_least (double seconds)
{
  guint count = (guint) MAX (seconds < 60 ? seconds : seconds / 60, 1);

  if (seconds < 60)
    return g_strdup_printf (ngettext ("At least %u second left", "At least %u seconds left", count),
                            count);

  return g_strdup_printf (ngettext ("At least %u minute left", "At least %u minutes left", count),
                          count);
}

/**
 * prony_format_remaining:
 * @seconds: an estimate of the time left; NAN where none can be made
 * @at_least: whether something that is not known comes on top of it
 *
 * Returns: (transfer full): a phrase such as "About 3 minutes left"
 */
char *
prony_format_remaining (double seconds, gboolean at_least)
{
  guint count;

  if (!isfinite (seconds))
    return g_strdup (_ ("Estimating time left…"));
  if (at_least)
    return format_at_least (seconds);
  if (seconds < 1)
    return g_strdup (_ ("Almost done"));
  if (seconds < 59.5)
    {
      count = (guint) lround (seconds);
      return g_strdup_printf (ngettext ("About %u second left", "About %u seconds left", count),
                              count);
    }

  count = (guint) lround (seconds / 60);
  return g_strdup_printf (ngettext ("About %u minute left", "About %u minutes left", count), count);
}

/**
 * prony_format_size:
 * @bytes: a size
 *
 * Returns: (transfer full): such as "4.9 GB" or "9 MB"
 */
char *
prony_format_size (guint64 bytes)
{
  return g_format_size (bytes);
}

static char *
format_local (gint64 unix_us, const char *format)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (unix_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  return local != NULL ? g_date_time_format (local, format) : g_strdup ("–");
}

/**
 * prony_format_date:
 * @unix_us: a wall-clock time, microseconds since 1970 in UTC
 *
 * Returns: (transfer full): date and time in the user's zone and format
 */
char *
prony_format_date (gint64 unix_us)
{
  /* Translators: a date and time as strftime(3) writes it */
  return format_local (unix_us, _ ("%-d %b %Y, %H:%M"));
}

/**
 * prony_format_exact_date:
 * @unix_us: a wall-clock time, microseconds since 1970 in UTC
 *
 * Returns: (transfer full): as prony_format_date(), to the second
 */
char *
prony_format_exact_date (gint64 unix_us)
{
  /* Translators: a date and time to the second, as strftime(3) writes it */
  return format_local (unix_us, _ ("%-d %b %Y, %H:%M:%S"));
}

/**
 * prony_format_c_double:
 * @value: a number; NAN and infinity give an empty text
 *
 * Writes a number for files: shortest form that reads back the same, "." as the
 * decimal point, whatever the locale.
 *
 * Returns: (transfer full): the text
 */
char *
prony_format_c_double (double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value))
    return g_strdup ("");

  for (int digits = 15; digits <= 17; digits++)
    {
      g_autofree char *format = g_strdup_printf ("%%.%dg", digits);

      g_ascii_formatd (buffer, sizeof buffer, format, value);
      if (g_ascii_strtod (buffer, NULL) == value)
        break;
    }

  return g_strdup (buffer);
}
