/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

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
 * prony_toast_add:
 * @widget: a widget in a window with a toast overlay
 * @toast: (transfer full): a toast
 *
 * Shows a toast in the window that @widget is in; without one its text is logged.
 */
void
prony_toast_add (GtkWidget *widget, AdwToast *toast)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    {
      adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
      return;
    }

  g_message ("%s", adw_toast_get_title (toast));
  g_object_unref (toast);
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
  prony_toast_add (widget, prony_toast_new (text));
}

/**
 * prony_toast_new_folder:
 * @text: a sentence, not markup
 * @folder: what was written
 *
 * Returns: (transfer full): a toast with a button that opens the folder
 */
AdwToast *
prony_toast_new_folder (const char *text, const char *folder)
{
  AdwToast *toast = prony_toast_new (text);

  adw_toast_set_button_label (toast, _ ("_Open Folder"));
  adw_toast_set_action_name (toast, "app.open-folder");
  adw_toast_set_action_target_value (toast, g_variant_new_bytestring (folder));
  return toast;
}

/**
 * prony_toast_show_folder:
 * @widget: a widget of a window with a toast overlay
 * @text: a sentence, not markup
 * @folder: what was written
 *
 * Shows a message about files that were written, with a button that opens their folder.
 */
void
prony_toast_show_folder (GtkWidget *widget, const char *text, const char *folder)
{
  prony_toast_add (widget, prony_toast_new_folder (text, folder));
}

/**
 * prony_toast_show_error:
 * @widget: a widget in a window with a toast overlay
 * @text: a sentence that says what went wrong
 *
 * Like prony_toast_show(), but before all others, and until the user puts it away.
 */
void
prony_toast_show_error (GtkWidget *widget, const char *text)
{
  AdwToast *toast = prony_toast_new (text);

  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_set_timeout (toast, 0);
  prony_toast_add (widget, toast);
}
