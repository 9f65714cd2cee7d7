/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What is the same must not be called different, and what is different must be found:
 * two hundred times each, with requests that are drawn as the simulator draws them. */

#include "config.h"

#include <math.h>

#include "core/metrics/prony-comparison.h"
#include "core/metrics/prony-request-metrics.h"
#include "core/stats/prony-quantile.h"
#include "synthetic-records.h"

#define REQUESTS 100

/* In the first case of each, and in all of them with -m slow. */
#define TIMES 200
#define TIMES_QUICK 20

typedef struct
{
  const char *name;
  double jitter;  /* coefficient of variation of a request's times */
  double memory;  /* share of a deviation that is that of the request before */
  double between; /* coefficient of variation of a whole trial's times */
  guint repeats;
  double change;
  PronyMetric metric;
} Case;

static double
draw_normal (GRand *rand)
{
  double sum = 0;

  for (guint i = 0; i < 12; i++)
    sum += g_rand_double (rand);
  return sum - 6;
}

/* A factor of mean 1, never below 0, as the simulator's jitter. */
static double
draw_factor (double deviate, double variation)
{
  double sigma = sqrt (log (1 + variation * variation));

  return exp (sigma * deviate - sigma * sigma / 2);
}

static GPtrArray *
draw_trial (GRand *rand, const Case *what, double scale)
{
  GPtrArray *records = new_records ();
  double deviate = draw_normal (rand);
  double level = scale * draw_factor (draw_normal (rand), what->between);

  for (guint i = 0; i < REQUESTS; i++)
    {
      double ttft;

      deviate =
        what->memory * deviate + sqrt (1 - what->memory * what->memory) * draw_normal (rand);
      ttft = 0.2 * level * draw_factor (deviate, what->jitter);
      g_ptr_array_add (
        records,
        make_record (i + 1, i * 2, ttft, 0.02 * level * draw_factor (deviate, what->jitter), 10));
    }
  return records;
}

/* The one figure that is compared: all of them would take their time. */
static PronySummary *
summarize (GPtrArray *records, PronyMetric metric)
{
  PronySummary *summary = prony_summary_new ();
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
  double busy_s = 0;

  for (guint i = 0; i < records->len; i++)
    {
      const PronyRequestRecord *record = g_ptr_array_index (records, i);
      double value = metric < PRONY_N_DISTRIBUTIONS ? prony_request_metric (record, metric) : 0;

      busy_s += prony_request_metric (record, PRONY_METRIC_LATENCY);
      if (metric == PRONY_METRIC_ITL)
        prony_request_itl (record, values);
      else
        g_array_append_val (values, value);
    }
  if (metric < PRONY_N_DISTRIBUTIONS)
    summary->distributions[metric].p50 =
      prony_median ((double *) (gpointer) values->data, values->len);
  else
    summary->scalars[metric - PRONY_N_DISTRIBUTIONS] = records->len / busy_s;
  return summary;
}

typedef struct
{
  PronyComparisonTrial trials[4];
} DrawnSide;

static void
draw_side (DrawnSide *side, GRand *rand, const Case *what, double scale)
{
  for (guint i = 0; i < what->repeats; i++)
    {
      side->trials[i].records = draw_trial (rand, what, scale);
      side->trials[i].summary = summarize (side->trials[i].records, what->metric);
    }
}

static void
clear_side (DrawnSide *side, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_ptr_array_unref (side->trials[i].records);
      prony_summary_unref (side->trials[i].summary);
    }
}

static guint
count_clear (const Case *what, guint32 seed, guint times)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guint n = 0;

  for (guint i = 0; i < times; i++)
    {
      DrawnSide a, b;
      PronyComparison comparison;

      draw_side (&a, rand, what, 1);
      draw_side (&b, rand, what, 1 + what->change);
      prony_comparison_init_repeats (&comparison, what->metric, a.trials, what->repeats, b.trials,
                                     what->repeats);
      n += comparison.clear;
      g_assert_cmpfloat (comparison.detectable, >, 0);
      g_assert_cmpint (isnan (comparison.noise_floor), ==, what->repeats == 1);
      clear_side (&a, what->repeats);
      clear_side (&b, what->repeats);
    }

  g_test_message ("%s: %u of %u are clear", what->name, n, times);
  return n;
}

static const Case same[] = {
  { "jitter of 12 %", 0.12, 0, 0, 1, 0, PRONY_METRIC_TTFT },
  { "jitter of 5 %", 0.05, 0, 0, 1, 0, PRONY_METRIC_TTFT },
  { "jitter of 50 %", 0.5, 0, 0, 1, 0, PRONY_METRIC_LATENCY },
  { "throughput", 0.12, 0, 0, 1, 0, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC },
  { "gaps", 0.12, 0, 0, 1, 0, PRONY_METRIC_ITL },
  { "a little dependent", 0.12, 0.2, 0, 1, 0, PRONY_METRIC_TTFT },
  { "dependent", 0.12, 0.5, 0, 1, 0, PRONY_METRIC_TTFT },
  { "very dependent", 0.12, 0.8, 0, 1, 0, PRONY_METRIC_TTFT },
  { "trials of their own level, measured twice", 0.12, 0, 0.05, 2, 0, PRONY_METRIC_TTFT },
  { "trials of their own level, measured thrice", 0.12, 0, 0.1, 3, 0, PRONY_METRIC_LATENCY },
  { "requests a second, measured thrice", 0.12, 0, 0, 3, 0, PRONY_METRIC_GOODPUT },
};

static const Case different[] = {
  { "jitter of 12 %", 0.12, 0, 0, 1, 0.1, PRONY_METRIC_LATENCY },
  { "jitter of 5 %", 0.05, 0, 0, 1, 0.1, PRONY_METRIC_TTFT },
  { "jitter of 15 %", 0.15, 0, 0, 1, 0.1, PRONY_METRIC_TTFT },
  { "throughput", 0.12, 0, 0, 1, -0.1, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC },
  { "gaps", 0.12, 0, 0, 1, 0.1, PRONY_METRIC_ITL },
  { "measured thrice", 0.12, 0, 0.02, 3, 0.1, PRONY_METRIC_TTFT },
  { "requests a second, measured thrice", 0.05, 0, 0, 3, 0.1, PRONY_METRIC_GOODPUT },
};

/* Three standard errors of a share that is measured so many times. */
static double
get_slack (double share, guint times)
{
  return 3 * sqrt (share * (1 - share) * times);
}

static guint
get_times (guint index)
{
  return index == 0 || g_test_slow () ? TIMES : TIMES_QUICK;
}

static void
test_same (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    {
      guint times = get_times (i);
      guint n = count_clear (&same[i], 40 + i, times);

      if (n > 0.05 * times + get_slack (0.05, times))
        g_error ("%s: %u of %u are clear", same[i].name, n, times);
    }
}

/* At least nine of ten; of the first case without slack. */
static void
test_different (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (different); i++)
    {
      guint times = get_times (i);
      guint n = count_clear (&different[i], 80 + i, times);

      if (n < 0.9 * times - (i > 0 ? get_slack (0.9, times) : 0))
        g_error ("%s: %u of %u are found", different[i].name, n, times);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/metrics/same/same", test_same);
  g_test_add_func ("/metrics/same/different", test_different);

  return g_test_run ();
}
