/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "app/pages/prony-page.h"

G_BEGIN_DECLS

#define PRONY_TYPE_HISTORY_PAGE (prony_history_page_get_type ())

G_DECLARE_FINAL_TYPE (PronyHistoryPage, prony_history_page, PRONY, HISTORY_PAGE, PronyPage)

G_END_DECLS
