/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/session/prony-model-forest.h"
#include "core/model/prony-model-name.h"

/* Ten thousand models take a tenth of a second to sort and to describe, which is too
 * long for the main thread: they come ready from another one. */

static int
compare_models (gconstpointer left, gconstpointer right)
{
  return prony_model_name_compare (*(PronyModelInfo *const *) left,
                                   *(PronyModelInfo *const *) right);
}

static PronyModelForest *
forest_new (void)
{
  PronyModelForest *self = g_new0 (PronyModelForest, 1);

  self->roots = g_list_store_new (PRONY_TYPE_MODEL_NODE);
  self->models = g_list_store_new (PRONY_TYPE_MODEL_NODE);
  self->nodes = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

/* Opens a family or size, unless the last one is the same. */
static PronyModelNode *
open_group (PronyModelForest *self, PronyModelNode *last, const char *title)
{
  PronyModelNode *group;

  if (last != NULL && strcmp (prony_model_node_get_title (last), title) == 0)
    return last;

  group = prony_model_node_new_group (title);
  g_ptr_array_add (self->nodes, group);
  return group;
}

/* Groups are counted from the innermost ones, which come last. */
static void
finish_groups (PronyModelForest *self)
{
  for (guint i = self->nodes->len; i > 0; i--)
    {
      PronyModelNode *node = g_ptr_array_index (self->nodes, i - 1);

      if (prony_model_node_get_children (node) != NULL)
        prony_model_node_finish_group (node);
    }
}

/* A model whose size nobody knows stands in its family itself. */
static void
build (PronyModelForest *self, PronyEngineInfo *info, GPtrArray *models)
{
  PronyModelNode *family = NULL;
  PronyModelNode *size = NULL;

  for (guint i = 0; i < models->len; i++)
    {
      const PronyModelInfo *model = g_ptr_array_index (models, i);
      PronyModelNode *node = prony_model_node_new_model (info, model);
      PronyModelNode *last = family;

      family =
        open_group (self, family, model->family != NULL ? model->family : _ ("Other Models"));
      if (family != last)
        {
          g_list_store_append (self->roots, family);
          size = NULL;
        }
      last = size;
      size = model->parameter_size != NULL ? open_group (self, size, model->parameter_size) : NULL;
      if (size != NULL && size != last)
        prony_model_node_append (family, size);

      prony_model_node_append (size != NULL ? size : family, node);
      g_list_store_append (self->models, node);
      g_ptr_array_add (self->nodes, node);
    }
  finish_groups (self);
}

static void
build_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  PronyEngineInfo *info = task_data;
  g_autoptr (GPtrArray) models = g_ptr_array_new ();
  PronyModelForest *self = forest_new ();

  for (guint i = 0; i < info->models->len; i++)
    g_ptr_array_add (models, g_ptr_array_index (info->models, i));
  g_ptr_array_sort (models, compare_models);
  build (self, info, models);
  g_task_return_pointer (task, self, (GDestroyNotify) prony_model_forest_free);
}

/**
 * prony_model_forest_build_async:
 * @info: an engine and its models
 * @cancellable: (nullable): ends the waiting
 * @callback: called in the caller's thread-default context
 * @user_data: for @callback
 *
 * Puts the models of an engine into the order of their families.
 */
void
prony_model_forest_build_async (PronyEngineInfo *info,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, prony_model_forest_build_async);
  g_task_set_task_data (task, prony_engine_info_ref (info),
                        (GDestroyNotify) prony_engine_info_unref);
  g_task_run_in_thread (task, build_in_thread);
}

/**
 * prony_model_forest_build_finish:
 * @result: the result that the callback was given
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the tree
 */
PronyModelForest *
prony_model_forest_build_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * prony_model_forest_free:
 * @self: (transfer full): a tree
 */
void
prony_model_forest_free (PronyModelForest *self)
{
  g_object_unref (self->roots);
  g_object_unref (self->models);
  g_ptr_array_unref (self->nodes);
  g_free (self);
}

static gboolean
is_same (PronyModelForest *self, PronyModelForest *other)
{
  if (self->nodes->len != other->nodes->len)
    return FALSE;

  for (guint i = 0; i < self->nodes->len; i++)
    {
      PronyModelNode *left = g_ptr_array_index (self->nodes, i);
      PronyModelNode *right = g_ptr_array_index (other->nodes, i);

      if ((prony_model_node_get_model (left) == NULL) !=
            (prony_model_node_get_model (right) == NULL) ||
          strcmp (prony_model_node_get_title (left), prony_model_node_get_title (right)) != 0)
        return FALSE;
    }

  return TRUE;
}

/**
 * prony_model_forest_take_over:
 * @self: a tree
 * @newer: the models as they are now
 *
 * Takes over what has changed, so that what a view shows of the tree stays as it is. Does
 * nothing where there are other models than before.
 *
 * Returns: whether the models are the same ones
 */
gboolean
prony_model_forest_take_over (PronyModelForest *self, PronyModelForest *newer)
{
  if (!is_same (self, newer))
    return FALSE;

  for (guint i = 0; i < self->nodes->len; i++)
    prony_model_node_take_over (g_ptr_array_index (self->nodes, i),
                                g_ptr_array_index (newer->nodes, i));
  return TRUE;
}
