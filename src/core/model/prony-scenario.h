/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "base/prony-types.h"

G_BEGIN_DECLS

/**
 * PronyScenarioClass:
 *
 * The shape of the work, which decides the metric that a winner is named by.
 */
typedef enum
{
  PRONY_SCENARIO_SHORT_LONG,
  PRONY_SCENARIO_LONG_SHORT,
  PRONY_SCENARIO_LONG_LONG,
  PRONY_SCENARIO_SHORT_SHORT,
  PRONY_SCENARIO_OTHER,
} PronyScenarioClass;

/**
 * PronyCacheMode:
 * @PRONY_CACHE_UNIQUE: every prompt begins differently, so that no prompt cache
 *   can answer instead of the engine
 * @PRONY_CACHE_SHARED_PREFIX: prompts share their beginning on purpose
 * @PRONY_CACHE_REPEAT: prompts are sent again as they are
 *
 * How a scenario treats the engine's prompt cache.
 */
typedef enum
{
  PRONY_CACHE_UNIQUE,
  PRONY_CACHE_SHARED_PREFIX,
  PRONY_CACHE_REPEAT,
} PronyCacheMode;

/**
 * PronyScenario:
 * @name: identifier, such as "short-short"
 * @title: such as "Short Prompt, Short Completion"
 * @description: one or two sentences: what it measures and why
 * @klass: the shape of the work
 * @system: (nullable): the system message
 * @template: the prompt, with `{placeholders}`
 * @prompt_min_tokens: 0 means no bound, like those that follow
 * @max_tokens: of the completion; 0 means the engine's default
 * @min_tokens: of the completion
 * @temperature: NAN means the engine's default
 * @top_p: NAN means the engine's default
 * @seed: -1 means none
 * @stop: (nullable) (array zero-terminated=1): texts that end the answer
 * @ignore_eos: go on past the model's end mark, where the engine can
 * @cache: how the engine's prompt cache is treated
 * @tags: (array zero-terminated=1): never %NULL
 * @cases: (element-type GHashTable): placeholder name to value, both strings;
 *   never %NULL, at least one
 * @source: the YAML text that it was read from: the snapshot that a run keeps
 *
 * What is asked of an engine. Reference counted, immutable once it is read.
 */
struct _PronyScenario
{
  char *name;
  char *title;
  char *description;
  PronyScenarioClass klass;
  char *system;
  char *template;
  guint prompt_min_tokens;
  guint prompt_max_tokens;
  guint max_tokens;
  guint min_tokens;
  double temperature;
  double top_p;
  gint64 seed;
  char **stop;
  gboolean ignore_eos;
  PronyCacheMode cache;
  char **tags;
  GPtrArray *cases;
  char *source;
};

const char *prony_scenario_class_to_string (PronyScenarioClass klass);
gboolean prony_scenario_class_from_string (const char *text, PronyScenarioClass *klass);
const char *prony_cache_mode_to_string (PronyCacheMode mode);
gboolean prony_cache_mode_from_string (const char *text, PronyCacheMode *mode);

PronyScenario *prony_scenario_new (const char *name);
PronyScenario *prony_scenario_ref (PronyScenario *self);
void prony_scenario_unref (PronyScenario *self);
const char *prony_scenario_translate (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyScenario, prony_scenario_unref)

G_END_DECLS
