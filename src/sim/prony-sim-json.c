/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "sim/prony-sim-json.h"

/* Documents are written from templates and not from a tree: an engine's order of
 * keys and its spaces are part of what a reader must stand, so each protocol
 * writes its bytes itself. */

#define SHORT_FORMAT 1024

/**
 * prony_sim_json_append:
 * @out: where to write to
 * @format: a printf format in which ' stands for ", so that a JSON template can
 *   be read; numbers must be whole, since fractions would follow the locale
 * @...: the format's arguments, in which ' is left as it is
 *
 * Appends JSON text.
 */
void
prony_sim_json_append (GString *out, const char *format, ...)
{
  char short_one[SHORT_FORMAT];
  g_autofree char *long_one = NULL;
  gsize length = strlen (format);
  char *quoted = short_one;
  va_list args;

  if (length >= sizeof short_one)
    quoted = long_one = g_malloc (length + 1);
  for (gsize i = 0; i <= length; i++)
    quoted[i] = format[i] != '\'' ? format[i] : '"';

  va_start (args, format);
  g_string_append_vprintf (out, quoted, args);
  va_end (args);
}

/**
 * prony_sim_json_quote:
 * @text: (nullable): UTF-8 text
 *
 * Returns: (transfer full): the text as a JSON string with its quotes, "null"
 *   for %NULL
 */
char *
prony_sim_json_quote (const char *text)
{
  g_autoptr (JsonNode) node = NULL;

  if (text == NULL)
    return g_strdup ("null");

  node = json_node_init_string (json_node_alloc (), text);
  return json_to_string (node, FALSE);
}

/**
 * prony_sim_json_ms:
 * @ns: a duration of at least 0 in nanoseconds
 *
 * Returns: (transfer full): the same in milliseconds with three decimals,
 *   independent of the locale
 */
char *
prony_sim_json_ms (gint64 ns)
{
  gint64 us = MAX (ns, 0) / 1000;

  return g_strdup_printf ("%" G_GINT64_FORMAT ".%03d", us / 1000, (int) (us % 1000));
}
