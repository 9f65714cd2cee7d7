/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <json-glib/json-glib.h>

#include "cli/prony-cli.h"

G_BEGIN_DECLS

char *prony_cli_clean (const char *text);
gboolean prony_cli_has_colour (void);

void prony_cli_print (const char *text);
void prony_cli_print_utf8 (const char *text);
void prony_cli_print_json (JsonObject *object);

void prony_cli_note (gboolean quiet, const char *format, ...) G_GNUC_PRINTF (2, 3);
void prony_cli_error (const char *format, ...) G_GNUC_PRINTF (1, 2);
PronyCliStatus prony_cli_report (const GError *error);

G_END_DECLS
