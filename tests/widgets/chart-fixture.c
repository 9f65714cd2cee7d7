/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "chart-fixture.h"
#include "result-fixture.h"

PronyChart *
chart_fixture_bars (void)
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

PronyChart *
chart_fixture_lines (void)
{
  PronyChart *chart = prony_chart_new (PRONY_CHART_LINES, "Output rate",
                                       PRONY_UNIT_TOKENS_PER_SECOND, PRONY_BETTER_HIGHER);

  prony_chart_add_series (chart, "vLLM", 0, FALSE);
  prony_chart_add_point (chart, 0, 1, 100, NAN, NAN);
  prony_chart_add_point (chart, 0, 4, 300, NAN, NAN);
  prony_chart_add_point (chart, 0, 8, 500, NAN, NAN);

  return chart;
}

/* --- Choosing what is seen ---------------------------------------------------------- */

PronyChart *
chart_fixture_points (guint n_series, guint n)
{
  PronyChart *chart = prony_chart_new (PRONY_CHART_SCATTER, "Latency by prompt length",
                                       PRONY_UNIT_SECONDS, PRONY_BETTER_LOWER);

  for (guint series = 0; series < n_series; series++)
    {
      g_autofree char *name = g_strdup_printf ("Engine %u", series + 1);

      prony_chart_add_series (chart, name, series, FALSE);
      for (guint i = 0; i < n; i++)
        prony_chart_add_point (chart, series, i, 0.1 + ((i * 7919) % 1000) / 1000.0, NAN, NAN);
    }

  return chart;
}

/* Puts a view or a pane into a window, laid out. */
GtkWidget *
chart_fixture_show (GtkWidget *child, int width)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), width, 600);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);
  return window;
}

/* The view's own, which nobody else knows. */
GtkEventController *
chart_fixture_find_controller (PronyChartView *view, GType type)
{
  GtkWidget *area = result_fixture_find (GTK_WIDGET (view), GTK_TYPE_DRAWING_AREA);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (area);
  guint n = g_list_model_get_n_items (controllers);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (g_type_is_a (G_OBJECT_TYPE (controller), type))
        return controller; /* the widget keeps it */
    }

  g_assert_not_reached ();
}

gboolean
chart_fixture_press (PronyChartView *view, guint key, GdkModifierType state)
{
  gboolean handled = FALSE;

  g_signal_emit_by_name (chart_fixture_find_controller (view, GTK_TYPE_EVENT_CONTROLLER_KEY),
                         "key-pressed", key, 0, state, &handled);
  return handled;
}
