/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "app/widgets/prony-gauge.h"
#include "app/widgets/prony-widget-theme.h"
#include "core/chart/prony-gauge-plot.h"

/* A minute at four readings a second. */
#define HISTORY_LENGTH 240

struct _PronyGauge
{
  GtkWidget parent_instance;

  /* Template children */
  GtkLabel *title_label;
  GtkDrawingArea *area;
  GtkLabel *value_label;
  GtkImage *band_icon;
  GtkLabel *band_label;
  GtkLevelBar *level;

  /* Plain */
  PronyMetric metric;
  double value;
  double maximum;
  double history[HISTORY_LENGTH];
  guint n_history;
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

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  PronyGauge *self = data;
  g_autoptr (PronyChartTheme) theme = prony_widget_theme_new (GTK_WIDGET (self));
  PronyGaugeReading reading = { .metric = self->metric,
                                .value = self->value,
                                .maximum = self->maximum,
                                .history = self->history,
                                .n_history = self->n_history };

  prony_gauge_plot_draw (&reading, theme, cr, width, height);
}

static void
remember (PronyGauge *self, double value)
{
  if (self->n_history == HISTORY_LENGTH)
    {
      memmove (self->history, self->history + 1, (HISTORY_LENGTH - 1) * sizeof (double));
      self->n_history--;
    }
  self->history[self->n_history++] = value;
}

static void
show_band (PronyGauge *self)
{
  PronyBand band = prony_band_of (self->metric, self->value);
  const char *title = prony_band_title (self->metric, band);

  for (guint i = 0; i < G_N_ELEMENTS (bands); i++)
    if (bands[i].style != NULL)
      gtk_widget_remove_css_class (GTK_WIDGET (self->band_icon), bands[i].style);

  gtk_label_set_label (self->band_label, title != NULL ? title : "");
  gtk_widget_set_visible (GTK_WIDGET (self->band_icon), bands[band].icon != NULL);
  if (bands[band].icon != NULL)
    {
      gtk_image_set_from_icon_name (self->band_icon, bands[band].icon);
      gtk_widget_add_css_class (GTK_WIDGET (self->band_icon), bands[band].style);
    }
}

static void
prony_gauge_constructed (GObject *object)
{
  PronyGauge *self = PRONY_GAUGE (object);

  G_OBJECT_CLASS (prony_gauge_parent_class)->constructed (object);

  prony_gauge_set_title (self, prony_metric_get_title (self->metric));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), prony_metric_get_definition (self->metric));
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
  object_class->set_property = prony_gauge_set_property;

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

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (self->area, draw_cb, self, NULL);
  g_signal_connect_object (style, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self->area,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw),
                           self->area, G_CONNECT_SWAPPED);
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
 * @title: what to call the reading, where the metric's own title does not fit
 *
 * Sets the gauge's title and accessible name.
 */
void
prony_gauge_set_title (PronyGauge *self, const char *title)
{
  g_return_if_fail (PRONY_IS_GAUGE (self));

  gtk_label_set_label (self->title_label, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->level), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
}

/**
 * prony_gauge_set_value:
 * @self: a gauge
 * @value: the reading, in the metric's unit; NAN where there is none
 *
 * Shows a reading and remembers it for the sparkline.
 */
void
prony_gauge_set_value (PronyGauge *self, double value)
{
  g_autofree char *text = NULL;

  g_return_if_fail (PRONY_IS_GAUGE (self));

  self->value = value;
  self->maximum = prony_gauge_plot_choose_maximum (self->metric, value, self->maximum);
  remember (self, value);
  show_band (self);

  text = prony_format_value (value, prony_metric_get_info (self->metric)->unit);
  prony_gauge_set_text (self, text);
  gtk_level_bar_set_max_value (self->level, self->maximum);
  gtk_level_bar_set_value (self->level, isfinite (value) ? CLAMP (value, 0, self->maximum) : 0);
  gtk_widget_queue_draw (GTK_WIDGET (self->area));
}

/**
 * prony_gauge_set_text:
 * @self: a gauge
 * @text: the reading in words, where the metric's own format does not fit
 *
 * Replaces the reading's text.
 */
void
prony_gauge_set_text (PronyGauge *self, const char *text)
{
  g_autofree char *description = NULL;

  g_return_if_fail (PRONY_IS_GAUGE (self));

  if (g_strcmp0 (gtk_label_get_label (self->value_label), text) == 0)
    return;

  gtk_label_set_label (self->value_label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->level), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  text, -1);
  description = g_strjoin (" ", text, gtk_label_get_label (self->band_label), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  g_strchomp (description), -1);
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

  self->maximum = 0;
  self->n_history = 0;
  prony_gauge_set_value (self, NAN);
  self->n_history = 0;
}
