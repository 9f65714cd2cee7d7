/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/widgets/prony-chart-view.h"
#include "app/widgets/prony-widget-theme.h"
#include "core/chart/prony-chart-text.h"
#include "core/chart/prony-plot.h"

/**
 * PronyChartView:
 *
 * A drawing area with a chart in it, and a line of text below.
 *
 * **Reading.** The value under the pointer or the cursor is marked, and put into
 * words in the line below: one text for eyes, tests and screen readers. With the
 * focus on the chart, arrow keys move the cursor (left and right as they are
 * seen), Home and End go to the ends, Escape takes it away.
 *
 * **Accessibility.** The area has the role of an image, the chart's title as its
 * label and the whole chart in words, or the value under the cursor, as its
 * description.
 *
 * **Text direction.** The chart is mirrored for right-to-left text.
 *
 * **Size.** As wide as it is given, as high as the chart needs at that width.
 *
 * An empty state is not the chart's job: show something else instead.
 */
struct _PronyChartView
{
  GtkWidget parent_instance;

  /* Children */
  GtkWidget *area;
  GtkWidget *readout;

  /* Owned */
  PronyChart *chart;
  PronyChartTheme *theme;
  PronyPlot *plot; /* for @plot_width; NULL after a change */

  /* Plain */
  int plot_width;
  int cursor; /* a datum; -1 for none */
};

G_DEFINE_FINAL_TYPE (PronyChartView, prony_chart_view, GTK_TYPE_WIDGET)

#define MIN_WIDTH 200
#define SPACING 6

/* --- Helpers ------------------------------------------------------------------ */

static PronyPlot *
get_plot (PronyChartView *self, int width)
{
  if (self->plot != NULL && self->plot_width == width)
    return self->plot;

  g_clear_pointer (&self->plot, prony_plot_free);
  if (self->chart == NULL)
    return NULL;
  if (self->theme == NULL)
    self->theme = prony_widget_theme_new (GTK_WIDGET (self));
  self->plot = prony_plot_new (self->chart, self->theme, width);
  self->plot_width = width;

  return self->plot;
}

static void
forget_look (PronyChartView *self)
{
  g_clear_pointer (&self->plot, prony_plot_free);
  g_clear_pointer (&self->theme, prony_chart_theme_free);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_queue_draw (self->area);
}

/* Puts the chart, or the value under the cursor, into words. */
static void
update_words (PronyChartView *self)
{
  g_autofree char *datum = NULL;
  g_autofree char *description = NULL;

  if (self->chart == NULL)
    {
      gtk_label_set_text (GTK_LABEL (self->readout), "");
      return;
    }

  if (self->cursor >= 0)
    datum = prony_chart_describe_datum (self->chart, self->cursor);
  gtk_label_set_text (GTK_LABEL (self->readout),
                      datum != NULL ? datum
                                    : _ ("Point at a value or use the arrow keys to read it"));
  description = datum != NULL ? g_steal_pointer (&datum) : prony_chart_describe (self->chart);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->area), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->chart->title, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description, -1);
}

static gboolean
move_cursor (PronyChartView *self, int dx, int dy)
{
  if (self->chart == NULL)
    return FALSE;

  prony_chart_view_set_cursor (self, prony_chart_step (self->chart, self->cursor, dx, dy));
  return TRUE;
}

/* --- Callbacks ---------------------------------------------------------------- */

static void
on_area_draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  PronyChartView *self = user_data;
  PronyPlot *plot = get_plot (self, width);

  if (plot != NULL)
    prony_plot_draw (plot, cr, self->cursor);
}

static void
on_motion_cb (PronyChartView *self, double x, double y)
{
  PronyPlot *plot = get_plot (self, gtk_widget_get_width (self->area));

  g_assert (PRONY_IS_CHART_VIEW (self));

  if (plot != NULL)
    prony_chart_view_set_cursor (self, prony_plot_hit (plot, x, y));
}

static void
on_leave_cb (PronyChartView *self)
{
  g_assert (PRONY_IS_CHART_VIEW (self));

  prony_chart_view_set_cursor (self, -1);
}

static void
on_pressed_cb (PronyChartView *self, int n_press, double x, double y)
{
  g_assert (PRONY_IS_CHART_VIEW (self));

  gtk_widget_grab_focus (self->area);
  on_motion_cb (self, x, y);
}

static gboolean
on_key_pressed_cb (PronyChartView *self, guint key, guint code, GdkModifierType state)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int last = self->chart != NULL ? (int) prony_chart_count_data (self->chart) - 1 : -1;

  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK))
    return GDK_EVENT_PROPAGATE;

  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      return move_cursor (self, rtl ? 1 : -1, 0);
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      return move_cursor (self, rtl ? -1 : 1, 0);
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      return move_cursor (self, 0, -1);
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      return move_cursor (self, 0, 1);
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      prony_chart_view_set_cursor (self, MIN (last, 0));
      return GDK_EVENT_STOP;
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      prony_chart_view_set_cursor (self, last);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      if (self->cursor < 0)
        return GDK_EVENT_PROPAGATE;
      prony_chart_view_set_cursor (self, -1);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* --- Virtual functions -------------------------------------------------------- */

static GtkSizeRequestMode
prony_chart_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
prony_chart_view_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  PronyChartView *self = PRONY_CHART_VIEW (widget);
  int width = for_size > 0 ? for_size : MIN_WIDTH;
  int label_minimum = 0;
  int label_natural = 0;
  PronyPlot *plot;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN_WIDTH;
      *natural = MIN_WIDTH * 3;
      return;
    }

  gtk_widget_measure (self->readout, GTK_ORIENTATION_VERTICAL, width, &label_minimum,
                      &label_natural, NULL, NULL);
  plot = get_plot (self, MAX (width, MIN_WIDTH));
  *minimum = label_minimum + SPACING;
  if (plot != NULL)
    *minimum += (int) ceil (prony_plot_get_height (plot));
  *natural = *minimum;
}

static void
prony_chart_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PronyChartView *self = PRONY_CHART_VIEW (widget);
  GtkAllocation area = { 0, 0, width, 0 };
  GtkAllocation readout = { 0, 0, width, 0 };

  gtk_widget_measure (self->readout, GTK_ORIENTATION_VERTICAL, width, &readout.height, NULL, NULL,
                      NULL);
  area.height = MAX (height - readout.height - SPACING, 1);
  readout.y = area.height + SPACING;
  gtk_widget_size_allocate (self->area, &area, -1);
  gtk_widget_size_allocate (self->readout, &readout, -1);
}

static void
prony_chart_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (prony_chart_view_parent_class)->css_changed (widget, change);

  forget_look (PRONY_CHART_VIEW (widget));
}

static void
prony_chart_view_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  GTK_WIDGET_CLASS (prony_chart_view_parent_class)->direction_changed (widget, previous);

  forget_look (PRONY_CHART_VIEW (widget));
}

static gboolean
prony_chart_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (PRONY_CHART_VIEW (widget)->area);
}

static void
prony_chart_view_dispose (GObject *object)
{
  PronyChartView *self = PRONY_CHART_VIEW (object);

  g_clear_pointer (&self->plot, prony_plot_free);
  g_clear_pointer (&self->theme, prony_chart_theme_free);
  g_clear_pointer (&self->chart, prony_chart_unref);
  if (self->area != NULL)
    gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->area), NULL, NULL, NULL);
  g_clear_pointer (&self->area, gtk_widget_unparent);
  g_clear_pointer (&self->readout, gtk_widget_unparent);

  G_OBJECT_CLASS (prony_chart_view_parent_class)->dispose (object);
}

static void
prony_chart_view_class_init (PronyChartViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_chart_view_dispose;
  widget_class->get_request_mode = prony_chart_view_get_request_mode;
  widget_class->measure = prony_chart_view_measure;
  widget_class->size_allocate = prony_chart_view_size_allocate;
  widget_class->css_changed = prony_chart_view_css_changed;
  widget_class->direction_changed = prony_chart_view_direction_changed;
  widget_class->grab_focus = prony_chart_view_grab_focus;

  gtk_widget_class_set_css_name (widget_class, "prony-chart-view");
}

static void
add_controllers (PronyChartView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_object (motion, "motion", G_CALLBACK (on_motion_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (motion, "leave", G_CALLBACK (on_leave_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (key, "key-pressed", G_CALLBACK (on_key_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (click, "pressed", G_CALLBACK (on_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->area, motion);
  gtk_widget_add_controller (self->area, key);
  gtk_widget_add_controller (self->area, GTK_EVENT_CONTROLLER (click));
}

static void
prony_chart_view_init (PronyChartView *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  self->cursor = -1;
  self->area = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role", GTK_ACCESSIBLE_ROLE_IMG,
                             "focusable", TRUE, NULL);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->area), on_area_draw_cb, self, NULL);
  gtk_widget_set_parent (self->area, GTK_WIDGET (self));
  add_controllers (self);

  self->readout = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "wrap", TRUE, NULL);
  gtk_widget_add_css_class (self->readout, "caption");
  gtk_widget_add_css_class (self->readout, "numeric");
  gtk_widget_set_parent (self->readout, GTK_WIDGET (self));

  g_signal_connect_object (style, "notify::dark", G_CALLBACK (forget_look), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (forget_look), self,
                           G_CONNECT_SWAPPED);
}

/* --- Public ------------------------------------------------------------------- */

/**
 * prony_chart_view_new:
 *
 * Returns: (transfer floating): a view without a chart
 */
GtkWidget *
prony_chart_view_new (void)
{
  return g_object_new (PRONY_TYPE_CHART_VIEW, NULL);
}

/**
 * prony_chart_view_set_chart:
 * @self: a view
 * @chart: (nullable): what to show; not to be changed afterwards
 */
void
prony_chart_view_set_chart (PronyChartView *self, PronyChart *chart)
{
  g_return_if_fail (PRONY_IS_CHART_VIEW (self));

  g_clear_pointer (&self->plot, prony_plot_free);
  g_clear_pointer (&self->chart, prony_chart_unref);
  self->chart = chart != NULL ? prony_chart_ref (chart) : NULL;
  self->cursor = -1;
  update_words (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_queue_draw (self->area);
}

/**
 * prony_chart_view_get_chart:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): what it shows
 */
PronyChart *
prony_chart_view_get_chart (PronyChartView *self)
{
  g_return_val_if_fail (PRONY_IS_CHART_VIEW (self), NULL);

  return self->chart;
}

/**
 * prony_chart_view_get_cursor:
 * @self: a view
 *
 * Returns: the datum that is read out; -1 for none
 */
int
prony_chart_view_get_cursor (PronyChartView *self)
{
  g_return_val_if_fail (PRONY_IS_CHART_VIEW (self), -1);

  return self->cursor;
}

/**
 * prony_chart_view_set_cursor:
 * @self: a view
 * @cursor: the datum to read out; -1 for none
 */
void
prony_chart_view_set_cursor (PronyChartView *self, int cursor)
{
  g_return_if_fail (PRONY_IS_CHART_VIEW (self));

  if (self->chart == NULL || cursor >= (int) prony_chart_count_data (self->chart))
    cursor = -1;
  if (self->cursor == cursor)
    return;

  self->cursor = cursor;
  update_words (self);
  gtk_widget_queue_draw (self->area);
}

/**
 * prony_chart_view_get_readout:
 * @self: a view
 *
 * Returns: (transfer none): the line below the chart
 */
const char *
prony_chart_view_get_readout (PronyChartView *self)
{
  g_return_val_if_fail (PRONY_IS_CHART_VIEW (self), NULL);

  return gtk_label_get_text (GTK_LABEL (self->readout));
}

/**
 * prony_chart_view_get_datum_area:
 * @self: a view with a chart
 * @index: one of its data
 * @area: (out): where it is drawn, in the view's coordinates
 */
void
prony_chart_view_get_datum_area (PronyChartView *self, guint index, GdkRectangle *area)
{
  PronyPlot *plot;
  PronyPlotArea place;

  g_return_if_fail (PRONY_IS_CHART_VIEW (self));
  g_return_if_fail (self->chart != NULL);

  plot = get_plot (self, MAX (gtk_widget_get_width (self->area), MIN_WIDTH));
  prony_plot_get_area (plot, index, &place);
  *area = (GdkRectangle){ (int) place.x, (int) place.y, (int) place.width, (int) place.height };
}
