/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/model/prony-scenario.h"
#include "core/scenarios/prony-problems.h"

G_BEGIN_DECLS

PronyScenario *prony_scenario_read (const char *text,
                                    gsize length,
                                    const char *file_name,
                                    PronyProblems *problems);
PronyScenario *
prony_scenario_parse (const char *text, gssize length, const char *file_name, GError **error);
gboolean
prony_scenario_load_text (const char *file_name, char **text, gsize *length, GError **error);
PronyScenario *prony_scenario_load_file (const char *file_name, GError **error);

GPtrArray *prony_scenario_catalog_load (GPtrArray **problems);
PronyScenario *prony_scenario_catalog_find (const char *name_or_file, GError **error);
GPtrArray *prony_scenario_catalog_core (GError **error);

G_END_DECLS
