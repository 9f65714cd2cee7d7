/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-tokens"

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "base/prony-json.h"
#include "core/tokens/prony-vocabulary-search.h"

/* The folders are laid out as their programs do it:
 *
 *   Ollama      manifests/HOST/NAMESPACE/MODEL/TAG, JSON that names the file in blobs:
 *               https://github.com/ollama/ollama/blob/main/docs/faq.mdx
 *   LM Studio   PUBLISHER/REPOSITORY/FILE.gguf:
 *               https://lmstudio.ai/docs/app/basics/import-model
 *   llama.cpp   files of repositories that it has fetched, with manifests beside them
 *
 * Nothing is taken for a model's vocabulary since its name is similar. */

#define OLLAMA_HOST "registry.ollama.ai"
#define OLLAMA_NAMESPACE "library"
#define OLLAMA_MODEL_TYPE "application/vnd.ollama.image.model"
#define LLAMACPP_MANIFEST "manifest="

#define MANIFEST_MAX_BYTES (1024 * 1024)
#define DIGEST_PREFIX "sha256:"
#define DIGEST_LENGTH 64

/**
 * prony_vocabulary_search_add:
 * @self: a search
 * @owner: (transfer none): a program's name, which is not copied
 * @path: a file
 * @names: (transfer none): what its model is called
 *
 * Of two that a program calls the same the first counts.
 */
void
prony_vocabulary_search_add (PronyVocabularySearch *self,
                             const char *owner,
                             const char *path,
                             GStrvBuilder *names)
{
  g_autoptr (PronyVocabularyFile) file = g_new0 (PronyVocabularyFile, 1);

  file->owner = owner;
  file->path = g_strdup (path);
  file->names = g_strv_builder_end (names);
  for (guint i = 0; i < self->files->len; i++)
    {
      const PronyVocabularyFile *other = self->files->pdata[i];

      if (other->owner == owner && strcmp (other->names[0], file->names[0]) == 0)
        return;
    }

  g_ptr_array_add (self->files, g_steal_pointer (&file));
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/**
 * prony_vocabulary_search_read_folder:
 * @self: a search
 * @path: a folder
 *
 * Takes each name out of the search's budget, so that no folder holds it up.
 *
 * Returns: (transfer full) (element-type utf8): the names in it that are not hidden,
 *   in order; empty where there is no such folder
 */
GPtrArray *
prony_vocabulary_search_read_folder (PronyVocabularySearch *self, const char *path)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && self->budget > 0 && (name = g_dir_read_name (folder)) != NULL)
    {
      self->budget--;
      if (name[0] != '.')
        g_ptr_array_add (names, g_strdup (name));
    }

  g_ptr_array_sort (names, compare_names);
  return names;
}

/**
 * prony_vocabulary_search_read_text:
 * @path: a small file
 *
 * Returns: (transfer full) (nullable): what is in it; %NULL for what is larger than a
 *   manifest or is no file
 */
char *
prony_vocabulary_search_read_text (const char *path)
{
  GStatBuf status;
  char *text = NULL;

  if (g_stat (path, &status) == 0 && S_ISREG (status.st_mode) &&
      status.st_size <= MANIFEST_MAX_BYTES)
    g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

/**
 * prony_vocabulary_search_is_model:
 * @name: of a file
 *
 * Returns: whether it is called as a GGUF file with a vocabulary: not a projector for
 *   pictures, and of a model in several files the first
 */
gboolean
prony_vocabulary_search_is_model (const char *name)
{
  const char *part = strstr (name, "-of-");

  if (!g_str_has_suffix (name, ".gguf") || strstr (name, "mmproj") != NULL)
    return FALSE;

  return part == NULL || part - name < 6 || !g_ascii_isdigit (part[-1]) ||
         strncmp (part - 6, "-00001", 6) == 0;
}

/* Follows no links: they may lead in circles. */
static gboolean
is_folder (const char *path)
{
  return !g_file_test (path, G_FILE_TEST_IS_SYMLINK) && g_file_test (path, G_FILE_TEST_IS_DIR);
}

/* --- Ollama ------------------------------------------------------------------------ */

static gboolean
is_digest (const char *digest)
{
  gsize prefix = strlen (DIGEST_PREFIX);

  return digest != NULL && g_str_has_prefix (digest, DIGEST_PREFIX) &&
         strlen (digest) == prefix + DIGEST_LENGTH &&
         strspn (digest + prefix, "0123456789abcdef") == DIGEST_LENGTH;
}

static char *
find_blob (const char *models, const char *manifest)
{
  g_autofree char *text = prony_vocabulary_search_read_text (manifest);
  g_autoptr (JsonObject) object = text != NULL ? prony_json_parse_object (text, -1, NULL) : NULL;
  JsonArray *layers = object != NULL ? prony_json_get_array (object, "layers") : NULL;
  guint n = layers != NULL ? json_array_get_length (layers) : 0;

  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (layers, i);
      JsonObject *layer = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *digest = layer != NULL ? prony_json_get_string (layer, "digest", NULL) : NULL;
      g_autofree char *name = NULL;
      g_autofree char *path = NULL;

      if (!is_digest (digest) ||
          g_strcmp0 (prony_json_get_string (layer, "mediaType", NULL), OLLAMA_MODEL_TYPE) != 0)
        continue;

      name = g_strconcat ("sha256-", digest + strlen (DIGEST_PREFIX), NULL);
      path = g_build_filename (models, "blobs", name, NULL);
      if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer (&path);
    }

  return NULL;
}

/* @parts: host, namespace, model and tag. Ollama itself leaves out what is usual. */
static void
add_ollama_model (PronyVocabularySearch *self, const char *models, const char *const *parts)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autofree char *manifest =
    g_build_filename (models, "manifests", parts[0], parts[1], parts[2], parts[3], NULL);
  g_autofree char *path = find_blob (models, manifest);
  g_autofree char *full = g_strdup_printf ("%s/%s/%s", parts[0], parts[1], parts[2]);
  g_autofree char *tagged = g_strdup_printf ("%s:%s", full, parts[3]);
  gsize usual = 0;

  if (path == NULL)
    return;

  if (strcmp (parts[0], OLLAMA_HOST) == 0)
    usual = strlen (OLLAMA_HOST "/");
  if (usual > 0 && strcmp (parts[1], OLLAMA_NAMESPACE) == 0)
    usual += strlen (OLLAMA_NAMESPACE "/");

  g_strv_builder_add (names, tagged + usual);
  if (usual > 0)
    g_strv_builder_add (names, tagged);
  if (strcmp (parts[3], "latest") == 0)
    g_strv_builder_add (names, full + usual);
  prony_vocabulary_search_add (self, "Ollama", path, names);
}

/* Manifests lie exactly four folders deep. */
static void
walk_manifests (PronyVocabularySearch *self,
                const char *models,
                const char *folder,
                const char **parts,
                guint depth)
{
  g_autoptr (GPtrArray) names = prony_vocabulary_search_read_folder (self, folder);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);

      parts[depth] = names->pdata[i];
      if (depth == 3)
        add_ollama_model (self, models, parts);
      else if (is_folder (path))
        walk_manifests (self, models, path, parts, depth + 1);
    }
}

/**
 * prony_vocabulary_search_ollama:
 * @self: a search
 *
 * Adds the models of Ollama: where `OLLAMA_MODELS` says, in the user's folder and in
 * that of the service.
 */
void
prony_vocabulary_search_ollama (PronyVocabularySearch *self)
{
  g_autofree char *own = g_build_filename (g_get_home_dir (), ".ollama", "models", NULL);
  const char *places[] = { g_getenv ("OLLAMA_MODELS"), own, "/usr/share/ollama/.ollama/models" };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *manifests = NULL;
      const char *parts[4];

      if (places[i] == NULL || places[i][0] == '\0')
        continue;
      manifests = g_build_filename (places[i], "manifests", NULL);
      walk_manifests (self, places[i], manifests, parts, 0);
    }
}

/* --- LM Studio --------------------------------------------------------------------- */

static void
add_lm_studio_files (PronyVocabularySearch *self, const char *folder, const char *repository)
{
  g_autoptr (GPtrArray) names = prony_vocabulary_search_read_folder (self, folder);

  for (guint i = 0; i < names->len; i++)
    {
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
      const char *name = names->pdata[i];
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *full = g_strdup_printf ("%s/%s", repository, name);
      g_autofree char *stem = NULL;

      if (!prony_vocabulary_search_is_model (name) || !g_file_test (path, G_FILE_TEST_IS_REGULAR))
        continue;

      stem = g_strndup (name, strlen (name) - strlen (".gguf"));
      g_strv_builder_add_many (builder, full, name, stem, repository, NULL);
      prony_vocabulary_search_add (self, "LM Studio", path, builder);
    }
}

/**
 * prony_vocabulary_search_lm_studio:
 * @self: a search
 *
 * Adds the models of LM Studio.
 */
void
prony_vocabulary_search_lm_studio (PronyVocabularySearch *self)
{
  g_autofree char *models = g_build_filename (g_get_home_dir (), ".lmstudio", "models", NULL);
  g_autoptr (GPtrArray) publishers = prony_vocabulary_search_read_folder (self, models);

  for (guint i = 0; i < publishers->len; i++)
    {
      g_autofree char *folder = g_build_filename (models, publishers->pdata[i], NULL);
      g_autoptr (GPtrArray) names = NULL;

      if (!is_folder (folder))
        continue;
      names = prony_vocabulary_search_read_folder (self, folder);
      for (guint k = 0; k < names->len; k++)
        {
          g_autofree char *path = g_build_filename (folder, names->pdata[k], NULL);
          g_autofree char *repository =
            g_strdup_printf ("%s/%s", (char *) publishers->pdata[i], (char *) names->pdata[k]);

          if (is_folder (path))
            add_lm_studio_files (self, path, repository);
        }
    }
}

/* --- llama.cpp --------------------------------------------------------------------- */

static char *
get_llamacpp_folder (void)
{
  const char *folder = g_getenv ("LLAMA_CACHE");

  if (folder != NULL && folder[0] != '\0')
    return g_strdup (folder);
  return g_build_filename (g_get_user_cache_dir (), "llama.cpp", NULL);
}

/* `manifest=ORGANISATION=NAME=TAG.json` says which file `ORGANISATION/NAME:TAG` is. */
static void
read_llamacpp_manifest (const char *folder, const char *name, GHashTable *models)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = prony_vocabulary_search_read_text (path);
  g_autoptr (JsonObject) object = text != NULL ? prony_json_parse_object (text, -1, NULL) : NULL;
  JsonObject *file = object != NULL ? prony_json_get_object (object, "ggufFile") : NULL;
  const char *remote = file != NULL ? prony_json_get_string (file, "rfilename", NULL) : NULL;
  g_autofree char *parts_text =
    g_strndup (name + strlen (LLAMACPP_MANIFEST),
               strlen (name) - strlen (LLAMACPP_MANIFEST) - strlen (".json"));
  g_auto (GStrv) parts = g_strsplit (parts_text, "=", 0);
  char *local;

  if (remote == NULL || g_strv_length (parts) != 3)
    return;

  local = g_strdup_printf ("%s_%s_%s", parts[0], parts[1], remote);
  g_hash_table_insert (models, g_strdelimit (local, "/", '_'),
                       g_strdup_printf ("%s/%s:%s", parts[0], parts[1], parts[2]));
}

static void
add_llamacpp_file (PronyVocabularySearch *self,
                   const char *folder,
                   const char *name,
                   GHashTable *models)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *stem = g_strndup (name, strlen (name) - strlen (".gguf"));
  const char *model = g_hash_table_lookup (models, name);

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return;

  if (model != NULL)
    g_strv_builder_add (names, model);
  g_strv_builder_add_many (names, name, stem, NULL);
  prony_vocabulary_search_add (self, "llama.cpp", path, names);
}

/**
 * prony_vocabulary_search_llamacpp:
 * @self: a search
 *
 * Adds the models that llama.cpp has fetched.
 */
void
prony_vocabulary_search_llamacpp (PronyVocabularySearch *self)
{
  g_autofree char *folder = get_llamacpp_folder ();
  g_autoptr (GPtrArray) names = prony_vocabulary_search_read_folder (self, folder);
  g_autoptr (GHashTable) models = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < names->len; i++)
    if (g_str_has_prefix (names->pdata[i], LLAMACPP_MANIFEST) &&
        g_str_has_suffix (names->pdata[i], ".json"))
      read_llamacpp_manifest (folder, names->pdata[i], models);
  for (guint i = 0; i < names->len; i++)
    if (prony_vocabulary_search_is_model (names->pdata[i]))
      add_llamacpp_file (self, folder, names->pdata[i], models);
}
