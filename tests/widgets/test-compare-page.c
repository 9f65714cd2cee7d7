/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Stored results side by side on the screen. */

#include "config.h"

#include <glib/gstdio.h>

#include "app/pages/prony-compare-page.h"
#include "app/widgets/prony-chart-view.h"
#include "app/widgets/prony-compare-view.h"
#include "app/widgets/prony-result-chooser.h"
#include "base/prony-util.h"
#include "core/metrics/prony-summarize.h"
#include "core/model/prony-host-info.h"
#include "core/store/prony-store.h"
#include "page-fixture.h"
#include "widget-fixture.h"

static void
test_nothing_to_compare (PageFixture *fixture, gconstpointer data)
{
  page_fixture_show (fixture, PRONY_TYPE_COMPARE_PAGE);
  page_fixture_wait_for (fixture, "Nothing to Compare");
}

static void
compare_both (PageFixture *fixture)
{
  const char *const run_ids[] = { fixture->first_id, fixture->second_id, NULL };

  page_fixture_show (fixture, PRONY_TYPE_COMPARE_PAGE);
  page_fixture_wait_for (fixture, "Choose two or more results");
  prony_compare_page_compare_runs (PRONY_COMPARE_PAGE (fixture->page), run_ids);
  page_fixture_wait_for (fixture, "4 results compared");
  page_fixture_assert (fixture, "Simulated results are not ranked beside real ones.", TRUE);
}

static void
test_compare (PageFixture *fixture, gconstpointer data)
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

  page_fixture_store_runs (fixture);
  compare_both (fixture);
  page_fixture_assert (fixture, "vLLM is better. Time to first token: 102 ms against 153 ms", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PronyTableRow) row = page_fixture_find_row (fixture, cases[i].name);

      g_assert_cmpstr (prony_table_row_get_text (row, 2), ==, cases[i].value);
      g_assert_cmpstr (prony_table_row_get_text (row, 1), ==, cases[i].verdict);
      g_assert_cmpstr (prony_table_row_get_text (row, 4), ==, cases[i].ratio);
    }
}

static void
test_metric_and_baseline (PageFixture *fixture, gconstpointer data)
{
  g_autoptr (PronyTableRow) row = NULL;
  PronyChartView *view;

  page_fixture_store_runs (fixture);
  compare_both (fixture);
  view = PRONY_CHART_VIEW (result_fixture_find (fixture->page, PRONY_TYPE_CHART_VIEW));

  gtk_widget_activate_action (result_fixture_find (fixture->page, PRONY_TYPE_COMPARE_VIEW),
                              "compare.set-baseline", "u", 1);
  page_fixture_wait_for (fixture, "4 results compared");
  row = page_fixture_find_row (fixture, "ollama · 0.200");
  g_assert_cmpstr (prony_table_row_get_text (row, 1), ==, "Worse");
  g_assert_cmpstr (prony_table_row_get_text (row, 4), ==, "2.00 ×");

  gtk_widget_activate_action (result_fixture_find (fixture->page, PRONY_TYPE_COMPARE_VIEW),
                              "compare.set-metric", "s", "itl");
  page_fixture_wait_for (fixture, "4 results compared");
  g_assert_cmpint (prony_chart_view_get_chart (view)->unit, ==, PRONY_UNIT_SECONDS);
  page_fixture_assert (fixture, "No clear winner.", TRUE); /* every gap is the same */

  gtk_widget_activate_action (result_fixture_find (fixture->page, PRONY_TYPE_COMPARE_VIEW),
                              "compare.set-metric", "s", "nonsense");
  page_fixture_assert (fixture, "4 results compared", TRUE);
}

/* Of the results: choices have lists too. */
static GtkWidget *
find_list (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LIST_VIEW (widget) &&
      GTK_IS_NO_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (widget))))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_list (child);
  return found;
}

static void
test_choose (PageFixture *fixture, gconstpointer data)
{
  const char *run_ids[] = { NULL, NULL };
  PronyResultChooser *chooser;

  page_fixture_store_runs (fixture);
  page_fixture_show (fixture, PRONY_TYPE_COMPARE_PAGE);
  page_fixture_wait_for (fixture, "Choose two or more results");
  chooser = PRONY_RESULT_CHOOSER (result_fixture_find (fixture->page, PRONY_TYPE_RESULT_CHOOSER));
  run_ids[0] = fixture->second_id;
  prony_compare_page_compare_runs (PRONY_COMPARE_PAGE (fixture->page), run_ids);
  page_fixture_wait_for (fixture, "2 results chosen"); /* one run waits for company */

  g_signal_emit_by_name (find_list (GTK_WIDGET (chooser)), "activate", 0);
  page_fixture_wait_for (fixture, "1 result chosen");
  g_assert_cmpuint (prony_result_chooser_get_chosen (chooser)->len, ==, 1);
  g_signal_emit_by_name (find_list (GTK_WIDGET (chooser)), "activate", 2);
  page_fixture_wait_for (fixture, "2 results chosen");
  page_fixture_activate (fixture, "compare.run", NULL);
  page_fixture_wait_for (fixture, "2 results compared");

  page_fixture_activate (fixture, "compare.choose", NULL);
  page_fixture_wait_for (fixture, "2 results chosen");
  page_fixture_activate (fixture, "compare.clear", NULL);
  page_fixture_wait_for (fixture, "Choose two or more results");
}

/* --- Files ---------------------------------------------------------------------------- */

static gboolean
is_there (gpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* A file is there when it is whole. */
static char *
save (PageFixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  page_fixture_activate (fixture, "compare.save-to", path);
  wait_until (is_there, path);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_unlink (path), ==, 0);
  return text;
}

/* A page has its charts in it, other files say them in words or are tables. */
static void
test_save (PageFixture *fixture, gconstpointer data)
{
  g_autofree char *html = NULL;
  g_autofree char *markdown = NULL;
  g_autofree char *csv = NULL;

  page_fixture_store_runs (fixture);
  compare_both (fixture);
  html = save (fixture, "comparison.html");
  markdown = save (fixture, "comparison.md");
  csv = save (fixture, "comparison.csv");

  g_assert_nonnull (strstr (html, "<figcaption>Time to first token, median</figcaption>\n<svg "));
  g_assert_nonnull (strstr (html, "</html>\n"));
  g_assert_null (strstr (html, "http:"));
  g_assert_nonnull (strstr (markdown, "\n## Charts\n\nTime to first token, median. "));
  g_assert_null (strstr (markdown, "!["));
  g_assert_nonnull (
    strstr (markdown, "| Stand-in (simulated) | Simulated, not ranked | 10.2 ms |"));
  g_assert_true (g_str_has_prefix (csv, "scenario,load,result,"));
}

/* --- What is hard to compare ---------------------------------------------------------- */

/* A run like another one, with a trial of so many requests. */
static PronyRun *
make_run (PronyRun *like, guint n_right, guint n_failed, GPtrArray **records)
{
  PronyTrial *first = g_ptr_array_index (like->trials, 0);
  PronyTrial *trial = prony_trial_new (0, first->target, first->scenario_name,
                                       first->scenario_title, first->klass, first->load);
  PronyRun *run = prony_run_new (like->name);
  PronySummaryInput input;

  run->state = PRONY_STATE_FINISHED;
  run->host = prony_host_info_new ();
  run->plan_json = json_object_new ();
  *records = result_fixture_make_records (0.2, n_failed);
  g_ptr_array_remove_range (*records, 0, (*records)->len - n_failed - n_right);
  prony_summary_input_init (&input, *records);
  trial->state = PRONY_STATE_FINISHED;
  trial->summary = prony_summarize (&input);
  g_ptr_array_add (run->trials, trial);
  return run;
}

static void
store_runs (PageFixture *fixture, char **ids, guint n_runs, guint n_right, guint n_failed)
{
  static const ResultTarget target = { "ollama", 0.2, FALSE };
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyStore) store = prony_store_open (fixture->database, &error);
  g_autoptr (PronyRun) like = result_fixture_make_run ("A run", &target, 1);

  g_assert_no_error (error);
  for (guint i = 0; i < n_runs; i++)
    {
      g_autoptr (GPtrArray) records = NULL;
      g_autoptr (PronyRun) run = make_run (like, n_right, n_failed, &records);

      run->started_us += i * G_USEC_PER_SEC;
      ids[i] = g_strdup (run->id);
      prony_store_put_run (store, run);
      prony_store_put_trial (store, run, g_ptr_array_index (run->trials, 0));
      prony_store_put_requests (store, run, g_ptr_array_index (run->trials, 0), records);
    }
  g_assert_true (prony_store_close (store, &error));
}

static void
check_words (PageFixture *fixture)
{
  static const char *const none[] = { "nan", "NaN", "inf ", "∞", "(null)" };

  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    page_fixture_assert (fixture, none[i], FALSE);
}

/* There are figures and a picture, or a sentence. */
static void
check_metrics (PageFixture *fixture, const char *compared)
{
  static const char *const metrics[] = {
    "ttft", "itl", "output_tokens_per_sec", "success_rate", "quality_pass_rate", "energy_j"
  };

  for (guint i = 0; i < G_N_ELEMENTS (metrics); i++)
    {
      gtk_widget_activate_action (result_fixture_find (fixture->page, PRONY_TYPE_COMPARE_VIEW),
                                  "compare.set-metric", "s", metrics[i]);
      page_fixture_wait_for (fixture, compared);
      check_words (fixture);
      if (i >= 4)
        page_fixture_assert (fixture, "None of these results has a value of this metric.", TRUE);
    }
}

static void
test_trouble (PageFixture *fixture, gconstpointer data)
{
  static const struct
  {
    guint n_right;
    guint n_failed;
    const char *sentence;
  } cases[] = {
    { 1, 0, "No clear winner." },
    { 0, 0, "No winner: fewer than two results can be ranked." },
    { 0, 4, "No winner: fewer than two results can be ranked." },
    { 4, 0, "No clear winner." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char *ids[] = { NULL, NULL, NULL };

      store_runs (fixture, ids, 2, cases[i].n_right, cases[i].n_failed);
      page_fixture_show (fixture, PRONY_TYPE_COMPARE_PAGE);
      prony_compare_page_compare_runs (PRONY_COMPARE_PAGE (fixture->page),
                                       (const char *const *) ids);
      page_fixture_wait_for (fixture, cases[i].sentence);
      check_words (fixture);
      check_metrics (fixture, "2 results compared");
      page_fixture_close (fixture);
      g_free (ids[0]);
      g_free (ids[1]);
    }
  page_fixture_show (fixture, PRONY_TYPE_COMPARE_PAGE);
}

/* Runs that ended before anything was measured. */
static void
test_unmeasured (PageFixture *fixture, gconstpointer data)
{
  g_autoptr (PronyRun) first = result_fixture_make_run ("First", NULL, 0);
  g_autoptr (PronyRun) second = result_fixture_make_run ("Second", NULL, 0);
  const char *const ids[] = { first->id, second->id, NULL };

  page_fixture_store_runs (fixture);
  result_fixture_store_run (fixture->database, first, 0);
  result_fixture_store_run (fixture->database, second, 0);
  page_fixture_show (fixture, PRONY_TYPE_COMPARE_PAGE);
  prony_compare_page_compare_runs (PRONY_COMPARE_PAGE (fixture->page), ids);
  page_fixture_wait_for (fixture, "Fewer than two results of these runs were measured.");
}

/* Runs that asked different things are put into words instead of beside one another. */
static void
test_other_scenario (PageFixture *fixture, gconstpointer data)
{
  static const ResultTarget target = { "ollama", 0.2, FALSE };
  g_autoptr (PronyRun) first = result_fixture_make_run ("First", &target, 1);
  g_autoptr (PronyRun) second = result_fixture_make_run ("Second", &target, 1);
  const char *const ids[] = { first->id, second->id, NULL };

  for (guint i = 0; i < second->trials->len; i++)
    prony_set_str (&((PronyTrial *) g_ptr_array_index (second->trials, i))->scenario_name,
                   "since-deleted");
  result_fixture_store_run (fixture->database, first, 0);
  result_fixture_store_run (fixture->database, second, 0);
  page_fixture_show (fixture, PRONY_TYPE_COMPARE_PAGE);
  prony_compare_page_compare_runs (PRONY_COMPARE_PAGE (fixture->page), ids);
  page_fixture_wait_for (fixture, "no two of them were measured with the same scenario and load");
  page_fixture_assert (fixture, "since-deleted", TRUE);
  page_fixture_assert (fixture, "results compared", FALSE);
}

static void
test_many (PageFixture *fixture, gconstpointer data)
{
  g_auto (GStrv) ids = g_new0 (char *, 201);
  g_autofree char *html = NULL;

  store_runs (fixture, ids, 200, 1, 0);
  page_fixture_show (fixture, PRONY_TYPE_COMPARE_PAGE);
  prony_compare_page_compare_runs (PRONY_COMPARE_PAGE (fixture->page), (const char *const *) ids);
  page_fixture_wait_for (fixture, "200 results compared");
  check_words (fixture);

  html = save (fixture, "comparison.html");
  g_test_message ("%" G_GSIZE_FORMAT " bytes", strlen (html));
  g_assert_nonnull (strstr (html, "<svg "));
  g_assert_cmpuint (strlen (html), <, 4 * 1024 * 1024);
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

  add ("/compare-page/nothing", test_nothing_to_compare);
  add ("/compare-page/both", test_compare);
  add ("/compare-page/metric-and-baseline", test_metric_and_baseline);
  add ("/compare-page/choose", test_choose);
  add ("/compare-page/save", test_save);
  add ("/compare-page/trouble", test_trouble);
  add ("/compare-page/unmeasured", test_unmeasured);
  add ("/compare-page/other-scenario", test_other_scenario);
  add ("/compare-page/many", test_many);
  return g_test_run ();
}
