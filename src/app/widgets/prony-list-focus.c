/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* In a list box, Tab goes from row to row, and where a row is selected by its focus,
 * the keyboard gets to what belongs to the last row only. In a list that chooses what
 * is beside it, the arrow keys have to choose a row, and Tab has to go on. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/widgets/prony-list-focus.h"

static gboolean
on_key_pressed_cb (GtkEventControllerKey *controller,
                   guint key,
                   guint code,
                   GdkModifierType modifiers,
                   gpointer user_data)
{
  GtkWidget *list = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  gboolean back = key == GDK_KEY_ISO_Left_Tab || (modifiers & GDK_SHIFT_MASK) != 0;
  gboolean moved;

  if (key != GDK_KEY_Tab && key != GDK_KEY_ISO_Left_Tab && key != GDK_KEY_KP_Tab)
    return GDK_EVENT_PROPAGATE;
  if ((modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;

  /* What cannot take the focus is passed over. */
  gtk_widget_set_can_focus (list, FALSE);
  moved = gtk_widget_child_focus (GTK_WIDGET (gtk_widget_get_root (list)),
                                  back ? GTK_DIR_TAB_BACKWARD : GTK_DIR_TAB_FORWARD);
  gtk_widget_set_can_focus (list, TRUE);

  return moved;
}

/**
 * prony_list_focus_make_one_stop:
 * @list: a list box
 *
 * Makes Tab leave the list, as it leaves any other widget. The arrow keys still go
 * from row to row.
 */
void
prony_list_focus_make_one_stop (GtkListBox *list)
{
  GtkEventController *controller = gtk_event_controller_key_new ();

  g_return_if_fail (GTK_IS_LIST_BOX (list));

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect (controller, "key-pressed", G_CALLBACK (on_key_pressed_cb), NULL);
  gtk_widget_add_controller (GTK_WIDGET (list), controller);
}
