/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What stands around a chart: its table, its series, what can be done with it. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "app/widgets/prony-chart-legend.h"
#include "app/widgets/prony-chart-pane.h"
#include "app/widgets/prony-table.h"
#include "base/prony-clock.h"
#include "chart-fixture.h"
#include "result-fixture.h"
#include "support/prony-test-folder.h"
#include "widget-fixture.h"

static void
test_table (void)
{
  g_autoptr (PronyChart) chart = chart_fixture_bars ();
  g_autoptr (PronyChartPane) pane = PRONY_CHART_PANE (g_object_ref_sink (prony_chart_pane_new ()));
  PronyTable *table;
  GListModel *rows;
  const char *expected[][4] = {
    { "Short at 10", "vLLM", "120 ms", "118 ms to 131 ms" },
    { "Short at 10", "ollama", "180 ms", "–" },
    { "Short at 10", "Stand-in (simulated)", "–", "–" },
  };

  prony_chart_pane_set_chart (pane, chart);
  g_assert_false (prony_chart_pane_get_show_table (pane));
  gtk_widget_activate_action (GTK_WIDGET (pane), "chart.show-table", NULL);
  g_assert_true (prony_chart_pane_get_show_table (pane));

  table = PRONY_TABLE (result_fixture_find (GTK_WIDGET (pane), PRONY_TYPE_TABLE));
  rows = prony_table_get_rows (table);
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (PronyTableRow) row = g_list_model_get_item (rows, i);

      for (guint j = 0; j < 4; j++)
        g_assert_cmpstr (prony_table_row_get_text (row, j), ==, expected[i][j]);
    }
}

/* Only the rows that are seen are made, so that there may be any number. */
static void
test_long_table (void)
{
  g_autoptr (PronyChart) chart = chart_fixture_points (1, 100000);
  GtkWidget *pane = prony_chart_pane_new ();
  GtkWidget *window;
  PronyTable *table;
  gint64 start = prony_clock_thread_cpu_ns ();

  prony_chart_pane_set_chart (PRONY_CHART_PANE (pane), chart);
  prony_chart_pane_set_show_table (PRONY_CHART_PANE (pane), TRUE);
  window = chart_fixture_show (pane, 600);
  table = PRONY_TABLE (result_fixture_find (pane, PRONY_TYPE_TABLE));
  g_assert_cmpuint (g_list_model_get_n_items (prony_table_get_rows (table)), ==, 100000);
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (table)), <, 600);
  g_test_minimized_result ((double) (prony_clock_thread_cpu_ns () - start) / 1e6,
                           "milliseconds until a table of 100,000 rows is seen");

  gtk_window_destroy (GTK_WINDOW (window));
}

/* The series of a chart in a menu: all 200 of them, by keyboard as by pointer. */
static void
test_series_menu (void)
{
  g_autoptr (PronyChart) chart = chart_fixture_points (200, 2);
  GtkWidget *pane = prony_chart_pane_new ();
  PronyChartView *view = prony_chart_pane_get_view (PRONY_CHART_PANE (pane));
  GtkWidget *window;
  GtkWidget *menu;
  GtkWidget *check;

  prony_chart_pane_set_chart (PRONY_CHART_PANE (pane), chart);
  window = chart_fixture_show (pane, 600);
  menu = result_fixture_find (pane, PRONY_TYPE_CHART_LEGEND);
  gtk_popover_popup (GTK_POPOVER (gtk_widget_get_ancestor (menu, GTK_TYPE_POPOVER)));
  gtk_test_widget_wait_for_draw (window);
  check = result_fixture_find (menu, GTK_TYPE_CHECK_BUTTON);
  gtk_test_accessible_assert_property (check, GTK_ACCESSIBLE_PROPERTY_LABEL, "Engine 1");
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)));

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), FALSE);
  g_assert_true (prony_chart_view_is_hidden (view, 0));
  gtk_widget_activate_action (menu, "chart.hide-all-series", NULL);
  g_assert_true (prony_chart_view_is_hidden (view, 199));
  gtk_widget_activate_action (menu, "chart.show-all-series", NULL);
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)));
  g_assert_false (prony_chart_view_is_hidden (view, 0));

  gtk_popover_popdown (GTK_POPOVER (gtk_widget_get_ancestor (menu, GTK_TYPE_POPOVER)));
  gtk_test_widget_wait_for_draw (window);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* No value, one, all equal, 200 series, all hidden: drawn, read and zoomed all the same. */
static void
test_limits (void)
{
  const struct
  {
    guint n_series;
    guint n;
  } limits[] = { { 1, 0 }, { 1, 1 }, { 200, 10 }, { 0, 0 } };
  GtkWidget *pane = prony_chart_pane_new ();
  PronyChartView *view = prony_chart_pane_get_view (PRONY_CHART_PANE (pane));
  GtkWidget *window = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_autoptr (PronyChart) chart = chart_fixture_points (limits[i].n_series, limits[i].n);

      for (guint j = 0; limits[i].n == 1 && j < 20; j++)
        prony_chart_add_point (chart, 0, 0, 0.1, NAN, NAN);
      prony_chart_pane_set_chart (PRONY_CHART_PANE (pane), chart);
      if (window == NULL)
        window = chart_fixture_show (pane, 600);
      gtk_test_widget_wait_for_draw (window);
      chart_fixture_press (view, GDK_KEY_Right, 0);
      chart_fixture_press (view, GDK_KEY_Page_Down, 0);
      chart_fixture_press (view, GDK_KEY_plus, 0);
      gtk_test_widget_wait_for_draw (window);
      prony_chart_view_set_all_hidden (view, TRUE);
      chart_fixture_press (view, GDK_KEY_plus, 0);
      gtk_test_widget_wait_for_draw (window);
      prony_chart_pane_set_show_table (PRONY_CHART_PANE (pane), TRUE);
      gtk_test_widget_wait_for_draw (window);
      prony_chart_pane_set_show_table (PRONY_CHART_PANE (pane), FALSE);
    }

  gtk_window_destroy (GTK_WINDOW (window));
}

/* Only what can be done to a chart is offered. */
static void
test_actions (void)
{
  g_autoptr (PronyChart) bars = chart_fixture_bars ();
  g_autoptr (PronyChart) points = chart_fixture_points (1, 10);
  g_autoptr (PronyChartPane) pane = PRONY_CHART_PANE (g_object_ref_sink (prony_chart_pane_new ()));
  PronyChartView *view = prony_chart_pane_get_view (pane);

  prony_chart_pane_set_chart (pane, bars);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (view), "chart.zoom-in", NULL));
  g_assert_false (prony_chart_view_is_zoomed (view));

  prony_chart_pane_set_chart (pane, points);
  gtk_widget_activate_action (GTK_WIDGET (view), "chart.zoom-in", NULL);
  g_assert_true (prony_chart_view_is_zoomed (view));
  gtk_widget_activate_action (GTK_WIDGET (view), "chart.reset-zoom", NULL);
  g_assert_false (prony_chart_view_is_zoomed (view));
  gtk_widget_activate_action (GTK_WIDGET (view), "chart.log-scale", NULL);
  g_assert_true (prony_chart_view_get_log_scale (view));
}

static gboolean
file_is_there (const char *name)
{
  return g_file_test (name, G_FILE_TEST_EXISTS);
}

/* A file of each kind, of what is seen. */
static void
test_save (void)
{
  static const struct
  {
    const char *name;
    const char *begin;
  } kinds[] = { { "chart.svg", "<?xml" }, { "chart.png", "\x89PNG" }, { "chart.pdf", "%PDF" } };
  g_autoptr (PronyChart) chart = chart_fixture_points (2, 10);
  g_autoptr (PronyChartPane) pane = PRONY_CHART_PANE (g_object_ref_sink (prony_chart_pane_new ()));
  g_autofree char *folder = widget_fixture_make_folder ();

  prony_chart_pane_set_chart (pane, chart);
  prony_chart_view_toggle_series (prony_chart_pane_get_view (pane), 1);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *name = g_build_filename (folder, kinds[i].name, NULL);
      g_autofree char *content = NULL;

      gtk_widget_activate_action (GTK_WIDGET (pane), "chart.save-to", "s", name);
      wait_until (file_is_there, name);
      g_assert_true (g_file_get_contents (name, &content, NULL, NULL));
      g_assert_true (g_str_has_prefix (content, kinds[i].begin));
      g_assert_true (i > 0 || strstr (content, "<svg") != NULL);
    }
  while (g_main_context_iteration (NULL, FALSE))
    ;
  prony_test_remove_tree (folder);
}

static void
on_text_cb (GObject *clipboard, GAsyncResult *result, gpointer place)
{
  *(char **) place = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);
}

static gboolean
has_text (gpointer *place)
{
  return *place != NULL;
}

static gboolean
has_format (const char *type)
{
  GdkClipboard *clipboard = gdk_display_get_clipboard (gdk_display_get_default ());

  return gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard), type);
}

static void
test_copy (void)
{
  g_autoptr (PronyChart) chart = chart_fixture_lines ();
  GtkWidget *pane = prony_chart_pane_new ();
  GtkWidget *window;
  GdkClipboard *clipboard = gdk_display_get_clipboard (gdk_display_get_default ());
  g_autofree char *text = NULL;

  prony_chart_pane_set_chart (PRONY_CHART_PANE (pane), chart);
  window = chart_fixture_show (pane, 600);
  gtk_widget_activate_action (pane, "chart.copy-picture", NULL);
  wait_until (has_format, (gpointer) "image/png");
  gtk_widget_activate_action (pane, "chart.copy-table", NULL);
  wait_until (has_format, (gpointer) "text/plain;charset=utf-8");
  gdk_clipboard_read_text_async (clipboard, NULL, on_text_cb, &text);
  wait_until (has_text, &text);
  g_assert_cmpstr (text, ==,
                   "Place\tTarget\tValue\n"
                   "1\tvLLM\t100 tok/s\n"
                   "4\tvLLM\t300 tok/s\n"
                   "8\tvLLM\t500 tok/s\n");

  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  widget_fixture_init ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/chart-pane/table", test_table);
  g_test_add_func ("/chart-pane/long-table", test_long_table);
  g_test_add_func ("/chart-pane/series-menu", test_series_menu);
  g_test_add_func ("/chart-pane/limits", test_limits);
  g_test_add_func ("/chart-pane/actions", test_actions);
  g_test_add_func ("/chart-pane/copy", test_copy);
  g_test_add_func ("/chart-pane/save", test_save);
  return g_test_run ();
}
