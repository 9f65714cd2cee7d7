/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <json-glib/json-glib.h>

#include "core/model/prony-engine-info.h"
#include "core/model/prony-target.h"

G_BEGIN_DECLS

/**
 * PronyCliEngineCheck:
 * @info: what the probe told; the check adds to its capabilities
 * @rejected: (nullable): what the engine refuses
 * @error: (nullable): why it could not be checked
 *
 * What one request has shown of an engine.
 */
typedef struct
{
  PronyEngineInfo *info;
  PronyRejectedFields *rejected;
  GError *error;
} PronyCliEngineCheck;

PronyCliEngineCheck *prony_cli_engine_check_new (PronyEngineSpec *engine,
                                                 PronyCredentials *credentials,
                                                 const char *model,
                                                 PronyEngineInfo *info);
void prony_cli_engine_check_free (PronyCliEngineCheck *self);
void prony_cli_engine_check_print (PronyCliEngineCheck *self);
void prony_cli_engine_check_add_to_json (PronyCliEngineCheck *self, JsonObject *object);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyCliEngineCheck, prony_cli_engine_check_free)

G_END_DECLS
