/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-session.h"
#include "core/analysis/prony-compare-set.h"

G_BEGIN_DECLS

/**
 * PronyCompareView:
 *
 * Results side by side: who is best, charts, the table against the baseline, distributions, and
 * what is the same model. All reading happens in threads, and is given up when another choice is
 * made. Main thread only.
 *
 * Signals: `remove-entry` (guint): somebody wants an entry of the set gone; `add-pinned`:
 * somebody wants the pinned run to be the baseline, which is not in the set.
 *
 * Actions: `compare.set-metric` (name), `compare.set-baseline` (index), `compare.set-group`
 * (index), `compare.swap-baseline`, `compare.remove` (index), `compare.copy-table`,
 * `compare.copy-command`, `compare.save`, `compare.save-to` (file name).
 */
#define PRONY_TYPE_COMPARE_VIEW (prony_compare_view_get_type ())

G_DECLARE_FINAL_TYPE (PronyCompareView, prony_compare_view, PRONY, COMPARE_VIEW, AdwBin)

void prony_compare_view_set_session (PronyCompareView *self, PronySession *session);
void prony_compare_view_take_set (PronyCompareView *self, PronyCompareSet *set, int baseline);
PronyCompareSet *prony_compare_view_get_set (PronyCompareView *self);

G_END_DECLS
