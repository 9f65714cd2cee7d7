/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-request-list.h"

G_BEGIN_DECLS

/**
 * PronyRequestTimeLine:
 *
 * The first of some requests over time, as many as can be looked at. Main thread only.
 *
 * Signal `activated` (gint64 row_id): a request is to be shown.
 */
#define PRONY_TYPE_REQUEST_TIME_LINE (prony_request_time_line_get_type ())

G_DECLARE_FINAL_TYPE (
  PronyRequestTimeLine, prony_request_time_line, PRONY, REQUEST_TIME_LINE, AdwBin)

void prony_request_time_line_set_session (PronyRequestTimeLine *self, PronySession *session);
void prony_request_time_line_set_requests (PronyRequestTimeLine *self, PronyRequestList *list);
void prony_request_time_line_set_shown (PronyRequestTimeLine *self, gboolean shown);

G_END_DECLS
