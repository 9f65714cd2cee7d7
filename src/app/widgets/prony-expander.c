/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/widgets/prony-expander.h"

/* What a row keeps folded is in its last child (libadwaita 1.2, adw-expander-row.ui). */
static GtkWidget *
find_revealer (AdwExpanderRow *row)
{
  GtkWidget *box = gtk_widget_get_first_child (GTK_WIDGET (row));
  GtkWidget *last = box != NULL ? gtk_widget_get_last_child (box) : NULL;

  return last != NULL && GTK_IS_REVEALER (last) ? last : NULL;
}

static void
update (AdwExpanderRow *row)
{
  GtkWidget *revealer = find_revealer (row);

  /* While it is being folded up it can still be seen. */
  if (revealer != NULL)
    gtk_widget_set_visible (revealer, adw_expander_row_get_expanded (row) ||
                                        gtk_revealer_get_child_revealed (GTK_REVEALER (revealer)));
}

/**
 * prony_expander_save_layout:
 * @row: a row
 *
 * Lets the row take part in the layout of its page without what is folded up inside it: GTK
 * measures that too, and to wrap twenty descriptions takes longer than several frames.
 */
void
prony_expander_save_layout (AdwExpanderRow *row)
{
  GtkWidget *revealer;

  g_return_if_fail (ADW_IS_EXPANDER_ROW (row));

  revealer = find_revealer (row);
  if (revealer == NULL)
    return;

  g_signal_connect (row, "notify::expanded", G_CALLBACK (update), NULL);
  g_signal_connect_object (revealer, "notify::child-revealed", G_CALLBACK (update), row,
                           G_CONNECT_SWAPPED);
  update (row);
}
