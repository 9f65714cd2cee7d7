/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "app/pages/prony-page.h"

G_BEGIN_DECLS

#define PRONY_TYPE_ENGINES_PAGE (prony_engines_page_get_type ())

G_DECLARE_FINAL_TYPE (PronyEnginesPage, prony_engines_page, PRONY, ENGINES_PAGE, PronyPage)

G_END_DECLS
