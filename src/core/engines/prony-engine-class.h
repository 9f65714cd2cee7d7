/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/engines/prony-model-calls.h"
#include "core/engines/prony-probe-answers.h"
#include "core/model/prony-engine-info.h"

G_BEGIN_DECLS

/**
 * PronyTokenizeCall:
 * @path: where the endpoint is
 * @counts_start: its counts contain the special tokens that a prompt begins with, as
 *   many as an empty text has
 * @build_body: makes the body that asks for the tokens of a text: (transfer full)
 * @read_count: reads how many there are; -1 for an answer that does not say
 *
 * How an engine is asked to count the tokens of a text. Special tokens that a prompt
 * would begin with are not to be among them, where that can be said.
 */
typedef struct
{
  const char *path;
  gboolean counts_start;
  JsonObject *(*build_body) (const char *text, const char *model);
  gint64 (*read_count) (JsonNode *answer);
} PronyTokenizeCall;

/**
 * PronyEngineClass:
 * @kind: which software
 * @ports: (array zero-terminated=1): where it usually listens
 * @process_names: (nullable) (array zero-terminated=1): what its processes are
 *   called: the program's name, or a word of its command line such as
 *   "vllm.entrypoints.openai.api_server"
 * @apis: the protocols that it speaks, the best first, ending with %PRONY_API_AUTO
 * @paths: (nullable) (array zero-terminated=1): what else a probe asks for once it is
 *   known that it is this engine; nothing that costs it anything
 * @metrics_path: (nullable): where it shows Prometheus text, if it does
 * @token_counter: (nullable): what it calls the number of tokens generated so far there
 * @usage_is_fake: the token counts that it sends are made up
 * @tokenize: (nullable): how it is asked to count tokens
 * @matches: whether the answers of a probe are this engine's; called in the order of
 *   the table, since some imitate others
 * @find_decisive: (nullable): the answer that tells whether it takes requests;
 *   %NULL means the one to the list of models
 * @is_loading: (nullable): whether it says that it is still loading its model
 * @get_version: (nullable): its version: (transfer none) (nullable)
 * @get_software: (nullable): what it calls itself where that is not the kind's title:
 *   (transfer full) (nullable)
 * @read_models: adds the models of the answers
 * @model_calls: (nullable): how it is told to load and unload models
 * @read_capabilities: (nullable): takes over what it says of what it can do
 * @advise_start: a sentence that tells how to start it at a port: (transfer full)
 *
 * One engine: data and functions. Adding an engine is adding a file with one of
 * these and a row in the table of prony-engine-class.c.
 */
typedef struct
{
  PronyEngineKind kind;
  const guint16 *ports;
  const char *const *process_names;
  const PronyApi *apis;
  const char *const *paths;
  const char *metrics_path;
  const char *token_counter;
  gboolean usage_is_fake;
  const PronyTokenizeCall *tokenize;
  gboolean (*matches) (const PronyProbeAnswers *answers);
  const PronyProbeAnswer *(*find_decisive) (const PronyProbeAnswers *answers);
  gboolean (*is_loading) (const PronyProbeAnswers *answers);
  const char *(*get_version) (const PronyProbeAnswers *answers);
  char *(*get_software) (const PronyProbeAnswers *answers);
  void (*read_models) (const PronyProbeAnswers *answers, GPtrArray *models);
  const PronyModelCalls *model_calls;
  void (*read_capabilities) (const PronyProbeAnswers *answers, PronyCapabilities *capabilities);
  char *(*advise_start) (guint port);
} PronyEngineClass;

const PronyEngineClass *prony_engine_class_get (PronyEngineKind kind);
const PronyEngineClass *const *prony_engine_class_list (void);
const PronyEngineClass *prony_engine_class_find_by_port (guint port);

G_END_DECLS
