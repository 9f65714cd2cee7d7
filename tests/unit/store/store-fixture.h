/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What the store's tests share: a folder of their own, and a run with everything
 * in it. */

#pragma once

#include "core/store/prony-store.h"

G_BEGIN_DECLS

typedef struct
{
  char *folder;
  char *file_name;
} StoreFixture;

#define FIXTURE_KEY "sk-this-must-never-be-stored"
#define FIXTURE_BASE_NS G_GINT64_CONSTANT (5000000000)

void store_fixture_set_up (StoreFixture *self, gconstpointer unused);
void store_fixture_tear_down (StoreFixture *self, gconstpointer unused);
PronyStore *store_fixture_open (StoreFixture *self);
char *store_fixture_read_all (StoreFixture *self, gsize *length);

PronyRun *fixture_make_run (const char *name, const char *engine, const char *model);
PronyRun *fixture_get_run (PronyStore *store, const char *run_id);
PronyRequestRecord *fixture_make_record (guint64 id);
GPtrArray *fixture_make_records (guint64 first, guint n);

G_END_DECLS
