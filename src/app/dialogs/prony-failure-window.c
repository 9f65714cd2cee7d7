/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/dialogs/prony-failure-window.h"
#include "app/widgets/prony-fact-row.h"
#include "app/widgets/prony-stream-view.h"
#include "app/widgets/prony-toast.h"
#include "base/prony-clock.h"
#include "core/model/prony-event-cursor.h"

/* How much of a prompt or an answer is shown: prompts may have megabytes. */
#define MAX_TEXT_BYTES (64 * 1024)

struct _PronyFailureWindow
{
  AdwWindow parent_instance;

  /* Template children */
  GtkLabel *outcome_label;
  GtkLabel *error_label;
  GtkLabel *advice_label;
  GtkListBox *facts;
  GtkListBox *times;
  GtkBox *texts;

  /* Owned: all that is shown, to be copied */
  GString *text;
};

G_DEFINE_FINAL_TYPE (PronyFailureWindow, prony_failure_window, ADW_TYPE_WINDOW)

static void
add_fact (PronyFailureWindow *self, GtkListBox *list, const char *title, const char *value)
{
  GtkWidget *row;

  if (value == NULL)
    return;

  row = prony_fact_row_new (title);
  prony_fact_row_set_value (PRONY_FACT_ROW (row), value);
  gtk_list_box_append (list, row);
  g_string_append_printf (self->text, "%s: %s\n", title, value);
}

static void
show_facts (PronyFailureWindow *self, PronyTrial *trial, PronyRequestRecord *record)
{
  g_autofree char *load = prony_load_level_describe (&trial->load);
  g_autofree char *number = prony_format_value ((double) record->id, PRONY_UNIT_COUNT);
  g_autofree char *warmup = NULL;
  g_autofree char *status =
    record->http_status > 0 ? g_strdup_printf ("%u", record->http_status) : NULL;
  g_autofree char *retries =
    record->retries > 0 ? prony_format_value (record->retries, PRONY_UNIT_COUNT) : NULL;

  /* Translators: %s is the number of a request */
  warmup = g_strdup_printf (_ ("%s, of the warm-up"), number);
  add_fact (self, self->facts, _ ("Target"), trial->target->name);
  add_fact (self, self->facts, _ ("Model"), trial->target->model);
  add_fact (self, self->facts, _ ("Address"), trial->target->engine->url);
  add_fact (self, self->facts, _ ("Scenario"), prony_scenario_translate (trial->scenario_title));
  add_fact (self, self->facts, _ ("Load"), load);
  add_fact (self, self->facts, _ ("Request"), record->warmup ? warmup : number);
  add_fact (self, self->facts, _ ("HTTP Status"), status);
  add_fact (self, self->facts, _ ("Sent Again"), retries);
}

static gint64
find_first_token (PronyRequestRecord *record)
{
  PronyEventCursor cursor;
  PronyRecordEvent event;

  prony_event_cursor_init (&cursor, record);
  while (prony_event_cursor_next (&cursor, &event))
    if (prony_event_kind_carries_tokens (event.kind))
      return event.at_ns;

  return 0;
}

static void
show_times (PronyFailureWindow *self, PronyRequestRecord *record)
{
  const struct
  {
    const char *title;
    gint64 at_ns;
  } stamps[] = {
    { _ ("Sent"), record->sent_ns },
    { _ ("Answer Began"), record->headers_ns },
    { _ ("First Token"), find_first_token (record) },
    { _ ("Ended"), record->finished_ns },
  };

  g_string_append_printf (self->text, "\n%s\n", _ ("Times Since It Was Due"));
  for (guint i = 0; i < G_N_ELEMENTS (stamps); i++)
    {
      g_autofree char *time =
        stamps[i].at_ns != 0
          ? prony_format_value (prony_ns_to_s (stamps[i].at_ns - record->scheduled_ns),
                                PRONY_UNIT_SECONDS)
          : NULL;

      add_fact (self, self->times, stamps[i].title, time != NULL ? time : _ ("Not reached"));
    }
}

/* Not in the middle of a character. */
static gsize
bound_text (const char *text, gsize length)
{
  const char *end;

  if (length <= MAX_TEXT_BYTES)
    return length;

  end = g_utf8_find_prev_char (text, text + MAX_TEXT_BYTES);
  return end != NULL ? (gsize) (end - text) : 0;
}

static void
add_text (PronyFailureWindow *self, const char *title, const char *text, gsize length)
{
  gsize shown = bound_text (text, length);
  g_autofree char *total = prony_format_size (length);
  GtkWidget *heading = gtk_label_new (title);
  GtkWidget *view;

  if (length == 0)
    return;

  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "heading");
  gtk_box_append (self->texts, heading);

  view =
    g_object_new (PRONY_TYPE_STREAM_VIEW, "label", title, "follow", FALSE, "max-height", 240, NULL);
  gtk_widget_add_css_class (view, "card");
  gtk_widget_set_overflow (view, GTK_OVERFLOW_HIDDEN);
  prony_stream_view_append (PRONY_STREAM_VIEW (view), text, shown);
  gtk_box_append (self->texts, view);
  g_string_append_printf (self->text, "\n%s\n%.*s\n", title, (int) shown, text);

  if (shown < length)
    {
      /* Translators: %s is the size of a text, such as "1.2 MB" */
      g_autofree char *note = g_strdup_printf (_ ("The beginning of %s"), total);
      GtkWidget *label = gtk_label_new (note);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_add_css_class (label, "dim-label");
      gtk_box_append (self->texts, label);
      g_string_append_printf (self->text, "(%s)\n", note);
    }
}

static void
show_texts (PronyFailureWindow *self, PronyRequestRecord *record)
{
  if (record->prompt != NULL)
    add_text (self, _ ("Prompt"), record->prompt, strlen (record->prompt));
  if (record->reasoning != NULL)
    add_text (self, _ ("Thinking So Far"), record->reasoning->str, record->reasoning->len);
  add_text (self, _ ("Answer So Far"), record->answer->str, record->answer->len);
  gtk_widget_set_visible (GTK_WIDGET (self->texts),
                          gtk_widget_get_first_child (GTK_WIDGET (self->texts)) != NULL);
}

static void
show_heading (PronyFailureWindow *self, PronyRequestRecord *record, const char *advice)
{
  /* Translators: %s is how a request has failed, such as "no connection" */
  g_autofree char *outcome =
    g_strdup_printf (_ ("Failed: %s"), prony_outcome_title (record->outcome));

  gtk_label_set_label (self->outcome_label, outcome);
  g_string_append_printf (self->text, "%s\n", outcome);
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), record->error_message != NULL);
  if (record->error_message != NULL)
    {
      gtk_label_set_label (self->error_label, record->error_message);
      g_string_append_printf (self->text, "%s\n", record->error_message);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->advice_label), advice != NULL);
  if (advice != NULL)
    {
      gtk_label_set_label (self->advice_label, advice);
      g_string_append_printf (self->text, "%s\n", advice);
    }
  g_string_append_c (self->text, '\n');
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget),
                          PRONY_FAILURE_WINDOW (widget)->text->str);
  prony_toast_show (adw_window_get_content (ADW_WINDOW (widget)), _ ("Copied"));
}

static void
prony_failure_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_FAILURE_WINDOW);

  G_OBJECT_CLASS (prony_failure_window_parent_class)->dispose (object);
}

static void
prony_failure_window_finalize (GObject *object)
{
  g_string_free (PRONY_FAILURE_WINDOW (object)->text, TRUE);

  G_OBJECT_CLASS (prony_failure_window_parent_class)->finalize (object);
}

static void
prony_failure_window_class_init (PronyFailureWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_failure_window_dispose;
  object_class->finalize = prony_failure_window_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/dialogs/prony-failure-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyFailureWindow, outcome_label);
  gtk_widget_class_bind_template_child (widget_class, PronyFailureWindow, error_label);
  gtk_widget_class_bind_template_child (widget_class, PronyFailureWindow, advice_label);
  gtk_widget_class_bind_template_child (widget_class, PronyFailureWindow, facts);
  gtk_widget_class_bind_template_child (widget_class, PronyFailureWindow, times);
  gtk_widget_class_bind_template_child (widget_class, PronyFailureWindow, texts);
  gtk_widget_class_install_action (widget_class, "failure.copy", NULL, copy_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "failure.copy", NULL);
}

static void
prony_failure_window_init (PronyFailureWindow *self)
{
  self->text = g_string_new (NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * prony_failure_window_new:
 * @parent: (nullable): the window that it belongs to
 * @trial: the trial of @record
 * @record: the request that failed
 * @advice: (nullable): a sentence, what to do about it
 *
 * Returns: (transfer none): a window that is not shown yet
 */
GtkWindow *
prony_failure_window_new (GtkWindow *parent,
                          PronyTrial *trial,
                          PronyRequestRecord *record,
                          const char *advice)
{
  PronyFailureWindow *self;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (trial != NULL && record != NULL, NULL);

  self = g_object_new (PRONY_TYPE_FAILURE_WINDOW, "transient-for", parent, NULL);
  show_heading (self, record, advice);
  show_facts (self, trial, record);
  show_times (self, record);
  show_texts (self, record);
  return GTK_WINDOW (self);
}

/**
 * prony_failure_window_get_text:
 * @self: a window
 *
 * Returns: (transfer full): all that it shows, as it is copied
 */
char *
prony_failure_window_get_text (PronyFailureWindow *self)
{
  g_return_val_if_fail (PRONY_IS_FAILURE_WINDOW (self), NULL);

  return g_strdup (self->text->str);
}
