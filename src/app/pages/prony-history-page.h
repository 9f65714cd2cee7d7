/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "app/pages/prony-page.h"

G_BEGIN_DECLS

/**
 * PronyHistoryPage:
 *
 * The stored runs, newest first, and one of them when it is opened. Main thread
 * only. Actions: `history.open`, `history.open-run` (id), `history.back`,
 * `history.delete`, `history.undo`, `history.compare`, `history.export`,
 * `history.export-to` (folder), `history.search`.
 */
#define PRONY_TYPE_HISTORY_PAGE (prony_history_page_get_type ())

G_DECLARE_FINAL_TYPE (PronyHistoryPage, prony_history_page, PRONY, HISTORY_PAGE, PronyPage)

void prony_history_page_open_run (PronyHistoryPage *self, const char *run_id);

void prony_history_page_open_run (PronyHistoryPage *self, const char *run_id);

G_END_DECLS
