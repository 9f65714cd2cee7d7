/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "core/bench/prony-live-feed.h"

G_BEGIN_DECLS

/**
 * PronyStandingTable:
 *
 * How the targets of a run under way compare at one scenario and load, so far: a row for
 * each, with the figures that matter most. It shows what is under way, or what somebody
 * has chosen. Main thread only.
 *
 * Actions: `standing.sort` (i, a column; -1 for the order of the run), `standing.show` (u,
 * 0 for what is under way, then those that have begun).
 */
#define PRONY_TYPE_STANDING_TABLE (prony_standing_table_get_type ())

G_DECLARE_FINAL_TYPE (PronyStandingTable, prony_standing_table, PRONY, STANDING_TABLE, AdwBin)

void prony_standing_table_reset (PronyStandingTable *self);
void prony_standing_table_show (PronyStandingTable *self, PronyRunSnapshot *snapshot);

G_END_DECLS
