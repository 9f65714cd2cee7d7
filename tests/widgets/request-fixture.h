/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/store/prony-store.h"

G_BEGIN_DECLS

/* Of a hundred requests, which are what; the others are ordinary. */
#define REQUEST_FIXTURE_FAILED 7
#define REQUEST_FIXTURE_THINKING 8
#define REQUEST_FIXTURE_IN_ONE_PIECE 9
#define REQUEST_FIXTURE_POOR 10

PronyRun *request_fixture_store (const char *database, guint n_requests);

G_END_DECLS
