/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "base/prony-types.h"

G_BEGIN_DECLS

/**
 * PronyDatasetFormat:
 * @PRONY_DATASET_AUTO: by the file's ending and first bytes
 * @PRONY_DATASET_JSONL: an object a line
 * @PRONY_DATASET_CSV: RFC 4180 with a header
 * @PRONY_DATASET_TEXT: a prompt a line
 * @PRONY_DATASET_SHAREGPT: a JSON array of conversations
 */
typedef enum
{
  PRONY_DATASET_AUTO,
  PRONY_DATASET_JSONL,
  PRONY_DATASET_CSV,
  PRONY_DATASET_TEXT,
  PRONY_DATASET_SHAREGPT,
} PronyDatasetFormat;

/**
 * PronyDatasetSpec:
 * @path: the file, absolute
 * @name: as the scenario's file names it
 * @format: what is in it
 * @sample: how many test cases are drawn from it, at least 1
 * @line: where the scenario's file names it, from 1; with @column, for messages
 *
 * A file that a scenario takes its test cases from.
 */
typedef struct
{
  char *path;
  char *name;
  PronyDatasetFormat format;
  guint sample;
  guint line;
  guint column;
} PronyDatasetSpec;

const char *prony_dataset_format_to_string (PronyDatasetFormat format);
gboolean prony_dataset_format_from_string (const char *text, PronyDatasetFormat *format);
PronyDatasetSpec *prony_dataset_spec_new (const char *path, const char *name);
PronyDatasetSpec *prony_dataset_spec_copy (const PronyDatasetSpec *self);
void prony_dataset_spec_free (PronyDatasetSpec *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyDatasetSpec, prony_dataset_spec_free)

G_END_DECLS
