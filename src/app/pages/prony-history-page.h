/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "app/pages/prony-page.h"

G_BEGIN_DECLS

/**
 * PronyHistoryPage:
 *
 * The stored runs, newest first, to be searched, filtered and put together; trends over them,
 * and who is ahead; and one of them when it is opened. Main thread only.
 *
 * Actions of the page: `history.open-run` (id), `history.back`, `history.search`,
 * `history.filter`, `history.clear-filters`, `history.show-view` (`runs`, `trends` or
 * `leaderboard`), `history.undo`, `history.show-menu` (id), `history.context-menu`. Of the
 * selected run: `history.open`, `history.rename`, `history.add-note`, `history.toggle-pin`,
 * `history.check`, `history.show-trend`, `history.save-badge`, `history.run-again`. Of one
 * or more: `history.tags`, `history.compare`, `history.export`, `history.export-to` (folder),
 * `history.delete`.
 */
#define PRONY_TYPE_HISTORY_PAGE (prony_history_page_get_type ())

G_DECLARE_FINAL_TYPE (PronyHistoryPage, prony_history_page, PRONY, HISTORY_PAGE, PronyPage)

void prony_history_page_open_run (PronyHistoryPage *self, const char *run_id);

G_END_DECLS
