/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "app/session/prony-request-item.h"
#include "app/session/prony-session-requests.h"

G_BEGIN_DECLS

/**
 * PronyRequestPages:
 *
 * The rows of a long list of requests that somebody looks at, read page by page. Main thread
 * only.
 */
typedef struct _PronyRequestPages PronyRequestPages;

/**
 * PronyRequestRange:
 * @start: the first position
 * @end: the one after the last
 */
typedef struct
{
  guint start;
  guint end;
} PronyRequestRange;

PronyRequestPages *prony_request_pages_new (void);
void prony_request_pages_free (PronyRequestPages *self);
void prony_request_pages_set_session (PronyRequestPages *self, PronySession *session);
GArray *prony_request_pages_set_ids (PronyRequestPages *self, GArray *ids);
PronyRequestItem *prony_request_pages_get (PronyRequestPages *self, guint position);
void prony_request_pages_stop (PronyRequestPages *self);

G_END_DECLS
