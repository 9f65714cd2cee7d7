/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* A generator against a server of the test's, and everything that it handed over. */

#pragma once

#include "core/load/prony-load-generator.h"
#include "support/prony-test-server.h"

G_BEGIN_DECLS

typedef struct
{
  PronyTestServer *server;
  PronyLoadConfig config;
  PronyLoadGenerator *generator;
  GPtrArray *records;
  PronyLoadHealth health;
  PronyState state;
  char *error;
  int n_made; /* requests */
} LoadFixture;

PronyTarget *load_fixture_make_target (const char *url);
void load_fixture_init (LoadFixture *self,
                        PronyTestHandler handler,
                        gpointer handler_data,
                        guint concurrency);
void load_fixture_start (LoadFixture *self);
void load_fixture_take (LoadFixture *self);
void load_fixture_wait_until_paused (LoadFixture *self);
void load_fixture_wait (LoadFixture *self);
void load_fixture_run (LoadFixture *self);
void load_fixture_destroy (LoadFixture *self);
PronyRequestRecord *load_fixture_get_record (LoadFixture *self, guint i);
guint load_fixture_count (LoadFixture *self, gboolean warmup, PronyOutcome outcome);
guint load_fixture_count_measured (LoadFixture *self);
void load_fixture_sort (LoadFixture *self);
void load_fixture_assert_consistent (LoadFixture *self);

G_END_DECLS
