/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What a person waits for at the window, with a database of make-database: from its start
 * to the list of runs, for each key of a search, for a run and its requests. Each figure ends
 * with the frame that shows what was asked for. Runs inside xvfb-run and dbus-run-session. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "app/prony-application.h"
#include "app/prony-loop-watch.h"
#include "app/prony-window.h"
#include "app/session/prony-request-columns.h"
#include "app/session/prony-request-item.h"
#include "app/session/prony-request-list.h"
#include "app/session/prony-run-item.h"
#include "app/widgets/prony-chart-view.h"
#include "app/widgets/prony-leaderboard-view.h"
#include "app/widgets/prony-request-filter-bar.h"
#include "app/widgets/prony-result-charts.h"
#include "app/widgets/prony-result-chooser.h"
#include "app/widgets/prony-result-view.h"
#include "app/widgets/prony-run-row.h"
#include "app/widgets/prony-trend-view.h"
#include "bench-figures.h"

#define MS_PER_US 0.001
#define DEADLINE_S 60
#define QUIET_MS 700 /* what has been begun is over by then */
#define WIDTH 1200
#define HEIGHT 850

typedef struct _Bench Bench;

typedef gboolean (*IsShown) (Bench *self);

struct _Bench
{
  PronyLoopWatch *watch; /* owned */
  GtkWidget *window;     /* borrowed */
  PronySession *session; /* borrowed */

  IsShown is_shown; /* what is waited for */
  gboolean shown;   /* a frame has shown it */
  gboolean found;   /* a search entry has said what was typed */
};

static gint64 since_us;

static GOptionEntry options[] = {
  { "since-us", 0, 0, G_OPTION_ARG_INT64, &since_us, "When this was started", "TIME" },
  { NULL },
};

/* --- Looking ----------------------------------------------------------------------- */

/* The first widget in sight that is of a type, and has a name in its template. */
static gpointer
find_in (GtkWidget *root, GType type, const char *id)
{
  GtkWidget *child;

  if (!gtk_widget_get_mapped (root))
    return NULL;
  if (g_type_is_a (G_OBJECT_TYPE (root), type) &&
      (id == NULL || g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (root)), id) == 0))
    return root;

  for (child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      gpointer found = find_in (child, type, id);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gpointer
find (Bench *self, GType type, const char *id)
{
  return find_in (self->window, type, id);
}

static gboolean
is_there (Bench *self)
{
  return TRUE;
}

static gboolean
has_runs (Bench *self)
{
  PronyRunRow *row = find (self, PRONY_TYPE_RUN_ROW, NULL);

  return row != NULL && prony_run_row_get_run_id (row) != NULL;
}

static gboolean
has_found (Bench *self)
{
  return self->found;
}

static gboolean
has_choice (Bench *self)
{
  PronyResultChooser *chooser = find (self, PRONY_TYPE_RESULT_CHOOSER, NULL);
  GtkWidget *list =
    chooser != NULL ? find_in (GTK_WIDGET (chooser), GTK_TYPE_LIST_VIEW, NULL) : NULL;

  return list != NULL && gtk_widget_get_first_child (list) != NULL;
}

/* The result, and all that follows from its figures. */
static gboolean
has_summary (Bench *self)
{
  GtkWidget *result = find (self, PRONY_TYPE_RESULT_VIEW, NULL);

  return result != NULL && find_in (result, g_type_from_name ("PronyResultFigures"), NULL) != NULL;
}

static gboolean
has_chart (Bench *self)
{
  PronyChartView *view = find (self, PRONY_TYPE_CHART_VIEW, NULL);

  return view != NULL && prony_chart_view_get_shown_chart (view) != NULL;
}

/* Nothing turns any more. */
static gboolean
has_all_charts (Bench *self)
{
  GtkWidget *charts = find (self, PRONY_TYPE_RESULT_CHARTS, NULL);

  return charts != NULL && has_chart (self) && find_in (charts, GTK_TYPE_BOX, "progress") == NULL;
}

static gboolean
has_trend (Bench *self)
{
  return find (self, PRONY_TYPE_TREND_VIEW, NULL) != NULL && has_chart (self);
}

static gboolean
has_leaderboard (Bench *self)
{
  GtkWidget *view = find (self, PRONY_TYPE_LEADERBOARD_VIEW, NULL);

  GtkListBox *list = view != NULL ? find_in (view, GTK_TYPE_LIST_BOX, NULL) : NULL;

  return list != NULL && gtk_list_box_get_row_at_index (list, 0) != NULL;
}

static PronyRequestList *
get_requests (Bench *self)
{
  GtkColumnView *view = find (self, GTK_TYPE_COLUMN_VIEW, NULL);
  GtkSelectionModel *selection = view != NULL ? gtk_column_view_get_model (view) : NULL;

  return GTK_IS_SINGLE_SELECTION (selection)
           ? PRONY_REQUEST_LIST (gtk_single_selection_get_model (GTK_SINGLE_SELECTION (selection)))
           : NULL;
}

static gboolean
has_requests (Bench *self)
{
  PronyRequestList *list = get_requests (self);
  g_autoptr (PronyRequestItem) first =
    list != NULL ? g_list_model_get_item (G_LIST_MODEL (list), 0) : NULL;

  return first != NULL && !prony_request_list_is_loading (list) &&
         prony_request_item_get_row (first) != NULL;
}

static gboolean
has_found_requests (Bench *self)
{
  return self->found && has_requests (self);
}

/* --- Waiting ------------------------------------------------------------------------ */

static void
on_painted_cb (Bench *self)
{
  if (self->is_shown != NULL && !self->shown)
    self->shown = self->is_shown (self);
}

static gboolean
on_late_cb (gpointer data)
{
  g_printerr ("“%s” did not come.\n", (const char *) data);
  exit (EXIT_FAILURE);
}

/* How long it took until a frame had shown something. */
static double
wait_for (Bench *self, const char *what, gint64 start_us, IsShown is_shown)
{
  guint late_id = g_timeout_add_seconds (DEADLINE_S, on_late_cb, (gpointer) what);

  self->is_shown = is_shown;
  self->shown = FALSE;
  gtk_widget_queue_draw (self->window);
  while (!self->shown)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (late_id);
  self->is_shown = NULL;
  return (double) (g_get_monotonic_time () - start_us) * MS_PER_US;
}

static gboolean
on_quiet_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
let_settle (void)
{
  gboolean quiet = FALSE;

  g_timeout_add (QUIET_MS, on_quiet_cb, &quiet);
  while (!quiet)
    g_main_context_iteration (NULL, TRUE);
}

static void
print (const char *what, const char *unit, double value)
{
  g_autofree char *name = g_strdup_printf ("%s_%s", what, unit);

  bench_print (name, value);
}

/* How long the loop was kept from going on since the watch was reset, at the most. */
static void
print_block (Bench *self, const char *what)
{
  g_autofree char *text = prony_loop_watch_describe (self->watch);
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  JsonObject *figures = json_node_get_object (node);

  print (what, "block_ms", json_object_get_double_member (figures, "max_ms"));
  print (what, "block_cpu_ms", json_object_get_double_member (figures, "max_cpu_ms"));
}

/* What follows from @start_us on ends with a frame; what it leaves to be done may still keep
 * the loop from going on. */
static void
measure (Bench *self, const char *what, gint64 start_us, IsShown is_shown)
{
  print (what, "ms", wait_for (self, what, start_us, is_shown));
  let_settle ();
  print_block (self, what);
}

static gint64
begin (Bench *self)
{
  prony_loop_watch_reset (self->watch);
  return g_get_monotonic_time ();
}

/* --- Typing --------------------------------------------------------------------------- */

static void
on_search_changed_cb (Bench *self)
{
  self->found = TRUE;
  gtk_widget_queue_draw (self->window); /* the list may be the same */
}

static gint
compare_doubles (gconstpointer a, gconstpointer b)
{
  return *(const double *) a < *(const double *) b ? -1 : 1;
}

/* A key at a time, each when the last one's list is on the screen. */
static void
type_text (Bench *self, const char *what, GtkEditable *entry, const char *text, IsShown is_shown)
{
  g_autoptr (GArray) took = g_array_new (FALSE, FALSE, sizeof (double));
  gulong handler =
    g_signal_connect_data (entry, "search-changed", G_CALLBACK (on_search_changed_cb), self, NULL,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);

  begin (self);
  for (const char *key = text; *key != '\0'; key = g_utf8_next_char (key))
    {
      gint64 start_us = g_get_monotonic_time ();
      int position = -1;
      double ms;

      self->found = FALSE;
      gtk_editable_insert_text (entry, key, (int) (g_utf8_next_char (key) - key), &position);
      ms = wait_for (self, what, start_us, is_shown);
      g_array_append_val (took, ms);
    }
  g_array_sort (took, compare_doubles);
  print (what, "p50_ms", g_array_index (took, double, took->len / 2));
  print (what, "ms", g_array_index (took, double, took->len - 1));
  print_block (self, what);
  g_signal_handler_disconnect (entry, handler);
  gtk_editable_set_text (entry, "");
  let_settle ();
}

/* A list view is moved page by page, as with the key. */
static void
scroll (Bench *self, const char *what, GType type)
{
  GtkScrollable *list = find (self, type, NULL);
  GtkAdjustment *down = gtk_scrollable_get_vadjustment (list);
  double end = gtk_adjustment_get_upper (down) - gtk_adjustment_get_page_size (down);
  double slowest = 0;

  begin (self);
  for (guint i = 1; i <= 40; i++)
    {
      gint64 start_us = g_get_monotonic_time ();

      /* Half of them a page on, the others far. */
      gtk_adjustment_set_value (down, i <= 20 ? i * gtk_adjustment_get_page_size (down)
                                              : end * (i - 20) / 20);
      slowest = MAX (slowest, wait_for (self, what, start_us, is_there));
    }
  print (what, "ms", slowest);
  let_settle ();
  print_block (self, what);
  gtk_adjustment_set_value (down, 0);
  let_settle ();
}

static double
get_rss_mb (void)
{
  g_autofree char *text = NULL;
  const char *line;

  g_file_get_contents ("/proc/self/status", &text, NULL, NULL);
  line = text != NULL ? strstr (text, "VmRSS:") : NULL;
  return line != NULL ? g_ascii_strtod (line + strlen ("VmRSS:"), NULL) / 1024 : -1;
}

/* --- What is measured ------------------------------------------------------------------- */

static void
show_page (Bench *self, const char *name)
{
  gtk_widget_activate_action (self->window, "win.show-page", "s", name);
}

static char *
find_largest (Bench *self)
{
  GListModel *runs = prony_session_get_runs (self->session);
  g_autofree char *id = NULL;
  gint64 most = -1;

  for (guint i = 0; i < g_list_model_get_n_items (runs); i++)
    {
      g_autoptr (PronyRunItem) item = g_list_model_get_item (runs, i);
      PronyRunEntry *entry = prony_run_item_get_entry (item);

      if ((gint64) entry->n_requests <= most)
        continue;
      most = (gint64) entry->n_requests;
      g_free (id);
      id = g_strdup (entry->id);
    }
  return g_steal_pointer (&id);
}

static void
measure_history (Bench *self)
{
  GtkEditable *search = find (self, GTK_TYPE_SEARCH_ENTRY, "search_entry");
  GtkSelectionModel *runs = gtk_list_view_get_model (find (self, GTK_TYPE_LIST_VIEW, "list"));
  GtkWidget *list = find (self, GTK_TYPE_LIST_VIEW, "list");
  gint64 start_us;

  bench_print ("runs", g_list_model_get_n_items (G_LIST_MODEL (runs)));
  type_text (self, "search", search, "nightly llama über ollama short", has_found);
  scroll (self, "scroll", GTK_TYPE_LIST_VIEW);
  start_us = begin (self);
  gtk_selection_model_select_all (runs);
  measure (self, "select_all", start_us, is_there);
  gtk_selection_model_unselect_all (runs);

  start_us = begin (self);
  gtk_widget_activate_action (list, "history.show-view", "s", "trends");
  measure (self, "trends", start_us, has_trend);
  start_us = begin (self);
  gtk_widget_activate_action (gtk_widget_get_parent (find (self, PRONY_TYPE_TREND_VIEW, NULL)),
                              "history.show-view", "s", "leaderboard");
  measure (self, "leaderboard", start_us, has_leaderboard);
}

static void
measure_choice (Bench *self)
{
  gint64 start_us = begin (self);

  show_page (self, "compare");
  measure (self, "choose", start_us, has_choice);
  type_text (self, "choose_search", find (self, GTK_TYPE_SEARCH_ENTRY, "search_entry"),
             "nightly llama über ollama short", has_found);
}

static void
measure_charts (Bench *self)
{
  GtkWidget *result = find (self, PRONY_TYPE_RESULT_VIEW, NULL);
  gint64 start_us = begin (self);

  gtk_widget_activate_action (result, "result.show-section", "s", "charts");
  print ("chart", "ms", wait_for (self, "chart", start_us, has_chart));
  measure (self, "charts", start_us, has_all_charts);
}

/* The slowest of the orders. */
static void
measure_orders (Bench *self, GtkWidget *bar)
{
  GtkDropDown *order = find_in (bar, GTK_TYPE_DROP_DOWN, "order");
  double slowest = 0;

  begin (self);
  for (guint i = prony_request_columns_count (); i > 0; i--)
    {
      gint64 start_us = g_get_monotonic_time ();

      gtk_drop_down_set_selected (order, i - 1);
      slowest = MAX (slowest, wait_for (self, "sort", start_us, has_requests));
    }
  print ("sort", "ms", slowest);
  let_settle ();
  print_block (self, "sort");
}

static void
measure_requests (Bench *self)
{
  GtkWidget *bar;
  GtkDropDown *outcome;
  gint64 start_us = begin (self);

  gtk_widget_activate_action (find (self, PRONY_TYPE_RESULT_VIEW, NULL), "result.show-section", "s",
                              "requests");
  measure (self, "requests", start_us, has_requests);
  bench_print ("requests", g_list_model_get_n_items (G_LIST_MODEL (get_requests (self))));
  scroll (self, "requests_scroll", GTK_TYPE_COLUMN_VIEW);

  bar = find (self, PRONY_TYPE_REQUEST_FILTER_BAR, NULL);
  measure_orders (self, bar);
  outcome = find_in (bar, GTK_TYPE_DROP_DOWN, "outcome");
  start_us = begin (self);
  gtk_drop_down_set_selected (outcome, 1);
  measure (self, "failed", start_us, has_requests);
  gtk_drop_down_set_selected (outcome, 0);
  wait_for (self, "all", g_get_monotonic_time (), has_requests);
  type_text (self, "text", find_in (bar, GTK_TYPE_SEARCH_ENTRY, "search"), "freezes over",
             has_found_requests);
  wait_for (self, "all", g_get_monotonic_time (), has_requests);
}

static void
measure_run (Bench *self)
{
  g_autofree char *run_id = find_largest (self);
  gint64 start_us = begin (self);

  gtk_widget_activate_action (self->window, "win.open-run", "s", run_id);
  measure (self, "open", start_us, has_summary);
  measure_requests (self);
  bench_print ("rss_mb", get_rss_mb ());
  measure_charts (self);
  bench_print ("rss_with_charts_mb", get_rss_mb ());
}

/* --- The window -------------------------------------------------------------------------- */

static void
start (Bench *self, GtkApplication *application, const char *database)
{
  self->window = GTK_WIDGET (prony_window_new (application, database));
  self->session = prony_window_get_session (PRONY_WINDOW (self->window));
  gtk_window_set_default_size (GTK_WINDOW (self->window), WIDTH, HEIGHT);
  show_page (self, "history");
  gtk_window_present (GTK_WINDOW (self->window));
  g_signal_connect_swapped (gtk_widget_get_frame_clock (self->window), "after-paint",
                            G_CALLBACK (on_painted_cb), self);
  print ("first_frame", "ms", wait_for (self, "first_frame", since_us, is_there));
  measure (self, "start", since_us, has_runs);
  bench_print ("rss_start_mb", get_rss_mb ());
}

static void
stop (Bench *self)
{
  gint64 start_us = begin (self);

  gtk_window_destroy (GTK_WINDOW (self->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  print ("close", "ms", (double) (g_get_monotonic_time () - start_us) * MS_PER_US);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new ("FILE");
  g_autoptr (PronyApplication) application = NULL;
  g_autoptr (GError) error = NULL;
  Bench self = { 0 };

  since_us = g_get_monotonic_time ();
  setlinebuf (stdout);
  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc != 2)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "A database is to be named.");
      return EXIT_FAILURE;
    }

  self.watch = prony_loop_watch_new (g_main_context_default ());
  application = prony_application_new ();
  if (!g_application_register (G_APPLICATION (application), NULL, &error))
    {
      g_printerr ("%s\n", error->message);
      return EXIT_FAILURE;
    }
  start (&self, GTK_APPLICATION (application), argv[1]);
  measure_history (&self);
  measure_choice (&self);
  measure_run (&self);
  stop (&self);
  prony_loop_watch_free (self.watch);
  return EXIT_SUCCESS;
}
