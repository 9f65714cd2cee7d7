/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-run.h"

G_BEGIN_DECLS

PronyRun *prony_run_make (PronyPlan *plan);

G_END_DECLS
