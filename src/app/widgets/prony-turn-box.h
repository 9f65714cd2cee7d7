/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PronyTurnBox:
 *
 * Lays its children next to each other where there is room for all of them, and one
 * above the other where there is not. A child that expands gives way down to its
 * minimum first. Children come from the template only. Main thread only.
 */
#define PRONY_TYPE_TURN_BOX (prony_turn_box_get_type ())

G_DECLARE_FINAL_TYPE (PronyTurnBox, prony_turn_box, PRONY, TURN_BOX, GtkWidget)

G_END_DECLS
