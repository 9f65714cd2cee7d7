/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "app/pages/prony-page.h"

G_BEGIN_DECLS

/**
 * PronyComparePage:
 *
 * Puts results of stored runs side by side: same scenario, same level. Main thread
 * only. Actions: `compare.choose`, `compare.clear` and `compare.run`, beside those of its
 * #PronyCompareView.
 */
#define PRONY_TYPE_COMPARE_PAGE (prony_compare_page_get_type ())

G_DECLARE_FINAL_TYPE (PronyComparePage, prony_compare_page, PRONY, COMPARE_PAGE, PronyPage)

void prony_compare_page_compare_runs (PronyComparePage *self, const char *const *run_ids);

G_END_DECLS
