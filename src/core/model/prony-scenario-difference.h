/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-scenario.h"

G_BEGIN_DECLS

const char *prony_scenario_find_difference (const PronyScenario *a, const PronyScenario *b);

G_END_DECLS
