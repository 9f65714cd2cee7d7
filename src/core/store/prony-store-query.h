/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/store/prony-sql.h"
#include "core/store/prony-store.h"

G_BEGIN_DECLS

/**
 * PRONY_RUN_COLUMNS:
 *
 * What prony_store_read_run() reads, in this order.
 */
#define PRONY_RUN_COLUMNS                                                                          \
  "r.id, r.name, r.started_us, r.started_ns, r.duration_s, r.state, r.prony_version, r.host,"      \
  " r.plan, r.error"

PronySqlCommand *
prony_store_query_runs (const char *columns, const PronyRunFilter *filter, char **sql);
PronySqlCommand *
prony_store_query_requests (const char *columns, const PronyRequestFilter *filter, char **sql);

G_END_DECLS
