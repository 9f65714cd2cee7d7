/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/model/prony-scenario.h"
#include "core/scenarios/prony-problems.h"

G_BEGIN_DECLS

/**
 * PronyDatasetSummary:
 * @rows: how many rows there are that can be asked
 * @format: what is in the file
 *
 * What a data set was found to be.
 */
typedef struct
{
  guint64 rows;
  PronyDatasetFormat format;
} PronyDatasetSummary;

PronyScenario *prony_scenario_resolve (PronyScenario *scenario,
                                       gint64 seed,
                                       GCancellable *cancellable,
                                       GError **error);
gboolean prony_dataset_check (PronyScenario *scenario,
                              PronyProblems *problems,
                              PronyDatasetSummary *summary,
                              GCancellable *cancellable);
GArray *prony_lengths_read_file (const char *path, GError **error);

G_END_DECLS
