/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "base/prony-error.h"
#include "core/secrets/prony-keyring.h"

/* No user's keyring is touched: the session bus of these tests is an address where
 * nobody is. */

static void
assert_unreachable (const GError *error)
{
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "The keyring, where API keys are kept"));
  g_assert_nonnull (strstr (error->message, "--api-key-env"));
}

static void
on_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **place)
{
  while (*place == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *place;
}

static void
test_lookup_without_service (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *secret = prony_keyring_lookup ("test-key", NULL, &error);

  g_assert_null (secret);
  assert_unreachable (error);
  g_clear_error (&error);

  secret = prony_keyring_lookup_place ("http://localhost:9", NULL, &error);
  g_assert_null (secret);
  assert_unreachable (error);
}

static void
test_store_without_service (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  prony_keyring_store_async ("test-key", "http://localhost:9", "A test", "not a secret", NULL,
                             on_done_cb, &result);
  g_assert_false (prony_keyring_store_finish (wait_for (&result), &error));
  assert_unreachable (error);

  /* The key itself is in no message. */
  g_assert_null (strstr (error->message, "not a secret"));
}

static void
test_clear_without_service (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  prony_keyring_clear_async ("test-key", NULL, on_done_cb, &result);
  g_assert_false (prony_keyring_clear_finish (wait_for (&result), &error));
  assert_unreachable (error);
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  prony_keyring_store_async ("test-key", "http://localhost:9", "A test", "not a secret",
                             cancellable, on_done_cb, &result);
  g_assert_false (prony_keyring_store_finish (wait_for (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/prony-test-bus", TRUE);
  g_setenv ("SECRET_BACKEND", "service", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/secrets/keyring/lookup-without-service", test_lookup_without_service);
  g_test_add_func ("/secrets/keyring/store-without-service", test_store_without_service);
  g_test_add_func ("/secrets/keyring/clear-without-service", test_clear_without_service);
  g_test_add_func ("/secrets/keyring/cancelled", test_cancelled);

  return g_test_run ();
}
