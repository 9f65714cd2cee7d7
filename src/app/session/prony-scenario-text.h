/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-request-record.h"
#include "core/model/prony-scenario.h"

G_BEGIN_DECLS

char *prony_scenario_text_summary (PronyScenario *scenario);
char *prony_scenario_text_count (PronyScenario *scenario);
char *prony_scenario_text_prompt (PronyScenario *scenario);
char *prony_scenario_text_completion (PronyScenario *scenario);
char *prony_scenario_text_sampling (PronyScenario *scenario);
char *prony_scenario_text_rules (PronyScenario *scenario);
char *prony_scenario_text_load (PronyScenario *scenario);
char *prony_scenario_text_objectives (PronyScenario *scenario);
const char *prony_scenario_text_cache (PronyCacheMode cache);
const char *prony_scenario_text_class (PronyScenarioClass klass);
const char *prony_scenario_text_source (PronyCountSource source);

G_END_DECLS
