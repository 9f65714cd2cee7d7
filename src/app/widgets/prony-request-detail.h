/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-session-requests.h"

G_BEGIN_DECLS

/**
 * PronyRequestDetail:
 *
 * All that is known of one request of a stored run: how it went, its figures, its events.
 * Main thread only.
 */
#define PRONY_TYPE_REQUEST_DETAIL (prony_request_detail_get_type ())

G_DECLARE_FINAL_TYPE (PronyRequestDetail, prony_request_detail, PRONY, REQUEST_DETAIL, AdwBin)

void prony_request_detail_set_session (PronyRequestDetail *self, PronySession *session);
void
prony_request_detail_show (PronyRequestDetail *self, PronyRun *run, const PronyRequestRow *row);
void prony_request_detail_clear (PronyRequestDetail *self);
gint64 prony_request_detail_get_row_id (PronyRequestDetail *self);
char *prony_request_detail_get_text (PronyRequestDetail *self);

G_END_DECLS
