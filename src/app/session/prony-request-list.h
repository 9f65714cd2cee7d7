/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "app/session/prony-request-item.h"
#include "app/session/prony-session-requests.h"

G_BEGIN_DECLS

/**
 * PronyRequestList:
 *
 * The requests of a stored run that fit a filter, as a #GListModel of #PronyRequestItem:
 * their numbers are kept, and what lists show of them is read a page at a time when it is
 * asked for. Main thread only.
 *
 * Properties: `loading` (the requests that fit are being looked for), `error` (nullable
 * string: a sentence, why there are none). Signal `loaded`: the list is that of the latest
 * filter, or has an error.
 */
#define PRONY_TYPE_REQUEST_LIST (prony_request_list_get_type ())

G_DECLARE_FINAL_TYPE (PronyRequestList, prony_request_list, PRONY, REQUEST_LIST, GObject)

PronyRequestList *prony_request_list_new (void);
void prony_request_list_set_session (PronyRequestList *self, PronySession *session);
void prony_request_list_set_run (PronyRequestList *self, const char *run_id);
void prony_request_list_set_filter (PronyRequestList *self, const PronyRequestFilter *filter);
const PronyRequestFilter *prony_request_list_get_filter (PronyRequestList *self);
void prony_request_list_reload (PronyRequestList *self);
void prony_request_list_stop (PronyRequestList *self);
gboolean prony_request_list_is_loading (PronyRequestList *self);
const char *prony_request_list_get_error (PronyRequestList *self);
guint prony_request_list_get_total (PronyRequestList *self);
gboolean prony_request_list_find (PronyRequestList *self, gint64 row_id, guint *position);
const gint64 *prony_request_list_get_ids (PronyRequestList *self, guint *n_ids);

G_END_DECLS
