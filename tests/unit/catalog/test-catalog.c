/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "base/prony-error.h"
#include "base/prony-json.h"
#include "base/prony-paths.h"
#include "core/catalog/prony-catalog.h"
#include "core/model/prony-model-name.h"

/* Files in the user's catalogue, gone after the test. */
static char *
write_file (const char *name, const char *text)
{
  g_autofree char *folder = prony_paths_user_catalog ();
  char *file = g_build_filename (folder, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, text, -1, NULL));
  return file;
}

static const PronyCatalogModel *
find_model (const PronyCatalog *catalog, const char *name)
{
  for (guint i = 0; i < catalog->models->len; i++)
    if (strcmp (((PronyCatalogModel *) catalog->models->pdata[i])->name, name) == 0)
      return catalog->models->pdata[i];

  return NULL;
}

/* What comes with Prony is without mistakes, and its names say what its members do. */
static void
test_shipped (void)
{
  g_autoptr (PronyCatalog) catalog = prony_catalog_load ();

  g_assert_cmpuint (catalog->problems->len, ==, 0);
  g_assert_cmpuint (catalog->models->len, >=, 40);
  g_assert_cmpuint (catalog->engines->len, >=, 10);
  for (guint i = 0; i < catalog->models->len; i++)
    {
      const PronyCatalogModel *model = catalog->models->pdata[i];
      double parameters = prony_model_name_count_parameters (model->parameters);
      g_auto (PronyModelName) name = { 0 };

      g_test_message ("%s", model->name);
      g_assert_nonnull (model->source);
      g_assert_nonnull (model->gguf_repository);
      g_assert_cmpint (model->context_length, >=, 2048);
      /* A parameter takes from 3 bits to a byte and a bit. */
      g_assert_cmpfloat (model->size_bytes / parameters, >, 0.37);
      g_assert_cmpfloat (model->size_bytes / parameters, <, 1.15);
      g_assert_cmpint (model->recommended_memory_mb, >, model->size_bytes / (1024 * 1024));
      if (model->gguf_file == NULL)
        continue;
      prony_model_name_read (model->gguf_file, &name);
      g_assert_cmpstr (name.quantization, ==, model->quantization);
    }
  for (guint i = 0; i < catalog->engines->len; i++)
    {
      const PronyCatalogEngine *engine = catalog->engines->pdata[i];

      g_assert_nonnull (engine->health);
      g_assert_nonnull (engine->completions);
    }
}

static void
test_override (void)
{
  g_autofree char *file = write_file (
    "a.json",
    "{\"models\":[{\"name\":\"Phi 4\",\"size_bytes\":7},{\"name\":\"Mine\",\"parameters\":\"3B\"}],"
    "\"engines\":[{\"name\":\"vLLM\",\"kind\":\"vllm\",\"port\":8001}]}");
  g_autoptr (PronyCatalog) catalog = prony_catalog_load ();
  gboolean found = FALSE;

  g_assert_cmpuint (catalog->problems->len, ==, 0);
  g_assert_cmpint (find_model (catalog, "Phi 4")->size_bytes, ==, 7);
  g_assert_null (find_model (catalog, "Phi 4")->source);
  g_assert_nonnull (find_model (catalog, "Mine"));
  for (guint i = 0; i < catalog->engines->len; i++)
    {
      const PronyCatalogEngine *engine = catalog->engines->pdata[i];

      if (strcmp (engine->name, "vLLM") != 0)
        continue;
      g_assert_false (found);
      g_assert_cmpint (engine->port, ==, 8001);
      found = TRUE;
    }
  g_assert_true (found);
  g_assert_cmpint (g_remove (file), ==, 0);
}

static void
test_bad_files (void)
{
  static const struct
  {
    const char *text;
    const char *words;
  } files[] = {
    { "", "not JSON" },
    { "{", "not JSON" },
    { "\xff\xfe", "not JSON" },
    { "[]", "not an object" },
    { "{}", "no list" },
    { "{\"models\":{}}", "no list" },
    { "{\"models\":[7]}", "Entry 1 (?): It is not an object" },
    { "{\"models\":[{}]}", "“name” is missing" },
    { "{\"models\":[{\"name\":\"\"}]}", "text of one line" },
    { "{\"models\":[{\"name\":\"a\\nb\"}]}", "text of one line" },
    { "{\"models\":[{\"name\":\"x\",\"size_bytes\":-1}]}", "number above zero" },
    { "{\"models\":[{\"name\":\"x\",\"size_bytes\":\"5 GB\"}]}", "number above zero" },
    { "{\"models\":[{\"name\":\"x\",\"contxt_length\":1}]}", "Did you mean “context_length”?" },
    { "{\"models\":[{\"name\":\"x\",\"zzzzzzz\":1}]}", "Entry 1 (x): “zzzzzzz” is not known" },
    { "{\"engines\":[{\"name\":\"x\",\"kind\":\"vlm\",\"port\":1}]}", "not a kind of engine" },
    { "{\"engines\":[{\"name\":\"x\",\"kind\":\"vllm\"}]}", "“port” is missing" },
    { "{\"engines\":[{\"name\":\"x\",\"kind\":\"vllm\",\"port\":70000}]}", "1 to 65535" },
    { "{\"engines\":[{\"name\":\"x\",\"kind\":\"vllm\",\"port\":1,\"arguments\":[1]}]}",
      "list of texts" },
    { "{\"engines\":[{\"name\":\"x\",\"kind\":\"vllm\",\"port\":1,\"gpu\":1}]}", "true or false" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *file = write_file ("bad.json", files[i].text);
      g_autofree char *start = g_strconcat (file, ": ", NULL);
      g_autoptr (PronyCatalog) catalog = prony_catalog_load ();
      const char *problem;

      g_assert_cmpuint (catalog->problems->len, ==, 1);
      problem = catalog->problems->pdata[0];
      g_test_message ("%s", problem);
      g_assert_true (g_str_has_prefix (problem, start));
      g_assert_nonnull (strstr (problem, files[i].words));
      g_assert_cmpuint (catalog->models->len, >=, 40);
      g_assert_cmpuint (catalog->engines->len, >=, 10);
      g_assert_cmpint (g_remove (file), ==, 0);
    }
}

/* Good entries beside bad ones stay, and the complaints end. */
static void
test_many_problems (void)
{
  g_autoptr (GString) text = g_string_new ("{\"models\":[{\"name\":\"Good\"}");
  g_autofree char *file = NULL;
  g_autoptr (PronyCatalog) catalog = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append (text, ",{}");
  g_string_append (text, "]}");
  file = write_file ("bad.json", text->str);
  catalog = prony_catalog_load ();
  g_assert_nonnull (find_model (catalog, "Good"));
  g_assert_cmpuint (catalog->problems->len, ==, 20);
  g_assert_cmpint (g_remove (file), ==, 0);
}

static void
test_hostile_files (void)
{
  g_autofree char *deep = g_strnfill (1000000, '[');
  g_autofree char *file = write_file ("deep.json", deep);
  g_autofree char *folder = prony_paths_user_catalog ();
  g_autofree char *sub = g_build_filename (folder, "folder.json", NULL);
  g_autofree char *large = g_build_filename (folder, "large.json", NULL);
  g_autoptr (PronyCatalog) catalog = NULL;

  g_assert_cmpint (g_mkdir (sub, 0700), ==, 0);
  g_assert_true (g_file_set_contents (large, "", 0, NULL));
  g_assert_cmpint (truncate (large, G_GINT64_CONSTANT (1) << 33), ==, 0);
  catalog = prony_catalog_load ();
  g_assert_cmpuint (catalog->problems->len, ==, 3);
  g_assert_cmpuint (catalog->models->len, >=, 40);
  g_assert_cmpint (g_remove (sub), ==, 0);
  g_assert_cmpint (g_remove (large), ==, 0);
  g_assert_cmpint (g_remove (file), ==, 0);
}

static PronyCatalogModel *
make_model (const char *json)
{
  g_autoptr (JsonObject) object = prony_json_parse_object (json, -1, NULL);
  PronyCatalogModel *model = prony_catalog_model_from_json (object, NULL);

  g_assert_nonnull (model);
  return model;
}

static void
test_save (void)
{
  g_autoptr (PronyCatalogModel) first = make_model ("{\"name\":\"Mine\",\"size_bytes\":1000}");
  g_autoptr (PronyCatalogModel) second = make_model ("{\"name\":\"Mine\",\"size_bytes\":2000}");
  g_autoptr (PronyCatalogModel) other = make_model ("{\"name\":\"Other\"}");
  g_autoptr (PronyCatalog) catalog = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *file = NULL;
  g_autofree char *text = NULL;

  g_assert_true (prony_catalog_save_model (first, NULL, &error));
  g_assert_true (prony_catalog_save_model (other, NULL, &error));
  g_assert_true (prony_catalog_save_model (second, &file, &error));
  g_assert_no_error (error);
  catalog = prony_catalog_load ();
  g_assert_cmpint (find_model (catalog, "Mine")->size_bytes, ==, 2000);
  g_assert_nonnull (find_model (catalog, "Other"));

  /* What cannot be read is not lost. */
  g_assert_true (g_file_set_contents (file, "{\"models\":[", -1, NULL));
  g_assert_false (prony_catalog_save_model (first, NULL, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_INPUT);
  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "{\"models\":[");
  g_assert_cmpint (g_remove (file), ==, 0);
}

static void
test_fit (void)
{
  static const struct
  {
    const char *json;
    PronyCatalogMemory memory;
    PronyCatalogFit fit;
  } cases[] = {
    { "{\"name\":\"x\",\"recommended_memory_mb\":8000}", { 16000, 9000 }, PRONY_CATALOG_FIT_YES },
    { "{\"name\":\"x\",\"recommended_memory_mb\":8000}", { 16000, 7000 }, PRONY_CATALOG_FIT_TIGHT },
    { "{\"name\":\"x\",\"recommended_memory_mb\":8000}", { 7999, 7000 }, PRONY_CATALOG_FIT_NO },
    { "{\"name\":\"x\",\"recommended_memory_mb\":8000}", { -1, -1 }, PRONY_CATALOG_FIT_UNKNOWN },
    { "{\"name\":\"x\",\"recommended_memory_mb\":8000}", { 16000, -1 }, PRONY_CATALOG_FIT_TIGHT },
    { "{\"name\":\"x\"}", { 16000, 9000 }, PRONY_CATALOG_FIT_UNKNOWN },
    /* 10 GiB of weights take 13 GiB */
    { "{\"name\":\"x\",\"size_bytes\":10737418240}", { 16000, 13312 }, PRONY_CATALOG_FIT_YES },
    { "{\"name\":\"x\",\"size_bytes\":10737418240}", { 16000, 13311 }, PRONY_CATALOG_FIT_TIGHT },
  };
  PronyCatalogMemory memory;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PronyCatalogModel) model = make_model (cases[i].json);

      g_assert_cmpint (prony_catalog_model_get_fit (model, &cases[i].memory), ==, cases[i].fit);
    }

  prony_catalog_memory_read (&memory);
  g_assert_cmpint (memory.total_mb, >, 0);
  g_assert_cmpint (memory.available_mb, <=, memory.total_mb);
}

static void
test_container (void)
{
  g_autoptr (JsonObject) object = prony_json_parse_object (
    "{\"name\":\"x\",\"kind\":\"vllm\",\"port\":8000,\"container_port\":80,\"image\":\"a/b:c\","
    "\"gpu\":true,\"ipc_host\":true,\"volumes\":[\"~/my models:/m\"],"
    "\"arguments\":[\"--model\",\"org/m\",\"a'b; rm -rf ~\",\"$(x)\"]}",
    -1, NULL);
  g_autoptr (PronyCatalogEngine) engine = prony_catalog_engine_from_json (object, NULL);
  g_autofree char *command = prony_catalog_engine_build_container_command (engine);

  g_assert_cmpstr (command, ==,
                   "docker run --rm --gpus all --ipc host -p 127.0.0.1:8000:80 -v ~/'my models:/m' "
                   "a/b:c --model org/m 'a'\\''b; rm -rf ~' '$(x)'");
}

int
main (int argc, char *argv[])
{
  g_autofree char *folder = g_dir_make_tmp ("prony-catalog-XXXXXX", NULL);
  g_autofree char *own = NULL;
  int status;

  g_assert_nonnull (folder);
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/catalog/shipped", test_shipped);
  g_test_add_func ("/catalog/override", test_override);
  g_test_add_func ("/catalog/bad-files", test_bad_files);
  g_test_add_func ("/catalog/many-problems", test_many_problems);
  g_test_add_func ("/catalog/hostile-files", test_hostile_files);
  g_test_add_func ("/catalog/save", test_save);
  g_test_add_func ("/catalog/fit", test_fit);
  g_test_add_func ("/catalog/container", test_container);

  status = g_test_run ();
  own = prony_paths_user_catalog ();
  for (guint i = 0; i < 3; i++)
    {
      char *slash = strrchr (own, G_DIR_SEPARATOR);

      g_rmdir (own);
      *slash = '\0';
    }
  return status;
}
