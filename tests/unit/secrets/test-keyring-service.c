/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "base/prony-error.h"
#include "core/secrets/prony-keyring.h"

/* Runs inside mock-keyring.py on a session bus of its own. */

#define PLACE "http://localhost:9"
#define OTHER_PLACE "http://localhost:10"

static GDBusConnection *
get_bus (void)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);

  g_assert_no_error (error);
  return bus;
}

static GVariant *
call (const char *interface, const char *method, GVariant *parameters)
{
  g_autoptr (GDBusConnection) bus = get_bus ();
  g_autoptr (GError) error = NULL;
  GVariant *answer = g_dbus_connection_call_sync (
    bus, "org.freedesktop.secrets", "/org/freedesktop/secrets", interface, method, parameters, NULL,
    G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);

  g_assert_no_error (error);
  return answer;
}

static void
behave (gboolean locked, gboolean dismissing, gboolean refusing)
{
  g_autoptr (GVariant) answer =
    call ("org.prony.MockKeyring", "Behave", g_variant_new ("(bbb)", locked, dismissing, refusing));
}

/* What a keyring program would list. */
static char *
list_labels (void)
{
  g_autoptr (GVariant) answer = call ("org.freedesktop.DBus.Properties", "Get",
                                      g_variant_new ("(ss)", "org.prony.MockKeyring", "Labels"));
  g_autoptr (GVariant) labels = NULL;
  g_autofree const char **strings = NULL;

  g_variant_get (answer, "(v)", &labels);
  strings = g_variant_get_strv (labels, NULL);
  return g_strjoinv (", ", (char **) strings);
}

static void
assert_labels (const char *expected)
{
  g_autofree char *labels = list_labels ();

  g_assert_cmpstr (labels, ==, expected);
}

static void
on_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static gboolean
store (const char *key_id, const char *place, const char *label, const char *secret, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  prony_keyring_store_async (key_id, place, label, secret, NULL, on_done_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return prony_keyring_store_finish (result, error);
}

static gboolean
clear (const char *key_id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  prony_keyring_clear_async (key_id, NULL, on_done_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return prony_keyring_clear_finish (result, error);
}

static void
assert_stored (const char *key_id, const char *place, const char *label, const char *secret)
{
  g_autoptr (GError) error = NULL;

  store (key_id, place, label, secret, &error);
  g_assert_no_error (error);
}

static void
assert_cleared (const char *key_id)
{
  g_autoptr (GError) error = NULL;

  clear (key_id, &error);
  g_assert_no_error (error);
}

static void
assert_key (const char *key_id, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *secret = prony_keyring_lookup (key_id, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (secret, ==, expected);
}

static void
assert_key_of_place (const char *place, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *secret = prony_keyring_lookup_place (place, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (secret, ==, expected);
}

static void
assert_no_key (const char *key_id)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (prony_keyring_lookup (key_id, NULL, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, key_id));
}

static void
assert_locked (const GError *error)
{
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "The keyring is locked"));
}

static void
test_store_and_look_up (void)
{
  assert_no_key ("one");
  assert_stored ("one", PLACE, "The first", "ключ 🔑 of one");
  assert_stored ("two", OTHER_PLACE, "The second", "of two");
  assert_key ("one", "ключ 🔑 of one");
  assert_key ("two", "of two");
  assert_key_of_place (PLACE, "ключ 🔑 of one");
  assert_key_of_place (OTHER_PLACE, "of two");
  assert_labels ("The first, The second");

  assert_cleared ("one");
  assert_no_key ("one");
  assert_key ("two", "of two");
  assert_cleared ("two");
  assert_labels ("");
  assert_cleared ("two");
}

static void
test_replace (void)
{
  g_autoptr (GError) error = NULL;

  assert_stored ("one", PLACE, "Before", "old");
  assert_stored ("one", PLACE, "After", "new");
  assert_key ("one", "new");
  assert_labels ("After");

  /* An engine that has moved leaves nothing behind. */
  assert_stored ("one", OTHER_PLACE, "Moved", "newer");
  assert_key ("one", "newer");
  assert_key_of_place (OTHER_PLACE, "newer");
  g_assert_null (prony_keyring_lookup_place (PLACE, NULL, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND);
  assert_labels ("Moved");
  assert_cleared ("one");
}

static void
test_unlock (void)
{
  assert_stored ("one", PLACE, "Locked", "of one");

  behave (TRUE, FALSE, FALSE);
  assert_key ("one", "of one");
  behave (TRUE, FALSE, FALSE);
  assert_stored ("one", OTHER_PLACE, "Moved", "moved");
  assert_labels ("Moved");
  behave (TRUE, FALSE, FALSE);
  assert_stored ("two", PLACE, "Second", "of two");
  assert_labels ("Moved, Second");
  behave (TRUE, FALSE, FALSE);
  assert_cleared ("one");
  assert_labels ("Second");
  assert_cleared ("two");
}

static void
test_stay_locked (void)
{
  g_autoptr (GError) error = NULL;

  assert_stored ("one", PLACE, "Locked", "of one");
  behave (TRUE, TRUE, FALSE);

  g_assert_null (prony_keyring_lookup ("one", NULL, &error));
  assert_locked (error);
  g_clear_error (&error);
  g_assert_null (prony_keyring_lookup_place (PLACE, NULL, &error));
  assert_locked (error);
  g_clear_error (&error);
  g_assert_false (store ("one", PLACE, "Again", "not stored", &error));
  assert_locked (error);
  g_clear_error (&error);
  g_assert_false (store ("two", PLACE, "New", "not stored", &error));
  assert_locked (error);
  g_clear_error (&error);
  g_assert_false (clear ("one", &error));
  assert_locked (error);

  behave (FALSE, FALSE, FALSE);
  assert_key ("one", "of one");
  assert_no_key ("two");
  assert_cleared ("one");
}

static void
test_refused (void)
{
  g_autoptr (GError) error = NULL;

  assert_stored ("one", PLACE, "Refused", "of one");
  behave (FALSE, FALSE, TRUE);

  g_assert_null (prony_keyring_lookup ("one", NULL, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_false (store ("one", PLACE, "Again", "not a secret", &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_FAILED);
  g_assert_null (strstr (error->message, "not a secret"));
  g_clear_error (&error);
  g_assert_false (clear ("one", &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_FAILED);

  behave (FALSE, FALSE, FALSE);
  assert_key ("one", "of one");
  assert_cleared ("one");
}

int
main (int argc, char *argv[])
{
  g_setenv ("SECRET_BACKEND", "service", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/secrets/keyring-service/store-and-look-up", test_store_and_look_up);
  g_test_add_func ("/secrets/keyring-service/replace", test_replace);
  g_test_add_func ("/secrets/keyring-service/unlock", test_unlock);
  g_test_add_func ("/secrets/keyring-service/stay-locked", test_stay_locked);
  g_test_add_func ("/secrets/keyring-service/refused", test_refused);

  return g_test_run ();
}
