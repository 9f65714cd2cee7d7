/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include "dataset-fixture.h"
#include "support/prony-test-folder.h"

void
dataset_fixture_set_up (DatasetFixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("prony-dataset-XXXXXX", &error);
  g_assert_no_error (error);
  self->scenario = prony_scenario_new ("asked");
  self->scenario->file = g_build_filename (self->folder, "asked.yaml", NULL);
}

void
dataset_fixture_tear_down (DatasetFixture *self, gconstpointer unused)
{
  prony_test_remove_tree (self->folder);
  g_free (self->folder);
  prony_scenario_unref (self->scenario);
}

/*
 * dataset_fixture_set:
 * @self: a fixture
 * @name: the name of a file in its folder, which need not be there
 * @sample: how many of its rows are wanted; 0 for all
 *
 * Has the scenario ask for a data set.
 *
 * Returns: (transfer none): the path of the data set
 */
const char *
dataset_fixture_set (DatasetFixture *self, const char *name, guint sample)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);

  g_clear_pointer (&self->scenario->dataset, prony_dataset_spec_free);
  self->scenario->dataset = prony_dataset_spec_new (path, name);
  self->scenario->dataset->sample = sample;
  return self->scenario->dataset->path;
}
