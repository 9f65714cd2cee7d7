/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-secrets"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>
#include <string.h>

#include "base/prony-error.h"
#include "core/secrets/prony-keyring.h"

/* API keys lie in the user's keyring and nowhere else: under a name that the engine's
 * entry refers to, and with the place where they are of use, for who knows only that. */

#define ATTRIBUTE_KEY_ID "key-id"
#define ATTRIBUTE_PLACE "place"

static const SecretSchema *
get_schema (void)
{
  static const SecretSchema schema = {
    .name = PRONY_APPLICATION_ID ".ApiKey",
    .flags = SECRET_SCHEMA_NONE,
    .attributes = { { ATTRIBUTE_KEY_ID, SECRET_SCHEMA_ATTRIBUTE_STRING },
                    { ATTRIBUTE_PLACE, SECRET_SCHEMA_ATTRIBUTE_STRING } },
  };

  return &schema;
}

static GError *
make_locked_error (void)
{
  return g_error_new_literal (PRONY_ERROR, PRONY_ERROR_FAILED,
                              _ ("The keyring is locked. Unlock it and try again."));
}

/* What D-Bus and the secret service report is for programmers. */
static GError *
explain_error (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (error);

  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    return make_locked_error ();

  return g_error_new (PRONY_ERROR, PRONY_ERROR_FAILED,
                      _ ("The keyring, where API keys are kept, cannot be reached: %s. Install and "
                         "start a keyring such as GNOME Keyring, or give the key by "
                         "`--api-key-env` or `--api-key-file` on the command line."),
                      error->message);
}

static void
on_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **found = user_data;

  *found = g_object_ref (result);
}

/* Whether there is such an item, locked or not, once all are unlocked if the flags say so.
 * What libsecret's own blocking call returns cannot be freed to the end: the items need
 * the main context in which they were made. */
static gboolean
find (SecretSearchFlags flags,
      const char *attribute,
      const char *value,
      GCancellable *cancellable,
      GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GAsyncResult) result = NULL;
  GList *items;
  gboolean is_there;

  g_main_context_push_thread_default (context);
  secret_password_search (get_schema (), flags, cancellable, on_found_cb, &result, attribute, value,
                          NULL);
  while (result == NULL)
    g_main_context_iteration (context, TRUE);
  items = secret_password_search_finish (result, error);
  is_there = items != NULL;
  g_list_free_full (items, g_object_unref);
  g_clear_object (&result);
  while (g_main_context_iteration (context, FALSE))
    ;
  g_main_context_pop_thread_default (context);

  return is_there;
}

/* Removes all of one name, also in a keyring that has to be unlocked for it. */
static gboolean
clear (const char *key_id, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (find (SECRET_SEARCH_ALL | SECRET_SEARCH_UNLOCK, ATTRIBUTE_KEY_ID, key_id, cancellable,
            &local))
    secret_password_clear_sync (get_schema (), cancellable, &local, ATTRIBUTE_KEY_ID, key_id, NULL);
  if (local != NULL)
    {
      g_propagate_error (error, explain_error (local));
      return FALSE;
    }
  if (find (SECRET_SEARCH_NONE, ATTRIBUTE_KEY_ID, key_id, cancellable, NULL))
    {
      g_propagate_error (error, make_locked_error ());
      return FALSE;
    }

  return TRUE;
}

typedef struct
{
  char *key_id;
  char *place;
  char *label;
  char *secret;
} Storing;

static void
storing_free (Storing *storing)
{
  explicit_bzero (storing->secret, strlen (storing->secret));
  g_free (storing->secret);
  g_free (storing->label);
  g_free (storing->place);
  g_free (storing->key_id);
  g_free (storing);
}

static void
store_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Storing *storing = task_data;
  g_autoptr (GError) error = NULL;
  GError *trouble = NULL;

  /* With another place it would be another item of the keyring. */
  if (!clear (storing->key_id, cancellable, &trouble))
    g_task_return_error (task, trouble);
  else if (secret_password_store_sync (get_schema (), SECRET_COLLECTION_DEFAULT, storing->label,
                                       storing->secret, cancellable, &error, ATTRIBUTE_KEY_ID,
                                       storing->key_id, ATTRIBUTE_PLACE, storing->place, NULL))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, explain_error (error));
}

/**
 * prony_keyring_store_async:
 * @key_id: under which name the key is kept
 * @place: where it is of use, for prony_keyring_lookup_place()
 * @label: what keyring programs call it
 * @secret: the key
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's thread-default context
 * @user_data: for @callback
 *
 * Puts an API key into the user's keyring, in place of the one of that name. May ask the
 * user to unlock it.
 */
void
prony_keyring_store_async (const char *key_id,
                           const char *place,
                           const char *label,
                           const char *secret,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  Storing *storing;
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (key_id != NULL && *key_id != '\0');
  g_return_if_fail (place != NULL);
  g_return_if_fail (label != NULL);
  g_return_if_fail (secret != NULL);

  storing = g_new0 (Storing, 1);
  storing->key_id = g_strdup (key_id);
  storing->place = g_strdup (place);
  storing->label = g_strdup (label);
  storing->secret = g_strdup (secret);
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, prony_keyring_store_async);
  g_task_set_task_data (task, storing, (GDestroyNotify) storing_free);
  g_task_run_in_thread (task, store_in_thread);
}

/**
 * prony_keyring_store_finish:
 * @result: the result that the callback was given
 * @error: return location for %PRONY_ERROR_FAILED or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the key is in the keyring
 */
gboolean
prony_keyring_store_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static char *
lookup (const char *attribute, const char *value, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;
  char *found;
  char *secret;

  found = secret_password_lookup_sync (get_schema (), cancellable, &local, attribute, value, NULL);
  if (local != NULL)
    {
      g_propagate_error (error, explain_error (local));
      return NULL;
    }

  /* Only a locked keyring finds what it does not show. */
  if (found == NULL && find (SECRET_SEARCH_NONE, attribute, value, cancellable, NULL))
    {
      g_propagate_error (error, make_locked_error ());
      return NULL;
    }
  if (found == NULL)
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND,
                   _ ("There is no API key named “%s” in the keyring. Enter the key of this engine "
                      "again."),
                   value);
      return NULL;
    }

  /* libsecret's memory cannot be given to g_free(). */
  secret = g_strdup (found);
  secret_password_free (found);
  return secret;
}

/**
 * prony_keyring_lookup:
 * @key_id: under which name the key is kept
 * @cancellable: (nullable): ends it, from any thread
 * @error: return location for %PRONY_ERROR_NOT_FOUND, %PRONY_ERROR_FAILED or
 *   %G_IO_ERROR_CANCELLED
 *
 * Takes an API key from the user's keyring. Blocks, and may ask the user to unlock
 * it, so it is not for the main thread of a program with windows.
 *
 * Returns: (transfer full) (nullable): the key; wipe and free it as soon as it is
 *   not needed any more
 */
char *
prony_keyring_lookup (const char *key_id, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (key_id != NULL && *key_id != '\0', NULL);

  return lookup (ATTRIBUTE_KEY_ID, key_id, cancellable, error);
}

/**
 * prony_keyring_lookup_place:
 * @place: where the key is of use
 * @cancellable: (nullable): ends it, from any thread
 * @error: like for prony_keyring_lookup()
 *
 * Like prony_keyring_lookup(), for who does not know the key's name.
 *
 * Returns: (transfer full) (nullable): the key
 */
char *
prony_keyring_lookup_place (const char *place, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (place != NULL && *place != '\0', NULL);

  return lookup (ATTRIBUTE_PLACE, place, cancellable, error);
}

static void
clear_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;

  /* A key that was not there is gone as well. */
  if (clear (task_data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * prony_keyring_clear_async:
 * @key_id: under which name the key is kept
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's thread-default context
 * @user_data: for @callback
 *
 * Removes an API key from the user's keyring. May ask the user to unlock it.
 */
void
prony_keyring_clear_async (const char *key_id,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (key_id != NULL && *key_id != '\0');

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, prony_keyring_clear_async);
  g_task_set_task_data (task, g_strdup (key_id), g_free);
  g_task_run_in_thread (task, clear_in_thread);
}

/**
 * prony_keyring_clear_finish:
 * @result: the result that the callback was given
 * @error: return location for %PRONY_ERROR_FAILED or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether no such key is in the keyring any more
 */
gboolean
prony_keyring_clear_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
