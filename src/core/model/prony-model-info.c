/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-json.h"
#include "core/model/prony-model-info.h"

static const struct
{
  const char *name;
  const char *title;
} states[] = {
  [PRONY_MODEL_STATE_UNKNOWN] = { "unknown", NC_ ("model state", "Not known") },
  [PRONY_MODEL_STATE_LOADED] = { "loaded", NC_ ("model state", "Loaded") },
  [PRONY_MODEL_STATE_LOADING] = { "loading", NC_ ("model state", "Loading") },
  [PRONY_MODEL_STATE_NOT_LOADED] = { "not-loaded", NC_ ("model state", "Not loaded") },
};

/**
 * prony_model_state_to_string:
 * @state: where a model is
 *
 * Returns: its name in files
 */
const char *
prony_model_state_to_string (PronyModelState state)
{
  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (states), NULL);

  return states[state].name;
}

/**
 * prony_model_state_title:
 * @state: where a model is
 *
 * Returns: the same in a translated word or two
 */
const char *
prony_model_state_title (PronyModelState state)
{
  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (states), NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, "model state", states[state].title);
}

/**
 * prony_model_info_new:
 * @id: the name to ask for
 *
 * Returns: (transfer full): a model of which nothing else is known
 */
PronyModelInfo *
prony_model_info_new (const char *id)
{
  PronyModelInfo *self = g_new0 (PronyModelInfo, 1);

  self->id = g_strdup (id);
  self->context_length = -1;
  self->loaded_context_length = -1;
  self->size_bytes = -1;
  self->memory_bytes = -1;
  self->gpu_bytes = -1;
  return self;
}

/**
 * prony_model_info_copy:
 * @self: a model
 *
 * Returns: (transfer full): the same, for an owner of its own
 */
PronyModelInfo *
prony_model_info_copy (const PronyModelInfo *self)
{
  PronyModelInfo *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->id = g_strdup (self->id);
  copy->family = g_strdup (self->family);
  copy->parameter_size = g_strdup (self->parameter_size);
  copy->quantization = g_strdup (self->quantization);
  copy->capabilities = g_strdupv (self->capabilities);
  return copy;
}

/**
 * prony_model_info_free:
 * @self: (transfer full): a model
 */
void
prony_model_info_free (PronyModelInfo *self)
{
  g_free (self->id);
  g_free (self->family);
  g_free (self->parameter_size);
  g_free (self->quantization);
  g_strfreev (self->capabilities);
  g_free (self);
}

/**
 * prony_model_info_get_gpu_share:
 * @self: a model
 *
 * Returns: how much of it lies on the GPU, from 0 to 1; NAN where the engine does
 *   not say
 */
double
prony_model_info_get_gpu_share (const PronyModelInfo *self)
{
  g_return_val_if_fail (self != NULL, NAN);

  if (self->memory_bytes <= 0 || self->gpu_bytes < 0)
    return NAN;

  return MIN ((double) self->gpu_bytes / (double) self->memory_bytes, 1);
}

/**
 * prony_model_info_to_json:
 * @self: a model
 *
 * Returns: (transfer full): what is known of it
 */
JsonObject *
prony_model_info_to_json (const PronyModelInfo *self)
{
  JsonObject *object = json_object_new ();

  prony_json_add_string (object, "id", self->id);
  prony_json_add_string (object, "family", self->family);
  prony_json_add_string (object, "parameter_size", self->parameter_size);
  prony_json_add_string (object, "quantization", self->quantization);
  prony_json_add_count (object, "context_length", self->context_length);
  prony_json_add_count (object, "loaded_context_length", self->loaded_context_length);
  prony_json_add_count (object, "size_bytes", self->size_bytes);
  if (self->state != PRONY_MODEL_STATE_UNKNOWN)
    prony_json_add_string (object, "state", prony_model_state_to_string (self->state));
  if (self->switchable)
    json_object_set_boolean_member (object, "switchable", TRUE);
  prony_json_add_count (object, "memory_bytes", self->memory_bytes);
  prony_json_add_count (object, "gpu_bytes", self->gpu_bytes);
  if (self->capabilities != NULL)
    {
      JsonArray *array = json_array_new ();

      for (guint i = 0; self->capabilities[i] != NULL; i++)
        json_array_add_string_element (array, self->capabilities[i]);
      json_object_set_array_member (object, "capabilities", array);
    }
  return object;
}
