/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The window as a whole: its pages, its actions, its narrow form, its warnings. */

#include "config.h"

#include <adwaita.h>

#include "app/pages/prony-run-page.h"
#include "app/prony-application.h"
#include "app/prony-settings.h"
#include "app/prony-window.h"
#include "app/session/prony-scenario-item.h"
#include "app/widgets/prony-engine-row.h"
#include "core/model/prony-plan.h"
#include "support/prony-test-folder.h"
#include "widget-fixture.h"

typedef struct
{
  char *folder;
  char *database;
  PronyWindow *window;
} Fixture;

/* A process has one: it is registered on the bus under one path. */
static PronyApplication *application;

static gboolean
is_ready (PronyWindow *window)
{
  return prony_session_get_ready (prony_window_get_session (window)) &&
         !prony_session_get_scanning (prony_window_get_session (window));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const char *contents = data;

  fixture->folder = widget_fixture_make_folder ();
  fixture->database = g_build_filename (fixture->folder, "prony.db", NULL);
  if (contents != NULL)
    g_assert_true (g_file_set_contents (fixture->database, contents, -1, NULL));

  fixture->window = prony_window_new (GTK_APPLICATION (application), fixture->database);
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  gtk_window_present (GTK_WINDOW (fixture->window));
  wait_until (is_ready, fixture->window);
}

/* A closed window must be freed: nothing may hold it, or its session, for longer. */
static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->window != NULL)
    gtk_window_destroy (GTK_WINDOW (fixture->window));
  wait_until (widget_fixture_is_gone, &fixture->window);
  prony_test_remove_tree (fixture->folder);
  g_free (fixture->database);
  g_free (fixture->folder);
}

static void
activate (Fixture *fixture, const char *name, const char *argument)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), name,
                                  argument != NULL ? g_variant_new_string (argument) : NULL);
}

static void
test_pages (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "engines", "scenarios", "run", "compare", "history" };

  g_assert_cmpstr (prony_window_get_page (fixture->window), ==, "engines");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      activate (fixture, "show-page", names[i]);
      g_assert_cmpstr (prony_window_get_page (fixture->window), ==, names[i]);
      gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
    }

  activate (fixture, "next-page", NULL);
  g_assert_cmpstr (prony_window_get_page (fixture->window), ==, "engines");
  activate (fixture, "previous-page", NULL);
  g_assert_cmpstr (prony_window_get_page (fixture->window), ==, "history");
  activate (fixture, "show-page", "nowhere");
  g_assert_cmpstr (prony_window_get_page (fixture->window), ==, "history");
  activate (fixture, "new-run", NULL);
  g_assert_cmpstr (prony_window_get_page (fixture->window), ==, "run");
}

/* The first visible widget below @parent of a type, or with a label's text. */
static GtkWidget *
find (GtkWidget *parent, GType type, const char *text)
{
  GtkWidget *child = gtk_widget_get_first_child (parent);
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (parent, type) && gtk_widget_get_mapped (parent) &&
      (text == NULL || g_strcmp0 (gtk_label_get_label (GTK_LABEL (parent)), text) == 0))
    return parent;

  for (; child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = find (child, type, text);

  return found;
}

static gboolean
shows_row (PronyWindow *window)
{
  return find (GTK_WIDGET (window), PRONY_TYPE_ENGINE_ROW, NULL) != NULL;
}

static gboolean
shows_no_row (PronyWindow *window)
{
  return !shows_row (window);
}

static gboolean
shows_refused (PronyWindow *window)
{
  return find (GTK_WIDGET (window), GTK_TYPE_LABEL,
               prony_engine_status_title (PRONY_ENGINE_STATUS_REFUSED)) != NULL;
}

static void
test_engine_row (Fixture *fixture, gconstpointer data)
{
  PronySession *session = prony_window_get_session (fixture->window);
  PronyEngineItem *item;
  GtkWidget *row;

  activate (fixture, "show-page", "history");
  activate (fixture, "add-engine-address", "127.0.0.1:9");
  g_assert_cmpstr (prony_window_get_page (fixture->window), ==, "engines");
  wait_until (shows_row, fixture->window);
  wait_until (shows_refused, fixture->window);

  row = find (GTK_WIDGET (fixture->window), PRONY_TYPE_ENGINE_ROW, NULL);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "127.0.0.1:9, http://127.0.0.1:9, Not running");

  item = prony_session_find_engine_by_url (session, "http://127.0.0.1:9");
  g_assert_true (
    gtk_widget_activate_action (row, "engines.remove", "s", prony_engine_item_get_spec (item)->id));
  wait_until (shows_no_row, fixture->window);
  g_assert_cmpuint (g_list_model_get_n_items (prony_session_get_engines (session)), ==, 0);
}

static void
test_bad_address (Fixture *fixture, gconstpointer data)
{
  PronySession *session = prony_window_get_session (fixture->window);

  activate (fixture, "add-engine-address", "not an address");
  g_assert_cmpuint (g_list_model_get_n_items (prony_session_get_engines (session)), ==, 0);
}

static gboolean
is_folded (PronyWindow *window)
{
  return adw_leaflet_get_folded (ADW_LEAFLET (find (GTK_WIDGET (window), ADW_TYPE_LEAFLET, NULL)));
}

static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "engines", "scenarios", "run", "compare", "history" };
  int minimum;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      activate (fixture, "show-page", names[i]);
      gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
      gtk_widget_measure (GTK_WIDGET (fixture->window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum,
                          NULL, NULL, NULL);
      g_test_message ("%s needs %d", names[i], minimum);
      g_assert_cmpint (minimum, <=, 360);
    }

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 640);
  wait_until (is_folded, fixture->window);
}

static gboolean
shows_store_bar (PronyWindow *window)
{
  GtkWidget *bar = find (GTK_WIDGET (window), GTK_TYPE_INFO_BAR, NULL);

  return bar != NULL && gtk_info_bar_get_revealed (GTK_INFO_BAR (bar));
}

static void
test_bad_database (Fixture *fixture, gconstpointer data)
{
  g_assert_nonnull (prony_session_get_store_error (prony_window_get_session (fixture->window)));
  wait_until (shows_store_bar, fixture->window);
}

/* The window that stands in front of @parent; the shortcuts window is hidden there. */
static GtkWindow *
find_dialog (GtkWindow *parent)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, i);

      if (gtk_window_get_transient_for (window) == parent &&
          gtk_widget_get_visible (GTK_WIDGET (window)))
        return window;
    }

  return NULL;
}

static gboolean
has_dialog (PronyWindow *window)
{
  return find_dialog (GTK_WINDOW (window)) != NULL;
}

static gboolean
has_no_dialog (PronyWindow *window)
{
  return !has_dialog (window);
}

static void
test_add_dialog (Fixture *fixture, gconstpointer data)
{
  GtkWindow *dialog;

  activate (fixture, "add-engine", NULL);
  dialog = find_dialog (GTK_WINDOW (fixture->window));
  g_assert_nonnull (dialog);
  g_assert_true (gtk_window_get_modal (dialog));
  gtk_window_close (dialog);
  wait_until (has_no_dialog, fixture->window);
}

/* The first button below @parent with that label. */
static GtkWidget *
find_button (GtkWidget *parent, const char *label)
{
  GtkWidget *child = gtk_widget_get_first_child (parent);
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (parent) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (parent)), label) == 0)
    return parent;

  for (; child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = find_button (child, label);

  return found;
}

static gboolean
offers_anyway (GtkWidget *dialog)
{
  return find_button (dialog, "_Add Anyway") != NULL;
}

/* What is typed decides what can be pressed, and a bad answer is not the end. */
static void
test_add_dialog_asks (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *address;
    gboolean usable;
  } rows[] = {
    { "", FALSE },
    { "   ", FALSE },
    { "localhost:99999", FALSE },
    { "ftp://localhost", FALSE },
    { "localhost:11434", TRUE },
    { "127.0.0.1:9", TRUE },
  };
  PronySession *session = prony_window_get_session (fixture->window);
  GtkWidget *dialog;
  GtkWidget *entry;

  activate (fixture, "add-engine", NULL);
  dialog = GTK_WIDGET (find_dialog (GTK_WINDOW (fixture->window)));
  entry = find (dialog, ADW_TYPE_ENTRY_ROW, NULL);
  g_assert_nonnull (entry);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (entry), rows[i].address);
      g_assert_cmpint (gtk_widget_get_sensitive (find_button (dialog, "_Add")), ==, rows[i].usable);
    }

  /* Nobody listens at the last one: it is said, and can be added all the same. */
  g_signal_emit_by_name (find_button (dialog, "_Add"), "clicked");
  wait_until (offers_anyway, dialog);
  g_assert_cmpuint (g_list_model_get_n_items (prony_session_get_engines (session)), ==, 0);
  g_signal_emit_by_name (find_button (dialog, "_Add Anyway"), "clicked");
  wait_until (has_no_dialog, fixture->window);
  g_assert_nonnull (prony_session_find_engine_by_url (session, "http://localhost:9"));
}

static gboolean
shows_ready (PronyWindow *window)
{
  return find (GTK_WIDGET (window), GTK_TYPE_LABEL,
               prony_engine_status_title (PRONY_ENGINE_STATUS_READY)) != NULL;
}

static PronyEngineItem *
start_simulator (Fixture *fixture)
{
  GListModel *engines = prony_session_get_engines (prony_window_get_session (fixture->window));
  g_autoptr (PronyEngineItem) item = NULL;

  activate (fixture, "try-simulator", NULL);
  wait_until (shows_ready, fixture->window);
  g_assert_cmpuint (g_list_model_get_n_items (engines), ==, 1);
  item = g_list_model_get_item (engines, 0);

  return item; /* the list keeps it alive */
}

static void
test_simulator (Fixture *fixture, gconstpointer data)
{
  PronyEngineItem *item = start_simulator (fixture);

  g_assert_true (prony_engine_item_get_simulated (item));
  activate (fixture, "run-engine", prony_engine_item_get_spec (item)->id);
  g_assert_cmpstr (prony_window_get_page (fixture->window), ==, "run");
}

/* A run that would take for ever. */
static PronyRunSession *
start_run (Fixture *fixture)
{
  PronySession *session = prony_window_get_session (fixture->window);
  PronyEngineItem *engine = start_simulator (fixture);
  const PronyModelInfo *model = g_ptr_array_index (prony_engine_item_get_info (engine)->models, 0);
  g_autoptr (PronyScenarioItem) scenario =
    g_list_model_get_item (prony_session_get_scenarios (session), 0);
  g_autoptr (PronyPlan) plan = prony_plan_new ();
  g_autoptr (GError) error = NULL;
  PronyRunSession *run_session;
  guint concurrency = 1;

  g_ptr_array_add (plan->targets,
                   prony_target_new (prony_engine_item_get_spec (engine), model->id));
  g_ptr_array_add (plan->scenarios,
                   prony_scenario_ref (prony_scenario_item_get_scenario (scenario)));
  prony_plan_add_level (plan, prony_load_level_closed (concurrency));
  plan->requests = 1000000;
  plan->calibrate = FALSE;
  run_session = prony_session_start_run (session, plan, &error);
  g_assert_no_error (error);

  return run_session;
}

static void
test_closing_during_a_run (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PronyRunSession) run_session = g_object_ref (start_run (fixture));
  GtkWindow *dialog;

  gtk_window_close (GTK_WINDOW (fixture->window));
  wait_until (has_dialog, fixture->window);
  gtk_window_close (find_dialog (GTK_WINDOW (fixture->window))); /* like Escape: keep running */
  wait_until (has_no_dialog, fixture->window);
  g_assert_true (prony_run_session_is_running (run_session));

  gtk_window_close (GTK_WINDOW (fixture->window));
  wait_until (has_dialog, fixture->window);
  dialog = find_dialog (GTK_WINDOW (fixture->window));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "stop");
  gtk_window_destroy (dialog);
  wait_until (widget_fixture_is_gone, &fixture->window);
  g_assert_false (prony_run_session_is_running (run_session));
  g_assert_cmpint (prony_run_session_get_result (run_session)->state, ==, PRONY_STATE_STOPPED);
}

static gboolean
has_ended (PronyRunSession *run_session)
{
  return !prony_run_session_is_running (run_session);
}

/* A note is on the run that it was begun for, not on the next one. */
static void
test_late_note (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PronyRunSession) noted = g_object_ref (start_run (fixture));
  GtkWidget *page = widget_fixture_find (GTK_WIDGET (fixture->window), PRONY_TYPE_RUN_PAGE, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSettings) settings = prony_settings_new ();
  PronyRunSession *next;
  GtkWindow *dialog;

  g_settings_set_boolean (settings, "notify", FALSE); /* nobody is there to take it */
  gtk_widget_activate_action (page, "run.add-note", NULL);
  wait_until (has_dialog, fixture->window);
  dialog = find_dialog (GTK_WINDOW (fixture->window));
  gtk_editable_set_text (
    GTK_EDITABLE (widget_fixture_find (GTK_WIDGET (dialog), GTK_TYPE_ENTRY, NULL)), "Hot");
  prony_run_session_stop (noted);
  wait_until (has_ended, noted);
  next = prony_session_start_run (prony_window_get_session (fixture->window),
                                  prony_run_session_get_plan (noted), &error);
  g_assert_no_error (error);

  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "add");
  gtk_window_destroy (dialog);
  prony_run_session_stop (next);
  wait_until (has_ended, next);
  g_assert_cmpuint (prony_run_session_get_result (noted)->notes->len, ==, 0);
  g_assert_cmpuint (prony_run_session_get_result (next)->notes->len, ==, 0);
}

#define add(path, contents, function)                                                              \
  g_test_add ("/window/" path, Fixture, contents, set_up, function, tear_down)

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

  add ("pages", NULL, test_pages);
  add ("engine-row", NULL, test_engine_row);
  add ("bad-address", NULL, test_bad_address);
  add ("narrow", NULL, test_narrow);
  add ("bad-database", "This is a letter, and no database of anybody's at all.", test_bad_database);
  add ("add-dialog", NULL, test_add_dialog);
  add ("add-dialog-asks", NULL, test_add_dialog_asks);
  add ("simulator", NULL, test_simulator);
  add ("closing-during-a-run", NULL, test_closing_during_a_run);
  add ("late-note", NULL, test_late_note);

  result = g_test_run ();
  g_object_unref (application);

  return result;
}
