/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The charts of a run with requests as points, or as medians over something. */

#define G_LOG_DOMAIN "Prony-analysis"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/analysis/prony-run-chart-private.h"
#include "core/stats/prony-quantile.h"

/* With more different values, neighbours are put together. */
#define MAX_EXACT 16

/* So many bins in a doubling. */
#define BINS_PER_DOUBLING 2

/* Tukey's far out values: beyond the quartiles by so many times their distance. */
#define FAR_OUT 3

/* --- Medians over something ------------------------------------------------------ */

static int
compare_pairs (gconstpointer a, gconstpointer b)
{
  double first = ((const Pair *) a)->x;
  double second = ((const Pair *) b)->x;

  return (first > second) - (first < second);
}

static int
get_bin (double x)
{
  return x > 0 ? (int) floor (log2 (x) * BINS_PER_DOUBLING) : G_MININT;
}

static void
add_bin (PronyChart *chart, guint series, const Pair *pairs, guint n)
{
  g_autofree double *values = g_new (double, n);

  for (guint i = 0; i < n; i++)
    values[i] = pairs[i].value;
  prony_sort_doubles (values, n);
  prony_chart_add_point (chart, series, pairs[n / 2].x, prony_quantile_sorted (values, n, 0.5),
                         prony_quantile_sorted (values, n, 0.25),
                         prony_quantile_sorted (values, n, 0.75));
}

/* Medians and quartiles of the pairs' values over their numbers, which lie together in
 * bins where there are many; bins of few values are left out. Sorts @pairs.
 * Returns: how many points were added */
guint
_prony_run_chart_add_bins (PronyChart *chart, guint series, GArray *pairs)
{
  const Pair *all = (const Pair *) (gpointer) pairs->data;
  guint n_different = 0;
  guint n_points = 0;
  guint from = 0;

  g_array_sort (pairs, compare_pairs);
  for (guint i = 0; i < pairs->len; i++)
    n_different += i == 0 || all[i].x > all[i - 1].x;
  for (guint i = 1; i <= pairs->len; i++)
    {
      if (i < pairs->len && (n_different > MAX_EXACT ? get_bin (all[i].x) == get_bin (all[from].x)
                                                     : all[i].x <= all[from].x))
        continue;
      if (i - from >= MIN_PER_BIN)
        {
          add_bin (chart, series, all + from, i - from);
          n_points++;
        }
      from = i;
    }

  return n_points;
}

static GPtrArray *
new_pairs (guint n)
{
  GPtrArray *pairs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (pairs, g_array_new (FALSE, FALSE, sizeof (Pair)));
  return pairs;
}

/* Takes @chart where there is more than a point on one of its lines. */
static void
take_medians (PronyRunChart *self, PronyChart *chart, GPtrArray *pairs, const char *absent)
{
  guint n_most = 0;

  for (guint i = 0; i < pairs->len; i++)
    {
      guint n = _prony_run_chart_add_bins (chart, i, g_ptr_array_index (pairs, i));

      n_most = MAX (n_most, n);
    }
  if (n_most < 3)
    {
      prony_chart_unref (chart);
      self->absent = absent;
      return;
    }

  _prony_run_chart_take (self, chart);
  _prony_run_chart_say (self, _ ("The lines are medians, the bands the middle half of the "
                                 "requests."));
}

void
_prony_run_chart_latency_by_context (PronyRunChart *self, const PronyRunChartData *data)
{
  PronyChart *chart =
    prony_chart_new (PRONY_CHART_LINES, _ ("Latency by size of the context, median"),
                     PRONY_UNIT_SECONDS, PRONY_BETTER_LOWER);
  g_autoptr (GPtrArray) pairs = new_pairs (data->groups->targets->len);
  guint group, target;

  chart->x_title = g_strdup (_ ("Tokens of the prompt and the answer"));
  chart->x_unit = PRONY_UNIT_TOKENS;
  prony_run_charts_add_targets (chart, data->groups);
  for (guint i = 0; i < data->rows->len; i++)
    {
      const PronyRequestRow *row = &g_array_index (data->rows, PronyRequestRow, i);
      const Pair pair = { (double) row->prompt_tokens + (double) row->completion_tokens,
                          prony_request_row_get (row, PRONY_METRIC_LATENCY) };

      if (_prony_run_chart_is_measured (row) && row->prompt_tokens >= 0 &&
          row->completion_tokens >= 0 && isfinite (pair.value) &&
          prony_run_groups_find (data->groups, row->trial, &group, &target))
        g_array_append_val (g_ptr_array_index (pairs, target), pair);
    }
  take_medians (self, chart, pairs,
                N_ ("The requests of this run are too few, or of too few lengths, for a line."));
}

/* --- Requests in flight ---------------------------------------------------------- */

static int
compare_stamps (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

/* When the requests to a target were sent, and when they had ended, both sorted. */
typedef struct
{
  GArray *sent;
  GArray *ended;
} Flight;

static guint
count_before (GArray *sorted, gint64 ns)
{
  guint low = 0, high = sorted->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (sorted, gint64, middle) <= ns)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static void
flight_free (gpointer data)
{
  Flight *flight = data;

  g_array_unref (flight->sent);
  g_array_unref (flight->ended);
  g_free (flight);
}

/* By target; those of the warm-up and those that failed are a load too. */
static GPtrArray *
list_flights (const PronyRunChartData *data)
{
  GPtrArray *flights = g_ptr_array_new_with_free_func (flight_free);
  guint group, target;

  for (guint i = 0; i < data->groups->targets->len; i++)
    {
      Flight *flight = g_new0 (Flight, 1);

      flight->sent = g_array_new (FALSE, FALSE, sizeof (gint64));
      flight->ended = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_ptr_array_add (flights, flight);
    }
  for (guint i = 0; i < data->rows->len; i++)
    {
      const PronyRequestRow *row = &g_array_index (data->rows, PronyRequestRow, i);
      Flight *flight;

      if (row->sent_ns == G_MININT64 || row->finished_ns < row->sent_ns ||
          !prony_run_groups_find (data->groups, row->trial, &group, &target))
        continue;
      flight = g_ptr_array_index (flights, target);
      g_array_append_val (flight->sent, row->sent_ns);
      g_array_append_val (flight->ended, row->finished_ns);
    }
  for (guint i = 0; i < flights->len; i++)
    {
      Flight *flight = g_ptr_array_index (flights, i);

      g_array_sort (flight->sent, compare_stamps);
      g_array_sort (flight->ended, compare_stamps);
    }

  return flights;
}

void
_prony_run_chart_rate_by_in_flight (PronyRunChart *self, const PronyRunChartData *data)
{
  PronyChart *chart =
    prony_chart_new (PRONY_CHART_LINES, _ ("Speed of an answer by requests in flight, median"),
                     PRONY_UNIT_TOKENS_PER_SECOND, PRONY_BETTER_HIGHER);
  g_autoptr (GPtrArray) pairs = new_pairs (data->groups->targets->len);
  g_autoptr (GPtrArray) flights = list_flights (data);
  guint group, target;

  chart->x_title = g_strdup (_ ("Requests in flight when it was sent"));
  chart->x_unit = PRONY_UNIT_COUNT;
  prony_run_charts_add_targets (chart, data->groups);
  for (guint i = 0; i < data->rows->len; i++)
    {
      const PronyRequestRow *row = &g_array_index (data->rows, PronyRequestRow, i);
      Pair pair = { 0, prony_request_row_get (row, PRONY_METRIC_TOKENS_PER_SEC) };
      const Flight *flight;

      if (!_prony_run_chart_is_measured (row) || !isfinite (pair.value) ||
          !prony_run_groups_find (data->groups, row->trial, &group, &target))
        continue;
      flight = g_ptr_array_index (flights, target);
      pair.x = (double) count_before (flight->sent, row->sent_ns) -
               (double) count_before (flight->ended, row->sent_ns);
      if (pair.x >= 1)
        g_array_append_val (g_ptr_array_index (pairs, target), pair);
    }
  take_medians (self, chart, pairs,
                N_ ("The number of requests in flight hardly changed in this run."));
}

/* --- Requests as points ---------------------------------------------------------- */

/* A request in a chart. */
typedef struct
{
  double x;
  double value;
  gint64 mark;
  guint target;
  gboolean flagged;
} Point;

static int
compare_points (gconstpointer a, gconstpointer b)
{
  const Point *first = a;
  const Point *second = b;

  if (first->target != second->target)
    return first->target < second->target ? -1 : 1;
  return (first->x > second->x) - (first->x < second->x);
}

/* Beyond these values of a group and target is an outlier. */
static GArray *
find_limits (const PronyRunChartData *data, PronyMetric metric)
{
  g_autoptr (GPtrArray) samples = _prony_run_chart_collect (data, metric);
  GArray *limits = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < samples->len; i++)
    {
      GArray *sample = g_ptr_array_index (samples, i);
      const double *values = (const double *) (gpointer) sample->data;
      double low = prony_quantile_sorted (values, sample->len, 0.25);
      double high = prony_quantile_sorted (values, sample->len, 0.75);
      double limit = sample->len >= MIN_PER_BIN ? high + FAR_OUT * (high - low) : INFINITY;

      g_array_append_val (limits, limit);
    }

  return limits;
}

typedef double (*XFunc) (const PronyRunChartData *data, const PronyRequestRow *row);

static GArray *
list_points (const PronyRunChartData *data, PronyMetric metric, XFunc get_x)
{
  g_autoptr (GArray) limits = find_limits (data, metric);
  GArray *points = g_array_new (FALSE, FALSE, sizeof (Point));
  guint group;

  for (guint i = 0; i < data->rows->len; i++)
    {
      const PronyRequestRow *row = &g_array_index (data->rows, PronyRequestRow, i);
      Point point = { get_x (data, row), prony_request_row_get (row, metric), row->row_id, 0,
                      FALSE };

      if (!_prony_run_chart_is_measured (row) || !isfinite (point.x) || !isfinite (point.value) ||
          !prony_run_groups_find (data->groups, row->trial, &group, &point.target))
        continue;
      point.flagged =
        point.value >
        g_array_index (limits, double, group * data->groups->targets->len + point.target);
      g_array_append_val (points, point);
    }
  g_array_sort (points, compare_points);
  return points;
}

/* Outliers are shown whatever their number: they are few by their definition. */
static void
add_points (PronyRunChart *self, PronyChart *chart, GArray *points)
{
  guint every = points->len / MAX_POINTS + 1;
  guint n_flagged = 0;
  g_autofree char *sentence = NULL;

  for (guint i = 0; i < points->len; i++)
    {
      const Point *point = &g_array_index (points, Point, i);

      n_flagged += point->flagged;
      if (i % every != 0 && !point->flagged)
        continue;
      prony_chart_add_point (chart, point->target, point->x, point->value, NAN, NAN);
      prony_chart_mark_last (chart, point->mark, point->flagged);
    }

  if (every > 1)
    {
      g_autofree char *thinned = g_strdup_printf (
        /* Translators: %u is a number over 1 */
        _ ("One in %u requests is shown, and all outliers."), every);

      _prony_run_chart_say (self, thinned);
    }
  if (n_flagged == 0)
    return;
  sentence = g_strdup_printf (
    /* Translators: %u is a number of requests */
    ngettext ("%u outlier lies above the upper quartile by more than three times the distance "
              "of the quartiles.",
              "%u outliers lie above the upper quartile by more than three times the distance "
              "of the quartiles.",
              n_flagged),
    n_flagged);
  _prony_run_chart_say (self, sentence);
}

static double
get_prompt_length (const PronyRunChartData *data, const PronyRequestRow *row)
{
  return row->prompt_tokens >= 0 ? (double) row->prompt_tokens : NAN;
}

static gboolean
have_one_x (GArray *points)
{
  for (guint i = 1; i < points->len; i++)
    if (g_array_index (points, Point, i).x != g_array_index (points, Point, 0).x)
      return FALSE;

  return TRUE;
}

void
_prony_run_chart_latency_by_prompt (PronyRunChart *self, const PronyRunChartData *data)
{
  g_autoptr (GArray) points = list_points (data, PRONY_METRIC_LATENCY, get_prompt_length);
  PronyChart *chart;

  if (have_one_x (points))
    {
      self->absent = points->len == 0 ? N_ ("No request that succeeded has a counted prompt.")
                                      : N_ ("All prompts of this run are equally long.");
      return;
    }

  chart = prony_chart_new (PRONY_CHART_SCATTER, _ ("Latency by prompt length"), PRONY_UNIT_SECONDS,
                           PRONY_BETTER_LOWER);
  chart->x_title = g_strdup (_ ("Tokens of the prompt"));
  chart->x_unit = PRONY_UNIT_TOKENS;
  prony_run_charts_add_targets (chart, data->groups);
  add_points (self, chart, points);
  _prony_run_chart_take (self, chart);
}

static double
get_wall_clock (const PronyRunChartData *data, const PronyRequestRow *row)
{
  return row->sent_ns != G_MININT64
           ? (double) data->groups->run->started_us + (double) row->sent_ns / 1000
           : NAN;
}

static void
take_over_time (PronyRunChart *self, const PronyRunChartData *data, PronyMetric metric)
{
  g_autoptr (GArray) points = list_points (data, metric, get_wall_clock);
  const PronyMetricInfo *info = prony_metric_get_info (metric);
  g_autofree char *title = NULL;
  PronyChart *chart;

  if (points->len < 2)
    return;

  /* Translators: %s is a metric */
  title = g_strdup_printf (_ ("%s of the requests over the run"), prony_metric_get_title (metric));
  chart = prony_chart_new (PRONY_CHART_SCATTER, title, info->unit, info->better);
  chart->x_title = g_strdup (_ ("When the request was sent"));
  chart->x_scale = PRONY_SCALE_TIME;
  prony_run_charts_add_targets (chart, data->groups);
  add_points (self, chart, points);
  _prony_run_chart_take (self, chart);
}

void
_prony_run_chart_over_time (PronyRunChart *self, const PronyRunChartData *data)
{
  take_over_time (self, data, PRONY_METRIC_TTFT);
  if (self->charts->len == 0)
    take_over_time (self, data, PRONY_METRIC_LATENCY);
  if (self->charts->len == 0)
    self->absent = N_ ("Too few requests succeeded.");
}
