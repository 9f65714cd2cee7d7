/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void prony_expander_save_layout (AdwExpanderRow *row);

G_END_DECLS
