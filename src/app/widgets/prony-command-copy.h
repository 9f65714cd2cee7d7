/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gtk/gtk.h>

#include "core/model/prony-plan.h"

G_BEGIN_DECLS

void prony_command_copy (GtkWidget *widget, PronyPlan *plan);

G_END_DECLS
