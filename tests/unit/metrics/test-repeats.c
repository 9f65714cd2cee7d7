/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What was measured several times: how far apart it is, and that nobody wins by what repeats
 * of the same differ by. */

#include "config.h"

#include <math.h>

#include "base/prony-util.h"
#include "core/metrics/prony-recommendation.h"
#include "core/metrics/prony-repeat-spread.h"
#include "core/metrics/prony-summarize.h"
#include "synthetic-records.h"

#define N_REQUESTS 60
#define N_REPEATS 3

typedef struct
{
  PronyRun *run;
  GPtrArray *records;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->run = prony_run_new ("test");
  fixture->records = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  prony_run_unref (fixture->run);
  g_ptr_array_unref (fixture->records);
}

static GPtrArray *
get_records (PronyTrial *trial, gpointer user_data)
{
  Fixture *fixture = user_data;

  return g_ptr_array_ref (g_ptr_array_index (fixture->records, trial->index));
}

/* Requests take up to 20 ms more than @ttft to the first token. */
static PronyTrial *
add_trial (Fixture *fixture, const char *name, guint repeat, guint repeats, double ttft)
{
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new ("http://127.0.0.1:1", NULL);
  g_autoptr (PronyTarget) target = prony_target_new (engine, "m");
  GPtrArray *records = new_records ();
  PronySummaryInput input;
  PronyTrial *trial;

  for (guint i = 0; i < N_REQUESTS; i++)
    g_ptr_array_add (
      records,
      make_record (i + 1, i * 2.0, ttft + i * 7 % N_REQUESTS * 0.02 / N_REQUESTS, 0.01, 20));
  prony_set_str (&target->name, name);
  trial = prony_trial_new (fixture->run->trials->len, target, "chat", "Chat",
                           PRONY_SCENARIO_SHORT_SHORT, prony_load_level_closed (1));
  trial->repeat = repeat;
  trial->repeats = repeats;
  trial->state = PRONY_STATE_FINISHED;
  prony_summary_input_init (&input, records);
  trial->summary = prony_summarize (&input);
  g_ptr_array_add (fixture->run->trials, trial);
  g_ptr_array_add (fixture->records, records);
  return trial;
}

/* Repeats of two targets, forth and back, the second of them by @by slower; repeats of either
 * are @apart from one another. */
static void
add_pair (Fixture *fixture, guint repeats, double by, double apart)
{
  for (guint i = 0; i < repeats; i++)
    for (guint k = 0; k < 2; k++)
      {
        guint target = i % 2 == 0 ? k : 1 - k;

        add_trial (fixture, target == 0 ? "one" : "two", i, repeats, 0.1 + i * apart + target * by);
      }
}

static gboolean
is_clear (Fixture *fixture, double *noise_floor)
{
  g_autoptr (GArray) winners = prony_comparison_find_winners (fixture->run, get_records, fixture);
  g_autoptr (GPtrArray) advice = prony_recommendations_find (fixture->run, get_records, fixture);
  const PronyWinner *winner = &g_array_index (winners, PronyWinner, 0);
  const PronyRecommendation *chat = g_ptr_array_index (advice, PRONY_USE_CHAT);

  g_assert_cmpuint (winners->len, ==, 1);
  g_assert_cmpint (winner->winner, ==, 0);
  g_assert_cmpint (winner->runner_up, ==, 1);
  g_assert_cmpint (chat->trial, ==, 0);
  g_assert_cmpint (chat->runner_up, ==, 1);
  g_assert_cmpint (chat->clear, ==, winner->comparison.clear);
  g_assert_cmpfloat_with_epsilon (winner->comparison.ratio, chat->comparison.ratio, 1e-12);
  *noise_floor = winner->comparison.noise_floor;
  return winner->comparison.clear;
}

/* What is clear by the requests of one trial each is not where trials of the same differ by
 * as much, and is again where they do not. */
static void
test_noise_floor (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    guint repeats;
    double apart;
    gboolean clear;
  } cases[] = {
    { 1, 0, TRUE },
    { N_REPEATS, 0.01, FALSE },
    { N_REPEATS, 0.001, TRUE },
    { 2, 0.004, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double noise_floor;

      add_pair (fixture, cases[i].repeats, 0.008, cases[i].apart);
      g_assert_cmpint (is_clear (fixture, &noise_floor), ==, cases[i].clear);
      g_assert_cmpint (isnan (noise_floor), ==, cases[i].repeats == 1);
      g_ptr_array_set_size (fixture->run->trials, 0);
      g_ptr_array_set_size (fixture->records, 0);
    }
}

/* A recommendation says the mean of repeats, and one of them is enough not to give it. */
static void
test_recommendation (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) advice = NULL;
  const PronyRecommendation *chat;

  add_pair (fixture, N_REPEATS, 0.1, 0.001);
  advice = prony_recommendations_find (fixture->run, get_records, fixture);
  chat = g_ptr_array_index (advice, PRONY_USE_CHAT);
  g_assert_cmpint (chat->trial, ==, 0);
  g_assert_true (chat->clear);
  g_assert_cmpuint (chat->equals->len, ==, 0);
  g_assert_nonnull (strstr (g_ptr_array_index (chat->reasons, 0), "111 ms, against 211 ms"));

  ((PronyTrial *) g_ptr_array_index (fixture->run->trials, 4))->state = PRONY_STATE_FAILED;
  g_clear_pointer (&advice, g_ptr_array_unref);
  advice = prony_recommendations_find (fixture->run, get_records, fixture);
  chat = g_ptr_array_index (advice, PRONY_USE_CHAT);
  g_assert_cmpint (chat->trial, ==, 1);
}

/* The band follows from standard deviation / mean: of 100, 100 + d and 100 + 2 d it is
 * d / (100 + d). */
static void
test_spread (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    double apart;
    PronySteadiness steadiness;
    const char *name;
  } cases[] = {
    { 0, PRONY_STEADINESS_EXCELLENT, "excellent" },
    { 0.005, PRONY_STEADINESS_EXCELLENT, "excellent" },
    { 0.008, PRONY_STEADINESS_GOOD, "good" },
    { 0.02, PRONY_STEADINESS_FAIR, "fair" },
    { 0.05, PRONY_STEADINESS_UNSTABLE, "unstable" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) found = NULL;
      const PronyRepeatSpread *spread;
      double first;

      add_pair (fixture, N_REPEATS, 0.1, cases[i].apart);
      found = prony_repeat_spread_find_all (fixture->run);
      g_assert_cmpuint (found->len, ==, 2);
      spread = &g_array_index (found, PronyRepeatSpread, 0);
      first = prony_summary_get (spread->trial->summary, PRONY_METRIC_TTFT);
      g_assert_true (spread->trial == g_ptr_array_index (fixture->run->trials, 0));
      g_assert_cmpuint (spread->n, ==, N_REPEATS);
      g_assert_cmpfloat_with_epsilon (spread->mean, first + cases[i].apart, 1e-6);
      g_assert_cmpfloat_with_epsilon (spread->variation, cases[i].apart / spread->mean, 1e-6);
      g_assert_cmpint (spread->steadiness, ==, cases[i].steadiness);
      g_assert_cmpstr (prony_steadiness_to_string (spread->steadiness), ==, cases[i].name);
      g_ptr_array_set_size (fixture->run->trials, 0);
      g_ptr_array_set_size (fixture->records, 0);
    }
}

/* One repeat, or one that has the figure, varies by nothing that is known. */
static void
test_no_spread (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) single = NULL;
  g_autoptr (GArray) stopped = NULL;

  add_pair (fixture, 1, 0.1, 0);
  single = prony_repeat_spread_find_all (fixture->run);
  g_assert_cmpuint (single->len, ==, 0);

  g_ptr_array_set_size (fixture->run->trials, 0);
  add_trial (fixture, "one", 0, N_REPEATS, 0.1);
  for (guint i = 1; i < N_REPEATS; i++)
    {
      PronyTrial *trial = add_trial (fixture, "one", i, N_REPEATS, 0.1);

      trial->state = PRONY_STATE_STOPPED;
      g_clear_pointer (&trial->summary, prony_summary_unref);
    }
  stopped = prony_repeat_spread_find_all (fixture->run);
  g_assert_cmpuint (stopped->len, ==, 0);
}

/* --- Words ------------------------------------------------------------------------ */

static void
test_titles (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    guint repeat;
    guint repeats;
    const char *title;
    const char *label;
  } cases[] = {
    { 0, 1, "one · Chat · 1 at once", "1" },
    { 0, 3, "one · Chat · 1 at once · 1 of 3", "1 · 1 of 3" },
    { 2, 3, "one · Chat · 1 at once · 3 of 3", "1 · 3 of 3" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PronyTrial *trial = add_trial (fixture, "one", cases[i].repeat, cases[i].repeats, 0.1);
      g_autofree char *title = prony_trial_get_title (trial);
      g_autofree char *group = prony_trial_get_group_title (trial);
      g_autofree char *label = prony_trial_get_load_label (trial);

      g_assert_cmpstr (title, ==, cases[i].title);
      g_assert_cmpstr (group, ==, cases[0].title);
      g_assert_cmpstr (label, ==, cases[i].label);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, test)                                                                            \
  g_test_add ("/metrics/repeats/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("noise-floor", test_noise_floor);
  ADD ("recommendation", test_recommendation);
  ADD ("spread", test_spread);
  ADD ("no-spread", test_no_spread);
  ADD ("titles", test_titles);
#undef ADD
  return g_test_run ();
}
