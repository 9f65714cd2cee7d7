/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

double prony_retry_after_parse (const char *value, gint64 now_unix_s);

G_END_DECLS
