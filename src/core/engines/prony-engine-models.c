/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include "base/prony-json.h"
#include "core/engines/prony-engine-models.h"
#include "core/engines/prony-model-entry.h"
#include "core/model/prony-model-name.h"

/* The list of models that almost all engines have, and what is done with every list.
 * What else an engine says of its models is read in the engine's own file. */

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

/* A name that an administrator gave says less than that of the files behind it. An
 * adapter's files are not called after the model. */
static void
complete_from_root (JsonObject *entry, PronyModelInfo *model)
{
  const char *parent = prony_json_get_string (entry, "parent", NULL);
  const char *root = prony_json_get_string (entry, "root", NULL);

  if (parent != NULL || root != NULL)
    prony_model_name_complete (model, parent != NULL ? parent : root);
}

static PronyModelInfo *
read_openai_entry (JsonObject *entry)
{
  JsonObject *meta = prony_json_get_object (entry, "meta");
  JsonObject *status = prony_json_get_object (entry, "status");
  const char *id = prony_json_get_string (entry, "id", NULL);
  PronyModelInfo *model;

  if (id == NULL || *id == '\0')
    return NULL;

  model = prony_model_info_new (id);
  model->loaded_context_length = prony_model_entry_get_positive (entry, "max_model_len");
  if (model->loaded_context_length < 0)
    model->loaded_context_length = prony_model_entry_get_positive (meta, "n_ctx");
  model->context_length = prony_model_entry_get_positive (meta, "n_ctx_train");
  if (model->context_length < 0)
    model->context_length = model->loaded_context_length;
  model->size_bytes = prony_model_entry_get_positive (meta, "size");
  model->parameter_size = format_parameters (prony_model_entry_get_positive (meta, "n_params"));
  model->quantization = prony_model_entry_read_ftype (prony_json_get_string (meta, "ftype", NULL));
  model->state = prony_model_entry_read_state (prony_json_get_string (status, "value", NULL));
  model->switchable = model->state != PRONY_MODEL_STATE_UNKNOWN;
  complete_from_root (entry, model);
  return model;
}

/**
 * prony_engine_models_read_openai:
 * @list: the models of `/v1/models`
 * @models: (element-type PronyModelInfo): where they go
 *
 * Reads OpenAI's list with what vLLM and SGLang (`max_model_len`, `root`) and llama.cpp
 * (`meta`, and as a router `status`) add.
 */
void
prony_engine_models_read_openai (JsonArray *list, GPtrArray *models)
{
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      PronyModelInfo *model = read_openai_entry (prony_model_entry_get (list, i));

      if (model != NULL)
        g_ptr_array_add (models, model);
    }
}

/**
 * prony_engine_models_set_loaded:
 * @models: (element-type PronyModelInfo): the models of an engine that was started with
 *   them
 *
 * Such an engine has loaded whatever it lists; where it says otherwise that stays.
 */
void
prony_engine_models_set_loaded (GPtrArray *models)
{
  for (guint i = 0; i < models->len; i++)
    {
      PronyModelInfo *model = g_ptr_array_index (models, i);

      if (model->state == PRONY_MODEL_STATE_UNKNOWN)
        model->state = PRONY_MODEL_STATE_LOADED;
    }
}

/**
 * prony_engine_models_complete:
 * @models: (element-type PronyModelInfo): what an engine lists
 *
 * Fills in from the names of the models what the engine does not say, and drops what
 * it lists a second time.
 */
void
prony_engine_models_complete (GPtrArray *models)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  gsize n;
  g_autofree gpointer *listed = g_ptr_array_steal (models, &n);

  for (gsize i = 0; i < n; i++)
    {
      PronyModelInfo *model = listed[i];

      if (!g_hash_table_add (seen, model->id))
        {
          prony_model_info_free (model);
          continue;
        }
      prony_model_name_complete (model, model->id);
      g_ptr_array_add (models, model);
    }
}
