/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-chart-pane.h"
#include "app/widgets/prony-chart-rows.h"
#include "app/widgets/prony-table.h"
#include "app/widgets/prony-toast.h"
#include "core/chart/prony-chart-file.h"

struct _PronyChartPane
{
  AdwBin parent_instance;

  /* Template children */
  GtkLabel *heading;
  GtkStack *stack;
  PronyChartView *view;
  AdwBin *table_bin; /* its table is made when it is asked for */

  /* Owned */
  GtkFileChooserNative *chooser; /* while it is open */
};

enum
{
  PROP_0,
  PROP_SHOW_TABLE,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (PronyChartPane, prony_chart_pane, ADW_TYPE_BIN)

static GParamSpec *properties[N_PROPS];

/* Width of saved pictures, in user units. */
#define PICTURE_WIDTH 800.0

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
  prony_table_set_rows (table, G_LIST_MODEL (rows));
  adw_bin_set_child (self->table_bin, GTK_WIDGET (table));
}

/* --- Saving ------------------------------------------------------------------- */

typedef struct
{
  PronyChart *chart;
  char *file_name;
} Picture;

static void
picture_free (gpointer data)
{
  Picture *picture = data;

  prony_chart_unref (picture->chart);
  g_free (picture->file_name);
  g_free (picture);
}

static void
save_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Picture *picture = task_data;
  g_autoptr (PronyChartTheme) theme = prony_chart_theme_new (FALSE, FALSE);
  GError *error = NULL;

  if (prony_chart_save (picture->chart, theme, PICTURE_WIDTH, picture->file_name, cancellable,
                        &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  const Picture *picture = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_filename_display_basename (picture->file_name);
  g_autofree char *text = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      /* Translators: %s is a file name */
      text = g_strdup_printf (_ ("Picture saved as “%s”"), name);
      prony_toast_show (GTK_WIDGET (source), text);
      return;
    }

  /* Translators: the first %s is a file name, the second the reason */
  text = g_strdup_printf (_ ("The picture could not be saved as “%s”: %s"), name, error->message);
  prony_toast_show_error (GTK_WIDGET (source), text);
}

static void
save (PronyChartPane *self, const char *file_name)
{
  PronyChart *chart = prony_chart_view_get_chart (self->view);
  g_autoptr (GTask) task = NULL;
  Picture *picture;

  if (chart == NULL)
    return;

  picture = g_new0 (Picture, 1);
  picture->chart = prony_chart_ref (chart);
  picture->file_name = g_strdup (file_name);
  task = g_task_new (self, NULL, on_saved_cb, NULL);
  g_task_set_source_tag (task, save);
  g_task_set_task_data (task, picture, picture_free);
  g_task_run_in_thread (task, save_in_thread);
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
  switch (prop_id)
    {
    case PROP_SHOW_TABLE:
      g_value_set_boolean (value, prony_chart_pane_get_show_table (PRONY_CHART_PANE (object)));
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
  switch (prop_id)
    {
    case PROP_SHOW_TABLE:
      prony_chart_pane_set_show_table (PRONY_CHART_PANE (object), g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
prony_chart_pane_class_init (PronyChartPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_chart_pane_dispose;
  object_class->get_property = prony_chart_pane_get_property;
  object_class->set_property = prony_chart_pane_set_property;

  properties[PROP_SHOW_TABLE] =
    g_param_spec_boolean ("show-table", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (PRONY_TYPE_CHART_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-chart-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyChartPane, heading);
  gtk_widget_class_bind_template_child (widget_class, PronyChartPane, stack);
  gtk_widget_class_bind_template_child (widget_class, PronyChartPane, view);
  gtk_widget_class_bind_template_child (widget_class, PronyChartPane, table_bin);

  gtk_widget_class_install_property_action (widget_class, "chart.show-table", "show-table");
  gtk_widget_class_install_action (widget_class, "chart.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "chart.save-to", "s", save_to_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_t, GDK_CONTROL_MASK,
                                       "chart.show-table", NULL);
}

static void
prony_chart_pane_init (PronyChartPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
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
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_TABLE]);
}
