/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-base"

#include "config.h"

#include "base/prony-error.h"

/* clang-format takes the hyphens for subtractions. */
/* clang-format off */
G_DEFINE_QUARK (prony-error-quark, prony_error)
/* clang-format on */
