/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-session-requests.h"

G_BEGIN_DECLS

/**
 * PronyRequestExplorer:
 *
 * Every request of a stored run: a list that can be searched, filtered and sorted, all that
 * is known of the one that is selected, and the first of them over time. Main thread only.
 *
 * Property `time-line`, and the stateful action `requests.time-line` for it.
 */
#define PRONY_TYPE_REQUEST_EXPLORER (prony_request_explorer_get_type ())

G_DECLARE_FINAL_TYPE (PronyRequestExplorer, prony_request_explorer, PRONY, REQUEST_EXPLORER, AdwBin)

GtkWidget *prony_request_explorer_new (void);
void prony_request_explorer_set_session (PronyRequestExplorer *self, PronySession *session);
void prony_request_explorer_set_run (PronyRequestExplorer *self, PronyRun *run);
void prony_request_explorer_show_request (PronyRequestExplorer *self, gint64 row_id);
void prony_request_explorer_show_trial (PronyRequestExplorer *self, guint trial);

G_END_DECLS
