/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* A result as a whole: what it recommends, what was noted, what went wrong, and what can
 * be done with it. */

#include "config.h"

#include <string.h>

#include "app/dialogs/prony-failure-window.h"
#include "app/prony-settings.h"
#include "app/session/prony-scenario-item.h"
#include "app/widgets/prony-chart-pane.h"
#include "app/widgets/prony-result-figures.h"
#include "app/widgets/prony-result-section.h"
#include "app/widgets/prony-result-view.h"
#include "result-fixture.h"
#include "support/prony-test-folder.h"
#include "widget-fixture.h"

#define HOSTILE "=1+2 <b>&amp;</b> <a href=\"x\">the fan</a>"

static const ResultTarget targets[] = {
  { "ollama", 0.2, FALSE },
  { "vLLM", 0.1, FALSE },
};

typedef struct
{
  char *folder;
  char *database;
  PronySession *session;
  GtkWidget *window;
  GtkWidget *view;
  PronyRun *run;
  char *again; /* which run the window was asked to set up */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = widget_fixture_make_folder ();
  fixture->database = g_build_filename (fixture->folder, "prony.db", NULL);
  fixture->run = result_fixture_make_run ("A run", targets, G_N_ELEMENTS (targets));
}

static void
on_run_again_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->again = g_variant_dup_string (parameter, NULL);
}

static gboolean
is_ready (PronySession *session)
{
  return prony_session_get_ready (session);
}

/* Stores the run and shows it as the pages do. */
static void
show (Fixture *fixture, guint n_failed)
{
  static const GActionEntry entries[] = {
    { .name = "run-again", .activate = on_run_again_cb, .parameter_type = "s" },
  };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  GtkWidget *overlay = adw_toast_overlay_new ();

  result_fixture_store_run (fixture->database, fixture->run, n_failed);
  fixture->session = prony_session_new (fixture->database);
  prony_session_open (fixture->session);
  wait_until (is_ready, fixture->session);

  fixture->view = g_object_new (PRONY_TYPE_RESULT_VIEW, NULL);
  fixture->window = gtk_window_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries),
                                   fixture);
  gtk_widget_insert_action_group (fixture->window, "win", G_ACTION_GROUP (actions));
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), fixture->view);
  gtk_window_set_child (GTK_WINDOW (fixture->window), overlay);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 900, 700);
  gtk_window_present (GTK_WINDOW (fixture->window));
  prony_result_view_set_session (PRONY_RESULT_VIEW (fixture->view), fixture->session);
  prony_result_view_set_run (PRONY_RESULT_VIEW (fixture->view), fixture->run);
}

/* What is still being read holds the session a moment longer. */
static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer session = fixture->session;

  gtk_window_destroy (GTK_WINDOW (fixture->window));
  prony_session_close (fixture->session);
  g_object_add_weak_pointer (session, &session);
  g_object_unref (fixture->session);
  wait_until (widget_fixture_is_gone, &session);
  prony_run_unref (fixture->run);
  prony_test_remove_tree (fixture->folder);
  g_free (fixture->again);
  g_free (fixture->database);
  g_free (fixture->folder);
}

/* --- Looking ------------------------------------------------------------------------ */

typedef struct
{
  GtkWidget *root;
  const char *text;
} Expectation;

static gboolean
is_said (Expectation *expectation)
{
  return widget_fixture_says (expectation->root, expectation->text);
}

static void
wait_for (Fixture *fixture, const char *text)
{
  Expectation expectation = { fixture->window, text };

  g_test_message ("waiting for: %s", text);
  wait_until (is_said, &expectation);
}

static void
activate (Fixture *fixture, const char *action)
{
  g_assert_true (gtk_widget_activate_action (fixture->view, action, NULL));
}

static void
show_section (Fixture *fixture, const char *name)
{
  g_assert_true (gtk_widget_activate_action (fixture->view, "result.show-section", "s", name));
}

/* --- Tests --------------------------------------------------------------------------- */

static void
test_recommendations (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row;

  show (fixture, 0);
  wait_for (fixture, "Chat: vLLM");
  wait_for (fixture, "vLLM is clearly better: 102 ms, against 204 ms of ollama.");
  wait_for (fixture, "Nothing to recommend");
  wait_for (fixture, "Retrieval, Long Documents");
  g_assert_false (widget_fixture_says (fixture->window, "All targets are simulated"));

  /* What it rests on is inside. */
  row = widget_fixture_find (fixture->window, ADW_TYPE_EXPANDER_ROW, "Chat: vLLM");
  g_assert_nonnull (row);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  wait_for (fixture, "With “Short Prompt, Short Completion”, 1 at once, by “Time to first token”.");
}

static void
test_notes (Fixture *fixture, gconstpointer data)
{
  g_ptr_array_add (fixture->run->notes,
                   prony_run_note_new (fixture->run->started_us + 62 * G_USEC_PER_SEC, 1, HOSTILE));
  g_ptr_array_add (fixture->run->notes,
                   prony_run_note_new (fixture->run->started_us, 4000, "Of no trial"));
  show (fixture, 0);
  show_section (fixture, "notes");
  wait_for (fixture, HOSTILE);
  wait_for (fixture, "1 min 02 s after the start · vLLM · Short Prompt");
  wait_for (fixture, "Of no trial");
}

/* What failed does not hide what was measured. */
static void
test_partial (Fixture *fixture, gconstpointer data)
{
  PronyTrial *trial = g_ptr_array_index (fixture->run->trials, 3);

  fixture->run->state = PRONY_STATE_FAILED;
  fixture->run->error = g_strdup ("The engine went away.");
  trial->state = PRONY_STATE_FAILED;
  trial->error = g_strdup ("Nobody listens there.");
  ((PronyTrial *) g_ptr_array_index (fixture->run->trials, 2))->state = PRONY_STATE_STOPPED;
  show (fixture, 0);
  wait_for (fixture, "Failed, partial results");
  wait_for (fixture, "The engine went away.");
  wait_for (fixture, "1 trial was skipped or stopped before its end. 1 trial failed.");
  wait_for (fixture, "Nobody listens there.");
  wait_for (fixture, "Chat: vLLM");
}

static guint
count_panes (GtkWidget *widget)
{
  guint n = PRONY_IS_CHART_PANE (widget) && gtk_widget_get_mapped (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_panes (child);
  return n;
}

/* The first widget of a type. */
static GtkWidget *
find_widget (GtkWidget *widget, GType type)
{
  GtkWidget *found = g_type_is_a (G_OBJECT_TYPE (widget), type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_widget (child, type);
  return found;
}

/* Charts are there once they are looked at, the rest of them when somebody asks. */
static void
test_charts (Fixture *fixture, gconstpointer data)
{
  guint n;

  show (fixture, 0);
  wait_for (fixture, "Results");
  g_assert_cmpuint (count_panes (fixture->view), ==, 0);

  show_section (fixture, "charts");
  wait_for (fixture, "Speed");
  wait_for (fixture, "Latency");
  wait_for (fixture, "Over Time");
  n = count_panes (fixture->view);
  g_assert_cmpuint (n, >, 2);
  g_assert_true (gtk_widget_activate_action (find_widget (fixture->view, PRONY_TYPE_RESULT_SECTION),
                                             "section.more", NULL));
  g_assert_cmpuint (count_panes (fixture->view), >, n);

  show_section (fixture, "resources");
  wait_for (fixture, "Resources and Cost");
}

/* Through all sections that can be seen, and back. */
static void
test_sections (Fixture *fixture, gconstpointer data)
{
  show (fixture, 0);
  wait_for (fixture, "Results");
  activate (fixture, "result.next-section");
  wait_for (fixture, "Speed");
  activate (fixture, "result.previous-section");
  wait_for (fixture, "Results");
  activate (fixture, "result.previous-section");
  wait_for (fixture, "Measured With");
}

/* Nothing of a run that came to nothing is drawn: there are sentences. */
static void
test_all_failed (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < fixture->run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (fixture->run->trials, i);

      g_clear_pointer (&trial->summary, prony_summary_unref);
      trial->state = PRONY_STATE_FAILED;
      trial->error = g_strdup ("Nobody listens there.");
    }
  show (fixture, 0);
  wait_for (fixture, "Nobody listens there.");
  show_section (fixture, "charts");
  wait_for (fixture, "What Is Missing Here");
}

/* The table as another tool would have it, and whose it is. */
static void
test_show_as (Fixture *fixture, gconstpointer data)
{
  GtkWidget *figures;

  show (fixture, 0);
  wait_for (fixture, "Results");
  figures = find_widget (fixture->view, PRONY_TYPE_RESULT_FIGURES);
  g_assert_true (gtk_widget_activate_action (figures, "figures.show-as", "s", "llmperf"));
  wait_for (fixture, "TTFT, ITL and TPOT as llmperf defines them:");
  wait_for (fixture, "TPOT: It has no such figure.");
  g_assert_true (gtk_widget_activate_action (figures, "figures.show-as", "s", "prony"));
  g_assert_false (widget_fixture_says (fixture->window, "as llmperf defines them"));
}

static GtkWindow *
find_failure_window (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *link = windows; link != NULL; link = link->next)
    if (PRONY_IS_FAILURE_WINDOW (link->data))
      return link->data;

  return NULL;
}

static gboolean
has_failure_window (gpointer unused)
{
  return find_failure_window () != NULL;
}

static void
test_first_failure (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;

  show (fixture, 2);
  wait_for (fixture, "2 requests failed");
  wait_for (fixture, "Show the First…");

  /* The first twelve of the second trial went well. */
  g_assert_true (gtk_widget_activate_action (fixture->view, "result.show-failure", "(ut)", 1u,
                                             G_GUINT64_CONSTANT (13)));
  wait_until (has_failure_window, NULL);
  text = prony_failure_window_get_text (PRONY_FAILURE_WINDOW (find_failure_window ()));
  g_assert_nonnull (strstr (text, "The engine failed."));
  gtk_window_destroy (find_failure_window ());

  g_assert_true (gtk_widget_activate_action (fixture->view, "result.show-failure", "(ut)", 1u,
                                             G_GUINT64_CONSTANT (99)));
  wait_for (fixture, "This request is not in the database.");
  g_assert_true (gtk_widget_activate_action (fixture->view, "result.show-failure", "(ut)", 77u,
                                             G_GUINT64_CONSTANT (1)));
}

static void
test_run_again (Fixture *fixture, gconstpointer data)
{
  show (fixture, 0);
  activate (fixture, "result.run-again");
  g_assert_cmpstr (fixture->again, ==, fixture->run->id);
}

/* As if the run had been made by such a plan. */
static void
show_plan (Fixture *fixture, gboolean complete)
{
  g_autoptr (PronyPlan) plan = prony_plan_new ();
  PronyTrial *trial = g_ptr_array_index (fixture->run->trials, 0);

  g_ptr_array_add (plan->targets, prony_target_ref (trial->target));
  g_ptr_array_add (plan->scenarios, prony_scenario_new ("short-short"));
  plan->requests = 4;
  if (complete)
    prony_plan_add_level (plan, prony_load_level_closed (1));
  json_object_unref (fixture->run->plan_json);
  fixture->run->plan_json = prony_plan_to_json (plan);
  show (fixture, 0);
}

static void
test_copy_command (Fixture *fixture, gconstpointer data)
{
  show_plan (fixture, TRUE);
  activate (fixture, "result.copy-command");
  wait_for (fixture, "Command copied");
}

static void
test_copy_incomplete (Fixture *fixture, gconstpointer data)
{
  show_plan (fixture, FALSE);
  activate (fixture, "result.copy-command");
  wait_for (fixture, "The plan names no load.");
}

static void
test_no_command (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->run->plan_json, json_object_unref);
  show (fixture, 0);
  activate (fixture, "result.copy-command");
  wait_for (fixture, "This run does not say how it was made");
}

/* One click, into the folder of the preferences. */
static void
test_export (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = prony_settings_new ();
  g_autofree char *folder = g_build_filename (fixture->folder, "exports", NULL);

  g_settings_set_string (settings, "export-folder", folder);
  show (fixture, 0);
  activate (fixture, "result.export");
  wait_for (fixture, "Run exported to “");
  wait_for (fixture, "Open Folder");
  g_assert_true (g_file_test (folder, G_FILE_TEST_IS_DIR));
  g_settings_reset (settings, "export-folder");
}

#define add(path, function)                                                                        \
  g_test_add ("/result-view/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  widget_fixture_init ();
  gtk_test_init (&argc, &argv, NULL);

  add ("recommendations", test_recommendations);
  add ("notes", test_notes);
  add ("partial", test_partial);
  add ("charts", test_charts);
  add ("sections", test_sections);
  add ("all-failed", test_all_failed);
  add ("show-as", test_show_as);
  add ("first-failure", test_first_failure);
  add ("run-again", test_run_again);
  add ("copy-command", test_copy_command);
  add ("copy-command/incomplete", test_copy_incomplete);
  add ("no-command", test_no_command);
  add ("export", test_export);

  return g_test_run ();
}
