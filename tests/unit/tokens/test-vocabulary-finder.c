/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "core/tokens/prony-vocabulary-finder.h"
#include "support/prony-test-folder.h"

#define DIGEST_A "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define DIGEST_B "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"
#define MANIFEST(digest)                                                                           \
  "{\"layers\": [7, {\"mediaType\": \"application/vnd.ollama.image.license\","                     \
  " \"digest\": \"sha256:" DIGEST_B "\"},"                                                         \
  " {\"mediaType\": \"application/vnd.ollama.image.model\", \"digest\": \"" digest "\"}]}"

#define HUB ".cache/huggingface/hub/"
#define OLLAMA ".ollama/models/"
#define REGISTRY OLLAMA "manifests/registry.ollama.ai/"
#define LM_STUDIO ".lmstudio/models/"
#define LLAMACPP ".cache/llama.cpp/"

/* A home folder: relative names, and what is in the files. */
static const struct
{
  const char *path;
  const char *text;
} home[] = {
  { ".local/share/prony/vocabularies/acme--anvil-7b.json", "{}" },
  { ".local/share/prony/vocabularies/plain.tiktoken", "" },
  { ".local/share/prony/vocabularies/notes.txt", "" },
  { HUB "models--acme--anvil-7b/snapshots/1/tokenizer.json", "{}" },
  { HUB "models--meta--llama/refs/main", "222\n" },
  { HUB "models--meta--llama/snapshots/111/tokenizer.json", "{}" },
  { HUB "models--meta--llama/snapshots/222/tokenizer.json", "{}" },
  { HUB "models--meta--detached/snapshots/9/tokenizer.json", "{}" },
  { HUB "models--meta--evil/refs/main", "../../../secret" },
  { HUB "models--meta--weights/snapshots/1/model.safetensors", "" },
  { HUB "models--gpt2/snapshots/1/tokenizer.json", "{}" },
  { HUB "datasets--meta--text/snapshots/1/tokenizer.json", "{}" },
  { OLLAMA "blobs/sha256-" DIGEST_A, "GGUF" },
  { OLLAMA "blobs/sha256-" DIGEST_B, "license" },
  { REGISTRY "library/llama3.2/latest", MANIFEST ("sha256:" DIGEST_A) },
  { REGISTRY "library/llama3.2/1b-q8", MANIFEST ("sha256:" DIGEST_A) },
  { REGISTRY "jane/mine/latest", MANIFEST ("sha256:" DIGEST_A) },
  { REGISTRY "library/gone/latest", MANIFEST ("sha256:00") },
  { REGISTRY "library/escape/latest", MANIFEST ("sha256:../../../../etc/passwd") },
  { REGISTRY "library/broken/latest", "{\"layers\": [{" },
  { REGISTRY "library/odd/latest", "[]" },
  { OLLAMA "manifests/hf.co/acme/anvil/Q4_K_M", MANIFEST ("sha256:" DIGEST_A) },
  { LM_STUDIO "pub/Anvil-GGUF/anvil-Q4.gguf", "GGUF" },
  { LM_STUDIO "pub/Anvil-GGUF/anvil-Q8.gguf", "GGUF" },
  { LM_STUDIO "pub/Anvil-GGUF/mmproj-anvil.gguf", "GGUF" },
  { LM_STUDIO "one/Repo/model.gguf", "GGUF" },
  { LM_STUDIO "two/Repo/model.gguf", "GGUF" },
  { LM_STUDIO "pub/Big/big-00001-of-00002.gguf", "GGUF" },
  { LM_STUDIO "pub/Big/big-00002-of-00002.gguf", "GGUF" },
  { LLAMACPP "manifest=ggml-org=Tiny-GGUF=latest.json",
    "{\"ggufFile\": {\"rfilename\": \"sub/tiny.gguf\"}}" },
  { LLAMACPP "manifest=bad.json", "{\"ggufFile\": 3}" },
  { LLAMACPP "ggml-org_Tiny-GGUF_sub_tiny.gguf", "GGUF" },
  { "elsewhere/models--x--y/snapshots/1/tokenizer.json", "{}" },
  { "hf-home/hub/models--x--z/snapshots/1/tokenizer.json", "{}" },
};

static char *
in_home (const char *path)
{
  return g_build_filename (g_get_home_dir (), path, NULL);
}

static void
fill_home (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (home); i++)
    {
      g_autofree char *path = in_home (home[i].path);
      g_autofree char *folder = g_path_get_dirname (path);

      g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
      g_assert_true (g_file_set_contents (path, home[i].text, -1, NULL));
    }
}

static void
assert_found (const char *model, const char *expected)
{
  g_autofree char *path = prony_vocabulary_find (model);
  g_autofree char *wanted = expected != NULL ? in_home (expected) : NULL;

  g_assert_cmpstr (path, ==, wanted);
}

static void
test_find (void)
{
  static const struct
  {
    const char *model;
    const char *path; /* NULL: none */
  } table[] = {
    { "acme/anvil-7b", ".local/share/prony/vocabularies/acme--anvil-7b.json" },
    { "acme--anvil-7b", ".local/share/prony/vocabularies/acme--anvil-7b.json" },
    { "plain", ".local/share/prony/vocabularies/plain.tiktoken" },
    { "notes", NULL },
    { "meta/llama", HUB "models--meta--llama/snapshots/222/tokenizer.json" },
    { "meta/detached", HUB "models--meta--detached/snapshots/9/tokenizer.json" },
    { "gpt2", HUB "models--gpt2/snapshots/1/tokenizer.json" },
    { "meta/evil", NULL },
    { "meta/weights", NULL },
    { "meta/text", NULL },
    { "llama3.2", OLLAMA "blobs/sha256-" DIGEST_A },
    { "llama3.2:latest", OLLAMA "blobs/sha256-" DIGEST_A },
    { "llama3.2:1b-q8", OLLAMA "blobs/sha256-" DIGEST_A },
    { "registry.ollama.ai/library/llama3.2:1b-q8", OLLAMA "blobs/sha256-" DIGEST_A },
    { "jane/mine", OLLAMA "blobs/sha256-" DIGEST_A },
    { "hf.co/acme/anvil:Q4_K_M", OLLAMA "blobs/sha256-" DIGEST_A },
    { "gone", NULL },
    { "escape", NULL },
    { "broken", NULL },
    { "odd", NULL },
    { "pub/Anvil-GGUF", LM_STUDIO "pub/Anvil-GGUF/anvil-Q4.gguf" },
    { "anvil-Q8", LM_STUDIO "pub/Anvil-GGUF/anvil-Q8.gguf" },
    { "anvil-Q8.gguf", LM_STUDIO "pub/Anvil-GGUF/anvil-Q8.gguf" },
    { "mmproj-anvil", NULL },
    { "two/Repo/model.gguf", LM_STUDIO "two/Repo/model.gguf" },
    { "big-00001-of-00002", LM_STUDIO "pub/Big/big-00001-of-00002.gguf" },
    { "big-00002-of-00002", NULL },
    { "ggml-org/Tiny-GGUF:latest", LLAMACPP "ggml-org_Tiny-GGUF_sub_tiny.gguf" },
    { "ggml-org_Tiny-GGUF_sub_tiny.gguf", LLAMACPP "ggml-org_Tiny-GGUF_sub_tiny.gguf" },
    /* Two publishers have one, and nobody knows whose is meant. */
    { "model.gguf", NULL },
    /* Similar is not the same. */
    { "meta/Llama", NULL },
    { "meta/llama-2", NULL },
    { "llama", NULL },
    { "llama3.2:8b", NULL },
    { "", NULL },
    { "..", NULL },
    { "../../etc/passwd", NULL },
    { "x/y", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    assert_found (table[i].model, table[i].path);
}

/* Where the variables say, and only there. */
static void
test_variables (void)
{
  g_autofree char *elsewhere = in_home ("elsewhere");
  g_autofree char *hf_home = in_home ("hf-home");
  g_autofree char *empty = in_home (".local");

  g_setenv ("HF_HOME", hf_home, TRUE);
  assert_found ("x/z", "hf-home/hub/models--x--z/snapshots/1/tokenizer.json");
  assert_found ("meta/llama", NULL);
  g_setenv ("HF_HUB_CACHE", elsewhere, TRUE);
  assert_found ("x/y", "elsewhere/models--x--y/snapshots/1/tokenizer.json");
  assert_found ("x/z", NULL);
  g_unsetenv ("HF_HUB_CACHE");
  g_unsetenv ("HF_HOME");

  g_setenv ("LLAMA_CACHE", empty, TRUE);
  assert_found ("ggml-org/Tiny-GGUF:latest", NULL);
  g_unsetenv ("LLAMA_CACHE");
}

static void
test_path (void)
{
  g_autofree char *path = in_home (LM_STUDIO "one/Repo/model.gguf");
  g_autofree char *folder = in_home (LM_STUDIO "one/Repo");
  g_autofree char *manifest = in_home (REGISTRY "library/odd/latest");

  assert_found (path, LM_STUDIO "one/Repo/model.gguf");
  assert_found (folder, NULL);
  assert_found (manifest, NULL);
}

/* A folder that contains itself is not walked for ever. */
static void
test_circles (void)
{
  g_autofree char *studio = in_home (LM_STUDIO "pub/again");
  g_autofree char *ollama = in_home (REGISTRY "again");
  g_autofree char *studio_home = in_home (LM_STUDIO);
  g_autofree char *registry = in_home (REGISTRY);
  g_autoptr (GPtrArray) before = prony_vocabulary_list ();
  g_autoptr (GPtrArray) after = NULL;

  g_assert_cmpint (symlink (studio_home, studio), ==, 0);
  g_assert_cmpint (symlink (registry, ollama), ==, 0);
  after = prony_vocabulary_list ();
  g_assert_cmpuint (after->len, ==, before->len);
  g_unlink (studio);
  g_unlink (ollama);
}

static void
test_list (void)
{
  g_autoptr (GPtrArray) files = prony_vocabulary_list ();
  guint n_here = 0;
  guint n_ollama = 0;

  for (guint i = 0; i < files->len; i++)
    {
      const PronyVocabularyFile *file = files->pdata[i];

      g_assert_nonnull (file->names[0]);
      g_assert_true (g_file_test (file->path, G_FILE_TEST_IS_REGULAR));
      /* Ollama's service may have models of its own on this computer. */
      if (!g_str_has_prefix (file->path, g_get_home_dir ()))
        continue;
      n_here++;
      if (strcmp (file->owner, "Ollama") == 0)
        n_ollama++;
    }
  g_assert_cmpuint (n_here, ==, 16);
  g_assert_cmpuint (n_ollama, ==, 4);
  g_assert_cmpstr (((PronyVocabularyFile *) files->pdata[0])->owner, ==, "Prony");
}

int
main (int argc, char *argv[])
{
  g_autofree char *folder = g_dir_make_tmp ("prony-home-XXXXXX", NULL);
  g_autofree char *data = g_build_filename (folder, ".local", "share", NULL);
  g_autofree char *cache = g_build_filename (folder, ".cache", NULL);
  int result;

  g_setenv ("HOME", folder, TRUE);
  g_setenv ("XDG_DATA_HOME", data, TRUE);
  g_setenv ("XDG_CACHE_HOME", cache, TRUE);
  g_unsetenv ("HF_HOME");
  g_unsetenv ("HF_HUB_CACHE");
  g_unsetenv ("OLLAMA_MODELS");
  g_unsetenv ("LLAMA_CACHE");
  g_test_init (&argc, &argv, NULL);
  fill_home ();

  g_test_add_func ("/tokens/vocabulary-finder/find", test_find);
  g_test_add_func ("/tokens/vocabulary-finder/variables", test_variables);
  g_test_add_func ("/tokens/vocabulary-finder/path", test_path);
  g_test_add_func ("/tokens/vocabulary-finder/circles", test_circles);
  g_test_add_func ("/tokens/vocabulary-finder/list", test_list);

  result = g_test_run ();
  prony_test_remove_tree (folder);
  return result;
}
