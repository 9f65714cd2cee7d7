/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/scenarios/prony-dataset.h"

G_BEGIN_DECLS

/**
 * PronyDatasetFinding:
 * @summary: what was found
 * @problems: the mistakes in the file
 *
 * What a look through a data set has found.
 */
typedef struct
{
  PronyDatasetSummary summary;
  PronyProblems *problems;
} PronyDatasetFinding;

void prony_dataset_finding_free (PronyDatasetFinding *self);
void prony_dataset_check_async (PronyScenario *scenario,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
PronyDatasetFinding *prony_dataset_check_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyDatasetFinding, prony_dataset_finding_free)

G_END_DECLS
