/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What is taken out of a comparison: to the clipboard and to files. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-compare-output.h"
#include "app/widgets/prony-toast.h"
#include "core/report/prony-report-html.h"

/**
 * prony_compare_output_copy_table:
 * @widget: a widget in a window with a toast overlay
 * @comparison: results that were compared
 *
 * Copies the tables of all groups, with tabs between the columns, and says so.
 */
void
prony_compare_output_copy_table (GtkWidget *widget, const PronyReportComparison *comparison)
{
  g_autofree char *text = prony_report_comparison_tsv (comparison);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  prony_toast_show (widget, _ ("Table copied"));
}

/**
 * prony_compare_output_copy_command:
 * @widget: a widget in a window with a toast overlay
 * @comparison: results side by side
 *
 * Copies the command that compares the same runs by the same metric, and says so.
 */
void
prony_compare_output_copy_command (GtkWidget *widget, const PronyReportComparison *comparison)
{
  g_autoptr (GString) command = g_string_new ("prony-cli compare");
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *entries = comparison->set->entries;
  const PronyCompareEntry *baseline = g_ptr_array_index (entries, comparison->baseline);

  for (guint i = 0; i < entries->len; i++)
    {
      const PronyCompareEntry *entry = g_ptr_array_index (entries, i);

      if (g_hash_table_add (seen, entry->run->id))
        g_string_append_printf (command, " %s", entry->run->id);
    }
  g_string_append_printf (command, " --baseline %s --metric %s", baseline->run->id,
                          prony_metric_get_info (comparison->metric)->name);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), command->str);
  prony_toast_show (widget, _ ("Command copied"));
}

/* --- Files ----------------------------------------------------------------------------- */

/* A report on its way into a file: of the comparison as it was when it was saved. */
typedef struct
{
  GWeakRef widget; /* where messages go */
  char *file_name;
  char *table;         /* what the file holds, or NULL */
  GPtrArray *document; /* what is to be drawn and written otherwise */
} Saving;

static void
saving_free (Saving *saving)
{
  g_weak_ref_clear (&saving->widget);
  g_free (saving->file_name);
  g_free (saving->table);
  g_ptr_array_unref (saving->document);
  g_free (saving);
}

static void
save_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Saving *saving = task_data;
  g_autofree char *text = NULL;
  GError *error = NULL;

  text = saving->table != NULL
           ? g_strdup (saving->table)
           : prony_report_document_for_file (saving->document, saving->file_name, &error);
  /* Written beside it and renamed: what is there is whole. */
  if (text != NULL && g_file_set_contents (saving->file_name, text, -1, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Saving *saving = g_task_get_task_data (G_TASK (result));
  g_autoptr (GtkWidget) widget = g_weak_ref_get (&saving->widget);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_filename_display_name (saving->file_name);
  g_autofree char *text = NULL;
  gboolean saved = g_task_propagate_boolean (G_TASK (result), &error);

  if (widget == NULL)
    return;

  if (saved)
    {
      /* Translators: %s is a file */
      text = g_strdup_printf (_ ("Comparison saved to “%s”"), name);
      prony_toast_show (widget, text);
      return;
    }

  /* Translators: a file, and the system's own explanation */
  text = g_strdup_printf (_ ("The comparison was not saved to “%s”: %s"), name, error->message);
  prony_toast_show_error (widget, text);
}

static void
write_file (GtkWidget *widget, const PronyReportComparison *comparison, const char *file_name)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_saved_cb, NULL);
  Saving *saving = g_new0 (Saving, 1);

  g_weak_ref_init (&saving->widget, widget);
  saving->file_name = g_strdup (file_name);
  saving->table = prony_report_comparison_table_for_file (comparison, file_name);
  saving->document = prony_report_comparison_document (comparison);
  g_task_set_source_tag (task, write_file);
  g_task_set_task_data (task, saving, (GDestroyNotify) saving_free);
  g_task_run_in_thread (task, save_in_thread);
}

static void
on_response_cb (GtkNativeDialog *dialog, int response, GtkWidget *widget)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  path = file != NULL ? g_file_get_path (file) : NULL;
  if (path != NULL)
    gtk_widget_activate_action (widget, "compare.save-to", "s", path);
  else if (file != NULL)
    prony_toast_show_error (widget,
                            _ ("Comparisons can only be saved to a file of this computer."));
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
ask_for_file (GtkWidget *widget)
{
  static const char *const patterns[] = { "*.html", "*.md", "*.csv" };
  GtkFileChooserNative *chooser =
    gtk_file_chooser_native_new (_ ("Save Comparison"), GTK_WINDOW (gtk_widget_get_root (widget)),
                                 GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
      const char *names[] = { _ ("HTML"), _ ("Markdown"), _ ("CSV table") };

      gtk_file_filter_set_name (filter, names[i]);
      gtk_file_filter_add_pattern (filter, patterns[i]);
      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
    }
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), "comparison.html");
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (on_response_cb), widget, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/**
 * prony_compare_output_save:
 * @widget: a widget in a window with a toast overlay; it has the action `compare.save-to`
 * @comparison: results that were compared
 * @file_name: (nullable): where to; %NULL asks the user, and has the action done then
 *
 * Writes a report of the comparison: HTML, CSV, TSV or Markdown, by the end of the file's name.
 * Says how that went. Returns at once.
 */
void
prony_compare_output_save (GtkWidget *widget,
                           const PronyReportComparison *comparison,
                           const char *file_name)
{
  if (file_name != NULL)
    write_file (widget, comparison, file_name);
  else
    ask_for_file (widget);
}
