/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/widgets/prony-tooltip.h"

#define KEY "prony-tooltip"

static gboolean
on_query_tooltip_cb (
  GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip, gpointer user_data)
{
  gtk_tooltip_set_text (tooltip, g_object_get_data (G_OBJECT (widget), KEY));
  return TRUE;
}

/**
 * prony_tooltip_set:
 * @widget: a widget
 * @text: (nullable): what its tooltip says; %NULL for none
 *
 * Gives a tooltip to a widget that is shown or about to be. gtk_widget_set_tooltip_text()
 * would look for the pointer, and wait for four answers of the display server each time,
 * which on a busy computer take longer than all else; this text is looked for only where
 * the pointer rests. It is the widget's accessible description too, as any tooltip.
 *
 * Returns: whether it said something else before
 */
gboolean
prony_tooltip_set (GtkWidget *widget, const char *text)
{
  const char *old;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), FALSE);

  old = g_object_get_data (G_OBJECT (widget), KEY);
  if (g_strcmp0 (old, text) == 0)
    return FALSE;

  if (old != NULL)
    g_signal_handlers_disconnect_by_func (widget, on_query_tooltip_cb, NULL);
  if (text != NULL)
    g_signal_connect (widget, "query-tooltip", G_CALLBACK (on_query_tooltip_cb), NULL);
  g_object_set_data_full (G_OBJECT (widget), KEY, g_strdup (text), g_free);
  gtk_widget_set_has_tooltip (widget, text != NULL);
  if (text != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    text, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  return TRUE;
}
