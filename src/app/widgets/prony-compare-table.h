/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/analysis/prony-compare-set.h"
#include "app/widgets/prony-table.h"

G_BEGIN_DECLS

void prony_compare_table_set_up (PronyTable *table);
GListModel *prony_compare_table_make_rows (PronyCompareSet *set,
                                           PronyMetric metric,
                                           guint baseline,
                                           GPtrArray *pairs);
gboolean prony_compare_table_has_winner (guint group, GPtrArray *pairs);
char *prony_compare_table_describe_group (PronyCompareSet *set, guint group, GPtrArray *pairs);

G_END_DECLS
