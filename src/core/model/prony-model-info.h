/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <json-glib/json-glib.h>

#include "base/prony-types.h"

G_BEGIN_DECLS

/**
 * PronyModelState:
 * @PRONY_MODEL_STATE_UNKNOWN: the engine does not say
 * @PRONY_MODEL_STATE_LOADED: it is in memory
 * @PRONY_MODEL_STATE_LOADING: it is on its way there
 * @PRONY_MODEL_STATE_NOT_LOADED: it is on the disk only
 *
 * Where a model is.
 */
typedef enum
{
  PRONY_MODEL_STATE_UNKNOWN,
  PRONY_MODEL_STATE_LOADED,
  PRONY_MODEL_STATE_LOADING,
  PRONY_MODEL_STATE_NOT_LOADED,
} PronyModelState;

/**
 * PronyModelInfo:
 * @id: the name to ask for
 * @family: (nullable): such as "llama"
 * @parameter_size: (nullable): such as "8.0B"
 * @quantization: (nullable): such as "Q4_K_M"
 * @quantization_guessed: whether that is what its name says, since the engine does not
 * @context_length: tokens that the model was made for, or, where the engine says
 *   only that, that it has room for; -1 where it says neither
 * @loaded_context_length: tokens that the engine has room for; -1 where unknown
 * @size_bytes: on disk, -1 where the engine does not say
 * @capabilities: (nullable) (array zero-terminated=1): such as "completion",
 *   "tools", "vision", "thinking", in the engine's own words
 * @state: where it is
 * @switchable: whether the engine loads and unloads it when it is told to
 * @memory_bytes: how much memory it takes while it is loaded; -1 where unknown
 * @gpu_bytes: how much of @memory_bytes lies on the GPU; -1 where unknown
 *
 * A model as its engine describes it.
 */
struct _PronyModelInfo
{
  char *id;
  char *family;
  char *parameter_size;
  char *quantization;
  gboolean quantization_guessed;
  gint64 context_length;
  gint64 loaded_context_length;
  gint64 size_bytes;
  char **capabilities;
  PronyModelState state;
  gboolean switchable;
  gint64 memory_bytes;
  gint64 gpu_bytes;
};

const char *prony_model_state_to_string (PronyModelState state);
const char *prony_model_state_title (PronyModelState state);

PronyModelInfo *prony_model_info_new (const char *id);
PronyModelInfo *prony_model_info_copy (const PronyModelInfo *self);
void prony_model_info_free (PronyModelInfo *self);
double prony_model_info_get_gpu_share (const PronyModelInfo *self);
JsonObject *prony_model_info_to_json (const PronyModelInfo *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyModelInfo, prony_model_info_free)

G_END_DECLS
