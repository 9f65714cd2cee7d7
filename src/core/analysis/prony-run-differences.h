/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-run.h"

G_BEGIN_DECLS

char *prony_run_differences_dup_name (PronyRun *run, PronyRun *other);
void prony_run_differences_add (GPtrArray *notes, PronyRun *first, PronyRun *other);

G_END_DECLS
