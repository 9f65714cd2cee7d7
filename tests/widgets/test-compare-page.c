/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Stored results side by side on the screen. */

#include "config.h"

#include "app/pages/prony-compare-page.h"
#include "app/widgets/prony-chart-view.h"
#include "app/widgets/prony-compare-view.h"
#include "app/widgets/prony-result-chooser.h"
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
                              "compare.set-baseline", "u", 3);
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
  return g_test_run ();
}
