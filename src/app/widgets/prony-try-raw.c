/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>
#include <string.h>

#include "app/widgets/prony-shortcut.h"
#include "app/widgets/prony-stream-view.h"
#include "app/widgets/prony-try-raw.h"
#include "core/report/prony-report-exchange.h"

struct _PronyTryRaw
{
  AdwBin parent_instance;

  /* Template children */
  GtkSearchBar *search_bar;
  GtkEditable *search_entry;
  GtkLabel *search_label;
  GtkStack *stack;
  PronyStreamView *view;

  /* Owned */
  GtkSourceSearchContext *search;
  GCancellable *making; /* of the text; NULL while none is made */
};

G_DEFINE_FINAL_TYPE (PronyTryRaw, prony_try_raw, ADW_TYPE_BIN)

/* --- Searching ------------------------------------------------------------------------ */

static void
on_count_changed_cb (PronyTryRaw *self)
{
  int count = gtk_source_search_context_get_occurrences_count (self->search);
  g_autofree char *text = NULL;

  g_assert (PRONY_IS_TRY_RAW (self));

  if (*gtk_editable_get_text (self->search_entry) != '\0' && count >= 0)
    text = g_strdup_printf (
      /* Translators: how often a text was found */
      ngettext ("%d match", "%d matches", (gulong) count), count);
  gtk_label_set_label (self->search_label, text != NULL ? text : "");
}

static void
move (PronyTryRaw *self, gboolean forward)
{
  GtkTextView *view = prony_stream_view_get_text_view (self->view);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter selection_start;
  GtkTextIter selection_end;
  GtkTextIter start;
  GtkTextIter end;
  gboolean found;

  gtk_text_buffer_get_selection_bounds (buffer, &selection_start, &selection_end);
  if (forward)
    found = gtk_source_search_context_forward (self->search, &selection_end, &start, &end, NULL);
  else
    found = gtk_source_search_context_backward (self->search, &selection_start, &start, &end, NULL);
  if (!found)
    return;

  gtk_text_buffer_select_range (buffer, &start, &end);
  gtk_text_view_scroll_to_iter (view, &start, 0.1, FALSE, 0, 0);
}

static void
on_search_changed_cb (PronyTryRaw *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (prony_stream_view_get_text_view (self->view));
  GtkTextIter start;

  g_assert (PRONY_IS_TRY_RAW (self));

  gtk_source_search_settings_set_search_text (gtk_source_search_context_get_settings (self->search),
                                              gtk_editable_get_text (self->search_entry));
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_place_cursor (buffer, &start);
  move (self, TRUE);
  on_count_changed_cb (self);
}

static void
on_next_cb (PronyTryRaw *self)
{
  move (self, TRUE);
}

static void
on_previous_cb (PronyTryRaw *self)
{
  move (self, FALSE);
}

static void
on_find_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyTryRaw *self = (PronyTryRaw *) widget;

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
on_move_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  move ((PronyTryRaw *) widget, strcmp (name, "raw.find-next") == 0);
}

/* --- The text ------------------------------------------------------------------------- */

static void
make_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, prony_report_exchange (data), g_free);
}

static void
on_made_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  PronyTryRaw *self = (PronyTryRaw *) object;
  g_autofree char *text = g_task_propagate_pointer (G_TASK (result), NULL);

  /* Cancelled, if there is a newer one. */
  if (text == NULL)
    return;

  g_clear_object (&self->making);
  prony_stream_view_append (self->view, text, strlen (text));
  gtk_stack_set_visible_child_name (self->stack, *text != '\0' ? "text" : "none");
}

/* --- The object ------------------------------------------------------------------------ */

static void
stop_making (PronyTryRaw *self)
{
  if (self->making != NULL)
    g_cancellable_cancel (self->making);
  g_clear_object (&self->making);
}

static void
prony_try_raw_dispose (GObject *object)
{
  PronyTryRaw *self = (PronyTryRaw *) object;

  stop_making (self);
  g_clear_object (&self->search);
  adw_bin_set_child (ADW_BIN (object), NULL); /* its own pointer would dangle */
  gtk_widget_dispose_template (GTK_WIDGET (self), PRONY_TYPE_TRY_RAW);

  G_OBJECT_CLASS (prony_try_raw_parent_class)->dispose (object);
}

static void
prony_try_raw_class_init (PronyTryRawClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_try_raw_dispose;

  g_type_ensure (PRONY_TYPE_STREAM_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-try-raw.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyTryRaw, search_bar);
  gtk_widget_class_bind_template_child (widget_class, PronyTryRaw, search_entry);
  gtk_widget_class_bind_template_child (widget_class, PronyTryRaw, search_label);
  gtk_widget_class_bind_template_child (widget_class, PronyTryRaw, stack);
  gtk_widget_class_bind_template_child (widget_class, PronyTryRaw, view);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_next_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_previous_cb);
  gtk_widget_class_install_action (widget_class, "raw.find", NULL, on_find_action);
  gtk_widget_class_install_action (widget_class, "raw.find-next", NULL, on_move_action);
  gtk_widget_class_install_action (widget_class, "raw.find-previous", NULL, on_move_action);
}

static void
prony_try_raw_init (PronyTryRaw *self)
{
  GtkTextView *view;

  gtk_widget_init_template (GTK_WIDGET (self));

  view = prony_stream_view_get_text_view (self->view);
  self->search =
    gtk_source_search_context_new (GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (view)), NULL);
  gtk_source_search_settings_set_wrap_around (gtk_source_search_context_get_settings (self->search),
                                              TRUE);
  g_signal_connect_object (self->search, "notify::occurrences-count",
                           G_CALLBACK (on_count_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_search_bar_connect_entry (self->search_bar, self->search_entry);
  prony_shortcut_add_global (GTK_WIDGET (self), GDK_KEY_f, GDK_CONTROL_MASK, "raw.find");
  prony_shortcut_add_global (GTK_WIDGET (self), GDK_KEY_g, GDK_CONTROL_MASK, "raw.find-next");
  prony_shortcut_add_global (GTK_WIDGET (self), GDK_KEY_g, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                             "raw.find-previous");
}

/**
 * prony_try_raw_set_result:
 * @self: a view
 * @result: (nullable): a request that has ended; %NULL while one is under way
 *
 * Shows the raw exchange of a request. It is put into words in a thread.
 */
void
prony_try_raw_set_result (PronyTryRaw *self, PronyAttemptResult *result)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (PRONY_IS_TRY_RAW (self));

  stop_making (self);
  prony_stream_view_clear (self->view);
  gtk_stack_set_visible_child_name (self->stack, "none");
  if (result == NULL)
    return;

  self->making = g_cancellable_new ();
  task = g_task_new (self, self->making, on_made_cb, NULL);
  g_task_set_source_tag (task, prony_try_raw_set_result);
  g_task_set_task_data (task, prony_attempt_result_ref (result),
                        (GDestroyNotify) prony_attempt_result_unref);
  g_task_run_in_thread (task, make_in_thread);
}
