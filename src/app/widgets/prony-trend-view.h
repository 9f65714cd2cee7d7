/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-session.h"

G_BEGIN_DECLS

/**
 * PronyTrendView:
 *
 * One metric of one target at one scenario and load, over all runs. What leads to a run
 * activates `history.open-run`. Main thread only.
 */
#define PRONY_TYPE_TREND_VIEW (prony_trend_view_get_type ())

G_DECLARE_FINAL_TYPE (PronyTrendView, prony_trend_view, PRONY, TREND_VIEW, AdwBin)

GtkWidget *prony_trend_view_new (void);
void prony_trend_view_set_session (PronyTrendView *self, PronySession *session);
void prony_trend_view_refresh (PronyTrendView *self);
void prony_trend_view_show (PronyTrendView *self, const char *target, const char *scenario);

G_END_DECLS
