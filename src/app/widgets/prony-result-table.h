/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "app/widgets/prony-table.h"
#include "core/analysis/prony-run-definition.h"

G_BEGIN_DECLS

void prony_result_table_set_up (PronyTable *table);
GListModel *
prony_result_table_show (PronyTable *table, PronyRun *run, const PronyRunDefinition *definition);
gboolean prony_result_table_any_mark (PronyRun *run);

G_END_DECLS
