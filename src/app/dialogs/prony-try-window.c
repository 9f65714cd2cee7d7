/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/dialogs/prony-try-export.h"
#include "app/dialogs/prony-try-window.h"
#include "app/session/prony-try-transcript.h"
#include "app/widgets/prony-shortcut.h"
#include "app/widgets/prony-try-answer.h"
#include "app/widgets/prony-try-events.h"
#include "app/widgets/prony-try-form.h"
#include "app/widgets/prony-try-metrics.h"
#include "app/widgets/prony-try-raw.h"
#include "core/bench/prony-attempt.h"
#include "core/engines/prony-curl.h"
#include "core/metrics/prony-request-metrics.h"

/* How often it is looked whether more of the answer has come. */
#define POLL_MS 50

/* Asks and shows what comes. The attempt runs in a thread of its own and is looked at
 * twenty times a second; only what is new is put into the views. The window goes when
 * the one goes that it was opened from: the session is that one's. */
struct _PronyTryWindow
{
  AdwWindow parent_instance;

  /* Template children */
  AdwToastOverlay *toast_overlay;
  AdwLeaflet *leaflet;
  GtkWidget *form_side;
  GtkWidget *result_side;
  PronyTryForm *form;
  GtkLabel *run_note;
  AdwViewSwitcherTitle *result_title;
  GtkStack *result_stack;
  GtkSpinner *spinner;
  GtkImage *status_icon;
  GtkLabel *status;
  GtkWidget *simulated;
  GtkWidget *stop_button;
  AdwViewStack *pages;
  PronyTryAnswer *answer;
  PronyTryEvents *events;
  PronyTryMetrics *metrics;
  PronyTryRaw *raw;

  /* Owned */
  PronySession *session;
  PronyTryTranscript *transcript;
  PronyAttempt *attempt;      /* NULL before the first */
  PronyAttemptResult *result; /* of the attempt, once it has ended */
  PronyAttemptNews news;

  /* Plain */
  guint poll_id; /* 0 while no attempt is under way */
};

G_DEFINE_FINAL_TYPE (PronyTryWindow, prony_try_window, ADW_TYPE_WINDOW)

/* --- The state in words ------------------------------------------------------------- */

static const char *
phase_text (PronyAttemptPhase phase)
{
  switch (phase)
    {
    case PRONY_ATTEMPT_PREPARING:
      return _ ("Asking the engine what it is and has…");

    case PRONY_ATTEMPT_SENDING:
      return _ ("Sending the request…");

    case PRONY_ATTEMPT_WAITING:
      return _ ("Waiting for the answer…");

    case PRONY_ATTEMPT_ANSWERING:
      return _ ("The answer is coming…");

    case PRONY_ATTEMPT_COUNTING:
    case PRONY_ATTEMPT_ENDED:
    default:
      return _ ("Counting tokens…");
    }
}

static char *
describe (const PronyRequestRecord *record, PronyMetric metric)
{
  return prony_format_value (prony_request_typical (record, metric),
                             prony_metric_get_info (metric)->unit);
}

/* What a person wants to know first. */
static char *
describe_success (const PronyRequestRecord *record)
{
  g_autofree char *latency = describe (record, PRONY_METRIC_LATENCY);
  g_autofree char *ttft = describe (record, PRONY_METRIC_TTFT);
  g_autofree char *rate = describe (record, PRONY_METRIC_DECODE_RATE);

  if (isfinite (prony_request_metric (record, PRONY_METRIC_DECODE_RATE)))
    /* Translators: a length of time, another, and a rate such as "80 tok/s" */
    return g_strdup_printf (_ ("Answered in %s: first token after %s, then %s"), latency, ttft,
                            rate);

  /* Translators: a length of time */
  return g_strdup_printf (_ ("Answered in %s"), latency);
}

static void
show_status (PronyTryWindow *self, const char *text, const char *icon, gboolean busy)
{
  gtk_stack_set_visible_child_name (self->result_stack, "result");
  gtk_label_set_label (self->status, text);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_visible (GTK_WIDGET (self->status_icon), icon != NULL);
  if (icon != NULL)
    gtk_image_set_from_icon_name (self->status_icon, icon);
}

static void
show_result_status (PronyTryWindow *self)
{
  const char *trouble = prony_attempt_result_get_trouble (self->result);
  g_autofree char *success = NULL;

  if (trouble == NULL)
    success = describe_success (self->result->record);
  show_status (self, trouble != NULL ? trouble : success,
               trouble != NULL ? "dialog-warning-symbolic" : "object-select-symbolic", FALSE);
}

/* The one place that says what can be done. */
static void
update_actions (PronyTryWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  g_autoptr (PronyTarget) target = prony_try_form_make_target (self->form);
  g_autoptr (PronyTarget) guessed = prony_try_form_guess_target (self->form);
  double timeout_s;
  g_autoptr (PronyRequestSpec) spec = prony_try_form_make_spec (self->form, &timeout_s);
  gboolean busy = self->poll_id != 0;

  gtk_widget_action_set_enabled (widget, "try.send", !busy && target != NULL && spec != NULL);
  gtk_widget_action_set_enabled (widget, "try.stop", busy);
  gtk_widget_action_set_enabled (widget, "try.copy-answer",
                                 prony_try_transcript_get_answer (self->transcript)->len > 0);
  gtk_widget_action_set_enabled (widget, "try.copy-curl",
                                 spec != NULL && (guessed != NULL || self->result != NULL));
  gtk_widget_action_set_enabled (widget, "try.export", self->result != NULL);
  gtk_widget_action_set_enabled (widget, "try.export-to", self->result != NULL);
  gtk_widget_set_visible (self->stop_button, busy);
}

static void
update_run_note (PronyTryWindow *self)
{
  PronyRunSession *run = prony_session_get_run_session (self->session);

  g_assert (PRONY_IS_TRY_WINDOW (self));

  gtk_widget_set_visible (GTK_WIDGET (self->run_note),
                          run != NULL && prony_run_session_is_running (run));
}

/* --- Asking --------------------------------------------------------------------------- */

static void
show_target (PronyTryWindow *self, PronyTarget *target)
{
  adw_view_switcher_title_set_view_switcher_enabled (self->result_title, TRUE);
  adw_view_switcher_title_set_title (self->result_title,
                                     target->model != NULL ? target->model : target->name);
  adw_view_switcher_title_set_subtitle (self->result_title,
                                        target->model != NULL ? target->name : "");
}

static void
end_attempt (PronyTryWindow *self)
{
  self->result = prony_attempt_result_ref (prony_attempt_get_result (self->attempt));
  self->poll_id = 0;
  prony_session_learn_from_target (self->session, self->result->target);
  show_target (self, self->result->target);
  show_result_status (self);
  gtk_widget_set_visible (self->simulated, self->result->target->simulated);
  prony_try_metrics_set_record (self->metrics, self->result->record, self->result->dropped);
  prony_try_raw_set_result (self->raw, self->result);
}

static gboolean
on_poll_cb (gpointer user_data)
{
  PronyTryWindow *self = user_data;
  gboolean had_answer = prony_try_transcript_get_answer (self->transcript)->len > 0;

  prony_attempt_take (self->attempt, &self->news);
  prony_try_transcript_add (self->transcript, &self->news);
  prony_try_answer_add (self->answer, &self->news);
  if (self->news.phase != PRONY_ATTEMPT_ENDED)
    {
      show_status (self, phase_text (self->news.phase), NULL, TRUE);
      if (!had_answer && self->news.answer->len > 0)
        update_actions (self);
      return G_SOURCE_CONTINUE;
    }

  end_attempt (self);
  update_actions (self);
  return G_SOURCE_REMOVE;
}

static void
drop_attempt (PronyTryWindow *self)
{
  g_clear_handle_id (&self->poll_id, g_source_remove);
  if (self->attempt != NULL)
    prony_attempt_stop (self->attempt);
  g_clear_pointer (&self->attempt, prony_attempt_unref);
  g_clear_pointer (&self->result, prony_attempt_result_unref);
}

/* A leaflet that shows both sides moves the focus as well; whoever writes wants to
 * write on. */
static void
show_result_side (PronyTryWindow *self)
{
  g_autoptr (GtkWidget) focus = NULL;

  g_set_object (&focus, gtk_root_get_focus (GTK_ROOT (self)));
  adw_leaflet_set_visible_child (self->leaflet, self->result_side);
  if (focus != NULL && !adw_leaflet_get_folded (self->leaflet))
    gtk_widget_grab_focus (focus);
}

static void
on_send_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyTryWindow *self = (PronyTryWindow *) widget;
  g_autoptr (PronyTarget) target = prony_try_form_make_target (self->form);
  double timeout_s;
  g_autoptr (PronyRequestSpec) spec = prony_try_form_make_spec (self->form, &timeout_s);

  if (target == NULL || spec == NULL || self->poll_id != 0)
    return;

  drop_attempt (self);
  prony_try_transcript_clear (self->transcript);
  prony_try_answer_clear (self->answer);
  prony_try_metrics_set_record (self->metrics, NULL, NULL);
  prony_try_raw_set_result (self->raw, NULL);
  gtk_widget_set_visible (self->simulated, FALSE);
  show_target (self, target);
  show_result_side (self);

  self->attempt = prony_attempt_start (target, FALSE, spec, timeout_s);
  self->poll_id = g_timeout_add (POLL_MS, on_poll_cb, self);
  show_status (self, phase_text (PRONY_ATTEMPT_PREPARING), NULL, TRUE);
  update_actions (self);
}

static void
on_stop_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyTryWindow *self = (PronyTryWindow *) widget;

  if (self->poll_id != 0)
    prony_attempt_stop (self->attempt);
}

/* --- Taking away ------------------------------------------------------------------------ */

static void
copy (PronyTryWindow *self, const char *text, const char *said)
{
  AdwToast *toast = adw_toast_new (said);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

static void
on_copy_answer_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyTryWindow *self = (PronyTryWindow *) widget;

  copy (self, prony_try_transcript_get_answer (self->transcript)->str, _ ("Answer copied"));
}

/* What would be sent now, to the target as the latest attempt found it if it is still
 * the same. */
static void
on_copy_curl_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyTryWindow *self = (PronyTryWindow *) widget;
  g_autoptr (PronyTarget) target = prony_try_form_guess_target (self->form);
  double timeout_s;
  g_autoptr (PronyRequestSpec) spec = prony_try_form_make_spec (self->form, &timeout_s);
  g_autofree char *command = NULL;

  if (target == NULL && self->result != NULL && self->result->target->engine->api != PRONY_API_AUTO)
    target = prony_target_ref (self->result->target);
  if (target == NULL || spec == NULL)
    return;

  command = prony_curl_command (target, spec);
  copy (self, command, _ ("curl command copied, without keys"));
}

static void
on_export_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyTryWindow *self = (PronyTryWindow *) widget;

  if (self->result != NULL)
    prony_try_export (GTK_WINDOW (self), self->toast_overlay, self->result,
                      parameter != NULL ? g_variant_get_string (parameter, NULL) : NULL);
}

static void
on_show_page_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyTryWindow *self = (PronyTryWindow *) widget;

  adw_leaflet_set_visible_child (self->leaflet, self->result_side);
  adw_view_stack_set_visible_child_name (self->pages, g_variant_get_string (parameter, NULL));
}

static void
on_back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyTryWindow *self = (PronyTryWindow *) widget;

  adw_leaflet_set_visible_child (self->leaflet, self->form_side);
}

/* --- The object -------------------------------------------------------------------------- */

static void
on_form_changed_cb (PronyTryWindow *self)
{
  g_assert (PRONY_IS_TRY_WINDOW (self));

  if (self->transcript != NULL)
    update_actions (self);
}

/* A text view would take these keys for itself. */
static void
add_shortcuts (PronyTryWindow *self)
{
  static const PronyShortcut shortcuts[] = {
    { "<Control>Return", "try.send" }, { "<Control>KP_Enter", "try.send" },
    { "<Control>period", "try.stop" }, { "<Shift><Control>c", "try.copy-answer" },
    { "<Control>e", "try.export" },
  };

  prony_shortcut_add_first (GTK_WIDGET (self), shortcuts, G_N_ELEMENTS (shortcuts));
}

static void
prony_try_window_dispose (GObject *object)
{
  PronyTryWindow *self = (PronyTryWindow *) object;

  drop_attempt (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), PRONY_TYPE_TRY_WINDOW);
  g_clear_object (&self->transcript);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (prony_try_window_parent_class)->dispose (object);
}

static void
prony_try_window_finalize (GObject *object)
{
  PronyTryWindow *self = (PronyTryWindow *) object;

  prony_attempt_news_clear (&self->news);

  G_OBJECT_CLASS (prony_try_window_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "try.send", NULL, on_send_action);
  gtk_widget_class_install_action (widget_class, "try.stop", NULL, on_stop_action);
  gtk_widget_class_install_action (widget_class, "try.copy-answer", NULL, on_copy_answer_action);
  gtk_widget_class_install_action (widget_class, "try.copy-curl", NULL, on_copy_curl_action);
  gtk_widget_class_install_action (widget_class, "try.export", NULL, on_export_action);
  gtk_widget_class_install_action (widget_class, "try.export-to", "s", on_export_action);
  gtk_widget_class_install_action (widget_class, "try.show-page", "s", on_show_page_action);
  gtk_widget_class_install_action (widget_class, "try.back", NULL, on_back_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_1, GDK_ALT_MASK, "try.show-page", "s",
                                       "answer");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_2, GDK_ALT_MASK, "try.show-page", "s",
                                       "events");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_3, GDK_ALT_MASK, "try.show-page", "s",
                                       "metrics");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_4, GDK_ALT_MASK, "try.show-page", "s",
                                       "raw");
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PronyTryWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, PronyTryWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, PronyTryWindow, form_side);
  gtk_widget_class_bind_template_child (widget_class, PronyTryWindow, result_side);
  gtk_widget_class_bind_template_child (widget_class, PronyTryWindow, form);
  gtk_widget_class_bind_template_child (widget_class, PronyTryWindow, stop_button);
  gtk_widget_class_bind_template_child (widget_class, PronyTryWindow, run_note);
  gtk_widget_class_bind_template_child (widget_class, PronyTryWindow, result_title);
  gtk_widget_class_bind_template_child (widget_class, PronyTryWindow, result_stack);
  gtk_widget_class_bind_template_child (widget_class, PronyTryWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, PronyTryWindow, status_icon);
  gtk_widget_class_bind_template_child (widget_class, PronyTryWindow, status);
  gtk_widget_class_bind_template_child (widget_class, PronyTryWindow, simulated);
  gtk_widget_class_bind_template_child (widget_class, PronyTryWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, PronyTryWindow, answer);
  gtk_widget_class_bind_template_child (widget_class, PronyTryWindow, events);
  gtk_widget_class_bind_template_child (widget_class, PronyTryWindow, metrics);
  gtk_widget_class_bind_template_child (widget_class, PronyTryWindow, raw);
  gtk_widget_class_bind_template_callback (widget_class, on_form_changed_cb);
}

static void
prony_try_window_class_init (PronyTryWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_try_window_dispose;
  object_class->finalize = prony_try_window_finalize;

  g_type_ensure (PRONY_TYPE_TRY_FORM);
  g_type_ensure (PRONY_TYPE_TRY_ANSWER);
  g_type_ensure (PRONY_TYPE_TRY_EVENTS);
  g_type_ensure (PRONY_TYPE_TRY_METRICS);
  g_type_ensure (PRONY_TYPE_TRY_RAW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/dialogs/prony-try-window.ui");
  bind_children (widget_class);
  install_actions (widget_class);
}

static void
prony_try_window_init (PronyTryWindow *self)
{
  prony_attempt_news_init (&self->news);
  gtk_widget_init_template (GTK_WIDGET (self));

  self->transcript = prony_try_transcript_new ();
  prony_try_events_set_model (self->events, G_LIST_MODEL (self->transcript), TRUE);
  add_shortcuts (self);
}

/**
 * prony_try_window_new:
 * @parent: the window that it is opened from; it goes when that one goes
 * @session: whose engines there are to choose from
 * @engine_id: (nullable): whom to ask; %NULL means the first engine
 * @model: (nullable): which model; %NULL means the first one
 *
 * Returns: (transfer none): a window that is not shown yet
 */
PronyTryWindow *
prony_try_window_new (GtkWindow *parent,
                      PronySession *session,
                      const char *engine_id,
                      const char *model)
{
  PronyTryWindow *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (PRONY_IS_SESSION (session), NULL);

  self =
    g_object_new (PRONY_TYPE_TRY_WINDOW, "application", gtk_window_get_application (parent), NULL);
  self->session = g_object_ref (session);
  g_signal_connect_object (parent, "destroy", G_CALLBACK (gtk_window_destroy), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::run-session", G_CALLBACK (update_run_note), self,
                           G_CONNECT_SWAPPED);
  prony_try_form_set_session (self->form, session);
  prony_try_form_choose (self->form, engine_id, model);
  update_run_note (self);
  update_actions (self);

  return self;
}
