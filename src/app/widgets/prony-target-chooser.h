/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-session.h"

G_BEGIN_DECLS

/**
 * PronyTargetChooser:
 *
 * Fills a group of rows with the models of all engines, each with a check mark, and with
 * the engines that cannot be measured and why. What was chosen is kept while engines come,
 * go and are probed again. Until the user has chosen, the first ready engine's first model
 * is. Main thread only.
 *
 * Signal `changed`: another choice.
 */
#define PRONY_TYPE_TARGET_CHOOSER (prony_target_chooser_get_type ())

G_DECLARE_FINAL_TYPE (PronyTargetChooser, prony_target_chooser, PRONY, TARGET_CHOOSER, GObject)

PronyTargetChooser *prony_target_chooser_new (AdwPreferencesGroup *group, GListModel *engines);
void prony_target_chooser_set (PronyTargetChooser *self, const char *target, gboolean selected);
void prony_target_chooser_select_only (PronyTargetChooser *self, PronyEngineItem *item);
void prony_target_chooser_set_targets (PronyTargetChooser *self, GPtrArray *targets);
GPtrArray *prony_target_chooser_get_targets (PronyTargetChooser *self);
guint prony_target_chooser_count_left_out (PronyTargetChooser *self);

G_END_DECLS
