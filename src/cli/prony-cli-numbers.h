/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PRONY_CLI_MAX_COUNT:
 *
 * Above this a count is a slip of the finger.
 */
#define PRONY_CLI_MAX_COUNT 100000000

/**
 * PRONY_CLI_MAX_SECONDS:
 *
 * Above this a length of time is a slip of the finger: a year.
 */
#define PRONY_CLI_MAX_SECONDS (366 * 24 * 3600.0)

gboolean prony_cli_read_double (const char *text, double *value);
gboolean prony_cli_take_int (
  const char *option, const char *text, gint64 low, gint64 high, gint64 *value, GError **error);
gboolean prony_cli_take_count (
  const char *option, const char *text, guint low, guint high, guint *value, GError **error);
gboolean prony_cli_take_double (
  const char *option, const char *text, double low, double high, double *value, GError **error);

G_END_DECLS
