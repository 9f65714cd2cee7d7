/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "core/engines/prony-engine-class.h"
#include "core/engines/prony-engine-models.h"

typedef struct
{
  const char *path;
  const char *body;
} Page;

typedef struct
{
  const char *name;
  PronyEngineKind kind;
  Page pages[4];
  /* A line each: "id family parameters quantization context/loaded context size
   * state memory/gpu capabilities", with a "+" where it can be switched */
  const char *models;
} Case;

static const Case cases[] = {
  { "ollama",
    PRONY_ENGINE_OLLAMA,
    { { "/api/tags",
        "{\"models\":[{\"name\":\"a:8b\",\"size\":100,\"details\":{\"family\":\"llama\","
        "\"parameter_size\":\"8.0B\",\"quantization_level\":\"Q4_K_M\",\"context_length\":131072},"
        "\"capabilities\":[\"completion\",\"tools\",7]},{\"name\":\"b-1b-fp16\"},"
        "{\"name\":\"cloud\",\"remote_host\":\"https://example.org\"},"
        "{\"name\":\"embed\",\"capabilities\":[\"embedding\"]},{\"name\":\"a:8b\"}]}" },
      { "/api/ps",
        "{\"models\":[{\"name\":\"a:8b\",\"size\":200,\"size_vram\":150,\"context_length\":4096},"
        "{\"name\":\"gone\"},null]}" } },
    "a:8b llama 8.0B Q4_K_M 131072/4096 100 loaded 200/150 completion,tools +\n"
    "b-1b-fp16 b 1B FP16 -1/-1 -1 not-loaded -1/-1 - +\n"
    "cloud cloud - - -1/-1 -1 unknown -1/-1 -\n" },
  { "ollama-without-ps",
    PRONY_ENGINE_OLLAMA,
    { { "/api/tags", "{\"models\":[{\"name\":\"a\"}]}" } },
    "a a - - -1/-1 -1 unknown -1/-1 - +\n" },
  { "lmstudio",
    PRONY_ENGINE_LMSTUDIO,
    { { "/api/v1/models",
        "{\"models\":[{\"type\":\"llm\",\"key\":\"p/m\",\"architecture\":\"llama\","
        "\"quantization\":{\"name\":\"Q4_K_M\"},\"size_bytes\":490,\"params_string\":\"8B\","
        "\"loaded_instances\":[{\"id\":\"p/m\",\"config\":{\"context_length\":8192}}],"
        "\"max_context_length\":131072,\"capabilities\":{\"vision\":false,"
        "\"trained_for_tool_use\":true,\"reasoning\":{\"default\":\"on\"}}},"
        "{\"type\":\"embedding\",\"key\":\"e\"},{\"key\":\"qwen3-4b\",\"loaded_instances\":[]}]}" },
      { "/api/v0/models", "{\"data\":[{\"id\":\"other\"}]}" } },
    "p/m llama 8B Q4_K_M 131072/8192 490 loaded -1/-1 tool_use,reasoning +\n"
    "qwen3-4b qwen3 4B - -1/-1 -1 not-loaded -1/-1 - +\n" },
  { "lmstudio-old",
    PRONY_ENGINE_LMSTUDIO,
    { { "/api/v0/models",
        "{\"data\":[{\"id\":\"m-7b\",\"type\":\"vlm\",\"arch\":\"llama\",\"quantization\":\"4bit\","
        "\"state\":\"loaded\",\"max_context_length\":32768,\"loaded_context_length\":4096,"
        "\"capabilities\":[\"tool_use\"]},{\"id\":\"e\",\"type\":\"embeddings\"},"
        "{\"id\":\"n\",\"state\":\"not-loaded\"}]}" },
      { "/api/v1/models", "{\"error\":\"Unexpected endpoint\"}" } },
    "m-7b llama 7B 4bit 32768/4096 -1 loaded -1/-1 tool_use\n"
    "n n - - -1/-1 -1 not-loaded -1/-1 -\n" },
  { "lmstudio-with-nothing-but-openai",
    PRONY_ENGINE_LMSTUDIO,
    { { "/v1/models", "{\"data\":[{\"id\":\"m\"}]}" } },
    "m m - - -1/-1 -1 unknown -1/-1 -\n" },
  { "llamacpp",
    PRONY_ENGINE_LLAMACPP,
    { { "/v1/models",
        "{\"data\":[{\"id\":\"alias\",\"meta\":{\"n_ctx_train\":131072,\"n_params\":8030261312,"
        "\"size\":4912898304,\"ftype\":\"Q4_K - Medium\"}}]}" },
      { "/props", "{\"default_generation_settings\":{\"n_ctx\":4096},\"model_path\":"
                  "\"/models/Llama-3.1-8B-Instruct-Q5_K_S.gguf\"}" } },
    "alias llama3.1 8.0B Q4_K_M 131072/4096 4912898304 loaded -1/-1 -\n" },
  { "llamacpp-router",
    PRONY_ENGINE_LLAMACPP,
    { { "/v1/models", "{\"data\":[{\"id\":\"a-7b\",\"status\":{\"value\":\"loaded\"}},"
                      "{\"id\":\"b-7b\",\"status\":{\"value\":\"loading\"}},"
                      "{\"id\":\"c-7b\",\"status\":{\"value\":\"unloaded\"}}]}" } },
    "a-7b a 7B - -1/-1 -1 loaded -1/-1 - +\n"
    "b-7b b 7B - -1/-1 -1 loading -1/-1 - +\n"
    "c-7b c 7B - -1/-1 -1 not-loaded -1/-1 - +\n" },
  { "vllm",
    PRONY_ENGINE_VLLM,
    { { "/v1/models",
        "{\"data\":[{\"id\":\"m\",\"root\":\"Qwen/Qwen2.5-7B-Instruct-AWQ\",\"parent\":null,"
        "\"max_model_len\":32768},{\"id\":\"sql\",\"root\":\"/loras/x-1b\",\"parent\":\"m\"}]}" } },
    "m qwen2.5 7B AWQ 32768/32768 -1 loaded -1/-1 -\n"
    "sql m - - -1/-1 -1 loaded -1/-1 -\n" },
  { "sglang",
    PRONY_ENGINE_SGLANG,
    { { "/v1/models", "{\"data\":[{\"id\":\"m\",\"max_model_len\":4096}]}" },
      { "/get_server_info", "{\"quantization\":\"fp8\"}" },
      { "/get_model_info", "{\"model_path\":\"org/Gemma-2-9b-it\"}" } },
    "m gemma2 9B fp8 4096/4096 -1 loaded -1/-1 -\n" },
  { "tgi",
    PRONY_ENGINE_TGI,
    { { "/info", "{\"model_id\":\"org/Phi-3-mini-4k\",\"max_total_tokens\":4096}" } },
    "org/Phi-3-mini-4k phi3 - - 4096/4096 -1 loaded -1/-1 -\n" },
  { "koboldcpp",
    PRONY_ENGINE_KOBOLDCPP,
    { { "/v1/models", "{\"data\":[{\"id\":\"koboldcpp/mistral-7b.Q4_0\"}]}" },
      { "/api/extra/true_max_context_length", "{\"value\":8192}" } },
    "koboldcpp/mistral-7b.Q4_0 mistral 7B Q4_0 8192/8192 -1 loaded -1/-1 -\n" },
  { "llamaswap",
    PRONY_ENGINE_LLAMASWAP,
    { { "/v1/models", "{\"data\":[{\"id\":\"a-1b\"},{\"id\":\"b-2b\"},{\"id\":\"c-3b\"}]}" },
      { "/running", "{\"running\":[{\"model\":\"a-1b\",\"state\":\"ready\"},{\"model\":\"b-2b\","
                    "\"state\":\"starting\"},{\"model\":\"x\"}]}" } },
    "a-1b a 1B - -1/-1 -1 loaded -1/-1 - +\n"
    "b-2b b 2B - -1/-1 -1 loading -1/-1 - +\n"
    "c-3b c 3B - -1/-1 -1 not-loaded -1/-1 - +\n" },
  { "nonsense",
    PRONY_ENGINE_OLLAMA,
    { { "/api/tags",
        "{\"models\":[[],{\"name\":7},{\"name\":\"x\",\"details\":[],\"size\":\"\"}]}" },
      { "/api/ps", "{\"models\":{}}" } },
    "x x - - -1/-1 -1 unknown -1/-1 - +\n" },
};

static void
add_page (PronyProbeAnswers *answers, const Page *page)
{
  PronyProbeAnswer *answer = prony_probe_answer_new (page->path);

  answer->status = 200;
  answer->content_type = g_strdup ("application/json");
  g_string_assign (answer->body, page->body);
  prony_probe_answer_parse (answer);
  g_assert_nonnull (answer->json);
  prony_probe_answers_add (answers, answer);
}

static void
describe (const PronyModelInfo *model, GString *text)
{
  g_autofree char *capabilities =
    model->capabilities != NULL ? g_strjoinv (",", model->capabilities) : g_strdup ("-");

  g_string_append_printf (text, "%s %s %s %s ", model->id,
                          model->family != NULL ? model->family : "-",
                          model->parameter_size != NULL ? model->parameter_size : "-",
                          model->quantization != NULL ? model->quantization : "-");
  g_string_append_printf (text, "%d/%d %" G_GINT64_FORMAT " %s %d/%d %s%s\n",
                          (int) model->context_length, (int) model->loaded_context_length,
                          model->size_bytes, prony_model_state_to_string (model->state),
                          (int) model->memory_bytes, (int) model->gpu_bytes, capabilities,
                          model->switchable ? " +" : "");
}

static void
test_case (gconstpointer data)
{
  const Case *item = data;
  g_autoptr (PronyProbeAnswers) answers = prony_probe_answers_new (NULL);
  g_autoptr (GPtrArray) models =
    g_ptr_array_new_with_free_func ((GDestroyNotify) prony_model_info_free);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (item->pages) && item->pages[i].path != NULL; i++)
    add_page (answers, &item->pages[i]);
  prony_engine_class_get (item->kind)->read_models (answers, models);
  prony_engine_models_complete (models);
  for (guint i = 0; i < models->len; i++)
    describe (g_ptr_array_index (models, i), text);
  g_assert_cmpstr (text->str, ==, item->models);
}

/* As many models as fit into what is read of an answer take no noticeable time. */
static void
test_many (void)
{
  g_autoptr (GString) tags = g_string_new ("{\"models\":[");
  g_autoptr (GString) ps = g_string_new ("{\"models\":[");
  g_autoptr (PronyProbeAnswers) answers = prony_probe_answers_new (NULL);
  g_autoptr (GPtrArray) models =
    g_ptr_array_new_with_free_func ((GDestroyNotify) prony_model_info_free);

  for (guint i = 0; i < 50000; i++)
    {
      g_string_append_printf (tags, "%s{\"name\":\"m%u:7b\"}", i > 0 ? "," : "", i);
      g_string_append_printf (ps, "%s{\"name\":\"m%u:7b\"}", i > 0 ? "," : "", i);
    }
  g_string_append (tags, "]}");
  g_string_append (ps, "]}");
  add_page (answers, &(const Page){ "/api/tags", tags->str });
  add_page (answers, &(const Page){ "/api/ps", ps->str });
  prony_engine_class_get (PRONY_ENGINE_OLLAMA)->read_models (answers, models);
  prony_engine_models_complete (models);
  g_assert_cmpuint (models->len, ==, 50000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/engine-models/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/engine-models/many", test_many);

  return g_test_run ();
}
