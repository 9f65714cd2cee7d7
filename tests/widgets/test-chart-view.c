/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* A chart can be read with the pointer, with the keyboard and by a screen reader. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "app/widgets/prony-chart-view-private.h"
#include "app/widgets/prony-table-row.h"
#include "base/prony-clock.h"
#include "chart-fixture.h"
#include "result-fixture.h"
#include "widget-fixture.h"

/* Of the pointer, while each is measured. */
#define N_MOVES 40

static PronyChartView *
make_view (PronyChart *chart)
{
  PronyChartView *view = PRONY_CHART_VIEW (g_object_ref_sink (prony_chart_view_new ()));

  prony_chart_view_set_chart (view, chart);
  return view;
}

static void
test_keys (gconstpointer data)
{
  gboolean rtl = GPOINTER_TO_INT (data);
  g_autoptr (PronyChart) chart = chart_fixture_lines ();
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
      g_assert_true (chart_fixture_press (view, steps[i].key, 0));
      g_assert_cmpint (prony_chart_view_get_cursor (view), ==, steps[i].cursor);
    }

  /* What it has no use for is left to others. */
  g_assert_false (chart_fixture_press (view, GDK_KEY_Escape, 0));
  g_assert_false (chart_fixture_press (view, GDK_KEY_Tab, 0));
  g_assert_false (chart_fixture_press (view, GDK_KEY_Right, GDK_CONTROL_MASK));
}

static void
test_words (void)
{
  g_autoptr (PronyChart) chart = chart_fixture_bars ();
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
  g_autoptr (PronyChart) chart = chart_fixture_bars ();
  GtkWidget *window = gtk_window_new ();
  PronyChartView *view = make_view (chart);
  GtkEventController *motion =
    chart_fixture_find_controller (view, GTK_TYPE_EVENT_CONTROLLER_MOTION);

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
  g_autoptr (PronyChart) chart = chart_fixture_bars ();
  g_autoptr (PronyChart) bigger = chart_fixture_bars ();
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
count_cb (gpointer object, int *count)
{
  (*count)++;
}

/* By key, one after the other; the cursor passes over what is hidden. */
static void
test_hide_by_key (void)
{
  g_autoptr (PronyChart) chart = chart_fixture_bars ();
  g_autoptr (PronyChartView) view = make_view (chart);
  int n_changes = 0;

  g_signal_connect (view, "hidden-changed", G_CALLBACK (count_cb), &n_changes);
  prony_chart_view_set_cursor (view, 1);
  g_assert_true (chart_fixture_press (view, GDK_KEY_2, 0));
  g_assert_true (prony_chart_view_is_hidden (view, 1));
  g_assert_cmpint (n_changes, ==, 1);
  g_assert_cmpint (prony_chart_view_get_cursor (view), ==, -1);

  g_assert_true (chart_fixture_press (view, GDK_KEY_Down, 0));
  g_assert_cmpint (prony_chart_view_get_cursor (view), ==, 0);
  g_assert_true (chart_fixture_press (view, GDK_KEY_Down, 0));
  g_assert_cmpint (prony_chart_view_get_cursor (view), ==, 2);
  g_assert_true (chart_fixture_press (view, GDK_KEY_3, 0));
  g_assert_true (chart_fixture_press (view, GDK_KEY_End, 0));
  g_assert_cmpint (prony_chart_view_get_cursor (view), ==, 0);
  g_assert_true (chart_fixture_press (view, GDK_KEY_Down, 0));
  g_assert_cmpint (prony_chart_view_get_cursor (view), ==, 0);

  g_assert_false (chart_fixture_press (view, GDK_KEY_4, 0)); /* there is no fourth */
  g_assert_true (chart_fixture_press (view, GDK_KEY_2, 0));
  g_assert_false (prony_chart_view_is_hidden (view, 1));
  prony_chart_view_set_all_hidden (view, TRUE);
  g_assert_cmpint (prony_chart_view_get_cursor (view), ==, -1);
  g_assert_true (chart_fixture_press (view, GDK_KEY_Right, 0));
  g_assert_cmpint (prony_chart_view_get_cursor (view), ==, -1);
}

/* A click on the name in the legend. */
static void
test_hide_by_click (void)
{
  g_autoptr (PronyChart) chart = chart_fixture_points (3, 10);
  g_autoptr (PronyChartView) view = make_view (chart);
  GtkWidget *window = chart_fixture_show (GTK_WIDGET (view), 600);
  GtkEventController *click = chart_fixture_find_controller (view, GTK_TYPE_GESTURE_CLICK);
  gboolean found = FALSE;

  for (int y = 0; y < 80 && !found; y += 4)
    {
      g_signal_emit_by_name (click, "released", 1, 10.0, (double) y);
      found = prony_chart_view_is_hidden (view, 0);
    }
  g_assert_true (found);
  g_assert_false (prony_chart_view_is_hidden (view, 1));

  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_zoom (gconstpointer data)
{
  gboolean rtl = GPOINTER_TO_INT (data);
  g_autoptr (PronyChart) chart = chart_fixture_points (1, 101);
  g_autoptr (PronyChartView) view = make_view (chart);
  GtkWidget *window;
  double low;
  double high;

  gtk_widget_set_direction (GTK_WIDGET (view), rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  window = chart_fixture_show (GTK_WIDGET (view), 600);
  g_assert_true (prony_chart_view_is_zoomable (view));
  g_assert_false (prony_chart_view_is_zoomed (view));
  g_assert_false (chart_fixture_press (view, GDK_KEY_Left, GDK_SHIFT_MASK)); /* nothing to move */

  prony_chart_view_set_cursor (view, 50);
  g_assert_true (chart_fixture_press (view, GDK_KEY_plus, GDK_SHIFT_MASK));
  g_assert_true (prony_chart_view_is_zoomed (view));
  prony_chart_view_get_window (view, &low, &high);
  g_assert_cmpfloat_with_epsilon (high - low, 50, 12);
  g_assert_true (low < 50 && high > 50);

  /* What is seen to the left is where x rises from the right. */
  for (guint i = 0; i < 20; i++)
    g_assert_true (chart_fixture_press (view, GDK_KEY_Left, GDK_SHIFT_MASK));
  prony_chart_view_get_window (view, &low, &high);
  g_assert_cmpfloat (rtl ? 100 : 0, >=, low);
  g_assert_cmpfloat (rtl ? 100 : 0, <=, high);

  /* The cursor takes the window with it. */
  g_assert_true (chart_fixture_press (view, rtl ? GDK_KEY_Home : GDK_KEY_End, 0));
  prony_chart_view_get_window (view, &low, &high);
  g_assert_cmpfloat (rtl ? 0 : 100, >=, low);
  g_assert_cmpfloat (rtl ? 0 : 100, <=, high);

  g_assert_true (chart_fixture_press (view, GDK_KEY_minus, 0));
  g_assert_true (chart_fixture_press (view, GDK_KEY_minus, 0));
  g_assert_false (prony_chart_view_is_zoomed (view));
  g_assert_true (chart_fixture_press (view, GDK_KEY_plus, 0));
  g_assert_true (chart_fixture_press (view, GDK_KEY_0, 0));
  g_assert_false (prony_chart_view_is_zoomed (view));

  /* However often: never nothing. */
  for (guint i = 0; i < 100; i++)
    g_assert_true (chart_fixture_press (view, GDK_KEY_plus, 0));
  prony_chart_view_get_window (view, &low, &high);
  g_assert_cmpfloat (low, <, high);

  gtk_window_destroy (GTK_WINDOW (window));
}

/* A drag over half of the chart shows that half. */
static void
test_brush (gconstpointer data)
{
  gboolean rtl = GPOINTER_TO_INT (data);
  g_autoptr (PronyChart) chart = chart_fixture_points (1, 101);
  g_autoptr (PronyChartView) view = make_view (chart);
  GtkEventController *drag = chart_fixture_find_controller (view, GTK_TYPE_GESTURE_DRAG);
  GtkWidget *window;
  GdkRectangle from;
  GdkRectangle to;
  double low;
  double high;

  gtk_widget_set_direction (GTK_WIDGET (view), rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  window = chart_fixture_show (GTK_WIDGET (view), 600);
  prony_chart_view_get_datum_area (view, 25, &from);
  prony_chart_view_get_datum_area (view, 75, &to);
  g_signal_emit_by_name (drag, "drag-begin", from.x + from.width / 2.0, 200.0);
  g_signal_emit_by_name (drag, "drag-update", (double) (to.x - from.x), 3.0);
  gtk_test_widget_wait_for_draw (window);
  g_signal_emit_by_name (drag, "drag-end", (double) (to.x - from.x), 3.0);
  prony_chart_view_get_window (view, &low, &high);
  g_assert_cmpfloat_with_epsilon (low, 25, 1);
  g_assert_cmpfloat_with_epsilon (high, 75, 1);

  /* A hand that trembles does not drag; Escape ends a drag without effect. */
  g_signal_emit_by_name (drag, "drag-begin", 300.0, 200.0);
  g_signal_emit_by_name (drag, "drag-update", 2.0, 0.0);
  g_signal_emit_by_name (drag, "drag-end", 2.0, 0.0);
  g_signal_emit_by_name (drag, "drag-begin", 300.0, 200.0);
  g_signal_emit_by_name (drag, "drag-update", 100.0, 0.0);
  g_assert_true (chart_fixture_press (view, GDK_KEY_Escape, 0));
  g_signal_emit_by_name (drag, "drag-end", 100.0, 0.0);
  prony_chart_view_get_window (view, &low, &high);
  g_assert_cmpfloat_with_epsilon (low, 25, 1);

  gtk_window_destroy (GTK_WINDOW (window));
}

/* The wheel enlarges with Control, at the pointer, and moves what is enlarged with Shift or where
 * it goes to the side; else it is the page's. */
static void
test_wheel (gconstpointer data)
{
  gboolean rtl = GPOINTER_TO_INT (data);
  g_autoptr (PronyChart) chart = chart_fixture_points (1, 101);
  g_autoptr (PronyChart) bars = chart_fixture_bars ();
  g_autoptr (PronyChartView) view = make_view (chart);
  g_autoptr (PronyChartView) other = make_view (bars);
  GtkEventController *motion =
    chart_fixture_find_controller (view, GTK_TYPE_EVENT_CONTROLLER_MOTION);
  GtkWidget *window;
  GdkRectangle place;
  double low, high, before, width;

  gtk_widget_set_direction (GTK_WIDGET (view), rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  window = chart_fixture_show (GTK_WIDGET (view), 600);
  prony_chart_view_get_datum_area (view, 80, &place);
  g_signal_emit_by_name (motion, "motion", place.x + place.width / 2.0,
                         place.y + place.height / 2.0);
  g_assert_false (_prony_chart_view_scroll (view, 0, -1, 0));
  g_assert_false (_prony_chart_view_scroll (view, 0, -1, GDK_SHIFT_MASK)); /* all is shown */
  g_assert_false (prony_chart_view_is_zoomed (view));

  for (guint i = 0; i < 6; i++)
    g_assert_true (_prony_chart_view_scroll (view, 0, -1, GDK_CONTROL_MASK));
  prony_chart_view_get_window (view, &low, &high);
  width = high - low;
  g_assert_cmpfloat_with_epsilon (width, 100 / pow (1.25, 6), 3);
  g_assert_cmpfloat_with_epsilon ((80 - low) / width, 0.8, 0.05); /* where the pointer is */

  before = low;
  g_assert_true (_prony_chart_view_scroll (view, 0, 1, GDK_SHIFT_MASK));
  prony_chart_view_get_window (view, &low, &high);
  g_assert_cmpfloat_with_epsilon (fabs (low - before), width / 8, 1);
  g_assert_cmpint (low > before, ==, !rtl);
  g_assert_cmpfloat_with_epsilon (high - low, width, 0.5);
  g_assert_true (_prony_chart_view_scroll (view, -1, 0, 0));
  prony_chart_view_get_window (view, &low, &high);
  g_assert_cmpfloat_with_epsilon (low, before, 1);

  /* To the end, and not beyond it. */
  for (guint i = 0; i < 50; i++)
    _prony_chart_view_scroll (view, rtl ? -1 : 1, 0, 0);
  prony_chart_view_get_window (view, &low, &high);
  g_assert_cmpfloat (high, >=, 100);
  g_assert_cmpfloat_with_epsilon (high - low, width, 0.5);
  for (guint i = 0; i < 20; i++)
    _prony_chart_view_scroll (view, 0, 1, GDK_CONTROL_MASK);
  g_assert_false (prony_chart_view_is_zoomed (view));

  g_assert_false (_prony_chart_view_scroll (other, 0, -1, GDK_CONTROL_MASK));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A drag with Shift moves what is enlarged along with the pointer. */
static void
test_shift_drag (gconstpointer data)
{
  gboolean rtl = GPOINTER_TO_INT (data);
  g_autoptr (PronyChart) chart = chart_fixture_points (1, 101);
  g_autoptr (PronyChartView) view = make_view (chart);
  GtkEventController *drag = chart_fixture_find_controller (view, GTK_TYPE_GESTURE_DRAG);
  GtkWidget *window;
  GdkRectangle from;
  GdkRectangle to;
  double low, high, width;

  gtk_widget_set_direction (GTK_WIDGET (view), rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  window = chart_fixture_show (GTK_WIDGET (view), 600);
  prony_chart_view_set_window (view, 40, 60);
  gtk_test_widget_wait_for_draw (window);
  prony_chart_view_get_window (view, &low, &high);
  width = high - low;
  prony_chart_view_get_datum_area (view, 45, &from);
  prony_chart_view_get_datum_area (view, 55, &to);

  g_signal_emit_by_name (drag, "drag-begin", from.x + from.width / 2.0, 200.0);
  _prony_chart_view_begin_drag (view, GDK_SHIFT_MASK);
  g_signal_emit_by_name (drag, "drag-update", (to.x - from.x) / 2.0, 0.0);
  g_signal_emit_by_name (drag, "drag-update", (double) (to.x - from.x), 0.0);
  g_signal_emit_by_name (drag, "drag-end", (double) (to.x - from.x), 0.0);
  prony_chart_view_get_window (view, &low, &high);
  g_assert_cmpfloat_with_epsilon (low, 30, 1); /* what was at 45 is where 55 was */
  g_assert_cmpfloat_with_epsilon (high - low, width, 0.5);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Bars have nothing to zoom into. */
static void
test_no_zoom (void)
{
  g_autoptr (PronyChart) chart = chart_fixture_bars ();
  g_autoptr (PronyChartView) view = make_view (chart);

  g_assert_false (prony_chart_view_is_zoomable (view));
  g_assert_false (chart_fixture_press (view, GDK_KEY_plus, 0));
  g_assert_false (chart_fixture_press (view, GDK_KEY_0, 0));
  prony_chart_view_set_window (view, 0, 1);
  g_assert_false (prony_chart_view_is_zoomed (view));
}

static void
test_log_scale (void)
{
  g_autoptr (PronyChart) chart = chart_fixture_points (1, 10);
  g_autoptr (PronyChart) bars = chart_fixture_bars ();
  g_autoptr (PronyChartView) view = make_view (chart);

  g_assert_true (prony_chart_view_can_be_log (view));
  g_assert_false (prony_chart_view_get_log_scale (view));
  prony_chart_view_set_log_scale (view, TRUE);
  g_assert_true (prony_chart_view_get_log_scale (view));
  g_assert_cmpint (prony_chart_view_get_shown_chart (view)->y_scale, ==, PRONY_SCALE_LOG);
  g_assert_cmpint (prony_chart_view_get_chart (view)->y_scale, ==, PRONY_SCALE_LINEAR);
  prony_chart_view_set_log_scale (view, FALSE);
  g_assert_true (prony_chart_view_get_shown_chart (view) == chart);

  prony_chart_view_set_chart (view, bars);
  g_assert_false (prony_chart_view_can_be_log (view));
  prony_chart_view_set_log_scale (view, TRUE);
  g_assert_false (prony_chart_view_get_log_scale (view));
}

/* --- What values lead to -------------------------------------------------------------- */

static void
on_activated_cb (PronyChartView *view, gint64 mark, gint64 *place)
{
  *place = mark;
}

static void
test_activate (void)
{
  g_autoptr (PronyChart) chart = chart_fixture_points (1, 10);
  g_autoptr (PronyChartView) view = make_view (chart);
  gint64 mark = 0;

  prony_chart_add_point (chart, 0, 11, 3, NAN, NAN);
  prony_chart_mark_last (chart, 4711, TRUE);
  prony_chart_view_set_chart (view, chart);
  g_signal_connect (view, "datum-activated", G_CALLBACK (on_activated_cb), &mark);

  prony_chart_view_set_cursor (view, 0);
  g_assert_false (chart_fixture_press (view, GDK_KEY_Return, 0)); /* leads nowhere */
  g_assert_true (chart_fixture_press (view, GDK_KEY_n, 0));
  g_assert_cmpint (prony_chart_view_get_cursor (view), ==, 10);
  g_assert_nonnull (strstr (prony_chart_view_get_readout (view), "Enter"));
  g_assert_true (chart_fixture_press (view, GDK_KEY_n, 0)); /* there is no other */
  g_assert_cmpint (prony_chart_view_get_cursor (view), ==, 10);
  g_assert_true (chart_fixture_press (view, GDK_KEY_Return, 0));
  g_assert_cmpint (mark, ==, 4711);
}

static void
test_double_click (void)
{
  g_autoptr (PronyChart) chart = chart_fixture_points (1, 10);
  g_autoptr (PronyChartView) view = make_view (chart);
  GtkEventController *click = chart_fixture_find_controller (view, GTK_TYPE_GESTURE_CLICK);
  GtkWidget *window;
  GdkRectangle place;
  gint64 mark = 0;

  prony_chart_add_point (chart, 0, 11, 3, NAN, NAN);
  prony_chart_mark_last (chart, 4711, TRUE);
  prony_chart_view_set_chart (view, chart);
  g_signal_connect (view, "datum-activated", G_CALLBACK (on_activated_cb), &mark);
  window = chart_fixture_show (GTK_WIDGET (view), 600);
  prony_chart_view_get_datum_area (view, 10, &place);
  for (int n_press = 1; n_press <= 2; n_press++)
    {
      g_assert_cmpint (mark, ==, 0);
      g_signal_emit_by_name (click, "pressed", n_press, place.x + place.width / 2.0,
                             place.y + place.height / 2.0);
    }
  g_assert_cmpint (mark, ==, 4711);

  gtk_window_destroy (GTK_WINDOW (window));
}

/* --- Limits --------------------------------------------------------------------------- */

static void
test_no_chart (void)
{
  g_autoptr (PronyChartView) view = make_view (NULL);

  g_assert_cmpstr (prony_chart_view_get_readout (view), ==, "");
  g_assert_false (chart_fixture_press (view, GDK_KEY_Right, 0));
  prony_chart_view_set_cursor (view, 0);
  g_assert_cmpint (prony_chart_view_get_cursor (view), ==, -1);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

/* Of a chart of 100,000 points, moving the pointer redraws little. */
static void
test_hover (void)
{
  gint64 times[N_MOVES];
  g_autoptr (PronyChart) chart = chart_fixture_points (4, 25000);
  PronyChartView *view = make_view (chart);
  GtkEventController *motion =
    chart_fixture_find_controller (view, GTK_TYPE_EVENT_CONTROLLER_MOTION);
  GtkWidget *window = chart_fixture_show (GTK_WIDGET (view), 1000);
  double ms;

  g_signal_emit_by_name (motion, "motion", 100.0, 150.0);
  gtk_test_widget_wait_for_draw (window);
  for (int i = 0; i < N_MOVES; i++)
    {
      gint64 start = prony_clock_thread_cpu_ns ();

      g_signal_emit_by_name (motion, "motion", 120.0 + i * 20, 150.0 + i % 7);
      gtk_test_widget_wait_for_draw (window);
      times[i] = prony_clock_thread_cpu_ns () - start;
      g_assert_cmpint (prony_chart_view_get_cursor (view), >=, 0);
    }
  qsort (times, N_MOVES, sizeof *times, compare_times);
  ms = (double) times[N_MOVES / 2] / 1e6;
  g_test_minimized_result (ms, "milliseconds of the processor for a move");
  g_test_message ("A move takes %.2f ms", ms);
  g_assert_cmpfloat (ms, <, 1000.0 / 60);

  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (view);
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
  g_test_add_func ("/chart-view/hide/key", test_hide_by_key);
  g_test_add_func ("/chart-view/hide/click", test_hide_by_click);
  g_test_add_data_func ("/chart-view/zoom/ltr", GINT_TO_POINTER (FALSE), test_zoom);
  g_test_add_data_func ("/chart-view/zoom/rtl", GINT_TO_POINTER (TRUE), test_zoom);
  g_test_add_data_func ("/chart-view/brush/ltr", GINT_TO_POINTER (FALSE), test_brush);
  g_test_add_data_func ("/chart-view/brush/rtl", GINT_TO_POINTER (TRUE), test_brush);
  g_test_add_data_func ("/chart-view/wheel/ltr", GINT_TO_POINTER (FALSE), test_wheel);
  g_test_add_data_func ("/chart-view/wheel/rtl", GINT_TO_POINTER (TRUE), test_wheel);
  g_test_add_data_func ("/chart-view/shift-drag/ltr", GINT_TO_POINTER (FALSE), test_shift_drag);
  g_test_add_data_func ("/chart-view/shift-drag/rtl", GINT_TO_POINTER (TRUE), test_shift_drag);
  g_test_add_func ("/chart-view/no-zoom", test_no_zoom);
  g_test_add_func ("/chart-view/log-scale", test_log_scale);
  g_test_add_func ("/chart-view/activate", test_activate);
  g_test_add_func ("/chart-view/double-click", test_double_click);
  g_test_add_func ("/chart-view/hover", test_hover);
  g_test_add_func ("/chart-view/row-order", test_row_order);
  return g_test_run ();
}
