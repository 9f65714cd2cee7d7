/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/scenarios/prony-dataset-shape.h"

G_BEGIN_DECLS

PronyTestCase *
prony_json_row_read (const PronyDatasetRow *row, PronyDatasetShape *shape, PronyProblems *problems);

G_END_DECLS
