/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The editor's window: what it asks before it writes or closes, and what the session works
 * out for its preview. */

#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <gtksourceview/gtksource.h>
#include <math.h>
#include <string.h>

#include "app/dialogs/prony-scenario-window.h"
#include "app/session/prony-session-preview.h"
#include "app/widgets/prony-field-row.h"
#include "session-fixture.h"
#include "support/prony-test-folder.h"
#include "widget-fixture.h"

#define TEXT                                                                                       \
  "name: own\ntitle: A Title\nprompt: {template: Say hello.}\ncompletion: {max_tokens: 5}\n"

typedef struct
{
  SessionFixture session;
  PronyScenarioWindow *window; /* NULL when it is closed */
  char *file;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "prony", "scenarios", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PronyScenarioItem) item = NULL;

  session_fixture_set_up (&fixture->session, data);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  session_fixture_open (&fixture->session);
  prony_session_save_scenario_async (fixture->session.session, TEXT, NULL,
                                     session_fixture_on_result_cb, &result);
  wait_until (session_fixture_is_set, &result);
  item = prony_session_save_scenario_finish (fixture->session.session, result, NULL);
  g_assert_nonnull (item);
  fixture->file = g_strdup (prony_scenario_item_get_scenario (item)->file);
  fixture->window = prony_scenario_window_new (NULL, fixture->session.session, item);
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static gboolean
is_closed (Fixture *fixture)
{
  return fixture->window == NULL;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "prony", "scenarios", NULL);

  if (fixture->window != NULL)
    gtk_window_destroy (GTK_WINDOW (fixture->window));
  wait_until (is_closed, fixture);
  session_fixture_tear_down (&fixture->session, data);
  prony_test_remove_tree (folder);
  g_free (fixture->file);
}

static void
type_title (Fixture *fixture, const char *title)
{
  GtkWidget *row =
    widget_fixture_find (GTK_WIDGET (fixture->window), PRONY_TYPE_FIELD_ROW, "Title");

  gtk_editable_set_text (GTK_EDITABLE (widget_fixture_find (row, GTK_TYPE_ENTRY, NULL)), title);
}

static GtkWidget *
find_question (Fixture *fixture)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *link = windows; link != NULL; link = link->next)
    if (ADW_IS_MESSAGE_DIALOG (link->data))
      return link->data;

  return NULL;
}

static gboolean
is_asked (Fixture *fixture)
{
  return find_question (fixture) != NULL;
}

static void
answer (Fixture *fixture, const char *response)
{
  g_autoptr (GtkWidget) question = NULL;

  /* As its buttons do: it closes, and then tells. */
  wait_until (is_asked, fixture);
  question = g_object_ref (find_question (fixture));
  gtk_window_destroy (GTK_WINDOW (question));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (question), response);
}

static gboolean
has_title (Fixture *fixture)
{
  g_autofree char *text = NULL;

  return g_file_get_contents (fixture->file, &text, NULL, NULL) &&
         strstr (text, "title: Another\n") != NULL;
}

static void
test_first_focus (Fixture *fixture, gconstpointer data)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  GtkWidget *row = widget_fixture_find (GTK_WIDGET (fixture->window), PRONY_TYPE_FIELD_ROW, "Name");

  g_assert_true (focus != NULL && gtk_widget_is_ancestor (focus, row));
}

static void
test_close (Fixture *fixture, gconstpointer data)
{
  type_title (fixture, "Another");
  gtk_window_close (GTK_WINDOW (fixture->window));
  answer (fixture, "cancel");
  g_assert_true (prony_scenario_window_is_modified (fixture->window));
  gtk_window_close (GTK_WINDOW (fixture->window));
  answer (fixture, "save");
  wait_until (is_closed, fixture);
  g_assert_true (has_title (fixture));
}

static void
test_discard (Fixture *fixture, gconstpointer data)
{
  type_title (fixture, "Another");
  gtk_window_close (GTK_WINDOW (fixture->window));
  answer (fixture, "discard");
  wait_until (is_closed, fixture);
  g_assert_false (has_title (fixture));
}

static void
test_close_unchanged (Fixture *fixture, gconstpointer data)
{
  gtk_window_close (GTK_WINDOW (fixture->window));
  wait_until (is_closed, fixture);
  g_assert_null (find_question (fixture));
}

/* Somebody else has written the file meanwhile. */
static void
test_overwrite (Fixture *fixture, gconstpointer data)
{
  const char *others = "name: own\ntitle: Theirs\nprompt: {template: x}\n";
  g_autofree char *text = NULL;

  g_assert_true (g_file_set_contents (fixture->file, others, -1, NULL));
  type_title (fixture, "Another");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "scenario.save", NULL));
  answer (fixture, "cancel");
  g_assert_true (g_file_get_contents (fixture->file, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, others);

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "scenario.save", NULL));
  answer (fixture, "overwrite");
  wait_until (has_title, fixture);
}

/* --- Preview --------------------------------------------------------------------------------- */

static PronyScenarioPreview *
preview (Fixture *fixture, const char *text, GError **error)
{
  g_autoptr (PronyScenarioDraft) draft = prony_scenario_draft_new (text, fixture->file);
  g_autoptr (GAsyncResult) result = NULL;

  prony_session_preview_scenario_async (fixture->session.session,
                                        prony_scenario_draft_get_scenario (draft), NULL, NAN, NULL,
                                        session_fixture_on_result_cb, &result);
  wait_until (session_fixture_is_set, &result);
  return prony_session_preview_scenario_finish (result, error);
}

static void
test_preview (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyScenarioPreview) good = preview (fixture, TEXT, &error);

  g_assert_no_error (error);
  g_assert_false (good->for_target);
  g_assert_cmpfloat (good->estimate.requests, ==, 1);
  g_assert_cmpuint (good->estimate.output_tokens, ==, 5);
  g_assert_true (isnan (good->estimate.cost));
  g_assert_true (isnan (good->estimate.duration_s));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/scenario-window/first-focus", test_first_focus },
    { "/scenario-window/close", test_close },
    { "/scenario-window/close-unchanged", test_close_unchanged },
    { "/scenario-window/discard", test_discard },
    { "/scenario-window/overwrite", test_overwrite },
    { "/scenario-window/preview", test_preview },
  };

  widget_fixture_init ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  gtk_source_init ();

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
