/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "core/model/prony-engine-info.h"

G_BEGIN_DECLS

#define PRONY_TYPE_FOUND_ENGINES (prony_found_engines_get_type ())

G_DECLARE_FINAL_TYPE (PronyFoundEngines, prony_found_engines, PRONY, FOUND_ENGINES, AdwBin)

void prony_found_engines_set (PronyFoundEngines *self, GPtrArray *found);
guint prony_found_engines_count (PronyFoundEngines *self);
const char *prony_found_engines_get_url (PronyFoundEngines *self, guint position);
PronyEngineInfo *prony_found_engines_take (PronyFoundEngines *self, const char *url);

G_END_DECLS
