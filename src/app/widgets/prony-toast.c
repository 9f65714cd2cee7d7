/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/widgets/prony-toast.h"

/**
 * prony_toast_new:
 * @text: a sentence; it is no markup, whatever names are in it
 *
 * Returns: (transfer full): a toast
 */
AdwToast *
prony_toast_new (const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  return adw_toast_new (markup);
}

/**
 * prony_toast_show:
 * @widget: a widget in a window with a toast overlay
 * @text: a sentence
 *
 * Shows a message in the window that @widget is in; without one it is logged.
 */
void
prony_toast_show (GtkWidget *widget, const char *text)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), prony_toast_new (text));
  else
    g_message ("%s", text);
}
