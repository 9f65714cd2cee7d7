/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-run.h"
#include "core/store/prony-store.h"

G_BEGIN_DECLS

guint prony_request_columns_count (void);
const char *prony_request_columns_get_title (guint column);
const char *prony_request_columns_get_order_title (guint column);
const char *prony_request_columns_get_definition (guint column);
PronyRequestSort prony_request_columns_get_sort (guint column);
int prony_request_columns_find (PronyRequestSort sort);
gboolean prony_request_columns_is_number (guint column);
char *prony_request_columns_make_text (guint column, const PronyRequestRow *row);

const char *prony_request_columns_quality_title (PronyQuality quality);
char *prony_request_columns_describe (PronyRun *run, const PronyRequestRow *row);
char *prony_request_columns_make_heading (PronyRun *run, const PronyRequestRow *row);
char *prony_request_columns_make_figures (const PronyRequestRow *row);

G_END_DECLS
