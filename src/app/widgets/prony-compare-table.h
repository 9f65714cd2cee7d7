/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "app/widgets/prony-table.h"
#include "core/analysis/prony-compare-variants.h"
#include "core/report/prony-report-comparison.h"

G_BEGIN_DECLS

void prony_compare_table_set_up (PronyTable *table);
void prony_compare_table_show (PronyTable *table,
                               const PronyReportComparison *comparison,
                               guint group_index);
void prony_compare_table_show_winners (GtkListBox *list,
                                       const PronyReportComparison *comparison,
                                       guint max);

void prony_compare_table_set_up_variants (PronyTable *table);
void
prony_compare_table_show_variants (PronyTable *table, PronyCompareSet *set, GPtrArray *variants);

G_END_DECLS
