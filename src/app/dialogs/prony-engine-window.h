/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-session.h"

G_BEGIN_DECLS

#define PRONY_TYPE_ENGINE_WINDOW (prony_engine_window_get_type ())

G_DECLARE_FINAL_TYPE (PronyEngineWindow, prony_engine_window, PRONY, ENGINE_WINDOW, AdwWindow)

PronyEngineWindow *
prony_engine_window_new (GtkWindow *parent, PronySession *session, PronyEngineItem *item);

G_END_DECLS
