/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "app/pages/prony-page.h"

G_BEGIN_DECLS

#define PRONY_TYPE_RUN_PAGE (prony_run_page_get_type ())

G_DECLARE_FINAL_TYPE (PronyRunPage, prony_run_page, PRONY, RUN_PAGE, PronyPage)

G_END_DECLS
