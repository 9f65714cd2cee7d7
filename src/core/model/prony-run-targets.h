/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-run.h"

G_BEGIN_DECLS

gboolean prony_run_same_target (PronyTarget *a, PronyTarget *b);
GPtrArray *prony_run_list_targets (PronyRun *run);
int prony_run_find_target (GPtrArray *targets, PronyTarget *target);
char *prony_run_target_title (GPtrArray *targets, guint index);

G_END_DECLS
