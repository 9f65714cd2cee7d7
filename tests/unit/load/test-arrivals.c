/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/load/prony-arrivals.h"

#define N_DRAWN 20000

/* Over that times √n the Kolmogorov-Smirnov test rejects at 1 %. */
#define KS_LIMIT 1.628

static PronyLoadLevel
make_level (double rate, PronyArrivalPattern arrival, double burstiness)
{
  PronyLoadLevel level = prony_load_level_open (rate, arrival);

  level.burstiness = burstiness;
  g_assert_true (prony_load_level_check (&level, NULL));
  return level;
}

/* When the first @n requests are due, in seconds. */
static double *
take_times (const PronyLoadLevel *level, guint64 seed, guint n)
{
  g_autoptr (PronyArrivals) arrivals = prony_arrivals_new (level, NULL, seed);
  double *times = g_new (double, n);
  gint64 before = 0;

  for (guint i = 0; i < n; i++)
    {
      PronyArrival arrival;

      g_assert_true (prony_arrivals_next (arrivals, &arrival));
      g_assert_cmpuint (arrival.number, ==, i);
      g_assert_cmpint (arrival.at_ns, >=, before);
      g_assert_cmpint (arrival.prompt_tokens, ==, -1);
      g_assert_cmpint (arrival.output_tokens, ==, -1);
      before = arrival.at_ns;
      times[i] = (double) arrival.at_ns / 1e9;
    }
  return times;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The gamma distribution of mean 1: the series of the incomplete gamma function. */
static double
gamma_cdf (double x, double shape)
{
  double term = 1;
  double sum = 1;

  x *= shape;
  if (x <= 0)
    return 0;
  for (guint i = 1; term > 1e-12 * sum; i++)
    {
      term *= x / (shape + i);
      sum += term;
    }
  return sum * exp (shape * log (x) - x - lgamma (shape + 1));
}

/* The greatest distance of the sample from the distribution, times √n. */
static double
measure_distance (double *values, guint n, double shape)
{
  double distance = 0;

  qsort (values, n, sizeof *values, compare_doubles);
  for (guint i = 0; i < n; i++)
    {
      double expected = gamma_cdf (values[i], shape);

      distance = MAX (distance, MAX (expected - (double) i / n, (double) (i + 1) / n - expected));
    }
  return distance * sqrt (n);
}

/* From moments to gaps, the first from 0, in units of @mean. */
static void
times_to_gaps (double *times, guint n, double mean)
{
  for (guint i = n; i-- > 0;)
    times[i] = (times[i] - (i > 0 ? times[i - 1] : 0)) / mean;
}

static void
test_constant (void)
{
  static const gint64 rates[] = { 1, 3, 7, 500, 1000, 99991, 100000 };

  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      PronyLoadLevel level = make_level ((double) rates[i], PRONY_ARRIVAL_CONSTANT, 1);
      g_autoptr (PronyArrivals) arrivals = prony_arrivals_new (&level, NULL, 1);
      PronyArrival arrival;

      for (gint64 j = 0; j < 200000; j++)
        {
          gint64 exact = j * 1000000000;

          g_assert_true (prony_arrivals_next (arrivals, &arrival));
          g_assert_cmpint (ABS (arrival.at_ns * rates[i] - exact), <=, rates[i]);
        }
    }
}

/* After ten million requests too, each is where it belongs to the nanosecond. */
static void
test_no_drift (void)
{
  PronyLoadLevel level = make_level (3, PRONY_ARRIVAL_CONSTANT, 1);
  g_autoptr (PronyArrivals) arrivals = prony_arrivals_new (&level, NULL, 1);
  PronyArrival arrival;

  for (guint i = 0; i <= 10000000; i++)
    prony_arrivals_next (arrivals, &arrival);

  g_assert_cmpuint (arrival.number, ==, 10000000);
  g_assert_cmpint (ABS (arrival.at_ns - G_GINT64_CONSTANT (3333333333333333)), <=, 1);
}

static const struct
{
  const char *name;
  PronyArrivalPattern arrival;
  double shape;
} drawn[] = {
  { "poisson", PRONY_ARRIVAL_POISSON, 1 },   { "gamma-0.3", PRONY_ARRIVAL_GAMMA, 0.3 },
  { "gamma-0.5", PRONY_ARRIVAL_GAMMA, 0.5 }, { "gamma-1", PRONY_ARRIVAL_GAMMA, 1 },
  { "gamma-2", PRONY_ARRIVAL_GAMMA, 2 },     { "gamma-20", PRONY_ARRIVAL_GAMMA, 20 },
};

static void
test_distribution (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  double shape = drawn[row].shape;
  /* So slow that hardly any of the many short gaps of a bursty pattern is rounded to 0. */
  PronyLoadLevel level = make_level (0.01, drawn[row].arrival, shape);

  for (guint64 seed = 1; seed <= 5; seed++)
    {
      g_autofree double *gaps = take_times (&level, seed, N_DRAWN);
      double sum = 0;
      double squares = 0;
      double distance;

      times_to_gaps (gaps, N_DRAWN, 1 / level.rate);
      for (guint i = 0; i < N_DRAWN; i++)
        {
          sum += gaps[i];
          squares += gaps[i] * gaps[i];
        }
      /* Mean 1 and variance 1/shape, to within four of their standard errors. */
      g_assert_cmpfloat_with_epsilon (sum / N_DRAWN, 1, 4 / sqrt (shape * N_DRAWN));
      g_assert_cmpfloat_with_epsilon (squares / N_DRAWN - pow (sum / N_DRAWN, 2), 1 / shape,
                                      4 / shape * sqrt ((2 + 6 / shape) / N_DRAWN));
      distance = measure_distance (gaps, N_DRAWN, shape);
      g_test_message ("seed %u: distance %.3f", (guint) seed, distance);
      g_assert_cmpfloat (distance, <, KS_LIMIT);
    }
}

/* The test itself sees what it must not let pass. */
static void
test_wrong_distribution (void)
{
  PronyLoadLevel level = make_level (50, PRONY_ARRIVAL_GAMMA, 1.1);
  g_autofree double *gaps = take_times (&level, 1, N_DRAWN);

  times_to_gaps (gaps, N_DRAWN, 1 / level.rate);
  g_assert_cmpfloat (measure_distance (gaps, N_DRAWN, 1), >, KS_LIMIT);
}

static const struct
{
  double from;
  double to;
  double ramp_s;
} ramps[] = {
  { 2, 20, 30 }, { 20, 2, 30 }, { 5, 5, 10 }, { 0.5, 1000, 4 }, { 1000, 0.5, 4 },
};

static double
integrate_rate (const PronyLoadLevel *level, double at_s)
{
  double on_ramp = MIN (at_s, level->ramp_s);

  return level->from_rate * on_ramp +
         (level->rate - level->from_rate) * on_ramp * on_ramp / (2 * level->ramp_s) +
         MAX (at_s - level->ramp_s, 0) * level->rate;
}

/* As many requests have come as the integral of the rate says, on the ramp and
 * behind it. */
static void
test_ramp_counts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (ramps); i++)
    {
      PronyLoadLevel level = make_level (ramps[i].to, PRONY_ARRIVAL_CONSTANT, 1);
      g_autofree double *times = NULL;
      guint n;

      level.from_rate = ramps[i].from;
      level.ramp_s = ramps[i].ramp_s;
      n = (guint) integrate_rate (&level, 2 * ramps[i].ramp_s);
      times = take_times (&level, 1, n);
      for (guint j = 0; j < n; j++)
        g_assert_cmpfloat_with_epsilon (integrate_rate (&level, times[j]), j, 1e-5);
      g_assert_cmpfloat (times[n - 1], >, ramps[i].ramp_s);
    }
}

static void
test_ramp_poisson (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (ramps); i++)
    {
      PronyLoadLevel level = make_level (ramps[i].to, PRONY_ARRIVAL_POISSON, 1);
      g_autofree double *times = NULL;
      guint n;

      level.from_rate = ramps[i].from;
      level.ramp_s = ramps[i].ramp_s;
      n = (guint) integrate_rate (&level, 2 * ramps[i].ramp_s);
      times = take_times (&level, 7, n);
      for (guint j = 0; j < n; j++)
        times[j] = integrate_rate (&level, times[j]);
      times_to_gaps (times, n, 1);
      g_assert_cmpfloat (measure_distance (times, n, 1), <, KS_LIMIT);
    }
}

static void
test_seeds (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (drawn); i++)
    {
      PronyLoadLevel level = make_level (50, drawn[i].arrival, drawn[i].shape);
      g_autofree double *one = take_times (&level, 1, 1000);
      g_autofree double *same = take_times (&level, 1, 1000);
      g_autofree double *other = take_times (&level, 2, 1000);
      guint n_equal = 0;

      g_assert_cmpmem (one, 1000 * sizeof *one, same, 1000 * sizeof *same);
      for (guint j = 0; j < 1000; j++)
        n_equal += one[j] == other[j];
      g_assert_cmpuint (n_equal, <, 10);
    }
}

/* At the highest rate hardly two requests share a nanosecond. */
static void
test_fast (void)
{
  PronyLoadLevel level = make_level (PRONY_LOAD_MAX_RATE, PRONY_ARRIVAL_POISSON, 1);
  g_autofree double *times = take_times (&level, 1, 1000000);
  guint n_ties = 0;

  for (guint i = 1; i < 1000000; i++)
    n_ties += times[i] == times[i - 1];
  g_assert_cmpuint (n_ties, <, 1000);
  g_assert_cmpfloat_with_epsilon (times[999999], 10, 0.05);
}

/* What would be due after the end of time is not due. */
static void
test_slow (void)
{
  PronyLoadLevel level = make_level (1e-9, PRONY_ARRIVAL_CONSTANT, 1);
  g_autoptr (PronyArrivals) arrivals = prony_arrivals_new (&level, NULL, 1);
  PronyArrival arrival;

  for (guint i = 0; i < 10; i++)
    {
      g_assert_true (prony_arrivals_next (arrivals, &arrival));
      g_assert_cmpfloat_with_epsilon ((double) arrival.at_ns, i * 1e18, 1e4);
    }
  g_assert_false (prony_arrivals_next (arrivals, &arrival));
}

static void
test_replay (void)
{
  static const PronyTraceRequest requests[] = {
    { 0, 10, 20 },
    { 1000000000, -1, 30 },
    { 1000000000, 40, -1 },
    { 2500000001, 50, 60 },
  };
  static const double speeds[] = { 1, 2, 0.5 };
  g_autoptr (PronyTrace) trace = g_atomic_rc_box_new0 (PronyTrace);

  trace->requests = g_array_new (FALSE, FALSE, sizeof (PronyTraceRequest));
  g_array_append_vals (trace->requests, requests, G_N_ELEMENTS (requests));
  for (guint i = 0; i < G_N_ELEMENTS (speeds); i++)
    {
      PronyLoadLevel level = prony_load_level_trace (speeds[i]);
      g_autoptr (PronyArrivals) arrivals = prony_arrivals_new (&level, trace, 1);
      PronyArrival arrival;

      for (guint j = 0; j < G_N_ELEMENTS (requests); j++)
        {
          g_assert_true (prony_arrivals_next (arrivals, &arrival));
          g_assert_cmpuint (arrival.number, ==, j);
          g_assert_cmpint (arrival.at_ns, ==, (gint64) ((double) requests[j].at_ns / speeds[i]));
          g_assert_cmpint (arrival.prompt_tokens, ==, requests[j].prompt_tokens);
          g_assert_cmpint (arrival.output_tokens, ==, requests[j].output_tokens);
        }
      g_assert_false (prony_arrivals_next (arrivals, &arrival));
      g_assert_false (prony_arrivals_next (arrivals, &arrival));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/arrivals/constant", test_constant);
  g_test_add_func ("/arrivals/no-drift", test_no_drift);
  for (guint i = 0; i < G_N_ELEMENTS (drawn); i++)
    {
      g_autofree char *path = g_strconcat ("/arrivals/distribution/", drawn[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_distribution);
    }
  g_test_add_func ("/arrivals/wrong-distribution", test_wrong_distribution);
  g_test_add_func ("/arrivals/ramp-counts", test_ramp_counts);
  g_test_add_func ("/arrivals/ramp-poisson", test_ramp_poisson);
  g_test_add_func ("/arrivals/seeds", test_seeds);
  g_test_add_func ("/arrivals/fast", test_fast);
  g_test_add_func ("/arrivals/slow", test_slow);
  g_test_add_func ("/arrivals/replay", test_replay);
  return g_test_run ();
}
