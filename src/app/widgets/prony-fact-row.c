/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-fact-row.h"

struct _PronyFactRow
{
  AdwPreferencesRow parent_instance;

  /* Template widgets */
  GtkLabel *title;
  GtkImage *icon;
  GtkLabel *value;

  /* Owned */
  char *style; /* of the icon, NULL for none */
};

G_DEFINE_FINAL_TYPE (PronyFactRow, prony_fact_row, ADW_TYPE_PREFERENCES_ROW)

static void
prony_fact_row_dispose (GObject *object)
{
  PronyFactRow *self = (PronyFactRow *) object;

  gtk_widget_dispose_template (GTK_WIDGET (self), PRONY_TYPE_FACT_ROW);

  G_OBJECT_CLASS (prony_fact_row_parent_class)->dispose (object);
}

static void
prony_fact_row_finalize (GObject *object)
{
  g_free (((PronyFactRow *) object)->style);

  G_OBJECT_CLASS (prony_fact_row_parent_class)->finalize (object);
}

static void
prony_fact_row_class_init (PronyFactRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_fact_row_dispose;
  object_class->finalize = prony_fact_row_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-fact-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyFactRow, title);
  gtk_widget_class_bind_template_child (widget_class, PronyFactRow, icon);
  gtk_widget_class_bind_template_child (widget_class, PronyFactRow, value);
}

static void
prony_fact_row_init (PronyFactRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * prony_fact_row_new:
 * @title: what the fact is about
 *
 * Returns: (transfer floating): a row without a value
 */
GtkWidget *
prony_fact_row_new (const char *title)
{
  PronyFactRow *self = g_object_new (PRONY_TYPE_FACT_ROW, "title", title, NULL);

  gtk_label_set_label (self->title, title);

  return GTK_WIDGET (self);
}

/**
 * prony_fact_row_set_value:
 * @self: a row
 * @value: (nullable): what to show, no markup
 */
void
prony_fact_row_set_value (PronyFactRow *self, const char *value)
{
  g_autofree char *name = NULL;

  g_return_if_fail (PRONY_IS_FACT_ROW (self));

  value = value != NULL ? value : "";
  if (g_str_equal (gtk_label_get_label (self->value), value))
    return;

  gtk_label_set_label (self->value, value);
  /* TRANSLATORS: a fact for a screen reader: what it is about, and its value. */
  name = g_strdup_printf (_ ("%s: %s"), gtk_label_get_label (self->title), value);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/**
 * prony_fact_row_set_icon:
 * @self: a row
 * @icon_name: (nullable): an icon beside the value, which says the same
 * @style: (nullable): a style class for the icon
 */
void
prony_fact_row_set_icon (PronyFactRow *self, const char *icon_name, const char *style)
{
  g_return_if_fail (PRONY_IS_FACT_ROW (self));

  if (self->style != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), self->style);
  g_free (self->style);
  self->style = g_strdup (style);
  if (style != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->icon), style);
  gtk_image_set_from_icon_name (self->icon, icon_name);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), icon_name != NULL);
}
