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

/**
 * PronyBrokenScenario:
 * @scenario: what could be read, with its text and file, for an editor; not for a run
 * @problems: one or more lines `FILE:LINE:COLUMN: sentence`
 *
 * A file of the user's that is no scenario yet, or no longer.
 */
typedef struct
{
  PronyScenario *scenario;
  char *problems;
} PronyBrokenScenario;

/**
 * PronyScenarioCatalog:
 * @scenarios: (element-type PronyScenario): the four core scenarios first, then the others
 *   by name
 * @hidden: (element-type PronyScenario): shipped ones in whose place the user has another
 * @broken: (element-type PronyBrokenScenario): the user's files with mistakes
 * @problems: (element-type utf8): everything that could not be used: for each a text of
 *   one or more lines `FILE:LINE:COLUMN: sentence`
 *
 * All scenarios that there are.
 */
typedef struct
{
  GPtrArray *scenarios;
  GPtrArray *hidden;
  GPtrArray *broken;
  GPtrArray *problems;
} PronyScenarioCatalog;

PronyScenarioCatalog *prony_scenario_catalog_read (void);
void prony_scenario_catalog_free (PronyScenarioCatalog *self);
gboolean prony_scenario_catalog_hides_shipped (PronyScenarioCatalog *self, const char *name);
GPtrArray *prony_scenario_catalog_load (GPtrArray **problems);
PronyScenario *prony_scenario_catalog_find (const char *name_or_file, GError **error);
GPtrArray *prony_scenario_catalog_core (GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyScenarioCatalog, prony_scenario_catalog_free)

G_END_DECLS
