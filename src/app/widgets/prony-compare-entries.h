/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "core/analysis/prony-compare-set.h"

G_BEGIN_DECLS

/**
 * PronyCompareEntries:
 *
 * The results of a comparison, folded up at first: each can be made the baseline or be removed,
 * with the actions `compare.set-baseline` and `compare.remove` of what is around it. Main thread
 * only.
 */
#define PRONY_TYPE_COMPARE_ENTRIES (prony_compare_entries_get_type ())

G_DECLARE_FINAL_TYPE (
  PronyCompareEntries, prony_compare_entries, PRONY, COMPARE_ENTRIES, AdwExpanderRow)

void prony_compare_entries_show (PronyCompareEntries *self, PronyCompareSet *set, guint baseline);

G_END_DECLS
