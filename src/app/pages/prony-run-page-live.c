/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The run under way: watching it, holding it up, and what is shown at its end. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/pages/prony-run-page-private.h"

static void
show_result (PronyRunPage *self, PronyRun *run)
{
  prony_result_view_set_run (self->result, run);
  gtk_stack_set_visible_child_name (self->stack, "result");

  /* On another page, and on the desktop, the window tells. */
  if (run->state == PRONY_STATE_STOPPED && gtk_widget_get_mapped (GTK_WIDGET (self)))
    prony_page_add_toast (PRONY_PAGE (self),
                          adw_toast_new (_ ("Run stopped. What was measured is kept.")));
}

static void
on_run_ended_cb (PronyRunPage *self)
{
  PronyRun *run = prony_run_session_get_result (self->run);
  const char *error = prony_run_session_get_error (self->run);
  g_autofree char *markup = NULL;

  _prony_run_page_update_actions (self);

  if (run != NULL && run->state != PRONY_STATE_FAILED)
    {
      show_result (self, run);
      return;
    }

  markup = g_markup_escape_text (error != NULL ? error : "", -1);
  adw_status_page_set_description (self->error_page, markup);
  gtk_stack_set_visible_child_name (self->stack, "error");
}

/* Begins to watch another run. */
void
_prony_run_page_watch (PronyRunPage *self, PronyRunSession *run)
{
  if (!g_set_object (&self->run, run))
    return;

  g_signal_connect_object (run, "ended", G_CALLBACK (on_run_ended_cb), self, G_CONNECT_SWAPPED);
  prony_run_view_set_session (self->view, run);
  gtk_stack_set_visible_child_name (self->stack, "live");
  _prony_run_page_update_actions (self);
}

static void
stop_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  prony_run_session_stop (PRONY_RUN_PAGE (widget)->run);
}

static void
pause_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  prony_run_session_pause (PRONY_RUN_PAGE (widget)->run);
}

static void
resume_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  prony_run_session_resume (PRONY_RUN_PAGE (widget)->run);
}

void
_prony_run_page_install_live_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "run.stop", NULL, stop_action);
  gtk_widget_class_install_action (widget_class, "run.pause", NULL, pause_action);
  gtk_widget_class_install_action (widget_class, "run.resume", NULL, resume_action);
}

void
_prony_run_page_update_live_actions (PronyRunPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean running = self->run != NULL && prony_run_session_is_running (self->run);

  gtk_widget_action_set_enabled (widget, "run.stop", running);
  gtk_widget_action_set_enabled (widget, "run.pause", running);
  gtk_widget_action_set_enabled (widget, "run.resume", running);
}
