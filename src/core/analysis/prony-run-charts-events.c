/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The charts of a run that are drawn from the events of some of its requests. */

#define G_LOG_DOMAIN "Prony-analysis"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-clock.h"
#include "core/analysis/prony-run-chart-private.h"
#include "core/metrics/prony-request-metrics.h"
#include "core/model/prony-event-cursor.h"
#include "core/stats/prony-quantile.h"

/* An answer is cut into so many equal parts of the longest that many have. */
#define N_POSITIONS 24

/* A rate over fewer tokens is noise. */
#define MIN_TOKENS_PER_POSITION 4

static GPtrArray *
get_records (const PronyRunChartData *data, guint group, guint target)
{
  return data->records != NULL
           ? g_ptr_array_index (data->records, group * data->groups->targets->len + target)
           : NULL;
}

static void
say_sampled (PronyRunChart *self, const PronyRunChartData *data)
{
  g_autofree char *sentence = NULL;

  if (data->n_records >= data->n_candidates)
    return;

  sentence = g_strdup_printf (
    /* Translators: %u are numbers of requests */
    _ ("From %u of the %u requests that succeeded, at equal distances over the run."),
    data->n_records, data->n_candidates);
  _prony_run_chart_say (self, sentence);
}

/* --- Events ---------------------------------------------------------------------- */

static gboolean
carries_tokens (const PronyRecordEvent *event)
{
  return prony_event_kind_carries_tokens ((PronyEventKind) event->kind);
}

/* What an event stands for where its own count is not known. */
static double
get_weight (const PronyRecordEvent *event)
{
  return event->tokens > 0 ? event->tokens : 1;
}

/* --- Tokens ---------------------------------------------------------------------- */

/* Which tokens of an answer are thinking: as the engine says, or as its events do. */
static double
count_thinking (const PronyRequestRecord *record)
{
  PronyEventCursor cursor;
  PronyRecordEvent event;
  double thinking = 0, all = 0;

  if (record->reasoning_tokens >= 0)
    return (double) MIN (record->reasoning_tokens, record->completion_tokens);

  prony_event_cursor_init (&cursor, record);
  while (prony_event_cursor_next (&cursor, &event))
    if (carries_tokens (&event))
      {
        all += get_weight (&event);
        thinking += event.kind == PRONY_EVENT_REASONING ? get_weight (&event) : 0;
      }

  return all > 0 ? (double) record->completion_tokens * thinking / all : 0;
}

/* Which share of the tokens of the answers is thinking; 0 where none is known. */
static double
get_thinking_share (GPtrArray *records)
{
  double thinking = 0, all = 0;

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const PronyRequestRecord *record = g_ptr_array_index (records, i);

      if (record->completion_tokens <= 0)
        continue;
      thinking += count_thinking (record);
      all += (double) record->completion_tokens;
    }

  return all > 0 ? thinking / all : 0;
}

static double
get_mean (GPtrArray *trials, PronyMetric metric)
{
  double sum = 0;
  guint n = 0;

  for (guint i = 0; i < trials->len; i++)
    {
      PronySummary *summary = ((PronyTrial *) g_ptr_array_index (trials, i))->summary;
      double mean = summary != NULL ? summary->distributions[metric].mean : NAN;

      if (isfinite (mean))
        {
          sum += mean;
          n++;
        }
    }

  return n > 0 ? sum / n : NAN;
}

void
_prony_run_chart_tokens (PronyRunChart *self, const PronyRunChartData *data)
{
  static const char *const titles[] = { N_ ("Prompt"), N_ ("Thinking"), N_ ("Answer") };
  const PronyRunGroups *groups = data->groups;
  PronyChart *chart = prony_chart_new (PRONY_CHART_STACKED, _ ("Tokens of a request, mean"),
                                       PRONY_UNIT_TOKENS, PRONY_BETTER_NEITHER);

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    prony_chart_add_series (chart, _ (titles[i]), i, FALSE);
  for (guint i = 0; i < prony_run_groups_count_cells (groups); i++)
    {
      guint group = i / groups->targets->len;
      guint target = i % groups->targets->len;
      GPtrArray *trials = prony_run_groups_get_cell (groups, group, target);
      g_autofree char *heading = prony_run_groups_describe_cell (groups, group, target);
      double share = get_thinking_share (get_records (data, group, target));
      double prompt = get_mean (trials, PRONY_METRIC_PROMPT_TOKENS);
      double answer = get_mean (trials, PRONY_METRIC_COMPLETION_TOKENS);
      guint bar;

      if ((isnan (prompt) && isnan (answer)) || chart->groups->len >= PRONY_RUN_CHARTS_MAX_GROUPS)
        continue;
      bar = prony_chart_add_group (chart, heading);
      prony_chart_add_bar (chart, bar, 0, prompt, NAN, NAN);
      prony_chart_add_bar (chart, bar, 1, answer * share, NAN, NAN);
      prony_chart_add_bar (chart, bar, 2, answer * (1 - share), NAN, NAN);
    }
  _prony_run_chart_take (self, chart);
  if (self->charts->len == 0)
    self->absent = N_ ("No tokens were counted.");
}

/* --- Token rate over an answer --------------------------------------------------- */

/* How many tokens an event that stands for one has on average. */
static double
get_scale (const PronyRequestRecord *record)
{
  PronyEventCursor cursor;
  PronyRecordEvent event;
  double sum = 0;

  prony_event_cursor_init (&cursor, record);
  while (prony_event_cursor_next (&cursor, &event))
    sum += carries_tokens (&event) ? get_weight (&event) : 0;

  return sum > 0 && record->completion_tokens > 0 ? (double) record->completion_tokens / sum : 1;
}

/* The rates of an answer in parts of @width tokens after the first, which are appended to
 * the parts' arrays. */
static void
add_rates (const PronyRequestRecord *record, double width, GPtrArray *parts)
{
  double scale = get_scale (record);
  PronyEventCursor cursor;
  PronyRecordEvent event;
  gint64 from_ns = 0;
  double from = 0, seen = 0;
  guint part = 0;

  prony_event_cursor_init (&cursor, record);
  while (part < parts->len && prony_event_cursor_next (&cursor, &event))
    {
      if (!carries_tokens (&event))
        continue;
      /* The tokens of an event were made in the gap before it; the first has none. */
      if (from_ns == 0)
        from_ns = event.at_ns;
      else
        seen += get_weight (&event) * scale;
      if (seen < (part + 1) * width || event.at_ns <= from_ns)
        continue;
      while (part < parts->len && seen >= (part + 1) * width)
        {
          double rate = (seen - from) / prony_ns_to_s (event.at_ns - from_ns);

          g_array_append_val (g_ptr_array_index (parts, part), rate);
          part++;
        }
      from = seen;
      from_ns = event.at_ns;
    }
}

/* How long answers of a group are, such that one in four is longer. */
static double
get_usual_length (const PronyRunChartData *data, guint group)
{
  g_autoptr (GArray) lengths = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < data->groups->targets->len; i++)
    {
      GPtrArray *records = get_records (data, group, i);

      for (guint j = 0; records != NULL && j < records->len; j++)
        {
          double tokens = prony_request_output_tokens (g_ptr_array_index (records, j), 0);

          g_array_append_val (lengths, tokens);
        }
    }
  prony_sort_doubles ((double *) (gpointer) lengths->data, lengths->len);
  return prony_quantile_sorted ((const double *) (gpointer) lengths->data, lengths->len, 0.75);
}

static void
add_rate_line (PronyChart *chart, guint series, GPtrArray *records, double width, guint n_positions)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (guint i = 0; i < n_positions; i++)
    g_ptr_array_add (parts, g_array_new (FALSE, FALSE, sizeof (double)));
  for (guint i = 0; records != NULL && i < records->len; i++)
    add_rates (g_ptr_array_index (records, i), width, parts);
  for (guint i = 0; i < n_positions; i++)
    {
      GArray *rates = g_ptr_array_index (parts, i);
      double *values = (double *) (gpointer) rates->data;

      if (rates->len < MIN_PER_BIN)
        continue;
      prony_sort_doubles (values, rates->len);
      prony_chart_add_point (chart, series, (i + 1) * width,
                             prony_quantile_sorted (values, rates->len, 0.5),
                             prony_quantile_sorted (values, rates->len, 0.25),
                             prony_quantile_sorted (values, rates->len, 0.75));
    }
}

static PronyChart *
make_rates (const PronyRunChartData *data, guint group)
{
  const PronyRunGroups *groups = data->groups;
  double length = get_usual_length (data, group) - 1;
  guint n_positions;
  g_autofree char *title = NULL;
  PronyChart *chart;

  if (!(length >= 3 * MIN_TOKENS_PER_POSITION))
    return NULL;

  n_positions = (guint) CLAMP (length / MIN_TOKENS_PER_POSITION, 3, N_POSITIONS);
  /* Translators: %s is a scenario and a load */
  title = g_strdup_printf (_ ("Token rate over an answer, median · %s"),
                           prony_run_groups_get (groups, group)->heading);
  chart =
    prony_chart_new (PRONY_CHART_LINES, title, PRONY_UNIT_TOKENS_PER_SECOND, PRONY_BETTER_HIGHER);
  chart->x_title = g_strdup (_ ("Tokens of the answer so far"));
  chart->x_unit = PRONY_UNIT_TOKENS;
  prony_run_charts_add_targets (chart, groups);
  for (guint i = 0; i < groups->targets->len; i++)
    add_rate_line (chart, i, get_records (data, group, i), length / n_positions, n_positions);

  return chart;
}

void
_prony_run_chart_rate_by_position (PronyRunChart *self, const PronyRunChartData *data)
{
  GPtrArray *charts = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_chart_unref);

  for (guint i = 0; i < data->groups->groups->len; i++)
    {
      g_autoptr (PronyChart) chart = make_rates (data, i);

      if (chart != NULL && prony_chart_has_values (chart))
        g_ptr_array_add (charts, g_steal_pointer (&chart));
    }
  _prony_run_chart_take_all (self, charts);
  if (self->charts->len == 0)
    {
      self->absent = N_ ("The answers that came as streams are too few or too short.");
      return;
    }

  _prony_run_chart_say (self, _ ("The lines are medians, the bands the middle half of the "
                                 "requests."));
  say_sampled (self, data);
}

/* --- Gaps ------------------------------------------------------------------------ */

void
_prony_run_chart_itl_steps (PronyRunChart *self, const PronyRunChartData *data)
{
  GPtrArray *samples = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (guint i = 0; i < prony_run_groups_count_cells (data->groups); i++)
    {
      GArray *gaps = g_array_new (FALSE, FALSE, sizeof (double));
      GPtrArray *records = data->records != NULL ? g_ptr_array_index (data->records, i) : NULL;

      for (guint j = 0; records != NULL && j < records->len; j++)
        prony_request_itl (g_ptr_array_index (records, j), gaps);
      prony_sort_doubles ((double *) (gpointer) gaps->data, gaps->len);
      g_ptr_array_add (samples, gaps);
    }
  _prony_run_chart_take_steps (self, data, prony_metric_get_title (PRONY_METRIC_ITL), samples);
  if (self->charts->len > 0)
    say_sampled (self, data);
}
