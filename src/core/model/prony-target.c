/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/prony-json.h"
#include "core/model/prony-target.h"

static void
target_clear (gpointer data)
{
  PronyTarget *self = data;

  g_free (self->name);
  g_free (self->model);
  g_free (self->engine_version);
  g_free (self->quantization);
  prony_engine_spec_unref (self->engine);
  g_free (self->vocabulary);
  prony_rejected_fields_unref (self->rejected);
  g_clear_pointer (&self->credentials, prony_credentials_unref);
}

/**
 * prony_target_new:
 * @engine: where it is
 * @model: (nullable): the model to ask for; %NULL means the only one there
 *
 * Returns: (transfer full): a target that is named after its engine
 */
PronyTarget *
prony_target_new (PronyEngineSpec *engine, const char *model)
{
  PronyTarget *self;

  g_return_val_if_fail (engine != NULL, NULL);

  self = g_atomic_rc_box_new0 (PronyTarget);
  self->engine = prony_engine_spec_ref (engine);
  self->name =
    g_strdup (engine->name != NULL ? engine->name : prony_engine_kind_to_string (engine->kind));
  self->model = g_strdup (model);
  self->model_bytes = -1;
  self->rejected = prony_rejected_fields_new ((const char *const *) engine->rejected_fields);
  return self;
}

/**
 * prony_target_ref:
 * @self: a target
 *
 * Returns: (transfer full): @self
 */
PronyTarget *
prony_target_ref (PronyTarget *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * prony_target_unref:
 * @self: (transfer full): a target
 */
void
prony_target_unref (PronyTarget *self)
{
  g_atomic_rc_box_release_full (self, target_clear);
}

/**
 * prony_target_is_unverified:
 * @self: a target
 *
 * Returns: whether nobody made sure that it is the engine that answers: it has a
 *   certificate that is not to be checked
 */
gboolean
prony_target_is_unverified (PronyTarget *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->engine->tls_insecure && g_str_has_prefix (self->engine->url, "https:");
}

/**
 * prony_target_describe_cautions:
 * @self: a target
 *
 * Returns: (transfer full) (array zero-terminated=1): translated sentences that a reader
 *   of its results has to know: that its certificate was not checked, that it refuses
 *   fields; may be empty
 */
char **
prony_target_describe_cautions (PronyTarget *self)
{
  g_autoptr (GStrvBuilder) sentences = g_strv_builder_new ();
  g_autofree char *rejected = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (prony_target_is_unverified (self))
    g_strv_builder_add (sentences, _ ("The engine's certificate was not checked, so it may have "
                                      "been another server that answered."));
  rejected = prony_rejected_fields_describe (self->rejected);
  if (rejected != NULL)
    g_strv_builder_add (sentences, rejected);

  return g_strv_builder_end (sentences);
}

static void
add_rejected (PronyTarget *self, JsonObject *object)
{
  g_auto (GStrv) names = prony_rejected_fields_list (self->rejected);
  JsonArray *array;

  if (names[0] == NULL)
    return;

  array = json_array_new ();
  for (guint i = 0; names[i] != NULL; i++)
    json_array_add_string_element (array, names[i]);
  json_object_set_array_member (object, "rejected_fields", array);
}

static void
read_rejected (PronyTarget *self, JsonArray *array)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        prony_rejected_fields_add (self->rejected, json_node_get_string (node));
    }
}

/**
 * prony_target_to_json:
 * @self: a target
 *
 * Returns: (transfer full): everything of it but the secrets
 */
JsonObject *
prony_target_to_json (PronyTarget *self)
{
  JsonObject *object;

  g_return_val_if_fail (self != NULL, NULL);

  object = json_object_new ();
  prony_json_add_string (object, "name", self->name);
  json_object_set_object_member (object, "engine", prony_engine_spec_to_json (self->engine));
  prony_json_add_string (object, "model", self->model);
  prony_json_add_string (object, "engine_version", self->engine_version);
  prony_json_add_count (object, "model_bytes", self->model_bytes);
  prony_json_add_string (object, "quantization", self->quantization);
  json_object_set_boolean_member (object, "simulated", self->simulated);
  prony_json_add_string (object, "vocabulary", self->vocabulary);
  add_rejected (self, object);
  return object;
}

/**
 * prony_target_from_json:
 * @object: what prony_target_to_json() made
 * @error: return location for %PRONY_ERROR_INPUT
 *
 * Returns: (transfer full) (nullable): the target, without secrets
 */
PronyTarget *
prony_target_from_json (JsonObject *object, GError **error)
{
  g_autoptr (PronyEngineSpec) engine = NULL;
  PronyTarget *self;

  engine = prony_engine_spec_from_json (prony_json_get_object (object, "engine"), error);
  if (engine == NULL)
    return NULL;

  self = prony_target_new (engine, prony_json_get_string (object, "model", NULL));
  if (prony_json_get_string (object, "name", NULL) != NULL)
    {
      g_free (self->name);
      self->name = g_strdup (prony_json_get_string (object, "name", NULL));
    }
  self->engine_version = g_strdup (prony_json_get_string (object, "engine_version", NULL));
  self->model_bytes = prony_json_get_int (object, "model_bytes", -1);
  self->quantization = g_strdup (prony_json_get_string (object, "quantization", NULL));
  self->simulated = prony_json_get_boolean (object, "simulated", FALSE);
  self->vocabulary = g_strdup (prony_json_get_string (object, "vocabulary", NULL));
  read_rejected (self, prony_json_get_array (object, "rejected_fields"));
  return self;
}
