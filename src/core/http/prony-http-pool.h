/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <libsoup/soup.h>

#include "core/http/prony-http-access.h"
#include "core/http/prony-http-poller.h"
#include "core/model/prony-exchange-log.h"

G_BEGIN_DECLS

/**
 * PRONY_HTTP_STREAMS_PER_SESSION:
 *
 * How many streams share one SoupSession. A session goes through its whole queue
 * at each of its events, so that a large one costs time in proportion to the
 * square of its streams.
 */
#define PRONY_HTTP_STREAMS_PER_SESSION 16

typedef struct _PronyHttpPool PronyHttpPool;

/**
 * PronyHttpPoolFunc:
 * @user_data: as given
 */
typedef void (*PronyHttpPoolFunc) (gpointer user_data);

PronyHttpPool *prony_http_pool_new (PronyHttpAccess *access, guint n_slots, GError **error);
void prony_http_pool_free (PronyHttpPool *self);
void prony_http_pool_add_slots (PronyHttpPool *self, guint n);
guint prony_http_pool_get_n_slots (PronyHttpPool *self);
void prony_http_pool_preconnect (PronyHttpPool *self, PronyHttpPoolFunc done, gpointer user_data);
void prony_http_pool_preconnect_range (
  PronyHttpPool *self, guint first, guint n, PronyHttpPoolFunc done, gpointer user_data);
guint prony_http_pool_count_open (PronyHttpPool *self);
guint64 prony_http_pool_get_retransmits (PronyHttpPool *self);

void prony_http_pool_set_log (PronyHttpPool *self, PronyExchangeLog *log);
PronyExchangeLog *prony_http_pool_get_log (PronyHttpPool *self);
PronyHttpAccess *prony_http_pool_get_access (PronyHttpPool *self);
SoupSession *prony_http_pool_get_session (PronyHttpPool *self, guint slot);
PronyHttpPoller *prony_http_pool_get_poller (PronyHttpPool *self);
char *prony_http_pool_get_buffer (PronyHttpPool *self);
void prony_http_pool_note_connection (PronyHttpPool *self,
                                      guint slot,
                                      guint64 connection_id,
                                      GIOStream *connection);
void prony_http_pool_update_connection (PronyHttpPool *self, guint slot, guint64 connection_id);
int prony_http_pool_get_fd (PronyHttpPool *self, guint slot, guint64 connection_id);
void prony_http_pool_set_closing (PronyHttpPool *self, guint slot, gboolean closing);
gboolean prony_http_pool_get_closing (PronyHttpPool *self, guint slot);
void prony_http_pool_hold (PronyHttpPool *self);
void prony_http_pool_release (PronyHttpPool *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyHttpPool, prony_http_pool_free)

G_END_DECLS
