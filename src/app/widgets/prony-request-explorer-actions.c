/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-request-explorer-private.h"
#include "app/widgets/prony-shortcut.h"
#include "app/widgets/prony-toast.h"

void
_prony_request_explorer_update_actions (PronyRequestExplorer *self)
{
  guint position;
  gboolean any;
  gboolean away;

  if (self->selection == NULL)
    return;

  position = gtk_single_selection_get_selected (self->selection);
  any = self->is_open && self->item != NULL;
  away = any && adw_leaflet_get_folded (self->leaflet) &&
         adw_leaflet_get_visible_child (self->leaflet) == self->detail_side;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "requests.close", any);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "requests.copy", any);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "requests.next",
                                 any && position + 1 < _prony_request_explorer_count (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "requests.previous", any && position > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "requests.search", !away);
}

static void
move_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyRequestExplorer *self = PRONY_REQUEST_EXPLORER (widget);
  guint position = gtk_single_selection_get_selected (self->selection);

  if (position == GTK_INVALID_LIST_POSITION)
    return;

  if (g_str_equal (action, "requests.next") && position + 1 < _prony_request_explorer_count (self))
    _prony_request_explorer_open (self, position + 1);
  else if (g_str_equal (action, "requests.previous") && position > 0)
    _prony_request_explorer_open (self, position - 1);
}

/* Back to the list, which in a wide window has all the room then. The squeezer itself would
 * give the focus to the table first, also where that is not in sight and has no rows. */
static void
close_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyRequestExplorer *self = PRONY_REQUEST_EXPLORER (widget);
  GtkWidget *list = adw_squeezer_get_visible_child (self->squeezer);

  adw_leaflet_set_visible_child (self->leaflet, self->list_side);
  _prony_request_explorer_set_open (self, FALSE);
  if (list != NULL)
    gtk_widget_child_focus (list, GTK_DIR_TAB_FORWARD);
}

static void
copy_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autofree char *text = prony_request_detail_get_text (PRONY_REQUEST_EXPLORER (widget)->detail);

  if (text == NULL)
    return;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  prony_toast_show (widget, _ ("Copied"));
}

static void
search_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  prony_request_filter_bar_search (PRONY_REQUEST_EXPLORER (widget)->filter_bar);
}

void
_prony_request_explorer_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "requests.next", NULL, move_action);
  gtk_widget_class_install_action (widget_class, "requests.previous", NULL, move_action);
  gtk_widget_class_install_action (widget_class, "requests.close", NULL, close_action);
  gtk_widget_class_install_action (widget_class, "requests.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "requests.search", NULL, search_action);
}

void
_prony_request_explorer_init_actions (PronyRequestExplorer *self)
{
  static const PronyShortcut shortcuts[] = {
    { "<Alt>Down", "requests.next" },         { "<Alt>Up", "requests.previous" },
    { "<Alt>Left", "requests.close" },        { "Escape", "requests.close" },
    { "<Control><Shift>c", "requests.copy" }, { "<Control>f", "requests.search" },
    { "<Control>t", "requests.time-line" },
  };

  prony_shortcut_add_first (GTK_WIDGET (self), shortcuts, G_N_ELEMENTS (shortcuts));
}
