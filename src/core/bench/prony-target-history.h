/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/bench/prony-scenario-estimate.h"

G_BEGIN_DECLS

/**
 * PronyTargetHistory:
 *
 * What the store knows of a target: its latest runs. Used by one thread at a time.
 */
typedef struct _PronyTargetHistory PronyTargetHistory;

/**
 * PronyRequestPace:
 * @latency_s: how long a request takes on average; NAN where that is not known, like the
 *   two that follow
 * @prompt_tokens: of its prompt, on average
 * @output_tokens: of its answer, on average
 * @same_load: whether that was measured at this load; else at another, or worked out
 *
 * How a target answers the requests of one scenario.
 */
typedef struct
{
  double latency_s;
  double prompt_tokens;
  double output_tokens;
  gboolean same_load;
} PronyRequestPace;

PronyTargetHistory *
prony_target_history_new (PronyStore *store, PronyPlan *plan, PronyTarget *target);
void prony_target_history_free (PronyTargetHistory *self);
gboolean prony_target_history_is_empty (PronyTargetHistory *self);
PronyApi prony_target_history_get_api (PronyTargetHistory *self);
const PronyTargetPace *prony_target_history_get_pace (PronyTargetHistory *self);
gboolean prony_target_history_find (PronyTargetHistory *self,
                                    const char *scenario,
                                    const PronyLoadLevel *load,
                                    PronyRequestPace *pace);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyTargetHistory, prony_target_history_free)

G_END_DECLS
