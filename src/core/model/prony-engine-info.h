/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-capabilities.h"
#include "core/model/prony-engine-spec.h"
#include "core/model/prony-model-info.h"

G_BEGIN_DECLS

/**
 * PronyEngineStatus:
 * @PRONY_ENGINE_STATUS_UNKNOWN: not probed yet
 * @PRONY_ENGINE_STATUS_READY: it answers and takes requests
 * @PRONY_ENGINE_STATUS_LOADING: it answers, but is still loading its model
 * @PRONY_ENGINE_STATUS_OVERLOADED: it answers, but refuses work for now
 * @PRONY_ENGINE_STATUS_UNAUTHORIZED: it asks for another key
 * @PRONY_ENGINE_STATUS_REFUSED: nobody listens there
 * @PRONY_ENGINE_STATUS_TIMEOUT: no answer in time
 * @PRONY_ENGINE_STATUS_FOREIGN: something answers that is not an engine
 * @PRONY_ENGINE_STATUS_UNTRUSTED: its certificate is not to be trusted
 *
 * What a probe found.
 */
typedef enum
{
  PRONY_ENGINE_STATUS_UNKNOWN,
  PRONY_ENGINE_STATUS_READY,
  PRONY_ENGINE_STATUS_LOADING,
  PRONY_ENGINE_STATUS_OVERLOADED,
  PRONY_ENGINE_STATUS_UNAUTHORIZED,
  PRONY_ENGINE_STATUS_REFUSED,
  PRONY_ENGINE_STATUS_TIMEOUT,
  PRONY_ENGINE_STATUS_FOREIGN,
  PRONY_ENGINE_STATUS_UNTRUSTED,
} PronyEngineStatus;

/**
 * PronyEngineInfo:
 * @url: the normalised address that was probed
 * @kind: what it is
 * @status: how it is
 * @api: the protocol that suits it best
 * @software: (nullable): what it calls itself, where that is not the kind's title:
 *   a fork such as "llamafile"
 * @version: (nullable): the engine's own version text
 * @latency_s: time of the fastest answered probe request; NAN without an answer
 * @simulated: whether it says that it is Prony's simulated engine
 * @message: (nullable): a sentence that tells what is wrong and what to do;
 *   %NULL when it is ready
 * @capabilities: what it was seen to do
 * @models: (element-type PronyModelInfo): never %NULL
 *
 * What a probe of one address found out. Reference counted, immutable.
 */
struct _PronyEngineInfo
{
  char *url;
  PronyEngineKind kind;
  PronyEngineStatus status;
  PronyApi api;
  char *software;
  char *version;
  double latency_s;
  gboolean simulated;
  char *message;
  PronyCapabilities capabilities;
  GPtrArray *models;
};

const char *prony_engine_status_to_string (PronyEngineStatus status);
const char *prony_engine_status_title (PronyEngineStatus status);

PronyEngineInfo *prony_engine_info_new (const char *url);
PronyEngineInfo *prony_engine_info_ref (PronyEngineInfo *self);
void prony_engine_info_unref (PronyEngineInfo *self);
const char *prony_engine_info_get_title (PronyEngineInfo *self);
const PronyModelInfo *prony_engine_info_find_model (PronyEngineInfo *self, const char *id);
GError *prony_engine_info_to_error (PronyEngineInfo *self);
JsonObject *prony_engine_info_to_json (PronyEngineInfo *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyEngineInfo, prony_engine_info_unref)

G_END_DECLS
