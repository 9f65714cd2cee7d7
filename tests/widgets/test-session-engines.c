/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The engines of a session: what stays of them from one start to the next. Runs inside
 * mock-keyring.py on a session bus of its own. */

#include "config.h"

#include <string.h>

#include "core/secrets/prony-keyring.h"
#include "session-fixture.h"
#include "support/prony-test-server.h"
#include "widget-fixture.h"

#define KEY "key-of-the-keyring"
#define OTHER_KEY "another-key-of-it"

static gboolean
has_key_id (PronyEngineItem *item)
{
  return prony_engine_item_get_spec (item)->key_id != NULL;
}

static gboolean
has_credentials (PronyEngineItem *item)
{
  return prony_engine_item_get_credentials (item) != NULL;
}

static gboolean
is_other_key_stored (const char *engine_id)
{
  g_autofree char *secret = prony_keyring_lookup (engine_id, NULL, NULL);

  return g_strcmp0 (secret, OTHER_KEY) == 0;
}

static void
assert_key_at_next_start (SessionFixture *fixture, const char *engine_id, const char *key)
{
  g_autoptr (PronyCredentials) expected = prony_credentials_new (key);
  PronyEngineItem *item;

  session_fixture_close (fixture);
  session_fixture_assert_nowhere (fixture, key);
  session_fixture_open (fixture);
  item = prony_session_find_engine (fixture->session, engine_id);
  wait_until (has_credentials, item);
  g_assert_true (prony_credentials_equal (prony_engine_item_get_credentials (item), expected));
  g_assert_null (prony_engine_item_get_key_trouble (item));
}

static void
test_key (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (PronyEngineSpec) spec = session_fixture_make_spec ("http://127.0.0.1:9");
  g_autoptr (PronyEngineSpec) moved = NULL;
  g_autoptr (PronyCredentials) credentials = prony_credentials_new (KEY);
  g_autoptr (PronyCredentials) other = prony_credentials_new (OTHER_KEY);
  g_autoptr (PronyEngineItem) item = NULL;

  session_fixture_open (fixture);
  wait_until (has_key_id, prony_session_add_engine (fixture->session, spec, credentials));
  assert_key_at_next_start (fixture, spec->id, KEY);

  item = g_object_ref (prony_session_find_engine (fixture->session, spec->id));
  moved = prony_engine_spec_copy (prony_engine_item_get_spec (item));
  g_free (moved->url);
  moved->url = g_strdup ("http://127.0.0.1:10");
  prony_session_change_engine (fixture->session, item, moved, other);
  wait_until (is_other_key_stored, spec->id);
  assert_key_at_next_start (fixture, spec->id, OTHER_KEY);
}

typedef struct
{
  int n_refused;
  int n_answered;
} Strict;

static gboolean
serve (PronyTestRequest *request, gpointer user_data)
{
  static const char models[] =
    "{\"object\":\"list\",\"data\":[{\"id\":\"m\",\"object\":\"model\"}]}";
  static const char refusal[] = "{\"error\":{\"message\":\"Unknown parameter: "
                                "'stream_options'.\",\"param\":\"stream_options\"}}";
  Strict *strict = user_data;

  if (strcmp (request->path, "/v1/models") == 0)
    return prony_test_request_printf (request,
                                      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                      "Content-Length: %zu\r\n\r\n%s",
                                      strlen (models), models);
  if (strcmp (request->path, "/v1/chat/completions") != 0)
    return prony_test_request_printf (request, "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n");
  if (strstr (request->body, "stream_options") == NULL)
    {
      g_atomic_int_inc (&strict->n_answered);
      return prony_test_request_chat (request, 2, 0);
    }

  g_atomic_int_inc (&strict->n_refused);
  return prony_test_request_printf (request,
                                    "HTTP/1.1 400 Bad\r\nContent-Type: application/json\r\n"
                                    "Content-Length: %zu\r\n\r\n%s",
                                    strlen (refusal), refusal);
}

static void
measure (SessionFixture *fixture, PronyEngineItem *engine)
{
  g_autoptr (PronyPlan) plan = session_fixture_make_plan (fixture, engine, 4);
  g_autoptr (GError) error = NULL;
  PronyRunSession *run_session = prony_session_start_run (fixture->session, plan, &error);

  g_assert_no_error (error);
  wait_until (session_fixture_has_ended, run_session);
}

/* What an engine refused in one run is not sent to it in the next. */
static void
test_refused_fields (SessionFixture *fixture, gconstpointer data)
{
  Strict strict = { 0 };
  g_autoptr (PronyTestServer) server = prony_test_server_new (serve, &strict);
  g_autoptr (PronyEngineSpec) spec = session_fixture_make_spec (prony_test_server_get_url (server));
  PronyEngineItem *item;
  int n_refused;

  session_fixture_open (fixture);
  item = prony_session_add_engine (fixture->session, spec, NULL);
  wait_until (session_fixture_is_probed, item);
  measure (fixture, item);
  n_refused = g_atomic_int_get (&strict.n_refused);
  g_assert_cmpint (n_refused, >, 0);
  g_assert_cmpint (g_atomic_int_get (&strict.n_answered), ==, 4);
  g_assert_true (g_strv_contains (
    (const char *const *) prony_engine_item_get_spec (item)->rejected_fields, "stream_options"));
  session_fixture_close (fixture);

  session_fixture_open (fixture);
  item = prony_session_find_engine (fixture->session, spec->id);
  wait_until (session_fixture_is_probed, item);
  measure (fixture, item);
  g_assert_cmpint (g_atomic_int_get (&strict.n_refused), ==, n_refused);
  g_assert_cmpint (g_atomic_int_get (&strict.n_answered), ==, 8);
}

static void
assert_order (SessionFixture *fixture)
{
  GListModel *engines = prony_session_get_engines (fixture->session);

  g_assert_cmpuint (g_list_model_get_n_items (engines), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (PronyEngineItem) item = g_list_model_get_item (engines, i);
      g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u", i + 7);

      g_assert_cmpstr (prony_engine_item_get_url (item), ==, url);
    }
}

static void
test_order (SessionFixture *fixture, gconstpointer data)
{
  session_fixture_open (fixture);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u", i + 7);
      g_autoptr (PronyEngineSpec) spec = session_fixture_make_spec (url);

      prony_session_add_engine (fixture->session, spec, NULL);
    }

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (PronyEngineItem) item =
        g_list_model_get_item (prony_session_get_engines (fixture->session), i);

      prony_session_remove_engine (fixture->session, item);
      prony_session_restore_engine (fixture->session, item);
      assert_order (fixture);
      session_fixture_close (fixture);
      session_fixture_open (fixture);
      assert_order (fixture);
    }
}

#define add(path, function)                                                                        \
  g_test_add (path, SessionFixture, NULL, session_fixture_set_up, function,                        \
              session_fixture_tear_down)

int
main (int argc, char *argv[])
{
  widget_fixture_init ();
  g_setenv ("SECRET_BACKEND", "service", TRUE);
  g_test_init (&argc, &argv, NULL);

  add ("/session-engines/key", test_key);
  add ("/session-engines/refused-fields", test_refused_fields);
  add ("/session-engines/order", test_order);

  return g_test_run ();
}
