/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/bench/prony-trial-runner.h"

G_BEGIN_DECLS

/**
 * PronyTrialGroup:
 *
 * The trials that are under way at the same time: one, or one of each target. Keeps
 * the time, too. Used by the runner's thread only.
 */
typedef struct _PronyTrialGroup PronyTrialGroup;

PronyTrialGroup *prony_trial_group_new (void);
void prony_trial_group_free (PronyTrialGroup *self);
void prony_trial_group_add (PronyTrialGroup *self, PronyTrialRunner *runner);
GPtrArray *prony_trial_group_get_runners (PronyTrialGroup *self);
void prony_trial_group_set_paused (PronyTrialGroup *self, gboolean paused);
gboolean prony_trial_group_wait (PronyTrialGroup *self, gint64 timeout_us);
double prony_trial_group_get_measured (PronyTrialGroup *self);
double prony_trial_group_get_time (PronyTrialGroup *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyTrialGroup, prony_trial_group_free)

G_END_DECLS
