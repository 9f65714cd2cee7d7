/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *const *prony_filler_choices (char symbol, guint *n_choices);

G_END_DECLS
