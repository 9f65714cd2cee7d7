/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "app/widgets/prony-gauge.h"
#include "app/widgets/prony-tooltip.h"
#include "app/widgets/prony-widget-theme.h"
#include "core/chart/prony-gauge-plot.h"

/* An objective is not at the very end of its scale. */
#define OBJECTIVE_ROOM 1.2

struct _PronyGauge
{
  GtkWidget parent_instance;

  /* Template children */
  GtkLabel *title_label;
  GtkDrawingArea *area;
  GtkInscription *value_label;
  GtkImage *band_icon;
  GtkLabel *band_label;
  GtkLevelBar *level;

  /* Owned */
  PronyChartTheme *theme; /* NULL until it is drawn after a change of style */
  cairo_surface_t *scale; /* what stays while readings change; NULL likewise */
  PronyGaugeHistory *history;

  /* Plain */
  PronyMetric metric;
  PronyBand band;
  double value;
  double maximum;
  double objective; /* NAN where there is none */
  int scale_width;
  int scale_height;
};

enum
{
  PROP_0,
  PROP_METRIC,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (PronyGauge, prony_gauge, GTK_TYPE_WIDGET)

static GParamSpec *properties[N_PROPS];

static const struct
{
  const char *icon;
  const char *style;
} bands[] = {
  [PRONY_BAND_NONE] = { NULL, NULL },
  [PRONY_BAND_GOOD] = { "emblem-ok-symbolic", "success" },
  [PRONY_BAND_MODERATE] = { "dialog-information-symbolic", "warning" },
  [PRONY_BAND_POOR] = { "dialog-warning-symbolic", "error" },
};

/* --- Drawing ---------------------------------------------------------------------- */

static void
forget_scale (PronyGauge *self)
{
  g_clear_pointer (&self->scale, cairo_surface_destroy);
  gtk_widget_queue_draw (GTK_WIDGET (self->area));
}

static void
forget_style (PronyGauge *self)
{
  g_clear_pointer (&self->theme, prony_chart_theme_free);
  forget_scale (self);
}

static PronyGaugeReading
get_reading (PronyGauge *self)
{
  return (PronyGaugeReading){ .metric = self->metric,
                              .value = self->value,
                              .maximum = self->maximum,
                              .objective = self->objective,
                              .history = self->history };
}

/* The arcs take most of the time and stay the same for most readings. */
static void
draw_scale (PronyGauge *self, const PronyGaugeReading *reading, int width, int height)
{
  int factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  cairo_t *cr;

  self->scale = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * factor, height * factor);
  cairo_surface_set_device_scale (self->scale, factor, factor);
  cr = cairo_create (self->scale);
  prony_gauge_plot_draw_scale (reading, self->theme, cr, width, height);
  cairo_destroy (cr);
  self->scale_width = width;
  self->scale_height = height;
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  PronyGauge *self = data;
  PronyGaugeReading reading = get_reading (self);

  if (self->theme == NULL)
    self->theme = prony_widget_theme_new (GTK_WIDGET (self));
  if (width != self->scale_width || height != self->scale_height)
    g_clear_pointer (&self->scale, cairo_surface_destroy);
  if (self->scale == NULL)
    draw_scale (self, &reading, width, height);

  cairo_set_source_surface (cr, self->scale, 0, 0);
  cairo_paint (cr);
  prony_gauge_plot_draw_reading (&reading, self->theme, cr, width, height);
}

/* --- Words ------------------------------------------------------------------------ */

static void
show_band (PronyGauge *self)
{
  PronyBand band = prony_band_of (self->metric, self->value);
  const char *title = prony_band_title (self->metric, band);

  if (band == self->band)
    return;

  if (bands[self->band].style != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->band_icon), bands[self->band].style);
  self->band = band;
  gtk_label_set_label (self->band_label, title != NULL ? title : "");
  gtk_widget_set_visible (GTK_WIDGET (self->band_icon), bands[band].icon != NULL);
  if (bands[band].icon != NULL)
    {
      gtk_image_set_from_icon_name (self->band_icon, bands[band].icon);
      gtk_widget_add_css_class (GTK_WIDGET (self->band_icon), bands[band].style);
    }
}

static char *
format_value (PronyGauge *self, double value)
{
  PronyUnit unit = prony_metric_get_info (self->metric)->unit;

  /* A count is exact while it is counted; its mean has decimals. */
  if (unit == PRONY_UNIT_NONE && isfinite (value) && floor (value) == value)
    unit = PRONY_UNIT_COUNT;

  return prony_format_value (value, unit);
}

static char *
describe (PronyGauge *self, const char *text)
{
  const char *band = prony_band_title (self->metric, self->band);
  GString *description = g_string_new (text);

  if (band != NULL)
    g_string_append_printf (description, ", %s", band);
  if (isfinite (self->objective))
    {
      g_autofree char *objective = format_value (self, self->objective);

      g_string_append (description, ". ");
      /* Translators: what a figure is to be at most or at least, such as "200 ms" */
      g_string_append_printf (description, _ ("Objective: %s"), objective);
    }

  return g_string_free (description, FALSE);
}

static void
show_description (PronyGauge *self)
{
  const char *text = gtk_inscription_get_text (self->value_label);
  g_autofree char *description = describe (self, text != NULL ? text : "");

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description, -1);
}

static void
show_value (PronyGauge *self)
{
  g_autofree char *text = format_value (self, self->value);

  show_band (self);
  gtk_level_bar_set_value (self->level,
                           isfinite (self->value) ? CLAMP (self->value, 0, self->maximum) : 0);
  if (g_strcmp0 (gtk_inscription_get_text (self->value_label), text) == 0)
    return;

  gtk_inscription_set_text (self->value_label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->level), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  text, -1);
  show_description (self);
}

static void
choose_maximum (PronyGauge *self)
{
  double highest = prony_gauge_history_get_highest (self->history);
  double maximum;

  /* Both may be missing: MAX() would keep what is none. */
  if (isfinite (self->value) && !(highest >= self->value))
    highest = self->value;
  if (isfinite (self->objective) && !(highest >= self->objective * OBJECTIVE_ROOM))
    highest = self->objective * OBJECTIVE_ROOM;

  maximum = prony_gauge_plot_choose_maximum (self->metric, highest, self->maximum);
  if (maximum == self->maximum)
    return;

  self->maximum = maximum;
  gtk_level_bar_set_max_value (self->level, maximum);
  forget_scale (self);
}

static void
show (PronyGauge *self, double value)
{
  self->value = value;
  choose_maximum (self);
  show_value (self);
  gtk_widget_queue_draw (GTK_WIDGET (self->area));
}

/* --- The object ------------------------------------------------------------------- */

static void
prony_gauge_constructed (GObject *object)
{
  PronyGauge *self = PRONY_GAUGE (object);

  G_OBJECT_CLASS (prony_gauge_parent_class)->constructed (object);

  prony_gauge_set_title (self, prony_metric_get_title (self->metric),
                         prony_metric_get_title (self->metric));
  prony_gauge_reset (self);
}

static void
prony_gauge_dispose (GObject *object)
{
  GtkWidget *child;

  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_GAUGE);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (prony_gauge_parent_class)->dispose (object);
}

static void
prony_gauge_finalize (GObject *object)
{
  PronyGauge *self = PRONY_GAUGE (object);

  g_clear_pointer (&self->theme, prony_chart_theme_free);
  g_clear_pointer (&self->scale, cairo_surface_destroy);
  g_free (self->history);

  G_OBJECT_CLASS (prony_gauge_parent_class)->finalize (object);
}

static void
prony_gauge_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (prony_gauge_parent_class)->css_changed (widget, change);

  forget_style (PRONY_GAUGE (widget));
}

static void
prony_gauge_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  GTK_WIDGET_CLASS (prony_gauge_parent_class)->direction_changed (widget, previous);

  forget_style (PRONY_GAUGE (widget));
}

static void
prony_gauge_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_METRIC:
      PRONY_GAUGE (object)->metric = g_value_get_uint (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
prony_gauge_class_init (PronyGaugeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = prony_gauge_constructed;
  object_class->dispose = prony_gauge_dispose;
  object_class->finalize = prony_gauge_finalize;
  object_class->set_property = prony_gauge_set_property;

  widget_class->css_changed = prony_gauge_css_changed;
  widget_class->direction_changed = prony_gauge_direction_changed;

  properties[PROP_METRIC] =
    g_param_spec_uint ("metric", NULL, NULL, 0, PRONY_N_METRICS - 1, PRONY_METRIC_TTFT,
                       G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "prony-gauge");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-gauge.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyGauge, title_label);
  gtk_widget_class_bind_template_child (widget_class, PronyGauge, area);
  gtk_widget_class_bind_template_child (widget_class, PronyGauge, value_label);
  gtk_widget_class_bind_template_child (widget_class, PronyGauge, band_icon);
  gtk_widget_class_bind_template_child (widget_class, PronyGauge, band_label);
  gtk_widget_class_bind_template_child (widget_class, PronyGauge, level);
}

static void
prony_gauge_init (PronyGauge *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  self->history = g_new0 (PronyGaugeHistory, 1);
  self->value = NAN;
  self->objective = NAN;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (self->area, draw_cb, self, NULL);
  g_signal_connect_object (style, "notify::dark", G_CALLBACK (forget_style), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (forget_style), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (forget_scale), NULL);
}

/**
 * prony_gauge_new:
 * @metric: what it shows
 *
 * Returns: (transfer floating): a gauge without a reading
 */
GtkWidget *
prony_gauge_new (PronyMetric metric)
{
  return g_object_new (PRONY_TYPE_GAUGE, "metric", (guint) metric, NULL);
}

/**
 * prony_gauge_set_title:
 * @self: a gauge
 * @title: a word for the reading that fits above the dial
 * @name: the same in full
 *
 * Sets what stands above the gauge, and its accessible name, which is in its tooltip too.
 */
void
prony_gauge_set_title (PronyGauge *self, const char *title, const char *name)
{
  g_autofree char *tooltip = NULL;

  g_return_if_fail (PRONY_IS_GAUGE (self));

  /* Translators: a metric's title and its definition */
  tooltip = g_strdup_printf (_ ("%s: %s"), name, prony_metric_get_definition (self->metric));
  gtk_label_set_label (self->title_label, title);
  prony_tooltip_set (GTK_WIDGET (self), tooltip);
  show_description (self); /* not that of the tooltip */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->level), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
}

/**
 * prony_gauge_set_objective:
 * @self: a gauge
 * @objective: what the reading is to meet, in the metric's unit; NAN for nothing
 *
 * Marks a value on the scale.
 */
void
prony_gauge_set_objective (PronyGauge *self, double objective)
{
  g_return_if_fail (PRONY_IS_GAUGE (self));

  if (objective == self->objective || (isnan (objective) && isnan (self->objective)))
    return;

  self->objective = objective;
  choose_maximum (self);
  forget_scale (self);
}

/**
 * prony_gauge_add_reading:
 * @self: a gauge
 * @value: the reading, in the metric's unit; NAN where there is none
 * @time_us: when it was taken, as g_get_monotonic_time() has it
 *
 * Shows a reading and remembers it for the line of the last minute.
 */
void
prony_gauge_add_reading (PronyGauge *self, double value, gint64 time_us)
{
  g_return_if_fail (PRONY_IS_GAUGE (self));

  prony_gauge_history_add (self->history, value, time_us);
  show (self, value);
}

/**
 * prony_gauge_show_figure:
 * @self: a gauge
 * @value: the figure, in the metric's unit; NAN where there is none
 *
 * Shows what the readings came to in the end. It is none of them.
 */
void
prony_gauge_show_figure (PronyGauge *self, double value)
{
  g_return_if_fail (PRONY_IS_GAUGE (self));

  if (value != self->value && !(isnan (value) && isnan (self->value)))
    show (self, value);
}

/**
 * prony_gauge_get_text:
 * @self: a gauge
 *
 * Returns: (transfer none): the reading as it is shown
 */
const char *
prony_gauge_get_text (PronyGauge *self)
{
  g_return_val_if_fail (PRONY_IS_GAUGE (self), NULL);

  return gtk_inscription_get_text (self->value_label);
}

/**
 * prony_gauge_reset:
 * @self: a gauge
 *
 * Forgets all readings, for another trial.
 */
void
prony_gauge_reset (PronyGauge *self)
{
  g_return_if_fail (PRONY_IS_GAUGE (self));

  *self->history = (PronyGaugeHistory){ 0 };
  self->maximum = 0;
  show (self, NAN);
}
