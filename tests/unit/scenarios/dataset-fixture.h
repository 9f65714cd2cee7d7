/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What the tests of data sets share: a folder of their own, and a scenario in it that
 * asks for one. */

#pragma once

#include "core/model/prony-scenario.h"

G_BEGIN_DECLS

typedef struct
{
  char *folder;
  PronyScenario *scenario;
} DatasetFixture;

void dataset_fixture_set_up (DatasetFixture *self, gconstpointer unused);
void dataset_fixture_tear_down (DatasetFixture *self, gconstpointer unused);
const char *dataset_fixture_set (DatasetFixture *self, const char *name, guint sample);

#define DATASET_FIXTURE_ADD(path, function)                                                        \
  g_test_add (path, DatasetFixture, NULL, dataset_fixture_set_up, function,                        \
              dataset_fixture_tear_down)

G_END_DECLS
