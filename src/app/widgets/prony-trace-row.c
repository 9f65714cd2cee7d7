/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-trace-row.h"
#include "base/prony-error.h"

struct _PronyTraceRow
{
  AdwActionRow parent_instance;

  /* Owned */
  GtkFileChooserNative *chooser; /* while it is open */
  GCancellable *reading;         /* while the trace is being read */
  PronyTrace *trace;
  char *problem; /* why there is none */
};

enum
{
  CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyTraceRow, prony_trace_row, ADW_TYPE_ACTION_ROW)

static guint signals[N_SIGNALS];

static void
show_trace (PronyTraceRow *self)
{
  AdwActionRow *row = ADW_ACTION_ROW (self);
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  guint n;

  if (self->reading != NULL)
    {
      adw_action_row_set_subtitle (row, _ ("Reading the trace…"));
      return;
    }
  if (self->trace == NULL)
    {
      adw_action_row_set_subtitle (
        row, self->problem != NULL
               ? self->problem
               : _ ("A JSON Lines or CSV file with times and, if known, lengths"));
      return;
    }

  n = self->trace->requests->len;
  name = g_path_get_basename (self->trace->path);
  /* Translators: a file name, and how many requests it has */
  text = g_strdup_printf (ngettext ("%s, %u request", "%s, %u requests", n), name, n);
  adw_action_row_set_subtitle (row, text);
}

/* The colour alone would tell nothing: the subtitle says what is wrong. */
static void
change (PronyTraceRow *self)
{
  show_trace (self);
  if (self->problem != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  adw_action_row_get_subtitle (ADW_ACTION_ROW (self)), -1);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- Reading -------------------------------------------------------------------- */

static void
read_trace (GTask *task, gpointer source, gpointer path, GCancellable *cancellable)
{
  GError *error = NULL;
  PronyTrace *trace = prony_trace_read (path, &error);

  if (trace != NULL)
    g_task_return_pointer (task, trace, (GDestroyNotify) prony_trace_unref);
  else
    g_task_return_error (task, error);
}

static void
on_trace_read_cb (GObject *source, GAsyncResult *result, gpointer unused)
{
  PronyTraceRow *self = PRONY_TRACE_ROW (source);
  g_autoptr (GError) error = NULL;
  PronyTrace *trace = g_task_propagate_pointer (G_TASK (result), &error);

  /* Another one was chosen meanwhile. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->reading);
  self->trace = trace;
  if (trace == NULL)
    self->problem = g_strdup (error->message);
  change (self);
}

/* --- Choosing --------------------------------------------------------------------- */

static void
on_chosen_cb (GtkNativeDialog *dialog, int response, PronyTraceRow *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = g_file_get_path (file);

      if (path != NULL)
        prony_trace_row_read (self, path);
    }
  g_clear_object (&self->chooser);
}

static void
on_choose_cb (PronyTraceRow *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->chooser != NULL)
    return;

  self->chooser =
    gtk_file_chooser_native_new (_ ("Choose a Trace"), GTK_WINDOW (root),
                                 GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Choose"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
forget_trace (PronyTraceRow *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_pointer (&self->trace, prony_trace_unref);
  g_clear_pointer (&self->problem, g_free);
}

static void
prony_trace_row_dispose (GObject *object)
{
  PronyTraceRow *self = PRONY_TRACE_ROW (object);

  forget_trace (self);
  g_clear_object (&self->chooser);

  G_OBJECT_CLASS (prony_trace_row_parent_class)->dispose (object);
}

static void
prony_trace_row_class_init (PronyTraceRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = prony_trace_row_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-trace-row.ui");
  gtk_widget_class_bind_template_callback (widget_class, on_choose_cb);
}

static void
prony_trace_row_init (PronyTraceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_trace (self);
}

/**
 * prony_trace_row_read:
 * @self: a row
 * @path: a trace file
 *
 * Reads another trace in place of the one that is there; `changed` tells when it is
 * known what came of it.
 */
void
prony_trace_row_read (PronyTraceRow *self, const char *path)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (PRONY_IS_TRACE_ROW (self));
  g_return_if_fail (path != NULL);

  forget_trace (self);
  self->reading = g_cancellable_new ();
  change (self);
  task = g_task_new (self, self->reading, on_trace_read_cb, NULL);
  g_task_set_source_tag (task, prony_trace_row_read);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, read_trace);
}

/**
 * prony_trace_row_set_trace:
 * @self: a row
 * @trace: a trace that was read before
 *
 * Takes a trace in place of the one that is there.
 */
void
prony_trace_row_set_trace (PronyTraceRow *self, PronyTrace *trace)
{
  g_return_if_fail (PRONY_IS_TRACE_ROW (self));
  g_return_if_fail (trace != NULL);

  prony_trace_ref (trace);
  forget_trace (self);
  self->trace = trace;
  change (self);
}

/**
 * prony_trace_row_get_trace:
 * @self: a row
 * @error: return location for %PRONY_ERROR_INPUT
 *
 * Returns: (transfer none) (nullable): the trace; otherwise @error says why there is none
 */
PronyTrace *
prony_trace_row_get_trace (PronyTraceRow *self, GError **error)
{
  g_return_val_if_fail (PRONY_IS_TRACE_ROW (self), NULL);

  if (self->trace == NULL)
    g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                         self->reading != NULL   ? _ ("The trace is still being read.")
                         : self->problem != NULL ? self->problem
                                                 : _ ("Choose the trace that is to be replayed."));
  return self->trace;
}
