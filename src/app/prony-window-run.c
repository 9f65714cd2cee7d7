/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What the window does about a run under way: it keeps the computer awake, tells
 * when the run has ended, and asks before the window is closed. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/dialogs/prony-scenario-window.h"
#include "app/prony-preferences.h"
#include "app/prony-window-private.h"

static void
stop_inhibiting (PronyWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  if (self->inhibit_cookie != 0 && application != NULL)
    gtk_application_uninhibit (application, self->inhibit_cookie);
  self->inhibit_cookie = 0;
}

static char *
describe_end (PronyRunSession *run_session, PronyRun *run)
{
  if (prony_run_session_get_error (run_session) != NULL)
    return g_strdup (prony_run_session_get_error (run_session));
  if (run != NULL && run->state == PRONY_STATE_STOPPED)
    return g_strdup (_ ("Run stopped, what it measured is kept"));
  if (run != NULL && run->state == PRONY_STATE_FAILED)
    return g_strdup (run->error != NULL ? run->error : _ ("Run failed"));

  return g_strdup (_ ("Run finished"));
}

static guint
count_waiting (PronyWindow *self)
{
  return g_list_model_get_n_items (prony_session_get_queue (self->session));
}

/* What begins now, if anything does. */
static char *
describe_next (PronyWindow *self)
{
  g_autoptr (PronyQueuedRun) next = NULL;
  g_autofree char *name = NULL;

  if (count_waiting (self) == 0 || prony_session_is_queue_held (self->session))
    return NULL;

  next = g_list_model_get_item (prony_session_get_queue (self->session), 0);
  name = prony_queued_run_describe (next);
  /* Translators: %s is the name of a run */
  return g_strdup_printf (_ ("“%s” begins now."), name);
}

static void
withdraw_notification (PronyWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  if (self->notified != NULL && application != NULL)
    g_application_withdraw_notification (G_APPLICATION (application), self->notified);
  g_clear_pointer (&self->notified, g_free);
}

/* Who looks at the Run page sees how it ended. */
void
_prony_window_look_at_end (PronyWindow *self)
{
  if (gtk_window_is_active (GTK_WINDOW (self)) &&
      g_strcmp0 (prony_window_get_page (self), "run") == 0)
    withdraw_notification (self);
}

static void
tell_in_window (PronyWindow *self, const char *text, PronyRun *run)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (escaped);

  if (run != NULL)
    {
      adw_toast_set_button_label (toast, _ ("_Show"));
      adw_toast_set_action_name (toast, "win.open-run");
      adw_toast_set_action_target (toast, "s", run->id);
    }
  prony_window_add_toast (self, toast);
}

static void
tell_on_desktop (PronyWindow *self, const char *text, PronyRun *run)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  g_autoptr (GNotification) notification = g_notification_new (text);
  g_autofree char *next = describe_next (self);
  g_autofree char *body = NULL;

  if (application == NULL)
    return;

  body = g_strjoin ("\n", run != NULL ? run->name : next, run != NULL ? next : NULL, NULL);
  if (body != NULL && *body != '\0')
    g_notification_set_body (notification, body);
  if (run != NULL)
    {
      g_notification_set_default_action_and_target (notification, "app.show-run", "s", run->id);
      g_notification_add_button_with_target (notification, _ ("Show"), "app.show-run", "s",
                                             run->id);
    }
  withdraw_notification (self);
  self->notified = g_strdup (run != NULL ? run->id : "run");
  g_application_send_notification (G_APPLICATION (application), self->notified, notification);
}

static void
on_run_ended_cb (PronyWindow *self, PronyRunSession *run_session)
{
  PronyRun *run = prony_run_session_get_result (run_session);
  g_autofree char *text = describe_end (run_session, run);
  gboolean exporting = _prony_window_export_run (self, run);

  g_assert (PRONY_IS_WINDOW (self));

  stop_inhibiting (self);
  if (self->close_dialog != NULL) /* there is nothing left to ask about */
    gtk_window_destroy (self->close_dialog);
  if (self->closing)
    {
      if (!exporting)
        gtk_window_close (GTK_WINDOW (self));
      return;
    }

  if (!gtk_window_is_active (GTK_WINDOW (self)) && prony_preferences_get_notify ())
    tell_on_desktop (self, text, run);
  else if (g_strcmp0 (prony_window_get_page (self), "run") != 0)
    tell_in_window (self, text, run); /* the Run page shows the end by itself */
}

void
_prony_window_unwatch_run (PronyWindow *self)
{
  if (self->watched_run != NULL)
    g_signal_handlers_disconnect_by_func (self->watched_run, on_run_ended_cb, self);
  g_clear_object (&self->watched_run);
  stop_inhibiting (self);
}

void
_prony_window_watch_run (PronyWindow *self)
{
  PronyRunSession *run_session = prony_session_get_run_session (self->session);
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  _prony_window_unwatch_run (self);
  if (run_session == NULL || !prony_run_session_is_running (run_session))
    return;

  self->watched_run = g_object_ref (run_session);
  g_signal_connect_object (run_session, "ended", G_CALLBACK (on_run_ended_cb), self,
                           G_CONNECT_SWAPPED);
  if (application != NULL)
    self->inhibit_cookie =
      gtk_application_inhibit (application, GTK_WINDOW (self),
                               GTK_APPLICATION_INHIBIT_LOGOUT | GTK_APPLICATION_INHIBIT_SUSPEND,
                               _ ("A benchmark run is under way"));
}

static void
on_close_response_cb (PronyWindow *self, const char *response)
{
  g_assert (PRONY_IS_WINDOW (self));

  if (g_strcmp0 (response, "stop") == 0)
    prony_window_stop_and_close (self);
}

/* What is written in an editor would go with the window. */
static gboolean
ask_about_edits (PronyWindow *self)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *link = windows; link != NULL; link = link->next)
    if (PRONY_IS_SCENARIO_WINDOW (link->data) &&
        gtk_window_get_transient_for (link->data) == GTK_WINDOW (self) &&
        prony_scenario_window_is_modified (link->data))
      {
        gtk_window_present (link->data);
        gtk_window_close (link->data);
        return TRUE;
      }

  return FALSE;
}

static char *
describe_loss (PronyWindow *self, gboolean running)
{
  guint n = count_waiting (self);
  g_autofree char *waiting = g_strdup_printf (
    ngettext ("%u run waits. It is not kept.", "%u runs wait. They are not kept.", n), n);

  if (!running)
    return g_steal_pointer (&waiting);

  return g_strconcat (_ ("A run is under way. What it has measured so far is stored and marked as "
                         "partial."),
                      n > 0 ? " " : "", n > 0 ? waiting : "", NULL);
}

static void
ask_about_runs (PronyWindow *self, gboolean running)
{
  g_autofree char *text = describe_loss (self, running);
  GtkWidget *dialog = adw_message_dialog_new (
    GTK_WINDOW (self), running ? _ ("Stop the Run?") : _ ("Discard the Waiting Runs?"), text);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "keep",
                                    running ? _ ("_Keep Running") : _ ("_Cancel"), "stop",
                                    running ? _ ("_Stop and Store") : _ ("_Discard"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "stop",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_close_response_cb), self,
                           G_CONNECT_SWAPPED);
  g_set_weak_pointer (&self->close_dialog, GTK_WINDOW (dialog));
  gtk_window_present (self->close_dialog);
}

/* Returns whether the window must stay open for now. */
gboolean
_prony_window_ask_to_close (PronyWindow *self)
{
  PronyRunSession *run_session = prony_session_get_run_session (self->session);
  gboolean running = run_session != NULL && prony_run_session_is_running (run_session);

  if (!self->closing && ask_about_edits (self))
    return TRUE;
  if (!running && (self->closing || count_waiting (self) == 0))
    {
      self->closing |= self->exporting; /* closes when that is done */
      return self->exporting;
    }
  if (self->closing)
    return TRUE;

  if (self->close_dialog != NULL)
    gtk_window_present (self->close_dialog);
  else
    ask_about_runs (self, running);
  return TRUE;
}

/**
 * prony_window_stop_and_close:
 * @self: a window
 *
 * Closes the window without a question. A run under way is stopped and stored
 * first.
 */
void
prony_window_stop_and_close (PronyWindow *self)
{
  PronyRunSession *run_session;

  g_return_if_fail (PRONY_IS_WINDOW (self));

  self->closing = TRUE;
  run_session = prony_session_get_run_session (self->session);
  if (run_session != NULL && prony_run_session_is_running (run_session))
    prony_run_session_stop (run_session);
  else
    gtk_window_close (GTK_WINDOW (self));
}
