/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PronyCatalogFit:
 * @PRONY_CATALOG_FIT_UNKNOWN: nobody can tell: its size, or the memory, is not known
 * @PRONY_CATALOG_FIT_YES: it fits into the memory that is free now
 * @PRONY_CATALOG_FIT_TIGHT: it fits only if other programs leave their memory to it
 * @PRONY_CATALOG_FIT_NO: it takes more than there is
 *
 * Whether a model fits into this computer's main memory, with a short context.
 */
typedef enum
{
  PRONY_CATALOG_FIT_UNKNOWN,
  PRONY_CATALOG_FIT_YES,
  PRONY_CATALOG_FIT_TIGHT,
  PRONY_CATALOG_FIT_NO,
} PronyCatalogFit;

/**
 * PronyCatalogMemory:
 * @total_mb: main memory, in units of 2^20 bytes; -1 where unknown
 * @available_mb: how much of it programs could have now; -1 where unknown
 *
 * The memory of this computer. That of GPUs is not in it.
 */
typedef struct
{
  gint64 total_mb;
  gint64 available_mb;
} PronyCatalogMemory;

/**
 * PronyCatalogModel:
 * @name: as people call it; the key of the entry
 * @family: (nullable): such as "llama3.1"
 * @parameters: (nullable): such as "8B"
 * @quantization: (nullable): of the file that the size is of, such as "Q4_K_M"
 * @source: (nullable): the repository that it comes from
 * @gguf_repository: (nullable): a repository with GGUF files of it
 * @gguf_file: (nullable): the file in that
 * @ollama: (nullable): its name in Ollama's library
 * @size_bytes: of the file; -1 where unknown
 * @context_length: tokens that it was made for; -1 where unknown
 * @recommended_memory_mb: to run it with a short context, in units of 2^20 bytes; -1
 *   where unknown
 *
 * A model that is known, whether or not an engine has it. Reference counted,
 * immutable.
 */
typedef struct
{
  char *name;
  char *family;
  char *parameters;
  char *quantization;
  char *source;
  char *gguf_repository;
  char *gguf_file;
  char *ollama;
  gint64 size_bytes;
  gint64 context_length;
  gint64 recommended_memory_mb;
} PronyCatalogModel;

PronyCatalogModel *prony_catalog_model_from_json (JsonObject *object, GError **error);
JsonObject *prony_catalog_model_to_json (const PronyCatalogModel *self);
PronyCatalogModel *prony_catalog_model_ref (PronyCatalogModel *self);
void prony_catalog_model_unref (PronyCatalogModel *self);
gint64 prony_catalog_model_get_needed_mb (const PronyCatalogModel *self);

void prony_catalog_memory_read (PronyCatalogMemory *memory);
PronyCatalogFit prony_catalog_model_get_fit (const PronyCatalogModel *self,
                                             const PronyCatalogMemory *memory);
const char *prony_catalog_fit_to_string (PronyCatalogFit fit);
const char *prony_catalog_fit_title (PronyCatalogFit fit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyCatalogModel, prony_catalog_model_unref)

G_END_DECLS
