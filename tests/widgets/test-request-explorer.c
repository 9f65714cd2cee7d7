/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The requests of a run on the screen: which of them, in which order, and one of them. */

#include "config.h"

#include <string.h>

#include "app/widgets/prony-chart-pane.h"
#include "app/widgets/prony-request-detail.h"
#include "app/widgets/prony-request-explorer.h"
#include "app/widgets/prony-request-filter-bar.h"
#include "app/widgets/prony-request-rows.h"
#include "app/widgets/prony-request-table.h"
#include "app/widgets/prony-request-time-line.h"
#include "request-fixture.h"
#include "session-fixture.h"
#include "widget-fixture.h"

#define N_REQUESTS 500

typedef struct
{
  SessionFixture session;
  PronyRun *run;
  GtkWidget *window;
  GtkWidget *explorer;
  const char *text; /* that is waited for */
} Fixture;

static gboolean
says_text (Fixture *fixture)
{
  return widget_fixture_says (fixture->explorer, fixture->text);
}

static void
see (Fixture *fixture, const char *text)
{
  fixture->text = text;
  wait_until (says_text, fixture);
}

static void
show_explorer (Fixture *fixture, int width)
{
  GtkWidget *overlay = adw_toast_overlay_new ();

  fixture->explorer = prony_request_explorer_new ();
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), fixture->explorer);
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), overlay);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, 700);
  prony_request_explorer_set_session (PRONY_REQUEST_EXPLORER (fixture->explorer),
                                      fixture->session.session);
  prony_request_explorer_set_run (PRONY_REQUEST_EXPLORER (fixture->explorer), fixture->run);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  session_fixture_set_up (&fixture->session, NULL);
  fixture->run = request_fixture_store (fixture->session.database, N_REQUESTS);
  session_fixture_open (&fixture->session);
  show_explorer (fixture, GPOINTER_TO_INT (data));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  session_fixture_close (&fixture->session);
  prony_run_unref (fixture->run);
  session_fixture_tear_down (&fixture->session, NULL);
}

static GtkWidget *
find (Fixture *fixture, GType type)
{
  return widget_fixture_find (fixture->explorer, type, NULL);
}

static void
filter_by (Fixture *fixture, const PronyRequestFilter *filter)
{
  GtkWidget *bar = find (fixture, PRONY_TYPE_REQUEST_FILTER_BAR);

  prony_request_filter_bar_set (PRONY_REQUEST_FILTER_BAR (bar), filter);
  g_signal_emit_by_name (bar, "changed");
}

/* The store's number of a request, whose number in its only trial is @id. */
static gint64
get_row_id (guint64 id)
{
  return (gint64) id; /* they were stored in their order, in an empty database */
}

static void
show_request (Fixture *fixture, guint64 id)
{
  prony_request_explorer_show_request (PRONY_REQUEST_EXPLORER (fixture->explorer), get_row_id (id));
}

static gboolean
is_shown (Fixture *fixture)
{
  PronyRequestDetail *detail = PRONY_REQUEST_DETAIL (find (fixture, PRONY_TYPE_REQUEST_DETAIL));
  g_autofree char *text = prony_request_detail_get_text (detail);

  return text != NULL && strstr (text, fixture->text) != NULL;
}

static void
see_detail (Fixture *fixture, const char *text)
{
  fixture->text = text;
  wait_until (is_shown, fixture);
}

/* --- The list ----------------------------------------------------------------------------- */

static void
test_filter (Fixture *fixture, gconstpointer data)
{
  PronyRequestFilter filter = { .trial = -1, .outcome = -1, .quality = -1 };

  see (fixture, "497 of 500 requests");
  filter.warmup = TRUE;
  filter_by (fixture, &filter);
  see (fixture, "500 requests");
  filter.failed = TRUE;
  filter_by (fixture, &filter);
  see (fixture, "5 of 500 requests");
  filter.text = "request-107?";
  filter_by (fixture, &filter);
  see (fixture, "1 of 500 requests");
  filter.text = "nothing of that kind";
  filter_by (fixture, &filter);
  see (fixture, "No Request Fits");

  /* All of a trial, whatever was looked for before. */
  prony_request_explorer_show_trial (PRONY_REQUEST_EXPLORER (fixture->explorer), 0);
  see (fixture, "500 requests");
}

/* As a click at the headings does. */
static void
test_sort (Fixture *fixture, gconstpointer data)
{
  GtkWidget *bar;
  GtkWidget *view;
  GListModel *columns;
  g_autoptr (GtkColumnViewColumn) latency = NULL;
  PronyRequestFilter filter;

  see (fixture, "497 of 500 requests");
  bar = find (fixture, PRONY_TYPE_REQUEST_FILTER_BAR);
  view = widget_fixture_find (find (fixture, PRONY_TYPE_REQUEST_TABLE), GTK_TYPE_COLUMN_VIEW, NULL);
  columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (view));
  latency = g_list_model_get_item (columns, 4);
  gtk_column_view_sort_by_column (GTK_COLUMN_VIEW (view), latency, GTK_SORT_DESCENDING);
  prony_request_filter_bar_get (PRONY_REQUEST_FILTER_BAR (bar), &filter);
  g_assert_cmpint (filter.sort, ==, PRONY_REQUEST_SORT_LATENCY);
  g_assert_true (filter.descending);

  gtk_column_view_sort_by_column (GTK_COLUMN_VIEW (view), latency, GTK_SORT_ASCENDING);
  prony_request_filter_bar_get (PRONY_REQUEST_FILTER_BAR (bar), &filter);
  g_assert_false (filter.descending);
  see (fixture, "497 of 500 requests");
}

/* How many headings have an arrow. */
static guint
count_arrows (GtkWidget *parent)
{
  guint n = gtk_widget_has_css_class (parent, "ascending") ||
            gtk_widget_has_css_class (parent, "descending");

  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_arrows (child);
  return n;
}

/* As the choice of the order does. */
static void
test_arrows (Fixture *fixture, gconstpointer data)
{
  static const PronyRequestSort sorts[] = { PRONY_REQUEST_SORT_LATENCY, PRONY_REQUEST_SORT_TTFT };
  PronyRequestFilter filter = { .trial = -1, .outcome = -1, .quality = -1 };
  GtkWidget *view;

  see (fixture, "497 of 500 requests");
  view = widget_fixture_find (find (fixture, PRONY_TYPE_REQUEST_TABLE), GTK_TYPE_COLUMN_VIEW, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (sorts); i++)
    {
      filter.sort = sorts[i];
      filter_by (fixture, &filter);
      g_assert_cmpuint (count_arrows (gtk_widget_get_first_child (view)), ==, 1);
    }
}

static void
test_deleted (Fixture *fixture, gconstpointer data)
{
  const char *run_ids[] = { fixture->run->id, NULL };

  see (fixture, "497 of 500 requests");
  prony_session_delete_runs (fixture->session.session, run_ids);
  see (fixture, "This run was deleted, and its requests with it.");
  prony_session_restore_runs (fixture->session.session, run_ids);
  see (fixture, "497 of 500 requests");
}

/* --- One of them -------------------------------------------------------------------------- */

static const struct
{
  guint id;
  const char *says;
} details[] = {
  { 107, "Failed: engine error" },     { 107, "The engine broke down over this one." },
  { 107, "First Token: Not reached" }, { 108, "Let me count." },
  { 109, "They are four." },           { 110, "Failed, it breaks the rule: contains “four”" },
  { 111, "Answer Quality: Passed" },   { 2, "2, of the warm-up" },
};

static void
test_details (Fixture *fixture, gconstpointer data)
{
  see (fixture, "497 of 500 requests");
  for (guint i = 0; i < G_N_ELEMENTS (details); i++)
    {
      g_test_message ("%u: %s", details[i].id, details[i].says);
      show_request (fixture, details[i].id);
      see_detail (fixture, details[i].says);
    }
  see (fixture, "500 requests"); /* the one of the warm-up did not fit */
}

/* Events are there where there were any, and a sentence where not. */
static void
test_events (Fixture *fixture, gconstpointer data)
{
  GtkWidget *parts;

  see (fixture, "497 of 500 requests");
  show_request (fixture, 107);
  see_detail (fixture, "broke down");
  parts =
    widget_fixture_find (find (fixture, PRONY_TYPE_REQUEST_DETAIL), ADW_TYPE_VIEW_STACK, NULL);
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (parts), "events");
  see (fixture, "This request ended before any event of an answer came.");
  show_request (fixture, 108);
  see (fixture, "Thinking");
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (parts), "figures");
  see (fixture, "Time to first token");
}

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  see (fixture, "497 of 500 requests");
  show_request (fixture, 107);
  see_detail (fixture, "Request: 107");
  gtk_widget_activate_action (fixture->explorer, "requests.next", NULL);
  see_detail (fixture, "Request: 108");
  gtk_widget_activate_action (fixture->explorer, "requests.previous", NULL);
  gtk_widget_activate_action (fixture->explorer, "requests.previous", NULL);
  see_detail (fixture, "Request: 106");
  gtk_widget_activate_action (fixture->explorer, "requests.copy", NULL);
  gtk_widget_activate_action (fixture->explorer, "requests.close", NULL);
  g_assert_cmpint (prony_request_detail_get_row_id (
                     PRONY_REQUEST_DETAIL (find (fixture, PRONY_TYPE_REQUEST_DETAIL))),
                   ==, 0);
}

/* A value of the time line leads to its request. */
static gboolean
has_chart (Fixture *fixture)
{
  GtkWidget *line = find (fixture, PRONY_TYPE_REQUEST_TIME_LINE);
  GtkWidget *pane = widget_fixture_find (line, PRONY_TYPE_CHART_PANE, NULL);

  return prony_chart_view_get_chart (prony_chart_pane_get_view (PRONY_CHART_PANE (pane))) != NULL;
}

static void
test_time_line (Fixture *fixture, gconstpointer data)
{
  GtkWidget *pane;
  PronyChart *chart;

  see (fixture, "497 of 500 requests");
  gtk_widget_activate_action (fixture->explorer, "requests.time-line", NULL);
  wait_until (has_chart, fixture);
  see (fixture, "The first 100 of 497 requests, in the order of the list.");
  pane =
    widget_fixture_find (find (fixture, PRONY_TYPE_REQUEST_TIME_LINE), PRONY_TYPE_CHART_PANE, NULL);
  chart = prony_chart_view_get_chart (prony_chart_pane_get_view (PRONY_CHART_PANE (pane)));
  g_assert_cmpuint (chart->groups->len, ==, 100);
  g_signal_emit_by_name (prony_chart_pane_get_view (PRONY_CHART_PANE (pane)), "datum-activated",
                         prony_chart_get_datum (chart, 0)->mark);
  see_detail (fixture, "Request: 4\n"); /* the first three are of the warm-up */
}

/* Where there is no room for a table: two lines, and the request on a page of its own. */
static gboolean
is_in_rows (Fixture *fixture)
{
  return gtk_widget_get_mapped (find (fixture, PRONY_TYPE_REQUEST_ROWS)) &&
         !gtk_widget_get_mapped (find (fixture, PRONY_TYPE_REQUEST_TABLE));
}

static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  AdwLeaflet *leaflet;

  see (fixture, "497 of 500 requests");
  leaflet = ADW_LEAFLET (find (fixture, ADW_TYPE_LEAFLET));
  wait_until (is_in_rows, fixture);
  show_request (fixture, 107);
  see_detail (fixture, "Request: 107");
  gtk_test_widget_wait_for_draw (fixture->window);
  g_assert_true (adw_leaflet_get_folded (leaflet));
  see (fixture, "Failed: engine error");
  gtk_widget_activate_action (fixture->explorer, "requests.close", NULL);
  see (fixture, "497 of 500 requests");
}

/* --- By keyboard --------------------------------------------------------------------------- */

static GtkWidget *
get_focus (Fixture *fixture)
{
  return gtk_root_get_focus (GTK_ROOT (fixture->window));
}

/* Not the list itself: a row of it, that can be activated. */
static gboolean
is_at_row (Fixture *fixture)
{
  GtkWidget *focus = get_focus (fixture);

  return focus != NULL && gtk_widget_get_mapped (focus) &&
         GTK_IS_LIST_VIEW (gtk_widget_get_parent (focus));
}

/* From the filter to the rows, whatever the list had before. */
static void
open_by_keyboard (Fixture *fixture, const char *says)
{
  GtkWidget *list = find (fixture, ADW_TYPE_SQUEEZER);

  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
  g_assert_true (gtk_widget_child_focus (adw_squeezer_get_visible_child (ADW_SQUEEZER (list)),
                                         GTK_DIR_TAB_FORWARD));
  g_assert_true (is_at_row (fixture));
  gtk_widget_activate (get_focus (fixture));
  see_detail (fixture, says);
  gtk_widget_activate_action (fixture->explorer, "requests.close", NULL);
  wait_until (is_at_row, fixture);
}

static gboolean
is_in_table (Fixture *fixture)
{
  return gtk_widget_get_mapped (find (fixture, PRONY_TYPE_REQUEST_TABLE));
}

static void
test_focus (Fixture *fixture, gconstpointer data)
{
  PronyRequestFilter filter = { .trial = -1, .outcome = -1, .quality = -1 };

  see (fixture, "497 of 500 requests");
  open_by_keyboard (fixture, "Request: ");
  wait_until (is_in_table, fixture);
  wait_until (is_at_row, fixture);

  filter.outcome = PRONY_OUTCOME_OK;
  filter.descending = TRUE;
  filter_by (fixture, &filter);
  see (fixture, "492 of 500 requests");
  open_by_keyboard (fixture, "Request: ");

  filter.outcome = -1;
  filter.failed = TRUE;
  filter.descending = FALSE;
  filter_by (fixture, &filter);
  see (fixture, "5 of 500 requests");
  open_by_keyboard (fixture, "Failed: ");
}

#define WIDE GINT_TO_POINTER (1200)
#define NARROW GINT_TO_POINTER (360)
#define ADD(name, width, test)                                                                     \
  g_test_add ("/request-explorer/" name, Fixture, width, set_up, test, tear_down)

int
main (int argc, char *argv[])
{
  widget_fixture_init ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  ADD ("filter", WIDE, test_filter);
  ADD ("sort", WIDE, test_sort);
  ADD ("arrows", WIDE, test_arrows);
  ADD ("deleted", WIDE, test_deleted);
  ADD ("details", WIDE, test_details);
  ADD ("events", WIDE, test_events);
  ADD ("keys", WIDE, test_keys);
  ADD ("time-line", WIDE, test_time_line);
  ADD ("focus", WIDE, test_focus);
  ADD ("narrow", NARROW, test_narrow);
  return g_test_run ();
}
