/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "sim/prony-sim-generation.h"

G_BEGIN_DECLS

/**
 * PronySimDialectKind:
 * @PRONY_SIM_DIALECT_VLLM: vLLM's server, the fullest of them
 * @PRONY_SIM_DIALECT_LLAMACPP: llama-server's /v1
 * @PRONY_SIM_DIALECT_OLLAMA: Ollama's /v1
 * @PRONY_SIM_DIALECT_TGI: TGI's /v1
 * @PRONY_SIM_DIALECT_SGLANG: SGLang's /v1
 * @PRONY_SIM_DIALECT_LMSTUDIO: LM Studio's /v1 and /api/v0
 *
 * Whose OpenAI-compatible API it is. They differ in nearly every line.
 */
typedef enum
{
  PRONY_SIM_DIALECT_VLLM,
  PRONY_SIM_DIALECT_LLAMACPP,
  PRONY_SIM_DIALECT_OLLAMA,
  PRONY_SIM_DIALECT_TGI,
  PRONY_SIM_DIALECT_SGLANG,
  PRONY_SIM_DIALECT_LMSTUDIO,
} PronySimDialectKind;

/**
 * PronySimDialect:
 * @kind: whose it is
 * @prefix: what stands before each JSON document of a stream
 * @fingerprint: (nullable): the value of "system_fingerprint"
 * @reasoning_key: (nullable): where reasoning stands, %NULL where it is part of the
 *   text
 * @reads_completion_limit: whether "max_completion_tokens" is read
 * @forces_length: whether "ignore_eos" is read
 * @has_extras: whether "min_tokens" and "continuous_usage_stats" are read too
 * @needs_limit: whether "max_tokens" must be at least 1
 * @tells_stats: whether a whole answer has LM Studio's statistics
 * @checks_model: whether an unknown model is refused
 * @completion_limit: what "max_tokens" is where /v1/completions has none;
 *   negative for any number
 * @chat: how a chat's answer is written
 * @text: how a completion's answer is written
 *
 * What distinguishes one server's OpenAI API from another's.
 */
typedef struct
{
  PronySimDialectKind kind;
  const char *prefix;
  const char *fingerprint;
  const char *reasoning_key;
  gboolean reads_completion_limit;
  gboolean forces_length;
  gboolean has_extras;
  gboolean needs_limit;
  gboolean tells_stats;
  gboolean checks_model;
  gint64 completion_limit;
  PronySimFormat chat;
  PronySimFormat text;
} PronySimDialect;

extern const PronySimDialect prony_sim_openai_vllm;
extern const PronySimDialect prony_sim_openai_llamacpp;
extern const PronySimDialect prony_sim_openai_ollama;
extern const PronySimDialect prony_sim_openai_tgi;
extern const PronySimDialect prony_sim_openai_sglang;
extern const PronySimDialect prony_sim_openai_lmstudio;
extern const PronySimDialect prony_sim_openai_lmstudio_v0;

/**
 * PronySimOpenaiAnswer:
 * @dialect: whose API it is
 * @chat: whether it is /v1/chat/completions
 * @id: the answer's id
 * @model: the model's name as JSON
 * @created_s: seconds since 1970
 * @include_usage: whether a stream ends with the counts
 * @continuous_usage: whether each event has them
 * @has_role: whether the role has been sent
 *
 * What an OpenAI answer keeps while it is written.
 */
typedef struct
{
  const PronySimDialect *dialect;
  gboolean chat;
  char *id;
  char *model;
  gint64 created_s;
  gboolean include_usage;
  gboolean continuous_usage;
  gboolean has_role;
} PronySimOpenaiAnswer;

/**
 * PronySimChunkTail:
 * @PRONY_SIM_CHUNK_PLAIN: nothing
 * @PRONY_SIM_CHUNK_USAGE: the counts
 * @PRONY_SIM_CHUNK_PROMPT_USAGE: the counts before the first token
 * @PRONY_SIM_CHUNK_TIMINGS: llama.cpp's timings
 * @PRONY_SIM_CHUNK_ZERO_USAGE: counts that are all 0
 * @PRONY_SIM_CHUNK_PROGRESS: how far the prompt is, as llama.cpp tells it
 *
 * What stands in a chunk beside its choices.
 */
typedef enum
{
  PRONY_SIM_CHUNK_PLAIN,
  PRONY_SIM_CHUNK_USAGE,
  PRONY_SIM_CHUNK_PROMPT_USAGE,
  PRONY_SIM_CHUNK_TIMINGS,
  PRONY_SIM_CHUNK_ZERO_USAGE,
  PRONY_SIM_CHUNK_PROGRESS,
} PronySimChunkTail;

void prony_sim_openai_chat (PronySimCall *call, const PronySimDialect *dialect);
void prony_sim_openai_completions (PronySimCall *call, const PronySimDialect *dialect);

const char *prony_sim_openai_finish_word (PronySimGeneration *generation);
void prony_sim_openai_append_usage (PronySimGeneration *generation, GString *out);
void prony_sim_openai_append_chunk (PronySimGeneration *generation,
                                    GString *out,
                                    const char *choices,
                                    PronySimChunkTail tail);
void prony_sim_openai_append_choice (PronySimGeneration *generation,
                                     GString *out,
                                     const char *inner,
                                     gboolean last,
                                     PronySimChunkTail tail);

void prony_sim_openai_progress (PronySimGeneration *generation, GString *out);
void
prony_sim_openai_token (PronySimGeneration *generation, GString *out, const PronySimPiece *piece);
gboolean prony_sim_openai_repeats (PronySimGeneration *generation);
void prony_sim_openai_finish (PronySimGeneration *generation, GString *out);
void prony_sim_openai_error (PronySimGeneration *generation, GString *out);
char *prony_sim_openai_whole (PronySimGeneration *generation, GString *out);

G_END_DECLS
