/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "core/model/prony-run.h"
#include "core/store/prony-store.h"

G_BEGIN_DECLS

/**
 * PronyRequestFilterBar:
 *
 * Says which requests of a run are shown, and in which order. Main thread only.
 *
 * Signal `changed`: the user wants others, or another order.
 */
#define PRONY_TYPE_REQUEST_FILTER_BAR (prony_request_filter_bar_get_type ())

G_DECLARE_FINAL_TYPE (
  PronyRequestFilterBar, prony_request_filter_bar, PRONY, REQUEST_FILTER_BAR, AdwBin)

void prony_request_filter_bar_set_run (PronyRequestFilterBar *self, PronyRun *run);
void prony_request_filter_bar_get (PronyRequestFilterBar *self, PronyRequestFilter *filter);
void prony_request_filter_bar_set (PronyRequestFilterBar *self, const PronyRequestFilter *filter);
void prony_request_filter_bar_search (PronyRequestFilterBar *self);

G_END_DECLS
