/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/dialogs/prony-preferences-window.h"
#include "app/prony-preferences.h"
#include "app/prony-settings.h"
#include "app/widgets/prony-toast.h"

#define N_FORMATS 4

struct _PronyPreferencesWindow
{
  AdwPreferencesWindow parent_instance;

  /* Template children */
  AdwPreferencesGroup *export_group;
  AdwPreferencesGroup *formats_group;
  AdwPreferencesGroup *notify_group;
  GtkSwitch *automatic_switch;
  GtkSwitch *notify_switch;
  AdwActionRow *folder_row;
  GtkWidget *reset_button;
  GtkCheckButton *format_checks[N_FORMATS];

  /* Owned */
  GSettings *settings; /* NULL where the schema is not installed */
  GtkFileChooserNative *chooser;

  /* Plain */
  gboolean showing; /* what changes the checks is not the user */
};

G_DEFINE_FINAL_TYPE (PronyPreferencesWindow, prony_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

static const struct
{
  const char *child;
  PronyReportFormat format;
} formats[N_FORMATS] = {
  { "csv_check", PRONY_REPORT_CSV },
  { "json_check", PRONY_REPORT_JSON },
  { "markdown_check", PRONY_REPORT_MARKDOWN },
  { "html_check", PRONY_REPORT_HTML },
};

/* --- Folder ------------------------------------------------------------------- */

static void
show_folder (PronyPreferencesWindow *self)
{
  g_autofree char *folder = prony_preferences_get_export_folder ();
  g_autofree char *name = g_filename_display_name (folder);
  g_autofree char *chosen = g_settings_get_string (self->settings, "export-folder");

  adw_action_row_set_subtitle (self->folder_row, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->folder_row),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, name, -1);
  gtk_widget_set_visible (self->reset_button, *chosen != '\0');
}

/* A setting is text; the rare folder whose name is none cannot be kept. */
static void
set_folder (PronyPreferencesWindow *self, const char *path)
{
  if (g_path_is_absolute (path) && g_utf8_validate (path, -1, NULL))
    g_settings_set_string (self->settings, "export-folder", path);
  else
    adw_preferences_window_add_toast (
      ADW_PREFERENCES_WINDOW (self),
      prony_toast_new (_ ("This folder cannot be used. Choose one of this computer whose name is "
                          "plain text.")));
}

static void
on_response_cb (PronyPreferencesWindow *self, int response)
{
  g_autoptr (GFile) folder = NULL;
  g_autofree char *path = NULL;

  g_assert (PRONY_IS_PREFERENCES_WINDOW (self));

  if (response == GTK_RESPONSE_ACCEPT)
    {
      folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
      path = folder != NULL ? g_file_get_path (folder) : NULL;
      set_folder (self, path != NULL ? path : "");
    }
  g_clear_object (&self->chooser);
}

static void
choose_folder_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyPreferencesWindow *self = PRONY_PREFERENCES_WINDOW (widget);
  g_autofree char *path = prony_preferences_get_export_folder ();
  g_autoptr (GFile) folder = g_file_new_for_path (path);

  if (self->settings == NULL || self->chooser != NULL)
    return;

  self->chooser =
    gtk_file_chooser_native_new (_ ("Folder for Exports"), GTK_WINDOW (self),
                                 GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _ ("_Select"), NULL);
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->chooser), folder, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
set_folder_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyPreferencesWindow *self = PRONY_PREFERENCES_WINDOW (widget);

  if (self->settings != NULL)
    set_folder (self, g_variant_get_bytestring (parameter));
}

static void
reset_folder_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyPreferencesWindow *self = PRONY_PREFERENCES_WINDOW (widget);

  if (self->settings != NULL)
    g_settings_reset (self->settings, "export-folder");
}

/* --- Formats ------------------------------------------------------------------ */

/* The last one that is left cannot be taken away: an export of nothing is none. */
static void
show_formats (PronyPreferencesWindow *self)
{
  PronyReportFormat chosen = prony_preferences_get_export_formats ();
  gboolean writable = g_settings_is_writable (self->settings, "export-formats");

  self->showing = TRUE;
  for (guint i = 0; i < N_FORMATS; i++)
    {
      gtk_check_button_set_active (self->format_checks[i], chosen & formats[i].format);
      gtk_widget_set_sensitive (GTK_WIDGET (self->format_checks[i]),
                                writable && chosen != formats[i].format);
    }
  self->showing = FALSE;
}

static void
on_format_toggled_cb (PronyPreferencesWindow *self)
{
  guint chosen = 0;

  g_assert (PRONY_IS_PREFERENCES_WINDOW (self));

  if (self->showing)
    return;

  for (guint i = 0; i < N_FORMATS; i++)
    if (gtk_check_button_get_active (self->format_checks[i]))
      chosen |= formats[i].format;
  g_settings_set_flags (self->settings, "export-formats", chosen);
}

/* --- Virtual functions -------------------------------------------------------- */

static void
prony_preferences_window_dispose (GObject *object)
{
  PronyPreferencesWindow *self = PRONY_PREFERENCES_WINDOW (object);

  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_PREFERENCES_WINDOW);

  G_OBJECT_CLASS (prony_preferences_window_parent_class)->dispose (object);
}

static void
prony_preferences_window_class_init (PronyPreferencesWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_preferences_window_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/prony/Prony/dialogs/prony-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyPreferencesWindow, export_group);
  gtk_widget_class_bind_template_child (widget_class, PronyPreferencesWindow, formats_group);
  gtk_widget_class_bind_template_child (widget_class, PronyPreferencesWindow, notify_group);
  gtk_widget_class_bind_template_child (widget_class, PronyPreferencesWindow, automatic_switch);
  gtk_widget_class_bind_template_child (widget_class, PronyPreferencesWindow, notify_switch);
  gtk_widget_class_bind_template_child (widget_class, PronyPreferencesWindow, folder_row);
  gtk_widget_class_bind_template_child (widget_class, PronyPreferencesWindow, reset_button);
  for (guint i = 0; i < N_FORMATS; i++)
    gtk_widget_class_bind_template_child_full (
      widget_class, formats[i].child, FALSE,
      (gssize) (G_STRUCT_OFFSET (PronyPreferencesWindow, format_checks) +
                i * sizeof (GtkCheckButton *)));
  gtk_widget_class_bind_template_callback (widget_class, on_format_toggled_cb);

  gtk_widget_class_install_action (widget_class, "preferences.choose-folder", NULL,
                                   choose_folder_action);
  gtk_widget_class_install_action (widget_class, "preferences.set-folder", "ay", set_folder_action);
  gtk_widget_class_install_action (widget_class, "preferences.reset-folder", NULL,
                                   reset_folder_action);
}

static void
connect_settings (PronyPreferencesWindow *self)
{
  g_settings_bind (self->settings, "export-automatically", self->automatic_switch, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "notify", self->notify_switch, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (self->settings, "changed::export-folder", G_CALLBACK (show_folder), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::export-formats", G_CALLBACK (show_formats),
                           self, G_CONNECT_SWAPPED);
  show_folder (self);
  show_formats (self);
}

static void
prony_preferences_window_init (PronyPreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->settings = prony_settings_new ();
  if (self->settings != NULL)
    {
      connect_settings (self);
      return;
    }

  adw_preferences_group_set_description (
    self->export_group,
    _ ("The settings of Prony are not installed, so nothing can be kept. Install Prony again."));
  gtk_widget_set_sensitive (GTK_WIDGET (self->export_group), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->formats_group), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->notify_group), FALSE);
}

/**
 * prony_preferences_window_new:
 * @parent: (nullable): the window that it belongs to
 *
 * Returns: (transfer none): a window that is not shown yet
 */
GtkWindow *
prony_preferences_window_new (GtkWindow *parent)
{
  return g_object_new (PRONY_TYPE_PREFERENCES_WINDOW, "transient-for", parent, NULL);
}
