/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/model/prony-plan.h"

G_BEGIN_DECLS

/**
 * PronyTargetRoster:
 *
 * A plan's targets, prepared as far as they have been needed. Used by one thread at
 * a time.
 */
typedef struct _PronyTargetRoster PronyTargetRoster;

PronyTargetRoster *prony_target_roster_new (PronyPlan *plan);
void prony_target_roster_free (PronyTargetRoster *self);
PronyTarget *prony_target_roster_prepare (PronyTargetRoster *self,
                                          guint index,
                                          GCancellable *cancellable,
                                          GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyTargetRoster, prony_target_roster_free)

G_END_DECLS
