/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/dialogs/prony-export.h"
#include "app/dialogs/prony-scenario-transfer.h"
#include "app/widgets/prony-toast.h"

/* Scenarios that come from files or go to files, which are asked for where none is
 * given. */
typedef struct
{
  GtkWidget *widget;
  PronySession *session;
  PronyScenarioItem *item; /* of an export */
  char *file;
  PronyScenarioImported imported;
  GtkFileChooserNative *chooser;
} Transfer;

static void
transfer_free (Transfer *transfer)
{
  if (transfer->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (transfer->chooser));
  g_clear_object (&transfer->chooser);
  g_clear_object (&transfer->item);
  g_object_unref (transfer->session);
  g_object_unref (transfer->widget);
  g_free (transfer->file);
  g_free (transfer);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Transfer, transfer_free)

static Transfer *
transfer_new (GtkWidget *widget, PronySession *session, const char *file)
{
  Transfer *transfer = g_new0 (Transfer, 1);

  transfer->widget = g_object_ref (widget);
  transfer->session = g_object_ref (session);
  transfer->file = g_strdup (file);

  return transfer;
}

static GtkFileFilter *
make_filter (void)
{
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("Scenarios (YAML)"));
  gtk_file_filter_add_suffix (filter, "yaml");
  gtk_file_filter_add_suffix (filter, "yml");

  return filter;
}

static void
ask (Transfer *transfer, GtkFileChooserAction action, const char *title, const char *accept)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (transfer->widget));
  g_autoptr (GtkFileFilter) filter = make_filter ();

  transfer->chooser = gtk_file_chooser_native_new (title, window, action, accept, NULL);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (transfer->chooser), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (transfer->chooser), TRUE);
}

/* --- Import --------------------------------------------------------------------------- */

static void
on_imported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Transfer) transfer = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyScenarioItem) item =
    prony_session_import_scenario_finish (PRONY_SESSION (source), result, &error);
  g_autofree char *text = NULL;

  if (item == NULL)
    {
      prony_toast_show_error (transfer->widget, error->message);
      return;
    }

  /* TRANSLATORS: %s is the title of a scenario. */
  text = g_strdup_printf (
    _ ("“%s” imported"), prony_scenario_translate (prony_scenario_item_get_scenario (item)->title));
  prony_toast_show (transfer->widget, text);
  transfer->imported (item, transfer->widget);
}

static void
import_file (PronySession *session, GtkWidget *widget, GFile *file, PronyScenarioImported imported)
{
  g_autofree char *path = g_file_get_path (file);

  if (path == NULL)
    prony_toast_show_error (widget, _ ("Only files of this computer can be imported."));
  else
    prony_scenario_import (widget, session, path, imported);
}

static void
on_import_response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (Transfer) transfer = user_data;
  g_autoptr (GListModel) files = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;

  files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      import_file (transfer->session, transfer->widget, file, transfer->imported);
    }
}

/**
 * prony_scenario_import:
 * @widget: a widget in the window that is told how that went
 * @session: the session
 * @file: (nullable): a YAML file; %NULL asks the user for some
 * @imported: told of each scenario that was imported
 *
 * Copies scenarios into the user's own. Returns at once.
 */
void
prony_scenario_import (GtkWidget *widget,
                       PronySession *session,
                       const char *file,
                       PronyScenarioImported imported)
{
  Transfer *transfer;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (PRONY_IS_SESSION (session));
  g_return_if_fail (imported != NULL);

  transfer = transfer_new (widget, session, file);
  transfer->imported = imported;
  if (file != NULL)
    {
      prony_session_import_scenario_async (session, file, on_imported_cb, transfer);
      return;
    }

  ask (transfer, GTK_FILE_CHOOSER_ACTION_OPEN, _ ("Import Scenarios"), _ ("_Import"));
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (transfer->chooser), TRUE);
  g_signal_connect (transfer->chooser, "response", G_CALLBACK (on_import_response_cb), transfer);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (transfer->chooser));
}

/* --- Export ------------------------------------------------------------------------------ */

static void
on_exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Transfer) transfer = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_filename_display_name (transfer->file);
  g_autofree char *text = NULL;

  if (!prony_session_export_scenario_finish (PRONY_SESSION (source), result, &error))
    {
      prony_toast_show_error (transfer->widget, error->message);
      return;
    }

  /* TRANSLATORS: %s is a file. */
  text = g_strdup_printf (_ ("Scenario exported to “%s”"), name);
  prony_toast_show (transfer->widget, text);
}

static void
on_export_response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (Transfer) transfer = user_data;
  g_autoptr (GFile) file = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;

  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  transfer->file = file != NULL ? g_file_get_path (file) : NULL;
  if (transfer->file == NULL)
    {
      prony_toast_show_error (transfer->widget,
                              _ ("Scenarios can only be exported to a file of this computer."));
      return;
    }

  prony_session_export_scenario_async (transfer->session, transfer->item, transfer->file,
                                       on_exported_cb, transfer);
  g_steal_pointer (&transfer);
}

/**
 * prony_scenario_export:
 * @widget: a widget in the window that is told how that went
 * @session: the session
 * @item: what to write
 * @file: (nullable): where to; %NULL asks the user
 *
 * Writes a scenario to a file. Returns at once.
 */
void
prony_scenario_export (GtkWidget *widget,
                       PronySession *session,
                       PronyScenarioItem *item,
                       const char *file)
{
  g_autoptr (GFile) folder = prony_export_get_first_folder ();
  g_autofree char *name = NULL;
  Transfer *transfer;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (PRONY_IS_SESSION (session));
  g_return_if_fail (PRONY_IS_SCENARIO_ITEM (item));

  transfer = transfer_new (widget, session, file);
  transfer->item = g_object_ref (item);
  if (file != NULL)
    {
      prony_session_export_scenario_async (session, item, file, on_exported_cb, transfer);
      return;
    }

  name = g_strconcat (prony_scenario_item_get_scenario (item)->name, ".yaml", NULL);
  ask (transfer, GTK_FILE_CHOOSER_ACTION_SAVE, _ ("Export Scenario"), _ ("_Export"));
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (transfer->chooser), folder, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (transfer->chooser), name);
  g_signal_connect (transfer->chooser, "response", G_CALLBACK (on_export_response_cb), transfer);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (transfer->chooser));
}
