/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-session.h"

G_BEGIN_DECLS

/**
 * PronyLeaderboardView:
 *
 * Who is ahead at a scenario and load, over all runs. What leads to a run activates
 * `history.open-run`. Main thread only.
 */
#define PRONY_TYPE_LEADERBOARD_VIEW (prony_leaderboard_view_get_type ())

G_DECLARE_FINAL_TYPE (PronyLeaderboardView, prony_leaderboard_view, PRONY, LEADERBOARD_VIEW, AdwBin)

GtkWidget *prony_leaderboard_view_new (void);
void prony_leaderboard_view_set_session (PronyLeaderboardView *self, PronySession *session);
void prony_leaderboard_view_refresh (PronyLeaderboardView *self);

G_END_DECLS
