/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-report"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/prony-clock.h"
#include "base/prony-format.h"
#include "core/report/prony-report-exchange.h"

/* A person reads the arrival of some thousand pieces at most. */
#define MAX_STAMPS 10000

/* The raw exchange of a tried request as text for a person: heads and bodies as they
 * went over the connection, with the time of arrival before each piece. */

static void
append_head (GString *out, const PronyExchangeHead *head)
{
  g_string_append_printf (out, "%s\n", head->line);
  for (guint i = 0; i < head->headers->len; i++)
    {
      const PronyHeader *header = g_ptr_array_index (head->headers, i);

      g_string_append_printf (out, "%s: %s\n", header->name,
                              /* Translators: in place of a secret header's value */
                              header->value != NULL ? header->value : _ ("(left out)"));
    }
  g_string_append_c (out, '\n');
}

static void
append_bytes (GString *out, const char *bytes, gsize length)
{
  g_autofree char *text = g_utf8_make_valid (bytes, (gssize) length);

  g_string_append (out, text);
}

static void
append_stamp (GString *out, gint64 offset_ns)
{
  g_autofree char *time = prony_format_milliseconds (prony_ns_to_s (offset_ns));

  if (out->len > 0 && out->str[out->len - 1] != '\n')
    g_string_append_c (out, '\n');
  /* Translators: before a piece of an answer; %s is a time such as "12.3 ms" */
  g_string_append_printf (out, _ ("── after %s ──"), time);
  g_string_append_c (out, '\n');
}

/* A character that came in two pieces belongs to the first. */
static gsize
skip_continuation (const GByteArray *body, gsize position)
{
  while (position < body->len && (body->data[position] & 0xc0) == 0x80)
    position++;

  return position;
}

static void
append_body (GString *out, const PronyExchange *exchange, gint64 sent_ns)
{
  const GByteArray *body = exchange->body;
  gsize from = 0;

  for (guint i = 0; i < exchange->pieces->len && i < MAX_STAMPS; i++)
    {
      const PronyExchangePiece *piece = &g_array_index (exchange->pieces, PronyExchangePiece, i);
      gsize to = skip_continuation (body, (gsize) piece->end);

      if (to <= from)
        continue;
      append_stamp (out, piece->at_ns - sent_ns);
      append_bytes (out, (const char *) body->data + from, to - from);
      from = to;
    }
  if (from < body->len)
    append_bytes (out, (const char *) body->data + from, body->len - from);
}

static void
append_cut (GString *out, guint64 more)
{
  g_autofree char *size = prony_format_size (more);

  g_string_append_c (out, '\n');
  /* Translators: at the end of an answer; %s is a size such as "12 MiB" */
  g_string_append_printf (out, _ ("── %s more came and are not kept ──"), size);
}

static void
append_exchange (GString *out, const PronyExchange *exchange, gint64 sent_ns)
{
  append_head (out, &exchange->request);
  if (exchange->request_body != NULL)
    append_bytes (out, g_bytes_get_data (exchange->request_body, NULL),
                  g_bytes_get_size (exchange->request_body));
  g_string_append (out, "\n\n");

  if (exchange->response.line == NULL)
    {
      g_string_append (out, _ ("── no answer came ──"));
      g_string_append_c (out, '\n');
      return;
    }

  append_head (out, &exchange->response);
  append_body (out, exchange, sent_ns);
  if (exchange->body_length > exchange->body->len)
    append_cut (out, exchange->body_length - exchange->body->len);
  if (out->str[out->len - 1] != '\n')
    g_string_append_c (out, '\n');
}

/**
 * prony_report_exchange:
 * @result: a request that was tried
 *
 * Any thread.
 *
 * Returns: (transfer full): what was sent and what came, as valid UTF-8 and without
 *   secrets; empty if nothing was sent
 */
char *
prony_report_exchange (const PronyAttemptResult *result)
{
  GString *out = g_string_new (NULL);

  g_return_val_if_fail (result != NULL, NULL);

  for (guint i = 0; i < result->log->exchanges->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, '\n');
      append_exchange (out, g_ptr_array_index (result->log->exchanges, i),
                       result->record->sent_ns != 0 ? result->record->sent_ns
                                                    : result->record->started_ns);
    }

  return g_string_free (out, FALSE);
}
