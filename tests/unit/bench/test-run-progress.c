/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Plans of many shapes are carried out in a time of their own, and what was said of the
 * rest is held against what it turned out to be. */

#include "config.h"

#include <glib/gstdio.h>
#include <math.h>

#include "progress-world.h"

/* What is promised: from a tenth on within 20 %. Near the end the rest is so short that
 * 1 % of the whole is allowed instead, and what the last request scatters by. */
#define FROM 0.1
#define WITHIN 0.2
#define LEAST 0.01

/* --- What is promised ---------------------------------------------------------------------- */

static const ProgressShape shapes[] = {
  { "counted", 1, { 1 }, 1, { 1 }, { 50 }, { 1 }, .requests = 40 },
  { "counted, scattered", 1, { 1 }, 1, { 1 }, { 50 }, { 4 }, .requests = 160, .spread = 0.8 },
  { "streams in step", 1, { 1 }, 1, { 2 }, { 50 }, { 16 }, .requests = 320 },
  { "one round of each",
    2,
    { 1, 1.1 },
    3,
    { 4, 5, 6 },
    { 200, 250, 300 },
    { 8 },
    .requests = 8,
    .warmup = 1 },
  { "levels", 1, { 1 }, 1, { 1 }, { 50 }, { 1, 2, 4 }, 0.2, 0.1, .requests = 40 },
  { "time",
    2,
    { 1, 4 },
    1,
    { 0.5 },
    { 50 },
    { 1, 4 },
    .duration_s = 20,
    .warmup = 1,
    .prepare_s = 1 },
  { "time, long answers",
    2,
    { 1, 1.2 },
    2,
    { 8, 6 },
    { 400, 300 },
    { 4 },
    .spread = 0.3,
    .duration_s = 30,
    .grace_s = 5,
    .warmup = 1 },
  { "cooling down",
    3,
    { 1, 2, 3 },
    1,
    { 0.3 },
    { 50 },
    { 2 },
    .duration_s = 10,
    .cooldown_s = 5,
    .prepare_s = 0.5 },
  { "cooling down, counted",
    2,
    { 1, 1.2 },
    2,
    { 0.5, 1 },
    { 50, 100 },
    { 1, 2 },
    .requests = 20,
    .cooldown_s = 5 },
  { "scenarios of very different length",
    2,
    { 1, 1.2 },
    4,
    { 0.5, 1, 4, 20 },
    { 25, 50, 200, 1000 },
    { 1 },
    .spread = 0.1,
    .requests = 10,
    .warmup = 1 },
  { "the long one first",
    2,
    { 1, 1.2 },
    3,
    { 20, 4, 1 },
    { 1000, 200, 50 },
    { 1 },
    .spread = 0.1,
    .requests = 20 },
  { "scenarios that are not as assumed, long ones seen",
    3,
    { 1, 2, 0.5 },
    2,
    { 5, 1 },
    { 100, 100 },
    { 1 },
    .requests = 10,
    .earlier = TRUE },
  { "targets of different speed, measured before",
    4,
    { 1, 3, 0.4, 8 },
    2,
    { 1, 3 },
    { 50, 150 },
    { 1, 4 },
    0.2,
    0.2,
    .requests = 20,
    .earlier = TRUE },
  { "forth and back",
    3,
    { 1, 2, 4 },
    1,
    { 0.5 },
    { 50 },
    { 2 },
    .requests = 40,
    .repeats = 3,
    .cooldown_s = 2 },
  { "at the same time, again",
    2,
    { 1, 3 },
    1,
    { 1 },
    { 50 },
    { 2 },
    .requests = 30,
    .repeats = 4,
    .parallel = TRUE },
  { "open loop",
    2,
    { 1, 3 },
    2,
    { 1, 2 },
    { 50, 100 },
    .rate = 5,
    .duration_s = 20,
    .prepare_s = 0.5 },
  { "open loop, counted", 1, { 1 }, 2, { 1, 2 }, { 50, 100 }, .rate = 5, .requests = 200 },
  { "closed and open", 1, { 1 }, 1, { 0.5 }, { 50 }, { 2 }, .rate = 4, .requests = 80 },
  { "at the same time",
    3,
    { 1, 2, 4 },
    2,
    { 1, 2 },
    { 50, 100 },
    { 2 },
    .requests = 40,
    .parallel = TRUE,
    .warmup = 1 },
  { "at the same time, by time",
    3,
    { 1, 2, 4 },
    2,
    { 1, 2 },
    { 50, 100 },
    { 2 },
    .duration_s = 20,
    .parallel = TRUE,
    .warmup = 1 },
  { "own loads", 1, { 1 }, 2, { 1, 1 }, { 50, 50 }, { 1 }, .requests = 30, .own_loads = TRUE },
  { "time cuts the count",
    2,
    { 1, 1.5 },
    1,
    { 1 },
    { 50 },
    { 2 },
    .requests = 1000,
    .duration_s = 20 },
  { "the count comes before the time",
    2,
    { 1, 1.1 },
    1,
    { 1 },
    { 50 },
    { 2 },
    .requests = 40,
    .duration_s = 600 },
  { "streams out of step", 1, { 1 }, 1, { 2 }, { 50 }, { 6 }, .requests = 92, .spread = 0.2 },
  { "a slower one that was never measured",
    2,
    { 1, 4 },
    1,
    { 0.4 },
    { 60 },
    { 4 },
    .requests = 40,
    .warmup = 1,
    .first_s = 0.04,
    .token_s = 0.006 },
  { "a slower one whose tokens are not seen",
    2,
    { 1, 10 },
    1,
    { 0.4 },
    { 60 },
    { 4 },
    .requests = 40 },
  { "short, long, and a long prompt",
    1,
    { 1 },
    3,
    { 0.36, 5.04, 0.36 },
    { 64, 1000, 64 },
    { 4 },
    .requests = 24,
    .warmup = 1,
    .spread = 0.1,
    .first_s = 0.04,
    .token_s = 0.005 },
  { "thinking", 1, { 1 }, 2, { 1, 2 }, { 50, 100 }, { 4 }, .requests = 80, .think_s = 2 },
  { "long warm-up",
    2,
    { 1, 1.1 },
    2,
    { 2, 4 },
    { 100, 200 },
    { 4 },
    .requests = 20,
    .warmup = 3,
    .prepare_s = 1 },
};

static void
remember (ProgressWorld *self)
{
  for (guint i = 0; i < self->plan->targets->len; i++)
    for (guint s = 0; s < self->plan->scenarios->len; s++)
      {
        PronyLoadLevel load = prony_load_level_closed (1);

        prony_run_pace_add_earlier (prony_run_progress_get_pace (self->progress), i, s, &load,
                                    1.1 * progress_world_get_truth (self, i, s, &load));
      }
}

static double
get_scatter (const ProgressShape *shape)
{
  double longest_s = 0;

  for (guint i = 0; i < shape->n_scenarios; i++)
    for (guint k = 0; k < shape->n_targets; k++)
      longest_s = MAX (longest_s, shape->answer_s[i] * shape->slowness[k]);

  return shape->spread * longest_s;
}

static void
test_shape (gconstpointer data)
{
  ProgressWorld self;
  double whole_s;

  progress_world_init (&self, data);
  g_assert_true (prony_plan_check (self.plan, NULL));
  if (self.shape->earlier)
    remember (&self);
  progress_world_carry_out (&self);

  whole_s = self.now_s;
  g_assert_cmpfloat (prony_run_progress_get_remaining (self.progress, NULL), ==, 0);
  g_assert_cmpfloat (prony_run_progress_get_share (self.progress), ==, 1);
  for (guint i = 0; i < self.said->len; i++)
    {
      const ProgressSaid *said = &g_array_index (self.said, ProgressSaid, i);
      double truth_s = whole_s - said->at_s;
      double wrong_s = fabs (said->remaining_s - truth_s);

      if (said->at_s < FROM * whole_s)
        continue;
      if (said->at_least && said->remaining_s <= truth_s)
        continue;
      if (!(wrong_s <= MAX (WITHIN * truth_s, LEAST * whole_s + get_scatter (self.shape))))
        {
          g_test_fail_printf ("After %.1f of %.1f s, %s%.1f s were said to be left", said->at_s,
                              whole_s, said->at_least ? "at least " : "", said->remaining_s);
          break;
        }
    }

  progress_world_clear (&self);
}

/* --- What cannot be known, and what is sure anyway ------------------------------------------ */

static const ProgressShape plain = { "plain", 2, { 1, 1 }, 2, { 1, 1 }, { 50, 50 }, { 1 } };

static PronyPlan *
make_plain (guint requests, double duration_s)
{
  PronyPlan *plan = progress_world_make_plan (&plain);

  plan->requests = requests;
  plan->duration_s = duration_s;
  plan->warmup = 0;
  return plan;
}

/* A count tells nothing before a request has ended; a time tells from the start. */
static void
test_nothing_yet (void)
{
  g_autoptr (PronyPlan) counted = make_plain (10, 0);
  g_autoptr (PronyPlan) timed = make_plain (0, 10);
  g_autoptr (PronyRunProgress) progress = prony_run_progress_new (counted);
  g_autoptr (PronyRunProgress) sure = prony_run_progress_new (timed);

  prony_run_progress_prepare (progress, 0, 2);
  prony_run_progress_update (progress, 0, 3, 5);
  g_assert_true (isnan (prony_run_progress_get_remaining (progress, NULL)));
  g_assert_true (isnan (prony_run_progress_get_trial_remaining (progress, 0, 0)));
  g_assert_true (isnan (prony_run_progress_get_trial_share (progress, 0, 0)));
  g_assert_cmpfloat (prony_run_progress_get_share (progress), ==, 0);
  g_assert_cmpfloat_with_epsilon (prony_run_progress_get_remaining (sure, NULL), 40, 0.01);
}

/* A request that takes longer than those before says that others will, too. */
static void
test_late (void)
{
  g_autoptr (PronyPlan) plan = make_plain (10, 0);
  g_autoptr (PronyRunProgress) progress = prony_run_progress_new (plan);
  ProgressWorld world = { .progress = progress };
  ProgressEnding ending = { 1, 1, 0 };
  double before_s, after_s;

  prony_run_progress_prepare (progress, 0, 0);
  progress_world_tell (&world, 0, &ending, FALSE);
  prony_run_progress_update (progress, 0, 1, 1);
  g_assert_cmpfloat_with_epsilon (prony_run_progress_get_trial_remaining (progress, 0, 0), 9, 0.01);
  g_assert_cmpfloat_with_epsilon (prony_run_progress_get_trial_share (progress, 0, 0), 0.1, 0.01);
  prony_run_progress_update (progress, 0, 5, 5);
  before_s = prony_run_progress_get_trial_remaining (progress, 0, 0);
  g_assert_cmpfloat (before_s, >, 8 * (1 + 4) / 2.0);
  prony_run_progress_update (progress, 0, 100, 100);
  after_s = prony_run_progress_get_trial_remaining (progress, 0, 0);
  g_assert_cmpfloat (after_s, >, 8 * (1 + 99) / 2.0);
  g_assert_true (isfinite (after_s));
}

/* Of one target nothing is known: what is known of the others is the least. */
static void
test_at_least (void)
{
  g_autoptr (PronyPlan) plan = make_plain (10, 0);
  g_autoptr (PronyRunProgress) progress = prony_run_progress_new (plan);
  ProgressWorld world = { .progress = progress };
  ProgressEnding ending = { 1, 1, 0 };
  gboolean at_least = TRUE;

  g_assert_true (isnan (prony_run_progress_get_remaining (progress, &at_least)));
  g_assert_false (at_least);
  prony_run_progress_prepare (progress, 0, 0);
  progress_world_tell (&world, 0, &ending, FALSE);
  prony_run_progress_update (progress, 0, 1, 1);
  g_assert_cmpfloat_with_epsilon (prony_run_progress_get_remaining (progress, &at_least), 19, 0.01);
  g_assert_true (at_least);

  prony_run_progress_finish (progress, 0, 10);
  prony_run_progress_prepare (progress, 1, 0);
  prony_run_progress_update (progress, 1, 0.1, 0.1);
  g_assert_true (isnan (prony_run_progress_get_trial_remaining (progress, 1, 1)));
  ending.target = 1;
  progress_world_tell (&world, 1, &ending, FALSE);
  prony_run_progress_update (progress, 1, 1, 1);
  g_assert_cmpfloat_with_epsilon (prony_run_progress_get_remaining (progress, &at_least), 29, 0.1);
  g_assert_false (at_least);
}

/* Nothing is over while its last request is waited for. */
static void
test_last_request (void)
{
  g_autoptr (PronyPlan) plan = make_plain (2, 0);
  g_autoptr (PronyRunProgress) progress = prony_run_progress_new (plan);
  ProgressWorld world = { .progress = progress };
  ProgressEnding ending = { 1, 1, 0 };

  for (guint i = 1; i < 4; i++)
    prony_run_progress_leave_out (progress, i);
  prony_run_progress_prepare (progress, 0, 0);
  progress_world_tell (&world, 0, &ending, FALSE);
  prony_run_progress_update (progress, 0, 100, 100);
  g_assert_cmpfloat (prony_run_progress_get_remaining (progress, NULL), >, 0);
  g_assert_cmpfloat (prony_run_progress_get_share (progress), <, 1);
  g_assert_cmpfloat (prony_run_progress_get_trial_share (progress, 0, 0), <, 1);
  prony_run_progress_end_trial (progress, 0, 0);
  g_assert_cmpfloat (prony_run_progress_get_share (progress), ==, 1);
  g_assert_cmpfloat (prony_run_progress_get_trial_share (progress, 0, 0), ==, 1);
}

/* A target that is not there is done at once; one that was left out is not waited for. */
static void
test_left_out (void)
{
  g_autoptr (PronyPlan) plan = make_plain (0, 10);
  g_autoptr (PronyRunProgress) progress = prony_run_progress_new (plan);

  prony_run_progress_finish (progress, 0, 0.01);
  g_assert_cmpfloat_with_epsilon (prony_run_progress_get_remaining (progress, NULL), 30, 0.01);
  prony_run_progress_leave_out (progress, 3);
  g_assert_cmpfloat_with_epsilon (prony_run_progress_get_remaining (progress, NULL), 20, 0.01);
  prony_run_progress_leave_out (progress, 100);
  prony_run_progress_prepare (progress, 1, 0);
  prony_run_progress_end_trial (progress, 1, 1);
  g_assert_cmpfloat_with_epsilon (prony_run_progress_get_remaining (progress, NULL), 10, 0.01);
}

/* Nor is one of several that are measured at the same time, when its step comes. */
static void
test_left_out_beside_others (void)
{
  g_autoptr (PronyPlan) plan = make_plain (0, 10);
  g_autoptr (PronyRunProgress) progress = NULL;
  const PronyLoadLevel *load = &g_array_index (plan->levels, PronyLoadLevel, 0);

  plan->order = PRONY_ORDER_PARALLEL;
  progress = prony_run_progress_new (plan);
  prony_run_progress_leave_out (progress, 0);
  prony_run_progress_expect (progress, 0, 0, load, PRONY_PROGRESS_ALL_TARGETS);
  prony_run_progress_prepare (progress, 0, 0);
  g_assert_cmpfloat (prony_run_progress_get_trial_remaining (progress, 0, 0), ==, 0);
  g_assert_cmpfloat (prony_run_progress_get_trial_remaining (progress, 0, 1), ==, 10);
}

static void
test_trace (void)
{
  static const ProgressShape traced = { "traced", 1, { 1 }, 1, { 1 }, { 50 } };
  g_autoptr (PronyPlan) plan = progress_world_make_plan (&traced);
  g_autoptr (PronyRunProgress) progress = NULL;
  g_autofree char *file = NULL;
  int fd = g_file_open_tmp ("prony-trace-XXXXXX.csv", &file, NULL);

  g_assert_true (g_close (fd, NULL));
  g_assert_true (
    g_file_set_contents (file, "timestamp,input_length,output_length\n0,1,1\n4,1,1\n", -1, NULL));
  plan->trace = prony_trace_read (file, NULL);
  g_remove (file);
  g_assert_nonnull (plan->trace);
  prony_plan_add_level (plan, prony_load_level_trace (0.5));
  progress = prony_run_progress_new (plan);
  prony_run_progress_update (progress, 0, 4, 4);
  g_assert_cmpfloat_with_epsilon (prony_run_progress_get_remaining (progress, NULL), 4, 0.01);
}

/* Of two scenarios the first needs fewer loads than expected, the second more. It never
 * counts back, and is through at the end. */
static void
test_sweep (void)
{
  const guint n_loads[] = { 3, 14 };
  ProgressShape shape = plain;
  ProgressWorld self;
  guint step = 0;

  shape.n_targets = 1;
  shape.duration_s = 10;
  progress_world_init (&self, &shape);
  self.plan->sweep = TRUE;
  prony_run_progress_free (self.progress);
  self.progress = prony_run_progress_new (self.plan);
  for (guint i = 0; i < 2; i++)
    for (guint j = 0; j < n_loads[i]; j++)
      {
        PronyLoadLevel load = prony_load_level_closed (1 + j);

        progress_world_carry_out_step (&self, step++, i, &load, 0);
      }

  prony_run_progress_complete (self.progress);
  g_assert_cmpfloat (prony_run_progress_get_share (self.progress), ==, 1);
  g_assert_cmpfloat (prony_run_progress_get_remaining (self.progress, NULL), ==, 0);
  for (guint i = 0; i < self.said->len; i++)
    g_assert_cmpfloat (g_array_index (self.said, ProgressSaid, i).remaining_s, >=, 0);
  progress_world_clear (&self);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/run-progress/shape/%s", shapes[i].name);

      g_test_add_data_func (path, &shapes[i], test_shape);
    }
  g_test_add_func ("/run-progress/nothing-yet", test_nothing_yet);
  g_test_add_func ("/run-progress/late", test_late);
  g_test_add_func ("/run-progress/at-least", test_at_least);
  g_test_add_func ("/run-progress/last-request", test_last_request);
  g_test_add_func ("/run-progress/left-out", test_left_out);
  g_test_add_func ("/run-progress/left-out/parallel", test_left_out_beside_others);
  g_test_add_func ("/run-progress/trace", test_trace);
  g_test_add_func ("/run-progress/sweep", test_sweep);

  return g_test_run ();
}
