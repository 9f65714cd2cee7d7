/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PronyCliTable:
 *
 * Rows of text in columns, aligned by what the terminal shows of them.
 */
typedef struct _PronyCliTable PronyCliTable;

PronyCliTable *prony_cli_table_new (const char *alignment, ...) G_GNUC_NULL_TERMINATED;
void prony_cli_table_free (PronyCliTable *self);
void prony_cli_table_add (PronyCliTable *self, ...) G_GNUC_NULL_TERMINATED;
guint prony_cli_table_count (PronyCliTable *self);
void prony_cli_table_print (PronyCliTable *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyCliTable, prony_cli_table_free)

G_END_DECLS
