/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/widgets/prony-chart-view-private.h"
#include "core/chart/prony-chart-text.h"

/**
 * PronyChartView:
 *
 * A drawing area with a chart in it, and a line of text below.
 *
 * **Reading.** The value under the pointer or the cursor is marked, and put into
 * words in the line below: one text for eyes, tests and screen readers. With the
 * focus on the chart, arrow keys move the cursor (left and right as they are
 * seen), Page Up and Page Down move it by a tenth of the values, Home and End go to the
 * ends of a line, N to what is pointed out, Escape takes the cursor away. Enter or a double
 * click opens what a value leads to.
 *
 * **Choosing.** A click on a name in the legend hides its series or shows it again, as 1 to
 * 9 do. Where x is continuous, a drag enlarges a part, a drag with Shift moves it, as do the
 * wheel with Control and with Shift; +, − and 0 do it by keyboard, Shift and arrow keys move.
 *
 * **Accessibility.** The area has the role of an image, the chart's title as its
 * label and the whole chart in words, or the value under the cursor, as its
 * description.
 *
 * **Text direction.** The chart is mirrored for right-to-left text.
 *
 * **Size.** As wide as it is given, as high as the chart needs at that width.
 *
 * **Speed.** What stays while the cursor moves is drawn once into a picture.
 */
enum
{
  PROP_0,
  PROP_ZOOMABLE,
  PROP_ZOOMED,
  PROP_CAN_BE_LOG,
  PROP_LOG_SCALE,
  N_PROPS
};

enum
{
  SIGNAL_DATUM_ACTIVATED,
  SIGNAL_HIDDEN_CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyChartView, prony_chart_view, GTK_TYPE_WIDGET)

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

#define SPACING 6

/* No chart is laid out for more. */
#define MAX_WIDTH 10000

/* --- Words -------------------------------------------------------------------- */

static char *
describe_cursor (PronyChartView *self)
{
  g_autofree char *datum = NULL;

  if (self->cursor < 0)
    return NULL;

  datum = prony_chart_describe_datum (self->chart, self->cursor);
  if (prony_chart_get_datum (self->chart, self->cursor)->mark == 0 ||
      !g_signal_has_handler_pending (self, signals[SIGNAL_DATUM_ACTIVATED], 0, FALSE))
    return g_steal_pointer (&datum);

  /* Translators: %s is a value of a chart, in words */
  return g_strdup_printf (_ ("%s · Enter or a double click opens the request"), datum);
}

static const char *
choose_hint (PronyChartView *self)
{
  if (!(self->inside || gtk_widget_is_focus (self->area)) || !prony_chart_has_values (self->chart))
    return "";
  if (prony_chart_view_is_zoomable (self))
    return _ ("Point at a value or use the arrow keys to read it. Drag to enlarge a part.");

  return _ ("Point at a value or use the arrow keys to read it");
}

/**
 * _prony_chart_view_update_words:
 * @self: a view
 *
 * Puts the chart, or the value under the cursor, into words.
 */
void
_prony_chart_view_update_words (PronyChartView *self)
{
  g_autofree char *datum = NULL;

  if (self->chart == NULL)
    {
      gtk_label_set_text (GTK_LABEL (self->readout), "");
      return;
    }

  datum = describe_cursor (self);
  gtk_label_set_text (GTK_LABEL (self->readout), datum != NULL ? datum : choose_hint (self));
  if (datum == NULL && self->description == NULL)
    self->description = prony_chart_describe (self->chart);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->area), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->chart->title, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  datum != NULL ? datum : self->description, -1);
}

/* --- Changes ------------------------------------------------------------------ */

/**
 * _prony_chart_view_changed:
 * @self: a view
 * @resize: whether it may need another height
 *
 * Has the chart laid out and drawn anew.
 */
void
_prony_chart_view_changed (PronyChartView *self, gboolean resize)
{
  _prony_chart_view_forget_plot (self);
  if (resize)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_queue_draw (self->area);
}

/**
 * _prony_chart_view_notify_zoomed:
 * @self: a view that has begun or ceased to show a part
 */
void
_prony_chart_view_notify_zoomed (PronyChartView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOMED]);
}

/**
 * _prony_chart_view_activate:
 * @self: a view
 * @index: a datum that was chosen
 *
 * Tells where it leads, if anywhere.
 */
void
_prony_chart_view_activate (PronyChartView *self, int index)
{
  gint64 mark = prony_chart_get_datum (self->chart, index)->mark;

  if (mark != 0)
    g_signal_emit (self, signals[SIGNAL_DATUM_ACTIVATED], 0, mark);
}

static void
forget_look (PronyChartView *self)
{
  g_clear_pointer (&self->theme, prony_chart_theme_free);
  _prony_chart_view_changed (self, TRUE);
}

/**
 * _prony_chart_view_update_shown:
 * @self: a view
 *
 * Chooses between the chart itself and the same on another axis.
 */
void
_prony_chart_view_update_shown (PronyChartView *self)
{
  PronyScale scale = self->log_scale ? PRONY_SCALE_LOG : PRONY_SCALE_LINEAR;

  g_clear_pointer (&self->shown, prony_chart_unref);
  if (self->chart == NULL)
    return;
  if (!self->can_be_log || prony_chart_get_value_scale (self->chart) == scale)
    self->shown = prony_chart_ref (self->chart);
  else
    self->shown = prony_chart_new_scaled (self->chart, scale);
}

/* --- Virtual functions -------------------------------------------------------- */

static GtkSizeRequestMode
prony_chart_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static int
measure_readout (PronyChartView *self, int width)
{
  int height;

  gtk_widget_measure (self->readout, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  return width == self->readout_width ? MAX (height, self->readout_height) : height;
}

static int
measure_height (PronyChartView *self, int width)
{
  return measure_readout (self, width) + SPACING + _prony_chart_view_get_plot_height (self, width);
}

/* Some kinds are higher where they are wider. GTK does not expect that of a widget that
 * is asked for its height at any width, and gets the larger one. */
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
  int width = CLAMP (for_size, _PRONY_CHART_VIEW_MIN_WIDTH, MAX_WIDTH);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = _PRONY_CHART_VIEW_MIN_WIDTH;
      *natural = _PRONY_CHART_VIEW_MIN_WIDTH * 3;
      return;
    }

  *minimum = measure_height (self, width);
  if (for_size < 0)
    *minimum = MAX (*minimum, measure_height (self, MAX_WIDTH));
  *natural = *minimum;
}

static void
prony_chart_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PronyChartView *self = PRONY_CHART_VIEW (widget);
  GtkAllocation area = { 0, 0, width, 0 };
  GtkAllocation readout = { 0, 0, width, 0 };

  readout.height = measure_readout (self, width);
  self->readout_width = width;
  self->readout_height = readout.height;
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
  g_clear_pointer (&self->picture, cairo_surface_destroy);
  g_clear_pointer (&self->theme, prony_chart_theme_free);
  g_clear_pointer (&self->shown, prony_chart_unref);
  g_clear_pointer (&self->chart, prony_chart_unref);
  if (self->area != NULL)
    gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->area), NULL, NULL, NULL);
  g_clear_pointer (&self->area, gtk_widget_unparent);
  g_clear_pointer (&self->readout, gtk_widget_unparent);

  G_OBJECT_CLASS (prony_chart_view_parent_class)->dispose (object);
}

static void
prony_chart_view_finalize (GObject *object)
{
  PronyChartView *self = PRONY_CHART_VIEW (object);

  g_hash_table_unref (self->heights);
  g_free (self->hidden);
  g_free (self->description);

  G_OBJECT_CLASS (prony_chart_view_parent_class)->finalize (object);
}

static void
prony_chart_view_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PronyChartView *self = PRONY_CHART_VIEW (object);

  switch (prop_id)
    {
    case PROP_ZOOMABLE:
      g_value_set_boolean (value, prony_chart_view_is_zoomable (self));
      break;
    case PROP_ZOOMED:
      g_value_set_boolean (value, prony_chart_view_is_zoomed (self));
      break;
    case PROP_CAN_BE_LOG:
      g_value_set_boolean (value, self->can_be_log);
      break;
    case PROP_LOG_SCALE:
      g_value_set_boolean (value, self->log_scale);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
prony_chart_view_set_property (GObject *object,
                               guint prop_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_LOG_SCALE:
      prony_chart_view_set_log_scale (PRONY_CHART_VIEW (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
install_properties (GObjectClass *klass)
{
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  properties[PROP_ZOOMABLE] = g_param_spec_boolean ("zoomable", NULL, NULL, FALSE, readable);
  properties[PROP_ZOOMED] = g_param_spec_boolean ("zoomed", NULL, NULL, FALSE, readable);
  properties[PROP_CAN_BE_LOG] = g_param_spec_boolean ("can-be-log", NULL, NULL, FALSE, readable);
  properties[PROP_LOG_SCALE] = g_param_spec_boolean (
    "log-scale", NULL, NULL, FALSE, readable | G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (klass, N_PROPS, properties);
}

static void
prony_chart_view_class_init (PronyChartViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_chart_view_dispose;
  object_class->finalize = prony_chart_view_finalize;
  object_class->get_property = prony_chart_view_get_property;
  object_class->set_property = prony_chart_view_set_property;
  widget_class->get_request_mode = prony_chart_view_get_request_mode;
  widget_class->measure = prony_chart_view_measure;
  widget_class->size_allocate = prony_chart_view_size_allocate;
  widget_class->css_changed = prony_chart_view_css_changed;
  widget_class->direction_changed = prony_chart_view_direction_changed;
  widget_class->grab_focus = prony_chart_view_grab_focus;

  install_properties (object_class);
  signals[SIGNAL_DATUM_ACTIVATED] =
    g_signal_new ("datum-activated", PRONY_TYPE_CHART_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[SIGNAL_HIDDEN_CHANGED] =
    g_signal_new ("hidden-changed", PRONY_TYPE_CHART_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "prony-chart-view");
}

static void
prony_chart_view_init (PronyChartView *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  self->cursor = -1;
  self->window[0] = self->window[1] = NAN;
  self->pointer[0] = self->pointer[1] = NAN;
  self->heights = g_hash_table_new (NULL, NULL);
  self->area = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role", GTK_ACCESSIBLE_ROLE_IMG,
                             "css-name", "prony-chart", "focusable", TRUE, NULL);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->area), _prony_chart_view_draw, self,
                                  NULL);
  gtk_widget_set_parent (self->area, GTK_WIDGET (self));
  _prony_chart_view_add_controllers (self);

  self->readout = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "yalign", 0.0f, "wrap", TRUE, NULL);
  gtk_widget_add_css_class (self->readout, "caption");
  gtk_widget_add_css_class (self->readout, "numeric");
  gtk_widget_set_parent (self->readout, GTK_WIDGET (self));

  g_signal_connect_object (style, "notify::dark", G_CALLBACK (forget_look), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (forget_look), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "notify::scale-factor", G_CALLBACK (gtk_widget_queue_draw),
                           self->area, G_CONNECT_SWAPPED);
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
 * @chart: (nullable): what to show, all of it; not to be changed afterwards
 */
void
prony_chart_view_set_chart (PronyChartView *self, PronyChart *chart)
{
  g_return_if_fail (PRONY_IS_CHART_VIEW (self));

  g_clear_pointer (&self->chart, prony_chart_unref);
  g_clear_pointer (&self->hidden, g_free);
  g_clear_pointer (&self->description, g_free);
  self->chart = chart != NULL ? prony_chart_ref (chart) : NULL;
  self->hidden = g_new0 (gboolean, chart != NULL ? MAX (chart->series->len, 1) : 1);
  self->cursor = -1;
  self->window[0] = self->window[1] = NAN;
  self->drag = PRONY_CHART_DRAG_NONE;
  self->readout_height = 0;
  self->can_be_log = chart != NULL && prony_chart_can_be_log (chart);
  self->log_scale = chart != NULL && prony_chart_get_value_scale (chart) == PRONY_SCALE_LOG;
  _prony_chart_view_update_shown (self);
  _prony_chart_view_update_words (self);
  _prony_chart_view_changed (self, TRUE);

  for (guint i = PROP_ZOOMABLE; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
  g_signal_emit (self, signals[SIGNAL_HIDDEN_CHANGED], 0);
}

/**
 * prony_chart_view_get_chart:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): what it was given to show
 */
PronyChart *
prony_chart_view_get_chart (PronyChartView *self)
{
  g_return_val_if_fail (PRONY_IS_CHART_VIEW (self), NULL);

  return self->chart;
}

/**
 * prony_chart_view_get_shown_chart:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): its chart on the axis that it is shown on
 */
PronyChart *
prony_chart_view_get_shown_chart (PronyChartView *self)
{
  g_return_val_if_fail (PRONY_IS_CHART_VIEW (self), NULL);

  return self->shown;
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
  _prony_chart_view_update_words (self);
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
  PronyPlotArea place;

  g_return_if_fail (PRONY_IS_CHART_VIEW (self));
  g_return_if_fail (self->chart != NULL);

  prony_plot_get_area (_prony_chart_view_get_current_plot (self), index, &place);
  *area = (GdkRectangle){ (int) place.x, (int) place.y, (int) place.width, (int) place.height };
}
