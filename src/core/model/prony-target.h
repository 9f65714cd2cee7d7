/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-credentials.h"
#include "core/model/prony-engine-spec.h"
#include "core/model/prony-rejected-fields.h"

G_BEGIN_DECLS

/**
 * PronyTarget:
 * @name: how tables and charts call it: "ollama", "vLLM at 8001"
 * @engine: where it is
 * @model: (nullable): the model to ask for; %NULL means the only one there, and
 *   is filled in when the run is prepared
 * @engine_version: (nullable): found when the run is prepared
 * @model_bytes: how large the model is on disk, found when the run is prepared; -1 where the
 *   engine does not say
 * @quantization: (nullable): of the model, such as "Q4_K_M", as the engine said when the run was
 *   prepared; never from its name
 * @simulated: found when the run is prepared
 * @vocabulary: (nullable): the file of the model's vocabulary that its tokens are
 *   counted with where the engine counts none; %NULL means one that is found
 * @rejected: the fields that the engine refuses; it learns while requests are sent
 * @credentials: (nullable): the secrets, for this run only; never written anywhere
 *
 * What a run measures: an engine and a model. Reference counted.
 */
struct _PronyTarget
{
  char *name;
  PronyEngineSpec *engine;
  char *model;
  char *engine_version;
  gint64 model_bytes;
  char *quantization;
  gboolean simulated;
  char *vocabulary;
  PronyRejectedFields *rejected;
  PronyCredentials *credentials;
};

PronyTarget *prony_target_new (PronyEngineSpec *engine, const char *model);
PronyTarget *prony_target_ref (PronyTarget *self);
void prony_target_unref (PronyTarget *self);
gboolean prony_target_is_unverified (PronyTarget *self);
char **prony_target_describe_cautions (PronyTarget *self);
JsonObject *prony_target_to_json (PronyTarget *self);
PronyTarget *prony_target_from_json (JsonObject *object, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyTarget, prony_target_unref)

G_END_DECLS
