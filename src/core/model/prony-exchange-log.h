/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-credentials.h"

G_BEGIN_DECLS

/**
 * PRONY_EXCHANGE_BODY_MAX_BYTES:
 *
 * How much of an answer's body is kept.
 */
#define PRONY_EXCHANGE_BODY_MAX_BYTES (4u * 1024u * 1024u)

/**
 * PRONY_EXCHANGE_LOG_MAX:
 *
 * How many exchanges are kept: a request is sent again only a few times.
 */
#define PRONY_EXCHANGE_LOG_MAX 32u

/**
 * PronyExchangePiece:
 * @at_ns: when the piece was read, as in #PronyRequestRecord
 * @end: how many bytes of the body had come with it
 *
 * A piece of a body as it was read from the connection.
 */
typedef struct
{
  gint64 at_ns;
  guint64 end;
} PronyExchangePiece;

/**
 * PronyExchangeHead:
 * @line: (nullable): the request line or the status line
 * @headers: (element-type PronyHeader): in order; a header without a value is a
 *   secret that was left out
 *
 * What comes before a body.
 */
typedef struct
{
  char *line;
  GPtrArray *headers;
} PronyExchangeHead;

/**
 * PronyExchange:
 * @request: what was sent
 * @request_body: (nullable): the body that was sent
 * @response: what came back; without a line if nothing did
 * @body: the first %PRONY_EXCHANGE_BODY_MAX_BYTES of the answer's body, as they came
 * @body_length: how long the body was in all
 * @pieces: (element-type PronyExchangePiece): when the bytes of @body came
 *
 * One request and its answer, as bytes.
 */
typedef struct
{
  PronyExchangeHead request;
  GBytes *request_body;
  PronyExchangeHead response;
  GByteArray *body;
  guint64 body_length;
  GArray *pieces;
} PronyExchange;

/**
 * PronyExchangeLog:
 * @exchanges: (element-type PronyExchange): all that was sent and came, in order
 *
 * What was said on the connections of one request, without secrets. Written by one
 * thread; immutable once that has ended. Reference counted.
 */
typedef struct
{
  GPtrArray *exchanges;
} PronyExchangeLog;

PronyExchangeLog *prony_exchange_log_new (void);
PronyExchangeLog *prony_exchange_log_ref (PronyExchangeLog *self);
void prony_exchange_log_unref (PronyExchangeLog *self);
PronyExchange *prony_exchange_log_begin (PronyExchangeLog *self, GBytes *request_body);
void prony_exchange_log_mask (PronyExchangeLog *self, PronyCredentials *credentials);

void prony_exchange_head_set_line (PronyExchangeHead *self, char *line);
void prony_exchange_head_add (PronyExchangeHead *self,
                              const char *name,
                              const char *value,
                              PronyCredentials *credentials);
void prony_exchange_add_body (PronyExchange *self, const char *bytes, gsize length, gint64 at_ns);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyExchangeLog, prony_exchange_log_unref)

G_END_DECLS
