/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The rows of a load and the plan that comes of them, and what a result says of its
 * accuracy. */

#include "config.h"

#include <glib/gstdio.h>
#include <math.h>

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
  g_assert_cmpuint (fixture->plan->levels->len, ==, 1);
  g_assert_true (prony_load_level_is_closed (get_level (fixture, 0), 1));
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
  g_assert_false (prony_result_notes_any_doubt (run));
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

  notes = prony_result_notes_new (run);
  g_assert_cmpuint (notes->len, >=, 2);
  note = g_ptr_array_index (notes, 0);
  g_assert_true (note->warning);
  g_assert_nonnull (strstr (note->text, prony_client_limit_describe (PRONY_CLIENT_LIMIT_CPU)));
  g_assert_nonnull (strstr (note->text, "15"));
  g_assert_nonnull (strstr (note->text, "3 times"));
  note = g_ptr_array_index (notes, notes->len - 1);
  g_assert_nonnull (strstr (note->text, "±"));
  g_assert_nonnull (strstr (note->text, "20"));
  g_assert_true (prony_result_notes_any_doubt (run));
}

int
main (int argc, char *argv[])
{
  widget_fixture_init ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/load-group/concurrency", test_concurrency);
  ADD ("/load-group/rate", test_rate);
  ADD ("/load-group/sweep", test_sweep);
  ADD ("/load-group/trace", test_trace);
  ADD ("/load-group/mistakes", test_mistakes);
  g_test_add_func ("/result-notes/none", test_notes_none);
  g_test_add_func ("/result-notes/notes", test_notes);

  return g_test_run ();
}
