/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What the user prefers, and that a run is exported by itself where that is wanted. */

#include "config.h"

#include <adwaita.h>

#include "app/dialogs/prony-preferences-window.h"
#include "app/prony-application.h"
#include "app/prony-preferences.h"
#include "app/prony-settings.h"
#include "app/prony-window.h"
#include "core/model/prony-plan.h"
#include "session-fixture.h"
#include "support/prony-test-folder.h"
#include "widget-fixture.h"

typedef struct
{
  char *folder;
  char *exports;
  GSettings *settings;
  GtkWindow *preferences;
  PronyWindow *window;
  SessionFixture session; /* of the window */
} Fixture;

/* A process has one: it is registered on the bus under one path. */
static PronyApplication *application;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = widget_fixture_make_folder ();
  fixture->exports = g_build_filename (fixture->folder, "exports", NULL);
  fixture->settings = prony_settings_new ();
  g_assert_nonnull (fixture->settings);
  g_settings_reset (fixture->settings, "export-automatically");
  g_settings_reset (fixture->settings, "export-folder");
  g_settings_reset (fixture->settings, "export-formats");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->window != NULL)
    gtk_window_destroy (GTK_WINDOW (fixture->window));
  if (fixture->preferences != NULL)
    gtk_window_destroy (fixture->preferences);
  wait_until (widget_fixture_is_gone, &fixture->window);
  wait_until (widget_fixture_is_gone, &fixture->preferences);
  g_object_unref (fixture->settings);
  prony_test_remove_tree (fixture->folder);
  g_free (fixture->exports);
  g_free (fixture->folder);
}

/* --- The window ------------------------------------------------------------------- */

static void
open_preferences (Fixture *fixture)
{
  fixture->preferences = prony_preferences_window_new (NULL);
  g_object_add_weak_pointer (G_OBJECT (fixture->preferences), (gpointer *) &fixture->preferences);
  gtk_window_present (fixture->preferences);
}

static GtkWidget *
find_row (Fixture *fixture, const char *title)
{
  GtkWidget *row =
    widget_fixture_find (GTK_WIDGET (fixture->preferences), ADW_TYPE_ACTION_ROW, title);

  g_assert_nonnull (row);
  return row;
}

static gpointer
find_control (Fixture *fixture, const char *title)
{
  return adw_action_row_get_activatable_widget (ADW_ACTION_ROW (find_row (fixture, title)));
}

static void
test_switches (Fixture *fixture, gconstpointer data)
{
  g_assert_false (prony_preferences_get_export_automatically ());
  g_assert_true (prony_preferences_get_notify ());
  open_preferences (fixture);

  gtk_switch_set_active (find_control (fixture, "Export Every Run"), TRUE);
  gtk_switch_set_active (find_control (fixture, "Notify at the End"), FALSE);
  g_assert_true (prony_preferences_get_export_automatically ());
  g_assert_false (prony_preferences_get_notify ());

  g_settings_reset (fixture->settings, "notify");
  g_assert_true (gtk_switch_get_active (find_control (fixture, "Notify at the End")));
}

static void
test_formats (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (prony_preferences_get_export_formats (), ==, PRONY_REPORT_ALL);
  open_preferences (fixture);

  gtk_check_button_set_active (find_control (fixture, "CSV"), FALSE);
  gtk_check_button_set_active (find_control (fixture, "HTML"), FALSE);
  g_assert_cmpint (prony_preferences_get_export_formats (), ==,
                   PRONY_REPORT_JSON | PRONY_REPORT_MARKDOWN);

  /* The last one stays. */
  gtk_check_button_set_active (find_control (fixture, "Markdown"), FALSE);
  g_assert_cmpint (prony_preferences_get_export_formats (), ==, PRONY_REPORT_JSON);
  g_assert_false (gtk_widget_get_sensitive (find_control (fixture, "JSON")));
  gtk_check_button_set_active (find_control (fixture, "CSV"), TRUE);
  g_assert_true (gtk_widget_get_sensitive (find_control (fixture, "JSON")));

  /* Somebody else has emptied the setting. */
  g_settings_set_flags (fixture->settings, "export-formats", 0);
  g_assert_cmpint (prony_preferences_get_export_formats (), ==, PRONY_REPORT_ALL);
  g_assert_true (gtk_check_button_get_active (find_control (fixture, "HTML")));
}

static void
set_folder (Fixture *fixture, const char *path)
{
  gtk_widget_activate_action_variant (GTK_WIDGET (fixture->preferences), "preferences.set-folder",
                                      g_variant_new_bytestring (path));
}

static void
test_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = prony_preferences_get_export_folder ();
  g_autofree char *chosen = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *last = NULL;

  g_assert_true (g_path_is_absolute (first));
  open_preferences (fixture);
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (find_row (fixture, "Folder"))), ==,
                   first);

  set_folder (fixture, "/tmp/<b>&amp;");
  chosen = prony_preferences_get_export_folder ();
  g_assert_cmpstr (chosen, ==, "/tmp/<b>&amp;");
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (find_row (fixture, "Folder"))), ==,
                   chosen);

  /* What cannot be kept changes nothing. */
  set_folder (fixture, "not/absolute");
  set_folder (fixture, "/tmp/\xff");
  set_folder (fixture, "");
  kept = prony_preferences_get_export_folder ();
  g_assert_cmpstr (kept, ==, chosen);

  gtk_widget_activate_action (GTK_WIDGET (fixture->preferences), "preferences.reset-folder", NULL);
  last = prony_preferences_get_export_folder ();
  g_assert_cmpstr (last, ==, first);
}

/* --- Exports ---------------------------------------------------------------------- */

static gboolean
is_ready (PronyWindow *window)
{
  return prony_session_get_ready (prony_window_get_session (window));
}

static void
open_window (Fixture *fixture)
{
  g_autofree char *database = g_build_filename (fixture->folder, "prony.db", NULL);

  fixture->window = prony_window_new (GTK_APPLICATION (application), database);
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  gtk_window_present (GTK_WINDOW (fixture->window));
  wait_until (is_ready, fixture->window);
  fixture->session.session = prony_window_get_session (fixture->window);
}

static PronyRunSession *
start_run (Fixture *fixture, guint requests)
{
  PronyEngineItem *item = session_fixture_start_simulator (&fixture->session);
  g_autoptr (PronyPlan) plan = session_fixture_make_plan (&fixture->session, item, requests);
  g_autoptr (GError) error = NULL;
  PronyRunSession *run_session = prony_session_start_run (fixture->session.session, plan, &error);

  g_assert_no_error (error);
  return run_session;
}

static char *
find_file (Fixture *fixture, const char *name)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->exports, 0, NULL);
  const char *run;

  while (dir != NULL && (run = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->exports, run, name, NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }

  return NULL;
}

static gboolean
has_summary (Fixture *fixture)
{
  g_autofree char *path = find_file (fixture, "summary.json");

  return path != NULL;
}

static void
want_exports (Fixture *fixture)
{
  g_settings_set_boolean (fixture->settings, "export-automatically", TRUE);
  g_settings_set_string (fixture->settings, "export-folder", fixture->exports);
  g_settings_set_flags (fixture->settings, "export-formats", PRONY_REPORT_JSON);
}

static void
test_automatic (Fixture *fixture, gconstpointer data)
{
  g_autofree char *report = NULL;

  want_exports (fixture);
  open_window (fixture);
  start_run (fixture, 4);
  wait_until (has_summary, fixture);
  report = find_file (fixture, "report.html");
  g_assert_null (report);
}

static gboolean
is_measuring (PronyRunSession *run_session)
{
  PronyRunSnapshot *snapshot = prony_run_session_get_snapshot (run_session);

  return snapshot != NULL && snapshot->requests_done > 0;
}

/* A run that is stopped by closing the window is exported before it closes. */
static void
test_closing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PronyRunSession) run_session = NULL;

  want_exports (fixture);
  open_window (fixture);
  run_session = g_object_ref (start_run (fixture, 100000));
  wait_until (is_measuring, run_session);
  prony_window_stop_and_close (fixture->window);
  wait_until (widget_fixture_is_gone, &fixture->window);
  g_assert_true (has_summary (fixture));
}

static gboolean
tells_failure (PronyWindow *window)
{
  return widget_fixture_says (GTK_WIDGET (window), "The run was not exported.");
}

/* A folder that cannot be made is told of, and stops nothing. */
static void
test_failure (Fixture *fixture, gconstpointer data)
{
  want_exports (fixture);
  g_settings_set_string (fixture->settings, "export-folder", "/dev/null/nowhere");
  open_window (fixture);
  start_run (fixture, 4);
  wait_until (tells_failure, fixture->window);
}

/* Nobody asked for it. */
static void
test_not_wanted (Fixture *fixture, gconstpointer data)
{
  PronyRunSession *run_session;

  g_settings_set_string (fixture->settings, "export-folder", fixture->exports);
  open_window (fixture);
  run_session = start_run (fixture, 4);
  wait_until (session_fixture_has_ended, run_session);
  gtk_window_close (GTK_WINDOW (fixture->window));
  wait_until (widget_fixture_is_gone, &fixture->window);
  g_assert_false (g_file_test (fixture->exports, G_FILE_TEST_EXISTS));
}

#define add(path, function)                                                                        \
  g_test_add ("/preferences/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  int result;

  widget_fixture_init ();
  gtk_test_init (&argc, &argv, NULL);
  application = prony_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);

  add ("switches", test_switches);
  add ("formats", test_formats);
  add ("folder", test_folder);
  add ("automatic", test_automatic);
  add ("closing", test_closing);
  add ("failure", test_failure);
  add ("not-wanted", test_not_wanted);

  result = g_test_run ();
  g_object_unref (application);

  return result;
}
