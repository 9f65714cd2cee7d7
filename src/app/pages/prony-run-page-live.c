/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The run under way: watching it, holding it up, the runs that wait for it, and what is
 * shown at its end. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/pages/prony-run-page-private.h"
#include "app/widgets/prony-toast.h"

static gboolean
is_running (PronyRunPage *self)
{
  return self->run != NULL && prony_run_session_is_running (self->run);
}

static PronyRunSnapshot *
get_snapshot (PronyRunPage *self)
{
  return self->run != NULL ? prony_run_session_get_snapshot (self->run) : NULL;
}

static gboolean
is_paused (PronyRunPage *self)
{
  PronyRunSnapshot *snapshot = get_snapshot (self);

  return snapshot != NULL && snapshot->state == PRONY_STATE_PAUSED;
}

/* Between two trials there is nothing to skip for a moment; it would take the focus from
 * the button. */
static gboolean
has_begun (PronyRunPage *self)
{
  PronyRunSnapshot *snapshot = get_snapshot (self);

  for (guint i = 0; snapshot != NULL && i < snapshot->trials->len; i++)
    if (((PronyTrialSnapshot *) g_ptr_array_index (snapshot->trials, i))->state !=
        PRONY_STATE_WAITING)
      return TRUE;

  return FALSE;
}

static gboolean
is_showing (PronyRunPage *self, const char *name)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), name) == 0;
}

static guint
count_queued (PronyRunPage *self)
{
  PronySession *session = prony_page_get_session (PRONY_PAGE (self));

  return session != NULL ? g_list_model_get_n_items (prony_session_get_queue (session)) : 0;
}

static gboolean
is_queue_held (PronyRunPage *self)
{
  return count_queued (self) > 0 &&
         prony_session_is_queue_held (prony_page_get_session (PRONY_PAGE (self)));
}

/* --- The bars above ------------------------------------------------------------- */

/* While another run is set up, a way back to the one under way; where the queue is held, a
 * way to let it go on. */
static void
update_bars (PronyRunPage *self)
{
  guint n = count_queued (self);
  g_autofree char *text =
    g_strdup_printf (ngettext ("%u run waits, since the one before was stopped or failed.",
                               "%u runs wait, since the one before was stopped or failed.", n),
                     n);

  gtk_info_bar_set_revealed (self->live_bar, is_running (self) && !is_showing (self, "live"));
  gtk_label_set_label (self->queue_label, text);
  gtk_info_bar_set_revealed (self->queue_bar, is_queue_held (self) && !is_showing (self, "live"));
}

/* --- Its end -------------------------------------------------------------------- */

static gboolean
has_results (PronyRun *run)
{
  for (guint i = 0; i < run->trials->len; i++)
    if (((PronyTrial *) g_ptr_array_index (run->trials, i))->summary != NULL)
      return TRUE;

  return FALSE;
}

static void
show_failed (PronyRunPage *self, const char *error)
{
  /* Translators: %s is a sentence that says why a run failed */
  g_autofree char *text =
    g_strdup_printf (_ ("%s\n\nWhat the engines say now is on the Engines page. Nothing of the "
                        "set-up is lost: the same run can be started again."),
                     error != NULL ? error : "");
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_status_page_set_description (self->error_page, markup);
  gtk_stack_set_visible_child_name (self->stack, "error");
}

/* The buttons of the live view can do nothing any more and have lost the focus: without one
 * the keys would not scroll the result. */
static void
focus_result (PronyRunPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (gtk_widget_get_mapped (GTK_WIDGET (self)) &&
      (focus == NULL || !gtk_widget_get_mapped (focus)))
    gtk_widget_grab_focus (GTK_WIDGET (self->result));
}

/* What was measured of a run that failed is shown, under the reason. */
static void
show_result (PronyRunPage *self, PronyRun *run, const char *error)
{
  gboolean failed = run->state == PRONY_STATE_FAILED;
  /* Translators: %s is a sentence that says why */
  g_autofree char *text = g_strdup_printf (_ ("The run failed, and only a part was measured. %s"),
                                           error != NULL ? error : "");

  gtk_label_set_label (self->failed_label, failed ? text : "");
  gtk_info_bar_set_revealed (self->failed_bar, failed);
  prony_result_view_set_run (self->result, run);
  gtk_stack_set_visible_child_name (self->stack, "result");
  focus_result (self);

  /* On another page, and on the desktop, the window tells. */
  if (run->state == PRONY_STATE_STOPPED && gtk_widget_get_mapped (GTK_WIDGET (self)))
    prony_page_add_toast (PRONY_PAGE (self),
                          prony_toast_new (_ ("Run stopped. What was measured is kept.")));
}

/* Shows how the latest run has ended. */
static void
show_end (PronyRunPage *self)
{
  PronyRun *run = prony_run_session_get_result (self->run);
  const char *error = prony_run_session_get_error (self->run);

  if (run != NULL && (run->state != PRONY_STATE_FAILED || has_results (run)))
    show_result (self, run, error);
  else
    show_failed (self, error);
}

/* Somebody is at something else here, or the next run begins. */
static void
tell_end (PronyRunPage *self, PronyRun *run)
{
  g_autofree char *text = NULL;
  AdwToast *toast;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  if (run->state == PRONY_STATE_FINISHED)
    /* Translators: %s is the name of a run */
    text = g_strdup_printf (_ ("“%s” has finished"), run->name);
  else
    /* Translators: %s is the name of a run */
    text = g_strdup_printf (_ ("“%s” has ended"), run->name);
  toast = prony_toast_new (text);
  adw_toast_set_button_label (toast, _ ("_Show Result"));
  adw_toast_set_action_name (toast, "win.open-run");
  adw_toast_set_action_target (toast, "s", run->id);
  prony_page_add_toast (PRONY_PAGE (self), toast);
}

static void
on_run_ended_cb (PronyRunPage *self, PronyRunSession *ended)
{
  PronyRun *run = prony_run_session_get_result (ended);
  gboolean goes_on = count_queued (self) > 0 && !is_queue_held (self);

  if (ended != self->run)
    return;

  _prony_run_page_update_actions (self);
  update_bars (self);
  if (run != NULL && (goes_on || is_showing (self, "setup")))
    tell_end (self, run);
  if (!goes_on && !is_showing (self, "setup"))
    show_end (self);
}

/* --- Watching ------------------------------------------------------------------- */

static void
on_run_changed_cb (PronyRunPage *self, PronyRunSession *changed)
{
  if (changed == self->run)
    _prony_run_page_update_live_actions (self);
}

static void
follow (PronyRunPage *self, PronyRunSession *run)
{
  if (!g_set_object (&self->run, run))
    return;

  g_signal_connect_object (run, "ended", G_CALLBACK (on_run_ended_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "changed", G_CALLBACK (on_run_changed_cb), self, G_CONNECT_SWAPPED);
  prony_run_view_set_session (self->view, run);
  _prony_run_page_update_actions (self);
  update_bars (self);
}

/* Shows another run. */
void
_prony_run_page_watch (PronyRunPage *self, PronyRunSession *run)
{
  follow (self, run);
  gtk_stack_set_visible_child_name (self->stack, "live");
}

/* The next one of the queue: who sets up a run meanwhile is left alone. */
static void
on_run_session_changed_cb (PronyRunPage *self)
{
  PronyRunSession *run = prony_session_get_run_session (prony_page_get_session (PRONY_PAGE (self)));

  if (run == NULL)
    return;

  if (is_showing (self, "setup"))
    follow (self, run);
  else
    _prony_run_page_watch (self, run);
}

/* Shows the run under way, or how the latest one ended. */
void
_prony_run_page_show_latest (PronyRunPage *self)
{
  if (is_running (self))
    gtk_stack_set_visible_child_name (self->stack, "live");
  else if (self->run != NULL)
    show_end (self);
}

void
_prony_run_page_set_live_session (PronyRunPage *self, PronySession *session)
{
  prony_run_view_set_queue_of (self->view, session);
  g_signal_connect_object (session, "notify::run-session", G_CALLBACK (on_run_session_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::queue-held", G_CALLBACK (update_bars), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (prony_session_get_queue (session), "items-changed",
                           G_CALLBACK (update_bars), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->stack, "notify::visible-child", G_CALLBACK (update_bars), self,
                           G_CONNECT_SWAPPED);
}

/* --- Actions: the run ------------------------------------------------------------ */

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

/* One action for the one button: one that could not be done for a moment would take the
 * focus from it. */
static void
toggle_pause_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyRunPage *self = PRONY_RUN_PAGE (widget);

  if (is_paused (self))
    prony_run_session_resume (self->run);
  else
    prony_run_session_pause (self->run);
}

/* All of a step: with targets in parallel these are several. */
static void
skip_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyRunPage *self = PRONY_RUN_PAGE (widget);
  PronyRunSnapshot *snapshot = get_snapshot (self);

  for (guint i = 0; snapshot != NULL && i < snapshot->active->len; i++)
    prony_run_session_skip_trial (self->run, g_array_index (snapshot->active, guint, i));
}

static void
skip_trial_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  prony_run_session_skip_trial (PRONY_RUN_PAGE (widget)->run, g_variant_get_uint32 (parameter));
}

static void
show_failure_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  prony_run_view_open_failure (PRONY_RUN_PAGE (widget)->view, g_variant_get_uint32 (parameter));
}

static void
show_trial_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  prony_run_view_show_trial (PRONY_RUN_PAGE (widget)->view, g_variant_get_uint32 (parameter));
}

static void
show_live_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_stack_set_visible_child_name (PRONY_RUN_PAGE (widget)->stack, "live");
}

static void
show_result_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  show_end (PRONY_RUN_PAGE (widget));
}

/* The same plan once more, at once. */
static void
again_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyRunPage *self = PRONY_RUN_PAGE (widget);
  g_autoptr (GError) error = NULL;
  PronyRunSession *run = prony_session_start_run (prony_page_get_session (PRONY_PAGE (self)),
                                                  prony_run_session_get_plan (self->run), &error);

  if (run != NULL)
    _prony_run_page_watch (self, run);
  else
    prony_page_add_toast (PRONY_PAGE (self), prony_toast_new (error->message));
}

/* --- Actions: notes --------------------------------------------------------------- */

static void
add_note_text_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyRunPage *self = PRONY_RUN_PAGE (widget);
  g_autofree char *text = g_strstrip (g_variant_dup_string (parameter, NULL));

  if (*text != '\0' && is_running (self))
    prony_run_session_add_note (self->run, text);
}

/* Of the run that the dialog was opened for: by now it may have ended, and the next one of
 * the queue have begun. */
static void
on_note_response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  PronyRunPage *self = user_data;
  GtkEditable *entry = GTK_EDITABLE (adw_message_dialog_get_extra_child (dialog));

  if (!g_str_equal (response, "add"))
    return;

  if (g_object_get_data (G_OBJECT (dialog), "run") == self->run && is_running (self))
    gtk_widget_activate_action (GTK_WIDGET (self), "run.add-note-text", "s",
                                gtk_editable_get_text (entry));
  else
    prony_page_add_toast (PRONY_PAGE (self),
                          prony_toast_new (_ ("The run has ended, so the note was not added.")));
}

static void
add_note_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (root), _ ("Add a Note"),
                                              _ ("It is kept with the run, with the time of now."));
  GtkWidget *entry = gtk_entry_new ();

  g_object_set_data_full (G_OBJECT (dialog), "run", g_object_ref (PRONY_RUN_PAGE (widget)->run),
                          g_object_unref);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("What has happened?"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Note"),
                                  -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), entry);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "add",
                                    _ ("_Add"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "add",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "add");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_note_response_cb), widget, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (entry);
}

/* --- Actions: the queue ------------------------------------------------------------- */

static void
on_undo_unqueue_cb (AdwToast *toast, gpointer user_data)
{
  PronyRunPage *self = user_data;

  prony_session_restore_queued_run (
    prony_page_get_session (PRONY_PAGE (self)), g_object_get_data (G_OBJECT (toast), "queued"),
    GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (toast), "position")));
}

static void
unqueue_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyRunPage *self = PRONY_RUN_PAGE (widget);
  PronySession *session = prony_page_get_session (PRONY_PAGE (self));
  guint position = g_variant_get_uint32 (parameter);
  PronyQueuedRun *queued = g_list_model_get_item (prony_session_get_queue (session), position);
  AdwToast *toast;

  if (queued == NULL)
    return;

  prony_session_unqueue_run (session, queued);
  toast = adw_toast_new (_ ("Run removed from the queue"));
  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_object_set_data_full (G_OBJECT (toast), "queued", queued, g_object_unref);
  g_object_set_data (G_OBJECT (toast), "position", GUINT_TO_POINTER (position));
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_undo_unqueue_cb), self, 0);
  prony_page_add_toast (PRONY_PAGE (self), toast);
}

static void
move_queued_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronySession *session = prony_page_get_session (PRONY_PAGE (widget));
  g_autoptr (PronyQueuedRun) queued = NULL;
  guint from;
  guint to;

  g_variant_get (parameter, "(uu)", &from, &to);
  queued = g_list_model_get_item (prony_session_get_queue (session), from);
  if (queued != NULL)
    prony_session_move_queued_run (session, queued, to);
}

static void
release_queue_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  prony_session_release_queue (prony_page_get_session (PRONY_PAGE (widget)));
}

/* --- All of them --------------------------------------------------------------------- */

void
_prony_run_page_install_live_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    const char *parameter_type;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "run.stop", NULL, stop_action },
    { "run.pause", NULL, pause_action },
    { "run.resume", NULL, resume_action },
    { "run.toggle-pause", NULL, toggle_pause_action },
    { "run.skip", NULL, skip_action },
    { "run.skip-trial", "u", skip_trial_action },
    { "run.show-failure", "u", show_failure_action },
    { "run.show-trial", "u", show_trial_action },
    { "run.show-live", NULL, show_live_action },
    { "run.show-result", NULL, show_result_action },
    { "run.again", NULL, again_action },
    { "run.add-note", NULL, add_note_action },
    { "run.add-note-text", "s", add_note_text_action },
    { "run.unqueue", "u", unqueue_action },
    { "run.move-queued", "(uu)", move_queued_action },
    { "run.release-queue", NULL, release_queue_action },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter_type,
                                     actions[i].activate);
}

void
_prony_run_page_update_live_actions (PronyRunPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean running = is_running (self);
  gboolean paused = is_paused (self);

  gtk_widget_action_set_enabled (widget, "run.stop", running);
  gtk_widget_action_set_enabled (widget, "run.pause", running && !paused);
  gtk_widget_action_set_enabled (widget, "run.resume", running && paused);
  gtk_widget_action_set_enabled (widget, "run.toggle-pause", running);
  gtk_widget_action_set_enabled (widget, "run.skip", running && has_begun (self));
  gtk_widget_action_set_enabled (widget, "run.skip-trial", running);
  gtk_widget_action_set_enabled (widget, "run.add-note", running);
  gtk_widget_action_set_enabled (widget, "run.add-note-text", running);
  gtk_widget_action_set_enabled (widget, "run.show-live", self->run != NULL);
  gtk_widget_action_set_enabled (widget, "run.show-result", self->run != NULL && !running);
  gtk_widget_action_set_enabled (widget, "run.again", self->run != NULL && !running);
}
