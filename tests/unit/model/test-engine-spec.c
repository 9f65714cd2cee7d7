/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include "base/prony-error.h"
#include "base/prony-json.h"
#include "core/model/prony-engine-info.h"
#include "core/model/prony-target.h"

static void
test_normalize (void)
{
  static const struct
  {
    const char *text;
    const char *url;
  } cases[] = {
    { "localhost:11434", "http://localhost:11434" },
    { " 127.0.0.1:8080/ ", "http://127.0.0.1:8080" },
    { "http://127.0.0.1:8000/v1", "http://127.0.0.1:8000" },
    { "http://127.0.0.1:8000/v1/", "http://127.0.0.1:8000" },
    { "HTTPS://Api.Example.org/prefix/v1/", "https://Api.Example.org/prefix" },
    { "http://user:secret@10.0.0.1:80/?q#f", "http://10.0.0.1:80" },
    { "http://[::1]:11434", "http://[::1]:11434" },
    { "example.org", "http://example.org" },
    { "", NULL },
    { "http://", NULL },
    { "ftp://example.org", NULL },
    { "file:///etc/passwd", NULL },
    { "http://a b/", NULL },
    { "http://127.0.0.1:99999", NULL },
    { "http://127.0.0.1:0", NULL },
    { "not a url", NULL },
    { "http://[::1", NULL },
    { "\xff\xfe", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *url = prony_engine_normalize_url (cases[i].text, &error);

      g_assert_cmpstr (url, ==, cases[i].url);
      if (cases[i].url == NULL)
        {
          g_assert_error (error, PRONY_ERROR, PRONY_ERROR_INPUT);
          g_assert_true (g_utf8_validate (error->message, -1, NULL));
        }
    }
}

static void
test_loopback (void)
{
  g_assert_true (prony_engine_url_is_loopback ("http://127.0.0.1:1"));
  g_assert_true (prony_engine_url_is_loopback ("http://127.9.0.1"));
  g_assert_true (prony_engine_url_is_loopback ("http://[::1]:1"));
  g_assert_true (prony_engine_url_is_loopback ("http://localhost:1"));
  g_assert_false (prony_engine_url_is_loopback ("http://10.0.0.1"));
  g_assert_false (prony_engine_url_is_loopback ("http://localhost.example.org"));
}

static void
test_place (void)
{
  static const char *const cases[][2] = {
    { "http://127.0.0.1:11434", "http://localhost:11434" },
    { "http://localhost:11434", "http://localhost:11434" },
    { "https://127.0.0.1/llm", "https://localhost/llm" },
    { "http://127.0.0.10:1", "http://127.0.0.10:1" },
    { "https://example.org", "https://example.org" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *place = prony_engine_url_dup_place (cases[i][0]);

      g_assert_cmpstr (place, ==, cases[i][1]);
    }
}

static void
test_target_round_trip (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new ("localhost:8000", &error);
  g_autoptr (PronyTarget) target = NULL;
  g_autoptr (PronyTarget) back = NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  engine->kind = PRONY_ENGINE_VLLM;
  engine->api = PRONY_API_OPENAI_CHAT;
  target = prony_target_new (engine, "m");
  target->credentials = prony_credentials_new ("secret");
  target->simulated = TRUE;
  g_assert_cmpstr (target->name, ==, "vllm");

  object = prony_target_to_json (target);
  text = prony_json_to_text (object, FALSE);
  g_assert_null (strstr (text, "secret"));
  back = prony_target_from_json (object, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (back->engine->id, ==, engine->id);
  g_assert_cmpstr (back->engine->url, ==, "http://localhost:8000");
  g_assert_cmpint (back->engine->kind, ==, PRONY_ENGINE_VLLM);
  g_assert_cmpint (back->engine->api, ==, PRONY_API_OPENAI_CHAT);
  g_assert_cmpstr (back->model, ==, "m");
  g_assert_true (back->simulated);
  g_assert_null (back->credentials);
}

static void
test_names (void)
{
  g_autoptr (GError) error = NULL;

  for (PronyApi api = PRONY_API_AUTO; api < PRONY_N_APIS; api++)
    {
      PronyApi back = PRONY_API_AUTO;

      g_assert_true (prony_api_from_string (prony_api_to_string (api), &back, &error));
      g_assert_cmpint (back, ==, api);
    }
  for (PronyEngineKind kind = PRONY_ENGINE_UNKNOWN; kind <= PRONY_ENGINE_OPENAI; kind++)
    g_assert_cmpint (prony_engine_kind_from_string (prony_engine_kind_to_string (kind)), ==, kind);

  g_assert_false (prony_api_from_string ("http3", &(PronyApi){ 0 }, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_INPUT);
}

static void
test_info (void)
{
  g_autoptr (PronyEngineInfo) info = prony_engine_info_new ("http://127.0.0.1:11434");
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (info->models, prony_model_info_new ("llama3:latest"));
  info->kind = PRONY_ENGINE_OLLAMA;
  g_assert_nonnull (prony_engine_info_find_model (info, "llama3"));
  g_assert_nonnull (prony_engine_info_find_model (info, "llama3:latest"));
  info->kind = PRONY_ENGINE_VLLM;
  g_assert_null (prony_engine_info_find_model (info, "llama3"));

  info->status = PRONY_ENGINE_STATUS_READY;
  g_assert_null (prony_engine_info_to_error (info));
  info->status = PRONY_ENGINE_STATUS_REFUSED;
  error = prony_engine_info_to_error (info);
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_UNREACHABLE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/engine-spec/normalize", test_normalize);
  g_test_add_func ("/model/engine-spec/loopback", test_loopback);
  g_test_add_func ("/model/engine-spec/place", test_place);
  g_test_add_func ("/model/engine-spec/names", test_names);
  g_test_add_func ("/model/target/round-trip", test_target_round_trip);
  g_test_add_func ("/model/engine-info", test_info);

  return g_test_run ();
}
