/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-engine-item.h"

G_BEGIN_DECLS

/**
 * PronyEngineMark:
 *
 * How an engine is: an icon and a word in a colour, or a spinner before it is known.
 * Main thread only.
 */
#define PRONY_TYPE_ENGINE_MARK (prony_engine_mark_get_type ())

G_DECLARE_FINAL_TYPE (PronyEngineMark, prony_engine_mark, PRONY, ENGINE_MARK, AdwBin)

void prony_engine_mark_show (PronyEngineMark *self, PronyEngineItem *item);
const char *prony_engine_mark_get_text (PronyEngineMark *self);

G_END_DECLS
