/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-dataset-spec.h"
#include "core/model/prony-lengths.h"
#include "core/model/prony-load-level.h"
#include "core/model/prony-test-case.h"

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
 * PronyScenarioLoad:
 * @levels: (element-type PronyLoadLevel): never %NULL; empty where it names none
 * @duration_s: bound of a trial; 0 means none, like the two that follow
 * @requests: requests in a trial
 * @iterations: how often each stream goes through the prompts
 * @warmup: requests of each stream before a trial; -1 where it does not say
 *
 * The load that a scenario is meant for: used where a plan names none of its own.
 */
typedef struct
{
  GArray *levels;
  double duration_s;
  guint requests;
  guint iterations;
  int warmup;
} PronyScenarioLoad;

/**
 * PronyScenario:
 * @name: identifier, such as "short-short"
 * @title: such as "Short Prompt, Short Completion"
 * @description: one or two sentences: what it measures and why
 * @klass: the shape of the work
 * @system: (nullable): the system message
 * @template: (nullable): the prompt, with `{placeholders}`; %NULL where @messages are
 *   given, or a data set has whole prompts
 * @messages: (nullable) (element-type PronyMessage): a conversation, with
 *   `{placeholders}`; begins and ends with a user's message
 * @last_turn_only: a conversation is one request with all of it; else it is a request
 *   for each of the user's messages, with what was said before
 * @prompt_min_tokens: 0 means no bound, like those that follow
 * @prompt_lengths: how long whole prompts are; then a filler of open length, such as
 *   `{text:*}`, fills a prompt up to the length that was drawn
 * @max_tokens: of the completion; 0 means the engine's default
 * @min_tokens: of the completion
 * @completion_lengths: how long answers are to be: their limits in place of @min_tokens
 *   and @max_tokens, with the model's end mark ignored
 * @temperature: NAN means the engine's default
 * @top_p: NAN means the engine's default
 * @seed: -1 means none
 * @stop: (nullable) (array zero-terminated=1): texts that end the answer
 * @ignore_eos: go on past the model's end mark, where the engine can
 * @cache: how the engine's prompt cache is treated
 * @tags: (array zero-terminated=1): never %NULL
 * @cases: (element-type PronyTestCase): never %NULL; at least one, or empty with a
 *   @dataset that was not read yet
 * @dataset: (nullable): where the cases come from
 * @expect: (nullable): the rules on every answer
 * @load: the load that it is meant for
 * @slo_ttft_s: the objectives that it is meant for, used where a plan names none; NAN
 *   means none, like those that follow
 * @source: the YAML text that it was read from: the snapshot that a run keeps
 * @file: (nullable): the file that it was read from
 * @shipped: it came with Prony, and its file is not to be written
 * @kept: it is as an earlier run has asked it, and its file says something else by now
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
  GPtrArray *messages;
  gboolean last_turn_only;
  guint prompt_min_tokens;
  guint prompt_max_tokens;
  PronyLengths prompt_lengths;
  guint max_tokens;
  guint min_tokens;
  PronyLengths completion_lengths;
  double temperature;
  double top_p;
  gint64 seed;
  char **stop;
  gboolean ignore_eos;
  PronyCacheMode cache;
  char **tags;
  GPtrArray *cases;
  PronyDatasetSpec *dataset;
  PronyExpectation *expect;
  PronyScenarioLoad load;
  double slo_ttft_s;
  double slo_itl_s;
  double slo_latency_s;
  char *source;
  char *file;
  gboolean shipped;
  gboolean kept;
};

const char *prony_scenario_class_to_string (PronyScenarioClass klass);
gboolean prony_scenario_class_from_string (const char *text, PronyScenarioClass *klass);
const char *prony_cache_mode_to_string (PronyCacheMode mode);
gboolean prony_cache_mode_from_string (const char *text, PronyCacheMode *mode);

PronyScenario *prony_scenario_new (const char *name);
PronyScenario *prony_scenario_copy (const PronyScenario *self);
PronyScenario *prony_scenario_ref (PronyScenario *self);
void prony_scenario_unref (PronyScenario *self);
guint prony_scenario_count_cases (const PronyScenario *self);
const PronyTestCase *prony_scenario_get_case (const PronyScenario *self, guint index);
const PronyExpectation *prony_scenario_get_expectation (const PronyScenario *self,
                                                        guint case_index);
gboolean prony_scenario_has_rules (const PronyScenario *self);
gboolean prony_scenario_has_tag (const PronyScenario *self, const char *tag);
const char *prony_scenario_translate (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyScenario, prony_scenario_unref)

G_END_DECLS
