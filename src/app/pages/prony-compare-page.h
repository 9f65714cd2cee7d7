/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "app/pages/prony-page.h"

G_BEGIN_DECLS

#define PRONY_TYPE_COMPARE_PAGE (prony_compare_page_get_type ())

G_DECLARE_FINAL_TYPE (PronyComparePage, prony_compare_page, PRONY, COMPARE_PAGE, PronyPage)

G_END_DECLS
