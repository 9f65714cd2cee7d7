/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/catalog/prony-catalog-engine.h"
#include "core/catalog/prony-catalog-model.h"

G_BEGIN_DECLS

/**
 * PronyCatalog:
 * @models: (element-type PronyCatalogModel): by family, number of parameters and name
 * @engines: (element-type PronyCatalogEngine): in the files' order
 * @problems: (element-type utf8): what is wrong with files or entries that could not be
 *   used: "FILE: sentence"
 *
 * The models and engines that are known: those that come with Prony, and the user's.
 */
typedef struct
{
  GPtrArray *models;
  GPtrArray *engines;
  GPtrArray *problems;
} PronyCatalog;

PronyCatalog *prony_catalog_load (void);
void prony_catalog_free (PronyCatalog *self);
gboolean prony_catalog_save_model (const PronyCatalogModel *model, char **file, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyCatalog, prony_catalog_free)

G_END_DECLS
