/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-session.h"

G_BEGIN_DECLS

/**
 * PronyPlanMenu:
 *
 * The popover in which the saved plans are, or the saved selections of targets: to save
 * what is chosen, to use one and to delete one, by the actions `run.save-plan` or
 * `run.name-selection`, `run.use-plan` and `run.delete-plan` of a widget above it. Main
 * thread only.
 *
 * Property: `selections` (whether it is for selections; given once).
 */
#define PRONY_TYPE_PLAN_MENU (prony_plan_menu_get_type ())

G_DECLARE_FINAL_TYPE (PronyPlanMenu, prony_plan_menu, PRONY, PLAN_MENU, GtkPopover)

void prony_plan_menu_set_session (PronyPlanMenu *self, PronySession *session);

G_END_DECLS
