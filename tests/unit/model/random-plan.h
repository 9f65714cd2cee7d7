/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-plan.h"

G_BEGIN_DECLS

PronyPlan *random_plan_new (GPtrArray *scenarios, PronyTrace *trace);

G_END_DECLS
