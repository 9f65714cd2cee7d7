/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "base/prony-error.h"
#include "cli/prony-cli-numbers.h"

/* The values of options. They are written in the C locale, since scripts write them. */

/**
 * prony_cli_read_double:
 * @text: a number in the C locale
 * @value: (out): the number; unset if there is none
 *
 * Returns: whether the whole text is a number, and a finite one
 */
gboolean
prony_cli_read_double (const char *text, double *value)
{
  char *end;
  double number = g_ascii_strtod (text, &end);

  /* g_ascii_strtod() also takes hexadecimal. */
  if (end == text || *end != '\0' || !isfinite (number) || strpbrk (text, "xX") != NULL)
    return FALSE;

  *value = number;
  return TRUE;
}

/**
 * prony_cli_take_int:
 * @option: the option, as it is typed
 * @text: (nullable): its value; %NULL if it was not given
 * @low: the least that is allowed
 * @high: the most
 * @value: (inout): the number; as it was if @text is %NULL
 * @error: return location for %PRONY_ERROR_INPUT
 *
 * Returns: whether the value is such a number
 */
gboolean
prony_cli_take_int (
  const char *option, const char *text, gint64 low, gint64 high, gint64 *value, GError **error)
{
  g_autofree char *least = NULL;
  g_autofree char *most = NULL;

  if (text == NULL || g_ascii_string_to_signed (text, 10, low, high, value, NULL))
    return TRUE;

  least = g_strdup_printf ("%" G_GINT64_FORMAT, low);
  most = g_strdup_printf ("%" G_GINT64_FORMAT, high);
  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
               /* Translators: an option, what was given, least, most */
               _ ("%s: “%s” is not a whole number from %s to %s."), option, text, least, most);
  return FALSE;
}

/**
 * prony_cli_take_count:
 * @option: the option, as it is typed
 * @text: (nullable): its value; %NULL if it was not given
 * @low: the least that is allowed
 * @high: the most
 * @value: (inout): the number; as it was if @text is %NULL
 * @error: return location for %PRONY_ERROR_INPUT
 *
 * Returns: whether the value is such a number
 */
gboolean
prony_cli_take_count (
  const char *option, const char *text, guint low, guint high, guint *value, GError **error)
{
  gint64 number = *value;

  if (!prony_cli_take_int (option, text, low, high, &number, error))
    return FALSE;

  *value = (guint) number;
  return TRUE;
}

/**
 * prony_cli_take_double:
 * @option: the option, as it is typed
 * @text: (nullable): its value; %NULL if it was not given
 * @low: the least that is allowed
 * @high: the most
 * @value: (inout): the number; as it was if @text is %NULL
 * @error: return location for %PRONY_ERROR_INPUT
 *
 * Returns: whether the value is such a number
 */
gboolean
prony_cli_take_double (
  const char *option, const char *text, double low, double high, double *value, GError **error)
{
  double number;

  if (text == NULL)
    return TRUE;
  if (prony_cli_read_double (text, &number) && number >= low && number <= high)
    {
      *value = number;
      return TRUE;
    }

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
               /* Translators: an option, what was given, least, most */
               _ ("%s: “%s” is not a number from %.10g to %.10g."), option, text, low, high);
  return FALSE;
}
