/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "app/session/prony-session.h"
#include "core/model/prony-plan.h"

G_BEGIN_DECLS

typedef struct
{
  char *folder;
  char *database;
  PronySession *session;
} SessionFixture;

void session_fixture_set_up (SessionFixture *fixture, gconstpointer data);
void session_fixture_tear_down (SessionFixture *fixture, gconstpointer data);
void session_fixture_open (SessionFixture *fixture);
void session_fixture_close (SessionFixture *fixture);
PronyEngineSpec *session_fixture_make_spec (const char *url);
gboolean session_fixture_is_probed (PronyEngineItem *item);
void session_fixture_on_result_cb (GObject *object, GAsyncResult *result, gpointer user_data);
gboolean session_fixture_is_set (gpointer *place);
void session_fixture_assert_nowhere (SessionFixture *fixture, const char *secret);
PronyEngineItem *session_fixture_start_simulator (SessionFixture *fixture);
PronyPlan *
session_fixture_make_plan (SessionFixture *fixture, PronyEngineItem *engine, guint requests);
gboolean session_fixture_has_ended (PronyRunSession *run_session);

G_END_DECLS
