/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "core/catalog/prony-catalog.h"

G_BEGIN_DECLS

/**
 * PronyCatalogForm:
 *
 * What there is to type in of a model of one's own. Main thread only.
 */
#define PRONY_TYPE_CATALOG_FORM (prony_catalog_form_get_type ())

G_DECLARE_FINAL_TYPE (PronyCatalogForm, prony_catalog_form, PRONY, CATALOG_FORM, AdwBin)

PronyCatalogModel *prony_catalog_form_make_model (PronyCatalogForm *self, GError **error);
void prony_catalog_form_clear (PronyCatalogForm *self);

G_END_DECLS
