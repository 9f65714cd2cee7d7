/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <string.h>

#include "app/session/prony-engine-item.h"

#include "base/prony-util.h"

/* What a list of engines shows. The spec and the info are immutable; a change of
 * either puts another one in their place and notifies. The credentials are kept
 * in memory only, so that a run does not have to ask the keyring again. */
struct _PronyEngineItem
{
  GObject parent_instance;

  PronyEngineSpec *spec;
  PronyEngineInfo *info;
  PronyCredentials *credentials;
  char *key_trouble;
  gboolean probing;
  gboolean checking;
  gboolean transient;
};

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_URL,
  PROP_SPEC,
  PROP_INFO,
  PROP_PROBING,
  PROP_CHECKING,
  PROP_SIMULATED,
  PROP_KEY_TROUBLE,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (PronyEngineItem, prony_engine_item, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void
prony_engine_item_finalize (GObject *object)
{
  PronyEngineItem *self = (PronyEngineItem *) object;

  g_clear_pointer (&self->spec, prony_engine_spec_unref);
  g_clear_pointer (&self->info, prony_engine_info_unref);
  g_clear_pointer (&self->credentials, prony_credentials_unref);
  g_clear_pointer (&self->key_trouble, g_free);

  G_OBJECT_CLASS (prony_engine_item_parent_class)->finalize (object);
}

static void
prony_engine_item_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PronyEngineItem *self = (PronyEngineItem *) object;

  switch (prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, prony_engine_item_get_title (self));
      break;

    case PROP_URL:
      g_value_set_string (value, prony_engine_item_get_url (self));
      break;

    case PROP_SPEC:
      g_value_set_pointer (value, self->spec);
      break;

    case PROP_INFO:
      g_value_set_pointer (value, self->info);
      break;

    case PROP_PROBING:
      g_value_set_boolean (value, self->probing);
      break;

    case PROP_CHECKING:
      g_value_set_boolean (value, self->checking);
      break;

    case PROP_SIMULATED:
      g_value_set_boolean (value, prony_engine_item_get_simulated (self));
      break;

    case PROP_KEY_TROUBLE:
      g_value_set_string (value, self->key_trouble);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
prony_engine_item_class_init (PronyEngineItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = prony_engine_item_finalize;
  object_class->get_property = prony_engine_item_get_property;

  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_URL] =
    g_param_spec_string ("url", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SPEC] =
    g_param_spec_pointer ("spec", NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_INFO] =
    g_param_spec_pointer ("info", NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PROBING] =
    g_param_spec_boolean ("probing", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CHECKING] =
    g_param_spec_boolean ("checking", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SIMULATED] = g_param_spec_boolean ("simulated", NULL, NULL, FALSE,
                                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_KEY_TROUBLE] = g_param_spec_string ("key-trouble", NULL, NULL, NULL,
                                                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
prony_engine_item_init (PronyEngineItem *self)
{
}

/**
 * prony_engine_item_new:
 * @spec: the engine
 *
 * Returns: (transfer full): an item that has not been probed yet
 */
PronyEngineItem *
prony_engine_item_new (PronyEngineSpec *spec)
{
  PronyEngineItem *self;

  g_return_val_if_fail (spec != NULL, NULL);

  self = g_object_new (PRONY_TYPE_ENGINE_ITEM, NULL);
  self->spec = prony_engine_spec_ref (spec);

  return self;
}

/**
 * prony_engine_item_get_spec:
 * @self: an engine
 *
 * Returns: (transfer none): where it is and how the user calls it
 */
PronyEngineSpec *
prony_engine_item_get_spec (PronyEngineItem *self)
{
  g_return_val_if_fail (PRONY_IS_ENGINE_ITEM (self), NULL);

  return self->spec;
}

/**
 * prony_engine_item_set_spec:
 * @self: an engine
 * @spec: the same engine, better known
 *
 * Replaces the spec, which is immutable, with a newer one.
 */
void
prony_engine_item_set_spec (PronyEngineItem *self, PronyEngineSpec *spec)
{
  g_return_if_fail (PRONY_IS_ENGINE_ITEM (self));
  g_return_if_fail (spec != NULL);

  if (self->spec == spec)
    return;

  prony_engine_spec_ref (spec);
  prony_engine_spec_unref (self->spec);
  self->spec = spec;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SPEC]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_URL]);
}

/**
 * prony_engine_item_get_info:
 * @self: an engine
 *
 * Returns: (transfer none) (nullable): what the latest probe found; %NULL before
 *   the first has ended
 */
PronyEngineInfo *
prony_engine_item_get_info (PronyEngineItem *self)
{
  g_return_val_if_fail (PRONY_IS_ENGINE_ITEM (self), NULL);

  return self->info;
}

/**
 * prony_engine_item_set_info:
 * @self: an engine
 * @info: (nullable): what a probe found
 */
void
prony_engine_item_set_info (PronyEngineItem *self, PronyEngineInfo *info)
{
  g_return_if_fail (PRONY_IS_ENGINE_ITEM (self));

  if (self->info == info)
    return;

  g_clear_pointer (&self->info, prony_engine_info_unref);
  self->info = info != NULL ? prony_engine_info_ref (info) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INFO]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIMULATED]);
}

/**
 * prony_engine_item_get_probing:
 * @self: an engine
 *
 * Returns: whether a probe of it is under way
 */
gboolean
prony_engine_item_get_probing (PronyEngineItem *self)
{
  g_return_val_if_fail (PRONY_IS_ENGINE_ITEM (self), FALSE);

  return self->probing;
}

/**
 * prony_engine_item_set_probing:
 * @self: an engine
 * @probing: whether a probe of it is under way
 */
void
prony_engine_item_set_probing (PronyEngineItem *self, gboolean probing)
{
  g_return_if_fail (PRONY_IS_ENGINE_ITEM (self));

  if (self->probing == probing)
    return;

  self->probing = probing;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBING]);
}

/**
 * prony_engine_item_get_checking:
 * @self: an engine
 *
 * Returns: whether it is being asked what it can do
 */
gboolean
prony_engine_item_get_checking (PronyEngineItem *self)
{
  g_return_val_if_fail (PRONY_IS_ENGINE_ITEM (self), FALSE);

  return self->checking;
}

/**
 * prony_engine_item_set_checking:
 * @self: an engine
 * @checking: whether it is being asked what it can do
 */
void
prony_engine_item_set_checking (PronyEngineItem *self, gboolean checking)
{
  g_return_if_fail (PRONY_IS_ENGINE_ITEM (self));

  if (self->checking == checking)
    return;

  self->checking = checking;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHECKING]);
}

/**
 * prony_engine_item_get_title:
 * @self: an engine
 *
 * Returns: (transfer none): the user's name for it, or its kind's title, or where
 *   the kind is not known its address without the scheme
 */
const char *
prony_engine_item_get_title (PronyEngineItem *self)
{
  const char *after_scheme;

  g_return_val_if_fail (PRONY_IS_ENGINE_ITEM (self), NULL);

  after_scheme = strstr (self->spec->url, "://");
  if (self->spec->name == NULL && self->spec->kind == PRONY_ENGINE_UNKNOWN && after_scheme != NULL)
    return after_scheme + strlen ("://");

  return prony_engine_spec_get_title (self->spec);
}

/**
 * prony_engine_item_get_url:
 * @self: an engine
 *
 * Returns: (transfer none): its base address
 */
const char *
prony_engine_item_get_url (PronyEngineItem *self)
{
  g_return_val_if_fail (PRONY_IS_ENGINE_ITEM (self), NULL);

  return self->spec->url;
}

/**
 * prony_engine_item_get_status:
 * @self: an engine
 *
 * Returns: how it was at the latest probe
 */
PronyEngineStatus
prony_engine_item_get_status (PronyEngineItem *self)
{
  g_return_val_if_fail (PRONY_IS_ENGINE_ITEM (self), PRONY_ENGINE_STATUS_UNKNOWN);

  return self->info != NULL ? self->info->status : PRONY_ENGINE_STATUS_UNKNOWN;
}

/**
 * prony_engine_item_can_run:
 * @self: an engine
 *
 * Returns: whether it was there at the latest probe, so that requests to it make
 *   sense
 */
gboolean
prony_engine_item_can_run (PronyEngineItem *self)
{
  PronyEngineStatus status = prony_engine_item_get_status (self);

  return status == PRONY_ENGINE_STATUS_READY || status == PRONY_ENGINE_STATUS_LOADING ||
         status == PRONY_ENGINE_STATUS_OVERLOADED;
}

/**
 * prony_engine_item_get_simulated:
 * @self: an engine
 *
 * Returns: whether it is Prony's simulated engine, started by this window or not
 */
gboolean
prony_engine_item_get_simulated (PronyEngineItem *self)
{
  g_return_val_if_fail (PRONY_IS_ENGINE_ITEM (self), FALSE);

  return self->transient || (self->info != NULL && self->info->simulated);
}

/**
 * prony_engine_item_get_transient:
 * @self: an engine
 *
 * Returns: whether Prony started it and stops it when it quits, so that it is not
 *   saved
 */
gboolean
prony_engine_item_get_transient (PronyEngineItem *self)
{
  g_return_val_if_fail (PRONY_IS_ENGINE_ITEM (self), FALSE);

  return self->transient;
}

/**
 * prony_engine_item_set_transient:
 * @self: an engine
 * @transient: whether Prony started it and stops it when it quits
 */
void
prony_engine_item_set_transient (PronyEngineItem *self, gboolean transient)
{
  g_return_if_fail (PRONY_IS_ENGINE_ITEM (self));

  self->transient = transient;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIMULATED]);
}

/**
 * prony_engine_item_get_credentials:
 * @self: an engine
 *
 * Returns: (transfer none) (nullable): what to show it, once it was typed in or read
 *   from the keyring
 */
PronyCredentials *
prony_engine_item_get_credentials (PronyEngineItem *self)
{
  g_return_val_if_fail (PRONY_IS_ENGINE_ITEM (self), NULL);

  return self->credentials;
}

/**
 * prony_engine_item_set_credentials:
 * @self: an engine
 * @credentials: (nullable): what to show it, kept in memory only
 */
void
prony_engine_item_set_credentials (PronyEngineItem *self, PronyCredentials *credentials)
{
  g_return_if_fail (PRONY_IS_ENGINE_ITEM (self));

  if (credentials != NULL)
    prony_credentials_ref (credentials);
  g_clear_pointer (&self->credentials, prony_credentials_unref);
  self->credentials = credentials;
}

/**
 * prony_engine_item_get_key_trouble:
 * @self: an engine
 *
 * Returns: (transfer none) (nullable): a sentence, why its key is not in the keyring
 *   or cannot be read from there
 */
const char *
prony_engine_item_get_key_trouble (PronyEngineItem *self)
{
  g_return_val_if_fail (PRONY_IS_ENGINE_ITEM (self), NULL);

  return self->key_trouble;
}

/**
 * prony_engine_item_set_key_trouble:
 * @self: an engine
 * @text: (nullable): a sentence
 */
void
prony_engine_item_set_key_trouble (PronyEngineItem *self, const char *text)
{
  g_return_if_fail (PRONY_IS_ENGINE_ITEM (self));

  if (g_strcmp0 (self->key_trouble, text) == 0)
    return;

  prony_set_str (&self->key_trouble, text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEY_TROUBLE]);
}
