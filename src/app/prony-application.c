/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

#include "app/dialogs/prony-preferences-window.h"
#include "app/prony-application.h"
#include "app/prony-window.h"
#include "app/widgets/prony-source-style.h"
#include "app/widgets/prony-toast.h"
#include "base/prony-util.h"

/* One process and one window: two windows that measure at the same time would
 * measure each other. Starting Prony again brings its window to the front. */
struct _PronyApplication
{
  AdwApplication parent_instance;

  /* Owned */
  char *database;

  /* Plain */
  guint signal_ids[2];
};

G_DEFINE_FINAL_TYPE (PronyApplication, prony_application, ADW_TYPE_APPLICATION)

static const GOptionEntry option_entries[] = {
  { "database", 0, 0, G_OPTION_ARG_FILENAME, NULL,
    N_ ("Keep runs and engines in FILE instead of the user's database"), N_ ("FILE") },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and exit"), NULL },
  { NULL },
};

/* The first shortcut of each is the one that menus show. */
static const struct
{
  const char *action;
  const char *accels[4];
} shortcuts[] = {
  { "app.quit", { "<Control>q" } },
  { "app.preferences", { "<Control>comma" } },
  { "window.close", { "<Control>w" } },
  { "win.show-help-overlay", { "<Control>question", "F1" } },
  { "win.new-run", { "<Control>n" } },
  { "win.new-scenario", { "<Shift><Control>n" } },
  { "win.start-run", { "<Control>r" } },
  { "win.stop-run", { "<Shift><Control>r" } },
  { "win.pause-run", { "<Shift><Control>p" } },
  { "win.skip-trial", { "<Shift><Control>k" } },
  { "win.add-note", { "<Control>m" } },
  { "win.add-engine", { "<Control>l" } },
  { "win.try-request('')", { "<Shift><Control>t" } },
  { "win.show-catalog", { "<Control>k" } },
  { "win.refresh", { "F5" } },
  { "win.toggle-sidebar", { "F9" } },
  { "win.main-menu", { "F10" } },
  { "win.previous-page", { "<Control>Page_Up" } },
  { "win.next-page", { "<Control>Page_Down" } },
  { "win.show-page::engines", { "<Alt>1" } },
  { "win.show-page::scenarios", { "<Alt>2" } },
  { "win.show-page::run", { "<Alt>3" } },
  { "win.show-page::compare", { "<Alt>4" } },
  { "win.show-page::history", { "<Alt>5" } },
};

static void
on_about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  static const char *const developers[] = { "The Prony authors", NULL };
  PronyApplication *self = user_data;

  g_assert (PRONY_IS_APPLICATION (self));

  adw_show_about_window (gtk_application_get_active_window (GTK_APPLICATION (self)),
                         "application-name", _ ("Prony"), "application-icon", PRONY_APPLICATION_ID,
                         "version", PRONY_VERSION, "developer-name", _ ("The Prony authors"),
                         "developers", developers, "copyright", "© 2026 The Prony authors",
                         "license-type", GTK_LICENSE_MIT_X11, "comments",
                         _ ("Measures and compares LLM inference engines: puts an engine on the "
                            "stand, gives it a known load and reads what it delivers."),
                         NULL);
}

static PronyWindow *
find_window (PronyApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (PRONY_IS_WINDOW (l->data))
      return l->data;

  return NULL;
}

/* Closing the window asks what shall become of a run under way; quitting must not
 * go around that. */
static void
on_quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PronyApplication *self = user_data;
  PronyWindow *window = find_window (self);

  g_assert (PRONY_IS_APPLICATION (self));

  if (window != NULL)
    gtk_window_close (GTK_WINDOW (window));
  else
    g_application_quit (G_APPLICATION (self));
}

/* SIGINT and SIGTERM: there is nobody to ask, and nothing may be lost. */
static gboolean
on_signal_cb (gpointer user_data)
{
  PronyApplication *self = user_data;
  PronyWindow *window = find_window (self);

  if (window != NULL)
    prony_window_stop_and_close (window);
  else
    g_application_quit (G_APPLICATION (self));

  return G_SOURCE_CONTINUE;
}

/* What a notification's button does. */
static void
on_show_run_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PronyApplication *self = user_data;
  PronyWindow *window = find_window (self);

  g_assert (PRONY_IS_APPLICATION (self));

  if (window == NULL)
    return;

  gtk_window_present (GTK_WINDOW (window));
  gtk_widget_activate_action_variant (GTK_WIDGET (window), "win.open-run", parameter);
}

static void
on_preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PronyApplication *self = user_data;

  g_assert (PRONY_IS_APPLICATION (self));

  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (PRONY_IS_PREFERENCES_WINDOW (l->data))
      {
        gtk_window_present (l->data);
        return;
      }
  gtk_window_present (
    prony_preferences_window_new (gtk_application_get_active_window (GTK_APPLICATION (self))));
}

static void
on_folder_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyApplication) self = user_data;
  PronyWindow *window = find_window (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (g_app_info_launch_default_for_uri_finish (result, &error) || window == NULL)
    return;

  /* Translators: %s is what the system says */
  text = g_strdup_printf (_ ("The folder could not be opened: %s"), error->message);
  prony_window_add_toast (window, prony_toast_new (text));
}

static void
on_open_folder_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GFile) folder = g_file_new_for_path (g_variant_get_bytestring (parameter));
  g_autofree char *uri = g_file_get_uri (folder);

  g_app_info_launch_default_for_uri_async (uri, NULL, NULL, on_folder_opened_cb,
                                           g_object_ref (user_data));
}

static void
prony_application_activate (GApplication *application)
{
  PronyApplication *self = (PronyApplication *) application;
  PronyWindow *window = find_window (self);

  if (window == NULL)
    window = prony_window_new (GTK_APPLICATION (self), self->database);

  gtk_window_present (GTK_WINDOW (window));
}

static int
prony_application_command_line (GApplication *application, GApplicationCommandLine *command_line)
{
  PronyApplication *self = (PronyApplication *) application;
  GVariantDict *options = g_application_command_line_get_options_dict (command_line);
  g_autofree char *database = NULL;
  const char *name = NULL;

  if (g_variant_dict_lookup (options, "database", "^&ay", &name))
    {
      g_autoptr (GFile) file = g_application_command_line_create_file_for_arg (command_line, name);

      database = g_file_get_path (file);
    }

  if (database != NULL && find_window (self) != NULL && g_strcmp0 (database, self->database) != 0)
    {
      g_application_command_line_printerr (
        command_line, "%s\n",
        _ ("Prony is running with another database already. Close it first, then try again."));
      return 1;
    }

  if (database != NULL)
    prony_set_str (&self->database, database);
  g_application_activate (application);

  return 0;
}

static int
prony_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("prony %s\n", PRONY_VERSION);
      return 0;
    }

  return -1;
}

static void
prony_application_startup (GApplication *application)
{
  PronyApplication *self = (PronyApplication *) application;
  static const GActionEntry entries[] = {
    { .name = "about", .activate = on_about_cb },
    { .name = "open-folder", .activate = on_open_folder_cb, .parameter_type = "ay" },
    { .name = "preferences", .activate = on_preferences_cb },
    { .name = "quit", .activate = on_quit_cb },
    { .name = "show-run", .activate = on_show_run_cb, .parameter_type = "s" },
  };

  G_APPLICATION_CLASS (prony_application_parent_class)->startup (application);

  gtk_source_init ();
  prony_source_style_init ();
  self->signal_ids[0] = g_unix_signal_add (SIGINT, on_signal_cb, self);
  self->signal_ids[1] = g_unix_signal_add (SIGTERM, on_signal_cb, self);
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                   application);
  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), shortcuts[i].action,
                                           shortcuts[i].accels);
}

static void
prony_application_shutdown (GApplication *application)
{
  PronyApplication *self = (PronyApplication *) application;

  for (guint i = 0; i < G_N_ELEMENTS (self->signal_ids); i++)
    g_clear_handle_id (&self->signal_ids[i], g_source_remove);
  G_APPLICATION_CLASS (prony_application_parent_class)->shutdown (application);

  gtk_source_finalize ();
}

static void
prony_application_finalize (GObject *object)
{
  PronyApplication *self = (PronyApplication *) object;

  g_clear_pointer (&self->database, g_free);

  G_OBJECT_CLASS (prony_application_parent_class)->finalize (object);
}

static void
prony_application_class_init (PronyApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->finalize = prony_application_finalize;
  application_class->activate = prony_application_activate;
  application_class->command_line = prony_application_command_line;
  application_class->handle_local_options = prony_application_handle_local_options;
  application_class->startup = prony_application_startup;
  application_class->shutdown = prony_application_shutdown;
}

static void
prony_application_init (PronyApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), option_entries);
}

/**
 * prony_application_new:
 *
 * Returns: (transfer full): the application
 */
PronyApplication *
prony_application_new (void)
{
  return g_object_new (PRONY_TYPE_APPLICATION, "application-id", PRONY_APPLICATION_ID, "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE, "resource-base-path", "/org/prony/Prony",
                       NULL);
}
