/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/model/prony-scenario.h"

G_BEGIN_DECLS

/* The user's own scenarios, as files in their folder. All of them touch the disk. */
char *prony_scenario_files_save (const char *text, const char *file, GError **error);
char *prony_scenario_files_duplicate (PronyScenario *scenario, GError **error);
char *prony_scenario_files_import (const char *file, GError **error);
gboolean prony_scenario_files_export (PronyScenario *scenario, const char *file, GError **error);
char *prony_scenario_files_set_aside (PronyScenario *scenario, GError **error);
gboolean prony_scenario_files_bring_back (const char *aside, GError **error);
gboolean prony_scenario_files_discard (const char *aside, GError **error);
void prony_scenario_files_discard_old (void);

G_END_DECLS
