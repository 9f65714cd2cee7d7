/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-tokens"

#include "config.h"

#include <string.h>

#include "core/tokens/prony-vocabulary-search.h"

/* A wrong vocabulary makes wrong counts, so a model's is found by its exact name only,
 * in places that say what model they hold. */

/* More names than these folders have; what is found until then counts. */
#define BUDGET 20000

/* The layout of the Hugging Face cache:
 * https://huggingface.co/docs/huggingface_hub/guides/manage-cache */
#define REPOSITORY_PREFIX "models--"
#define TOKENIZER_NAME "tokenizer.json"

static const char *const own_suffixes[] = { ".json", ".tiktoken", ".gguf" };

/**
 * prony_vocabulary_file_free:
 * @self: (transfer full): what was found
 */
void
prony_vocabulary_file_free (PronyVocabularyFile *self)
{
  g_strfreev (self->names);
  g_free (self->path);
  g_free (self);
}

/* --- Prony's own folder ------------------------------------------------------------- */

/* The slash of a model's name cannot be in that of a file. */
static char *
name_from_file (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "--", 0);

  return g_strjoinv ("/", parts);
}

static void
add_own_file (PronyVocabularySearch *self, const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (own_suffixes); i++)
    {
      g_autoptr (GStrvBuilder) names = NULL;
      g_autofree char *stem = NULL;
      g_autofree char *model = NULL;

      if (!g_str_has_suffix (name, own_suffixes[i]) || !g_file_test (path, G_FILE_TEST_IS_REGULAR))
        continue;

      stem = g_strndup (name, strlen (name) - strlen (own_suffixes[i]));
      model = name_from_file (stem);
      names = g_strv_builder_new ();
      g_strv_builder_add_many (names, model, stem, NULL);
      prony_vocabulary_search_add (self, "Prony", path, names);
    }
}

static void
search_own (PronyVocabularySearch *self)
{
  g_autofree char *folder =
    g_build_filename (g_get_user_data_dir (), "prony", "vocabularies", NULL);
  g_autoptr (GPtrArray) names = prony_vocabulary_search_read_folder (self, folder);

  for (guint i = 0; i < names->len; i++)
    add_own_file (self, folder, names->pdata[i]);
}

/* --- The cache of Hugging Face ------------------------------------------------------ */

static char *
get_hub_folder (void)
{
  const char *cache = g_getenv ("HF_HUB_CACHE");
  const char *home = g_getenv ("HF_HOME");

  if (cache != NULL && cache[0] != '\0')
    return g_strdup (cache);
  if (home != NULL && home[0] != '\0')
    return g_build_filename (home, "hub", NULL);
  return g_build_filename (g_get_user_cache_dir (), "huggingface", "hub", NULL);
}

static char *
find_in_snapshot (const char *folder, const char *snapshot)
{
  char *path = g_build_filename (folder, "snapshots", snapshot, TOKENIZER_NAME, NULL);

  if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return path;

  g_free (path);
  return NULL;
}

/* What the branch `main` was when it was fetched last, or else any that is there. */
static char *
find_in_repository (PronyVocabularySearch *self, const char *folder)
{
  g_autofree char *ref = g_build_filename (folder, "refs", "main", NULL);
  g_autofree char *commit = prony_vocabulary_search_read_text (ref);
  g_autofree char *snapshots = g_build_filename (folder, "snapshots", NULL);
  g_autoptr (GPtrArray) names = NULL;
  char *path = NULL;

  if (commit != NULL && strchr (g_strstrip (commit), '/') == NULL && commit[0] != '.')
    path = find_in_snapshot (folder, commit);
  if (path != NULL)
    return path;

  names = prony_vocabulary_search_read_folder (self, snapshots);
  for (guint i = 0; i < names->len && path == NULL; i++)
    path = find_in_snapshot (folder, names->pdata[i]);
  return path;
}

static void
search_hub (PronyVocabularySearch *self)
{
  g_autofree char *hub = get_hub_folder ();
  g_autoptr (GPtrArray) names = prony_vocabulary_search_read_folder (self, hub);

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = names->pdata[i];
      g_autofree char *folder = g_build_filename (hub, name, NULL);
      g_autofree char *model = NULL;
      g_autofree char *path = NULL;
      g_autoptr (GStrvBuilder) builder = NULL;

      if (!g_str_has_prefix (name, REPOSITORY_PREFIX))
        continue;
      path = find_in_repository (self, folder);
      if (path == NULL)
        continue;

      model = name_from_file (name + strlen (REPOSITORY_PREFIX));
      builder = g_strv_builder_new ();
      g_strv_builder_add (builder, model);
      prony_vocabulary_search_add (self, "Hugging Face", path, builder);
    }
}

/* --- All of them --------------------------------------------------------------------- */

/**
 * prony_vocabulary_list:
 *
 * Looks for vocabularies where this user's programs keep them: Prony's own folder
 * (`vocabularies` in its data folder, with `--` for each slash of a model's name), the
 * cache of Hugging Face, and the models of Ollama, LM Studio and llama.cpp. Whether
 * they can be used is not looked at. Blocks on the disk.
 *
 * Returns: (transfer full) (element-type PronyVocabularyFile): what there is, the
 *   best place first
 */
GPtrArray *
prony_vocabulary_list (void)
{
  PronyVocabularySearch search = { .budget = BUDGET };

  search.files = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_vocabulary_file_free);
  search_own (&search);
  search_hub (&search);
  prony_vocabulary_search_ollama (&search);
  prony_vocabulary_search_lm_studio (&search);
  prony_vocabulary_search_llamacpp (&search);
  return search.files;
}

/* Some engines call a model by the path of its file. */
static gboolean
is_file (const char *model)
{
  gboolean named = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (own_suffixes); i++)
    named = named || g_str_has_suffix (model, own_suffixes[i]);

  return named && g_path_is_absolute (model) && g_file_test (model, G_FILE_TEST_IS_REGULAR);
}

static gboolean
is_beside (const PronyVocabularyFile *one, const PronyVocabularyFile *other)
{
  g_autofree char *folder = g_path_get_dirname (one->path);
  g_autofree char *other_folder = g_path_get_dirname (other->path);

  return strcmp (folder, other_folder) == 0;
}

/**
 * prony_vocabulary_find:
 * @model: the name of a model, as an engine says it
 *
 * Looks for the vocabulary of a model, by its exact name: as prony_vocabulary_list()
 * does, or at @model where that is the path of such a file. Where a program has files of
 * that name in several folders, nobody knows which is meant, and none is. Blocks on the
 * disk.
 *
 * Returns: (transfer full) (nullable): the file
 */
char *
prony_vocabulary_find (const char *model)
{
  g_autoptr (GPtrArray) files = NULL;
  const PronyVocabularyFile *found = NULL;

  g_return_val_if_fail (model != NULL, NULL);

  if (is_file (model))
    return g_strdup (model);

  files = prony_vocabulary_list ();
  for (guint i = 0; i < files->len; i++)
    {
      const PronyVocabularyFile *file = files->pdata[i];

      if (!g_strv_contains ((const char *const *) file->names, model))
        continue;
      if (strcmp (file->names[0], model) == 0)
        return g_strdup (file->path);
      if (found == NULL)
        found = file;
      else if (found->owner == file->owner && !is_beside (found, file))
        return NULL;
    }

  return found != NULL ? g_strdup (found->path) : NULL;
}
