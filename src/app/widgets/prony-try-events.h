/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-try-event.h"

G_BEGIN_DECLS

/**
 * PronyTryEvents:
 *
 * The events of an answer as a table. Main thread only.
 */
#define PRONY_TYPE_TRY_EVENTS (prony_try_events_get_type ())

G_DECLARE_FINAL_TYPE (PronyTryEvents, prony_try_events, PRONY, TRY_EVENTS, AdwBin)

void prony_try_events_set_model (PronyTryEvents *self, GListModel *events, gboolean with_text);

G_END_DECLS
