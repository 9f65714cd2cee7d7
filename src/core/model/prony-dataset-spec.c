/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include "core/model/prony-dataset-spec.h"

#define DEFAULT_SAMPLE 100

static const char *const format_names[] = {
  [PRONY_DATASET_AUTO] = "auto", [PRONY_DATASET_JSONL] = "jsonl",       [PRONY_DATASET_CSV] = "csv",
  [PRONY_DATASET_TEXT] = "text", [PRONY_DATASET_SHAREGPT] = "sharegpt",
};

/**
 * prony_dataset_format_to_string:
 * @format: a format
 *
 * Returns: its name in files
 */
const char *
prony_dataset_format_to_string (PronyDatasetFormat format)
{
  g_return_val_if_fail ((guint) format < G_N_ELEMENTS (format_names), NULL);

  return format_names[format];
}

/**
 * prony_dataset_format_from_string:
 * @text: (nullable): a name
 * @format: (out): the format
 *
 * Returns: whether @text names a format
 */
gboolean
prony_dataset_format_from_string (const char *text, PronyDatasetFormat *format)
{
  for (guint i = 0; i < G_N_ELEMENTS (format_names); i++)
    if (g_strcmp0 (format_names[i], text) == 0)
      {
        *format = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * prony_dataset_spec_new:
 * @path: the file, absolute
 * @name: as the scenario's file names it
 *
 * Returns: (transfer full): a data set of unknown format, of which 100 cases are drawn
 */
PronyDatasetSpec *
prony_dataset_spec_new (const char *path, const char *name)
{
  PronyDatasetSpec *self = g_new0 (PronyDatasetSpec, 1);

  self->path = g_strdup (path);
  self->name = g_strdup (name);
  self->sample = DEFAULT_SAMPLE;
  return self;
}

/**
 * prony_dataset_spec_copy:
 * @self: (nullable): a data set
 *
 * Returns: (transfer full) (nullable): a copy; %NULL of %NULL
 */
PronyDatasetSpec *
prony_dataset_spec_copy (const PronyDatasetSpec *self)
{
  PronyDatasetSpec *copy;

  if (self == NULL)
    return NULL;

  copy = prony_dataset_spec_new (self->path, self->name);
  copy->format = self->format;
  copy->sample = self->sample;
  copy->line = self->line;
  copy->column = self->column;
  return copy;
}

/**
 * prony_dataset_spec_free:
 * @self: (transfer full): a data set
 */
void
prony_dataset_spec_free (PronyDatasetSpec *self)
{
  g_free (self->path);
  g_free (self->name);
  g_free (self);
}
