/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-run-list.h"

G_BEGIN_DECLS

/**
 * PronyHistoryFilter:
 *
 * A button that opens what a list of runs can be filtered and put together by. Main thread
 * only. Signal `changed`: the list is to show something else.
 */
#define PRONY_TYPE_HISTORY_FILTER (prony_history_filter_get_type ())

G_DECLARE_FINAL_TYPE (PronyHistoryFilter, prony_history_filter, PRONY, HISTORY_FILTER, AdwBin)

void prony_history_filter_set_runs (PronyHistoryFilter *self, GListModel *runs);
void prony_history_filter_set_search (PronyHistoryFilter *self, const PronyRunSearch *search);
void prony_history_filter_get_search (PronyHistoryFilter *self, PronyRunSearch *search);
void prony_history_filter_set_grouping (PronyHistoryFilter *self, PronyRunGrouping grouping);
PronyRunGrouping prony_history_filter_get_grouping (PronyHistoryFilter *self);
void prony_history_filter_open (PronyHistoryFilter *self);

G_END_DECLS
