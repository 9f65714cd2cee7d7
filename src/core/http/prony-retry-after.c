/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-http"

#include "config.h"

#include <libsoup/soup.h>
#include <math.h>
#include <string.h>

#include "core/http/prony-retry-after.h"

/* More digits than that are no time to wait. */
#define MAX_DIGITS 9

/**
 * prony_retry_after_parse:
 * @value: (nullable): the value of a Retry-After header (RFC 9110, 10.2.3): whole
 *   seconds, or a date in one of the three forms of HTTP
 * @now_unix_s: the time of day, since dates are of the calendar
 *
 * Returns: how many seconds to wait, at least 0; NAN where @value is nothing of the
 *   kind
 */
double
prony_retry_after_parse (const char *value, gint64 now_unix_s)
{
  g_autoptr (GDateTime) date = NULL;
  gsize n_digits;

  if (value == NULL)
    return NAN;

  n_digits = strspn (value, "0123456789");
  if (n_digits > 0)
    return value[n_digits] == '\0' && n_digits <= MAX_DIGITS
             ? (double) g_ascii_strtoll (value, NULL, 10)
             : NAN;

  date = soup_date_time_new_from_http_string (value);
  if (date == NULL)
    return NAN;

  return (double) MAX (g_date_time_to_unix (date) - now_unix_s, 0);
}
