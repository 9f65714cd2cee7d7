/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-scenario.h"
#include "core/scenarios/prony-dataset-row.h"

G_BEGIN_DECLS

/**
 * PronyDatasetShape:
 *
 * What a scenario takes from each row of its data set: values for its placeholders or,
 * where it has no template, the whole prompt. Immutable.
 */
typedef struct _PronyDatasetShape PronyDatasetShape;

PronyDatasetShape *prony_dataset_shape_new (PronyScenario *scenario);
void prony_dataset_shape_free (PronyDatasetShape *self);
gboolean prony_dataset_shape_keeps (PronyDatasetShape *self, const char *name);
gboolean prony_dataset_shape_asks_rows (PronyDatasetShape *self);
gboolean prony_dataset_shape_check_names (PronyDatasetShape *self,
                                          const char *const *names,
                                          PronyProblems *problems);
gboolean prony_dataset_shape_finish (PronyDatasetShape *self,
                                     const PronyDatasetRow *row,
                                     PronyTestCase *test_case,
                                     PronyProblems *problems);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyDatasetShape, prony_dataset_shape_free)

G_END_DECLS
