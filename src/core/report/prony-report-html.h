/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *prony_report_html (GPtrArray *document, GError **error);
char *prony_report_document_for_file (GPtrArray *document, const char *file_name, GError **error);

G_END_DECLS
