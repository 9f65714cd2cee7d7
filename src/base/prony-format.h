/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PronyUnit:
 * @PRONY_UNIT_NONE: a bare number
 * @PRONY_UNIT_SECONDS: seconds
 * @PRONY_UNIT_TOKENS_PER_SECOND: tokens per second
 * @PRONY_UNIT_REQUESTS_PER_SECOND: requests per second
 * @PRONY_UNIT_RATIO: a share, 1 is all; shown in percent
 * @PRONY_UNIT_TOKENS: a count of tokens
 * @PRONY_UNIT_COUNT: a count of anything else
 * @PRONY_UNIT_MEGABYTES: 2^20 bytes
 * @PRONY_UNIT_PERCENT: already in percent
 * @PRONY_UNIT_WATTS: of power
 * @PRONY_UNIT_JOULES: of energy
 * @PRONY_UNIT_TOKENS_PER_JOULE: tokens for energy
 * @PRONY_UNIT_CELSIUS: degrees
 *
 * The unit that a figure is kept in.
 */
typedef enum
{
  PRONY_UNIT_NONE,
  PRONY_UNIT_SECONDS,
  PRONY_UNIT_TOKENS_PER_SECOND,
  PRONY_UNIT_REQUESTS_PER_SECOND,
  PRONY_UNIT_RATIO,
  PRONY_UNIT_TOKENS,
  PRONY_UNIT_COUNT,
  PRONY_UNIT_MEGABYTES,
  PRONY_UNIT_PERCENT,
  PRONY_UNIT_WATTS,
  PRONY_UNIT_JOULES,
  PRONY_UNIT_TOKENS_PER_JOULE,
  PRONY_UNIT_CELSIUS,
} PronyUnit;

char *prony_format_value (double value, PronyUnit unit);
char *prony_format_duration (double seconds);
char *prony_format_milliseconds (double seconds);
char *prony_format_remaining (double seconds, gboolean at_least);
char *prony_format_size (guint64 bytes);
char *prony_format_date (gint64 unix_us);
char *prony_format_exact_date (gint64 unix_us);

char *prony_format_c_double (double value);

G_END_DECLS
