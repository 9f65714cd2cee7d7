/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <string.h>

#include "core/model/prony-exchange-log.h"

/* Headers that let somebody in, or tell who somebody is, in whichever direction. */
static const char *const secret_headers[] = {
  "api-key", "authorization", "cookie", "proxy-authorization", "set-cookie", "x-api-key", NULL,
};

static void
header_free (gpointer data)
{
  PronyHeader *header = data;

  g_free (header->name);
  g_free (header->value);
  g_free (header);
}

static void
head_init (PronyExchangeHead *self)
{
  self->headers = g_ptr_array_new_with_free_func (header_free);
}

static void
head_clear (PronyExchangeHead *self)
{
  g_free (self->line);
  g_ptr_array_unref (self->headers);
}

static void
exchange_free (gpointer data)
{
  PronyExchange *self = data;

  head_clear (&self->request);
  g_clear_pointer (&self->request_body, g_bytes_unref);
  head_clear (&self->response);
  g_byte_array_unref (self->body);
  g_array_unref (self->pieces);
  g_free (self);
}

static void
log_clear (gpointer data)
{
  PronyExchangeLog *self = data;

  g_ptr_array_unref (self->exchanges);
}

/**
 * prony_exchange_log_new:
 *
 * Returns: (transfer full): a log of nothing
 */
PronyExchangeLog *
prony_exchange_log_new (void)
{
  PronyExchangeLog *self = g_atomic_rc_box_new0 (PronyExchangeLog);

  self->exchanges = g_ptr_array_new_with_free_func (exchange_free);
  return self;
}

/**
 * prony_exchange_log_ref:
 * @self: a log
 *
 * Returns: (transfer full): @self
 */
PronyExchangeLog *
prony_exchange_log_ref (PronyExchangeLog *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * prony_exchange_log_unref:
 * @self: (transfer full): a log
 */
void
prony_exchange_log_unref (PronyExchangeLog *self)
{
  g_atomic_rc_box_release_full (self, log_clear);
}

/**
 * prony_exchange_log_begin:
 * @self: a log
 * @request_body: (nullable): what is sent
 *
 * Begins a further exchange. Of more than %PRONY_EXCHANGE_LOG_MAX the latest ones
 * are kept.
 *
 * Returns: (transfer none): the exchange, to be filled before the next one begins
 */
PronyExchange *
prony_exchange_log_begin (PronyExchangeLog *self, GBytes *request_body)
{
  PronyExchange *exchange;

  g_return_val_if_fail (self != NULL, NULL);

  exchange = g_new0 (PronyExchange, 1);
  head_init (&exchange->request);
  head_init (&exchange->response);
  exchange->request_body = request_body != NULL ? g_bytes_ref (request_body) : NULL;
  exchange->body = g_byte_array_new ();
  exchange->pieces = g_array_new (FALSE, FALSE, sizeof (PronyExchangePiece));

  if (self->exchanges->len == PRONY_EXCHANGE_LOG_MAX)
    g_ptr_array_remove_index (self->exchanges, 0);
  g_ptr_array_add (self->exchanges, exchange);
  return exchange;
}

static void
mask_text (char *text, PronyCredentials *credentials)
{
  if (text != NULL)
    prony_credentials_mask (credentials, text, strlen (text));
}

static void
mask_exchange (PronyExchange *self, PronyCredentials *credentials)
{
  prony_credentials_mask (credentials, (char *) self->body->data, self->body->len);
  mask_text (self->response.line, credentials);
  for (guint i = 0; i < self->response.headers->len; i++)
    mask_text (((PronyHeader *) self->response.headers->pdata[i])->value, credentials);
}

/**
 * prony_exchange_log_mask:
 * @self: a log whose exchanges have ended
 * @credentials: (nullable): what was shown to the engine
 *
 * Puts asterisks where an answer repeats a secret, as some engines do with a key
 * that they do not accept.
 */
void
prony_exchange_log_mask (PronyExchangeLog *self, PronyCredentials *credentials)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->exchanges->len; i++)
    mask_exchange (g_ptr_array_index (self->exchanges, i), credentials);
}

static gboolean
is_secret (const char *name, PronyCredentials *credentials)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  if (g_strv_contains (secret_headers, lower))
    return TRUE;
  for (guint i = 0; credentials != NULL && i < credentials->headers->len; i++)
    if (g_ascii_strcasecmp (((PronyHeader *) credentials->headers->pdata[i])->name, name) == 0)
      return TRUE;

  return FALSE;
}

/**
 * prony_exchange_head_set_line:
 * @self: a head
 * @line: (transfer full): its request or status line
 *
 * Begins a head: what it had before is forgotten.
 */
void
prony_exchange_head_set_line (PronyExchangeHead *self, char *line)
{
  g_return_if_fail (self != NULL);

  g_free (self->line);
  self->line = line;
  g_ptr_array_set_size (self->headers, 0);
}

/**
 * prony_exchange_head_add:
 * @self: a head
 * @name: a header's name
 * @value: its value; left out of the log if it is a secret
 * @credentials: (nullable): what is shown to the engine: all of its headers are
 *   secrets, as are those that are known to be
 *
 * Adds a header.
 */
void
prony_exchange_head_add (PronyExchangeHead *self,
                         const char *name,
                         const char *value,
                         PronyCredentials *credentials)
{
  PronyHeader *header;

  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);

  header = g_new0 (PronyHeader, 1);
  header->name = g_strdup (name);
  header->value = is_secret (name, credentials) ? NULL : g_strdup (value);
  g_ptr_array_add (self->headers, header);
}

/**
 * prony_exchange_add_body:
 * @self: an exchange
 * @bytes: a piece of its answer's body
 * @length: how many, at least 1
 * @at_ns: when they were read
 *
 * Adds what was read. Bytes beyond the bound are counted only.
 */
void
prony_exchange_add_body (PronyExchange *self, const char *bytes, gsize length, gint64 at_ns)
{
  gsize kept;

  g_return_if_fail (self != NULL);

  kept = MIN (length, PRONY_EXCHANGE_BODY_MAX_BYTES - self->body->len);
  self->body_length += length;
  if (kept > 0)
    {
      PronyExchangePiece piece = { .at_ns = at_ns, .end = self->body_length - length + kept };

      g_byte_array_append (self->body, (const guint8 *) bytes, (guint) kept);
      g_array_append_val (self->pieces, piece);
    }
}
