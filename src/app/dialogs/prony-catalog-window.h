/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PronyCatalogWindow:
 *
 * The models and engines that are known, whether or not they are here: which model fits
 * this computer, how an engine is started, and a form for models of one's own. Main
 * thread only.
 *
 * Actions: `catalog.show-page` (string: "models", "engines" or "add"), `catalog.copy`
 * (string: a text), `catalog.save` (the model in the form).
 */
#define PRONY_TYPE_CATALOG_WINDOW (prony_catalog_window_get_type ())

G_DECLARE_FINAL_TYPE (PronyCatalogWindow, prony_catalog_window, PRONY, CATALOG_WINDOW, AdwWindow)

GtkWindow *prony_catalog_window_new (GtkWindow *parent);

G_END_DECLS
