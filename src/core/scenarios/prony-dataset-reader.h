/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/scenarios/prony-dataset-row.h"
#include "core/scenarios/prony-dataset.h"

G_BEGIN_DECLS

/**
 * PronyDatasetCaseFunc:
 * @test_case: (transfer full): what a row asks
 * @row: the row; only for the time of the call
 * @user_data: as given
 *
 * Returns: whether to go on reading
 */
typedef gboolean (*PronyDatasetCaseFunc) (PronyTestCase *test_case,
                                          const PronyDatasetRow *row,
                                          gpointer user_data);

gboolean prony_dataset_read (PronyScenario *scenario,
                             PronyProblems *problems,
                             PronyDatasetSummary *summary,
                             PronyDatasetCaseFunc func,
                             gpointer user_data,
                             GCancellable *cancellable,
                             GError **error);

G_END_DECLS
