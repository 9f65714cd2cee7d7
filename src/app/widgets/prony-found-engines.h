/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-session.h"

G_BEGIN_DECLS

/**
 * PronyFoundEngines:
 *
 * What a scan found and the user has not added yet. Main thread only.
 *
 * Actions: `found.add` (s, an address that the scan found) and `found.add-all`.
 */
#define PRONY_TYPE_FOUND_ENGINES (prony_found_engines_get_type ())

G_DECLARE_FINAL_TYPE (PronyFoundEngines, prony_found_engines, PRONY, FOUND_ENGINES, AdwBin)

void prony_found_engines_set (PronyFoundEngines *self, GPtrArray *found);
guint prony_found_engines_count (PronyFoundEngines *self);
void prony_found_engines_set_session (PronyFoundEngines *self, PronySession *session);
void prony_found_engines_forget_known (PronyFoundEngines *self);

G_END_DECLS
