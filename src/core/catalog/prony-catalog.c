/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-catalog"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "base/prony-error.h"
#include "base/prony-json.h"
#include "base/prony-paths.h"
#include "core/catalog/prony-catalog.h"
#include "core/model/prony-model-name.h"

/* Reads catalogues. One file's mistakes take nothing from the others, and one entry's
 * nothing from its file. */

#define FILE_MAX_BYTES (4 * 1024 * 1024)
#define PROBLEMS_MAX 20
#define USER_FILE "my-models.json"

static void
add_problem (PronyCatalog *self, const char *file, const char *sentence)
{
  g_ptr_array_add (self->problems, g_strdup_printf ("%s: %s", file, sentence));
}

static JsonObject *
read_file (const char *file, GError **error)
{
  g_autofree char *text = NULL;
  gsize length;
  GStatBuf info;

  if (g_stat (file, &info) == 0 && (!S_ISREG (info.st_mode) || info.st_size > FILE_MAX_BYTES))
    {
      g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                           _ ("This is not a file of at most 4 MB."));
      return NULL;
    }
  if (!g_file_get_contents (file, &text, &length, error))
    return NULL;

  return prony_json_parse_object (text, (gssize) length, error);
}

/* A later entry takes the place of an earlier one of the same name. */
static void
put_model (GPtrArray *models, PronyCatalogModel *model)
{
  for (guint i = 0; i < models->len; i++)
    if (strcmp (((PronyCatalogModel *) models->pdata[i])->name, model->name) == 0)
      {
        prony_catalog_model_unref (models->pdata[i]);
        models->pdata[i] = model;
        return;
      }

  g_ptr_array_add (models, model);
}

static void
put_engine (GPtrArray *engines, PronyCatalogEngine *engine)
{
  for (guint i = 0; i < engines->len; i++)
    if (strcmp (((PronyCatalogEngine *) engines->pdata[i])->name, engine->name) == 0)
      {
        prony_catalog_engine_unref (engines->pdata[i]);
        engines->pdata[i] = engine;
        return;
      }

  g_ptr_array_add (engines, engine);
}

static gboolean
read_entry (PronyCatalog *self, JsonObject *object, gboolean is_model, GError **error)
{
  if (is_model)
    {
      PronyCatalogModel *model = prony_catalog_model_from_json (object, error);

      if (model != NULL)
        put_model (self->models, model);
      return model != NULL;
    }
  else
    {
      PronyCatalogEngine *engine = prony_catalog_engine_from_json (object, error);

      if (engine != NULL)
        put_engine (self->engines, engine);
      return engine != NULL;
    }
}

static void
read_list (PronyCatalog *self, const char *file, JsonArray *list, gboolean is_model)
{
  guint n_problems = 0;

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *name = g_strdup (prony_json_get_string (object, "name", "?"));
      g_autofree char *sentence = NULL;

      if (object == NULL)
        g_set_error_literal (&error, PRONY_ERROR, PRONY_ERROR_INPUT, _ ("It is not an object."));
      else if (read_entry (self, object, is_model, &error))
        continue;

      if (++n_problems > PROBLEMS_MAX)
        return;
      sentence = g_strdup_printf (
        /* Translators: the number and the name of an entry in a file, and what is wrong */
        _ ("Entry %u (%s): %s"), i + 1, g_strdelimit (name, "\r\n", ' '), error->message);
      add_problem (self, file, sentence);
    }
}

static void
load_file (PronyCatalog *self, const char *file)
{
  static const char *const lists[] = { "models", "engines" };
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = read_file (file, &error);
  gboolean any = FALSE;

  if (object == NULL)
    {
      add_problem (self, file, error->message);
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      JsonArray *list = prony_json_get_array (object, lists[i]);

      if (list != NULL)
        read_list (self, file, list, i == 0);
      any = any || list != NULL;
    }
  if (!any)
    add_problem (self, file, _ ("There is no list “models” or “engines” in it."));
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* By name, so that what replaces what does not depend on the file system. A folder that
 * is not there is empty. */
static void
load_folder (PronyCatalog *self, const char *folder)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;

  if (dir == NULL && !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    add_problem (self, folder, error->message);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (*name != '.' && g_str_has_suffix (name, ".json"))
      g_ptr_array_add (files, g_build_filename (folder, name, NULL));

  g_ptr_array_sort (files, compare_names);
  for (guint i = 0; i < files->len; i++)
    load_file (self, g_ptr_array_index (files, i));
}

static int
compare_models (gconstpointer a, gconstpointer b)
{
  const PronyCatalogModel *left = *(PronyCatalogModel *const *) a;
  const PronyCatalogModel *right = *(PronyCatalogModel *const *) b;
  double left_size = prony_model_name_count_parameters (left->parameters);
  double right_size = prony_model_name_count_parameters (right->parameters);
  int order = g_strcmp0 (left->family, right->family);

  if (order != 0)
    return order;
  if (left_size != right_size && !isnan (left_size) && !isnan (right_size))
    return left_size < right_size ? -1 : 1;
  return strcmp (left->name, right->name);
}

/**
 * prony_catalog_load:
 *
 * Reads the catalogue that comes with Prony and then that of the user, whose entries
 * replace those of the same name. Touches the disk. Any thread.
 *
 * Returns: (transfer full): the catalogue; what could not be read is left out and told
 */
PronyCatalog *
prony_catalog_load (void)
{
  PronyCatalog *self = g_new0 (PronyCatalog, 1);
  g_autofree char *shipped = prony_paths_shipped_catalog ();
  g_autofree char *own = prony_paths_user_catalog ();

  self->models = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_catalog_model_unref);
  self->engines = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_catalog_engine_unref);
  self->problems = g_ptr_array_new_with_free_func (g_free);
  load_folder (self, shipped);
  load_folder (self, own);
  g_ptr_array_sort (self->models, compare_models);
  return self;
}

/**
 * prony_catalog_free:
 * @self: (transfer full): a catalogue
 */
void
prony_catalog_free (PronyCatalog *self)
{
  g_ptr_array_unref (self->models);
  g_ptr_array_unref (self->engines);
  g_ptr_array_unref (self->problems);
  g_free (self);
}

/* What is in the user's file already, less the model that is written anew. */
static JsonArray *
take_others (JsonObject *document, const char *name)
{
  JsonArray *list = prony_json_get_array (document, "models");
  JsonArray *others = json_array_new ();

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      JsonObject *entry = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

      if (g_strcmp0 (prony_json_get_string (entry, "name", NULL), name) != 0)
        json_array_add_element (others, json_node_copy (node));
    }
  return others;
}

/**
 * prony_catalog_save_model:
 * @model: a model
 * @file: (out) (optional) (transfer full): the file that it was written to
 * @error: return location for %PRONY_ERROR_INPUT or %PRONY_ERROR_FAILED
 *
 * Adds a model to the user's own catalogue, in the place of one of the same name. A file
 * that cannot be read is not written over. Touches the disk.
 *
 * Returns: whether it was written
 */
gboolean
prony_catalog_save_model (const PronyCatalogModel *model, char **file, GError **error)
{
  g_autofree char *folder = prony_paths_user_catalog ();
  g_autofree char *path = g_build_filename (folder, USER_FILE, NULL);
  g_autoptr (JsonObject) document = NULL;
  g_autoptr (GError) local = NULL;
  g_autofree char *text = NULL;
  JsonArray *models;

  g_return_val_if_fail (model != NULL, FALSE);

  document = read_file (path, &local);
  if (document == NULL && !g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                   /* Translators: a file, and what is wrong with it */
                   _ ("Your catalogue %s cannot be read: %s. Mend it or move it away first."), path,
                   local->message);
      return FALSE;
    }
  if (document == NULL)
    document = json_object_new ();

  models = take_others (document, model->name);
  json_array_add_object_element (models, prony_catalog_model_to_json (model));
  json_object_set_array_member (document, "models", models);
  text = prony_json_to_text (document, TRUE);

  g_clear_error (&local);
  if (g_mkdir_with_parents (folder, 0700) != 0 ||
      !g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0644, &local))
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_FAILED,
                   /* Translators: a file, and the system's own words */
                   _ ("The catalogue %s could not be written: %s."), path,
                   local != NULL ? local->message : g_strerror (errno));
      return FALSE;
    }

  if (file != NULL)
    *file = g_steal_pointer (&path);
  return TRUE;
}
