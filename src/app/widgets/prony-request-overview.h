/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "core/model/prony-run.h"

G_BEGIN_DECLS

/**
 * PronyRequestOverview:
 *
 * How a request went: how it ended, its course as a chart, what it was, and its texts.
 * Scrolls by itself. Main thread only.
 */
#define PRONY_TYPE_REQUEST_OVERVIEW (prony_request_overview_get_type ())

G_DECLARE_FINAL_TYPE (PronyRequestOverview, prony_request_overview, PRONY, REQUEST_OVERVIEW, AdwBin)

void prony_request_overview_show (PronyRequestOverview *self,
                                  PronyTrial *trial,
                                  const PronyRequestRecord *record,
                                  const char *broken_rule,
                                  const char *advice);

G_END_DECLS
