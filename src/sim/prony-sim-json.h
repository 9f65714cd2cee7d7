/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void prony_sim_json_append (GString *out, const char *format, ...) G_GNUC_PRINTF (2, 3);
char *prony_sim_json_quote (const char *text);
char *prony_sim_json_ms (gint64 ns);

G_END_DECLS
