/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* A chart can be read with the pointer, with the keyboard and by a screen reader. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "app/widgets/prony-chart-pane.h"
#include "app/widgets/prony-table.h"
#include "result-fixture.h"
#include "support/prony-test-folder.h"
#include "widget-fixture.h"

static PronyChart *
make_chart (void)
{
  PronyChart *chart = prony_chart_new (PRONY_CHART_BARS, "Time to first token", PRONY_UNIT_SECONDS,
                                       PRONY_BETTER_LOWER);

  prony_chart_add_series (chart, "vLLM", 0, FALSE);
  prony_chart_add_series (chart, "ollama", 1, FALSE);
  prony_chart_add_series (chart, "Stand-in", 2, TRUE);
  prony_chart_add_group (chart, "Short at 10");
  prony_chart_add_bar (chart, 0, 0, 0.12, 0.118, 0.131);
  prony_chart_add_bar (chart, 0, 1, 0.18, NAN, NAN);
  prony_chart_add_bar (chart, 0, 2, NAN, NAN, NAN);

  return chart;
}

static PronyChart *
make_lines (void)
{
  PronyChart *chart = prony_chart_new (PRONY_CHART_LINES, "Output rate",
                                       PRONY_UNIT_TOKENS_PER_SECOND, PRONY_BETTER_HIGHER);

  prony_chart_add_series (chart, "vLLM", 0, FALSE);
  prony_chart_add_point (chart, 0, 1, 100, NAN, NAN);
  prony_chart_add_point (chart, 0, 4, 300, NAN, NAN);
  prony_chart_add_point (chart, 0, 8, 500, NAN, NAN);

  return chart;
}

static PronyChartView *
make_view (PronyChart *chart)
{
  PronyChartView *view = PRONY_CHART_VIEW (g_object_ref_sink (prony_chart_view_new ()));

  prony_chart_view_set_chart (view, chart);
  return view;
}

static GtkEventController *
find_controller (GtkWidget *widget, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  guint n = g_list_model_get_n_items (controllers);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (g_type_is_a (G_OBJECT_TYPE (controller), type))
        return controller; /* the widget keeps it */
    }

  g_assert_not_reached ();
}

static gboolean
press (PronyChartView *view, guint key, GdkModifierType state)
{
  GtkWidget *area = result_fixture_find (GTK_WIDGET (view), GTK_TYPE_DRAWING_AREA);
  gboolean handled = FALSE;

  g_signal_emit_by_name (find_controller (area, GTK_TYPE_EVENT_CONTROLLER_KEY), "key-pressed", key,
                         0, state, &handled);
  return handled;
}

static void
test_keys (gconstpointer data)
{
  gboolean rtl = GPOINTER_TO_INT (data);
  g_autoptr (PronyChart) chart = make_lines ();
  g_autoptr (PronyChartView) view = make_view (chart);
  const struct
  {
    guint key;
    int cursor;
  } steps[] = {
    { rtl ? GDK_KEY_Left : GDK_KEY_Right, 0 },
    { rtl ? GDK_KEY_Left : GDK_KEY_Right, 1 },
    { rtl ? GDK_KEY_Right : GDK_KEY_Left, 0 },
    { GDK_KEY_End, 2 },
    { rtl ? GDK_KEY_Left : GDK_KEY_Right, 2 },
    { GDK_KEY_Home, 0 },
    { GDK_KEY_Escape, -1 },
  };

  gtk_widget_set_direction (GTK_WIDGET (view), rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_assert_true (press (view, steps[i].key, 0));
      g_assert_cmpint (prony_chart_view_get_cursor (view), ==, steps[i].cursor);
    }

  /* What it has no use for is left to others. */
  g_assert_false (press (view, GDK_KEY_Escape, 0));
  g_assert_false (press (view, GDK_KEY_Tab, 0));
  g_assert_false (press (view, GDK_KEY_Right, GDK_CONTROL_MASK));
}

static void
test_words (void)
{
  g_autoptr (PronyChart) chart = make_chart ();
  g_autoptr (PronyChartView) view = make_view (chart);
  GtkWidget *area = result_fixture_find (GTK_WIDGET (view), GTK_TYPE_DRAWING_AREA);
  const char *datum = "vLLM, Short at 10: 120 ms, 95 % interval 118 ms to 131 ms";

  gtk_test_accessible_assert_role (area, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (area, GTK_ACCESSIBLE_PROPERTY_LABEL, "Time to first token");
  g_assert_true (gtk_widget_get_focusable (area));

  prony_chart_view_set_cursor (view, 0);
  g_assert_cmpstr (prony_chart_view_get_readout (view), ==, datum);
  gtk_test_accessible_assert_property (area, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, datum);

  prony_chart_view_set_cursor (view, 2);
  g_assert_cmpstr (prony_chart_view_get_readout (view), ==,
                   "Stand-in (simulated), Short at 10: no value");
  prony_chart_view_set_cursor (view, 99);
  g_assert_cmpint (prony_chart_view_get_cursor (view), ==, -1);
}

static void
test_pointer (void)
{
  g_autoptr (PronyChart) chart = make_chart ();
  GtkWidget *window = gtk_window_new ();
  PronyChartView *view = make_view (chart);
  GtkWidget *area = result_fixture_find (GTK_WIDGET (view), GTK_TYPE_DRAWING_AREA);
  GtkEventController *motion = find_controller (area, GTK_TYPE_EVENT_CONTROLLER_MOTION);

  gtk_window_set_default_size (GTK_WINDOW (window), 600, 400);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (view));
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);

  for (int i = 0; i < 3; i++)
    {
      GdkRectangle place;

      prony_chart_view_get_datum_area (view, i, &place);
      g_signal_emit_by_name (motion, "motion", place.x + place.width / 2.0,
                             place.y + place.height / 2.0);
      g_assert_cmpint (prony_chart_view_get_cursor (view), ==, i);
    }
  g_signal_emit_by_name (motion, "leave");
  g_assert_cmpint (prony_chart_view_get_cursor (view), ==, -1);

  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (view);
}

/* Wider is not higher, and a chart with more in it is. */
static void
test_size (void)
{
  g_autoptr (PronyChart) chart = make_chart ();
  g_autoptr (PronyChart) bigger = make_chart ();
  g_autoptr (PronyChartView) view = make_view (chart);
  int narrow;
  int wide;
  int higher;

  gtk_widget_measure (GTK_WIDGET (view), GTK_ORIENTATION_VERTICAL, 240, &narrow, NULL, NULL, NULL);
  gtk_widget_measure (GTK_WIDGET (view), GTK_ORIENTATION_VERTICAL, 1200, &wide, NULL, NULL, NULL);
  g_assert_cmpint (wide, >, 50);
  g_assert_cmpint (wide, <=, narrow);

  for (guint i = 0; i < 20; i++)
    prony_chart_add_bar (bigger, 0, i % 3, 0.1 * i, NAN, NAN);
  prony_chart_view_set_chart (view, bigger);
  gtk_widget_measure (GTK_WIDGET (view), GTK_ORIENTATION_VERTICAL, 1200, &higher, NULL, NULL, NULL);
  g_assert_cmpint (higher, >, wide);
}

static void
test_no_chart (void)
{
  g_autoptr (PronyChartView) view = make_view (NULL);

  g_assert_cmpstr (prony_chart_view_get_readout (view), ==, "");
  g_assert_false (press (view, GDK_KEY_Right, 0));
  prony_chart_view_set_cursor (view, 0);
  g_assert_cmpint (prony_chart_view_get_cursor (view), ==, -1);
}

static void
test_table (void)
{
  g_autoptr (PronyChart) chart = make_chart ();
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

static gboolean
file_is_there (const char *name)
{
  return g_file_test (name, G_FILE_TEST_EXISTS);
}

static void
test_save (void)
{
  g_autoptr (PronyChart) chart = make_chart ();
  g_autoptr (PronyChartPane) pane = PRONY_CHART_PANE (g_object_ref_sink (prony_chart_pane_new ()));
  g_autofree char *folder = widget_fixture_make_folder ();
  g_autofree char *name = g_build_filename (folder, "chart.svg", NULL);

  prony_chart_pane_set_chart (pane, chart);
  gtk_widget_activate_action (GTK_WIDGET (pane), "chart.save-to", "s", name);
  wait_until (file_is_there, name);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  prony_test_remove_tree (folder);
}

static void
test_row_order (void)
{
  g_autoptr (PronyTableRow) a = prony_table_row_new ();
  g_autoptr (PronyTableRow) b = prony_table_row_new ();
  g_autofree char *title = NULL;

  prony_table_row_add_text (a, "ollama");
  prony_table_row_add_text (b, "vLLM");
  prony_table_row_add_number (a, 9, g_strdup ("9 ms"));
  prony_table_row_add_number (b, 10, g_strdup ("10 ms"));
  prony_table_row_add_number (a, NAN, g_strdup ("–"));
  prony_table_row_add_number (b, 1, g_strdup ("1 ms"));

  g_assert_cmpint (prony_table_row_compare (a, b, 0), <, 0);
  g_assert_cmpint (prony_table_row_compare (a, b, 1), <, 0);
  g_assert_cmpint (prony_table_row_compare (b, a, 1), >, 0);
  g_assert_cmpint (prony_table_row_compare (a, b, 2), >, 0); /* nothing comes last */
  g_assert_cmpint (prony_table_row_compare (a, a, 2), ==, 0);
  title = prony_table_row_dup_title (a);
  g_assert_cmpstr (title, ==, "ollama, 9 ms, –");
}

int
main (int argc, char *argv[])
{
  widget_fixture_init ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_data_func ("/chart-view/keys/ltr", GINT_TO_POINTER (FALSE), test_keys);
  g_test_add_data_func ("/chart-view/keys/rtl", GINT_TO_POINTER (TRUE), test_keys);
  g_test_add_func ("/chart-view/words", test_words);
  g_test_add_func ("/chart-view/pointer", test_pointer);
  g_test_add_func ("/chart-view/size", test_size);
  g_test_add_func ("/chart-view/no-chart", test_no_chart);
  g_test_add_func ("/chart-view/table", test_table);
  g_test_add_func ("/chart-view/save", test_save);
  g_test_add_func ("/chart-view/row-order", test_row_order);
  return g_test_run ();
}
