/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "core/bench/prony-live-feed.h"

G_BEGIN_DECLS

/**
 * PronyRunHeader:
 *
 * How a run under way stands in a few lines: its state, how much of it is done, how long
 * it still takes, and the buttons that hold it up. Main thread only.
 */
#define PRONY_TYPE_RUN_HEADER (prony_run_header_get_type ())

G_DECLARE_FINAL_TYPE (PronyRunHeader, prony_run_header, PRONY, RUN_HEADER, AdwBin)

void prony_run_header_reset (PronyRunHeader *self);
void prony_run_header_show (PronyRunHeader *self, PronyRunSnapshot *snapshot);

G_END_DECLS
