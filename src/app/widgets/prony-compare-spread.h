/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-session.h"
#include "core/analysis/prony-compare-set.h"

G_BEGIN_DECLS

/**
 * PronyCompareSpread:
 *
 * How a figure is distributed over the requests of results that are compared: cumulative
 * distributions and boxes over one another, read in a thread; or a sentence, why there are none.
 * Main thread only.
 */
#define PRONY_TYPE_COMPARE_SPREAD (prony_compare_spread_get_type ())

G_DECLARE_FINAL_TYPE (PronyCompareSpread, prony_compare_spread, PRONY, COMPARE_SPREAD, AdwBin)

void prony_compare_spread_show (PronyCompareSpread *self,
                                PronySession *session,
                                PronyCompareSet *set,
                                guint group,
                                PronyMetric metric);
void prony_compare_spread_clear (PronyCompareSpread *self);

G_END_DECLS
