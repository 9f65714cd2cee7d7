/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gtk/gtk.h>

#include "app/session/prony-session.h"

G_BEGIN_DECLS

/**
 * PronyTargetList:
 *
 * The models of all engines that are ready when it is made, to choose one from; the first
 * choice is none. Main thread only.
 */
#define PRONY_TYPE_TARGET_LIST (prony_target_list_get_type ())

G_DECLARE_FINAL_TYPE (PronyTargetList, prony_target_list, PRONY, TARGET_LIST, GObject)

PronyTargetList *prony_target_list_new (GListModel *engines);
GListModel *prony_target_list_get_names (PronyTargetList *self);
PronyTarget *prony_target_list_make_target (PronyTargetList *self, guint position);

G_END_DECLS
