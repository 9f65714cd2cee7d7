/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "base/prony-error.h"
#include "core/engines/prony-model-loader.h"
#include "support/prony-test-server.h"

typedef struct
{
  const char *name;
  PronyEngineKind kind;
  PronyModelChange change;
  const char *path; /* that is asked */
  const char *body; /* that is sent */
  guint status;
  const char *answer;
  double engine_s;
  int code; /* of the error, -1 for none */
  const char *words;
} Case;

static const Case cases[] = {
  { "ollama-load", PRONY_ENGINE_OLLAMA, PRONY_MODEL_LOAD, "/api/generate",
    "{\"model\":\"m:8b\",\"stream\":false}", 200,
    "{\"model\":\"m:8b\",\"done\":true,\"done_reason\":\"load\",\"load_duration\":2500000000}", 2.5,
    -1, NULL },
  { "ollama-load-without-time", PRONY_ENGINE_OLLAMA, PRONY_MODEL_LOAD, "/api/generate",
    "{\"model\":\"m:8b\",\"stream\":false}", 200, "{\"done\":true}", NAN, -1, NULL },
  { "ollama-unload", PRONY_ENGINE_OLLAMA, PRONY_MODEL_UNLOAD, "/api/generate",
    "{\"model\":\"m:8b\",\"stream\":false,\"keep_alive\":0}", 200,
    "{\"done\":true,\"done_reason\":\"unload\"}", NAN, -1, NULL },
  { "ollama-no-model", PRONY_ENGINE_OLLAMA, PRONY_MODEL_LOAD, "/api/generate",
    "{\"model\":\"m:8b\",\"stream\":false}", 404, "{\"error\":\"model 'm:8b' not found\"}", NAN,
    PRONY_ERROR_NO_MODEL,
    "The engine did not load “m:8b”: model 'm:8b' not found. Choose a model that it lists." },
  { "ollama-memory", PRONY_ENGINE_OLLAMA, PRONY_MODEL_LOAD, "/api/generate",
    "{\"model\":\"m:8b\",\"stream\":false}", 500,
    "{\"error\":\"model requires more system memory\"}", NAN, PRONY_ERROR_HTTP,
    "more system memory" },
  { "ollama-key", PRONY_ENGINE_OLLAMA, PRONY_MODEL_UNLOAD, "/api/generate",
    "{\"model\":\"m:8b\",\"stream\":false,\"keep_alive\":0}", 401, "", NAN,
    PRONY_ERROR_UNAUTHORIZED, "API key" },
  { "lmstudio-load", PRONY_ENGINE_LMSTUDIO, PRONY_MODEL_LOAD, "/api/v1/models/load",
    "{\"model\":\"m:8b\"}", 200,
    "{\"type\":\"llm\",\"instance_id\":\"m\",\"load_time_seconds\":4.1,\"status\":\"loaded\"}", 4.1,
    -1, NULL },
  { "lmstudio-unload", PRONY_ENGINE_LMSTUDIO, PRONY_MODEL_UNLOAD, "/api/v1/models/unload",
    "{\"instance_id\":\"m:8b\"}", 200, "{\"instance_id\":\"m:8b\"}", NAN, -1, NULL },
  { "lmstudio-old", PRONY_ENGINE_LMSTUDIO, PRONY_MODEL_LOAD, "/api/v1/models/load",
    "{\"model\":\"m:8b\"}", 200, "{\"error\":\"Unexpected endpoint\"}", NAN, PRONY_ERROR_HTTP,
    "Unexpected endpoint" },
  { "llamaswap-unload", PRONY_ENGINE_LLAMASWAP, PRONY_MODEL_UNLOAD, "/api/models/unload/m%3A8b",
    "{}", 200, "OK", NAN, -1, NULL },
  { "llamaswap-load", PRONY_ENGINE_LLAMASWAP, PRONY_MODEL_LOAD, NULL, NULL, 0, NULL, NAN,
    PRONY_ERROR_INPUT, "llama-swap cannot be told" },
  { "vllm-load", PRONY_ENGINE_VLLM, PRONY_MODEL_LOAD, NULL, NULL, 0, NULL, NAN, PRONY_ERROR_INPUT,
    "vLLM cannot be told" },
};

static gboolean
respond (PronyTestRequest *request, guint status, const char *body)
{
  return prony_test_request_printf (
    request,
    "HTTP/1.1 %u Status\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s", status,
    strlen (body), body);
}

static gboolean
serve_case (PronyTestRequest *request, gpointer user_data)
{
  const Case *item = user_data;

  g_assert_cmpstr (request->method, ==, "POST");
  g_assert_cmpstr (request->path, ==, item->path);
  g_assert_cmpstr (request->body, ==, item->body);
  prony_test_request_sleep (request, 20);
  return respond (request, item->status, item->answer);
}

static PronyEngineSpec *
make_spec (PronyTestServer *server, PronyEngineKind kind)
{
  PronyEngineSpec *engine = prony_engine_spec_new (prony_test_server_get_url (server), NULL);

  engine->kind = kind;
  return engine;
}

static void
test_case (gconstpointer data)
{
  const Case *item = data;
  g_autoptr (PronyTestServer) server = prony_test_server_new (serve_case, (gpointer) item);
  g_autoptr (PronyEngineSpec) engine = make_spec (server, item->kind);
  g_autoptr (GError) error = NULL;
  PronyModelLoading loading = { 0 };
  gboolean done =
    prony_model_loader_run (engine, NULL, "m:8b", item->change, &loading, NULL, &error);

  g_assert_cmpint (prony_model_loader_can (item->kind, item->change), ==, item->path != NULL);
  if (item->code >= 0)
    {
      g_assert_false (done);
      g_assert_error (error, PRONY_ERROR, item->code);
      g_assert_nonnull (strstr (error->message, item->words));
      return;
    }

  g_assert_no_error (error);
  g_assert_true (done);
  g_assert_cmpfloat (loading.wall_s, >=, 0.02);
  if (isnan (item->engine_s))
    g_assert_true (isnan (loading.engine_s));
  else
    g_assert_cmpfloat_with_epsilon (loading.engine_s, item->engine_s, 1e-9);
}

/* llama.cpp's router answers before the model is loaded; its list tells when. */
static gboolean
serve_router (PronyTestRequest *request, gpointer user_data)
{
  const char *last = user_data;

  if (strcmp (request->path, "/models/load") == 0)
    return respond (request, 200, "{\"success\":true}");

  g_assert_cmpstr (request->path, ==, "/v1/models");
  if (request->total < 4)
    return respond (request, 200, "{\"data\":[{\"id\":\"m\",\"status\":{\"value\":\"loading\"}}]}");
  return respond (request, 200, last);
}

static void
test_router (void)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (
    serve_router, (gpointer) "{\"data\":[{\"id\":\"m\",\"status\":{\"value\":\"loaded\"}}]}");
  g_autoptr (PronyEngineSpec) engine = make_spec (server, PRONY_ENGINE_LLAMACPP);
  g_autoptr (GError) error = NULL;
  PronyModelLoading loading = { 0 };

  g_assert_true (
    prony_model_loader_run (engine, NULL, "m", PRONY_MODEL_LOAD, &loading, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (prony_test_server_count_requests (server), >=, 4);
  g_assert_cmpfloat (loading.wall_s, >, 0.3);
}

static void
test_router_gives_up (void)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (
    serve_router,
    (gpointer) "{\"data\":[{\"id\":\"m\",\"status\":{\"value\":\"unloaded\",\"failed\":true}}]}");
  g_autoptr (PronyEngineSpec) engine = make_spec (server, PRONY_ENGINE_LLAMACPP);
  g_autoptr (GError) error = NULL;

  g_assert_false (prony_model_loader_run (engine, NULL, "m", PRONY_MODEL_LOAD, NULL, NULL, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_FAILED);
}

static gboolean
serve_never (PronyTestRequest *request, gpointer user_data)
{
  prony_test_request_sleep (request, 30000);
  return FALSE;
}

static void
test_timeout (void)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (serve_never, NULL);
  g_autoptr (PronyEngineSpec) engine = make_spec (server, PRONY_ENGINE_OLLAMA);
  g_autoptr (GError) error = NULL;

  engine->request_timeout_s = 0.1;
  g_assert_false (prony_model_loader_run (engine, NULL, "m", PRONY_MODEL_LOAD, NULL, NULL, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_TIMEOUT);
}

static gboolean
on_cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
on_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError **error = user_data;

  g_assert_false (prony_model_loader_run_finish (result, NULL, error));
}

static void
test_cancel (void)
{
  g_autoptr (PronyTestServer) server = prony_test_server_new (serve_never, NULL);
  g_autoptr (PronyEngineSpec) engine = make_spec (server, PRONY_ENGINE_OLLAMA);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  prony_model_loader_run_async (engine, NULL, "m", PRONY_MODEL_LOAD, cancellable, on_done_cb,
                                &error);
  g_timeout_add (30, on_cancel_cb, cancellable);
  while (error == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_refused (void)
{
  PronyTestServer *server = prony_test_server_new (serve_never, NULL);
  g_autoptr (PronyEngineSpec) engine = make_spec (server, PRONY_ENGINE_OLLAMA);
  g_autoptr (GError) error = NULL;

  prony_test_server_free (server);
  g_assert_false (prony_model_loader_run (engine, NULL, "m", PRONY_MODEL_LOAD, NULL, NULL, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_UNREACHABLE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/model-loader/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/model-loader/router", test_router);
  g_test_add_func ("/model-loader/router-gives-up", test_router_gives_up);
  g_test_add_func ("/model-loader/timeout", test_timeout);
  g_test_add_func ("/model-loader/cancel", test_cancel);
  g_test_add_func ("/model-loader/refused", test_refused);

  return g_test_run ();
}
