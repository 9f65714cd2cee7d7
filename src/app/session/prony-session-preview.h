/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "app/session/prony-session.h"
#include "core/bench/prony-scenario-estimate.h"

G_BEGIN_DECLS

/**
 * PronyScenarioPreview:
 * @prompts: what would be asked
 * @estimate: what asking all of it once amounts to
 * @pace: how fast the target was when it was measured last
 * @for_target: whether a target was chosen
 *
 * A scenario as a target would get it.
 */
typedef struct
{
  PronyPromptSet *prompts;
  PronyScenarioEstimate estimate;
  PronyTargetPace pace;
  gboolean for_target;
} PronyScenarioPreview;

void prony_scenario_preview_free (PronyScenarioPreview *self);
void prony_session_preview_scenario_async (PronySession *self,
                                           PronyScenario *scenario,
                                           PronyTarget *target,
                                           double price_per_hour,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
PronyScenarioPreview *prony_session_preview_scenario_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyScenarioPreview, prony_scenario_preview_free)

G_END_DECLS
