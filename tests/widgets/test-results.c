/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Stored runs on the screen: the history, and a run's results. */

#include "config.h"

#include "app/pages/prony-compare-page.h"
#include "app/pages/prony-history-page.h"
#include "app/widgets/prony-result-view.h"
#include "page-fixture.h"
#include "support/prony-test-folder.h"
#include "widget-fixture.h"

/* --- History ------------------------------------------------------------------ */

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
get_selection (PageFixture *fixture)
{
  return find_selection (fixture->page);
}

static void
test_empty (PageFixture *fixture, gconstpointer data)
{
  page_fixture_show (fixture, PRONY_TYPE_HISTORY_PAGE);
  page_fixture_wait_for (fixture, "No Runs Yet");
}

static void
test_store_error (PageFixture *fixture, gconstpointer data)
{
  g_autofree char *letter = g_strnfill (200, 'x');

  g_assert_true (g_file_set_contents (fixture->database, letter, -1, NULL));
  page_fixture_show (fixture, PRONY_TYPE_HISTORY_PAGE);
  page_fixture_wait_for (fixture, "No Stored Runs Available");
}

static void
test_list (PageFixture *fixture, gconstpointer data)
{
  page_fixture_store_runs (fixture);
  page_fixture_show (fixture, PRONY_TYPE_HISTORY_PAGE);
  page_fixture_wait_for (fixture, "2 runs");
  page_fixture_assert (fixture, "Before the update", TRUE);
  page_fixture_assert (fixture, "After the update", TRUE);
  page_fixture_assert (fixture, "ollama, vLLM", TRUE);
}

static void
test_search (PageFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *text;
    guint n_runs;
  } cases[] = {
    { "vllm", 1 }, { "BEFORE update", 1 }, { "short-short", 2 }, { "xyzzy", 0 }, { "  ", 2 },
  };
  GtkWidget *entry;

  page_fixture_store_runs (fixture);
  page_fixture_show (fixture, PRONY_TYPE_HISTORY_PAGE);
  page_fixture_wait_for (fixture, "2 runs");
  entry = result_fixture_find (fixture->page, GTK_TYPE_SEARCH_ENTRY);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (entry), cases[i].text);
      g_signal_emit_by_name (entry, "search-changed");
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (get_selection (fixture))), ==,
                        cases[i].n_runs);
      if (cases[i].n_runs == 0)
        page_fixture_wait_for (fixture, "No Results");
    }
}

static void
test_delete_and_undo (PageFixture *fixture, gconstpointer data)
{
  page_fixture_store_runs (fixture);
  page_fixture_show (fixture, PRONY_TYPE_HISTORY_PAGE);
  page_fixture_wait_for (fixture, "2 runs");

  page_fixture_activate (fixture, "history.delete",
                         NULL); /* nothing is selected: nothing happens */
  page_fixture_assert (fixture, "2 runs", TRUE);

  gtk_selection_model_select_item (get_selection (fixture), 0, TRUE);
  page_fixture_assert (fixture, "1 run selected", TRUE);
  page_fixture_activate (fixture, "history.delete", NULL);
  page_fixture_wait_for (fixture, "“After the update” deleted");
  g_assert_null (prony_session_find_run_entry (fixture->session, fixture->second_id));
  page_fixture_activate (fixture, "history.undo", NULL);
  g_assert_nonnull (prony_session_find_run_entry (fixture->session, fixture->second_id));
  page_fixture_wait_for (fixture, "2 runs");

  gtk_selection_model_select_all (get_selection (fixture));
  page_fixture_activate (fixture, "history.delete", NULL);
  page_fixture_wait_for (fixture, "No Runs Yet");
  page_fixture_activate (fixture, "history.undo", NULL);
  page_fixture_wait_for (fixture, "2 runs");
}

static void
test_open (PageFixture *fixture, gconstpointer data)
{
  page_fixture_store_runs (fixture);
  page_fixture_show (fixture, PRONY_TYPE_HISTORY_PAGE);
  page_fixture_wait_for (fixture, "2 runs");

  prony_history_page_open_run (PRONY_HISTORY_PAGE (fixture->page), fixture->first_id);
  page_fixture_wait_for (fixture, "vLLM is better. Time to first token");
  page_fixture_wait_for (fixture, "2 requests failed");
  page_fixture_assert (fixture, "Before the update", TRUE);
  page_fixture_assert (fixture, "Simulated", FALSE);
  page_fixture_activate (fixture, "history.back", NULL);
  page_fixture_wait_for (fixture, "2 runs");

  page_fixture_activate (fixture, "history.open-run", fixture->second_id);
  page_fixture_wait_for (fixture, "Simulated");
  page_fixture_activate (fixture, "history.back", NULL);
  page_fixture_activate (fixture, "history.open-run", "no-such-run");
  page_fixture_assert (fixture, "2 runs", TRUE);
}

static void
test_result_rows (PageFixture *fixture, gconstpointer data)
{
  g_autoptr (PronyTableRow) row = NULL;
  GListModel *rows;
  GtkWidget *view;

  page_fixture_store_runs (fixture);
  page_fixture_show (fixture, PRONY_TYPE_HISTORY_PAGE);
  page_fixture_wait_for (fixture, "2 runs");
  page_fixture_activate (fixture, "history.open-run", fixture->first_id);
  page_fixture_wait_for (fixture, "Results");

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
test_export (PageFixture *fixture, gconstpointer data)
{
  g_autofree char *folder = widget_fixture_make_folder ();

  page_fixture_store_runs (fixture);
  page_fixture_show (fixture, PRONY_TYPE_HISTORY_PAGE);
  page_fixture_wait_for (fixture, "2 runs");
  gtk_selection_model_select_all (get_selection (fixture));
  page_fixture_activate (fixture, "history.export-to", folder);
  page_fixture_wait_for (fixture, "2 runs exported to");
  g_assert_true (is_not_empty (folder));
  prony_test_remove_tree (folder);

  page_fixture_activate (fixture, "history.open-run", fixture->first_id);
  page_fixture_wait_for (fixture, "Results");
  gtk_widget_activate_action (result_fixture_find (fixture->page, PRONY_TYPE_RESULT_VIEW),
                              "result.export-to", "s", "/dev/null/nowhere");
  page_fixture_wait_for (fixture, "The run was not exported.");
}

static void
test_ask_to_compare (PageFixture *fixture, gconstpointer data)
{
  page_fixture_store_runs (fixture);
  page_fixture_show (fixture, PRONY_TYPE_HISTORY_PAGE);
  page_fixture_wait_for (fixture, "2 runs");
  gtk_selection_model_select_all (get_selection (fixture));
  page_fixture_activate (fixture, "history.compare", NULL);
  g_assert_cmpuint (g_strv_length (fixture->compared), ==, 2);
  g_assert_cmpstr (fixture->compared[0], ==, fixture->second_id);
  g_assert_cmpstr (fixture->compared[1], ==, fixture->first_id);
}

/* --- Both ---------------------------------------------------------------------- */

/* Wherever results are shown it is said of which of them nobody checked the certificate. */
static void
test_unverified (PageFixture *fixture, gconstpointer data)
{
  g_autoptr (PronyRun) run = result_fixture_make_run ("Trusting", page_fixture_targets, 2);
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
  page_fixture_store_runs (fixture);
  page_fixture_show (fixture, PRONY_TYPE_HISTORY_PAGE);
  page_fixture_wait_for (fixture, "2 runs");
  page_fixture_assert (fixture, "Unverified", FALSE);
  page_fixture_close (fixture);

  result_fixture_store_run (fixture->database, run, 0);
  page_fixture_show (fixture, PRONY_TYPE_HISTORY_PAGE);
  page_fixture_wait_for (fixture, "3 runs");
  page_fixture_wait_for (fixture, "Unverified");
  prony_history_page_open_run (PRONY_HISTORY_PAGE (fixture->page), run->id);
  page_fixture_wait_for (fixture, "The engine's certificate was not checked");
  page_fixture_assert (fixture, "Unverified", TRUE);
  page_fixture_close (fixture);

  page_fixture_show (fixture, PRONY_TYPE_COMPARE_PAGE);
  page_fixture_wait_for (fixture, "Unverified");
  run_ids[0] = run->id;
  prony_compare_page_compare_runs (PRONY_COMPARE_PAGE (fixture->page), run_ids);
  page_fixture_wait_for (fixture, "2 results chosen");
  page_fixture_activate (fixture, "compare.run", NULL);
  page_fixture_wait_for (fixture, "2 results compared");
  unverified = page_fixture_find_row (fixture, "ollama (unverified)");
  verified = page_fixture_find_row (fixture, "vLLM");
  g_assert_cmpstr (prony_table_row_get_text (verified, 0), ==, "vLLM");
}

/* Where answers were judged, how many were right is shown beside how fast they came: of
 * vLLM's two of twelve. */
static void
test_right_answers (PageFixture *fixture, gconstpointer data)
{
  g_autoptr (PronyRun) run = result_fixture_make_run ("Judged", page_fixture_targets, 2);
  g_autoptr (PronyTableRow) row = NULL;
  const char *run_ids[] = { run->id, NULL };

  page_fixture_store_runs (fixture);
  result_fixture_store_run (fixture->database, run, 0);
  result_fixture_judge_run (fixture->database, run, "vLLM", 2);
  page_fixture_show (fixture, PRONY_TYPE_HISTORY_PAGE);
  page_fixture_wait_for (fixture, "3 runs");
  prony_history_page_open_run (PRONY_HISTORY_PAGE (fixture->page), fixture->first_id);
  page_fixture_wait_for (fixture, "vLLM is better");
  page_fixture_assert (fixture, "Right", FALSE);
  page_fixture_activate (fixture, "history.back", NULL);
  prony_history_page_open_run (PRONY_HISTORY_PAGE (fixture->page), run->id);
  page_fixture_wait_for (fixture,
                         "But fewer of its answers were right: vLLM 16.7 %, ollama 100 %.");
  page_fixture_assert (fixture, "Right\n", TRUE);
  page_fixture_close (fixture);

  page_fixture_show (fixture, PRONY_TYPE_COMPARE_PAGE);
  prony_compare_page_compare_runs (PRONY_COMPARE_PAGE (fixture->page), run_ids);
  page_fixture_wait_for (fixture, "2 results chosen");
  page_fixture_activate (fixture, "compare.run", NULL);
  page_fixture_wait_for (fixture, "But fewer of its answers were right");
  page_fixture_activate (fixture, "compare.set-metric", "quality_pass_rate");
  page_fixture_wait_for (fixture, "ollama is better. Right answers: 100 % against 16.7 % of vLLM.");
  row = page_fixture_find_row (fixture, "vLLM");
  g_assert_cmpstr (prony_table_row_get_text (row, 2), ==, "16.7 %");
  g_assert_cmpstr (prony_table_row_get_text (row, 1), ==, "Worse");
  g_assert_cmpstr (prony_table_row_get_text (row, 6), ==, "< 0.001");
}

static void
add (const char *path, void (*test) (PageFixture *, gconstpointer))
{
  g_test_add (path, PageFixture, NULL, page_fixture_set_up, test, page_fixture_tear_down);
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
  add ("/results/unverified", test_unverified);
  add ("/results/right-answers", test_right_answers);
  return g_test_run ();
}
