/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-run.h"

G_BEGIN_DECLS

PronyRun *prony_run_make (PronyPlan *plan);
void prony_run_conclude (PronyRun *run, gboolean complete);

G_END_DECLS
