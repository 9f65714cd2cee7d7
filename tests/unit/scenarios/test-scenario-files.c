/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "base/prony-error.h"
#include "core/scenarios/prony-scenario-catalog.h"
#include "core/scenarios/prony-scenario-files.h"
#include "support/prony-test-folder.h"

#define PROMPT "prompt: {template: Hi}\n"
#define DATA                                                                                       \
  "prompt: {template: \"{prompt}\"}\n"                                                             \
  "test_cases: {from: data/q.jsonl, sample: 1}\n"

/* A shipped, a user's and a strange folder for each test. */
typedef struct
{
  char *root;
  char *shipped;
  char *own;
  char *elsewhere;
} Folders;

static void
set_up (Folders *self, gconstpointer unused)
{
  self->root = g_dir_make_tmp ("prony-files-XXXXXX", NULL);
  self->shipped = g_build_filename (self->root, "shipped", NULL);
  self->elsewhere = g_build_filename (self->root, "elsewhere", NULL);
  self->own = g_build_filename (g_get_user_data_dir (), "prony", "scenarios", NULL);
  g_assert_cmpint (g_mkdir_with_parents (self->shipped, 0700), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (self->elsewhere, 0700), ==, 0);
  g_setenv ("PRONY_SCENARIOS", self->shipped, TRUE);
}

static void
tear_down (Folders *self, gconstpointer unused)
{
  prony_test_remove_tree (self->root);
  prony_test_remove_tree (self->own);
  g_free (self->root);
  g_free (self->shipped);
  g_free (self->elsewhere);
  g_free (self->own);
}

static char *
write_file (const char *folder, const char *name, const char *text)
{
  char *file = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (file);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, text, -1, NULL));
  return file;
}

static void
check_file (const char *folder, const char *name, const char *text)
{
  g_autofree char *file = g_build_filename (folder, name, NULL);
  g_autofree char *found = NULL;

  g_file_get_contents (file, &found, NULL, NULL);
  g_assert_cmpstr (found, ==, text);
}

static char *
save (const char *text, const char *file)
{
  g_autoptr (GError) error = NULL;
  char *saved = prony_scenario_files_save (text, file, &error);

  g_assert_no_error (error);
  return saved;
}

static PronyScenario *
find (const char *name)
{
  g_autoptr (GError) error = NULL;
  PronyScenario *scenario = prony_scenario_catalog_find (name, &error);

  g_assert_no_error (error);
  return scenario;
}

static void
test_save (Folders *self, gconstpointer unused)
{
  g_autofree char *new = save ("name: a-b\n" PROMPT, NULL);
  g_autofree char *again = save ("# c\nname: a-b\n" PROMPT, new);
  g_autofree char *renamed = NULL;

  g_assert_cmpstr (again, ==, new);
  check_file (self->own, "a-b.yaml", "# c\nname: a-b\n" PROMPT);

  renamed = save ("name: c\n" PROMPT, new);
  check_file (self->own, "c.yaml", "name: c\n" PROMPT);
  check_file (self->own, "a-b.yaml", NULL);
}

/* A file that the user has named otherwise keeps its name. */
static void
test_save_other_file_name (Folders *self, gconstpointer unused)
{
  g_autofree char *file = write_file (self->own, "mine.yml", "name: a\n" PROMPT);
  g_autofree char *saved = save ("name: a\ntitle: A\n" PROMPT, file);

  g_assert_cmpstr (saved, ==, file);
  check_file (self->own, "mine.yml", "name: a\ntitle: A\n" PROMPT);
}

static void
test_save_refused (Folders *self, gconstpointer unused)
{
  g_autofree char *a = save ("name: a\n" PROMPT, NULL);
  g_autofree char *other = write_file (self->own, "other.yaml", "name: b\n" PROMPT);
  g_autofree char *in_the_way = write_file (self->own, "d.yaml", "no scenario");
  g_autofree char *shipped = write_file (self->shipped, "s.yaml", "name: s\n" PROMPT);
  g_autofree char *above = g_build_filename (self->own, "..", "x.yaml", NULL);
  const struct
  {
    const char *text;
    const char *file;
    PronyError code;
  } table[] = {
    { "name: a\n" PROMPT, NULL, PRONY_ERROR_INPUT },
    { "name: b\n" PROMPT, a, PRONY_ERROR_INPUT },
    { "name: d\n" PROMPT, a, PRONY_ERROR_INPUT },
    { "name: c\n" PROMPT, shipped, PRONY_ERROR_INPUT },
    { "name: c\n" PROMPT, above, PRONY_ERROR_INPUT },
    { "name: ../c\n" PROMPT, a, PRONY_ERROR_SCENARIO },
    { "name: c\n", a, PRONY_ERROR_SCENARIO },
    { "name: [", a, PRONY_ERROR_SCENARIO },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *saved = prony_scenario_files_save (table[i].text, table[i].file, &error);

      g_assert_null (saved);
      g_assert_error (error, PRONY_ERROR, (int) table[i].code);
    }
  check_file (self->own, "a.yaml", "name: a\n" PROMPT);
  check_file (self->own, "other.yaml", "name: b\n" PROMPT);
  check_file (self->own, "d.yaml", "no scenario");
  check_file (self->shipped, "s.yaml", "name: s\n" PROMPT);
}

static void
test_duplicate (Folders *self, gconstpointer unused)
{
  g_autofree char *shipped =
    write_file (self->shipped, "a.yaml", "# c\nname: a\ntitle: A\n" PROMPT);
  g_autoptr (PronyScenario) scenario = find ("a");
  g_autoptr (PronyScenario) copy = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *second = prony_scenario_files_duplicate (scenario, &error);
  g_autofree char *third = NULL;

  g_assert_no_error (error);
  g_assert_true (scenario->shipped);
  check_file (self->own, "a-2.yaml", "# c\nname: a-2\ntitle: A (Copy)\n" PROMPT);
  copy = find ("a-2");
  g_assert_false (copy->shipped);
  third = prony_scenario_files_duplicate (copy, &error);
  g_assert_no_error (error);
  check_file (self->own, "a-3.yaml", "# c\nname: a-3\ntitle: A (Copy) (Copy)\n" PROMPT);
}

static void
test_duplicate_nested (Folders *self, gconstpointer unused)
{
  g_autofree char *shipped =
    write_file (self->shipped, "a.yaml", "scenario:\n  name: A Thing\n  prompt: {template: Hi}\n");
  g_autoptr (PronyScenario) scenario = find ("a-thing");
  g_autoptr (PronyScenario) copy = NULL;
  g_autofree char *file = prony_scenario_files_duplicate (scenario, NULL);

  g_assert_nonnull (file);
  copy = find ("a-thing-2");
  g_assert_cmpstr (copy->title, ==, "A Thing (Copy)");
}

static void
test_import (Folders *self, gconstpointer unused)
{
  g_autofree char *file = write_file (self->elsewhere, "x.yaml", "name: a\n" DATA);
  g_autofree char *data = write_file (self->elsewhere, "data/q.jsonl", "{\"prompt\": \"Hi\"}\n");
  g_autofree char *own = g_build_filename (self->own, "a.yaml", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *first = prony_scenario_files_import (file, &error);
  g_autofree char *second = NULL;
  g_autofree char *from_own = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (first, ==, own);
  check_file (self->own, "a.yaml", "name: a\n" DATA);
  check_file (self->own, "data/q.jsonl", "{\"prompt\": \"Hi\"}\n");

  second = prony_scenario_files_import (file, &error);
  g_assert_no_error (error);
  check_file (self->own, "a-2.yaml", "name: a-2\ntitle: a\n" DATA);

  from_own = prony_scenario_files_import (own, &error);
  g_assert_null (from_own);
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_INPUT);
}

static void
test_import_refused (Folders *self, gconstpointer unused)
{
  g_autofree char *file = write_file (self->elsewhere, "x.yaml", "name: a\n" DATA);
  g_autofree char *broken = write_file (self->elsewhere, "y.yaml", "name: A b\n");
  g_autofree char *other = write_file (self->own, "data/q.jsonl", "{\"prompt\": \"Other\"}\n");
  g_autofree char *data = NULL;
  g_autoptr (GError) missing = NULL;
  g_autoptr (GError) mistakes = NULL;
  g_autoptr (GError) in_the_way = NULL;

  g_assert_null (prony_scenario_files_import (file, &missing));
  g_assert_nonnull (strstr (missing->message, "data/q.jsonl"));
  g_assert_null (prony_scenario_files_import (broken, &mistakes));
  g_assert_error (mistakes, PRONY_ERROR, PRONY_ERROR_SCENARIO);

  data = write_file (self->elsewhere, "data/q.jsonl", "{\"prompt\": \"Hi\"}\n");
  g_assert_null (prony_scenario_files_import (file, &in_the_way));
  g_assert_error (in_the_way, PRONY_ERROR, PRONY_ERROR_INPUT);
  check_file (self->own, "data/q.jsonl", "{\"prompt\": \"Other\"}\n");
  check_file (self->own, "a.yaml", NULL);
}

static void
test_export (Folders *self, gconstpointer unused)
{
  g_autofree char *file = write_file (self->shipped, "a.yaml", "name: a\n" DATA);
  g_autofree char *data = write_file (self->shipped, "data/q.jsonl", "{\"prompt\": \"Hi\"}\n");
  g_autofree char *target = g_build_filename (self->elsewhere, "out.yaml", NULL);
  g_autofree char *own = g_build_filename (self->own, "out.yaml", NULL);
  g_autoptr (PronyScenario) scenario = find ("a");
  g_autoptr (GError) error = NULL;

  g_assert_true (prony_scenario_files_export (scenario, target, &error));
  g_assert_no_error (error);
  check_file (self->elsewhere, "out.yaml", "name: a\n" DATA);
  check_file (self->elsewhere, "data/q.jsonl", "{\"prompt\": \"Hi\"}\n");
  g_assert_false (prony_scenario_files_export (scenario, own, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_INPUT);
}

static void
test_delete (Folders *self, gconstpointer unused)
{
  g_autofree char *file = save ("name: a\n" PROMPT, NULL);
  g_autoptr (PronyScenario) scenario = find ("a");
  g_autoptr (GError) error = NULL;
  g_autofree char *aside = prony_scenario_files_set_aside (scenario, &error);
  g_autofree char *again = NULL;

  g_assert_no_error (error);
  check_file (self->own, "a.yaml", NULL);
  g_assert_true (prony_scenario_files_bring_back (aside, &error));
  check_file (self->own, "a.yaml", "name: a\n" PROMPT);
  g_assert_false (prony_scenario_files_bring_back (aside, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);

  again = prony_scenario_files_set_aside (scenario, &error);
  g_assert_no_error (error);
  g_assert_true (prony_scenario_files_discard (again, &error));
  g_assert_false (g_file_test (again, G_FILE_TEST_EXISTS));
}

static void
test_delete_refused (Folders *self, gconstpointer unused)
{
  g_autofree char *file = write_file (self->shipped, "s.yaml", "name: s\n" PROMPT);
  g_autofree char *own = save ("name: a\n" PROMPT, NULL);
  g_autoptr (PronyScenario) shipped = find ("s");
  g_autoptr (PronyScenario) scenario = find ("a");
  g_autofree char *aside = NULL;
  g_autofree char *new = NULL;

  g_assert_null (prony_scenario_files_set_aside (shipped, NULL));
  g_assert_false (prony_scenario_files_discard (own, NULL));
  g_assert_false (prony_scenario_files_bring_back (file, NULL));
  check_file (self->shipped, "s.yaml", "name: s\n" PROMPT);

  /* Another has come in its place. */
  aside = prony_scenario_files_set_aside (scenario, NULL);
  new = save ("name: a\ntitle: New\n" PROMPT, NULL);
  g_assert_false (prony_scenario_files_bring_back (aside, NULL));
  check_file (self->own, "a.yaml", "name: a\ntitle: New\n" PROMPT);
}

static void
test_discard_old (Folders *self, gconstpointer unused)
{
  g_autofree char *old = write_file (self->own, ".deleted/1000-0000abcd-a.yaml", "x");
  g_autofree char *strange = write_file (self->own, ".deleted/notes.txt", "x");
  g_autofree char *file = save ("name: a\n" PROMPT, NULL);
  g_autoptr (PronyScenario) scenario = find ("a");
  g_autofree char *aside = prony_scenario_files_set_aside (scenario, NULL);

  prony_scenario_files_discard_old ();
  g_assert_false (g_file_test (old, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (strange, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
}

static void
test_catalog (Folders *self, gconstpointer unused)
{
  g_autofree char *a = write_file (self->shipped, "a.yaml", "name: a\n" PROMPT);
  g_autofree char *b = write_file (self->shipped, "b.yaml", "name: b\n" PROMPT);
  g_autofree char *mine = write_file (self->own, "b.yaml", "name: b\ntitle: Mine\n" PROMPT);
  g_autofree char *unknown = write_file (self->own, "x.yaml", "name: x\nfoo: bar\n");
  g_autofree char *unreadable = write_file (self->own, "y.yaml", "name: [\n");
  g_autofree char *bytes = write_file (self->own, "z.yaml", "name: \xff\n");
  g_autoptr (PronyScenarioCatalog) catalog = prony_scenario_catalog_read ();
  const PronyScenario *first;
  const PronyScenario *second;
  const PronyBrokenScenario *x;
  const PronyBrokenScenario *y;

  g_assert_cmpuint (catalog->scenarios->len, ==, 2);
  first = g_ptr_array_index (catalog->scenarios, 0);
  second = g_ptr_array_index (catalog->scenarios, 1);
  g_assert_true (first->shipped);
  g_assert_cmpstr (first->file, ==, a);
  g_assert_false (second->shipped);
  g_assert_cmpstr (second->file, ==, mine);
  g_assert_true (prony_scenario_catalog_hides_shipped (catalog, "b"));
  g_assert_false (prony_scenario_catalog_hides_shipped (catalog, "a"));

  g_assert_cmpuint (catalog->problems->len, ==, 3);
  g_assert_cmpuint (catalog->broken->len, ==, 2);
  x = g_ptr_array_index (catalog->broken, 0);
  y = g_ptr_array_index (catalog->broken, 1);
  g_assert_cmpstr (x->scenario->name, ==, "x");
  g_assert_cmpstr (x->scenario->source, ==, "name: x\nfoo: bar\n");
  g_assert_nonnull (strstr (x->problems, "x.yaml:2:1"));
  g_assert_cmpstr (y->scenario->name, ==, "y");
  g_assert_cmpstr (y->scenario->file, ==, unreadable);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    void (*run) (Folders *self, gconstpointer unused);
  } tests[] = {
    { "save", test_save },
    { "save-other-file-name", test_save_other_file_name },
    { "save-refused", test_save_refused },
    { "duplicate", test_duplicate },
    { "duplicate-nested", test_duplicate_nested },
    { "import", test_import },
    { "import-refused", test_import_refused },
    { "export", test_export },
    { "delete", test_delete },
    { "delete-refused", test_delete_refused },
    { "discard-old", test_discard_old },
    { "catalog", test_catalog },
  };

  g_autofree char *home = g_dir_make_tmp ("prony-files-home-XXXXXX", NULL);
  int status;

  /* Not G_TEST_OPTION_ISOLATE_DIRS, which leaks the folders of each test. */
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strdup_printf ("/scenario-files/%s", tests[i].name);

      g_test_add (path, Folders, NULL, set_up, tests[i].run, tear_down);
    }

  status = g_test_run ();
  prony_test_remove_tree (home);
  return status;
}
