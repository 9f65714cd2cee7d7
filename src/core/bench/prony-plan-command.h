/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-plan.h"

G_BEGIN_DECLS

char *prony_plan_to_command (PronyPlan *plan, GError **error);

G_END_DECLS
