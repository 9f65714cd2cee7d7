/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include "base/prony-json.h"
#include "base/prony-util.h"
#include "core/engines/prony-engine-models.h"

/* Lists of models in the shapes that engines give them. What an engine does not say
 * stays unknown. */

static JsonObject *
get_element (JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element (array, i);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static gint64
get_positive (JsonObject *object, const char *name)
{
  gint64 value = prony_json_get_int (object, name, -1);

  return value > 0 ? value : -1;
}

static void
set_said (char **place, const char *text)
{
  if (text != NULL && *text != '\0')
    prony_set_str (place, text);
}

/* llama.cpp gives the number of parameters; people and the other engines say it as
 * "8.0B". */
static char *
format_parameters (gint64 n_params)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  gboolean billions = n_params >= 1000000000;

  if (n_params <= 0)
    return NULL;

  g_ascii_formatd (number, sizeof number, "%.1f", (double) n_params / (billions ? 1e9 : 1e6));
  return g_strconcat (number, billions ? "B" : "M", NULL);
}

/**
 * prony_engine_models_get_openai_list:
 * @document: (nullable): the answer to `/v1/models`
 *
 * Returns: (nullable) (transfer none): the list of models: under `data`, or the
 *   document itself; %NULL where it is neither
 */
JsonArray *
prony_engine_models_get_openai_list (JsonNode *document)
{
  if (document == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_ARRAY (document))
    return json_node_get_array (document);
  if (JSON_NODE_HOLDS_OBJECT (document))
    return prony_json_get_array (json_node_get_object (document), "data");

  return NULL;
}

/**
 * prony_engine_models_read_openai:
 * @list: the models of `/v1/models`
 * @models: (element-type PronyModelInfo): where they go
 *
 * Reads OpenAI's list with what vLLM (`max_model_len`) and llama.cpp (`meta`) add.
 */
void
prony_engine_models_read_openai (JsonArray *list, GPtrArray *models)
{
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *entry = get_element (list, i);
      JsonObject *meta = prony_json_get_object (entry, "meta");
      const char *id = prony_json_get_string (entry, "id", NULL);
      PronyModelInfo *model;

      if (id == NULL || *id == '\0')
        continue;

      model = prony_model_info_new (id);
      model->context_length = get_positive (entry, "max_model_len");
      if (model->context_length < 0)
        model->context_length = get_positive (meta, "n_ctx");
      model->size_bytes = get_positive (meta, "size");
      model->parameter_size = format_parameters (get_positive (meta, "n_params"));
      set_said (&model->quantization, prony_json_get_string (meta, "ftype", NULL));
      g_ptr_array_add (models, model);
    }
}

/* Models that only embed cannot be asked anything. Old versions do not say what a
 * model can do. */
static gboolean
can_complete (JsonObject *entry)
{
  JsonArray *capabilities = prony_json_get_array (entry, "capabilities");
  guint n = capabilities != NULL ? json_array_get_length (capabilities) : 0;

  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (capabilities, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING &&
          g_str_equal (json_node_get_string (node), "completion"))
        return TRUE;
    }

  return n == 0;
}

/**
 * prony_engine_models_read_ollama:
 * @tags: the answer to `/api/tags`
 * @models: (element-type PronyModelInfo): where they go
 *
 * Reads Ollama's list, less the models that cannot complete a text.
 */
void
prony_engine_models_read_ollama (JsonObject *tags, GPtrArray *models)
{
  JsonArray *list = prony_json_get_array (tags, "models");

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonObject *entry = get_element (list, i);
      JsonObject *details = prony_json_get_object (entry, "details");
      const char *id = prony_json_get_string (entry, "name", NULL);
      PronyModelInfo *model;

      if (id == NULL || *id == '\0' || !can_complete (entry))
        continue;

      model = prony_model_info_new (id);
      set_said (&model->family, prony_json_get_string (details, "family", NULL));
      set_said (&model->parameter_size, prony_json_get_string (details, "parameter_size", NULL));
      set_said (&model->quantization, prony_json_get_string (details, "quantization_level", NULL));
      model->context_length = get_positive (details, "context_length");
      model->size_bytes = get_positive (entry, "size");
      g_ptr_array_add (models, model);
    }
}

/**
 * prony_engine_models_read_tgi:
 * @info: the answer to `/info`
 * @models: (element-type PronyModelInfo): where the one model goes
 *
 * Reads the model that TGI was started with.
 */
void
prony_engine_models_read_tgi (JsonObject *info, GPtrArray *models)
{
  const char *id = prony_json_get_string (info, "model_id", NULL);
  PronyModelInfo *model;

  if (id == NULL || *id == '\0')
    return;

  model = prony_model_info_new (id);
  model->context_length = get_positive (info, "max_total_tokens");
  g_ptr_array_add (models, model);
}

/**
 * prony_engine_models_add_props:
 * @props: (nullable): the answer to llama.cpp's `/props`
 * @models: (element-type PronyModelInfo): its models
 *
 * Adds what only `/props` says in older versions: the context of a slot and the
 * quantization of the one model that is loaded.
 */
void
prony_engine_models_add_props (JsonObject *props, GPtrArray *models)
{
  JsonObject *settings = prony_json_get_object (props, "default_generation_settings");
  PronyModelInfo *model;

  if (props == NULL || models->len != 1)
    return;

  model = g_ptr_array_index (models, 0);
  if (model->context_length < 0)
    model->context_length = get_positive (settings, "n_ctx");
  if (model->context_length < 0)
    model->context_length = get_positive (props, "n_ctx");
  if (model->quantization == NULL)
    set_said (&model->quantization, prony_json_get_string (props, "model_ftype", NULL));
}
