/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "core/engines/prony-engine-class.h"
#include "core/engines/prony-engine-detect.h"

/* Each kind of engine, and those who imitate it. */

#define JSON "application/json"
#define HTML "text/html"
#define TEXT "text/plain"

#define LIST(owner) "{\"data\":[{\"id\":\"m\",\"owned_by\":\"" owner "\"}]}"

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
  const char *header;    /* of every response */
  const char *otherwise; /* what every other path is answered with; NULL for 404 */
  Page pages[8];
  PronyEngineKind kind;
  PronyEngineStatus status;
  const char *software;
  const char *version;
  PronyAbility metrics;
  const char *not_asked; /* a path */
  const char *words;     /* of the message */
} Case;

static const Case cases[] = {
  { .name = "koboldcpp",
    .server = "KoboldCppServer",
    .pages = { { "/api/extra/version", 200, JSON,
                 "{\"result\":\"KoboldCpp\",\"version\":\"1.99\"}" },
               { "/v1/models", 200, JSON, LIST ("koboldcpp") },
               { "/api/tags", 200, JSON, "{\"models\":[{\"name\":\"m\"}]}" },
               { "/api/version", 200, JSON, "{\"version\":\"0.7.0\"}" },
               { "/", 200, TEXT, "Ollama is running" } },
    .kind = PRONY_ENGINE_KOBOLDCPP,
    .status = PRONY_ENGINE_STATUS_READY,
    .version = "1.99",
    .metrics = PRONY_ABILITY_NO,
    .not_asked = "/" },
  { .name = "other-with-extra-version",
    .pages = { { "/api/extra/version", 200, JSON, "{\"result\":\"Something\"}" },
               { "/v1/models", 200, JSON, LIST ("x") } },
    .kind = PRONY_ENGINE_OPENAI,
    .status = PRONY_ENGINE_STATUS_READY,
    .metrics = PRONY_ABILITY_NO },
  { .name = "lm-studio",
    .otherwise = "{\"error\":\"Unexpected endpoint or method.\"}",
    .pages = { { "/lmstudio-greeting", 200, JSON, "{\"lmstudio\":true}" },
               { "/v1/models", 200, JSON, LIST ("organization_owner") } },
    .kind = PRONY_ENGINE_LMSTUDIO,
    .status = PRONY_ENGINE_STATUS_READY },
  { .name = "catch-all-that-says-json",
    .otherwise = "{\"error\":\"Unexpected endpoint or method.\"}",
    .pages = { { "/v1/models", 200, JSON, LIST ("x") } },
    .kind = PRONY_ENGINE_OPENAI,
    .status = PRONY_ENGINE_STATUS_READY,
    .metrics = PRONY_ABILITY_NO },
  { .name = "tgi",
    .pages = { { "/info", 200, JSON,
                 "{\"model_id\":\"m\",\"router\":\"text-generation-router\",\"version\":\"3\"}" },
               { "/v1/models", 200, JSON, LIST ("m") },
               { "/health", 200, NULL, "" },
               { "/metrics", 200, TEXT, "tgi_queue_size 0\n" } },
    .kind = PRONY_ENGINE_TGI,
    .status = PRONY_ENGINE_STATUS_READY,
    .version = "3",
    .metrics = PRONY_ABILITY_YES },
  { .name = "tgi-unwell",
    .pages = { { "/info", 200, JSON,
                 "{\"model_id\":\"m\",\"router\":\"text-generation-router\",\"version\":\"3\"}" },
               { "/v1/models", 200, JSON, LIST ("m") },
               { "/health", 503, JSON,
                 "{\"error\":\"unhealthy\",\"error_type\":\"healthcheck\"}" } },
    .kind = PRONY_ENGINE_TGI,
    .status = PRONY_ENGINE_STATUS_REFUSED,
    .version = "3",
    .metrics = PRONY_ABILITY_NO,
    .words = "says that it cannot work" },
  { .name = "sglang",
    .server = "uvicorn",
    .pages = { { "/", 200, JSON, "\"SGLang is running\"" },
               { "/v1/models", 200, JSON, LIST ("sglang") },
               { "/get_server_info", 200, JSON, "{\"version\":\"0.5.5\"}" },
               { "/api/version", 200, JSON, "{\"version\":\"0.0.0\"}" },
               { "/api/tags", 200, JSON, "{\"models\":[{\"name\":\"m\"}]}" },
               { "/metrics", 200, TEXT, "sglang:num_running_reqs 0\n" } },
    .kind = PRONY_ENGINE_SGLANG,
    .status = PRONY_ENGINE_STATUS_READY,
    .version = "0.5.5",
    .metrics = PRONY_ABILITY_YES,
    .not_asked = "/" },
  { .name = "sglang-key",
    .server = "uvicorn",
    .pages = { { "/v1/models", 401, JSON, "{\"error\":\"Unauthorized\"}" },
               { "/get_model_info", 200, JSON, "{\"model_path\":\"m\",\"is_generation\":true}" } },
    .kind = PRONY_ENGINE_SGLANG,
    .status = PRONY_ENGINE_STATUS_UNAUTHORIZED,
    .metrics = PRONY_ABILITY_NO,
    .words = "API key" },
  { .name = "sglang-warming-up",
    .server = "uvicorn",
    .pages = { { "/v1/models", 200, JSON, LIST ("sglang") }, { "/health", 503, NULL, "" } },
    .kind = PRONY_ENGINE_SGLANG,
    .status = PRONY_ENGINE_STATUS_LOADING,
    .metrics = PRONY_ABILITY_NO,
    .words = "still loading" },
  { .name = "llamacpp-with-metrics",
    .server = "llama.cpp",
    .pages = { { "/v1/models", 200, JSON, LIST ("llamacpp") },
               { "/props", 200, JSON, "{\"build_info\":\"b1-a\",\"endpoint_metrics\":true}" } },
    .kind = PRONY_ENGINE_LLAMACPP,
    .status = PRONY_ENGINE_STATUS_READY,
    .version = "b1-a",
    .metrics = PRONY_ABILITY_YES,
    .not_asked = "/metrics" },
  { .name = "llamacpp-without-metrics",
    .server = "llama.cpp",
    .pages = { { "/v1/models", 200, JSON, LIST ("llamacpp") },
               { "/props", 200, JSON, "{\"endpoint_metrics\":false}" } },
    .kind = PRONY_ENGINE_LLAMACPP,
    .status = PRONY_ENGINE_STATUS_READY,
    .metrics = PRONY_ABILITY_NO },
  { .name = "llamacpp-that-does-not-say",
    .server = "llama.cpp",
    .pages = { { "/v1/models", 200, JSON, LIST ("llamacpp") },
               { "/props", 200, JSON, "{}" },
               { "/metrics", 200, TEXT, "llamacpp:requests_processing 0\n" } },
    .kind = PRONY_ENGINE_LLAMACPP,
    .status = PRONY_ENGINE_STATUS_READY,
    .metrics = PRONY_ABILITY_YES },
  { .name = "ik-llamacpp",
    .server = "ik_llama.cpp",
    .pages = { { "/v1/models", 200, JSON, LIST ("llamacpp") },
               { "/api/tags", 200, JSON, "{\"models\":[{\"name\":\"m\"}]}" } },
    .kind = PRONY_ENGINE_LLAMACPP,
    .status = PRONY_ENGINE_STATUS_READY,
    .software = "ik_llama.cpp",
    .metrics = PRONY_ABILITY_NO },
  { .name = "llamafile",
    .server = "llamafile/0.9.3",
    .pages = { { "/v1/models", 200, JSON, LIST ("x") } },
    .kind = PRONY_ENGINE_LLAMACPP,
    .status = PRONY_ENGINE_STATUS_READY,
    .software = "llamafile",
    .metrics = PRONY_ABILITY_NO },
  { .name = "nim",
    .server = "uvicorn",
    .pages = { { "/v1/version", 200, JSON, "{\"release\":\"2.0.3\",\"api\":\"1\"}" },
               { "/v1/models", 200, JSON, LIST ("vllm") },
               { "/version", 200, JSON, "{\"version\":\"0.11.0\"}" },
               { "/v1/health/ready", 200, JSON, "{\"message\":\"Service is ready.\"}" },
               { "/v1/metrics", 200, TEXT, "vllm:num_requests_running 0\n" } },
    .kind = PRONY_ENGINE_NIM,
    .status = PRONY_ENGINE_STATUS_READY,
    .version = "2.0.3",
    .metrics = PRONY_ABILITY_YES },
  { .name = "nim-loading",
    .pages = { { "/v1/version", 200, JSON, "{\"release\":\"2.0.3\"}" },
               { "/v1/health/ready", 503, JSON, "{\"message\":\"Service is not ready.\"}" },
               { "/v1/models", 503, JSON, "{}" } },
    .kind = PRONY_ENGINE_NIM,
    .status = PRONY_ENGINE_STATUS_LOADING,
    .version = "2.0.3",
    .metrics = PRONY_ABILITY_NO,
    .words = "still loading" },
  { .name = "trtllm",
    .server = "uvicorn",
    .pages = { { "/v1/models", 200, JSON, LIST ("tensorrt_llm") },
               { "/version", 200, JSON, "{\"version\":\"1.1.0\"}" },
               { "/metrics", 200, JSON, "[{\"iter\":1}]" },
               { "/prometheus/metrics", 200, TEXT, "trtllm_e2e_request_latency_seconds_sum 0\n" } },
    .kind = PRONY_ENGINE_TRTLLM,
    .status = PRONY_ENGINE_STATUS_READY,
    .version = "1.1.0",
    .metrics = PRONY_ABILITY_YES,
    .not_asked = "/metrics" },
  { .name = "vllm-unwell",
    .server = "uvicorn",
    .pages = { { "/v1/models", 200, JSON, LIST ("vllm") }, { "/health", 503, NULL, "" } },
    .kind = PRONY_ENGINE_VLLM,
    .status = PRONY_ENGINE_STATUS_REFUSED,
    .metrics = PRONY_ABILITY_NO,
    .words = "vLLM on 127.0.0.1 port 9000 answers" },
  { .name = "vllm-behind-a-proxy",
    .server = "nginx",
    .pages = { { "/v1/models", 200, JSON, LIST ("somebody") },
               { "/version", 200, JSON, "{\"version\":\"0.11.0\"}" },
               { "/metrics", 200, TEXT, "vllm:num_requests_running 0\n" } },
    .kind = PRONY_ENGINE_VLLM,
    .status = PRONY_ENGINE_STATUS_READY,
    .version = "0.11.0",
    .metrics = PRONY_ABILITY_YES },
  { .name = "litellm-by-greeting",
    .server = "uvicorn",
    .pages = { { "/health/liveliness", 200, JSON, "\"I'm alive!\"" },
               { "/v1/models", 401, JSON, "{\"error\":{\"message\":\"No key\",\"code\":\"401\"}}" },
               { "/", 200, HTML, "<html>LiteLLM</html>" } },
    .kind = PRONY_ENGINE_LITELLM,
    .status = PRONY_ENGINE_STATUS_UNAUTHORIZED,
    .not_asked = "/health",
    .words = "No key" },
  { .name = "litellm-by-header",
    .header = "X-LiteLLM-Version: 1.80.0",
    .pages = { { "/v1/models", 200, JSON, LIST ("openai") } },
    .kind = PRONY_ENGINE_LITELLM,
    .status = PRONY_ENGINE_STATUS_READY,
    .version = "1.80.0",
    .not_asked = "/health" },
  { .name = "vllm-behind-litellm",
    .header = "x-litellm-model-id: 7",
    .pages = { { "/v1/models", 200, JSON, LIST ("vllm") } },
    .kind = PRONY_ENGINE_VLLM,
    .status = PRONY_ENGINE_STATUS_READY,
    .not_asked = "/health" },
  { .name = "llama-swap",
    .pages = { { "/running", 200, JSON, "{\"running\":[]}" },
               { "/v1/models", 200, JSON, LIST ("llama-swap") },
               { "/api/version", 200, JSON, "{\"version\":\"170\"}" } },
    .kind = PRONY_ENGINE_LLAMASWAP,
    .status = PRONY_ENGINE_STATUS_READY,
    .version = "170" },
  { .name = "llama-swap-without-models",
    .pages = { { "/running", 200, JSON, "{\"running\":[]}" },
               { "/v1/models", 200, JSON, "{\"data\":[]}" },
               { "/health", 200, TEXT, "OK" } },
    .kind = PRONY_ENGINE_LLAMASWAP,
    .status = PRONY_ENGINE_STATUS_READY,
    .metrics = PRONY_ABILITY_UNKNOWN },
  { .name = "other-with-running",
    .pages = { { "/running", 200, JSON, "{\"running\":[]}" },
               { "/v1/models", 200, JSON, LIST ("x") } },
    .kind = PRONY_ENGINE_OPENAI,
    .status = PRONY_ENGINE_STATUS_READY,
    .metrics = PRONY_ABILITY_NO },
  { .name = "ollama",
    .pages = { { "/api/version", 200, JSON, "{\"version\":\"0.31.2\"}" },
               { "/v1/models", 200, JSON, LIST ("library") },
               { "/", 200, TEXT, "Ollama is running" },
               { "/api/tags", 200, JSON, "{\"models\":[]}" } },
    .kind = PRONY_ENGINE_OLLAMA,
    .status = PRONY_ENGINE_STATUS_READY,
    .version = "0.31.2",
    .metrics = PRONY_ABILITY_NO },
  { .name = "other-with-the-api-of-ollama",
    .pages = { { "/api/version", 200, JSON, "{\"version\":\"0.31.2\"}" },
               { "/v1/models", 200, JSON, LIST ("library") },
               { "/", 200, HTML, "<html>Ollama is running</html>" },
               { "/api/tags", 200, JSON, "{\"models\":[]}" } },
    .kind = PRONY_ENGINE_OPENAI,
    .status = PRONY_ENGINE_STATUS_READY,
    .metrics = PRONY_ABILITY_NO },
  { .name = "metrics-behind-a-key",
    .pages = { { "/v1/models", 200, JSON, LIST ("x") }, { "/metrics", 401, JSON, "{}" } },
    .kind = PRONY_ENGINE_OPENAI,
    .status = PRONY_ENGINE_STATUS_READY },
  { .name = "metrics-that-are-a-page",
    .pages = { { "/v1/models", 200, JSON, LIST ("x") }, { "/metrics", 200, HTML, "up 1\n" } },
    .kind = PRONY_ENGINE_OPENAI,
    .status = PRONY_ENGINE_STATUS_READY,
    .metrics = PRONY_ABILITY_NO },
  { .name = "other-that-loads",
    .pages = { { "/v1/models", 503, JSON, "{\"error\":{\"message\":\"The model is loading.\"}}" } },
    .kind = PRONY_ENGINE_UNKNOWN,
    .status = PRONY_ENGINE_STATUS_LOADING,
    .words = "still loading" },
  { .name = "tls-wanted",
    .pages = { { "/v1/models", 400, TEXT, "Client sent an HTTP request to an HTTPS server." } },
    .kind = PRONY_ENGINE_UNKNOWN,
    .status = PRONY_ENGINE_STATUS_FOREIGN,
    .words = "https://" },
  { .name = "refusal-without-a-word",
    .pages = { { "/v1/models", 403, NULL, "" } },
    .kind = PRONY_ENGINE_UNKNOWN,
    .status = PRONY_ENGINE_STATUS_UNAUTHORIZED,
    .words = "API key" },
  { .name = "empty-answers",
    .otherwise = "",
    .kind = PRONY_ENGINE_UNKNOWN,
    .status = PRONY_ENGINE_STATUS_FOREIGN,
    .words = "Something answers" },
};

static const Page *
find_page (const Case *item, const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (item->pages) && item->pages[i].path != NULL; i++)
    if (g_str_equal (item->pages[i].path, path))
      return &item->pages[i];

  return NULL;
}

static PronyProbeAnswer *
make_answer (const Case *item, const char *path)
{
  const Page other = { path, item->otherwise != NULL ? 200 : 404, JSON,
                       item->otherwise != NULL ? item->otherwise : "not found" };
  const Page *page = find_page (item, path);
  PronyProbeAnswer *answer = prony_probe_answer_new (path);

  if (page == NULL)
    page = &other;
  answer->status = page->status;
  answer->content_type = g_strdup (page->content_type);
  answer->server = g_strdup (item->server);
  answer->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  if (item->header != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (item->header, ": ", 2);

      soup_message_headers_append (answer->headers, parts[0], parts[1]);
    }
  g_string_assign (answer->body, page->body);
  prony_probe_answer_parse (answer);
  return answer;
}

/* Asks as a probe does: for what would help, until nothing more would. */
static PronyProbeAnswers *
ask_all (PronyEngineSpec *engine, const Case *item)
{
  PronyProbeAnswers *answers = prony_probe_answers_new (NULL);
  gboolean any = TRUE;

  while (any)
    {
      g_auto (GStrv) paths = prony_engine_detect_list_paths (engine, answers);

      any = FALSE;
      for (guint i = 0; paths[i] != NULL; i++)
        if (prony_probe_answers_find (answers, paths[i]) == NULL)
          {
            prony_probe_answers_add (answers, make_answer (item, paths[i]));
            any = TRUE;
          }
    }

  return answers;
}

static void
test_case (gconstpointer data)
{
  const Case *item = data;
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new ("http://127.0.0.1:9000", NULL);
  g_autoptr (PronyProbeAnswers) answers = ask_all (engine, item);
  g_autoptr (PronyEngineInfo) info = prony_engine_detect (engine, answers);
  const PronyEngineClass *engine_class = prony_engine_class_get (item->kind);

  g_test_message ("%s", info->message != NULL ? info->message : "ready");
  g_assert_cmpstr (prony_engine_kind_to_string (info->kind), ==,
                   prony_engine_kind_to_string (item->kind));
  g_assert_cmpstr (prony_engine_status_to_string (info->status), ==,
                   prony_engine_status_to_string (item->status));
  g_assert_cmpuint (info->api, ==, engine_class != NULL ? engine_class->apis[0] : PRONY_API_AUTO);
  g_assert_cmpstr (info->software, ==, item->software);
  g_assert_cmpstr (info->version, ==, item->version);
  g_assert_cmpuint (info->capabilities.abilities[PRONY_CAPABILITY_METRICS], ==, item->metrics);
  if (item->not_asked != NULL)
    g_assert_null (prony_probe_answers_find (answers, item->not_asked));
  if (item->words != NULL)
    g_assert_nonnull (strstr (info->message, item->words));
  else
    g_assert_null (info->message);
}

/* Ollama knows this computer by its number, but not by any name. */
static void
test_name_refused (void)
{
  static const Case item = { .pages = { { "/v1/models", 403, NULL, "" } } };
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new ("http://box.example:11434", NULL);
  g_autoptr (PronyProbeAnswers) answers = ask_all (engine, &item);
  g_autoptr (PronyEngineInfo) info = prony_engine_detect (engine, answers);

  g_assert_cmpuint (info->status, ==, PRONY_ENGINE_STATUS_UNAUTHORIZED);
  g_assert_nonnull (strstr (info->message, "“box.example”"));
  g_assert_nonnull (strstr (info->message, "OLLAMA_HOST=0.0.0.0"));
}

typedef struct
{
  guint port;
  PronyEngineKind kind; /* what the user takes it for */
  const char *words;
} AdviceCase;

static const AdviceCase advices[] = {
  { 11434, PRONY_ENGINE_UNKNOWN, "`ollama serve`" },
  { 8080, PRONY_ENGINE_UNKNOWN, "`llama-server -m MODEL.gguf --port 8080`" },
  { 8000, PRONY_ENGINE_UNKNOWN, "`vllm serve MODEL --port 8000`" },
  { 3000, PRONY_ENGINE_UNKNOWN, "`text-generation-launcher --model-id MODEL --port 3000`" },
  { 30000, PRONY_ENGINE_UNKNOWN, "`python3 -m sglang.launch_server --model-path MODEL --port" },
  { 1234, PRONY_ENGINE_UNKNOWN, "`lms server start --port 1234`" },
  { 5001, PRONY_ENGINE_UNKNOWN, "`koboldcpp --model MODEL.gguf --port 5001`" },
  { 4000, PRONY_ENGINE_UNKNOWN, "`litellm --config CONFIG.yaml --port 4000`" },
  { 12345, PRONY_ENGINE_UNKNOWN, "Start the engine there" },
  { 12345, PRONY_ENGINE_OPENAI, "Start the engine there" },
  { 12345, PRONY_ENGINE_OLLAMA, "`OLLAMA_HOST=127.0.0.1:12345 ollama serve`" },
  { 12345, PRONY_ENGINE_VLLM, "`vllm serve MODEL --port 12345`" },
  { 12345, PRONY_ENGINE_NIM, "`-p 12345:8000`" },
  { 12345, PRONY_ENGINE_TRTLLM, "`trtllm-serve MODEL --port 12345`" },
  { 12345, PRONY_ENGINE_LLAMASWAP, "`llama-swap --config CONFIG.yaml --listen :12345`" },
};

static void
test_advice (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (advices); i++)
    {
      g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u", advices[i].port);
      g_autofree char *start =
        g_strdup_printf ("Nothing listens on 127.0.0.1 port %u. ", advices[i].port);
      g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new (url, NULL);
      g_autoptr (PronyProbeAnswers) answers = prony_probe_answers_new (NULL);
      PronyProbeAnswer *answer = prony_probe_answer_new ("/v1/models");
      g_autoptr (PronyEngineInfo) info = NULL;

      engine->kind = advices[i].kind;
      answer->error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED, "details");
      prony_probe_answers_add (answers, answer);
      info = prony_engine_detect (engine, answers);

      g_test_message ("%s", info->message);
      g_assert_cmpuint (info->status, ==, PRONY_ENGINE_STATUS_REFUSED);
      g_assert_true (g_str_has_prefix (info->message, start));
      g_assert_nonnull (strstr (info->message, advices[i].words));
    }
}

/* Every kind is there once, and says what others rely on. */
static void
test_table (void)
{
  gboolean seen[PRONY_N_ENGINE_KINDS] = { FALSE };
  const PronyEngineClass *last = NULL;

  for (const PronyEngineClass *const *list = prony_engine_class_list (); *list != NULL; list++)
    {
      last = *list;
      g_assert_cmpuint (last->kind, !=, PRONY_ENGINE_UNKNOWN);
      g_assert_false (seen[last->kind]);
      seen[last->kind] = TRUE;
      g_assert_true (prony_engine_class_get (last->kind) == last);
      g_assert_cmpuint (last->apis[0], !=, PRONY_API_AUTO);
      g_assert_cmpuint (last->ports[0], !=, 0);
      g_assert_true (last->token_counter == NULL || last->metrics_path != NULL);
    }

  for (guint kind = PRONY_ENGINE_UNKNOWN + 1; kind < PRONY_N_ENGINE_KINDS; kind++)
    g_assert_true (seen[kind]);
  g_assert_null (prony_engine_class_get (PRONY_ENGINE_UNKNOWN));

  /* Everything else has a list of models as well. */
  g_assert_cmpuint (last->kind, ==, PRONY_ENGINE_OPENAI);
  g_assert_true (prony_engine_class_get (PRONY_ENGINE_KOBOLDCPP)->usage_is_fake);
  g_assert_false (prony_engine_class_get (PRONY_ENGINE_VLLM)->usage_is_fake);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *test = g_strconcat ("/engines/kinds/", cases[i].name, NULL);

      g_test_add_data_func (test, &cases[i], test_case);
    }
  g_test_add_func ("/engines/kinds/name-refused", test_name_refused);
  g_test_add_func ("/engines/kinds/advice", test_advice);
  g_test_add_func ("/engines/kinds/table", test_table);

  return g_test_run ();
}
