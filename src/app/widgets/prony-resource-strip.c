/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <adwaita.h>
#include <math.h>

#include "app/widgets/prony-resource-strip.h"
#include "app/widgets/prony-widget-theme.h"
#include "core/chart/prony-spark-plot.h"

/* A minute at one reading a second. */
#define HISTORY_LENGTH 60

/* How much room a reading in words keeps at most, in pixels. */
#define MAX_TEXT_WIDTH 120

struct _PronyResourceStrip
{
  GtkWidget parent_instance;

  /* Template children */
  GtkLabel *title_label;
  GtkLabel *value_label;
  GtkDrawingArea *area;
  GtkLevelBar *level;

  /* Plain */
  double history[HISTORY_LENGTH];
  guint n_history;
  double maximum; /* 0 until there is a reading */
};

G_DEFINE_FINAL_TYPE (PronyResourceStrip, prony_resource_strip, GTK_TYPE_WIDGET)

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  PronyResourceStrip *self = data;
  g_autoptr (PronyChartTheme) theme = prony_widget_theme_new (GTK_WIDGET (self));
  PronySparkline line = { .values = self->history,
                          .n_values = self->n_history,
                          .n_places = HISTORY_LENGTH,
                          .maximum = self->maximum,
                          .filled = TRUE };

  prony_color_set_source (&theme->foreground, cr, theme->high_contrast ? 0.5 : 0.15);
  cairo_rectangle (cr, 0, height - 1, width, 1);
  cairo_fill (cr);

  /* Half a line's width must stay inside. */
  cairo_translate (cr, 0, 1);
  if (self->maximum > 0)
    prony_spark_plot_draw (&line, theme, cr, width, height - 2);
}

/* The line beside it must not jump for a digit: the text keeps the room that it once had. */
static void
show_text (PronyResourceStrip *self, const char *text)
{
  GtkWidget *label = GTK_WIDGET (self->value_label);
  int wanted;

  if (g_strcmp0 (gtk_label_get_label (self->value_label), text) == 0)
    return;

  gtk_label_set_label (self->value_label, text);
  gtk_widget_measure (label, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &wanted, NULL, NULL);
  gtk_widget_set_size_request (label, MIN (wanted, MAX_TEXT_WIDTH), -1);
}

static void
prony_resource_strip_dispose (GObject *object)
{
  GtkWidget *child;

  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_RESOURCE_STRIP);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (prony_resource_strip_parent_class)->dispose (object);
}

static void
prony_resource_strip_class_init (PronyResourceStripClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_resource_strip_dispose;

  gtk_widget_class_set_css_name (widget_class, "prony-resource-strip");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-resource-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyResourceStrip, title_label);
  gtk_widget_class_bind_template_child (widget_class, PronyResourceStrip, value_label);
  gtk_widget_class_bind_template_child (widget_class, PronyResourceStrip, area);
  gtk_widget_class_bind_template_child (widget_class, PronyResourceStrip, level);
}

static void
prony_resource_strip_init (PronyResourceStrip *self)
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
 * prony_resource_strip_new:
 *
 * Returns: (transfer floating): a strip without a title or a reading
 */
GtkWidget *
prony_resource_strip_new (void)
{
  return g_object_new (PRONY_TYPE_RESOURCE_STRIP, NULL);
}

/**
 * prony_resource_strip_set_title:
 * @self: a strip
 * @title: what is read
 *
 * Sets the strip's title and accessible name.
 */
void
prony_resource_strip_set_title (PronyResourceStrip *self, const char *title)
{
  g_return_if_fail (PRONY_IS_RESOURCE_STRIP (self));

  if (g_strcmp0 (gtk_label_get_label (self->title_label), title) == 0)
    return;

  gtk_label_set_label (self->title_label, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->level), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
}

/**
 * prony_resource_strip_add:
 * @self: a strip
 * @value: the reading; NAN where there is none
 * @maximum: the end of its scale, above 0
 * @text: the reading in words
 *
 * Shows a reading and remembers it for the sparkline. A scale does not become smaller
 * until prony_resource_strip_reset().
 */
void
prony_resource_strip_add (PronyResourceStrip *self, double value, double maximum, const char *text)
{
  g_return_if_fail (PRONY_IS_RESOURCE_STRIP (self));
  g_return_if_fail (maximum > 0);

  if (self->n_history == HISTORY_LENGTH)
    {
      memmove (self->history, self->history + 1, (HISTORY_LENGTH - 1) * sizeof (double));
      self->n_history--;
    }
  self->history[self->n_history++] = value;
  self->maximum = MAX (self->maximum, maximum);

  show_text (self, text);
  gtk_level_bar_set_max_value (self->level, self->maximum);
  gtk_level_bar_set_value (self->level, isfinite (value) ? CLAMP (value, 0, self->maximum) : 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->level), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  text, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
  gtk_widget_queue_draw (GTK_WIDGET (self->area));
}

/**
 * prony_resource_strip_reset:
 * @self: a strip
 *
 * Forgets all readings, for another run.
 */
void
prony_resource_strip_reset (PronyResourceStrip *self)
{
  g_return_if_fail (PRONY_IS_RESOURCE_STRIP (self));

  self->n_history = 0;
  self->maximum = 0;
  gtk_label_set_label (self->value_label, "–");
  gtk_level_bar_set_value (self->level, 0);
  gtk_widget_queue_draw (GTK_WIDGET (self->area));
}
