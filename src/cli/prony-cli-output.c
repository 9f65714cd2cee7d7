/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <stdio.h>
#include <unistd.h>

#include "base/prony-error.h"
#include "base/prony-json.h"
#include "cli/prony-cli-output.h"

/**
 * prony_cli_clean:
 * @text: any bytes, such as what an engine sent
 *
 * Makes a text safe for a terminal: valid UTF-8 without control characters but
 * line ends and tabs, so that an engine cannot move the cursor, change the
 * window's title or hide what it says.
 *
 * Returns: (transfer full): the text
 */
char *
prony_cli_clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\n' || c == '\t' || !g_unichar_iscntrl (c))
        g_string_append_unichar (clean, c);
      else if (c != '\r')
        g_string_append_unichar (clean, 0xfffd);
    }
  return g_string_free (clean, FALSE);
}

/**
 * prony_cli_has_colour:
 *
 * Returns: whether standard output is a terminal that may be drawn on in colour
 */
gboolean
prony_cli_has_colour (void)
{
  const char *no_colour = g_getenv ("NO_COLOR");

  return isatty (STDOUT_FILENO) && (no_colour == NULL || *no_colour == '\0') &&
         g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
}

/* In the charset of the user's terminal, as far as that has the characters. */
static void
write_text (FILE *stream, const char *text)
{
  const char *charset;
  g_autofree char *converted = NULL;

  if (!g_get_charset (&charset))
    converted = g_convert_with_fallback (text, -1, charset, "UTF-8", "?", NULL, NULL, NULL);
  fputs (converted != NULL ? converted : text, stream);
  fflush (stream);
}

/**
 * prony_cli_print:
 * @text: UTF-8 text
 *
 * Writes to standard output.
 */
void
prony_cli_print (const char *text)
{
  write_text (stdout, text);
}

/**
 * prony_cli_print_utf8:
 * @text: text for another program
 *
 * Writes to standard output, whatever the terminal's charset is.
 */
void
prony_cli_print_utf8 (const char *text)
{
  fputs (text, stdout);
  fflush (stdout);
}

/**
 * prony_cli_print_json:
 * @object: a document
 *
 * Writes the one JSON document of a command to standard output. JSON is UTF-8
 * whatever the terminal is.
 */
void
prony_cli_print_json (JsonObject *object)
{
  g_autofree char *text = prony_json_to_text (object, TRUE);

  fputs (text, stdout);
  fputc ('\n', stdout);
  fflush (stdout);
}

/**
 * prony_cli_note:
 * @quiet: whether the user wants no messages
 * @format: a translated sentence as printf() takes it
 * @...: its arguments
 *
 * Tells something on standard error.
 */
void
prony_cli_note (gboolean quiet, const char *format, ...)
{
  g_autofree char *text = NULL;
  g_autofree char *clean = NULL;
  g_autofree char *line = NULL;
  va_list arguments;

  if (quiet)
    return;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  clean = prony_cli_clean (text);
  line = g_strconcat (clean, "\n", NULL);
  write_text (stderr, line);
}

/**
 * prony_cli_error:
 * @format: a translated sentence as printf() takes it
 * @...: its arguments
 *
 * Tells on standard error why a command cannot go on; also when the user wants no
 * messages, as the exit status alone does not say what to do.
 */
void
prony_cli_error (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  prony_cli_note (FALSE, "prony-cli: %s", text);
}

/**
 * prony_cli_report:
 * @error: why a command cannot go on
 *
 * Tells an error and finds its exit status.
 *
 * Returns: the exit status
 */
PronyCliStatus
prony_cli_report (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return PRONY_CLI_INTERRUPTED;

  /* The mistakes of a file are lines "FILE:LINE:COLUMN: ..." that editors jump
   * to; a program's name before them would be in the way. */
  if (g_error_matches (error, PRONY_ERROR, PRONY_ERROR_SCENARIO))
    prony_cli_note (FALSE, "%s", error->message);
  else
    prony_cli_error ("%s", error->message);

  if (error->domain != PRONY_ERROR)
    return PRONY_CLI_BAD_INPUT;

  switch ((PronyError) error->code)
    {
    case PRONY_ERROR_UNREACHABLE:
    case PRONY_ERROR_TLS:
    case PRONY_ERROR_UNAUTHORIZED:
    case PRONY_ERROR_PROTOCOL:
    case PRONY_ERROR_LOADING:
    case PRONY_ERROR_OVERLOADED:
    case PRONY_ERROR_NO_MODEL:
    case PRONY_ERROR_TIMEOUT:
    case PRONY_ERROR_HTTP:
      return PRONY_CLI_NO_ENGINE;

    case PRONY_ERROR_INPUT:
    case PRONY_ERROR_SCENARIO:
    case PRONY_ERROR_NOT_FOUND:
    case PRONY_ERROR_STORE:
    case PRONY_ERROR_STORE_LOCKED:
    case PRONY_ERROR_STORE_READ_ONLY:
    case PRONY_ERROR_STORE_VERSION:
    case PRONY_ERROR_STORE_NOT_A_DATABASE:
    case PRONY_ERROR_FAILED:
    default:
      return PRONY_CLI_BAD_INPUT;
    }
}
