/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Stored runs on the screen: the history, a run's results, and comparing. */

#include "config.h"

#include <string.h>

#include "app/pages/prony-compare-page.h"
#include "app/pages/prony-history-page.h"
#include "app/widgets/prony-chart-view.h"
#include "app/widgets/prony-compare-view.h"
#include "app/widgets/prony-result-chooser.h"
#include "app/widgets/prony-result-view.h"
#include "app/widgets/prony-table.h"
#include "result-fixture.h"
#include "support/prony-test-folder.h"
#include "widget-fixture.h"

static const ResultTarget two_targets[] = {
  { "ollama", 0.2, FALSE },
  { "vLLM", 0.1, FALSE },
};
static const ResultTarget other_targets[] = {
  { "ollama", 0.15, FALSE },
  { "Stand-in", 0.01, TRUE },
};

typedef struct
{
  char *folder;
  char *database;
  PronySession *session;
  GtkWidget *window;
  GtkWidget *page;
  char *first_id;
  char *second_id;
  char **compared; /* what the page asked the window to compare */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = widget_fixture_make_folder ();
  fixture->database = g_build_filename (fixture->folder, "prony.db", NULL);
}

static void
store_runs (Fixture *fixture)
{
  g_autoptr (PronyRun) first = result_fixture_make_run ("Before the update", two_targets, 2);
  g_autoptr (PronyRun) second = result_fixture_make_run ("After the update", other_targets, 2);

  first->started_us -= G_USEC_PER_SEC;
  fixture->first_id = g_strdup (first->id);
  fixture->second_id = g_strdup (second->id);
  result_fixture_store_run (fixture->database, first, 2);
  result_fixture_store_run (fixture->database, second, 0);
}

static void
on_compare_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_strfreev (fixture->compared);
  fixture->compared = g_variant_dup_strv (parameter, NULL);
}

static gboolean
is_ready (PronySession *session)
{
  return prony_session_get_ready (session) || prony_session_get_store_error (session) != NULL;
}

static void
show_page (Fixture *fixture, GType type)
{
  static const GActionEntry entries[] = {
    { .name = "compare-runs", .activate = on_compare_cb, .parameter_type = "as" },
  };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  GtkWidget *overlay = adw_toast_overlay_new ();

  fixture->session = prony_session_new (fixture->database);
  fixture->page = g_object_new (type, NULL);
  prony_page_set_session (PRONY_PAGE (fixture->page), fixture->session);

  fixture->window = gtk_window_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries),
                                   fixture);
  gtk_widget_insert_action_group (fixture->window, "win", G_ACTION_GROUP (actions));
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), fixture->page);
  gtk_window_set_child (GTK_WINDOW (fixture->window), overlay);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 900, 700);
  gtk_window_present (GTK_WINDOW (fixture->window));

  prony_session_open (fixture->session);
  wait_until (is_ready, fixture->session);
  gtk_test_widget_wait_for_draw (fixture->window);
}

static void
close_page (Fixture *fixture)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  prony_session_close (fixture->session);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->session);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close_page (fixture);
  prony_test_remove_tree (fixture->folder);
  g_strfreev (fixture->compared);
  g_free (fixture->first_id);
  g_free (fixture->second_id);
  g_free (fixture->database);
  g_free (fixture->folder);
}

/* --- Looking ------------------------------------------------------------------ */

/* The visible words of the page, as a person reads them. */
static void
collect_words (GtkWidget *widget, GString *words)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (words, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_words (child, words);
}

typedef struct
{
  GtkWidget *window;
  const char *text;
} Expectation;

static gboolean
is_shown (Expectation *expectation)
{
  g_autoptr (GString) words = g_string_new (NULL);

  collect_words (expectation->window, words);
  return strstr (words->str, expectation->text) != NULL;
}

static void
wait_for_words (Fixture *fixture, const char *text)
{
  Expectation expectation = { fixture->window, text };

  g_test_message ("waiting for: %s", text);
  wait_until (is_shown, &expectation);
}

static void
assert_words (Fixture *fixture, const char *text, gboolean shown)
{
  Expectation expectation = { fixture->window, text };

  g_test_message ("%s: %s", shown ? "shown" : "not shown", text);
  g_assert_cmpint (is_shown (&expectation), ==, shown);
}

/* Of the list of runs: choices have lists too. */
static GtkSelectionModel *
find_selection (GtkWidget *widget)
{
  GtkSelectionModel *found = NULL;

  if (GTK_IS_LIST_VIEW (widget))
    found = gtk_list_view_get_model (GTK_LIST_VIEW (widget));
  if (found != NULL && GTK_IS_MULTI_SELECTION (found))
    return found;

  found = NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_selection (child);
  return found;
}

static GtkSelectionModel *
get_selection (Fixture *fixture)
{
  return find_selection (fixture->page);
}

static void
activate (Fixture *fixture, const char *action, const char *argument)
{
  GtkWidget *view = result_fixture_find (fixture->page, PRONY_TYPE_COMPARE_VIEW);

  gtk_widget_activate_action_variant (view != NULL ? view : fixture->page, action,
                                      argument != NULL ? g_variant_new_string (argument) : NULL);
}

/* --- History ------------------------------------------------------------------ */

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  show_page (fixture, PRONY_TYPE_HISTORY_PAGE);
  wait_for_words (fixture, "No Runs Yet");
}

static void
test_store_error (Fixture *fixture, gconstpointer data)
{
  g_autofree char *letter = g_strnfill (200, 'x');

  g_assert_true (g_file_set_contents (fixture->database, letter, -1, NULL));
  show_page (fixture, PRONY_TYPE_HISTORY_PAGE);
  wait_for_words (fixture, "No Stored Runs Available");
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  store_runs (fixture);
  show_page (fixture, PRONY_TYPE_HISTORY_PAGE);
  wait_for_words (fixture, "2 runs");
  assert_words (fixture, "Before the update", TRUE);
  assert_words (fixture, "After the update", TRUE);
  assert_words (fixture, "ollama, vLLM", TRUE);
}

static void
test_search (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *text;
    guint n_runs;
  } cases[] = {
    { "vllm", 1 }, { "BEFORE update", 1 }, { "short-short", 2 }, { "xyzzy", 0 }, { "  ", 2 },
  };
  GtkWidget *entry;

  store_runs (fixture);
  show_page (fixture, PRONY_TYPE_HISTORY_PAGE);
  wait_for_words (fixture, "2 runs");
  entry = result_fixture_find (fixture->page, GTK_TYPE_SEARCH_ENTRY);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (entry), cases[i].text);
      g_signal_emit_by_name (entry, "search-changed");
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (get_selection (fixture))), ==,
                        cases[i].n_runs);
      if (cases[i].n_runs == 0)
        wait_for_words (fixture, "No Results");
    }
}

static void
test_delete_and_undo (Fixture *fixture, gconstpointer data)
{
  store_runs (fixture);
  show_page (fixture, PRONY_TYPE_HISTORY_PAGE);
  wait_for_words (fixture, "2 runs");

  activate (fixture, "history.delete", NULL); /* nothing is selected: nothing happens */
  assert_words (fixture, "2 runs", TRUE);

  gtk_selection_model_select_item (get_selection (fixture), 0, TRUE);
  assert_words (fixture, "1 run selected", TRUE);
  activate (fixture, "history.delete", NULL);
  wait_for_words (fixture, "“After the update” deleted");
  g_assert_null (prony_session_find_run_entry (fixture->session, fixture->second_id));
  activate (fixture, "history.undo", NULL);
  g_assert_nonnull (prony_session_find_run_entry (fixture->session, fixture->second_id));
  wait_for_words (fixture, "2 runs");

  gtk_selection_model_select_all (get_selection (fixture));
  activate (fixture, "history.delete", NULL);
  wait_for_words (fixture, "No Runs Yet");
  activate (fixture, "history.undo", NULL);
  wait_for_words (fixture, "2 runs");
}

static void
test_open (Fixture *fixture, gconstpointer data)
{
  store_runs (fixture);
  show_page (fixture, PRONY_TYPE_HISTORY_PAGE);
  wait_for_words (fixture, "2 runs");

  prony_history_page_open_run (PRONY_HISTORY_PAGE (fixture->page), fixture->first_id);
  wait_for_words (fixture, "vLLM is better. Time to first token");
  wait_for_words (fixture, "2 requests failed");
  assert_words (fixture, "Before the update", TRUE);
  assert_words (fixture, "Simulated", FALSE);
  activate (fixture, "history.back", NULL);
  wait_for_words (fixture, "2 runs");

  activate (fixture, "history.open-run", fixture->second_id);
  wait_for_words (fixture, "Simulated");
  activate (fixture, "history.back", NULL);
  activate (fixture, "history.open-run", "no-such-run");
  assert_words (fixture, "2 runs", TRUE);
}

static void
test_result_rows (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PronyTableRow) row = NULL;
  GListModel *rows;
  GtkWidget *view;

  store_runs (fixture);
  show_page (fixture, PRONY_TYPE_HISTORY_PAGE);
  wait_for_words (fixture, "2 runs");
  activate (fixture, "history.open-run", fixture->first_id);
  wait_for_words (fixture, "Results");

  view = result_fixture_find (fixture->page, PRONY_TYPE_RESULT_VIEW);
  rows = prony_table_get_rows (PRONY_TABLE (result_fixture_find (view, PRONY_TYPE_TABLE)));
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, 4);
  row = g_list_model_get_item (rows, 0);
  g_assert_cmpstr (prony_table_row_get_text (row, 0), ==, "ollama");
  g_assert_cmpstr (prony_table_row_get_text (row, 2), ==, "1");
  g_assert_cmpstr (prony_table_row_get_text (row, 3), ==, "204 ms");
  g_assert_cmpstr (prony_table_row_get_text (row, 9), ==, "85.7 %"); /* 12 of 14 */
}

static gboolean
is_not_empty (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  return dir != NULL && g_dir_read_name (dir) != NULL;
}

static void
test_export (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = widget_fixture_make_folder ();

  store_runs (fixture);
  show_page (fixture, PRONY_TYPE_HISTORY_PAGE);
  wait_for_words (fixture, "2 runs");
  gtk_selection_model_select_all (get_selection (fixture));
  activate (fixture, "history.export-to", folder);
  wait_for_words (fixture, "2 runs exported to");
  g_assert_true (is_not_empty (folder));
  prony_test_remove_tree (folder);

  activate (fixture, "history.open-run", fixture->first_id);
  wait_for_words (fixture, "Results");
  gtk_widget_activate_action (result_fixture_find (fixture->page, PRONY_TYPE_RESULT_VIEW),
                              "result.export-to", "s", "/dev/null/nowhere");
  wait_for_words (fixture, "The run was not exported.");
}

static void
test_ask_to_compare (Fixture *fixture, gconstpointer data)
{
  store_runs (fixture);
  show_page (fixture, PRONY_TYPE_HISTORY_PAGE);
  wait_for_words (fixture, "2 runs");
  gtk_selection_model_select_all (get_selection (fixture));
  activate (fixture, "history.compare", NULL);
  g_assert_cmpuint (g_strv_length (fixture->compared), ==, 2);
  g_assert_cmpstr (fixture->compared[0], ==, fixture->second_id);
  g_assert_cmpstr (fixture->compared[1], ==, fixture->first_id);
}

/* --- Compare ------------------------------------------------------------------ */

static void
test_nothing_to_compare (Fixture *fixture, gconstpointer data)
{
  show_page (fixture, PRONY_TYPE_COMPARE_PAGE);
  wait_for_words (fixture, "Nothing to Compare");
}

static void
compare_both (Fixture *fixture)
{
  const char *const run_ids[] = { fixture->first_id, fixture->second_id, NULL };

  show_page (fixture, PRONY_TYPE_COMPARE_PAGE);
  wait_for_words (fixture, "Choose two or more results");
  prony_compare_page_compare_runs (PRONY_COMPARE_PAGE (fixture->page), run_ids);
  wait_for_words (fixture, "4 results. Simulated results are shown, but not ranked");
}

/* The row of a result at the first level. */
static PronyTableRow *
find_row (Fixture *fixture, const char *name)
{
  GtkWidget *chart = result_fixture_find (fixture->page, PRONY_TYPE_CHART_VIEW);
  GListModel *rows = NULL;

  /* The table of the chart comes first: the comparison has eight columns. */
  for (GtkWidget *at = gtk_widget_get_parent (chart); rows == NULL; at = gtk_widget_get_parent (at))
    for (GtkWidget *next = gtk_widget_get_next_sibling (at); next != NULL;
         next = gtk_widget_get_next_sibling (next))
      {
        GtkWidget *table = result_fixture_find (next, PRONY_TYPE_TABLE);

        if (table != NULL && gtk_widget_get_mapped (table))
          rows = prony_table_get_rows (PRONY_TABLE (table));
      }

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (PronyTableRow) row = g_list_model_get_item (rows, i);

      if (g_str_has_prefix (prony_table_row_get_text (row, 0), name))
        return g_steal_pointer (&row);
    }

  g_assert_not_reached ();
}

static void
test_compare (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *value;
    const char *verdict;
    const char *ratio;
  } cases[] = {
    { "ollama · 0.200", "204 ms", "Baseline", "–" },
    { "vLLM", "102 ms", "Better", "0.500 ×" },
    { "ollama · 0.150", "153 ms", "Better", "0.750 ×" },
    { "Stand-in", "10.2 ms", "Simulated, not ranked", "–" },
  };

  store_runs (fixture);
  compare_both (fixture);
  assert_words (fixture, "vLLM is better. Time to first token: 102 ms against 153 ms", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PronyTableRow) row = find_row (fixture, cases[i].name);

      g_assert_cmpstr (prony_table_row_get_text (row, 2), ==, cases[i].value);
      g_assert_cmpstr (prony_table_row_get_text (row, 1), ==, cases[i].verdict);
      g_assert_cmpstr (prony_table_row_get_text (row, 4), ==, cases[i].ratio);
    }
}

static void
test_metric_and_baseline (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PronyTableRow) row = NULL;
  PronyChartView *view;

  store_runs (fixture);
  compare_both (fixture);
  view = PRONY_CHART_VIEW (result_fixture_find (fixture->page, PRONY_TYPE_CHART_VIEW));

  gtk_widget_activate_action (result_fixture_find (fixture->page, PRONY_TYPE_COMPARE_VIEW),
                              "compare.set-baseline", "u", 1);
  wait_for_words (fixture, "4 results.");
  row = find_row (fixture, "ollama · 0.200");
  g_assert_cmpstr (prony_table_row_get_text (row, 1), ==, "Worse");
  g_assert_cmpstr (prony_table_row_get_text (row, 4), ==, "2.00 ×");

  gtk_widget_activate_action (result_fixture_find (fixture->page, PRONY_TYPE_COMPARE_VIEW),
                              "compare.set-metric", "s", "itl");
  wait_for_words (fixture, "4 results.");
  g_assert_cmpint (prony_chart_view_get_chart (view)->unit, ==, PRONY_UNIT_SECONDS);
  assert_words (fixture, "No clear winner.", TRUE); /* every gap is the same */

  gtk_widget_activate_action (result_fixture_find (fixture->page, PRONY_TYPE_COMPARE_VIEW),
                              "compare.set-metric", "s", "nonsense");
  assert_words (fixture, "4 results.", TRUE);
}

static void
test_choose (Fixture *fixture, gconstpointer data)
{
  const char *run_ids[] = { NULL, NULL };
  PronyResultChooser *chooser;

  store_runs (fixture);
  show_page (fixture, PRONY_TYPE_COMPARE_PAGE);
  wait_for_words (fixture, "Choose two or more results");
  chooser = PRONY_RESULT_CHOOSER (result_fixture_find (fixture->page, PRONY_TYPE_RESULT_CHOOSER));
  run_ids[0] = fixture->second_id;
  prony_compare_page_compare_runs (PRONY_COMPARE_PAGE (fixture->page), run_ids);
  wait_for_words (fixture, "2 results chosen"); /* one run waits for company */

  g_signal_emit_by_name (result_fixture_find (GTK_WIDGET (chooser), GTK_TYPE_LIST_VIEW), "activate",
                         0);
  wait_for_words (fixture, "1 result chosen");
  g_assert_cmpuint (prony_result_chooser_get_chosen (chooser)->len, ==, 1);
  g_signal_emit_by_name (result_fixture_find (GTK_WIDGET (chooser), GTK_TYPE_LIST_VIEW), "activate",
                         2);
  wait_for_words (fixture, "2 results chosen");
  activate (fixture, "compare.run", NULL);
  wait_for_words (fixture, "2 results. Simulated");

  activate (fixture, "compare.choose", NULL);
  wait_for_words (fixture, "2 results chosen");
  activate (fixture, "compare.clear", NULL);
  wait_for_words (fixture, "Choose two or more results");
}

/* Wherever results are shown it is said of which of them nobody checked the certificate. */
static void
test_unverified (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PronyRun) run = result_fixture_make_run ("Trusting", two_targets, 2);
  g_autoptr (PronyTableRow) unverified = NULL;
  g_autoptr (PronyTableRow) verified = NULL;
  const char *run_ids[] = { NULL, NULL };

  for (guint i = 0; i < run->trials->len; i += 2)
    {
      PronyEngineSpec *engine = ((PronyTrial *) g_ptr_array_index (run->trials, i))->target->engine;

      g_free (engine->url);
      engine->url = g_strdup ("https://127.0.0.1:8000");
      engine->tls_insecure = TRUE;
    }
  store_runs (fixture);
  show_page (fixture, PRONY_TYPE_HISTORY_PAGE);
  wait_for_words (fixture, "2 runs");
  assert_words (fixture, "Unverified", FALSE);
  close_page (fixture);

  result_fixture_store_run (fixture->database, run, 0);
  show_page (fixture, PRONY_TYPE_HISTORY_PAGE);
  wait_for_words (fixture, "3 runs");
  wait_for_words (fixture, "Unverified");
  prony_history_page_open_run (PRONY_HISTORY_PAGE (fixture->page), run->id);
  wait_for_words (fixture, "The engine's certificate was not checked");
  assert_words (fixture, "Unverified", TRUE);
  close_page (fixture);

  show_page (fixture, PRONY_TYPE_COMPARE_PAGE);
  wait_for_words (fixture, "Unverified");
  run_ids[0] = run->id;
  prony_compare_page_compare_runs (PRONY_COMPARE_PAGE (fixture->page), run_ids);
  wait_for_words (fixture, "2 results chosen");
  activate (fixture, "compare.run", NULL);
  wait_for_words (fixture, "2 results compared");
  unverified = find_row (fixture, "ollama (unverified)");
  verified = find_row (fixture, "vLLM");
  g_assert_cmpstr (prony_table_row_get_text (verified, 0), ==, "vLLM");
}

/* Where answers were judged, how many were right is shown beside how fast they came: of
 * vLLM's two of twelve. */
static void
test_right_answers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PronyRun) run = result_fixture_make_run ("Judged", two_targets, 2);
  g_autoptr (PronyTableRow) row = NULL;
  const char *run_ids[] = { run->id, NULL };

  store_runs (fixture);
  result_fixture_store_run (fixture->database, run, 0);
  result_fixture_judge_run (fixture->database, run, "vLLM", 2);
  show_page (fixture, PRONY_TYPE_HISTORY_PAGE);
  wait_for_words (fixture, "3 runs");
  prony_history_page_open_run (PRONY_HISTORY_PAGE (fixture->page), fixture->first_id);
  wait_for_words (fixture, "vLLM is better");
  assert_words (fixture, "Right", FALSE);
  activate (fixture, "history.back", NULL);
  prony_history_page_open_run (PRONY_HISTORY_PAGE (fixture->page), run->id);
  wait_for_words (fixture, "But fewer of its answers were right: vLLM 16.7 %, ollama 100 %.");
  assert_words (fixture, "Right\n", TRUE);
  close_page (fixture);

  show_page (fixture, PRONY_TYPE_COMPARE_PAGE);
  prony_compare_page_compare_runs (PRONY_COMPARE_PAGE (fixture->page), run_ids);
  wait_for_words (fixture, "2 results chosen");
  activate (fixture, "compare.run", NULL);
  wait_for_words (fixture, "But fewer of its answers were right");
  activate (fixture, "compare.set-metric", "quality_pass_rate");
  wait_for_words (fixture, "ollama is better. Right answers: 100 % against 16.7 % of vLLM.");
  row = find_row (fixture, "vLLM");
  g_assert_cmpstr (prony_table_row_get_text (row, 2), ==, "16.7 %");
  g_assert_cmpstr (prony_table_row_get_text (row, 1), ==, "Worse");
  g_assert_cmpstr (prony_table_row_get_text (row, 6), ==, "< 0.001");
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char *argv[])
{
  widget_fixture_init ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  add ("/results/history/empty", test_empty);
  add ("/results/history/store-error", test_store_error);
  add ("/results/history/list", test_list);
  add ("/results/history/search", test_search);
  add ("/results/history/delete-and-undo", test_delete_and_undo);
  add ("/results/history/open", test_open);
  add ("/results/history/rows", test_result_rows);
  add ("/results/history/export", test_export);
  add ("/results/history/ask-to-compare", test_ask_to_compare);
  add ("/results/compare/nothing", test_nothing_to_compare);
  add ("/results/compare/both", test_compare);
  add ("/results/compare/metric-and-baseline", test_metric_and_baseline);
  add ("/results/compare/choose", test_choose);
  add ("/results/unverified", test_unverified);
  add ("/results/right-answers", test_right_answers);
  return g_test_run ();
}
