/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The API keys of a session's engines. They live in the keyring and, for as long
 * as the program runs, in the engine's item; nowhere else. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/session/prony-session-private.h"
#include "core/secrets/prony-keyring.h"

/* Runs in a worker thread: the keyring may ask the user for its password first. */
static void
lookup_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  char *secret = prony_keyring_lookup (task_data, cancellable, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, prony_credentials_from_secret (secret),
                           (GDestroyNotify) prony_credentials_unref);
  prony_secret_free (secret);
}

void
_prony_session_lookup_credentials_async (PronySession *self,
                                         const char *key_id,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, callback, user_data);

  g_task_set_source_tag (task, _prony_session_lookup_credentials_async);
  g_task_set_task_data (task, g_strdup (key_id), g_free);
  g_task_run_in_thread (task, lookup_in_thread);
}

PronyCredentials *
_prony_session_lookup_credentials_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_key_stored_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronySession) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!prony_keyring_store_finish (result, &error))
    _prony_session_send_message (self, error->message);
}

void
_prony_session_store_key (PronySession *self, PronyEngineItem *item)
{
  PronyEngineSpec *spec = prony_engine_item_get_spec (item);
  g_autofree char *place = prony_engine_url_dup_place (spec->url);
  g_autofree char *label = NULL;
  char *secret = prony_credentials_to_secret (prony_engine_item_get_credentials (item));

  /* TRANSLATORS: how a keyring manager lists the key; %s is an engine's address. */
  label = g_strdup_printf (_ ("Prony: API key of %s"), spec->url);
  prony_keyring_store_async (spec->key_id, place, label, secret, NULL, on_key_stored_cb,
                             g_object_ref (self));
  prony_secret_free (secret);
}

static void
on_key_cleared_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronySession) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!prony_keyring_clear_finish (result, &error))
    _prony_session_send_message (self, error->message);
}

void
_prony_session_clear_key (PronySession *self, PronyEngineItem *item)
{
  const char *key_id = prony_engine_item_get_spec (item)->key_id;

  if (key_id != NULL)
    prony_keyring_clear_async (key_id, NULL, on_key_cleared_cb, g_object_ref (self));
}
