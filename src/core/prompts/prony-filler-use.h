/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-scenario.h"
#include "core/prompts/prony-filler.h"

G_BEGIN_DECLS

/**
 * PronyFillerUse:
 * @any: whether there is filler at all
 * @tokens: of each kind, the longest that one place asks for; 0 for a kind that is not
 *   used
 *
 * What filler a scenario asks for.
 */
typedef struct
{
  gboolean any;
  guint tokens[PRONY_N_FILLERS];
} PronyFillerUse;

void prony_filler_use_find (const PronyScenario *scenario, PronyFillerUse *use);

G_END_DECLS
