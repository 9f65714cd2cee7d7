/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "app/pages/prony-page.h"

G_BEGIN_DECLS

/**
 * PronyEnginesPage:
 *
 * The engines that the user knows, those that a scan found, and one engine with all
 * that is known of it.
 *
 * Actions: `engines.open`, `engines.check`, `engines.find-out`, `engines.settings`,
 * `engines.copy-address`, `engines.remove` (s, an engine's id), and `engines.back` from
 * one engine to the list.
 */
#define PRONY_TYPE_ENGINES_PAGE (prony_engines_page_get_type ())

G_DECLARE_FINAL_TYPE (PronyEnginesPage, prony_engines_page, PRONY, ENGINES_PAGE, PronyPage)

void prony_engines_page_scan (PronyEnginesPage *self);
void prony_engines_page_refresh (PronyEnginesPage *self);
void prony_engines_page_open_engine (PronyEnginesPage *self, const char *id);
void prony_engines_page_show_add_dialog (PronyEnginesPage *self);
void prony_engines_page_add_address (PronyEnginesPage *self, const char *address);
void prony_engines_page_start_simulator (PronyEnginesPage *self);

G_END_DECLS
