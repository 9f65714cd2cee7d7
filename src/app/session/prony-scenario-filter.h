/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-scenario.h"

G_BEGIN_DECLS

/**
 * PronyScenarioFilter:
 *
 * What is looked for in a list of scenarios: words, and tags. A value: once it is made it
 * does not change.
 */
typedef struct _PronyScenarioFilter PronyScenarioFilter;

/**
 * PronyTagCount:
 * @tag: a tag
 * @count: how many scenarios have it
 */
typedef struct
{
  char *tag;
  guint count;
} PronyTagCount;

PronyScenarioFilter *prony_scenario_filter_new (const char *search, const char *const *tags);
void prony_scenario_filter_free (PronyScenarioFilter *self);
gboolean prony_scenario_filter_is_empty (PronyScenarioFilter *self);
gboolean prony_scenario_filter_matches (PronyScenarioFilter *self, PronyScenario *scenario);
GArray *prony_scenario_count_tags (GPtrArray *scenarios);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyScenarioFilter, prony_scenario_filter_free)

G_END_DECLS
