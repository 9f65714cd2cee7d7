/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The API keys of a session's engines. They live in the keyring and, for as long
 * as the program runs, in the engine's item; nowhere else. Without a keyring they
 * last as long as the program, and the engine says so. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/session/prony-session-private.h"
#include "base/prony-util.h"
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

/* The engine's entry names a key only once it lies in the keyring. */
static void
set_key_id (PronySession *self, PronyEngineItem *item, const char *key_id)
{
  PronyEngineSpec *spec = prony_engine_item_get_spec (item);
  g_autoptr (PronyEngineSpec) changed = NULL;

  if (g_strcmp0 (spec->key_id, key_id) == 0)
    return;

  changed = prony_engine_spec_copy (spec);
  prony_set_str (&changed->key_id, key_id);
  prony_engine_item_set_spec (item, changed);
  _prony_session_save_engine (self, item);
}

typedef struct
{
  PronySession *session;
  PronyEngineItem *item;
} Storing;

static void
storing_free (Storing *storing)
{
  g_object_unref (storing->session);
  g_object_unref (storing->item);
  g_free (storing);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Storing, storing_free)

static void
on_key_stored_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Storing) storing = user_data;
  g_autofree char *trouble = NULL;
  g_autoptr (GError) error = NULL;
  const char *id = prony_engine_item_get_spec (storing->item)->id;

  if (!prony_keyring_store_finish (result, &error))
    {
      /* TRANSLATORS: %s is a sentence that tells why. */
      trouble = g_strdup_printf (
        _ ("The key of this engine is kept only until Prony is closed. %s"), error->message);
      set_key_id (storing->session, storing->item, NULL);
      prony_engine_item_set_key_trouble (storing->item, trouble);
      _prony_session_send_message (storing->session, trouble);
    }
  else if (prony_credentials_is_empty (prony_engine_item_get_credentials (storing->item)))
    {
      _prony_session_clear_key (storing->session, id); /* the user was faster */
    }
  else
    {
      set_key_id (storing->session, storing->item, id);
      prony_engine_item_set_key_trouble (storing->item, NULL);
    }
}

/* Puts the credentials of an engine into the keyring. An engine that is not saved
 * has its key in memory only. */
void
_prony_session_store_key (PronySession *self, PronyEngineItem *item)
{
  PronyEngineSpec *spec = prony_engine_item_get_spec (item);
  g_autofree char *place = prony_engine_url_dup_place (spec->url);
  g_autofree char *label = NULL;
  Storing *storing;
  char *secret;

  if (prony_engine_item_get_transient (item))
    return;

  storing = g_new0 (Storing, 1);
  storing->session = g_object_ref (self);
  storing->item = g_object_ref (item);
  /* TRANSLATORS: how a keyring manager lists the key; %s is an engine's address. */
  label = g_strdup_printf (_ ("Prony: API key of %s"), spec->url);
  secret = prony_credentials_to_secret (prony_engine_item_get_credentials (item));
  prony_keyring_store_async (spec->id, place, label, secret, NULL, on_key_stored_cb, storing);
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
_prony_session_clear_key (PronySession *self, const char *key_id)
{
  prony_keyring_clear_async (key_id, NULL, on_key_cleared_cb, g_object_ref (self));
}
