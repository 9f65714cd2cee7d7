/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-plan.h"

G_BEGIN_DECLS

/**
 * PronyCommandChoice:
 * @loads: options name the loads
 * @bounds: options name what ends a trial
 * @warmup: an option names the warm-up
 *
 * What `prony-cli run` is told; what it is not told is the scenarios' own.
 */
typedef struct
{
  gboolean loads;
  gboolean bounds;
  gboolean warmup;
} PronyCommandChoice;

gboolean prony_command_is_closed (GArray *levels);
gboolean prony_command_choose (PronyPlan *plan, PronyCommandChoice *choice);

G_END_DECLS
