/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-chart-legend.h"
#include "app/widgets/prony-widget-theme.h"
#include "core/chart/prony-chart-text.h"

/* The legend within a chart is for the pointer and has room for a few names only. */
struct _PronyChartLegend
{
  AdwBin parent_instance;

  /* Borrowed: it is around this, or goes with it */
  PronyChartView *view;

  /* Inside the widget tree */
  GtkBox *list;

  /* Owned */
  PronyChart *chart; /* (nullable): whose series are in the list */

  /* Plain */
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (PronyChartLegend, prony_chart_legend, ADW_TYPE_BIN)

#define MAX_HEIGHT 360
#define SWATCH_WIDTH 24
#define SWATCH_HEIGHT 12

static void
on_toggled_cb (PronyChartLegend *self, GtkCheckButton *button)
{
  guint series = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "prony-series"));

  g_assert (PRONY_IS_CHART_LEGEND (self));

  if (!self->updating)
    prony_chart_view_toggle_series (self->view, series);
}

static void
draw_swatch_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  g_autoptr (PronyChartTheme) theme = prony_widget_theme_new (GTK_WIDGET (area));

  prony_palette_fill_bar (cr, GPOINTER_TO_UINT (user_data), theme->dark, &theme->background, 0, 0,
                          width, height);
}

static GtkWidget *
make_button (PronyChartLegend *self, guint index)
{
  const PronyChartSeries *series =
    prony_chart_get_series (prony_chart_view_get_chart (self->view), index);
  g_autofree char *title = prony_chart_series_title (series);
  GtkWidget *button = gtk_check_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *swatch = gtk_drawing_area_new ();
  GtkWidget *label = gtk_label_new (title);

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (swatch), SWATCH_WIDTH);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (swatch), SWATCH_HEIGHT);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (swatch), draw_swatch_cb,
                                  GUINT_TO_POINTER (series->slot), NULL);
  gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 30);
  gtk_box_append (GTK_BOX (box), swatch);
  gtk_box_append (GTK_BOX (box), label);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (button), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  g_object_set_data (G_OBJECT (button), "prony-series", GUINT_TO_POINTER (index));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (button),
                               !prony_chart_view_is_hidden (self->view, index));
  g_signal_connect_object (button, "toggled", G_CALLBACK (on_toggled_cb), self, G_CONNECT_SWAPPED);

  return button;
}

static void
fill (PronyChartLegend *self)
{
  PronyChart *chart = prony_chart_view_get_chart (self->view);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_box_remove (self->list, child);
  g_clear_pointer (&self->chart, prony_chart_unref);
  if (chart == NULL)
    return;

  self->chart = prony_chart_ref (chart);
  for (guint i = 0; i < chart->series->len; i++)
    gtk_box_append (self->list, make_button (self, i));
}

static void
on_hidden_changed_cb (PronyChartLegend *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->list));

  g_assert (PRONY_IS_CHART_LEGEND (self));

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (self->chart != prony_chart_view_get_chart (self->view))
    {
      fill (self);
      return;
    }

  self->updating = TRUE;
  for (guint i = 0; child != NULL; i++)
    {
      gtk_check_button_set_active (GTK_CHECK_BUTTON (child),
                                   !prony_chart_view_is_hidden (self->view, i));
      child = gtk_widget_get_next_sibling (child);
    }
  self->updating = FALSE;
}

static GtkWidget *
make_all_button (const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_hexpand (button, TRUE);
  return button;
}

/* What changed while it was closed is taken over when it opens. */
static void
prony_chart_legend_map (GtkWidget *widget)
{
  fill (PRONY_CHART_LEGEND (widget));
  GTK_WIDGET_CLASS (prony_chart_legend_parent_class)->map (widget);
}

static void
prony_chart_legend_finalize (GObject *object)
{
  g_clear_pointer (&PRONY_CHART_LEGEND (object)->chart, prony_chart_unref);

  G_OBJECT_CLASS (prony_chart_legend_parent_class)->finalize (object);
}

static void
prony_chart_legend_class_init (PronyChartLegendClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = prony_chart_legend_finalize;
  GTK_WIDGET_CLASS (klass)->map = prony_chart_legend_map;
}

static void
prony_chart_legend_init (PronyChartLegend *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_box_set_homogeneous (GTK_BOX (buttons), TRUE);
  gtk_box_append (GTK_BOX (buttons), make_all_button (_ ("_Show All"), "chart.show-all-series"));
  gtk_box_append (GTK_BOX (buttons), make_all_button (_ ("_Hide All"), "chart.hide-all-series"));
  self->list = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), MAX_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (box), buttons);
  gtk_box_append (GTK_BOX (box), scroller);
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * prony_chart_legend_new:
 * @view: whose chart it is about
 *
 * Returns: (transfer floating): a list of the chart's series
 */
GtkWidget *
prony_chart_legend_new (PronyChartView *view)
{
  PronyChartLegend *self = g_object_new (PRONY_TYPE_CHART_LEGEND, NULL);

  self->view = view;
  g_signal_connect_object (view, "hidden-changed", G_CALLBACK (on_hidden_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
