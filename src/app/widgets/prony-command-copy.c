/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-command-copy.h"
#include "app/widgets/prony-toast.h"
#include "core/bench/prony-plan-command.h"

/**
 * prony_command_copy:
 * @widget: a widget in a window with a toast overlay
 * @plan: a plan
 *
 * Copies the command that carries out @plan, and says so; or says why there is none.
 */
void
prony_command_copy (GtkWidget *widget, PronyPlan *plan)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *command = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (plan != NULL);

  command = prony_plan_to_command (plan, &error);
  if (command == NULL)
    {
      prony_toast_show_error (widget, error->message);
      return;
    }

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), command);
  prony_toast_show (widget, _ ("Command copied"));
}
