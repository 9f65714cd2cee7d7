/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-message.h"

G_BEGIN_DECLS

/**
 * PronyRequestSpec:
 * @system: (nullable): the system message
 * @history: (nullable) (element-type PronyMessage): what was said before @prompt; begins
 *   with a user's message and ends with the model's
 * @prompt: the user's message
 * @prompt_tokens: how many tokens all that is asked has, as far as it is known beforehand;
 *   -1 where it is not
 * @max_tokens: most tokens to generate; 0 means the engine's default
 * @min_tokens: fewest tokens to generate, where the engine can; 0 means none
 * @temperature: NAN means the engine's default; 0 is greedy
 * @top_p: NAN means the engine's default
 * @seed: -1 means none
 * @stop: (nullable) (array zero-terminated=1): texts that end the answer
 * @ignore_eos: go on past the model's end mark, where the engine can
 * @stream: ask for the answer token by token
 * @avoid_cache: ask the engine not to answer from its prompt cache, where it can be asked
 * @cache_salt: (nullable): a text that the engine is to keep its prompt cache apart by,
 *   where it can
 * @case_index: the scenario's test case that it was made from
 *
 * What one request asks, whatever the protocol. Reference counted, immutable.
 */
struct _PronyRequestSpec
{
  char *system;
  GPtrArray *history;
  char *prompt;
  gint64 prompt_tokens;
  guint max_tokens;
  guint min_tokens;
  double temperature;
  double top_p;
  gint64 seed;
  char **stop;
  gboolean ignore_eos;
  gboolean stream;
  gboolean avoid_cache;
  char *cache_salt;
  guint case_index;
};

PronyRequestSpec *prony_request_spec_new (const char *system, const char *prompt);
PronyRequestSpec *prony_request_spec_ref (PronyRequestSpec *self);
void prony_request_spec_unref (PronyRequestSpec *self);
char *prony_request_spec_join_turns (const PronyRequestSpec *self);
gsize prony_request_spec_measure (const PronyRequestSpec *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyRequestSpec, prony_request_spec_unref)

G_END_DECLS
