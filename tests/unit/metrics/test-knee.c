/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/metrics/prony-knee.h"

#define REQUESTS 200

/* What the engine of a curve does at a load. */
typedef struct
{
  double throughput;
  double failed;      /* share */
  double attained;    /* share that meets the objectives; NAN without any */
  double uncertainty; /* half of the interval of the latency, as a share; NAN if unknown */
  PronyState state;
} Point;

typedef Point (*Curve) (guint load);

static Point
at (double throughput)
{
  return (Point){
    .throughput = throughput, .attained = NAN, .uncertainty = 0.01, .state = PRONY_STATE_FINISHED
  };
}

static Point
saturating (guint load)
{
  return at (10.0 * MIN (load, 12));
}

static Point
linear (guint load)
{
  return at (10.0 * load);
}

static Point
flat (guint load)
{
  return at (50);
}

static Point
collapsing (guint load)
{
  return at (load <= 16 ? 10.0 * load : 2560.0 / load);
}

/* Three per cent up and down, and intervals that say so. */
static Point
noisy (guint load)
{
  Point point = at (10.0 * MIN (load, 16) * (1 + 0.03 * sin (load * 7.0)));

  point.uncertainty = 0.06;
  return point;
}

static Point
unsure (guint load)
{
  Point point = saturating (load);

  point.uncertainty = NAN;
  return point;
}

static Point
late (guint load)
{
  Point point = linear (load);

  point.attained = load <= 20 ? 1 : 0.5;
  return point;
}

static Point
never_in_time (guint load)
{
  Point point = linear (load);

  point.attained = 0.3;
  return point;
}

/* One miss more than allowed of 200 is chance. */
static Point
just_late (guint load)
{
  Point point = saturating (load);

  point.attained = 0.945;
  return point;
}

static Point
failing (guint load)
{
  Point point = linear (load);

  point.failed = load > 10 ? 0.2 : 0;
  return point;
}

static Point
failing_once (guint load)
{
  Point point = saturating (load);

  point.failed = 1.0 / REQUESTS;
  return point;
}

static Point
dying (guint load)
{
  Point point = linear (load);

  if (load > 4)
    point.state = PRONY_STATE_FAILED;
  return point;
}

static Point
dead (guint load)
{
  return (Point){ .throughput = NAN, .state = PRONY_STATE_FAILED };
}

static PronyTarget *
make_target (const char *model)
{
  g_autoptr (PronyEngineSpec) spec = prony_engine_spec_new ("http://127.0.0.1:8000", NULL);

  return prony_target_new (spec, model);
}

static PronyTrial *
make_trial (guint index, PronyTarget *target, const char *scenario, guint load, Point point)
{
  PronyTrial *trial = prony_trial_new (index, target, scenario, NULL, PRONY_SCENARIO_OTHER,
                                       prony_load_level_closed (load));
  PronySummary *summary;
  PronyDistribution *latency;

  trial->state = point.state;
  if (isnan (point.throughput))
    return trial;

  summary = prony_summary_new ();
  summary->outcomes[PRONY_OUTCOME_TIMEOUT] = (guint64) lround (REQUESTS * point.failed);
  summary->outcomes[PRONY_OUTCOME_OK] = REQUESTS - summary->outcomes[PRONY_OUTCOME_TIMEOUT];
  summary->scalars[PRONY_METRIC_OUTPUT_TOKENS_PER_SEC - PRONY_N_DISTRIBUTIONS] = point.throughput;
  summary->scalars[PRONY_METRIC_SLO_ATTAINMENT - PRONY_N_DISTRIBUTIONS] = point.attained;
  latency = &summary->distributions[PRONY_METRIC_LATENCY];
  latency->mean = 1;
  latency->mean_ci[0] = 1 - point.uncertainty;
  latency->mean_ci[1] = 1 + point.uncertainty;
  trial->summary = summary;
  return trial;
}

/* @loads: all that a sweep from 1 to 64 measures, in its order; @knee: 0 for none. */
static const struct
{
  const char *name;
  Curve curve;
  guint loads[12];
  guint knee;
  guint highest;
  PronyKneeEnd end;
} sweeps[] = {
  { "saturating", saturating, { 1, 2, 4, 8, 16, 32, 11, 13 }, 13, 32, PRONY_KNEE_END_SATURATED },
  { "linear", linear, { 1, 2, 4, 8, 16, 32, 64 }, 64, 64, PRONY_KNEE_END_GROWING },
  { "flat", flat, { 1, 2 }, 1, 2, PRONY_KNEE_END_SATURATED },
  { "collapsing",
    collapsing,
    { 1, 2, 4, 8, 16, 32, 11, 13, 14 },
    16,
    32,
    PRONY_KNEE_END_SATURATED },
  { "noisy", noisy, { 1, 2, 4, 8, 16, 32, 64, 11, 13, 14 }, 16, 64, PRONY_KNEE_END_SATURATED },
  { "no intervals", unsure, { 1, 2, 4, 8, 16, 32, 64, 11, 13 }, 13, 64, PRONY_KNEE_END_SATURATED },
  { "objective", late, { 1, 2, 4, 8, 16, 32, 23, 19, 21 }, 19, 19, PRONY_KNEE_END_OBJECTIVE },
  { "objective never met", never_in_time, { 1 }, 0, 0, PRONY_KNEE_END_OBJECTIVE },
  { "objective by chance",
    just_late,
    { 1, 2, 4, 8, 16, 32, 11, 13 },
    13,
    32,
    PRONY_KNEE_END_SATURATED },
  { "failing", failing, { 1, 2, 4, 8, 16, 11, 9, 10 }, 10, 10, PRONY_KNEE_END_FAILURES },
  { "failing once",
    failing_once,
    { 1, 2, 4, 8, 16, 32, 11, 13 },
    13,
    32,
    PRONY_KNEE_END_SATURATED },
  { "dying", dying, { 1, 2, 4, 8 }, 4, 4, PRONY_KNEE_END_LOST },
  { "dead", dead, { 1 }, 0, 0, PRONY_KNEE_END_LOST },
};

static void
test_sweeps (void)
{
  g_autoptr (PronyTarget) target = make_target ("llama3");

  for (guint i = 0; i < G_N_ELEMENTS (sweeps); i++)
    {
      g_autoptr (GPtrArray) trials =
        g_ptr_array_new_with_free_func ((GDestroyNotify) prony_trial_unref);
      g_autofree char *words = NULL;
      PronyKnee knee;
      guint next, n = 0;

      g_test_message ("%s", sweeps[i].name);
      for (;;)
        {
          prony_knee_find (&knee, trials);
          next = prony_knee_get_next (&knee, 1, 64);
          g_assert_cmpuint (next, ==, sweeps[i].loads[n]);
          if (next == 0)
            break;
          g_ptr_array_add (trials, make_trial (n++, target, "quick", next, sweeps[i].curve (next)));
        }

      g_assert_cmpuint (knee.trial != NULL ? knee.trial->load.concurrency : 0, ==, sweeps[i].knee);
      g_assert_cmpuint (knee.highest != NULL ? knee.highest->load.concurrency : 0, ==,
                        sweeps[i].highest);
      g_assert_cmpint (knee.end, ==, sweeps[i].end);
      words = prony_knee_describe (&knee);
      g_assert_true (g_str_has_suffix (words, "."));
    }
}

static const struct
{
  guint first;
  guint max;
  guint loads[8];
} ranges[] = {
  { 1, 1, { 1 } }, { 1, 6, { 1, 2, 4, 6 } },           { 3, 24, { 3, 6, 12, 24 } },
  { 8, 4, { 4 } }, { 40000, 60000, { 40000, 60000 } },
};

/* From where it is told to where it is told, the end included. */
static void
test_ranges (void)
{
  g_autoptr (PronyTarget) target = make_target ("llama3");

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      g_autoptr (GPtrArray) trials =
        g_ptr_array_new_with_free_func ((GDestroyNotify) prony_trial_unref);
      PronyKnee knee;
      guint next, n;

      for (n = 0;; n++)
        {
          prony_knee_find (&knee, trials);
          next = prony_knee_get_next (&knee, ranges[i].first, ranges[i].max);
          g_assert_cmpuint (next, ==, ranges[i].loads[n]);
          if (next == 0)
            break;
          g_ptr_array_add (trials, make_trial (n, target, "quick", next, linear (next)));
        }
    }
}

/* Loads that are not on the curve, and in any order. */
static void
test_unfit (void)
{
  g_autoptr (PronyTarget) target = make_target ("llama3");
  g_autoptr (GPtrArray) trials =
    g_ptr_array_new_with_free_func ((GDestroyNotify) prony_trial_unref);
  const guint loads[] = { 16, 2, 8, 1, 4 };
  PronyTrial *trial;
  PronyKnee knee;

  for (guint i = 0; i < G_N_ELEMENTS (loads); i++)
    g_ptr_array_add (trials, make_trial (i, target, "quick", loads[i], linear (loads[i])));
  trial = make_trial (5, target, "quick", 32, at (10000));
  trial->load.from_concurrency = 1;
  g_ptr_array_add (trials, trial);
  trial = make_trial (6, target, "quick", 0, at (10000));
  trial->load = prony_load_level_open (5, PRONY_ARRIVAL_POISSON);
  g_ptr_array_add (trials, trial);
  trial = make_trial (7, target, "quick", 64, at (10000));
  trial->state = PRONY_STATE_STOPPED;
  g_ptr_array_add (trials, trial);

  prony_knee_find (&knee, trials);
  g_assert_cmpuint (knee.most, ==, 16);
  g_assert_cmpuint (knee.trial->load.concurrency, ==, 16);
  g_assert_cmpfloat (knee.throughput, ==, 160);

  g_ptr_array_set_size (trials, 0);
  prony_knee_find (&knee, trials);
  g_assert_null (knee.trial);
  g_assert_true (isnan (knee.throughput));
  g_assert_cmpint (knee.end, ==, PRONY_KNEE_END_NOTHING);
}

/* Targets and scenarios are kept apart; two loads are no curve. */
static void
test_all (void)
{
  const char *const models[] = { "a", "b" };
  const char *const scenarios[] = { "quick", "long" };
  g_autoptr (PronyRun) run = prony_run_new ("test");
  g_autoptr (GArray) knees = NULL;
  guint load;

  for (guint i = 0; i < 2; i++)
    for (load = 1; load <= 16; load *= 2)
      for (guint j = 0; j < 2; j++)
        {
          g_autoptr (PronyTarget) target = make_target (models[j]);

          if (i == 1 && j == 1 && load > 2)
            continue;
          g_ptr_array_add (run->trials, make_trial (run->trials->len, target, scenarios[i], load,
                                                    j == 0 ? linear (load) : flat (load)));
        }

  knees = prony_knee_find_all (run);
  g_assert_cmpuint (knees->len, ==, 3);
  for (guint i = 0; i < knees->len; i++)
    {
      PronyKnee *knee = &g_array_index (knees, PronyKnee, i);

      g_assert_cmpstr (knee->trial->target->model, ==, models[i % 2]);
      g_assert_cmpstr (knee->trial->scenario_name, ==, scenarios[i / 2]);
      g_assert_cmpuint (knee->trial->load.concurrency, ==, i % 2 == 0 ? 16 : 1);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/knee/sweeps", test_sweeps);
  g_test_add_func ("/knee/ranges", test_ranges);
  g_test_add_func ("/knee/unfit", test_unfit);
  g_test_add_func ("/knee/all", test_all);

  return g_test_run ();
}
