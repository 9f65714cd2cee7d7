/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/http/prony-http-access.h"
#include "core/model/prony-exchange-log.h"

G_BEGIN_DECLS

void
prony_http_log_request (PronyExchange *exchange, PronyHttpAccess *access, SoupMessage *message);
void
prony_http_log_response (PronyExchange *exchange, PronyHttpAccess *access, SoupMessage *message);

G_END_DECLS
