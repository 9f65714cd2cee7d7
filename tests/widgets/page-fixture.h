/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "app/session/prony-session.h"
#include "app/widgets/prony-table.h"
#include "result-fixture.h"

G_BEGIN_DECLS

/**
 * PageFixture:
 * @folder: what the test may write to
 * @database: the file of runs in it
 * @session: the session of the page that is shown
 * @window: the window around it
 * @page: the page
 * @first_id: the older of two stored runs
 * @second_id: the newer one
 * @compared: what the page asked the window to compare
 *
 * A page about stored runs in a window.
 */
typedef struct
{
  char *folder;
  char *database;
  PronySession *session;
  GtkWidget *window;
  GtkWidget *page;
  char *first_id;
  char *second_id;
  char **compared;
} PageFixture;

extern const ResultTarget page_fixture_targets[2];

void page_fixture_set_up (PageFixture *fixture, gconstpointer data);
void page_fixture_tear_down (PageFixture *fixture, gconstpointer data);
void page_fixture_store_runs (PageFixture *fixture);
void page_fixture_show (PageFixture *fixture, GType type);
void page_fixture_close (PageFixture *fixture);
void page_fixture_wait_for (PageFixture *fixture, const char *text);
void page_fixture_assert (PageFixture *fixture, const char *text, gboolean shown);
void page_fixture_activate (PageFixture *fixture, const char *action, const char *argument);
PronyTableRow *page_fixture_find_row (PageFixture *fixture, const char *name);

G_END_DECLS
