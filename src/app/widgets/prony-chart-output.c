/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/widgets/prony-chart-output.h"
#include "core/chart/prony-chart-file.h"
#include "core/chart/prony-chart-table.h"

/* A chart as it is seen, with what is hidden and enlarged, as a picture or a text, made in
 * a thread. Pictures are for paper and other people's screens: light, with their title. */

/* Width of pictures, in user units, and pixels for each in a PNG. */
#define PICTURE_WIDTH 800.0
#define PICTURE_SCALE 2.0

typedef struct
{
  PronyChart *chart;
  PronyChartTheme *theme;
  gboolean *hidden;
  double window[2];
  char *file_name; /* (nullable) */
} Output;

static void
output_free (gpointer data)
{
  Output *output = data;

  prony_chart_unref (output->chart);
  prony_chart_theme_free (output->theme);
  g_free (output->hidden);
  g_free (output->file_name);
  g_free (output);
}

static Output *
output_new (PronyChartView *view, const char *file_name)
{
  PronyChart *chart = prony_chart_view_get_shown_chart (view);
  Output *output = g_new0 (Output, 1);

  output->chart = prony_chart_ref (chart);
  output->theme = prony_chart_theme_new (FALSE, FALSE);
  output->theme->rtl = gtk_widget_get_direction (GTK_WIDGET (view)) == GTK_TEXT_DIR_RTL;
  output->hidden =
    g_memdup2 (prony_chart_view_get_hidden (view), chart->series->len * sizeof (gboolean));
  prony_chart_view_get_window (view, &output->window[0], &output->window[1]);
  output->file_name = g_strdup (file_name);

  return output;
}

static PronyPlot *
make_plot (const Output *output)
{
  PronyPlot *plot = prony_plot_new (output->chart, output->theme, PICTURE_WIDTH);

  if (output->hidden != NULL)
    prony_plot_set_all_hidden (plot, output->hidden);
  prony_plot_set_x_window (plot, output->window[0], output->window[1]);

  return plot;
}

static void
start (PronyChartView *view,
       const char *file_name,
       gpointer tag,
       GTaskThreadFunc func,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (view, NULL, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, output_new (view, file_name), output_free);
  g_task_run_in_thread (task, func);
}

static void
render_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_autoptr (PronyPlot) plot = make_plot (task_data);
  GError *error = NULL;
  GBytes *bytes = prony_plot_render (plot, PRONY_CHART_FORMAT_PNG, PICTURE_SCALE, &error);

  if (bytes != NULL)
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

/**
 * prony_chart_output_render_async:
 * @view: a view with a chart; kept until then
 * @callback: called in the main thread
 * @user_data: for @callback
 *
 * Makes a PNG of what is seen.
 */
void
prony_chart_output_render_async (PronyChartView *view,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (prony_chart_view_get_chart (view) != NULL);

  start (view, NULL, prony_chart_output_render_async, render_in_thread, callback, user_data);
}

/**
 * prony_chart_output_render_finish:
 * @result: as the callback got it
 * @error: return location
 *
 * Returns: (transfer full): the PNG; %NULL with an error
 */
GBytes *
prony_chart_output_render_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
save_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Output *output = task_data;
  g_autoptr (PronyPlot) plot = make_plot (output);
  GError *error = NULL;

  if (prony_plot_save (plot, output->file_name, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * prony_chart_output_save_async:
 * @view: a view with a chart; kept until then
 * @file_name: where to; its ending .png, .svg or .pdf says how
 * @callback: called in the main thread
 * @user_data: for @callback
 *
 * Writes what is seen into a file.
 */
void
prony_chart_output_save_async (PronyChartView *view,
                               const char *file_name,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (prony_chart_view_get_chart (view) != NULL);
  g_return_if_fail (file_name != NULL);

  start (view, file_name, prony_chart_output_save_async, save_in_thread, callback, user_data);
}

/**
 * prony_chart_output_save_finish:
 * @result: as the callback got it
 * @file_name: (out) (transfer full): the file's name without its folder, to be shown
 * @error: return location
 *
 * Returns: whether the file was written
 */
gboolean
prony_chart_output_save_finish (GAsyncResult *result, char **file_name, GError **error)
{
  const Output *output = g_task_get_task_data (G_TASK (result));

  *file_name = g_filename_display_basename (output->file_name);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
table_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Output *output = task_data;
  g_autoptr (PronyChartTable) table = prony_chart_table_new (output->chart);

  g_task_return_pointer (task, prony_chart_table_to_text (table), g_free);
}

/**
 * prony_chart_output_table_async:
 * @view: a view with a chart; kept until then
 * @callback: called in the main thread
 * @user_data: for @callback
 *
 * Puts all values of the chart into a text.
 */
void
prony_chart_output_table_async (PronyChartView *view,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (prony_chart_view_get_chart (view) != NULL);

  start (view, NULL, prony_chart_output_table_async, table_in_thread, callback, user_data);
}

/**
 * prony_chart_output_table_finish:
 * @result: as the callback got it
 * @error: return location
 *
 * Returns: (transfer full): as prony_chart_table_to_text()
 */
char *
prony_chart_output_table_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
