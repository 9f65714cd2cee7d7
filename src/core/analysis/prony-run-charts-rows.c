/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The charts of a run that are drawn from its requests: how they are spread. */

#define G_LOG_DOMAIN "Prony-analysis"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-clock.h"
#include "core/analysis/prony-run-chart-private.h"
#include "core/stats/prony-quantile.h"

/* Fewer values have no shape. */
#define MIN_FOR_VIOLINS 30

/* So many values of a sample tell its shape. */
#define MAX_SAMPLE 2000

/* --- Common ---------------------------------------------------------------------- */

/* Whether a request is one of those that figures are made of. */
gboolean
_prony_run_chart_is_measured (const PronyRequestRow *row)
{
  return !row->warmup && row->outcome == PRONY_OUTCOME_OK;
}

/* The values of a metric by group and target, sorted. */
GPtrArray *
_prony_run_chart_collect (const PronyRunChartData *data, PronyMetric metric)
{
  GPtrArray *samples = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  guint group, target;

  for (guint i = 0; i < prony_run_groups_count_cells (data->groups); i++)
    g_ptr_array_add (samples, g_array_new (FALSE, FALSE, sizeof (double)));
  for (guint i = 0; i < data->rows->len; i++)
    {
      const PronyRequestRow *row = &g_array_index (data->rows, PronyRequestRow, i);
      double value = prony_request_row_get (row, metric);

      if (_prony_run_chart_is_measured (row) && isfinite (value) &&
          prony_run_groups_find (data->groups, row->trial, &group, &target))
        g_array_append_val (
          g_ptr_array_index (samples, group * data->groups->targets->len + target), value);
    }
  for (guint i = 0; i < samples->len; i++)
    {
      GArray *sample = g_ptr_array_index (samples, i);

      prony_sort_doubles ((double *) (gpointer) sample->data, sample->len);
    }

  return samples;
}

/* A sorted sample that is spread like a longer one. */
static GArray *
thin (GArray *sorted)
{
  guint n = MIN (sorted->len, MAX_SAMPLE);
  GArray *thinned = g_array_sized_new (FALSE, FALSE, sizeof (double), n);

  for (guint i = 0; i < n; i++)
    {
      guint64 at = n == sorted->len ? i : (guint64) i * (sorted->len - 1) / (n - 1);

      g_array_append_val (thinned, g_array_index (sorted, double, at));
    }

  return thinned;
}

/* --- Boxes and violins ----------------------------------------------------------- */

static gboolean
have_shapes (GPtrArray *samples)
{
  for (guint i = 0; i < samples->len; i++)
    {
      guint n = ((GArray *) g_ptr_array_index (samples, i))->len;

      if (n > 0 && n < MIN_FOR_VIOLINS)
        return FALSE;
    }

  return TRUE;
}

static void
take_spread (PronyRunChart *self, const PronyRunChartData *data, PronyMetric metric)
{
  const PronyRunGroups *groups = data->groups;
  const PronyMetricInfo *info = prony_metric_get_info (metric);
  g_autoptr (GPtrArray) samples = _prony_run_chart_collect (data, metric);
  PronyChart *chart =
    prony_chart_new (have_shapes (samples) ? PRONY_CHART_VIOLINS : PRONY_CHART_BOXES,
                     prony_metric_get_title (metric), info->unit, info->better);

  prony_run_charts_add_targets (chart, groups);
  for (guint i = 0; i < MIN (groups->groups->len, PRONY_RUN_CHARTS_MAX_GROUPS); i++)
    {
      guint heading = prony_chart_add_group (chart, prony_run_groups_get (groups, i)->heading);

      for (guint j = 0; j < groups->targets->len; j++)
        {
          GArray *sample = g_ptr_array_index (samples, i * groups->targets->len + j);

          if (prony_run_groups_get_cell (groups, i, j)->len > 0)
            prony_chart_add_sample (chart, heading, j, thin (sample));
        }
    }
  _prony_run_chart_take (self, chart);
  if (self->charts->len == 0)
    self->absent = N_ ("No request succeeded.");
}

void
_prony_run_chart_latency (PronyRunChart *self, const PronyRunChartData *data)
{
  take_spread (self, data, PRONY_METRIC_LATENCY);
}

void
_prony_run_chart_ttft_spread (PronyRunChart *self, const PronyRunChartData *data)
{
  take_spread (self, data, PRONY_METRIC_TTFT);
}

/* --- Cumulative distribution ----------------------------------------------------- */

/* So many steps are as fine as a screen. */
#define MAX_STEPS 500

static void
add_steps (PronyChart *chart, guint series, GArray *sorted)
{
  guint n = MIN (sorted->len, MAX_STEPS);

  for (guint i = 0; i < n; i++)
    {
      guint64 at = ((guint64) i + 1) * sorted->len / n - 1;
      double value = g_array_index (sorted, double, at);

      if (value > 0)
        prony_chart_add_point (chart, series, value, (double) (at + 1) / sorted->len, NAN, NAN);
    }
}

/* A chart for each scenario and load; takes @samples, by group and target. */
void
_prony_run_chart_take_steps (PronyRunChart *self,
                             const PronyRunChartData *data,
                             const char *what,
                             GPtrArray *samples)
{
  const PronyRunGroups *groups = data->groups;
  GPtrArray *charts = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_chart_unref);

  for (guint i = 0; i < groups->groups->len; i++)
    {
      g_autofree char *title =
        g_strdup_printf ("%s · %s", what, prony_run_groups_get (groups, i)->heading);
      g_autoptr (PronyChart) chart =
        prony_chart_new (PRONY_CHART_STEPS, title, PRONY_UNIT_RATIO, PRONY_BETTER_NEITHER);

      chart->x_title = g_strdup (what);
      chart->x_unit = PRONY_UNIT_SECONDS;
      chart->x_scale = PRONY_SCALE_LOG;
      prony_run_charts_add_targets (chart, groups);
      for (guint j = 0; j < groups->targets->len; j++)
        {
          GArray *sample = g_ptr_array_index (samples, i * groups->targets->len + j);

          if (sample->len >= MIN_PER_BIN)
            add_steps (chart, j, sample);
        }
      if (prony_chart_has_values (chart))
        g_ptr_array_add (charts, g_steal_pointer (&chart));
    }
  g_ptr_array_unref (samples);
  _prony_run_chart_take_all (self, charts);
  if (self->charts->len == 0)
    self->absent = N_ ("Too few requests succeeded for a distribution.");
}

void
_prony_run_chart_ttft_steps (PronyRunChart *self, const PronyRunChartData *data)
{
  _prony_run_chart_take_steps (self, data, prony_metric_get_title (PRONY_METRIC_TTFT),
                               _prony_run_chart_collect (data, PRONY_METRIC_TTFT));
}

/* --- Kinds of work --------------------------------------------------------------- */

static const char *
get_class_title (PronyScenarioClass klass)
{
  switch (klass)
    {
    case PRONY_SCENARIO_SHORT_LONG:
      return _ ("Short prompt, long answer");
    case PRONY_SCENARIO_LONG_SHORT:
      return _ ("Long prompt, short answer");
    case PRONY_SCENARIO_LONG_LONG:
      return _ ("Long prompt, long answer");
    case PRONY_SCENARIO_SHORT_SHORT:
      return _ ("Short prompt, short answer");
    case PRONY_SCENARIO_OTHER:
    default:
      return _ ("Other work");
    }
}

/* All values of a class for a target, sorted; %NULL where the run has no such work. */
static GArray *
pool_class (const PronyRunGroups *groups,
            GPtrArray *samples,
            PronyScenarioClass klass,
            guint target)
{
  g_autoptr (GArray) pooled = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < groups->groups->len; i++)
    {
      GArray *sample = g_ptr_array_index (samples, i * groups->targets->len + target);

      if (prony_run_groups_get (groups, i)->first->klass == klass)
        g_array_append_vals (pooled, sample->data, sample->len);
    }
  if (pooled->len == 0)
    return NULL;

  prony_sort_doubles ((double *) (gpointer) pooled->data, pooled->len);
  return thin (pooled);
}

void
_prony_run_chart_by_class (PronyRunChart *self, const PronyRunChartData *data)
{
  const PronyRunGroups *groups = data->groups;
  const PronyMetricInfo *info = prony_metric_get_info (PRONY_METRIC_TOKENS_PER_SEC);
  g_autoptr (GPtrArray) samples = _prony_run_chart_collect (data, PRONY_METRIC_TOKENS_PER_SEC);
  g_autoptr (PronyChart) chart =
    prony_chart_new (PRONY_CHART_BOXES, prony_metric_get_title (PRONY_METRIC_TOKENS_PER_SEC),
                     info->unit, info->better);

  prony_run_charts_add_targets (chart, groups);
  for (guint klass = 0; klass <= PRONY_SCENARIO_OTHER; klass++)
    {
      int heading = -1;

      for (guint i = 0; i < groups->targets->len; i++)
        {
          GArray *sample = pool_class (groups, samples, (PronyScenarioClass) klass, i);

          if (sample == NULL)
            continue;
          if (heading < 0)
            heading =
              (int) prony_chart_add_group (chart, get_class_title ((PronyScenarioClass) klass));
          prony_chart_add_sample (chart, (guint) heading, i, sample);
        }
    }

  if (chart->groups->len > 1)
    _prony_run_chart_take (self, g_steal_pointer (&chart));
  else
    self->absent = N_ ("All scenarios of this run ask for the same kind of work.");
}

/* --- Where the time goes --------------------------------------------------------- */

enum
{
  PART_LAG,
  PART_WAIT,
  PART_PREFILL,
  PART_THINKING,
  PART_ANSWER,
  N_PARTS,
};

/* The parts of a request's time, in seconds, from when it was due. */
static gboolean
get_parts (const PronyRequestRow *row, double parts[N_PARTS])
{
  gint64 headers_ns = row->headers_ns != G_MININT64 ? row->headers_ns : row->sent_ns;
  const gint64 stamps[N_PARTS + 1] = { row->scheduled_ns,   row->sent_ns,   headers_ns,
                                       row->first_token_ns, row->answer_ns, row->last_token_ns };

  for (guint i = 0; i <= N_PARTS; i++)
    if (stamps[i] == G_MININT64 || (i > 0 && stamps[i] < stamps[i - 1]))
      return FALSE;
  for (guint i = 0; i < N_PARTS; i++)
    parts[i] = prony_ns_to_s (stamps[i + 1] - stamps[i]);

  return TRUE;
}

typedef struct
{
  double parts[N_PARTS];
  guint n;
} PartSums;

static GArray *
sum_parts (const PronyRunChartData *data)
{
  GArray *sums = g_array_new (FALSE, TRUE, sizeof (PartSums));
  guint group, target;

  g_array_set_size (sums, prony_run_groups_count_cells (data->groups));
  for (guint i = 0; i < data->rows->len; i++)
    {
      const PronyRequestRow *row = &g_array_index (data->rows, PronyRequestRow, i);
      double parts[N_PARTS];
      PartSums *sum;

      if (!_prony_run_chart_is_measured (row) || !get_parts (row, parts) ||
          !prony_run_groups_find (data->groups, row->trial, &group, &target))
        continue;
      sum = &g_array_index (sums, PartSums, group * data->groups->targets->len + target);
      sum->n++;
      for (guint j = 0; j < N_PARTS; j++)
        sum->parts[j] += parts[j];
    }

  return sums;
}

void
_prony_run_chart_time_parts (PronyRunChart *self, const PronyRunChartData *data)
{
  static const char *const titles[N_PARTS] = {
    N_ ("Late to go out"),
    N_ ("Wait for the headers"),
    N_ ("Wait for the first token"),
    N_ ("Thinking"),
    N_ ("Answer"),
  };
  const PronyRunGroups *groups = data->groups;
  g_autoptr (GArray) sums = sum_parts (data);
  PronyChart *chart = prony_chart_new (PRONY_CHART_STACKED, _ ("Where the time goes, mean"),
                                       PRONY_UNIT_SECONDS, PRONY_BETTER_LOWER);

  for (guint i = 0; i < N_PARTS; i++)
    prony_chart_add_series (chart, _ (titles[i]), i, FALSE);
  for (guint i = 0; i < sums->len; i++)
    {
      const PartSums *sum = &g_array_index (sums, PartSums, i);
      g_autofree char *heading =
        prony_run_groups_describe_cell (groups, i / groups->targets->len, i % groups->targets->len);
      guint bar;

      if (sum->n == 0 || chart->groups->len >= PRONY_RUN_CHARTS_MAX_GROUPS)
        continue;
      bar = prony_chart_add_group (chart, heading);
      for (guint j = 0; j < N_PARTS; j++)
        prony_chart_add_bar (chart, bar, j, sum->parts[j] / sum->n, NAN, NAN);
    }
  _prony_run_chart_take (self, chart);
  if (self->charts->len == 0)
    self->absent = N_ ("No answer came as a stream.");
}
