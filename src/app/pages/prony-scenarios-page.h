/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "app/pages/prony-page.h"

G_BEGIN_DECLS

#define PRONY_TYPE_SCENARIOS_PAGE (prony_scenarios_page_get_type ())

G_DECLARE_FINAL_TYPE (PronyScenariosPage, prony_scenarios_page, PRONY, SCENARIOS_PAGE, PronyPage)

void prony_scenarios_page_open (PronyScenariosPage *self, const char *name);

G_END_DECLS
