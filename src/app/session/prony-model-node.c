/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "app/session/prony-model-node.h"
#include "base/prony-format.h"
#include "base/prony-util.h"

struct _PronyModelNode
{
  GObject parent_instance;

  /* Owned */
  GListStore *children;  /* NULL for a model */
  PronyEngineInfo *info; /* of a model; keeps it alive */
  char *title;
  char *details;
  char *state;
  char *spoken;
  char *search;

  /* Borrowed from info */
  const PronyModelInfo *model;

  /* Plain: of what is below */
  guint n_models;
  guint n_loaded;
};

enum
{
  CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyModelNode, prony_model_node, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

static void
prony_model_node_finalize (GObject *object)
{
  PronyModelNode *self = (PronyModelNode *) object;

  g_clear_object (&self->children);
  g_clear_pointer (&self->info, prony_engine_info_unref);
  g_free (self->title);
  g_free (self->details);
  g_free (self->state);
  g_free (self->spoken);
  g_free (self->search);

  G_OBJECT_CLASS (prony_model_node_parent_class)->finalize (object);
}

static void
prony_model_node_class_init (PronyModelNodeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = prony_model_node_finalize;

  signals[CHANGED] = g_signal_new ("changed", PRONY_TYPE_MODEL_NODE, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
prony_model_node_init (PronyModelNode *self)
{
}

/**
 * prony_model_node_new_group:
 * @title: the name of a family, or a size
 *
 * Returns: (transfer full): a node to put others below
 */
PronyModelNode *
prony_model_node_new_group (const char *title)
{
  PronyModelNode *self = g_object_new (PRONY_TYPE_MODEL_NODE, NULL);

  self->children = g_list_store_new (PRONY_TYPE_MODEL_NODE);
  self->title = g_strdup (title);
  return self;
}

/* In people's words; engines have several for the same. */
static const char *
get_capability_title (const char *word)
{
  static const struct
  {
    const char *word;
    const char *title;
  } words[] = {
    { "tools", NC_ ("model capability", "tools") },
    { "tool_use", NC_ ("model capability", "tools") },
    { "vision", NC_ ("model capability", "vision") },
    { "thinking", NC_ ("model capability", "thinking") },
    { "reasoning", NC_ ("model capability", "thinking") },
    { "insert", NC_ ("model capability", "insertion") },
    { "audio", NC_ ("model capability", "audio") },
    { "image", NC_ ("model capability", "pictures") },
    { "completion", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (word, words[i].word) == 0)
      return words[i].title != NULL ? g_dpgettext2 (NULL, "model capability", words[i].title)
                                    : NULL;

  return word;
}

static void
append_part (GString *text, const char *part)
{
  if (part != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
}

static char *
describe_context (const PronyModelInfo *model)
{
  g_autofree char *room = NULL;
  g_autofree char *made_for = NULL;

  if (model->context_length < 0 && model->loaded_context_length < 0)
    return NULL;

  room = prony_format_value ((double) MAX (model->loaded_context_length, 0), PRONY_UNIT_TOKENS);
  made_for = prony_format_value ((double) MAX (model->context_length, 0), PRONY_UNIT_TOKENS);
  if (model->loaded_context_length < 0 || model->loaded_context_length == model->context_length)
    /* TRANSLATORS: the context length of a model; %s is a number. */
    return g_strdup_printf (_ ("context %s tokens"), made_for);
  if (model->context_length < 0)
    /* TRANSLATORS: the context length of a model; %s is a number. */
    return g_strdup_printf (_ ("context %s tokens"), room);

  /* TRANSLATORS: the context that an engine has room for, and that the model was made for. */
  return g_strdup_printf (_ ("context %s of %s tokens"), room, made_for);
}

static char *
describe_model (const PronyModelInfo *model)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *context = describe_context (model);

  append_part (text, model->quantization);
  if (model->size_bytes > 0)
    {
      g_autofree char *size = prony_format_size ((guint64) model->size_bytes);

      append_part (text, size);
    }
  append_part (text, context);
  for (guint i = 0; model->capabilities != NULL && model->capabilities[i] != NULL; i++)
    append_part (text, get_capability_title (model->capabilities[i]));

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
describe_state (const PronyModelInfo *model)
{
  double share = prony_model_info_get_gpu_share (model);
  g_autofree char *percent = prony_format_value (share, PRONY_UNIT_RATIO);

  if (model->state == PRONY_MODEL_STATE_UNKNOWN)
    return g_strdup ("");
  if (model->state != PRONY_MODEL_STATE_LOADED || isnan (share))
    return g_strdup (prony_model_state_title (model->state));

  /* TRANSLATORS: the state of a model, and how much of it lies on the GPU: "100 %". */
  return g_strdup_printf (_ ("%s, %s on GPU"), prony_model_state_title (model->state), percent);
}

static char *
join_spoken (PronyModelNode *self)
{
  g_autoptr (GString) text = g_string_new (self->title);

  if (*self->details != '\0')
    g_string_append_printf (text, ", %s", self->details);
  if (*self->state != '\0')
    g_string_append_printf (text, ", %s", self->state);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * prony_model_node_new_model:
 * @info: the engine that has it
 * @model: one of its models
 *
 * Returns: (transfer full): a node for a model
 */
PronyModelNode *
prony_model_node_new_model (PronyEngineInfo *info, const PronyModelInfo *model)
{
  PronyModelNode *self = g_object_new (PRONY_TYPE_MODEL_NODE, NULL);
  g_autofree char *search = NULL;

  self->info = prony_engine_info_ref (info);
  self->model = model;
  self->title = g_strdup (model->id);
  self->details = describe_model (model);
  self->state = describe_state (model);
  self->spoken = join_spoken (self);
  search = g_strdup_printf ("%s %s %s", self->spoken, model->family != NULL ? model->family : "",
                            model->parameter_size != NULL ? model->parameter_size : "");
  self->search = g_utf8_casefold (search, -1);
  self->n_models = 1;
  self->n_loaded = model->state == PRONY_MODEL_STATE_LOADED ? 1 : 0;
  return self;
}

/**
 * prony_model_node_append:
 * @self: a family or size
 * @child: what belongs to it
 */
void
prony_model_node_append (PronyModelNode *self, PronyModelNode *child)
{
  g_return_if_fail (self->children != NULL);

  g_list_store_append (self->children, child);
}

/**
 * prony_model_node_finish_group:
 * @self: a family or size
 *
 * Counts what is below, once all of that is there and counted itself.
 */
void
prony_model_node_finish_group (PronyModelNode *self)
{
  guint n_children = g_list_model_get_n_items (G_LIST_MODEL (self->children));

  self->n_models = 0;
  self->n_loaded = 0;
  for (guint i = 0; i < n_children; i++)
    {
      g_autoptr (PronyModelNode) child = g_list_model_get_item (G_LIST_MODEL (self->children), i);

      self->n_models += child->n_models;
      self->n_loaded += child->n_loaded;
    }

  g_free (self->details);
  self->details =
    g_strdup_printf (ngettext ("%u model", "%u models", self->n_models), self->n_models);
  g_free (self->state);
  self->state =
    self->n_loaded > 0
      /* TRANSLATORS: how many of the models of a family are in memory. */
      ? g_strdup_printf (ngettext ("%u loaded", "%u loaded", self->n_loaded), self->n_loaded)
      : g_strdup ("");
  g_free (self->spoken);
  self->spoken = join_spoken (self);
}

/**
 * prony_model_node_take_over:
 * @self: a node
 * @newer: the same one, as it is now; not to be used any more
 *
 * Takes over what has changed since.
 */
void
prony_model_node_take_over (PronyModelNode *self, PronyModelNode *newer)
{
  gboolean changed = strcmp (self->spoken, newer->spoken) != 0;

  if (newer->info != NULL)
    {
      PronyEngineInfo *info = self->info;

      self->info = g_steal_pointer (&newer->info);
      self->model = newer->model;
      prony_engine_info_unref (info);
    }
  self->n_loaded = newer->n_loaded;
  if (!changed)
    return;

  prony_set_str (&self->details, newer->details);
  prony_set_str (&self->state, newer->state);
  prony_set_str (&self->spoken, newer->spoken);
  prony_set_str (&self->search, newer->search);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * prony_model_node_get_children:
 * @self: a node
 *
 * Returns: (transfer none) (nullable): what is below a family or size
 */
GListModel *
prony_model_node_get_children (PronyModelNode *self)
{
  return self->children != NULL ? G_LIST_MODEL (self->children) : NULL;
}

/**
 * prony_model_node_get_model:
 * @self: a node
 *
 * Returns: (transfer none) (nullable): the model; %NULL for a family or size
 */
const PronyModelInfo *
prony_model_node_get_model (PronyModelNode *self)
{
  return self->model;
}

/**
 * prony_model_node_get_title:
 * @self: a node
 *
 * Returns: (transfer none): its name
 */
const char *
prony_model_node_get_title (PronyModelNode *self)
{
  return self->title;
}

/**
 * prony_model_node_get_details:
 * @self: a node
 *
 * Returns: (transfer none): what is known of it, in a line
 */
const char *
prony_model_node_get_details (PronyModelNode *self)
{
  return self->details;
}

/**
 * prony_model_node_get_state:
 * @self: a node
 *
 * Returns: (transfer none): where it is, in a word or two; empty where nobody knows
 */
const char *
prony_model_node_get_state (PronyModelNode *self)
{
  return self->state;
}

/**
 * prony_model_node_get_spoken:
 * @self: a node
 *
 * Returns: (transfer none): all of that, for a screen reader
 */
const char *
prony_model_node_get_spoken (PronyModelNode *self)
{
  return self->spoken;
}

/**
 * prony_model_node_matches:
 * @self: a model
 * @words: (array zero-terminated=1): case-folded words
 *
 * Returns: whether all of @words are in what it says
 */
gboolean
prony_model_node_matches (PronyModelNode *self, const char *const *words)
{
  for (; *words != NULL; words++)
    if (strstr (self->search, *words) == NULL)
      return FALSE;

  return TRUE;
}
