/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-chart-legend.h"
#include "app/widgets/prony-chart-output.h"
#include "app/widgets/prony-chart-pane.h"
#include "app/widgets/prony-chart-rows.h"
#include "app/widgets/prony-table.h"
#include "app/widgets/prony-toast.h"

struct _PronyChartPane
{
  AdwBin parent_instance;

  /* Template children */
  GtkLabel *heading;
  GtkStack *stack;
  PronyChartView *view;
  AdwBin *table_bin; /* its table is made when it is asked for */
  GtkWidget *zoom_box;
  GtkWidget *zoom_out;
  GtkWidget *zoom_reset;
  GtkMenuButton *series_button;

  /* Owned */
  GtkFileChooserNative *chooser; /* while it is open */
};

enum
{
  PROP_0,
  PROP_SHOW_TABLE,
  PROP_LOG_SCALE,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (PronyChartPane, prony_chart_pane, ADW_TYPE_BIN)

static GParamSpec *properties[N_PROPS];

/* Of a table, whatever it has in it. */
#define TABLE_HEIGHT 480

/* --- Table -------------------------------------------------------------------- */

/* Each kind of chart has columns of its own. */
static void
fill_table (PronyChartPane *self)
{
  PronyChart *chart = prony_chart_view_get_chart (self->view);
  g_autoptr (PronyChartRows) rows = prony_chart_rows_new (chart);
  const PronyChartTable *columns = prony_chart_rows_get_table (rows);
  PronyTable *table = PRONY_TABLE (prony_table_new ());

  for (guint i = 0; i < prony_chart_table_count_columns (columns); i++)
    prony_table_add_column (table, prony_chart_table_get_title (columns, i),
                            prony_chart_table_get_definition (columns, i),
                            prony_chart_table_is_number (columns, i));
  prony_table_set_label (table, chart->title);
  prony_table_set_max_height (table, TABLE_HEIGHT);
  prony_table_set_rows (table, G_LIST_MODEL (rows));
  adw_bin_set_child (self->table_bin, GTK_WIDGET (table));
}

/* --- Saving and copying ------------------------------------------------------- */

static gboolean
has_chart (PronyChartPane *self)
{
  return prony_chart_view_get_chart (self->view) != NULL;
}

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyChartPane) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (prony_chart_output_save_finish (result, &name, &error))
    {
      /* Translators: %s is a file name */
      text = g_strdup_printf (_ ("Picture saved as “%s”"), name);
      prony_toast_show (GTK_WIDGET (self), text);
      return;
    }

  /* Translators: the first %s is a file name, the second the reason */
  text = g_strdup_printf (_ ("The picture could not be saved as “%s”: %s"), name, error->message);
  prony_toast_show_error (GTK_WIDGET (self), text);
}

static void
save (PronyChartPane *self, const char *file_name)
{
  if (has_chart (self))
    prony_chart_output_save_async (self->view, file_name, on_saved_cb, g_object_ref (self));
}

static void
on_rendered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyChartPane) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) png = prony_chart_output_render_finish (result, &error);
  g_autoptr (GdkContentProvider) content = NULL;

  if (png == NULL)
    {
      prony_toast_show_error (GTK_WIDGET (self), error->message);
      return;
    }

  content = gdk_content_provider_new_for_bytes ("image/png", png);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self)), content);
  prony_toast_show (GTK_WIDGET (self), _ ("Picture copied"));
}

static void
copy_picture_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyChartPane *self = PRONY_CHART_PANE (widget);

  if (has_chart (self))
    prony_chart_output_render_async (self->view, on_rendered_cb, g_object_ref (self));
}

static void
on_table_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyChartPane) self = user_data;
  g_autofree char *text = prony_chart_output_table_finish (result, NULL);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  prony_toast_show (GTK_WIDGET (self), _ ("Table copied"));
}

static void
copy_table_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyChartPane *self = PRONY_CHART_PANE (widget);

  if (has_chart (self))
    prony_chart_output_table_async (self->view, on_table_made_cb, g_object_ref (self));
}

static void
on_chooser_response_cb (PronyChartPane *self, int response)
{
  g_assert (PRONY_IS_CHART_PANE (self));

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
      g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

      if (path != NULL)
        save (self, path);
    }
  gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
}

static void
save_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyChartPane *self = PRONY_CHART_PANE (widget);
  GtkRoot *root = gtk_widget_get_root (widget);

  if (self->chooser != NULL)
    return;

  self->chooser = gtk_file_chooser_native_new (_ ("Save Picture"), GTK_WINDOW (root),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  /* Translators: a suggested file name; .svg and .pdf are possible too */
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), _ ("Chart.png"));
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chooser_response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
save_to_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  save (PRONY_CHART_PANE (widget), g_variant_get_string (parameter, NULL));
}

/* --- What is seen of the chart ------------------------------------------------ */

static void
zoom_in_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  prony_chart_view_zoom (PRONY_CHART_PANE (widget)->view, 1);
}

static void
zoom_out_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  prony_chart_view_zoom (PRONY_CHART_PANE (widget)->view, -1);
}

static void
reset_zoom_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  prony_chart_view_zoom (PRONY_CHART_PANE (widget)->view, 0);
}

static void
show_all_series_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  prony_chart_view_set_all_hidden (PRONY_CHART_PANE (widget)->view, FALSE);
}

static void
hide_all_series_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  prony_chart_view_set_all_hidden (PRONY_CHART_PANE (widget)->view, TRUE);
}

/* What cannot be done to this chart, or to a table, is not offered. */
static void
update_actions (PronyChartPane *self)
{
  PronyChart *chart = prony_chart_view_get_chart (self->view);
  gboolean drawn = !prony_chart_pane_get_show_table (self);
  gboolean zoomable = drawn && prony_chart_view_is_zoomable (self->view);
  gboolean zoomed = drawn && prony_chart_view_is_zoomed (self->view);
  gboolean many = chart != NULL && chart->series->len > 1;
  const struct
  {
    const char *action;
    gboolean enabled;
  } actions[] = {
    { "chart.zoom-in", zoomable },
    { "chart.zoom-out", zoomed },
    { "chart.reset-zoom", zoomed },
    { "chart.show-all-series", many },
    { "chart.hide-all-series", many },
    { "chart.log-scale", drawn && prony_chart_view_can_be_log (self->view) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i].action, actions[i].enabled);
  gtk_widget_set_visible (self->zoom_box, zoomable);
  gtk_widget_set_visible (self->zoom_out, zoomed);
  gtk_widget_set_visible (self->zoom_reset, zoomed);
  gtk_widget_set_visible (GTK_WIDGET (self->series_button), drawn && many);
}

static void
on_log_scale_changed_cb (PronyChartPane *self)
{
  g_assert (PRONY_IS_CHART_PANE (self));

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOG_SCALE]);
}

/* --- Virtual functions -------------------------------------------------------- */

static void
prony_chart_pane_dispose (GObject *object)
{
  PronyChartPane *self = PRONY_CHART_PANE (object);

  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_CHART_PANE);

  G_OBJECT_CLASS (prony_chart_pane_parent_class)->dispose (object);
}

static void
prony_chart_pane_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PronyChartPane *self = PRONY_CHART_PANE (object);

  switch (prop_id)
    {
    case PROP_SHOW_TABLE:
      g_value_set_boolean (value, prony_chart_pane_get_show_table (self));
      break;
    case PROP_LOG_SCALE:
      g_value_set_boolean (value, prony_chart_view_get_log_scale (self->view));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
prony_chart_pane_set_property (GObject *object,
                               guint prop_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  PronyChartPane *self = PRONY_CHART_PANE (object);

  switch (prop_id)
    {
    case PROP_SHOW_TABLE:
      prony_chart_pane_set_show_table (self, g_value_get_boolean (value));
      break;
    case PROP_LOG_SCALE:
      prony_chart_view_set_log_scale (self->view, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_property_action (klass, "chart.show-table", "show-table");
  gtk_widget_class_install_property_action (klass, "chart.log-scale", "log-scale");
  gtk_widget_class_install_action (klass, "chart.zoom-in", NULL, zoom_in_action);
  gtk_widget_class_install_action (klass, "chart.zoom-out", NULL, zoom_out_action);
  gtk_widget_class_install_action (klass, "chart.reset-zoom", NULL, reset_zoom_action);
  gtk_widget_class_install_action (klass, "chart.show-all-series", NULL, show_all_series_action);
  gtk_widget_class_install_action (klass, "chart.hide-all-series", NULL, hide_all_series_action);
  gtk_widget_class_install_action (klass, "chart.copy-picture", NULL, copy_picture_action);
  gtk_widget_class_install_action (klass, "chart.copy-table", NULL, copy_table_action);
  gtk_widget_class_install_action (klass, "chart.save", NULL, save_action);
  gtk_widget_class_install_action (klass, "chart.save-to", "s", save_to_action);

  gtk_widget_class_add_binding_action (klass, GDK_KEY_t, GDK_CONTROL_MASK, "chart.show-table",
                                       NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_l, GDK_CONTROL_MASK, "chart.log-scale", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_c, GDK_CONTROL_MASK, "chart.copy-picture",
                                       NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "chart.copy-table", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_s, GDK_CONTROL_MASK, "chart.save", NULL);
}

static void
prony_chart_pane_class_init (PronyChartPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = prony_chart_pane_dispose;
  object_class->get_property = prony_chart_pane_get_property;
  object_class->set_property = prony_chart_pane_set_property;

  properties[PROP_SHOW_TABLE] = g_param_spec_boolean ("show-table", NULL, NULL, FALSE, flags);
  properties[PROP_LOG_SCALE] = g_param_spec_boolean ("log-scale", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (PRONY_TYPE_CHART_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-chart-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyChartPane, heading);
  gtk_widget_class_bind_template_child (widget_class, PronyChartPane, stack);
  gtk_widget_class_bind_template_child (widget_class, PronyChartPane, view);
  gtk_widget_class_bind_template_child (widget_class, PronyChartPane, table_bin);
  gtk_widget_class_bind_template_child (widget_class, PronyChartPane, zoom_box);
  gtk_widget_class_bind_template_child (widget_class, PronyChartPane, zoom_out);
  gtk_widget_class_bind_template_child (widget_class, PronyChartPane, zoom_reset);
  gtk_widget_class_bind_template_child (widget_class, PronyChartPane, series_button);
  install_actions (widget_class);
}

static void
prony_chart_pane_init (PronyChartPane *self)
{
  GtkWidget *popover;

  gtk_widget_init_template (GTK_WIDGET (self));
  popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (popover), prony_chart_legend_new (self->view));
  gtk_menu_button_set_popover (self->series_button, popover);
  g_signal_connect_object (self->view, "notify::zoomed", G_CALLBACK (update_actions), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "notify::log-scale", G_CALLBACK (on_log_scale_changed_cb),
                           self, G_CONNECT_SWAPPED);
  update_actions (self);
}

/* --- Public ------------------------------------------------------------------- */

/**
 * prony_chart_pane_new:
 *
 * Returns: (transfer floating): a pane without a chart
 */
GtkWidget *
prony_chart_pane_new (void)
{
  return g_object_new (PRONY_TYPE_CHART_PANE, NULL);
}

/**
 * prony_chart_pane_set_chart:
 * @self: a pane
 * @chart: what to show; not to be changed afterwards
 */
void
prony_chart_pane_set_chart (PronyChartPane *self, PronyChart *chart)
{
  g_return_if_fail (PRONY_IS_CHART_PANE (self));
  g_return_if_fail (chart != NULL);

  gtk_label_set_text (self->heading, chart->title);
  prony_chart_view_set_chart (self->view, chart);
  if (prony_chart_pane_get_show_table (self))
    fill_table (self);
  else
    adw_bin_set_child (self->table_bin, NULL);
  update_actions (self);
}

/**
 * prony_chart_pane_get_view:
 * @self: a pane
 *
 * Returns: (transfer none): the chart's view
 */
PronyChartView *
prony_chart_pane_get_view (PronyChartPane *self)
{
  g_return_val_if_fail (PRONY_IS_CHART_PANE (self), NULL);

  return self->view;
}

/**
 * prony_chart_pane_get_show_table:
 * @self: a pane
 *
 * Returns: whether the values are shown as a table
 */
gboolean
prony_chart_pane_get_show_table (PronyChartPane *self)
{
  g_return_val_if_fail (PRONY_IS_CHART_PANE (self), FALSE);

  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "table") == 0;
}

/**
 * prony_chart_pane_set_show_table:
 * @self: a pane
 * @show_table: whether to show the values as a table
 */
void
prony_chart_pane_set_show_table (PronyChartPane *self, gboolean show_table)
{
  g_return_if_fail (PRONY_IS_CHART_PANE (self));

  if (prony_chart_pane_get_show_table (self) == !!show_table)
    return;

  if (show_table && adw_bin_get_child (self->table_bin) == NULL &&
      prony_chart_view_get_chart (self->view) != NULL)
    fill_table (self);
  gtk_stack_set_visible_child_name (self->stack, show_table ? "table" : "chart");
  update_actions (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_TABLE]);
}
