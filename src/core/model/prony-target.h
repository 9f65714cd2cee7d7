/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-engine-spec.h"

G_BEGIN_DECLS

/**
 * PronyTarget:
 * @name: how tables and charts call it: "ollama", "vLLM at 8001"
 * @engine: where it is
 * @model: (nullable): the model to ask for; %NULL means the only one there, and
 *   is filled in when the run is prepared
 * @engine_version: (nullable): found when the run is prepared
 * @simulated: found when the run is prepared
 * @api_key: (nullable): the secret, for this run only; never written anywhere
 *
 * What a run measures: an engine and a model. Reference counted.
 */
struct _PronyTarget
{
  char *name;
  PronyEngineSpec *engine;
  char *model;
  char *engine_version;
  gboolean simulated;
  char *api_key;
};

PronyTarget *prony_target_new (PronyEngineSpec *engine, const char *model);
PronyTarget *prony_target_ref (PronyTarget *self);
void prony_target_unref (PronyTarget *self);
JsonObject *prony_target_to_json (PronyTarget *self);
PronyTarget *prony_target_from_json (JsonObject *object, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyTarget, prony_target_unref)

G_END_DECLS
