/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gtk/gtk.h>

#include "app/session/prony-scenario-item.h"
#include "app/session/prony-session.h"

G_BEGIN_DECLS

/**
 * PronyScenarioImported:
 * @item: what came of a file
 * @widget: the widget that asked for it
 *
 * Told of each scenario that was imported.
 */
typedef void (*PronyScenarioImported) (PronyScenarioItem *item, gpointer widget);

void prony_scenario_import (GtkWidget *widget,
                            PronySession *session,
                            const char *file,
                            PronyScenarioImported imported);
void prony_scenario_export (GtkWidget *widget,
                            PronySession *session,
                            PronyScenarioItem *item,
                            const char *file);

G_END_DECLS
