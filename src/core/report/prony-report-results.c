/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-report"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/analysis/prony-comparison-text.h"
#include "core/report/prony-report-resources.h"
#include "core/report/prony-report-results.h"
#include "core/report/prony-report-tags.h"

/* Behind a figure to which this computer may have added more than a twentieth. */
#define DOUBT_SIGN "†"

/* --- The figures of a trial -------------------------------------------------------- */

/* The error is that of a single time: beside those which it shifts, and only marked
 * where they are long. */
static gboolean
shows_error (PronyMetric metric)
{
  return metric == PRONY_METRIC_TTFT || metric == PRONY_METRIC_ITL ||
         metric == PRONY_METRIC_TTFT_FROM_SCHEDULE;
}

static void
add_figure (GStrvBuilder *row, PronyTrial *trial, PronyMetric metric, double value)
{
  double off = prony_calibration_get_error (trial->calibration, metric);
  PronyUnit unit = prony_metric_get_info (metric)->unit;
  g_autofree char *figure = prony_report_format (value, unit);
  g_autofree char *error = prony_report_format (off, unit);
  g_autoptr (GString) cell = g_string_new (figure);

  if (isfinite (value) && isfinite (off) && shows_error (metric))
    g_string_append_printf (cell, " ± %s", error);
  if (prony_calibration_doubts (trial->calibration, metric, value))
    g_string_append (cell, " " DOUBT_SIGN);
  prony_block_add_cell (row, cell->str);
}

static char *
make_engine_name (const PronyTarget *target)
{
  return target->simulated
           /* Translators: %s is the name of an engine */
           ? g_strdup_printf (_ ("%s (simulated)"), target->name)
           : g_strdup (target->name);
}

static void
add_result_header (PronyReportContext *context, PronyBlock *table)
{
  GStrvBuilder *row = g_strv_builder_new ();

  /* Translators: column titles; p50 and p95 are percentiles */
  g_strv_builder_add_many (
    row, _ ("Engine"), _ ("Model"), _ ("Load"), _ ("Requests"), _ ("Success rate"), _ ("TTFT p50"),
    _ ("TTFT p95"), _ ("ITL p50"), _ ("ITL p95"), _ ("Decode rate p50"), _ ("Latency p50"),
    _ ("Latency p95"), _ ("Latency p99"), _ ("Output rate"), _ ("Requests/s"),
    prony_run_has_verdicts (context->run) ? _ ("Right answers") : NULL, NULL);
  prony_block_add_row (table, row);
  table->text_columns = 2;
}

/* With the interval: of a few answers a share says little. */
static void
add_quality (GStrvBuilder *row, PronySummary *summary)
{
  double rate = prony_summary_get (summary, PRONY_METRIC_QUALITY_PASS_RATE);
  g_autofree char *share = prony_report_format (rate, PRONY_UNIT_RATIO);
  g_autofree char *low = prony_report_format (summary->quality_ci95[0], PRONY_UNIT_RATIO);
  g_autofree char *high = prony_report_format (summary->quality_ci95[1], PRONY_UNIT_RATIO);
  g_autofree char *cell = g_strdup_printf ("%s (%s – %s)", share, low, high);

  prony_block_add_cell (row, isfinite (rate) ? cell : share);
}

static void
add_result (PronyReportContext *context, PronyBlock *table, PronyTrial *trial)
{
  static const struct
  {
    PronyMetric metric;
    gsize offset;
  } columns[] = {
    { PRONY_METRIC_TTFT, G_STRUCT_OFFSET (PronyDistribution, p50) },
    { PRONY_METRIC_TTFT, G_STRUCT_OFFSET (PronyDistribution, p95) },
    { PRONY_METRIC_ITL, G_STRUCT_OFFSET (PronyDistribution, p50) },
    { PRONY_METRIC_ITL, G_STRUCT_OFFSET (PronyDistribution, p95) },
    { PRONY_METRIC_DECODE_RATE, G_STRUCT_OFFSET (PronyDistribution, p50) },
    { PRONY_METRIC_LATENCY, G_STRUCT_OFFSET (PronyDistribution, p50) },
    { PRONY_METRIC_LATENCY, G_STRUCT_OFFSET (PronyDistribution, p95) },
    { PRONY_METRIC_LATENCY, G_STRUCT_OFFSET (PronyDistribution, p99) },
  };
  g_autoptr (PronySummary) summary =
    trial->summary != NULL ? prony_summary_ref (trial->summary) : prony_summary_new ();
  GStrvBuilder *row = g_strv_builder_new ();
  g_autofree char *load = prony_trial_get_load_label (trial);
  g_autofree char *name = NULL;

  name = make_engine_name (trial->target);
  prony_block_add_cell (row, name);
  prony_block_add_cell (row, trial->target->model);
  prony_block_add_cell (row, load);
  prony_block_add_value (
    row, trial->summary != NULL ? (double) prony_summary_count_requests (summary) : NAN,
    PRONY_UNIT_COUNT);
  prony_block_add_value (row, prony_summary_get (summary, PRONY_METRIC_SUCCESS_RATE),
                         PRONY_UNIT_RATIO);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    add_figure (
      row, trial, columns[i].metric,
      G_STRUCT_MEMBER (double, &summary->distributions[columns[i].metric], columns[i].offset));
  prony_block_add_value (row, prony_summary_get (summary, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC),
                         PRONY_UNIT_TOKENS_PER_SECOND);
  prony_block_add_value (row, prony_summary_get (summary, PRONY_METRIC_REQUESTS_PER_SEC),
                         PRONY_UNIT_REQUESTS_PER_SECOND);
  if (prony_run_has_verdicts (context->run))
    add_quality (row, summary);
  prony_block_add_row (table, row);
}

/* --- Open loops -------------------------------------------------------------------- */

static void
add_schedule_row (PronyBlock *table, PronyTrial *trial)
{
  static const struct
  {
    PronyMetric metric;
    gsize offset;
  } columns[] = {
    { PRONY_METRIC_SEND_LAG, G_STRUCT_OFFSET (PronyDistribution, p50) },
    { PRONY_METRIC_SEND_LAG, G_STRUCT_OFFSET (PronyDistribution, p99) },
    { PRONY_METRIC_TTFT, G_STRUCT_OFFSET (PronyDistribution, p50) },
    { PRONY_METRIC_TTFT_FROM_SCHEDULE, G_STRUCT_OFFSET (PronyDistribution, p50) },
    { PRONY_METRIC_LATENCY, G_STRUCT_OFFSET (PronyDistribution, p50) },
    { PRONY_METRIC_LATENCY_FROM_SCHEDULE, G_STRUCT_OFFSET (PronyDistribution, p50) },
    { PRONY_METRIC_LATENCY, G_STRUCT_OFFSET (PronyDistribution, p99) },
    { PRONY_METRIC_LATENCY_FROM_SCHEDULE, G_STRUCT_OFFSET (PronyDistribution, p99) },
  };
  PronySummary *summary = trial->summary;
  g_autofree char *name = make_engine_name (trial->target);
  g_autofree char *load = prony_trial_describe_load (trial);
  GStrvBuilder *row = g_strv_builder_new ();

  prony_block_add_cell (row, name);
  prony_block_add_cell (row, trial->target->model);
  prony_block_add_cell (row, load);
  prony_block_add_value (row, prony_summary_get (summary, PRONY_METRIC_SENT_PER_SEC),
                         PRONY_UNIT_REQUESTS_PER_SECOND);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    add_figure (
      row, trial, columns[i].metric,
      G_STRUCT_MEMBER (double, &summary->distributions[columns[i].metric], columns[i].offset));
  prony_block_add_row (table, row);
}

static PronyBlock *
begin_schedule_table (GPtrArray *document)
{
  PronyBlock *table;
  GStrvBuilder *row = g_strv_builder_new ();

  prony_report_blocks_add (
    document, PRONY_BLOCK_PARAGRAPH,
    _ ("Requests that were due at a time, however fast the engine answered. Who came on time "
       "waited from then on, so the times from the schedule count."));
  table = prony_report_blocks_add (document, PRONY_BLOCK_TABLE, NULL);
  /* Translators: column titles; p50 and p99 are percentiles */
  g_strv_builder_add_many (row, _ ("Engine"), _ ("Model"), _ ("Load"), _ ("Delivered"),
                           _ ("Send lag p50"), _ ("Send lag p99"), _ ("TTFT p50"),
                           _ ("from schedule"), _ ("Latency p50"), _ ("from schedule"),
                           _ ("Latency p99"), _ ("from schedule"), NULL);
  prony_block_add_row (table, row);
  table->text_columns = 3;
  return table;
}

static void
add_schedules (PronyReportContext *context, GPtrArray *document, const char *scenario)
{
  PronyBlock *table = NULL;

  for (guint i = 0; i < context->run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (context->run->trials, i);

      if (trial->load.kind == PRONY_LOAD_CLOSED || trial->summary == NULL ||
          !g_str_equal (trial->scenario_name, scenario))
        continue;
      if (table == NULL)
        table = begin_schedule_table (document);
      add_schedule_row (table, trial);
    }
}

/* What the signs in the tables of a scenario mean, where there are any. */
static void
add_legend (PronyReportContext *context, GPtrArray *document, const char *scenario)
{
  for (guint i = 0; i < context->run->trials->len; i++)
    {
      const PronyTrial *trial = g_ptr_array_index (context->run->trials, i);

      if (trial->calibration == NULL || !g_str_equal (trial->scenario_name, scenario))
        continue;
      prony_report_blocks_add (
        document, PRONY_BLOCK_PARAGRAPH,
        /* xgettext:no-c-format */
        _ ("± is what this computer adds to a single time at such a load, in 99 of 100 cases at "
           "most, calibrated against the simulated engine. † marks a figure of which that is "
           "more than 5 %, so that it may describe this computer rather than the engine."));
      return;
    }
}

/* --- Winners ------------------------------------------------------------------------ */

static const PronyTarget *
get_target (PronyReportContext *context, int trial)
{
  return ((PronyTrial *) g_ptr_array_index (context->run->trials, trial))->target;
}

static char *
get_label (PronyReportContext *context, int trial)
{
  return trial >= 0 ? prony_report_target_label (get_target (context, trial)) : NULL;
}

/* Says who is best, or that nobody is. */
static char *
describe_winner (PronyReportContext *context, const PronyWinner *winner)
{
  g_autofree char *load = prony_load_level_describe (&winner->load);
  g_autofree char *best = get_label (context, winner->winner);
  g_autofree char *next = get_label (context, winner->runner_up);
  g_autofree char *sentence =
    prony_comparison_describe_winner (winner, best, next, prony_report_format);

  /* Translators: a load such as "8 at once", and a sentence */
  return g_strdup_printf (_ ("%s: %s"), load, sentence);
}

static void
add_winners (PronyReportContext *context, GPtrArray *document, const char *scenario)
{
  PronyBlock *list = NULL;

  for (guint i = 0; i < context->winners->len; i++)
    {
      const PronyWinner *winner = &g_array_index (context->winners, PronyWinner, i);
      g_autofree char *text = NULL;

      if (!g_str_equal (winner->scenario, scenario))
        continue;
      if (list == NULL)
        list = prony_report_blocks_add (document, PRONY_BLOCK_LIST, NULL);
      text = describe_winner (context, winner);
      prony_block_add_point (list, text);
    }
}

static char *
describe_knee (const PronyKnee *knee)
{
  g_autofree char *target = prony_report_target_label (knee->trial->target);
  g_autofree char *load = prony_load_level_describe (&knee->trial->load);
  g_autofree char *throughput =
    prony_report_format (knee->throughput, PRONY_UNIT_TOKENS_PER_SECOND);
  g_autofree char *reason = prony_knee_describe (knee);

  /* Translators: an engine, a load such as "8 at once", a token rate, and a sentence
   * that says why it is not more */
  return g_strdup_printf (_ ("%s: most useful load %s, with %s. %s"), target, load, throughput,
                          reason);
}

static void
add_knees (PronyReportContext *context, GPtrArray *document, const char *scenario)
{
  PronyBlock *list = NULL;

  for (guint i = 0; i < context->knees->len; i++)
    {
      const PronyKnee *knee = &g_array_index (context->knees, PronyKnee, i);
      g_autofree char *text = NULL;

      if (!g_str_equal (knee->trial->scenario_name, scenario))
        continue;
      if (list == NULL)
        list = prony_report_blocks_add (document, PRONY_BLOCK_LIST, NULL);
      text = describe_knee (knee);
      prony_block_add_point (list, text);
    }
}

/* --- Scenarios ---------------------------------------------------------------------- */

static void
add_scenario (PronyReportContext *context, GPtrArray *document, PronyTrial *first)
{
  GPtrArray *trials = context->run->trials;
  g_autofree char *title = g_strdup_printf (
    "%s (%s)", prony_scenario_translate (first->scenario_title), first->scenario_name);
  PronyBlock *table;

  prony_report_blocks_add_heading (document, 3, title);
  table = prony_report_blocks_add (document, PRONY_BLOCK_TABLE, NULL);
  add_result_header (context, table);
  for (guint i = 0; i < trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (trials, i);

      if (g_str_equal (trial->scenario_name, first->scenario_name))
        add_result (context, table, trial);
    }
  add_schedules (context, document, first->scenario_name);
  add_legend (context, document, first->scenario_name);
  add_knees (context, document, first->scenario_name);
  add_winners (context, document, first->scenario_name);
  prony_report_add_resources (context, document, first->scenario_name);
  prony_report_add_tags (context, document, first->scenario_name);
}

/**
 * prony_report_add_results:
 * @context: what to report
 * @document: (element-type PronyBlock): a document
 *
 * Adds the results of each scenario: figures, what this computer adds to them, and
 * winners.
 */
void
prony_report_add_results (PronyReportContext *context, GPtrArray *document)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  prony_report_blocks_add_heading (document, 2, _ ("Results"));
  for (guint i = 0; i < context->run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (context->run->trials, i);

      if (g_hash_table_add (seen, trial->scenario_name))
        add_scenario (context, document, trial);
    }
}
