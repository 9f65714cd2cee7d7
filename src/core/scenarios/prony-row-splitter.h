/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-dataset-spec.h"
#include "core/scenarios/prony-dataset-row.h"

G_BEGIN_DECLS

/**
 * PronyDatasetRowFunc:
 * @row: a row; only for the time of the call
 * @user_data: as given
 */
typedef void (*PronyDatasetRowFunc) (const PronyDatasetRow *row, gpointer user_data);

/**
 * PronyRowSplitter:
 *
 * Finds the rows in the bytes of a file as they come. Keeps no more than one row.
 */
typedef struct _PronyRowSplitter PronyRowSplitter;

PronyRowSplitter *prony_row_splitter_new (PronyDatasetFormat format,
                                          PronyProblems *problems,
                                          PronyDatasetRowFunc func,
                                          gpointer user_data);
void prony_row_splitter_free (PronyRowSplitter *self);
gboolean prony_row_splitter_push (PronyRowSplitter *self, const char *bytes, gsize length);
void prony_row_splitter_finish (PronyRowSplitter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyRowSplitter, prony_row_splitter_free)

G_END_DECLS
