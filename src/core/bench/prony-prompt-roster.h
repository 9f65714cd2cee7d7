/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/model/prony-plan.h"
#include "core/prompts/prony-prompt-set.h"

G_BEGIN_DECLS

/**
 * PronyPromptRoster:
 *
 * The prompts of a run: one set for each target and scenario, made when it is needed
 * first and the same for all trials. Used by one thread at a time.
 */
typedef struct _PronyPromptRoster PronyPromptRoster;

PronyPromptRoster *prony_prompt_roster_new (PronyPlan *plan, const char *run_id);
void prony_prompt_roster_free (PronyPromptRoster *self);
PronyPromptSet *prony_prompt_roster_prepare (PronyPromptRoster *self,
                                             guint scenario,
                                             guint target_index,
                                             PronyTarget *target,
                                             GCancellable *cancellable,
                                             GError **error);
PronyPromptSet *
prony_prompt_roster_get (PronyPromptRoster *self, guint scenario, guint target_index);
guint64 prony_prompt_roster_get_salt (PronyPromptRoster *self, guint trial);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyPromptRoster, prony_prompt_roster_free)

G_END_DECLS
