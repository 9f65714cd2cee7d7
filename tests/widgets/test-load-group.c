/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The rows of a load and the plan that comes of them, and what a result says of its
 * accuracy. */

#include "config.h"

#include <glib/gstdio.h>
#include <math.h>

#include "app/widgets/prony-concurrency-row.h"
#include "app/widgets/prony-load-group.h"
#include "app/widgets/prony-result-notes.h"
#include "app/widgets/prony-result-table.h"
#include "app/widgets/prony-table-row.h"
#include "result-fixture.h"
#include "widget-fixture.h"

typedef struct
{
  PronyLoadGroup *group;
  PronyPlan *plan;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->group = g_object_ref_sink (g_object_new (PRONY_TYPE_LOAD_GROUP, NULL));
  fixture->plan = prony_plan_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_object_unref (fixture->group);
  prony_plan_unref (fixture->plan);
}

static PronyLoadLevel *
get_level (Fixture *fixture, guint index)
{
  g_assert_cmpuint (index, <, fixture->plan->levels->len);

  return &g_array_index (fixture->plan->levels, PronyLoadLevel, index);
}

static void
fill (Fixture *fixture, const char *load, const char *bound)
{
  g_autoptr (GError) error = NULL;

  prony_load_group_set_load (fixture->group, load);
  prony_load_group_set_bound (fixture->group, bound);
  g_assert_true (prony_load_group_fill (fixture->group, fixture->plan, &error));
  g_assert_no_error (error);
}

static void
test_concurrency (Fixture *fixture, gconstpointer unused)
{
  fill (fixture, "concurrency:1, 16; 2..32", "duration:20");

  g_assert_cmpuint (fixture->plan->levels->len, ==, 3);
  g_assert_true (prony_load_level_is_closed (get_level (fixture, 0), 1));
  g_assert_true (prony_load_level_is_closed (get_level (fixture, 1), 16));
  g_assert_cmpuint (get_level (fixture, 2)->from_concurrency, ==, 2);
  g_assert_cmpuint (get_level (fixture, 2)->concurrency, ==, 32);
  g_assert_cmpfloat (get_level (fixture, 2)->ramp_s, ==, 20);
  g_assert_cmpfloat (fixture->plan->duration_s, ==, 20);
  g_assert_true (fixture->plan->calibrate);
}

static void
test_rate (Fixture *fixture, gconstpointer unused)
{
  fill (fixture, "rate:0.5 8", "requests:50");

  g_assert_cmpuint (fixture->plan->levels->len, ==, 2);
  g_assert_cmpint (get_level (fixture, 0)->kind, ==, PRONY_LOAD_OPEN);
  g_assert_cmpfloat (get_level (fixture, 0)->rate, ==, 0.5);
  g_assert_cmpint (get_level (fixture, 0)->arrival, ==, PRONY_ARRIVAL_POISSON);
  g_assert_cmpuint (get_level (fixture, 0)->concurrency, ==, 0);
  g_assert_cmpfloat (get_level (fixture, 1)->rate, ==, 8);
  g_assert_cmpuint (fixture->plan->requests, ==, 50);
}

static void
test_sweep (Fixture *fixture, gconstpointer unused)
{
  fill (fixture, "sweep:", "duration:5");

  g_assert_true (fixture->plan->sweep);
  g_assert_cmpuint (fixture->plan->sweep_max, ==, 1024);
  g_assert_cmpuint (fixture->plan->levels->len, ==, 1);
  g_assert_true (prony_load_level_is_closed (get_level (fixture, 0), 1));
}

static PronyScenario *
add_scenario (Fixture *fixture, guint streams)
{
  PronyScenario *scenario = prony_scenario_new ("asked");
  PronyLoadLevel level = prony_load_level_closed (streams);

  if (streams > 0)
    g_array_append_val (scenario->load.levels, level);
  g_ptr_array_add (fixture->plan->scenarios, scenario);
  return scenario;
}

/* Offered only while a scenario names a load. */
static void
test_own (Fixture *fixture, gconstpointer unused)
{
  prony_load_group_set_load (fixture->group, "concurrency:3");
  fill (fixture, "own:", "requests:7");
  g_assert_false (fixture->plan->own_loads);
  g_assert_true (prony_load_level_is_closed (get_level (fixture, 0), 3));

  g_array_set_size (fixture->plan->levels, 0);
  prony_load_group_set_scenarios (fixture->group, 1, 1);
  fill (fixture, "own:", "requests:7");
  g_assert_true (fixture->plan->own_loads);
  g_assert_true (prony_load_level_is_closed (get_level (fixture, 0), 3));
  add_scenario (fixture, 9);
  add_scenario (fixture, 0);
  g_assert_cmpuint (prony_plan_get_levels (fixture->plan, 0)->len, ==, 1);
  g_assert_true (prony_plan_uses_own_load (fixture->plan, 0));
  g_assert_false (prony_plan_uses_own_load (fixture->plan, 1));

  /* Nothing needs the plan's own load, so it need not be one. */
  g_array_set_size (fixture->plan->levels, 0);
  prony_load_group_set_scenarios (fixture->group, 1, 0);
  prony_load_group_set_load (fixture->group, "concurrency:none");
  fill (fixture, "own:", "requests:7");
  g_assert_true (fixture->plan->own_loads);
  g_assert_cmpuint (fixture->plan->levels->len, ==, 0);

  prony_load_group_set_load (fixture->group, "concurrency:2");
  prony_load_group_set_load (fixture->group, "own:");
  prony_load_group_set_scenarios (fixture->group, 0, 1);
  fill (fixture, "own:", "requests:7");
  g_assert_false (fixture->plan->own_loads);
  g_assert_true (prony_load_level_is_closed (get_level (fixture, 0), 2));
}

static GtkWidget *
find_chip (GtkWidget *parent, const char *label)
{
  GtkWidget *found = NULL;

  if (GTK_IS_TOGGLE_BUTTON (parent) &&
      g_strcmp0 (gtk_button_get_label (GTK_BUTTON (parent)), label) == 0)
    return parent;
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_chip (child, label);

  return found;
}

static void
assert_chips (GtkWidget *row, const char *text, const char *on)
{
  static const char *const all[] = { "1", "2", "4", "8", "16", "32", "64" };
  g_auto (GStrv) words = g_strsplit (on, " ", -1);

  g_assert_cmpstr (prony_concurrency_row_get_text (PRONY_CONCURRENCY_ROW (row)), ==, text);
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    g_assert_cmpint (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find_chip (row, all[i]))), ==,
                     g_strv_contains ((const char *const *) words, all[i]));
}

/* Chips follow the entry and the entry the chips; what no chip has stays. */
static void
test_chips (Fixture *fixture, gconstpointer unused)
{
  GtkWidget *row =
    widget_fixture_find (GTK_WIDGET (fixture->group), PRONY_TYPE_CONCURRENCY_ROW, NULL);

  assert_chips (row, "1, 4", "1 4");
  g_signal_emit_by_name (find_chip (row, "2"), "clicked");
  assert_chips (row, "1, 2, 4", "1 2 4");
  g_signal_emit_by_name (find_chip (row, "64"), "clicked");
  g_signal_emit_by_name (find_chip (row, "1"), "clicked");
  assert_chips (row, "2, 4, 64", "2 4 64");
  prony_concurrency_row_set_text (PRONY_CONCURRENCY_ROW (row), "3;8 1..16,oops 8");
  assert_chips (row, "3;8 1..16,oops 8", "8");
  g_signal_emit_by_name (find_chip (row, "8"), "clicked");
  assert_chips (row, "3, 1..16, oops", "");
  g_signal_emit_by_name (find_chip (row, "1"), "clicked");
  assert_chips (row, "1, 3, 1..16, oops", "1");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (find_chip (row, "16")),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "16 requests at once");
}

static gboolean
fill_fails (Fixture *fixture, GError **error)
{
  g_array_set_size (fixture->plan->levels, 0);
  return !prony_load_group_fill (fixture->group, fixture->plan, error);
}

static void
test_trace (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = NULL;
  g_autofree char *load = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("prony-trace-XXXXXX.csv", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_assert_true (
    g_file_set_contents (path, "time,prompt_tokens,output_tokens\n0,5,6\n1,7,8\n", -1, &error));
  prony_load_group_set_load (fixture->group, "trace:/nowhere/at/all.csv");
  g_assert_true (fill_fails (fixture, NULL));
  load = g_strconcat ("trace:", path, NULL);
  prony_load_group_set_load (fixture->group, load);
  while (fill_fails (fixture, NULL))
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpint (get_level (fixture, 0)->kind, ==, PRONY_LOAD_TRACE);
  g_assert_nonnull (fixture->plan->trace);
  g_assert_cmpuint (fixture->plan->trace->requests->len, ==, 2);
  g_assert_cmpuint (fixture->plan->requests, ==, 2);
  g_unlink (path);
}

static void
test_mistakes (Fixture *fixture, gconstpointer unused)
{
  static const char *const mistakes[] = {
    "concurrency:",
    "concurrency:0",
    "concurrency:1.5",
    "concurrency:-1",
    "concurrency:many",
    "concurrency:1..",
    "concurrency:..4",
    "concurrency:99999999",
    "rate:",
    "rate:0",
    "rate:-2",
    "rate:1e9",
    "rate:nan",
    "rate:1,fast",
    "trace:",
  };

  for (guint i = 0; i < G_N_ELEMENTS (mistakes); i++)
    {
      g_autoptr (GError) error = NULL;

      prony_load_group_set_load (fixture->group, mistakes[i]);
      g_test_message ("%s", mistakes[i]);
      g_assert_true (fill_fails (fixture, &error));
      g_assert_nonnull (error);
      g_assert_true (g_str_has_suffix (error->message, "."));
    }
}

/* --- What a result says of itself ------------------------------------------------ */

static const ResultTarget targets[] = { { "fast", 0.1, FALSE } };

static void
test_notes_none (void)
{
  g_autoptr (PronyRun) run = result_fixture_make_run ("r", targets, 1);
  g_autoptr (GPtrArray) notes = NULL;

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);

      for (guint j = 0; j < PRONY_N_CHECKS; j++)
        trial->summary->checks[j].verdict = PRONY_VERDICT_PASSED;
    }
  notes = prony_result_notes_new (run);
  g_assert_cmpuint (notes->len, ==, 0);
  g_assert_false (prony_result_table_any_mark (run));
}

static const PronyResultNote *
find_note (GPtrArray *notes, const char *title)
{
  for (guint i = 0; i < notes->len; i++)
    {
      const PronyResultNote *note = g_ptr_array_index (notes, i);

      if (strstr (note->title, title) != NULL)
        return note;
    }

  g_error ("No note says: %s", title);
}

static void
test_notes (void)
{
  g_autoptr (PronyRun) run = result_fixture_make_run ("r", targets, 1);
  PronyTrial *trial = g_ptr_array_index (run->trials, 0);
  PronySummary *summary = trial->summary;
  g_autoptr (GPtrArray) notes = NULL;
  const PronyResultNote *note;

  summary->client_bound = TRUE;
  summary->client_limit = PRONY_CLIENT_LIMIT_CPU;
  summary->retries = 3;
  summary->checks[PRONY_CHECK_DELIVERED] = (PronyCheck){ PRONY_VERDICT_FAILED, 20, 15 };
  trial->calibration = prony_calibration_new ("openai-chat closed 1");
  trial->calibration->ttft_p99_s = 0.02;
  trial->calibration->itl_p99_s = 0.0001;
  trial->calibration->pace = 0.5;

  notes = prony_result_notes_new (run);
  note = g_ptr_array_index (notes, 0);
  g_assert_true (note == find_note (notes, prony_client_limit_describe (PRONY_CLIENT_LIMIT_CPU)));
  g_assert_true (note->warning);
  g_assert_cmpstr (note->text, ==, "fast · Short Prompt, Short Completion · 1 at once");
  g_assert_true (find_note (notes, "did not keep up")->warning);
  g_assert_true (find_note (notes, "15 requests were sent instead of the 20")->warning);
  g_assert_false (find_note (notes, "3 times a request was sent again")->warning);
  note = find_note (notes, "Error of this computer");
  g_assert_cmpstr (note->text, ==,
                   "1 at once: time to first token ± 20.0 ms, between tokens ± 0.100 ms");
  g_assert_true (prony_result_table_any_mark (run));
}

/* What is the same of several trials is said once. */
static void
test_notes_shared (void)
{
  static const ResultTarget both[] = { { "fast", 0.1, FALSE }, { "slow", 0.2, FALSE } };
  g_autoptr (PronyRun) run = result_fixture_make_run ("r", both, 2);
  g_autoptr (GPtrArray) notes = NULL;
  guint n_limits = 0;

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);

      trial->summary->client_bound = TRUE;
      trial->summary->client_limit = PRONY_CLIENT_LIMIT_LAG;
      trial->calibration = prony_calibration_new ("shape");
      trial->calibration->ttft_p99_s = trial->target->name[0] == 'f' ? 0.001 : 0.002;
    }
  notes = prony_result_notes_new (run);
  for (guint i = 0; i < notes->len; i++)
    {
      const PronyResultNote *note = g_ptr_array_index (notes, i);

      n_limits += g_str_equal (note->title, prony_client_limit_describe (PRONY_CLIENT_LIMIT_LAG));
    }
  g_assert_cmpuint (n_limits, ==, 1);
  g_assert_cmpstr (find_note (notes, prony_client_limit_describe (PRONY_CLIENT_LIMIT_LAG))->text,
                   ==,
                   "fast · Short Prompt, Short Completion · 1 at once, 4 at once\n"
                   "slow · Short Prompt, Short Completion · 1 at once, 4 at once");
  g_assert_nonnull (strstr (find_note (notes, "Error of this computer")->text,
                            "slow · 4 at once: time to first token ± 2.00 ms"));
}

/* A mark may be on one percentile alone: then its meaning must be said, too. */
static void
test_mark_of_p95 (void)
{
  g_autoptr (PronyRun) run = result_fixture_make_run ("r", targets, 1);
  PronyTrial *trial = g_ptr_array_index (run->trials, 0);

  trial->calibration = prony_calibration_new ("shape");
  trial->calibration->ttft_p99_s = 0.001;
  trial->summary->distributions[PRONY_METRIC_TTFT].p95 = 0.002;
  g_assert_true (prony_result_table_any_mark (run));
}

static void
test_notes_of_schedule (void)
{
  g_autoptr (PronyRun) run = result_fixture_make_run ("r", targets, 1);
  PronyTrial *trial = g_ptr_array_index (run->trials, 0);
  PronyDistribution *all = trial->summary->distributions;
  g_autoptr (GPtrArray) notes = NULL;

  trial->load = prony_load_level_open (4, PRONY_ARRIVAL_POISSON);
  all[PRONY_METRIC_SEND_LAG] = (PronyDistribution){ .count = 9, .p99 = NAN, .max = 0.25 };
  all[PRONY_METRIC_LATENCY].p50 = 0.5;
  all[PRONY_METRIC_LATENCY_FROM_SCHEDULE].p50 = 0.75;
  notes = prony_result_notes_new (run);
  g_assert_false (find_note (notes, "up to 250 ms after they were due. Median latency: 500 ms from "
                                    "sending, 750 ms from schedule.")
                    ->warning);
}

int
main (int argc, char *argv[])
{
  widget_fixture_init ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/load-group/concurrency", test_concurrency);
  ADD ("/load-group/chips", test_chips);
  ADD ("/load-group/rate", test_rate);
  ADD ("/load-group/sweep", test_sweep);
  ADD ("/load-group/trace", test_trace);
  ADD ("/load-group/own", test_own);
  ADD ("/load-group/mistakes", test_mistakes);
  g_test_add_func ("/result-notes/none", test_notes_none);
  g_test_add_func ("/result-notes/notes", test_notes);
  g_test_add_func ("/result-notes/shared", test_notes_shared);
  g_test_add_func ("/result-notes/mark-of-p95", test_mark_of_p95);
  g_test_add_func ("/result-notes/schedule", test_notes_of_schedule);

  return g_test_run ();
}
