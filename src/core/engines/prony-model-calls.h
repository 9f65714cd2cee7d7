/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PronyModelCall:
 * @path: (nullable): where it is sent, by POST; %NULL where the engine cannot do this
 * @path_ends_with_model: the model's name stands at the end of the path
 * @build_body: (nullable): makes the body: (transfer full); %NULL means an empty object
 *
 * One request that changes where a model is.
 */
typedef struct
{
  const char *path;
  gboolean path_ends_with_model;
  JsonObject *(*build_body) (const char *model);
} PronyModelCall;

/**
 * PronyModelCalls:
 * @load: puts a model into memory
 * @unload: takes it out
 * @answers_early: the answer comes before that is done; the list of models tells when
 * @read_load_s: (nullable): the engine's own time for loading, in seconds, from the
 *   answer to @load; NAN where that does not say
 *
 * How an engine is told to load and unload its models.
 */
typedef struct
{
  PronyModelCall load;
  PronyModelCall unload;
  gboolean answers_early;
  double (*read_load_s) (JsonObject *answer);
} PronyModelCalls;

G_END_DECLS
