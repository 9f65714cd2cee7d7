/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <string.h>

#include "base/prony-json.h"
#include "base/prony-util.h"
#include "core/engines/prony-model-entry.h"

/* Pieces of the entries of which engines' lists of models are made. */

/**
 * prony_model_entry_get:
 * @list: a list of models
 * @i: which
 *
 * Returns: (transfer none) (nullable): the entry; %NULL for what is no object, which
 *   the getters of prony-json.h take
 */
JsonObject *
prony_model_entry_get (JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element (array, i);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * prony_model_entry_get_positive:
 * @object: (nullable): an entry, or a part of it
 * @name: a member
 *
 * Returns: the number; -1 where there is none above zero
 */
gint64
prony_model_entry_get_positive (JsonObject *object, const char *name)
{
  gint64 value = prony_json_get_int (object, name, -1);

  return value > 0 ? value : -1;
}

/**
 * prony_model_entry_set_said:
 * @place: (inout): a string of a model
 * @text: (nullable): what the engine says
 *
 * Sets a string if the engine says anything; "unknown" is nothing.
 */
void
prony_model_entry_set_said (char **place, const char *text)
{
  if (text != NULL && *text != '\0' && g_ascii_strcasecmp (text, "unknown") != 0)
    prony_set_str (place, text);
}

/**
 * prony_model_entry_read_ftype:
 * @text: (nullable): a quantization as llama.cpp says it
 *
 * llama.cpp says "Q4_K - Medium" for what its files and all others call "Q4_K_M".
 *
 * Returns: (transfer full) (nullable): the usual form
 */
char *
prony_model_entry_read_ftype (const char *text)
{
  static const struct
  {
    const char *ending;
    const char *short_form;
  } endings[] = { { " - Small", "_S" }, { " - Medium", "_M" }, { " - Large", "_L" } };

  if (text == NULL || *text == '\0')
    return NULL;

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (text, endings[i].ending))
      {
        g_autofree char *start = g_strndup (text, strlen (text) - strlen (endings[i].ending));

        return g_strconcat (start, endings[i].short_form, NULL);
      }

  return g_strdup (text);
}

static gboolean
holds_word (JsonArray *array, const char *word)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING &&
          g_str_equal (json_node_get_string (node), word))
        return TRUE;
    }

  return FALSE;
}

/**
 * prony_model_entry_can_complete:
 * @entry: (nullable): an entry with `capabilities` in Ollama's words
 *
 * Models that only embed cannot be asked anything. Old versions do not say what a
 * model can do.
 *
 * Returns: whether the model can complete a text, as far as is known
 */
gboolean
prony_model_entry_can_complete (JsonObject *entry)
{
  JsonArray *capabilities = prony_json_get_array (entry, "capabilities");

  return capabilities == NULL || json_array_get_length (capabilities) == 0 ||
         holds_word (capabilities, "completion");
}

/**
 * prony_model_entry_read_capabilities:
 * @array: (nullable): words for what a model can do
 * @model: the model that gets them
 *
 * Takes over an engine's words.
 */
void
prony_model_entry_read_capabilities (JsonArray *array, PronyModelInfo *model)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  if (array == NULL || json_array_get_length (array) == 0)
    return;

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        g_strv_builder_add (words, json_node_get_string (node));
    }
  model->capabilities = g_strv_builder_end (words);
}

/**
 * prony_model_entry_read_state:
 * @word: (nullable): an engine's word for where a model is
 *
 * Returns: the same as Prony's
 */
PronyModelState
prony_model_entry_read_state (const char *word)
{
  static const struct
  {
    const char *word;
    PronyModelState state;
  } words[] = {
    /* llama.cpp's router, LM Studio */
    { "loaded", PRONY_MODEL_STATE_LOADED },
    { "loading", PRONY_MODEL_STATE_LOADING },
    { "unloaded", PRONY_MODEL_STATE_NOT_LOADED },
    { "not-loaded", PRONY_MODEL_STATE_NOT_LOADED },
    { "sleeping", PRONY_MODEL_STATE_NOT_LOADED },
    { "downloading", PRONY_MODEL_STATE_NOT_LOADED },
    /* llama-swap */
    { "ready", PRONY_MODEL_STATE_LOADED },
    { "starting", PRONY_MODEL_STATE_LOADING },
    { "stopping", PRONY_MODEL_STATE_NOT_LOADED },
    { "stopped", PRONY_MODEL_STATE_NOT_LOADED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (word, words[i].word) == 0)
      return words[i].state;

  return PRONY_MODEL_STATE_UNKNOWN;
}

/**
 * prony_model_entry_index:
 * @models: (element-type PronyModelInfo): models
 *
 * Returns: (transfer full): the models by their ids; both stay @models'
 */
GHashTable *
prony_model_entry_index (GPtrArray *models)
{
  GHashTable *index = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < models->len; i++)
    {
      PronyModelInfo *model = g_ptr_array_index (models, i);

      /* Of two of one name the first stays in the list. */
      if (!g_hash_table_contains (index, model->id))
        g_hash_table_insert (index, model->id, model);
    }
  return index;
}
