/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/scenarios/prony-dataset-row.h"

G_BEGIN_DECLS

GPtrArray *prony_csv_row_parse (const PronyDatasetRow *row, PronyProblems *problems);

G_END_DECLS
