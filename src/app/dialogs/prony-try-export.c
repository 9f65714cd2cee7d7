/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/dialogs/prony-export.h"
#include "app/dialogs/prony-try-export.h"
#include "core/report/prony-report-attempt.h"

/* Writing a tried request to a file, which is asked for where none is given. */
typedef struct
{
  GWeakRef overlay; /* where messages go */
  PronyAttemptResult *result;
  char *file_name;
  GtkFileChooserNative *chooser;
} Export;

static void
export_free (Export *export)
{
  g_weak_ref_clear (&export->overlay);
  prony_attempt_result_unref (export->result);
  g_free (export->file_name);
  if (export->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (export->chooser));
  g_clear_object (&export->chooser);
  g_free (export);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Export, export_free)

/* An error stays until it has been read. */
static void
say (Export *export, const char *text, gboolean is_error)
{
  g_autoptr (AdwToastOverlay) overlay = g_weak_ref_get (&export->overlay);
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast;

  if (overlay == NULL)
    return;

  toast = adw_toast_new (escaped);
  if (is_error)
    adw_toast_set_timeout (toast, 0);
  adw_toast_overlay_add_toast (overlay, toast);
}

static void
on_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Export) export = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_filename_display_name (export->file_name);
  g_autofree char *text = NULL;
  gboolean written = prony_report_attempt_write_finish (result, &error);

  text = written
           /* Translators: %s is a file */
           ? g_strdup_printf (_ ("Request exported to “%s”"), name)
           /* Translators: %s is the system's own explanation */
           : g_strdup_printf (_ ("The request was not exported: %s"), error->message);
  say (export, text, !written);
}

static void
write_file (Export *export)
{
  prony_report_attempt_write_async (export->result, export->file_name, on_written_cb, export);
}

static void
on_response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (Export) export = user_data;
  g_autoptr (GFile) file = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;

  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  export->file_name = file != NULL ? g_file_get_path (file) : NULL;
  if (export->file_name != NULL)
    write_file (g_steal_pointer (&export));
  else
    say (export, _ ("Requests can only be exported to a file of this computer."), TRUE);
}

static void
ask_for_file (Export *export, GtkWindow *window)
{
  g_autoptr (GFile) folder = prony_export_get_first_folder ();

  export->chooser = gtk_file_chooser_native_new (_ ("Export Request"), window,
                                                 GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"), NULL);
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (export->chooser), folder, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (export->chooser), "request.json");
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (export->chooser), TRUE);
  g_signal_connect (export->chooser, "response", G_CALLBACK (on_response_cb), export);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (export->chooser));
}

/**
 * prony_try_export:
 * @window: the window that the question is asked in front of
 * @overlay: where it is said how that went
 * @result: what to write
 * @file_name: (nullable): where to; %NULL asks the user
 *
 * Writes all that is known of a tried request to a file, as JSON. Returns at once.
 */
void
prony_try_export (GtkWindow *window,
                  AdwToastOverlay *overlay,
                  PronyAttemptResult *result,
                  const char *file_name)
{
  Export *export;

  g_return_if_fail (GTK_IS_WINDOW (window));
  g_return_if_fail (result != NULL);

  export = g_new0 (Export, 1);
  g_weak_ref_init (&export->overlay, overlay);
  export->result = prony_attempt_result_ref (result);
  export->file_name = g_strdup (file_name);
  if (file_name != NULL)
    write_file (export);
  else
    ask_for_file (export, window);
}
