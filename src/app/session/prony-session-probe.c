/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* How the engines of a session are, and what is learned of them. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/session/prony-session-private.h"
#include "core/engines/prony-engine-probe.h"

/* How long a probe waits for an answer, seconds. An engine that is loading a big
 * model answers its health check within this. */
#define PROBE_TIMEOUT_S 5.0

typedef struct
{
  PronySession *session;
  PronyEngineItem *item;
  PronyEngineSpec *spec; /* what was asked; the item's may be another by the end */
  PronyCredentials *credentials;
} Probe;

static void
probe_free (Probe *probe)
{
  g_object_unref (probe->session);
  g_object_unref (probe->item);
  g_clear_pointer (&probe->spec, prony_engine_spec_unref);
  g_clear_pointer (&probe->credentials, prony_credentials_unref);
  g_free (probe);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Probe, probe_free)

/* A probe knows the server software better than the spec of an engine that was
 * added while it was down: keep what it found. */
static void
learn_kind (PronySession *self, PronyEngineItem *item, PronyEngineInfo *info)
{
  PronyEngineSpec *spec = prony_engine_item_get_spec (item);
  g_autoptr (PronyEngineSpec) better = NULL;

  if (info->kind == PRONY_ENGINE_UNKNOWN || info->kind == spec->kind)
    return;

  better = prony_engine_spec_copy (spec);
  better->kind = info->kind;
  prony_engine_item_set_spec (item, better);
  _prony_session_save_engine (self, item);
}

/* Keeps what requests to an engine have shown: what it does, and the fields that it
 * refuses. */
void
_prony_session_learn (PronySession *self,
                      const char *engine_id,
                      const PronyCapabilities *capabilities,
                      PronyRejectedFields *rejected)
{
  PronyEngineItem *item = prony_session_find_engine (self, engine_id);
  g_autoptr (PronyEngineSpec) better = NULL;
  g_autoptr (PronyRejectedFields) all = NULL;
  g_auto (GStrv) names = prony_rejected_fields_list (rejected);

  if (item == NULL)
    return;

  better = prony_engine_spec_copy (prony_engine_item_get_spec (item));
  if (capabilities != NULL)
    prony_capabilities_merge (&better->capabilities, capabilities);
  all = prony_rejected_fields_new ((const char *const *) better->rejected_fields);
  for (guint i = 0; names[i] != NULL; i++)
    prony_rejected_fields_add (all, names[i]);
  g_strfreev (better->rejected_fields);
  better->rejected_fields = prony_rejected_fields_list (all);
  prony_engine_item_set_spec (item, better);
  _prony_session_save_engine (self, item);
}

/* Whether the settings that a probe began with are still the engine's. */
static gboolean
is_current (Probe *probe)
{
  return prony_engine_spec_is_reached_like (probe->spec,
                                            prony_engine_item_get_spec (probe->item)) &&
         prony_credentials_equal (probe->credentials,
                                  prony_engine_item_get_credentials (probe->item));
}

static void
on_probed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Probe) probe = user_data;
  g_autoptr (PronyEngineInfo) info = NULL;
  g_autoptr (GError) error = NULL;

  info = prony_engine_probe_finish (result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  prony_engine_item_set_probing (probe->item, FALSE);
  if (!is_current (probe))
    {
      prony_session_probe_engine (probe->session, probe->item);
      return;
    }

  if (info == NULL)
    {
      info = prony_engine_info_new (prony_engine_item_get_url (probe->item));
      info->message = g_strdup (error->message);
    }
  learn_kind (probe->session, probe->item, info);
  prony_engine_item_set_info (probe->item, info);
}

static void
start_probe (Probe *probe)
{
  PronyCredentials *credentials = prony_engine_item_get_credentials (probe->item);

  probe->spec = prony_engine_spec_ref (prony_engine_item_get_spec (probe->item));
  probe->credentials = credentials != NULL ? prony_credentials_ref (credentials) : NULL;
  prony_engine_probe_async (probe->spec, probe->credentials, PROBE_TIMEOUT_S,
                            probe->session->cancellable, on_probed_cb, probe);
}

static void
on_key_looked_up_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Probe) probe = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyCredentials) credentials =
    _prony_session_lookup_credentials_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (error != NULL)
    {
      _prony_session_send_message (probe->session, error->message);
      prony_engine_item_set_key_trouble (probe->item, error->message);
    }
  /* Not over one that was typed in meanwhile. */
  if (prony_engine_item_get_credentials (probe->item) == NULL)
    prony_engine_item_set_credentials (probe->item, credentials);
  start_probe (g_steal_pointer (&probe));
}

/**
 * prony_session_probe_engine:
 * @self: a session
 * @item: one of its engines
 *
 * Starts to find out how an engine is; its `info` and `probing` tell. Does nothing
 * while a probe of it is under way. Where the keyring did not give its key, it is
 * not asked again: see prony_session_retry_engine().
 */
void
prony_session_probe_engine (PronySession *self, PronyEngineItem *item)
{
  PronyEngineSpec *spec;
  Probe *probe;

  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (PRONY_IS_ENGINE_ITEM (item));

  if (prony_engine_item_get_probing (item) || self->closed)
    return;

  prony_engine_item_set_probing (item, TRUE);
  probe = g_new0 (Probe, 1);
  probe->session = g_object_ref (self);
  probe->item = g_object_ref (item);

  spec = prony_engine_item_get_spec (item);
  if (spec->key_id != NULL && prony_engine_item_get_credentials (item) == NULL &&
      prony_engine_item_get_key_trouble (item) == NULL)
    _prony_session_lookup_credentials_async (self, spec->key_id, on_key_looked_up_cb, probe);
  else
    start_probe (probe);
}

/**
 * prony_session_retry_engine:
 * @self: a session
 * @item: one of its engines
 *
 * Like prony_session_probe_engine(), for a user who asks for it: the keyring is asked
 * for the engine's key again if it did not give it.
 */
void
prony_session_retry_engine (PronySession *self, PronyEngineItem *item)
{
  g_return_if_fail (PRONY_IS_SESSION (self));
  g_return_if_fail (PRONY_IS_ENGINE_ITEM (item));

  if (prony_credentials_is_empty (prony_engine_item_get_credentials (item)))
    prony_engine_item_set_key_trouble (item, NULL);
  prony_session_probe_engine (self, item);
}
