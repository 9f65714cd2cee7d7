/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/dialogs/prony-export.h"
#include "app/prony-preferences.h"
#include "app/widgets/prony-toast.h"

/* Exports runs one after another into a folder, asking for the folder where none
 * is given. Each run gets a folder of its own inside. */
typedef struct
{
  GWeakRef widget; /* where messages go */
  PronySession *session;
  char **run_ids;
  guint next;
  char *parent;
  char *folder; /* of the run before */
  GtkFileChooserNative *chooser;
} Export;

static void
export_free (Export *export)
{
  g_weak_ref_clear (&export->widget);
  g_clear_object (&export->session);
  g_strfreev (export->run_ids);
  g_free (export->parent);
  g_free (export->folder);
  if (export->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (export->chooser));
  g_clear_object (&export->chooser);
  g_free (export);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Export, export_free)

static void
say_error (Export *export, const char *text)
{
  g_autoptr (GtkWidget) widget = g_weak_ref_get (&export->widget);

  if (widget != NULL)
    prony_toast_show_error (widget, text);
}

static void
report_success (Export *export)
{
  g_autoptr (GtkWidget) widget = g_weak_ref_get (&export->widget);
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (export->next == 1)
    {
      name = g_filename_display_name (export->folder);
      /* Translators: %s is a folder */
      text = g_strdup_printf (_ ("Run exported to “%s”"), name);
    }
  else
    {
      name = g_filename_display_name (export->parent);
      text = g_strdup_printf (
        /* Translators: the number of runs, and a folder */
        ngettext ("%u run exported to “%s”", "%u runs exported to “%s”", export->next),
        export->next, name);
    }
  if (widget != NULL)
    prony_toast_show_folder (widget, text, export->next == 1 ? export->folder : export->parent);
}

static void on_exported_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
export_next (Export *export)
{
  const char *run_id = export->run_ids[export->next++];

  prony_session_export_run_async (export->session, run_id, export->parent,
                                  prony_preferences_get_export_formats (), NULL, on_exported_cb,
                                  export);
}

static void
on_exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Export) export = user_data;
  g_autoptr (GError) error = NULL;
  char *folder = prony_session_export_run_finish (PRONY_SESSION (source), result, &error);

  if (folder == NULL)
    {
      /* Translators: %s is a sentence with the reason */
      g_autofree char *text = g_strdup_printf (_ ("The run was not exported. %s"), error->message);

      say_error (export, text);
      return;
    }

  g_free (export->folder);
  export->folder = folder;
  if (export->run_ids[export->next] != NULL)
    export_next (g_steal_pointer (&export));
  else
    report_success (export);
}

static void
on_response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (Export) export = user_data;
  g_autoptr (GFile) folder = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;

  folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  export->parent = folder != NULL ? g_file_get_path (folder) : NULL;
  if (export->parent != NULL)
    export_next (g_steal_pointer (&export));
  else
    say_error (export, _ ("Runs can only be exported to a folder of this computer."));
}

/**
 * prony_export_get_first_folder:
 *
 * Where a chooser of files or folders begins: at the user's documents. The list of
 * recent files, where it would begin by itself, has no folder to export into.
 *
 * Returns: (transfer full): the folder
 */
GFile *
prony_export_get_first_folder (void)
{
  const char *documents = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);

  if (documents != NULL && g_file_test (documents, G_FILE_TEST_IS_DIR))
    return g_file_new_for_path (documents);

  return g_file_new_for_path (g_get_home_dir ());
}

static void
ask_for_folder (Export *export, GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autoptr (GFile) folder = prony_export_get_first_folder ();

  export->chooser =
    gtk_file_chooser_native_new (_ ("Export to Folder"), GTK_WINDOW (root),
                                 GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _ ("_Export"), NULL);
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (export->chooser), folder, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (export->chooser), TRUE);
  g_signal_connect (export->chooser, "response", G_CALLBACK (on_response_cb), export);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (export->chooser));
}

/**
 * prony_export_runs:
 * @widget: a widget of the window that messages go to
 * @session: where the runs are
 * @run_ids: (array zero-terminated=1): what to export
 * @parent: (nullable): the folder to export into; %NULL asks the user
 *
 * Writes each run into a folder of its own inside @parent, and says in a toast how
 * that went. Returns at once.
 */
void
prony_export_runs (GtkWidget *widget,
                   PronySession *session,
                   const char *const *run_ids,
                   const char *parent)
{
  Export *export;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (PRONY_IS_SESSION (session));
  g_return_if_fail (run_ids != NULL);

  if (run_ids[0] == NULL)
    return;

  export = g_new0 (Export, 1);
  g_weak_ref_init (&export->widget, widget);
  export->session = g_object_ref (session);
  export->run_ids = g_strdupv ((char **) run_ids);
  export->parent = g_strdup (parent);
  if (parent != NULL)
    export_next (export);
  else
    ask_for_folder (export, widget);
}
