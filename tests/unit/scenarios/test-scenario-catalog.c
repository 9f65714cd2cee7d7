/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>
#include <sys/stat.h>

#include "base/prony-error.h"
#include "core/scenarios/prony-scenario-catalog.h"
#include "support/prony-test-folder.h"

#define GOOD "prompt: {template: Hi}\n"

/* A shipped and a user's folder of their own for each test. */
typedef struct
{
  char *root;
  char *shipped;
  char *own;
} Folders;

static void
set_up (Folders *self, gconstpointer unused)
{
  self->root = g_dir_make_tmp ("prony-catalog-XXXXXX", NULL);
  self->shipped = g_build_filename (self->root, "shipped", NULL);
  self->own = g_build_filename (g_get_user_data_dir (), "prony", "scenarios", NULL);
  g_assert_cmpint (g_mkdir_with_parents (self->shipped, 0700), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (self->own, 0700), ==, 0);
  g_setenv ("PRONY_SCENARIOS", self->shipped, TRUE);
}

static void
tear_down (Folders *self, gconstpointer unused)
{
  prony_test_remove_tree (self->root);
  prony_test_remove_tree (self->own);
  g_free (self->root);
  g_free (self->shipped);
  g_free (self->own);
}

static void
write_file (const char *folder, const char *name, const char *text)
{
  g_autofree char *file = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (file, text, -1, NULL));
}

static void
test_order (Folders *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GPtrArray) scenarios = NULL;
  static const char *const wanted[] = { "short-long", "short-short", "aa",
                                        "long-2k",    "long-16k",    "zz" };

  write_file (self->shipped, "1.yaml", "name: short-short\n" GOOD);
  write_file (self->shipped, "2.yml", "name: zz\n" GOOD);
  write_file (self->shipped, "3.yaml", "name: short-long\n" GOOD);
  write_file (self->shipped, "5.yaml", "name: long-16k\n" GOOD);
  write_file (self->shipped, "6.yaml", "name: long-2k\n" GOOD);
  write_file (self->shipped, "readme.txt", "not a scenario");
  write_file (self->shipped, ".hidden.yaml", "not a scenario");
  write_file (self->own, "4.yaml", "name: aa\n" GOOD);

  scenarios = prony_scenario_catalog_load (&problems);
  g_assert_cmpuint (problems->len, ==, 0);
  g_assert_cmpuint (scenarios->len, ==, G_N_ELEMENTS (wanted));
  for (guint i = 0; i < scenarios->len; i++)
    g_assert_cmpstr (((PronyScenario *) g_ptr_array_index (scenarios, i))->name, ==, wanted[i]);
}

static void
test_own_replaces_shipped (Folders *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GPtrArray) scenarios = NULL;
  PronyScenario *scenario;

  write_file (self->shipped, "a.yaml", "name: a\ntitle: Shipped\n" GOOD);
  write_file (self->own, "mine.yaml", "name: a\ntitle: Own\n" GOOD);

  scenarios = prony_scenario_catalog_load (&problems);
  g_assert_cmpuint (problems->len, ==, 0);
  g_assert_cmpuint (scenarios->len, ==, 1);
  scenario = g_ptr_array_index (scenarios, 0);
  g_assert_cmpstr (scenario->title, ==, "Own");
}

static void
test_problems (Folders *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GPtrArray) scenarios = NULL;
  g_autofree char *pipe = g_build_filename (self->own, "pipe.yaml", NULL);

  write_file (self->shipped, "a.yaml", "name: a\n" GOOD);
  write_file (self->shipped, "b.yaml", "name: a\n" GOOD);
  write_file (self->shipped, "broken.yaml", "name: [\n");
  write_file (self->own, "empty.yaml", "");
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);

  scenarios = prony_scenario_catalog_load (&problems);
  g_assert_cmpuint (scenarios->len, ==, 1);
  g_assert_cmpuint (problems->len, ==, 4);
  g_assert_nonnull (strstr (g_ptr_array_index (problems, 0), "b.yaml:1:1: The name “a” is taken"));
  g_assert_nonnull (strstr (g_ptr_array_index (problems, 1), "broken.yaml:2:1: This is not YAML"));
  g_assert_nonnull (strstr (g_ptr_array_index (problems, 2), "empty.yaml:1:1: There is nothing"));
  g_assert_nonnull (strstr (g_ptr_array_index (problems, 3), "pipe.yaml” is not a file"));
}

static void
test_find (Folders *self, gconstpointer unused)
{
  g_autofree char *file = g_build_filename (self->root, "shipped", "one.yaml", NULL);
  g_autoptr (PronyScenario) by_name = NULL;
  g_autoptr (PronyScenario) by_file = NULL;
  g_autoptr (GError) error = NULL;

  write_file (self->shipped, "one.yaml", "name: first\n" GOOD);
  write_file (self->shipped, "broken.yaml", "name: 1 1\n");

  by_name = prony_scenario_catalog_find ("first", &error);
  g_assert_no_error (error);
  by_file = prony_scenario_catalog_find (file, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (by_name->name, ==, by_file->name);

  g_assert_null (prony_scenario_catalog_find ("frist", &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "Did you mean “first”?"));
  g_clear_error (&error);

  g_assert_null (prony_scenario_catalog_find ("quite-another", &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_assert_null (prony_scenario_catalog_find ("broken", &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_SCENARIO);
  g_assert_nonnull (strstr (error->message, "broken.yaml:1:7: “1 1” is not a name"));
  g_clear_error (&error);

  g_assert_null (prony_scenario_catalog_find ("/nowhere/x.yaml", &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_assert_null (prony_scenario_catalog_find (self->root, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_INPUT);
}

static void
test_no_folders (void)
{
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GPtrArray) scenarios = NULL;
  g_autoptr (GPtrArray) core = NULL;
  g_autoptr (GError) error = NULL;

  g_setenv ("PRONY_SCENARIOS", "/nowhere/at/all", TRUE);
  scenarios = prony_scenario_catalog_load (&problems);
  g_assert_cmpuint (scenarios->len, ==, 0);
  g_assert_cmpuint (problems->len, ==, 0);
  core = prony_scenario_catalog_core (&error);
  g_assert_null (core);
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND);
}

int
main (int argc, char *argv[])
{
  g_autofree char *home = g_dir_make_tmp ("prony-catalog-home-XXXXXX", NULL);
  int status;

  /* Not G_TEST_OPTION_ISOLATE_DIRS, which leaks the folders of each test. */
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function)                                                                        \
  g_test_add ("/scenario-catalog/" name, Folders, NULL, set_up, function, tear_down)
  ADD ("order", test_order);
  ADD ("own-replaces-shipped", test_own_replaces_shipped);
  ADD ("problems", test_problems);
  ADD ("find", test_find);
  g_test_add_func ("/scenario-catalog/no-folders", test_no_folders);
  status = g_test_run ();
  prony_test_remove_tree (home);
  return status;
}
