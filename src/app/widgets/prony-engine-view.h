/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-session.h"

G_BEGIN_DECLS

/**
 * PronyEngineView:
 *
 * One engine with all that is known of it: how it is and what to do about it, its
 * models, its facts, and what it can do. Its buttons activate the actions of the
 * Engines page and of the window. Main thread only.
 */
#define PRONY_TYPE_ENGINE_VIEW (prony_engine_view_get_type ())

G_DECLARE_FINAL_TYPE (PronyEngineView, prony_engine_view, PRONY, ENGINE_VIEW, AdwBin)

PronyEngineItem *prony_engine_view_get_engine (PronyEngineView *self);
void
prony_engine_view_set_engine (PronyEngineView *self, PronySession *session, PronyEngineItem *item);

G_END_DECLS
