/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "core/engines/prony-engine-detect.h"

typedef struct
{
  const char *path;
  guint status;
  const char *content_type;
  const char *body;
} Page;

typedef struct
{
  const char *name;
  const char *server;
  Page pages[8]; /* every other path is answered with 404 */
  PronyEngineKind kind;
  PronyEngineStatus status;
  PronyApi api;
  const char *version;
  const char *models; /* "id family parameters quantization context size", a line each */
  const char *words;  /* of the message */
} Case;

#define JSON "application/json"
#define HTML "text/html"
#define TEXT "text/plain"

static const Case cases[] = {
  { "ollama",
    NULL,
    { { "/", 200, TEXT, "Ollama is running" },
      { "/api/version", 200, JSON, "{\"version\":\"0.31.2\"}" },
      { "/api/tags", 200, JSON,
        "{\"models\":[{\"name\":\"demo:8b\",\"model\":\"demo:8b\",\"size\":4912898304,\"details\":{"
        "\"family\":\"llama\",\"families\":null,\"parameter_size\":\"8.0B\",\"quantization_level\":"
        "\"Q4_K_M\",\"context_length\":131072},\"capabilities\":[\"completion\",\"tools\"]},"
        "{\"name\":\"embed\",\"capabilities\":[\"embedding\"]},{\"name\":\"old\"},{\"name\":\"\"},"
        "null,7]}" },
      { "/v1/models", 200, JSON, "{\"object\":\"list\",\"data\":null}" } },
    PRONY_ENGINE_OLLAMA,
    PRONY_ENGINE_STATUS_READY,
    PRONY_API_OLLAMA_CHAT,
    "0.31.2",
    "demo:8b llama 8.0B Q4_K_M 131072 4912898304\nold old - - -1 -1\n",
    NULL },
  { "ollama-without-models",
    NULL,
    { { "/", 200, TEXT, "Ollama is running" },
      { "/api/version", 200, JSON, "{\"version\":\"0.1\"}" },
      { "/api/tags", 200, JSON, "{\"models\":null}" } },
    PRONY_ENGINE_OLLAMA,
    PRONY_ENGINE_STATUS_READY,
    PRONY_API_OLLAMA_CHAT,
    "0.1",
    "",
    NULL },
  { "llamacpp",
    "llama.cpp",
    { { "/v1/models", 200, JSON,
        "{\"models\":[{\"name\":\"m\",\"size\":\"\"}],\"object\":\"list\",\"data\":[{\"id\":\"m\","
        "\"owned_by\":\"llamacpp\",\"meta\":{\"n_ctx\":8192,\"n_ctx_train\":131072,\"n_params\":"
        "8030261312,\"size\":4912898304,\"ftype\":\"Q4_K - Medium\"}}]}" },
      { "/props", 200, JSON,
        "{\"build_info\":\"b6000-abc\",\"default_generation_settings\":{"
        "\"n_ctx\":4096}}" },
      { "/", 415, TEXT, "Unsupported" } },
    PRONY_ENGINE_LLAMACPP,
    PRONY_ENGINE_STATUS_READY,
    PRONY_API_OPENAI_CHAT,
    "b6000-abc",
    "m m 8.0B Q4_K_M 131072 4912898304\n",
    NULL },
  { "llamacpp-old",
    NULL,
    { { "/v1/models", 200, JSON,
        "{\"data\":[{\"id\":\"m\",\"owned_by\":\"llamacpp\",\"meta\":null}]}" },
      { "/props", 200, JSON, "{\"default_generation_settings\":{\"n_ctx\":4096}}" } },
    PRONY_ENGINE_LLAMACPP,
    PRONY_ENGINE_STATUS_READY,
    PRONY_API_OPENAI_CHAT,
    NULL,
    "m m - - 4096 -1\n",
    NULL },
  { "llamacpp-loading",
    "llama.cpp",
    { { "/v1/models", 503, JSON,
        "{\"error\":{\"message\":\"Loading model\",\"type\":\"unavailable_error\",\"code\":503}}" },
      { "/", 503, HTML, "<html>loading</html>" } },
    PRONY_ENGINE_LLAMACPP,
    PRONY_ENGINE_STATUS_LOADING,
    PRONY_API_OPENAI_CHAT,
    NULL,
    "",
    "still loading" },
  { "llamacpp-loading-behind-proxy",
    "nginx",
    { { "/v1/models", 503, JSON,
        "{\"error\":{\"message\":\"Loading "
        "model\",\"type\":\"unavailable_error\",\"code\":503}}" } },
    PRONY_ENGINE_LLAMACPP,
    PRONY_ENGINE_STATUS_LOADING,
    PRONY_API_OPENAI_CHAT,
    NULL,
    "",
    "still loading" },
  { "llamacpp-key",
    "llama.cpp",
    { { "/v1/models", 200, JSON, "{\"data\":[{\"id\":\"m\",\"owned_by\":\"llamacpp\"}]}" },
      { "/props", 401, JSON,
        "{\"error\":{\"message\":\"Invalid API "
        "Key\",\"type\":\"authentication_error\",\"code\":401}"
        "}" } },
    PRONY_ENGINE_LLAMACPP,
    PRONY_ENGINE_STATUS_UNAUTHORIZED,
    PRONY_API_OPENAI_CHAT,
    NULL,
    "",
    "Invalid API Key" },
  { "ik-llamacpp",
    "ik_llama.cpp",
    { { "/v1/models", 200, JSON, "{\"data\":[{\"id\":\"m\"}]}" },
      { "/api/tags", 200, JSON, "{\"models\":[{\"name\":\"m\"}]}" } },
    PRONY_ENGINE_LLAMACPP,
    PRONY_ENGINE_STATUS_READY,
    PRONY_API_OPENAI_CHAT,
    NULL,
    "m m - - -1 -1\n",
    NULL },
  { "vllm",
    "uvicorn",
    { { "/v1/models", 200, JSON,
        "{\"object\":\"list\",\"data\":[{\"id\":\"org/m\",\"owned_by\":\"vllm\",\"max_model_len\":"
        "32768},{\"id\":\"lora\",\"owned_by\":\"vllm\",\"parent\":\"org/m\"}]}" },
      { "/version", 200, JSON, "{\"version\":\"0.11.0\"}" } },
    PRONY_ENGINE_VLLM,
    PRONY_ENGINE_STATUS_READY,
    PRONY_API_OPENAI_CHAT,
    "0.11.0",
    "org/m m - - 32768 -1\nlora m - - -1 -1\n",
    NULL },
  { "vllm-key",
    "uvicorn",
    { { "/v1/models", 401, JSON, "{\"error\":\"Unauthorized\"}" },
      { "/version", 200, JSON, "{\"version\":\"0.11.0\"}" },
      { "/metrics", 200, TEXT, "# HELP vllm:num_requests_running x\n" } },
    PRONY_ENGINE_VLLM,
    PRONY_ENGINE_STATUS_UNAUTHORIZED,
    PRONY_API_OPENAI_CHAT,
    "0.11.0",
    "",
    "API key" },
  { "tgi",
    NULL,
    { { "/", 200, NULL, "" },
      { "/info", 200, JSON,
        "{\"model_id\":\"org/m\",\"max_total_tokens\":4096,\"router\":\"text-generation-router\","
        "\"version\":\"3.3.6\"}" },
      { "/v1/models", 200, JSON, "{\"data\":[{\"id\":\"org/m\",\"owned_by\":\"org/m\"}]}" } },
    PRONY_ENGINE_TGI,
    PRONY_ENGINE_STATUS_READY,
    PRONY_API_TGI,
    "3.3.6",
    "org/m m - - 4096 -1\n",
    NULL },
  { "tgi-without-list",
    NULL,
    { { "/info", 200, JSON,
        "{\"model_id\":\"org/m\",\"router\":\"text-generation-router-v3\",\"version\":\"2\"}" } },
    PRONY_ENGINE_TGI,
    PRONY_ENGINE_STATUS_READY,
    PRONY_API_TGI,
    "2",
    "org/m m - - -1 -1\n",
    NULL },
  { "tgi-key",
    NULL,
    { { "/info", 200, JSON,
        "{\"model_id\":\"org/m\",\"router\":\"text-generation-router\",\"version\":\"2\"}" },
      { "/v1/models", 401, NULL, "" } },
    PRONY_ENGINE_TGI,
    PRONY_ENGINE_STATUS_UNAUTHORIZED,
    PRONY_API_TGI,
    "2",
    "",
    "API key" },
  { "bare-list",
    NULL,
    { { "/v1/models", 200, "application/json; charset=utf-8", "[{\"id\":\"m\"}]" } },
    PRONY_ENGINE_OPENAI,
    PRONY_ENGINE_STATUS_READY,
    PRONY_API_OPENAI_CHAT,
    NULL,
    "m m - - -1 -1\n",
    NULL },
  { "unknown-key",
    NULL,
    { { "/v1/models", 401, JSON, "{\"error\":{\"message\":\"No key\"}}" } },
    PRONY_ENGINE_UNKNOWN,
    PRONY_ENGINE_STATUS_UNAUTHORIZED,
    PRONY_API_AUTO,
    NULL,
    "",
    "No key" },
  { "unknown-busy",
    NULL,
    { { "/v1/models", 429, JSON, "{\"error\":{\"message\":\"slow down\"}}" } },
    PRONY_ENGINE_UNKNOWN,
    PRONY_ENGINE_STATUS_OVERLOADED,
    PRONY_API_AUTO,
    NULL,
    "",
    "slow down" },
  { "web-site",
    "nginx",
    { { "/", 200, HTML, "<html>Welcome</html>" }, { "/v1/models", 200, HTML, "<html>Hi</html>" } },
    PRONY_ENGINE_UNKNOWN,
    PRONY_ENGINE_STATUS_FOREIGN,
    PRONY_API_AUTO,
    NULL,
    "",
    "A web site" },
  { "web-site-that-says-json",
    "x",
    { { "/v1/models", 200, JSON, "<html>Hi</html>" }, { "/api/version", 200, JSON, "[]" } },
    PRONY_ENGINE_UNKNOWN,
    PRONY_ENGINE_STATUS_FOREIGN,
    PRONY_API_AUTO,
    NULL,
    "",
    "not as an inference engine" },
  { "json-in-a-page",
    "x",
    { { "/v1/models", 200, HTML, "{\"data\":[{\"id\":\"m\",\"owned_by\":\"vllm\"}]}" } },
    PRONY_ENGINE_UNKNOWN,
    PRONY_ENGINE_STATUS_FOREIGN,
    PRONY_API_AUTO,
    NULL,
    "",
    "A web site" },
  { "other-api",
    "x",
    { { "/version", 200, JSON, "{\"version\":\"1.2\"}" } },
    PRONY_ENGINE_UNKNOWN,
    PRONY_ENGINE_STATUS_FOREIGN,
    PRONY_API_AUTO,
    NULL,
    "",
    "not as an inference engine" },
  { "proxy-without-engine",
    "nginx",
    { { "/v1/models", 502, HTML, "<html>Bad gateway</html>" } },
    PRONY_ENGINE_UNKNOWN,
    PRONY_ENGINE_STATUS_FOREIGN,
    PRONY_API_AUTO,
    NULL,
    "",
    "A proxy answers" },
  { "elsewhere",
    "nginx",
    { { "/v1/models", 301, HTML, "" } },
    PRONY_ENGINE_UNKNOWN,
    PRONY_ENGINE_STATUS_FOREIGN,
    PRONY_API_AUTO,
    NULL,
    "",
    "another address" },
  { "models-of-anything",
    "x",
    { { "/v1/models", 200, JSON,
        "{\"data\":[null,1,[],{},{\"id\":7},{\"id\":\"m\",\"meta\":[],\"max_model_len\":\"x\"}]"
        "}" } },
    PRONY_ENGINE_OPENAI,
    PRONY_ENGINE_STATUS_READY,
    PRONY_API_OPENAI_CHAT,
    NULL,
    "m m - - -1 -1\n",
    NULL },
};

static const Page *
find_page (const Case *item, const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (item->pages) && item->pages[i].path != NULL; i++)
    if (g_str_equal (item->pages[i].path, path))
      return &item->pages[i];

  return NULL;
}

static void
add_answer (PronyProbeAnswers *answers, const Case *item, const char *path)
{
  const Page *page = find_page (item, path);
  PronyProbeAnswer *answer = prony_probe_answer_new (path);

  answer->status = page != NULL ? page->status : 404;
  answer->content_type = g_strdup (page != NULL ? page->content_type : TEXT);
  answer->server = g_strdup (item->server);
  answer->latency_s = 0.01 * (answers->items->len + 1);
  g_string_assign (answer->body, page != NULL ? page->body : "not found");
  prony_probe_answer_parse (answer);
  prony_probe_answers_add (answers, answer);
}

/* Asks as a probe does: for what would help, until nothing more would. */
static void
add_all_answers (PronyEngineSpec *engine, PronyProbeAnswers *answers, const Case *item)
{
  gboolean any = TRUE;

  while (any)
    {
      g_auto (GStrv) paths = prony_engine_detect_list_paths (engine, answers);

      any = FALSE;
      for (guint i = 0; paths[i] != NULL; i++)
        if (prony_probe_answers_find (answers, paths[i]) == NULL)
          {
            add_answer (answers, item, paths[i]);
            any = TRUE;
          }
    }
}

static char *
describe_models (const PronyEngineInfo *info)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < info->models->len; i++)
    {
      const PronyModelInfo *model = g_ptr_array_index (info->models, i);

      g_string_append_printf (text, "%s %s %s %s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n",
                              model->id, model->family != NULL ? model->family : "-",
                              model->parameter_size != NULL ? model->parameter_size : "-",
                              model->quantization != NULL ? model->quantization : "-",
                              model->context_length, model->size_bytes);
    }

  return g_string_free (text, FALSE);
}

static void
test_case (gconstpointer data)
{
  const Case *item = data;
  g_autoptr (PronyProbeAnswers) answers = prony_probe_answers_new (NULL);
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new ("http://127.0.0.1:9000", NULL);
  g_autoptr (PronyEngineInfo) info = NULL;
  g_autofree char *models = NULL;

  add_all_answers (engine, answers, item);
  info = prony_engine_detect (engine, answers);
  models = describe_models (info);
  g_assert_cmpstr (info->url, ==, "http://127.0.0.1:9000");
  g_assert_cmpstr (prony_engine_kind_to_string (info->kind), ==,
                   prony_engine_kind_to_string (item->kind));
  g_assert_cmpstr (prony_engine_status_to_string (info->status), ==,
                   prony_engine_status_to_string (item->status));
  g_assert_cmpstr (prony_api_to_string (info->api), ==, prony_api_to_string (item->api));
  g_assert_cmpstr (info->version, ==, item->version);
  g_assert_cmpstr (models, ==, item->models);
  g_assert_cmpfloat (info->latency_s, ==, 0.01);
  g_assert_false (info->simulated);

  g_test_message ("%s", info->message != NULL ? info->message : "ready");
  if (item->words == NULL)
    g_assert_null (info->message);
  else
    g_assert_nonnull (strstr (info->message, item->words));
}

static void
test_simulated (void)
{
  g_autoptr (PronyProbeAnswers) answers = prony_probe_answers_new (NULL);
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new ("http://127.0.0.1:9000", NULL);
  g_autoptr (PronyEngineInfo) info = NULL;

  add_answer (answers, &cases[0], "/v1/models");
  add_answer (answers, &cases[0], "/");
  ((PronyProbeAnswer *) g_ptr_array_index (answers->items, 1))->simulated = TRUE;
  info = prony_engine_detect (engine, answers);
  g_assert_true (info->simulated);
}

typedef struct
{
  gint code;
  guint status;
  PronyEngineStatus expected;
} BrokenCase;

static const BrokenCase broken[] = {
  { G_IO_ERROR_CONNECTION_REFUSED, 0, PRONY_ENGINE_STATUS_REFUSED },
  { G_IO_ERROR_CONNECTION_CLOSED, 0, PRONY_ENGINE_STATUS_REFUSED },
  { G_IO_ERROR_TIMED_OUT, 0, PRONY_ENGINE_STATUS_TIMEOUT },
  { G_IO_ERROR_TIMED_OUT, 200, PRONY_ENGINE_STATUS_TIMEOUT },
  { G_IO_ERROR_PARTIAL_INPUT, 200, PRONY_ENGINE_STATUS_FOREIGN },
  { G_IO_ERROR_MESSAGE_TOO_LARGE, 200, PRONY_ENGINE_STATUS_FOREIGN },
};

/* Answers that did not come, or not whole, tell only whether somebody is there. */
static void
test_broken_off (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (PronyProbeAnswers) answers = prony_probe_answers_new (NULL);
      g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new ("http://127.0.0.1:9000", NULL);
      PronyProbeAnswer *answer = prony_probe_answer_new ("/v1/models");
      g_autoptr (PronyEngineInfo) info = NULL;

      answer->status = broken[i].status;
      answer->error = g_error_new_literal (G_IO_ERROR, broken[i].code, "details");
      g_string_assign (answer->body, "{\"data\":[");
      prony_probe_answer_parse (answer);
      prony_probe_answers_add (answers, answer);

      info = prony_engine_detect (engine, answers);
      g_assert_cmpstr (prony_engine_status_to_string (info->status), ==,
                       prony_engine_status_to_string (broken[i].expected));
      g_assert_cmpuint (info->kind, ==, PRONY_ENGINE_UNKNOWN);
      g_assert_true (isnan (info->latency_s));
      g_assert_nonnull (info->message);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *test = g_strconcat ("/engines/detect/", cases[i].name, NULL);

      g_test_add_data_func (test, &cases[i], test_case);
    }
  g_test_add_func ("/engines/detect/simulated", test_simulated);
  g_test_add_func ("/engines/detect/broken-off", test_broken_off);

  return g_test_run ();
}
