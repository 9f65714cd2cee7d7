/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-engine-item.h"

G_BEGIN_DECLS

/**
 * PronyCapabilityList:
 *
 * What an engine was seen to do, as icons and words, with a button that activates
 * `engines.find-out` with the engine's id. Main thread only.
 */
#define PRONY_TYPE_CAPABILITY_LIST (prony_capability_list_get_type ())

G_DECLARE_FINAL_TYPE (
  PronyCapabilityList, prony_capability_list, PRONY, CAPABILITY_LIST, AdwPreferencesGroup)

void prony_capability_list_show (PronyCapabilityList *self, PronyEngineItem *item);

G_END_DECLS
