/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/model/prony-credentials.h"
#include "core/model/prony-engine-spec.h"

G_BEGIN_DECLS

/**
 * PronyModelChange:
 * @PRONY_MODEL_LOAD: put it into memory
 * @PRONY_MODEL_UNLOAD: take it out
 *
 * What is done with a model.
 */
typedef enum
{
  PRONY_MODEL_LOAD,
  PRONY_MODEL_UNLOAD,
} PronyModelChange;

/**
 * PronyModelLoading:
 * @wall_s: seconds from asking until it was done
 * @engine_s: seconds that the engine itself says it took; NAN where it does not
 *
 * How long a change took.
 */
typedef struct
{
  double wall_s;
  double engine_s;
} PronyModelLoading;

gboolean prony_model_loader_can (PronyEngineKind kind, PronyModelChange change);
void prony_model_loader_run_async (PronyEngineSpec *engine,
                                   PronyCredentials *credentials,
                                   const char *model,
                                   PronyModelChange change,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean
prony_model_loader_run_finish (GAsyncResult *result, PronyModelLoading *loading, GError **error);
gboolean prony_model_loader_run (PronyEngineSpec *engine,
                                 PronyCredentials *credentials,
                                 const char *model,
                                 PronyModelChange change,
                                 PronyModelLoading *loading,
                                 GCancellable *cancellable,
                                 GError **error);

G_END_DECLS
