/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "core/model/prony-model-name.h"

static const struct
{
  const char *id;
  const char *family;
  const char *size;
  const char *quantization;
  const char *variant;
} names[] = {
  { "Qwen/Qwen2.5-7B-Instruct-AWQ", "qwen2.5", "7B", "AWQ", "instruct" },
  { "llama3.1:8b-instruct-q4_K_M", "llama3.1", "8B", "Q4_K_M", "instruct" },
  { "Meta-Llama-3-8B-Instruct.Q5_K_S.gguf", "llama3", "8B", "Q5_K_S", "instruct" },
  { "meta-llama/Llama-3.1-8B-Instruct", "llama3.1", "8B", NULL, "instruct" },
  { "Mixtral-8x7B", "mixtral", "8x7B", NULL, NULL },
  { "mixtral:8x22b-instruct-v0.1-q4_0", "mixtral", "8x22B", "Q4_0", "instruct-v0.1" },
  { "gpt-oss-20b", "gpt-oss", "20B", NULL, NULL },
  { "gpt-oss:120b", "gpt-oss", "120B", NULL, NULL },
  { "phi-4-mini", "phi4", NULL, NULL, "mini" },
  { "microsoft/Phi-3.5-mini-instruct", "phi3.5", NULL, NULL, "mini-instruct" },
  { "gemma-2-9b-it-fp8", "gemma2", "9B", "FP8", "it" },
  { "gemma3:1b-it-qat", "gemma3", "1B", "QAT", "it" },
  { "google/gemma-3-27b-it-qat-q4_0-gguf", "gemma3", "27B", "Q4_0", "it-qat" },
  { "gemma-3n-E4B-it", "gemma3n", "E4B", NULL, "it" },
  { "llama3", "llama3", NULL, NULL, NULL },
  { "llama3.2:latest", "llama3.2", NULL, NULL, NULL },
  { "hf.co/bartowski/Llama-3.2-3B-Instruct-GGUF:Q4_K_M", "llama3.2", "3B", "Q4_K_M", "instruct" },
  { "Qwen/Qwen3-30B-A3B-Instruct-2507-FP8", "qwen3", "30B-A3B", "FP8", "instruct-2507" },
  { "qwen2.5-coder:32b", "qwen2.5-coder", "32B", NULL, NULL },
  { "Qwen2-VL-7B-Instruct", "qwen2-vl", "7B", NULL, "instruct" },
  { "qwen2.5:0.5b", "qwen2.5", "0.5B", NULL, NULL },
  { "meta-llama/Llama-4-Scout-17B-16E-Instruct", "llama4", "17B-16E", NULL, "scout-instruct" },
  { "llama3.2-vision:11b", "llama3.2-vision", "11B", NULL, NULL },
  { "deepseek-r1:70b", "deepseek-r1", "70B", NULL, NULL },
  { "deepseek-ai/DeepSeek-R1-Distill-Qwen-1.5B", "deepseek-r1", "1.5B", NULL, "distill-qwen" },
  { "DeepSeek-Coder-V2-Lite-Instruct", "deepseek-coder-v2", NULL, NULL, "lite-instruct" },
  { "mistralai/Mistral-7B-Instruct-v0.3", "mistral", "7B", NULL, "instruct-v0.3" },
  { "mistral-nemo:12b", "mistral-nemo", "12B", NULL, NULL },
  { "Mistral-Small-24B-Instruct-2501-Q6_K_L", "mistral", "24B", "Q6_K_L", "small-instruct-2501" },
  { "TinyLlama/TinyLlama-1.1B-Chat-v1.0", "tinyllama", "1.1B", NULL, "chat-v1.0" },
  { "HuggingFaceTB/SmolLM2-135M-Instruct", "smollm2", "135M", NULL, "instruct" },
  { "stablelm-2-1_6b-chat", "stablelm2", "1.6B", NULL, "chat" },
  { "internlm2_5-7b-chat", "internlm2.5", "7B", NULL, "chat" },
  { "ibm-granite/granite-3.1-8b-instruct", "granite3.1", "8B", NULL, "instruct" },
  { "granite-code:8b", "granite-code", "8B", NULL, NULL },
  { "codellama:13b-python", "codellama", "13B", NULL, "python" },
  { "Llama-2-7b-chat-hf", "llama2", "7B", NULL, "chat-hf" },
  { "TheBloke/Llama-2-13B-chat-GPTQ", "llama2", "13B", "GPTQ", "chat" },
  { "Meta-Llama-3.1-70B-Instruct-GPTQ-INT4", "llama3.1", "70B", "GPTQ-INT4", "instruct" },
  { "neuralmagic/Llama-3.2-1B-Instruct-quantized.w8a8", "llama3.2", "1B", "W8A8",
    "instruct-quantized" },
  { "mlx-community/Qwen2.5-7B-Instruct-4bit", "qwen2.5", "7B", "4bit", "instruct" },
  { "unsloth/Llama-3.3-70B-Instruct-bnb-4bit", "llama3.3", "70B", "BNB-4bit", "instruct" },
  { "Llama-3-8B-Instruct-exl2-4.0bpw", "llama3", "8B", "EXL2-4.0bpw", "instruct" },
  { "Qwen3-0.6B-IQ2_XXS.gguf", "qwen3", "0.6B", "IQ2_XXS", NULL },
  { "Qwen3-8B-UD-Q4_K_XL.gguf", "qwen3", "8B", "Q4_K_XL", "ud" },
  { "Qwen3-8B-BF16-00001-of-00003.gguf", "qwen3", "8B", "BF16", NULL },
  { "BitNet-b1.58-2B-4T-TQ2_0", "bitnet-b1.58", "2B", "TQ2_0", "4t" },
  { "/models/mistral_7b_instruct.Q8_0.gguf", "mistral", "7B", "Q8_0", "instruct" },
  { "C:\\models\\phi-2.Q4_K_M.gguf", "phi2", NULL, "Q4_K_M", NULL },
  { "koboldcpp/Hermes-3-Llama-3.1-8B", "hermes3", "8B", NULL, "llama-3.1" },
  { "Qwen2.5-7B-Instruct-1M", "qwen2.5", "7B", NULL, "instruct-1m" },
  { "c4ai-command-r-plus", "command-r", NULL, NULL, "plus" },
  { "openai/gpt-oss-20b-MXFP4", "gpt-oss", "20B", "MXFP4", NULL },
  { "gpt-4o", "gpt", NULL, NULL, "4o" },
  { "default", "default", NULL, NULL, NULL },
  { "Modèle-7b", "modèle", "7B", NULL, NULL },
  /* Hostile ones */
  { "", NULL, NULL, NULL, NULL },
  { "/", NULL, NULL, NULL, NULL },
  { "-----", NULL, NULL, NULL, NULL },
  { "::::", NULL, NULL, NULL, NULL },
  { ".gguf", NULL, NULL, NULL, NULL },
  { "7b", NULL, "7B", NULL, NULL },
  { "99999999999999999999b", NULL, NULL, NULL, "99999999999999999999b" },
  { "q4", NULL, NULL, "Q4", NULL },
  { "meta", "meta", NULL, NULL, NULL },
  { "x-of-y", "x-of-y", NULL, NULL, NULL },
  { "%s%n-7b", "s-n", "7B", NULL, NULL },
  { "a\nb\tc", "a-b-c", NULL, NULL, NULL },
  { "\xff\xfe-7b", NULL, NULL, NULL, NULL },
};

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_auto (PronyModelName) name = { 0 };

      g_test_message ("name %u: %s", i, names[i].family);
      prony_model_name_read (names[i].id, &name);
      g_assert_cmpstr (name.family, ==, names[i].family);
      g_assert_cmpstr (name.parameter_size, ==, names[i].size);
      g_assert_cmpstr (name.quantization, ==, names[i].quantization);
      g_assert_cmpstr (name.variant, ==, names[i].variant);
    }
}

/* Any bytes: no crash, and what comes out is text. */
static void
test_random (void)
{
  static const char letters[] = "aqbx0123456789-_.:/\\ektm\xc3\xa9\xff";
  GRand *rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < 20000; i++)
    {
      g_auto (PronyModelName) name = { 0 };
      char id[48] = { 0 };
      guint length = g_rand_int_range (rand, 0, sizeof id - 1);

      for (guint j = 0; j < length; j++)
        id[j] = letters[g_rand_int_range (rand, 0, sizeof letters - 1)];
      prony_model_name_read (id, &name);
      g_assert_true (name.family == NULL || g_utf8_validate (name.family, -1, NULL));
      g_assert_true (name.variant == NULL || g_utf8_validate (name.variant, -1, NULL));
      g_assert_cmpstr (name.family, !=, "");
    }
  g_rand_free (rand);
}

static void
test_long (void)
{
  g_autofree char *id = g_strnfill (1024 * 1024, '7');
  g_auto (PronyModelName) name = { 0 };

  prony_model_name_read (id, &name);
  g_assert_null (name.family);
  g_assert_null (name.variant);
}

/* What the engine says is not replaced. */
static void
test_complete (void)
{
  g_autoptr (PronyModelInfo) model = prony_model_info_new ("llama3.1:8b-instruct-q4_K_M");

  model->family = g_strdup ("llama");
  prony_model_name_complete (model, model->id);
  g_assert_cmpstr (model->family, ==, "llama");
  g_assert_cmpstr (model->parameter_size, ==, "8B");
  g_assert_cmpstr (model->quantization, ==, "Q4_K_M");
}

static void
test_shorten (void)
{
  g_autofree char *path = prony_model_name_shorten ("/models/qwen2.5-7b-q4_k_m.gguf");
  g_autofree char *name = prony_model_name_shorten ("Qwen/Qwen2.5-7B-Instruct");

  g_assert_cmpstr (path, ==, "qwen2.5-7b-q4_k_m.gguf");
  g_assert_cmpstr (name, ==, "Qwen/Qwen2.5-7B-Instruct");
}

static void
test_count (void)
{
  static const struct
  {
    const char *text;
    double count;
  } sizes[] = {
    { "8.0B", 8e9 },     { "135M", 135e6 }, { "8x7B", 56e9 }, { "30B-A3B", 30e9 },
    { "17B-16E", 17e9 }, { "E4B", 4e9 },    { "1T", 1e12 },   { "7.2b", 7.2e9 },
  };
  static const char *const others[] = { "", "B", "large", "8", "8xB", "x7B", "-1B" };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    g_assert_cmpfloat_with_epsilon (prony_model_name_count_parameters (sizes[i].text),
                                    sizes[i].count, 1);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_true (isnan (prony_model_name_count_parameters (others[i])));
  g_assert_true (isnan (prony_model_name_count_parameters (NULL)));
}

static int
compare (gconstpointer left, gconstpointer right)
{
  return prony_model_name_compare (*(PronyModelInfo *const *) left,
                                   *(PronyModelInfo *const *) right);
}

static void
test_compare (void)
{
  static const char *const sorted[] = {
    "llama3-8b-q4_0", "llama3-8b-q8_0", "llama3-8b", "llama3-70b-q4_0",
    "llama3-mini",    "qwen2-0.5b",     "qwen2-7b",  "7b",
  };
  g_autoptr (GPtrArray) models =
    g_ptr_array_new_with_free_func ((GDestroyNotify) prony_model_info_free);

  for (guint i = 0; i < G_N_ELEMENTS (sorted); i++)
    {
      PronyModelInfo *model = prony_model_info_new (sorted[(i * 5 + 3) % G_N_ELEMENTS (sorted)]);

      prony_model_name_complete (model, model->id);
      g_ptr_array_add (models, model);
    }
  g_ptr_array_sort (models, compare);
  for (guint i = 0; i < G_N_ELEMENTS (sorted); i++)
    g_assert_cmpstr (((PronyModelInfo *) g_ptr_array_index (models, i))->id, ==, sorted[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model-name/table", test_table);
  g_test_add_func ("/model-name/random", test_random);
  g_test_add_func ("/model-name/long", test_long);
  g_test_add_func ("/model-name/complete", test_complete);
  g_test_add_func ("/model-name/shorten", test_shorten);
  g_test_add_func ("/model-name/count", test_count);
  g_test_add_func ("/model-name/compare", test_compare);

  return g_test_run ();
}
