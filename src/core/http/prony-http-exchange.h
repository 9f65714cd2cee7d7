/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/http/prony-http-pool.h"
#include "core/model/prony-request-record.h"

G_BEGIN_DECLS

typedef struct _PronyHttpExchange PronyHttpExchange;

/**
 * PronyHttpExchangeFuncs:
 * @sent: the last byte of the request was written
 * @headers: status line and headers were read; @content_type is without
 *   parameters, %NULL for none, and so is @encoding for a body that is not encoded
 * @bytes: a piece of the body was read at @at_ns
 * @done: the body's end was read at @at_ns, or @error says why not. The last call
 *
 * Who uses an exchange, in its thread. Each may free the exchange.
 */
typedef struct
{
  void (*sent) (gpointer user_data);
  void (*headers) (guint status,
                   const char *content_type,
                   const char *encoding,
                   gpointer user_data);
  void (*bytes) (const char *bytes, gsize length, gint64 at_ns, gpointer user_data);
  void (*done) (const GError *error, gint64 at_ns, gpointer user_data);
} PronyHttpExchangeFuncs;

PronyHttpExchange *prony_http_exchange_start (PronyHttpPool *pool,
                                              guint slot,
                                              GUri *uri,
                                              GBytes *body,
                                              PronyRequestRecord *record,
                                              const PronyHttpExchangeFuncs *funcs,
                                              gpointer user_data);
guint prony_http_exchange_get_connections (PronyHttpExchange *self);
void prony_http_exchange_free (PronyHttpExchange *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyHttpExchange, prony_http_exchange_free)

G_END_DECLS
