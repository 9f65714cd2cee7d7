/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* A page about stored runs in a window: those of the history, and of comparing. */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "app/pages/prony-page.h"
#include "app/widgets/prony-chart-view.h"
#include "app/widgets/prony-compare-view.h"
#include "page-fixture.h"
#include "support/prony-test-folder.h"
#include "widget-fixture.h"

const ResultTarget page_fixture_targets[2] = {
  { "ollama", 0.2, FALSE },
  { "vLLM", 0.1, FALSE },
};
static const ResultTarget other_targets[] = {
  { "ollama", 0.15, FALSE },
  { "Stand-in", 0.01, TRUE },
};

void
page_fixture_set_up (PageFixture *fixture, gconstpointer data)
{
  fixture->folder = widget_fixture_make_folder ();
  fixture->database = g_build_filename (fixture->folder, "prony.db", NULL);
}

void
page_fixture_store_runs (PageFixture *fixture)
{
  g_autoptr (PronyRun) first =
    result_fixture_make_run ("Before the update", page_fixture_targets, 2);
  g_autoptr (PronyRun) second = result_fixture_make_run ("After the update", other_targets, 2);

  first->started_us -= G_USEC_PER_SEC;
  fixture->first_id = g_strdup (first->id);
  fixture->second_id = g_strdup (second->id);
  result_fixture_store_run (fixture->database, first, 2);
  result_fixture_store_run (fixture->database, second, 0);
}

static void
on_compare_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PageFixture *fixture = user_data;

  g_strfreev (fixture->compared);
  fixture->compared = g_variant_dup_strv (parameter, NULL);
}

static gboolean
is_ready (PronySession *session)
{
  return prony_session_get_ready (session) || prony_session_get_store_error (session) != NULL;
}

void
page_fixture_show (PageFixture *fixture, GType type)
{
  static const GActionEntry entries[] = {
    { .name = "compare-runs", .activate = on_compare_cb, .parameter_type = "as" },
  };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  GtkWidget *overlay = adw_toast_overlay_new ();

  fixture->session = prony_session_new (fixture->database);
  fixture->page = g_object_new (type, NULL);
  prony_page_set_session (PRONY_PAGE (fixture->page), fixture->session);

  fixture->window = gtk_window_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries),
                                   fixture);
  gtk_widget_insert_action_group (fixture->window, "win", G_ACTION_GROUP (actions));
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), fixture->page);
  gtk_window_set_child (GTK_WINDOW (fixture->window), overlay);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 900, 700);
  gtk_window_present (GTK_WINDOW (fixture->window));

  prony_session_open (fixture->session);
  wait_until (is_ready, fixture->session);
  gtk_test_widget_wait_for_draw (fixture->window);
}

void
page_fixture_close (PageFixture *fixture)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  prony_session_close (fixture->session);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->session);
}

void
page_fixture_tear_down (PageFixture *fixture, gconstpointer data)
{
  page_fixture_close (fixture);
  prony_test_remove_tree (fixture->folder);
  g_strfreev (fixture->compared);
  g_free (fixture->first_id);
  g_free (fixture->second_id);
  g_free (fixture->database);
  g_free (fixture->folder);
}

/* --- Looking ------------------------------------------------------------------ */

/* The visible words of the page, as a person reads them. */
static void
collect_words (GtkWidget *widget, GString *words)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (words, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_words (child, words);
}

typedef struct
{
  GtkWidget *window;
  const char *text;
} Expectation;

static gboolean
is_shown (Expectation *expectation)
{
  g_autoptr (GString) words = g_string_new (NULL);

  collect_words (expectation->window, words);
  return strstr (words->str, expectation->text) != NULL;
}

void
page_fixture_wait_for (PageFixture *fixture, const char *text)
{
  Expectation expectation = { fixture->window, text };

  g_test_message ("waiting for: %s", text);
  wait_until (is_shown, &expectation);
}

void
page_fixture_assert (PageFixture *fixture, const char *text, gboolean shown)
{
  Expectation expectation = { fixture->window, text };

  g_test_message ("%s: %s", shown ? "shown" : "not shown", text);
  g_assert_cmpint (is_shown (&expectation), ==, shown);
}

void
page_fixture_activate (PageFixture *fixture, const char *action, const char *argument)
{
  GtkWidget *view = result_fixture_find (fixture->page, PRONY_TYPE_COMPARE_VIEW);

  gtk_widget_activate_action_variant (view != NULL ? view : fixture->page, action,
                                      argument != NULL ? g_variant_new_string (argument) : NULL);
}

/* The row of a result at the first level. */
PronyTableRow *
page_fixture_find_row (PageFixture *fixture, const char *name)
{
  GtkWidget *chart = result_fixture_find (fixture->page, PRONY_TYPE_CHART_VIEW);
  GListModel *rows = NULL;

  /* The table of the chart comes first: the comparison has eight columns. */
  for (GtkWidget *at = gtk_widget_get_parent (chart); rows == NULL; at = gtk_widget_get_parent (at))
    for (GtkWidget *next = gtk_widget_get_next_sibling (at); next != NULL;
         next = gtk_widget_get_next_sibling (next))
      {
        GtkWidget *table = result_fixture_find (next, PRONY_TYPE_TABLE);

        if (table != NULL && gtk_widget_get_mapped (table))
          rows = prony_table_get_rows (PRONY_TABLE (table));
      }

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (PronyTableRow) row = g_list_model_get_item (rows, i);

      if (g_str_has_prefix (prony_table_row_get_text (row, 0), name))
        return g_steal_pointer (&row);
    }

  g_assert_not_reached ();
}
