/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The view of a run under way, shown snapshots that are made up. */

#include "config.h"

#include <adwaita.h>
#include <math.h>

#include "app/dialogs/prony-failure-window.h"
#include "app/widgets/prony-failure-list.h"
#include "app/widgets/prony-run-view.h"
#include "app/widgets/prony-standing-table.h"
#include "app/widgets/prony-table.h"
#include "app/widgets/prony-target-cards.h"
#include "app/widgets/prony-trial-list.h"
#include "app/widgets/prony-trial-row.h"
#include "core/metrics/prony-summarize.h"
#include "result-fixture.h"
#include "widget-fixture.h"

typedef struct
{
  PronyRun *run;
  GtkWidget *window;
  PronyRunView *view;
} Fixture;

static PronyTarget *
make_target (guint index)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u", 8000 + index);
  g_autoptr (PronyEngineSpec) spec = prony_engine_spec_new (url, NULL);

  spec->name = g_strdup_printf ("engine-%u", index);
  return prony_target_new (spec, "a-model");
}

static PronySummary *
make_summary (void)
{
  g_autoptr (GPtrArray) records = result_fixture_make_records (0.1, 1);
  PronySummaryInput input;

  prony_summary_input_init (&input, records);
  return prony_summarize (&input);
}

/* So many targets, each at so many loads. What trials come to is with the first one. */
static PronyRun *
make_run (guint n_targets, guint n_loads)
{
  PronyRun *run = prony_run_new ("A run");
  g_autoptr (GPtrArray) targets =
    g_ptr_array_new_with_free_func ((GDestroyNotify) prony_target_unref);

  for (guint i = 0; i < n_targets; i++)
    g_ptr_array_add (targets, make_target (i));
  for (guint i = 0; i < n_loads; i++)
    for (guint j = 0; j < n_targets; j++)
      g_ptr_array_add (run->trials,
                       prony_trial_new (run->trials->len, g_ptr_array_index (targets, j), "chat",
                                        "Chat", PRONY_SCENARIO_SHORT_SHORT,
                                        prony_load_level_closed (i + 1)));
  ((PronyTrial *) g_ptr_array_index (run->trials, 0))->summary = make_summary ();
  return run;
}

/* The first @n_done trials have ended, the next @n_active are measured. */
static PronyRunSnapshot *
make_snapshot (PronyRun *run, guint n_done, guint n_active)
{
  PronyRunSnapshot *snapshot = prony_run_snapshot_new (run);
  PronySummary *summary = ((PronyTrial *) g_ptr_array_index (run->trials, 0))->summary;

  snapshot->state = n_done == run->trials->len ? PRONY_STATE_FINISHED : PRONY_STATE_MEASURING;
  snapshot->progress = (double) n_done / run->trials->len;
  snapshot->elapsed_s = 60;
  snapshot->remaining_s = 180;
  snapshot->requests_done = 120;
  snapshot->requests_failed = 2;
  snapshot->in_flight = 8;
  snapshot->requests_expected = 480;
  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrialSnapshot *trial = prony_trial_snapshot_new (g_ptr_array_index (run->trials, i));

      if (i < n_done)
        {
          trial->state = PRONY_STATE_FINISHED;
          trial->summary = prony_summary_ref (summary);
          trial->share = 1;
        }
      else if (i < n_done + n_active)
        {
          trial->state = PRONY_STATE_MEASURING;
          trial->load = prony_load_snapshot_new (PRONY_STATE_MEASURING);
          trial->share = 0.25;
          trial->remaining_s = 30;
          g_array_append_val (snapshot->active, i);
        }
      g_ptr_array_add (snapshot->trials, trial);
    }
  return snapshot;
}

/* Trials from @first on, with these output rates; the fastest leads. */
static void
add_standing (PronyRunSnapshot *snapshot, guint first, const double *rates, guint n)
{
  const PronyTrialSnapshot *trial = g_ptr_array_index (snapshot->trials, first);
  PronyStanding *standing = prony_standing_new (trial->trial);
  guint best = 0;

  for (guint i = 1; i < n; i++)
    best = rates[i] > rates[best] ? i : best;
  for (guint i = 0; i < n; i++)
    {
      guint index = first + i;
      PronyStandingRow row = { index, index, PRONY_STATE_MEASURING, 10, { 0 }, { FALSE } };

      for (guint j = 0; j < PRONY_N_HEADLINES; j++)
        row.values[j] = NAN;
      row.values[PRONY_HEADLINE_OUTPUT_RATE] = rates[i];
      row.leads[PRONY_HEADLINE_OUTPUT_RATE] = i == best;
      g_array_append_val (standing->rows, row);
      g_array_append_val (standing->trials, index);
    }
  g_ptr_array_add (snapshot->standings, standing);
}

static void
add_failure (PronyRunSnapshot *snapshot, guint trial, PronyOutcome outcome, guint count)
{
  const PronyTrialSnapshot *of = g_ptr_array_index (snapshot->trials, trial);
  PronyFailure *failure = prony_failure_new (outcome, count, "The engine has closed the door.");
  PronyRequestRecord *record = prony_request_record_new (7);

  record->outcome = outcome;
  record->scheduled_ns = 1000000000;
  record->sent_ns = 1002000000;
  record->finished_ns = 1500000000;
  record->prompt = g_strdup ("What is a brake?");
  g_string_assign (record->answer, "A brake is");
  record->error_message = g_strdup ("The engine has closed the door.");
  failure->target = prony_target_ref (of->trial->target);
  failure->trial = trial;
  failure->advice = g_strdup ("Open it again.");
  failure->first = record;
  g_ptr_array_add (snapshot->failures, failure);
}

static void
set_up (Fixture *fixture, guint n_targets, guint n_loads)
{
  fixture->run = make_run (n_targets, n_loads);
  fixture->view = g_object_new (PRONY_TYPE_RUN_VIEW, NULL);
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 900, 700);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->view));
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture *fixture)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  prony_run_unref (fixture->run);
}

static void
show (Fixture *fixture, PronyRunSnapshot *snapshot)
{
  prony_run_view_show (fixture->view, snapshot);
  prony_run_snapshot_unref (snapshot);
  gtk_test_widget_wait_for_draw (fixture->window);
}

static gpointer
find (Fixture *fixture, GType type)
{
  GtkWidget *found = widget_fixture_find (GTK_WIDGET (fixture->view), type, NULL);

  g_assert_nonnull (found);
  return found;
}

static guint
count (GtkWidget *parent, GType type)
{
  guint n = G_TYPE_CHECK_INSTANCE_TYPE (parent, type) ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count (child, type);

  return n;
}

#define assert_says(widget, text) g_assert_true (widget_fixture_says (GTK_WIDGET (widget), text))
#define assert_silent(widget, text) g_assert_false (widget_fixture_says (GTK_WIDGET (widget), text))

/* --- Tests ---------------------------------------------------------------------- */

static void
test_measuring (void)
{
  Fixture fixture;
  GtkWidget *bar;

  set_up (&fixture, 2, 2);
  show (&fixture, make_snapshot (fixture.run, 1, 1));

  assert_says (fixture.view, "Measuring");
  assert_says (fixture.view, "1 of 4 trials done");
  assert_says (fixture.view, "120 done · 2 failed · 8 in flight (of 480)");
  assert_says (fixture.view, "About 3 minutes left");
  g_assert_false (gtk_info_bar_get_revealed (find (&fixture, GTK_TYPE_INFO_BAR)));
  bar = find (&fixture, GTK_TYPE_PROGRESS_BAR);
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (bar)), ==, 0.25);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Progress of the run");
  g_assert_cmpstr (gtk_test_accessible_check_property (GTK_ACCESSIBLE (bar),
                                                       GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                                       "25 %. About 3 minutes left"),
                   ==, NULL);
  g_assert_cmpuint (prony_target_cards_count (find (&fixture, PRONY_TYPE_TARGET_CARDS)), ==, 2);

  tear_down (&fixture);
}

static void
test_paused (void)
{
  Fixture fixture;
  PronyRunSnapshot *snapshot;

  set_up (&fixture, 1, 1);
  snapshot = make_snapshot (fixture.run, 0, 1);
  snapshot->state = PRONY_STATE_PAUSED;
  show (&fixture, snapshot);
  g_assert_true (gtk_info_bar_get_revealed (find (&fixture, GTK_TYPE_INFO_BAR)));
  assert_says (fixture.view, "Resume");

  show (&fixture, make_snapshot (fixture.run, 0, 1));
  g_assert_false (gtk_info_bar_get_revealed (find (&fixture, GTK_TYPE_INFO_BAR)));
  assert_silent (fixture.view, "Resume");

  tear_down (&fixture);
}

static void
test_failures (void)
{
  Fixture fixture;
  PronyRunSnapshot *snapshot;
  GtkWindow *window;
  g_autofree char *text = NULL;

  set_up (&fixture, 2, 1);
  snapshot = make_snapshot (fixture.run, 0, 2);
  add_failure (snapshot, 0, PRONY_OUTCOME_CONNECT, 3);
  show (&fixture, snapshot);

  /* What fails more often later does not push the first group away. */
  snapshot = make_snapshot (fixture.run, 0, 2);
  add_failure (snapshot, 1, PRONY_OUTCOME_TIMEOUT, 20);
  add_failure (snapshot, 0, PRONY_OUTCOME_CONNECT, 12);
  show (&fixture, snapshot);
  assert_says (fixture.view, "12 × no connection · engine-0");
  assert_says (fixture.view, "· engine-1");
  assert_says (fixture.view, "Open it again.");

  /* Many kinds do not push everything else out of sight. */
  snapshot = make_snapshot (fixture.run, 0, 2);
  add_failure (snapshot, 0, PRONY_OUTCOME_CONNECT, 12);
  add_failure (snapshot, 1, PRONY_OUTCOME_TIMEOUT, 20);
  add_failure (snapshot, 1, PRONY_OUTCOME_CONNECT, 30);
  add_failure (snapshot, 0, PRONY_OUTCOME_TIMEOUT, 40);
  add_failure (snapshot, 1, PRONY_OUTCOME_EMPTY, 50);
  show (&fixture, snapshot);
  assert_says (fixture.view, "30 × ");
  assert_silent (fixture.view, "40 × ");
  assert_says (fixture.view, "2 More Kinds");
  gtk_widget_activate_action (find (&fixture, PRONY_TYPE_FAILURE_LIST), "failures.show-all", NULL);
  assert_says (fixture.view, "50 × ");
  assert_silent (fixture.view, "More Kind");

  window = prony_run_view_open_failure (fixture.view, 0);
  g_assert_nonnull (window);
  text = prony_failure_window_get_text (PRONY_FAILURE_WINDOW (window));
  g_assert_nonnull (strstr (text, "engine-0"));
  g_assert_nonnull (strstr (text, "The engine has closed the door."));
  g_assert_nonnull (strstr (text, "Open it again."));
  g_assert_nonnull (strstr (text, "Sent: 2.00 ms"));
  g_assert_nonnull (strstr (text, "First Token: Not reached"));
  g_assert_nonnull (strstr (text, "What is a brake?"));
  g_assert_nonnull (strstr (text, "A brake is"));
  gtk_window_destroy (window);
  g_assert_null (prony_run_view_open_failure (fixture.view, 5));

  tear_down (&fixture);
}

static void
test_long_texts (void)
{
  g_autoptr (PronyRun) run = make_run (1, 1);
  g_autoptr (PronyRequestRecord) record = prony_request_record_new (1);
  g_autofree char *text = NULL;
  GtkWindow *window;

  record->outcome = PRONY_OUTCOME_EMPTY;
  record->prompt = g_strnfill (4 * 1024 * 1024, 'x');
  window = prony_failure_window_new (NULL, g_ptr_array_index (run->trials, 0), record, NULL);
  text = prony_failure_window_get_text (PRONY_FAILURE_WINDOW (window));
  g_assert_cmpuint (strlen (text), <, 128 * 1024);
  g_assert_nonnull (strstr (text, "The beginning of 4.2"));
  gtk_window_destroy (window);
}

static void
test_results (void)
{
  static const double rates[] = { 10, 20 };
  Fixture fixture;
  PronyRunSnapshot *snapshot;
  PronyTrialList *list;

  set_up (&fixture, 2, 2);
  list = find (&fixture, PRONY_TYPE_TRIAL_LIST);
  show (&fixture, make_snapshot (fixture.run, 0, 1));
  g_assert_cmpint (prony_trial_list_get_latest (list), ==, -1);
  assert_silent (fixture.view, "Latest result");

  snapshot = make_snapshot (fixture.run, 2, 1);
  add_standing (snapshot, 0, rates, 2);
  show (&fixture, snapshot);
  g_assert_cmpint (prony_trial_list_get_latest (list), ==, 1);
  g_assert_true (prony_trial_item_get_expanded (prony_trial_list_get_item (list, 0)));
  g_assert_true (prony_trial_item_get_expanded (prony_trial_list_get_item (list, 1)));
  g_assert_false (prony_trial_item_get_expanded (prony_trial_list_get_item (list, 2)));
  assert_says (fixture.view, "Latest result");
  assert_says (list, "13 requests in");
  assert_says (list, "engine-1");
  g_assert_nonnull (
    strstr (prony_trial_item_get_lead (prony_trial_list_get_item (list, 0)), "engine-1"));

  /* Those that end next take their place. */
  show (&fixture, make_snapshot (fixture.run, 3, 1));
  g_assert_false (prony_trial_item_get_expanded (prony_trial_list_get_item (list, 0)));
  g_assert_true (prony_trial_item_get_expanded (prony_trial_list_get_item (list, 2)));

  prony_run_view_show_trial (fixture.view, 0);
  g_assert_true (prony_trial_item_get_expanded (prony_trial_list_get_item (list, 0)));

  tear_down (&fixture);
}

static void
assert_order (PronyTable *table, const char *first, const char *second, const char *third)
{
  const char *const names[] = { first, second, third };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (PronyTableRow) row = g_list_model_get_item (prony_table_get_rows (table), i);

      g_assert_nonnull (row);
      g_assert_cmpstr (prony_table_row_get_text (row, 0), ==, names[i]);
    }
}

static void
test_standing (void)
{
  static const double first[] = { 10, 30, 20 };
  static const double second[] = { 40, 30, 20 };
  static const double third[] = { 40, NAN, 20 };
  Fixture fixture;
  PronyRunSnapshot *snapshot;
  PronyStandingTable *standings;
  PronyTable *table;
  GtkSelectionModel *selection;
  g_autoptr (PronyTableRow) chosen = NULL;
  g_autoptr (PronyTableRow) top = NULL;

  set_up (&fixture, 3, 1);
  standings = find (&fixture, PRONY_TYPE_STANDING_TABLE);
  table = find (&fixture, PRONY_TYPE_TABLE);
  snapshot = make_snapshot (fixture.run, 0, 3);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (standings)));
  add_standing (snapshot, 0, first, 3);
  show (&fixture, snapshot);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (standings)));
  assert_order (table, "engine-0", "engine-1", "engine-2");

  gtk_widget_activate_action (GTK_WIDGET (standings), "standing.sort", "i", 3);
  assert_order (table, "engine-1", "engine-2", "engine-0");
  selection = gtk_column_view_get_model (find (&fixture, GTK_TYPE_COLUMN_VIEW));
  gtk_selection_model_select_item (selection, 2, TRUE);
  chosen = g_list_model_get_item (G_LIST_MODEL (selection), 2);
  g_assert_cmpstr (prony_table_row_get_text (chosen, 0), ==, "engine-0");

  /* It is sorted anew, the rows are the same ones, and what was selected still is. */
  snapshot = make_snapshot (fixture.run, 0, 3);
  add_standing (snapshot, 0, second, 3);
  show (&fixture, snapshot);
  assert_order (table, "engine-0", "engine-1", "engine-2");
  top = g_list_model_get_item (prony_table_get_rows (table), 0);
  g_assert_true (top == chosen);
  g_assert_true (gtk_selection_model_is_selected (selection, 0));
  g_assert_cmpstr (prony_table_row_get_mark (top, 3), ==, "Best");
  assert_says (standings, "Best");

  gtk_widget_activate_action (GTK_WIDGET (standings), "standing.sort", "i", 3);
  assert_order (table, "engine-2", "engine-1", "engine-0");

  /* What is not known comes last either way. */
  snapshot = make_snapshot (fixture.run, 0, 3);
  add_standing (snapshot, 0, third, 3);
  show (&fixture, snapshot);
  assert_order (table, "engine-2", "engine-0", "engine-1");
  gtk_widget_activate_action (GTK_WIDGET (standings), "standing.sort", "i", -1);
  gtk_widget_activate_action (GTK_WIDGET (standings), "standing.sort", "i", 3);
  assert_order (table, "engine-0", "engine-2", "engine-1");

  tear_down (&fixture);
}

/* The table shows what is under way, until somebody chooses something else. */
static void
test_chosen_standing (void)
{
  static const double rates[] = { 10, 20 };
  Fixture fixture;
  PronyStandingTable *standings;

  set_up (&fixture, 2, 3);
  standings = find (&fixture, PRONY_TYPE_STANDING_TABLE);
  for (guint done = 0; done <= 4; done += 2)
    {
      PronyRunSnapshot *snapshot = make_snapshot (fixture.run, done, 2);

      for (guint first = 0; first <= done; first += 2)
        add_standing (snapshot, first, rates, 2);
      show (&fixture, snapshot);
      if (done == 2)
        {
          assert_says (standings, "Chat · 2 at once");
          gtk_widget_activate_action (GTK_WIDGET (standings), "standing.show", "u", 1);
        }
    }
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (standings)));
  g_assert_cmpuint (
    g_list_model_get_n_items (prony_table_get_rows (find (&fixture, PRONY_TYPE_TABLE))), ==, 2);
  assert_says (standings, "Chat · 1 at once");

  tear_down (&fixture);
}

/* One comes with each frame. */
static gboolean
has_all_cards (PronyTargetCards *cards)
{
  return prony_target_cards_count (cards) == PRONY_TARGET_CARDS_MAX;
}

static void
test_many_targets (void)
{
  Fixture fixture;
  PronyTargetCards *cards;

  set_up (&fixture, 30, 1);
  cards = find (&fixture, PRONY_TYPE_TARGET_CARDS);
  show (&fixture, make_snapshot (fixture.run, 3, 1));
  g_assert_cmpuint (prony_target_cards_count (cards), ==, 1);
  assert_says (cards, "engine-3");
  show (&fixture, make_snapshot (fixture.run, 4, 2));
  g_assert_cmpuint (prony_target_cards_count (cards), ==, 2);
  assert_silent (cards, "engine-3");

  /* Between two trials nothing jumps. */
  show (&fixture, make_snapshot (fixture.run, 6, 0));
  g_assert_cmpuint (prony_target_cards_count (cards), ==, 2);
  assert_says (cards, "2 of 30 targets");
  show (&fixture, make_snapshot (fixture.run, 0, 30));
  wait_until (has_all_cards, cards);
  assert_says (cards, "8 of 30 targets");

  tear_down (&fixture);
}

/* Only what is in sight exists, and only what has changed is touched. */
static void
test_many_trials (void)
{
  Fixture fixture;
  double elapsed_s;

  set_up (&fixture, 4, 250);
  show (&fixture, make_snapshot (fixture.run, 0, 1));
  g_test_timer_start ();
  for (guint i = 0; i < 100; i++)
    {
      PronyRunSnapshot *snapshot = make_snapshot (fixture.run, 10 * i, 1);

      prony_run_view_show (fixture.view, snapshot);
      prony_run_snapshot_unref (snapshot);
    }
  elapsed_s = g_test_timer_elapsed ();
  g_test_message ("%.2f ms a snapshot", elapsed_s * 10);
  g_assert_cmpfloat (elapsed_s, <, 10);
  g_assert_cmpuint (count (GTK_WIDGET (fixture.view), PRONY_TYPE_TRIAL_ROW), <, 300);

  tear_down (&fixture);
}

static void
test_notes (void)
{
  Fixture fixture;
  PronyRunSnapshot *snapshot;

  set_up (&fixture, 1, 1);
  show (&fixture, make_snapshot (fixture.run, 0, 1));
  assert_silent (fixture.view, "Notes");
  snapshot = make_snapshot (fixture.run, 0, 1);
  g_ptr_array_add (snapshot->notes, prony_run_note_new (0, 0, "The fan <began> to run."));
  show (&fixture, snapshot);
  assert_says (fixture.view, "The fan <began> to run.");
  assert_says (fixture.view, "engine-0 · Chat · 1 at once");

  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  widget_fixture_init ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/run-view/measuring", test_measuring);
  g_test_add_func ("/run-view/paused", test_paused);
  g_test_add_func ("/run-view/failures", test_failures);
  g_test_add_func ("/run-view/long-texts", test_long_texts);
  g_test_add_func ("/run-view/results", test_results);
  g_test_add_func ("/run-view/standing", test_standing);
  g_test_add_func ("/run-view/chosen-standing", test_chosen_standing);
  g_test_add_func ("/run-view/many-targets", test_many_targets);
  g_test_add_func ("/run-view/many-trials", test_many_trials);
  g_test_add_func ("/run-view/notes", test_notes);

  return g_test_run ();
}
