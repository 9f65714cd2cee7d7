/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/scenarios/prony-problems.h"

G_BEGIN_DECLS

/**
 * PRONY_DATASET_MAX_ROW:
 *
 * The longest row that is taken, in bytes.
 */
#define PRONY_DATASET_MAX_ROW (1024u * 1024u)

/**
 * PronyDatasetRow:
 * @text: its bytes, not necessarily UTF-8, not ended by a zero byte
 * @length: how many, at least 1
 * @line: where it begins in the file, from 1
 * @column: where in its line, in characters, from 1
 *
 * A row as it stands in its file: a line, a record of CSV over one or more lines, or a
 * value of the outermost JSON array. A plain value.
 */
typedef struct
{
  const char *text;
  gsize length;
  guint line;
  guint column;
} PronyDatasetRow;

void
prony_dataset_row_find_place (const PronyDatasetRow *row, gsize offset, guint *line, guint *column);
gboolean prony_dataset_row_check_text (const PronyDatasetRow *row, PronyProblems *problems);

G_END_DECLS
