/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-error.h"
#include "base/prony-json.h"
#include "core/model/prony-engine-info.h"

static const struct
{
  const char *name;
  const char *title;
  PronyError error;
} statuses[] = {
  [PRONY_ENGINE_STATUS_UNKNOWN] = { "unknown", NC_ ("engine status", "Not checked yet"),
                                    PRONY_ERROR_UNREACHABLE },
  [PRONY_ENGINE_STATUS_READY] = { "ready", NC_ ("engine status", "Ready"), PRONY_ERROR_FAILED },
  [PRONY_ENGINE_STATUS_LOADING] = { "loading", NC_ ("engine status", "Loading its model"),
                                    PRONY_ERROR_LOADING },
  [PRONY_ENGINE_STATUS_OVERLOADED] = { "overloaded", NC_ ("engine status", "Overloaded"),
                                       PRONY_ERROR_OVERLOADED },
  [PRONY_ENGINE_STATUS_UNAUTHORIZED] = { "unauthorized", NC_ ("engine status", "Key needed"),
                                         PRONY_ERROR_UNAUTHORIZED },
  [PRONY_ENGINE_STATUS_REFUSED] = { "refused", NC_ ("engine status", "Not running"),
                                    PRONY_ERROR_UNREACHABLE },
  [PRONY_ENGINE_STATUS_TIMEOUT] = { "timeout", NC_ ("engine status", "No answer"),
                                    PRONY_ERROR_TIMEOUT },
  [PRONY_ENGINE_STATUS_FOREIGN] = { "foreign", NC_ ("engine status", "Not an engine"),
                                    PRONY_ERROR_PROTOCOL },
  [PRONY_ENGINE_STATUS_UNTRUSTED] = { "untrusted", NC_ ("engine status", "Not trusted"),
                                      PRONY_ERROR_TLS },
};

/**
 * prony_engine_status_to_string:
 * @status: what a probe found
 *
 * Returns: its name in files
 */
const char *
prony_engine_status_to_string (PronyEngineStatus status)
{
  g_return_val_if_fail ((guint) status < G_N_ELEMENTS (statuses), NULL);

  return statuses[status].name;
}

/**
 * prony_engine_status_title:
 * @status: what a probe found
 *
 * Returns: the same in a translated word or two
 */
const char *
prony_engine_status_title (PronyEngineStatus status)
{
  g_return_val_if_fail ((guint) status < G_N_ELEMENTS (statuses), NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, "engine status", statuses[status].title);
}

static void
engine_info_clear (gpointer data)
{
  PronyEngineInfo *self = data;

  g_free (self->url);
  g_free (self->software);
  g_free (self->version);
  g_free (self->message);
  g_ptr_array_unref (self->models);
}

/**
 * prony_engine_info_new:
 * @url: a normalised address
 *
 * Returns: (transfer full): what is known before anything answered
 */
PronyEngineInfo *
prony_engine_info_new (const char *url)
{
  PronyEngineInfo *self = g_atomic_rc_box_new0 (PronyEngineInfo);

  self->url = g_strdup (url);
  self->latency_s = NAN;
  self->models = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_model_info_free);
  return self;
}

/**
 * prony_engine_info_ref:
 * @self: an info
 *
 * Returns: (transfer full): @self
 */
PronyEngineInfo *
prony_engine_info_ref (PronyEngineInfo *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * prony_engine_info_unref:
 * @self: (transfer full): an info
 */
void
prony_engine_info_unref (PronyEngineInfo *self)
{
  g_atomic_rc_box_release_full (self, engine_info_clear);
}

/**
 * prony_engine_info_get_title:
 * @self: an info
 *
 * Returns: what the software calls itself, or the title of its kind
 */
const char *
prony_engine_info_get_title (PronyEngineInfo *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->software != NULL ? self->software : prony_engine_kind_title (self->kind);
}

/**
 * prony_engine_info_find_model:
 * @self: an info
 * @id: the name to ask for
 *
 * Finds a model by its name; Ollama's ":latest" may be left out.
 *
 * Returns: (transfer none) (nullable): the model
 */
const PronyModelInfo *
prony_engine_info_find_model (PronyEngineInfo *self, const char *id)
{
  g_autofree char *latest = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  latest = g_strconcat (id, ":latest", NULL);
  for (guint i = 0; i < self->models->len; i++)
    {
      const PronyModelInfo *model = g_ptr_array_index (self->models, i);

      if (g_str_equal (model->id, id) ||
          (self->kind == PRONY_ENGINE_OLLAMA && g_str_equal (model->id, latest)))
        return model;
    }

  return NULL;
}

/**
 * prony_engine_info_to_error:
 * @self: an info
 *
 * Returns: (transfer full) (nullable): why no request can be sent there, %NULL
 *   where it is ready
 */
GError *
prony_engine_info_to_error (PronyEngineInfo *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->status == PRONY_ENGINE_STATUS_READY)
    return NULL;

  if (self->message != NULL)
    return g_error_new_literal (PRONY_ERROR, statuses[self->status].error, self->message);

  /* Translators: the first %s is an address, the second a status such as "Not running" */
  return g_error_new (PRONY_ERROR, statuses[self->status].error, _ ("The engine at %s: %s."),
                      self->url, prony_engine_status_title (self->status));
}

/**
 * prony_engine_info_to_json:
 * @self: an info
 *
 * Returns: (transfer full): what is known
 */
JsonObject *
prony_engine_info_to_json (PronyEngineInfo *self)
{
  JsonObject *object;
  JsonObject *capabilities;
  JsonArray *models;

  g_return_val_if_fail (self != NULL, NULL);

  object = json_object_new ();
  prony_json_add_string (object, "url", self->url);
  prony_json_add_string (object, "kind", prony_engine_kind_to_string (self->kind));
  prony_json_add_string (object, "status", prony_engine_status_to_string (self->status));
  prony_json_add_string (object, "api", prony_api_to_string (self->api));
  prony_json_add_string (object, "software", self->software);
  prony_json_add_string (object, "version", self->version);
  prony_json_add_double (object, "latency", self->latency_s);
  json_object_set_boolean_member (object, "simulated", self->simulated);
  prony_json_add_string (object, "message", self->message);

  capabilities = json_object_new ();
  prony_capabilities_add_to_json (&self->capabilities, capabilities);
  json_object_set_object_member (object, "capabilities", capabilities);

  models = json_array_new ();
  for (guint i = 0; i < self->models->len; i++)
    json_array_add_object_element (models,
                                   prony_model_info_to_json (g_ptr_array_index (self->models, i)));
  json_object_set_array_member (object, "models", models);
  return object;
}
