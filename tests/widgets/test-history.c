/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The list of stored runs: what is found, how it is put together, what is said of runs, and
 * how they stand against a baseline. */

#include "config.h"

#include <adwaita.h>

#include "app/session/prony-run-list.h"
#include "app/session/prony-session-past.h"
#include "app/widgets/prony-history-filter.h"
#include "app/widgets/prony-regression-list.h"
#include "app/widgets/prony-tag-editor.h"
#include "result-fixture.h"
#include "support/prony-test-folder.h"
#include "widget-fixture.h"

#define DAY_US ((gint64) 24 * 60 * 60 * G_USEC_PER_SEC)

/* --- The model ----------------------------------------------------------------- */

typedef struct
{
  const char *name;
  const char *target;
  const char *scenario;
  const char *tags;
  gint64 days_ago;
  gboolean simulated;
  gboolean stopped;
  gboolean pinned;
} Sample;

static const Sample samples[] = {
  { "now", "vLLM", "chat", "nightly,gpu", 0, FALSE, FALSE, FALSE },
  { "stand-in", "sim", "chat", "", 0, TRUE, FALSE, FALSE },
  { "week", "vLLM", "code", "nightly", 5, FALSE, TRUE, FALSE },
  { "month", "ollama", "chat", "", 20, FALSE, FALSE, TRUE },
  { "old", "ollama", "code", "", 400, FALSE, FALSE, FALSE },
};

static PronyRunItem *
make_item (const Sample *sample)
{
  g_autoptr (PronyRunEntry) entry = prony_run_entry_new (sample->name, sample->name);
  g_auto (GStrv) tags = prony_tag_editor_parse (sample->tags);
  const PronyRunEntryTrial trial = {
    .target = sample->target,
    .kind = "vllm",
    .scenario = sample->scenario,
    .scenario_title = sample->scenario,
    .state = PRONY_STATE_FINISHED,
    .simulated = sample->simulated,
    .tokens_per_sec = 10,
    .ttft = 0.1,
  };

  entry->started_us = g_get_real_time () - sample->days_ago * DAY_US;
  entry->state = sample->stopped ? PRONY_STATE_STOPPED : PRONY_STATE_FINISHED;
  entry->pinned = sample->pinned;
  prony_run_entry_add_trial (entry, &trial);
  entry->partial = sample->stopped;
  prony_run_entry_set_tags (entry, (const char *const *) tags);
  prony_run_entry_index (entry);

  return prony_run_item_new (entry);
}

static GListStore *
make_runs (void)
{
  GListStore *runs = g_list_store_new (PRONY_TYPE_RUN_ITEM);

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autoptr (PronyRunItem) item = make_item (&samples[i]);

      g_list_store_append (runs, item);
    }

  return runs;
}

/* Such as "[Day: 2] a b". */
static char *
describe (PronyRunList *list)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (list), i);

      if (i > 0)
        g_string_append_c (text, ' ');
      if (PRONY_IS_RUN_ITEM (item))
        g_string_append (text, prony_run_item_get_entry (PRONY_RUN_ITEM (item))->name);
      else
        g_string_append_printf (text, "[%s: %u]",
                                prony_run_heading_get_title (PRONY_RUN_HEADING (item)),
                                prony_run_heading_get_count (PRONY_RUN_HEADING (item)));
    }

  return g_string_free (text, FALSE);
}

static void
assert_list (PronyRunList *list, const char *expected)
{
  g_autofree char *text = describe (list);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_search (void)
{
  char vllm[] = "vLLM";
  char chat[] = "chat";
  char nightly[] = "nightly";
  char week[] = "wee";
  char *words[] = { week, NULL };
  const struct
  {
    PronyRunSearch search;
    guint n_filters;
    const char *found;
  } cases[] = {
    { { 0 }, 0, "now stand-in week month old" },
    { { .words = words }, 0, "week" },
    { { .engine = vllm }, 1, "now week" },
    { { .scenario = chat }, 1, "now stand-in month" },
    { { .tag = nightly }, 1, "now week" },
    { { .span = PRONY_RUN_SPAN_TODAY }, 1, "now stand-in" },
    { { .span = PRONY_RUN_SPAN_WEEK }, 1, "now stand-in week" },
    { { .span = PRONY_RUN_SPAN_MONTH }, 1, "now stand-in week month" },
    { { .simulated = 1 }, 1, "stand-in" },
    { { .simulated = -1 }, 1, "now week month old" },
    { { .partial = 1 }, 1, "week" },
    { { .partial = -1 }, 1, "now stand-in month old" },
    { { .pinned = TRUE }, 1, "month" },
    { { .engine = vllm, .scenario = chat, .tag = nightly }, 3, "now" },
    { { .engine = vllm, .pinned = TRUE }, 2, "" },
  };
  g_autoptr (GListStore) runs = make_runs ();
  g_autoptr (PronyRunList) list = prony_run_list_new ();

  prony_run_list_set_runs (list, G_LIST_MODEL (runs));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      prony_run_list_set_search (list, &cases[i].search);
      assert_list (list, cases[i].found);
      g_assert_cmpuint (prony_run_search_count_filters (&cases[i].search), ==, cases[i].n_filters);
    }
}

static void
test_groups (void)
{
  const struct
  {
    PronyRunGrouping grouping;
    const char *shown;
  } cases[] = {
    { PRONY_RUN_GROUPING_ENGINE, "[ollama: 2] month old [sim: 1] stand-in [vLLM: 2] now week" },
    { PRONY_RUN_GROUPING_SCENARIO, "[chat: 3] now stand-in month [code: 2] week old" },
    /* Who has two tags is there twice; who has none comes last. */
    { PRONY_RUN_GROUPING_TAG, "[gpu: 1] now [nightly: 2] now week [No tag: 3] stand-in month old" },
    { PRONY_RUN_GROUPING_MODEL, "[Model not known: 5] now stand-in week month old" },
    { PRONY_RUN_GROUPING_NONE, "now stand-in week month old" },
  };
  g_autoptr (GListStore) runs = make_runs ();
  g_autoptr (PronyRunList) list = prony_run_list_new ();

  prony_run_list_set_runs (list, G_LIST_MODEL (runs));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      prony_run_list_set_grouping (list, cases[i].grouping);
      assert_list (list, cases[i].shown);
      g_assert_cmpuint (prony_run_list_get_n_runs (list), ==, 5);
    }
}

typedef struct
{
  guint n;
  guint position;
  guint removed;
  guint added;
} Change;

static void
on_items_changed_cb (Change *change, guint position, guint removed, guint added)
{
  change->n++;
  change->position = position;
  change->removed = removed;
  change->added = added;
}

static gboolean
has_changed (Change *change)
{
  return change->n > 0;
}

/* However many changes the other list has, this one has one, of what is different. */
static void
test_changes (void)
{
  g_autoptr (GListStore) runs = make_runs ();
  g_autoptr (PronyRunList) list = prony_run_list_new ();
  Change change = { 0 };

  prony_run_list_set_runs (list, G_LIST_MODEL (runs));
  g_signal_connect_swapped (list, "items-changed", G_CALLBACK (on_items_changed_cb), &change);
  prony_run_list_refresh (list);
  g_assert_cmpuint (change.n, ==, 0);

  g_list_store_remove (runs, 1);
  g_list_store_remove (runs, 1);
  wait_until (has_changed, &change);
  g_assert_cmpuint (change.n, ==, 1);
  g_assert_cmpuint (change.position, ==, 1);
  g_assert_cmpuint (change.removed, ==, 2);
  g_assert_cmpuint (change.added, ==, 0);
  assert_list (list, "now month old");
}

static void
test_days (void)
{
  g_autoptr (GListStore) runs = make_runs ();
  g_autoptr (PronyRunList) list = prony_run_list_new ();
  guint n_headings = 0;

  prony_run_list_set_runs (list, G_LIST_MODEL (runs));
  prony_run_list_set_grouping (list, PRONY_RUN_GROUPING_DAY);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (list), i);

      n_headings += PRONY_IS_RUN_HEADING (item);
      g_assert_true ((i == 0) <= PRONY_IS_RUN_HEADING (item));
    }
  g_assert_cmpuint (n_headings, ==, 4); /* two are of today */
}

static void
test_tags (void)
{
  const struct
  {
    const char *text;
    const char *tags;
  } cases[] = {
    { "", "" },
    { " , ;\n", "" },
    { "nightly", "nightly" },
    { " nightly ,gpu   box;#a", "nightly|gpu box|a" },
    { "A,a,b,B", "A|b" },
    { "0123456789012345678901234567890123456789x", "0123456789012345678901234567890123456789" },
    { "a\xff", "a\xef\xbf\xbd" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) tags = prony_tag_editor_parse (cases[i].text);
      g_autofree char *joined = g_strjoinv ("|", tags);

      g_assert_cmpstr (joined, ==, cases[i].tags);
    }
}

/* --- The filter ----------------------------------------------------------------- */

static void
test_filter (void)
{
  g_autoptr (GListStore) runs = make_runs ();
  g_autoptr (PronyHistoryFilter) filter =
    g_object_ref_sink (g_object_new (PRONY_TYPE_HISTORY_FILTER, NULL));
  g_auto (PronyRunSearch) found = { 0 };
  char ollama[] = "ollama";
  char code[] = "code";
  const PronyRunSearch search = { .engine = ollama,
                                  .scenario = code,
                                  .span = PRONY_RUN_SPAN_WEEK,
                                  .simulated = -1,
                                  .partial = 1,
                                  .pinned = TRUE };

  prony_history_filter_set_runs (filter, G_LIST_MODEL (runs));
  prony_history_filter_set_search (filter, &search);
  prony_history_filter_get_search (filter, &found);
  g_assert_cmpstr (found.engine, ==, "ollama");
  g_assert_cmpstr (found.scenario, ==, "code");
  g_assert_null (found.model);
  g_assert_null (found.tag);
  g_assert_cmpint (found.span, ==, PRONY_RUN_SPAN_WEEK);
  g_assert_cmpint (found.simulated, ==, -1);
  g_assert_cmpint (found.partial, ==, 1);
  g_assert_true (found.pinned);

  gtk_widget_activate_action (GTK_WIDGET (filter), "history-filter.clear", NULL);
  prony_history_filter_get_search (filter, &found);
  g_assert_cmpuint (prony_run_search_count_filters (&found), ==, 0);
}

/* --- Runs of a store ------------------------------------------------------------- */

static const ResultTarget before[] = { { "vLLM", 0.1, FALSE } };
static const ResultTarget same[] = { { "vLLM", 0.1, FALSE } };
static const ResultTarget worse[] = { { "vLLM", 0.2, FALSE } };

typedef struct
{
  char *folder;
  char *database;
  PronySession *session;
  char *ids[4];
} Fixture;

static gboolean
is_ready (PronySession *session)
{
  return prony_session_get_ready (session);
}

/* The model's name keeps the time to first token, so it is not what the runs have in common. */
static void
store_run (Fixture *fixture, guint place, const ResultTarget *target, gint64 minutes_ago)
{
  g_autofree char *name = g_strdup_printf ("run %u", place);
  g_autoptr (PronyRun) run = result_fixture_make_run (name, target, 1);

  run->started_us -= minutes_ago * 60 * G_USEC_PER_SEC;
  fixture->ids[place] = g_strdup (run->id);
  result_fixture_store_run (fixture->database, run, 0);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = widget_fixture_make_folder ();
  fixture->database = g_build_filename (fixture->folder, "prony.db", NULL);
  store_run (fixture, 0, before, 30);
  store_run (fixture, 1, same, 20);
  store_run (fixture, 2, worse, 10);
  fixture->session = prony_session_new (fixture->database);
  prony_session_open (fixture->session);
  wait_until (is_ready, fixture->session);
}

static gboolean
is_gone (gpointer session)
{
  return *(gpointer *) session == NULL;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  prony_session_close (fixture->session);
  g_object_add_weak_pointer (G_OBJECT (fixture->session), (gpointer *) &fixture->session);
  g_object_unref (fixture->session);
  wait_until (is_gone, &fixture->session); /* what was being checked comes back once more */
  prony_test_remove_tree (fixture->folder);
  for (guint i = 0; i < G_N_ELEMENTS (fixture->ids); i++)
    g_free (fixture->ids[i]);
  g_free (fixture->database);
  g_free (fixture->folder);
}

static void
on_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
is_set (GAsyncResult **result)
{
  return *result != NULL;
}

static PronyRunCheck *
check (Fixture *fixture, guint place, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  prony_session_check_run_async (fixture->session, fixture->ids[place], NULL, on_done_cb, &result);
  wait_until (is_set, &result);
  return prony_session_check_run_finish (fixture->session, result, error);
}

static void
test_check (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PronyRunCheck) against_same = NULL;
  g_autoptr (PronyRunCheck) against_worse = NULL;
  g_autoptr (PronyRunCheck) none = NULL;
  g_autoptr (GError) error = NULL;

  none = check (fixture, 1, &error);
  g_assert_null (none);
  g_assert_nonnull (error);
  g_clear_error (&error);

  prony_session_set_run_pinned (fixture->session, fixture->ids[0], TRUE);
  against_same = check (fixture, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (against_same->verdict, ==, PRONY_RUN_VERDICT_SAME);
  against_worse = check (fixture, 2, &error);
  g_assert_no_error (error);
  g_assert_cmpint (against_worse->verdict, ==, PRONY_RUN_VERDICT_WORSE);
  g_assert_cmpstr (against_worse->baseline_id, ==, fixture->ids[0]);
  g_assert_cmpint (prony_session_find_run_entry (fixture->session, fixture->ids[2])->verdict, ==,
                   PRONY_RUN_VERDICT_WORSE);
}

typedef struct
{
  GtkWidget *widget;
  const char *text;
} Saying;

static gboolean
says (Saying *saying)
{
  return widget_fixture_says (saying->widget, saying->text);
}

static void
test_regression_list (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *list = prony_regression_list_new ();
  Saying worse_ttft = { list, "Worse. " };
  Saying against = { list, "Held against “run 0”" };

  gtk_window_set_child (GTK_WINDOW (window), list);
  gtk_window_present (GTK_WINDOW (window));
  prony_regression_list_set_run (PRONY_REGRESSION_LIST (list), fixture->session, fixture->ids[2]);
  g_assert_false (gtk_widget_get_visible (list));

  prony_session_set_run_pinned (fixture->session, fixture->ids[0], TRUE);
  prony_session_set_run_verdict (fixture->session, fixture->ids[2], PRONY_RUN_VERDICT_WORSE);
  g_assert_true (gtk_widget_get_visible (list));
  wait_until (says, &against);
  wait_until (says, &worse_ttft);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_leaderboard (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyLeaderboard) board = NULL;
  const PronyLeaderGroup *group;
  const PronyLeader *first;

  prony_session_rank_async (fixture->session, prony_leaderboard_new (-1, TRUE, FALSE),
                            "short-short", NULL, on_done_cb, &result);
  wait_until (is_set, &result);
  board = prony_session_rank_finish (fixture->session, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (board->groups->len, ==, 2); /* two loads */
  group = g_ptr_array_index (board->groups, 0);
  g_assert_cmpuint (group->leaders->len, ==, 2); /* two models */
  first = g_ptr_array_index (group->leaders, 0);
  g_assert_cmpstr (first->model, ==, "0.100");
}

int
main (int argc, char *argv[])
{
  widget_fixture_init ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/history/list/search", test_search);
  g_test_add_func ("/history/list/groups", test_groups);
  g_test_add_func ("/history/list/days", test_days);
  g_test_add_func ("/history/list/changes", test_changes);
  g_test_add_func ("/history/tags", test_tags);
  g_test_add_func ("/history/filter", test_filter);
  g_test_add ("/history/check", Fixture, NULL, set_up, test_check, tear_down);
  g_test_add ("/history/regression-list", Fixture, NULL, set_up, test_regression_list, tear_down);
  g_test_add ("/history/leaderboard", Fixture, NULL, set_up, test_leaderboard, tear_down);

  return g_test_run ();
}
