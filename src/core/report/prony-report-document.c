/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-report"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-clock.h"
#include "core/model/prony-host-info.h"
#include "core/report/prony-report-document.h"

/* The report for people, as a list of blocks, so that Markdown and HTML say the same. */

/* The figures that a reader meets in the tables, and whose definitions follow. */
static const PronyMetric shown_metrics[] = {
  PRONY_METRIC_TTFT,
  PRONY_METRIC_ITL,
  PRONY_METRIC_DECODE_RATE,
  PRONY_METRIC_LATENCY,
  PRONY_METRIC_OUTPUT_TOKENS_PER_SEC,
  PRONY_METRIC_REQUESTS_PER_SEC,
  PRONY_METRIC_SUCCESS_RATE,
  PRONY_METRIC_FAIRNESS,
  PRONY_METRIC_QUEUE_WAIT,
  PRONY_METRIC_MEAN_CONCURRENCY,
};

/* From here on Little's law and the measured concurrency disagree. */
#define LITTLE_TOLERANCE 0.05

/* --- What was measured, and on what --------------------------------------------- */

static void
add_notices (PronyReportContext *context, GPtrArray *document)
{
  PronyRun *run = context->run;

  if (prony_run_is_simulated (run))
    prony_report_blocks_add (
      document, PRONY_BLOCK_NOTICE,
      _ ("Simulated: some or all of these results come from Prony's simulated engine "
         "and say nothing about a real one."));
  if (prony_run_is_partial (run))
    prony_report_blocks_add (
      document, PRONY_BLOCK_NOTICE,
      _ ("Partial: the run did not come to its end. What was measured is here."));
  if (run->error != NULL)
    prony_report_blocks_add (document, PRONY_BLOCK_NOTICE, run->error);
}

static void
add_run_terms (PronyReportContext *context, GPtrArray *document)
{
  PronyRun *run = context->run;
  PronyBlock *terms = prony_report_blocks_add (document, PRONY_BLOCK_TERMS, NULL);
  g_autofree char *started = prony_clock_format_rfc3339 (run->started_us);
  g_autofree char *duration = prony_report_format (run->duration_s, PRONY_UNIT_SECONDS);

  prony_block_add_pair (terms, _ ("Run"), run->id);
  prony_block_add_pair (terms, _ ("Started"), started);
  prony_block_add_pair (terms, _ ("Duration"), duration);
  prony_block_add_pair (terms, _ ("State"), prony_state_title (run->state));
  prony_block_add_pair (terms, _ ("Prony version"), run->prony_version);
}

static void
add_host (PronyReportContext *context, GPtrArray *document)
{
  const PronyHostInfo *host = context->run->host;
  PronyBlock *terms;
  g_autofree char *cores = NULL;
  g_autofree char *memory = NULL;

  if (host == NULL)
    return;

  cores = g_strdup_printf ("%u", host->cores);
  memory = g_strdup_printf ("%" G_GUINT64_FORMAT " MiB", host->memory_mb);
  prony_report_blocks_add_heading (document, 2, _ ("The computer that measured"));
  terms = prony_report_blocks_add (document, PRONY_BLOCK_TERMS, NULL);
  prony_block_add_pair (terms, _ ("Name"), host->hostname);
  prony_block_add_pair (terms, _ ("Operating system"), host->os);
  prony_block_add_pair (terms, _ ("Kernel"), host->kernel);
  prony_block_add_pair (terms, _ ("Processor"), host->cpu);
  prony_block_add_pair (terms, _ ("Logical processors"), cores);
  prony_block_add_pair (terms, _ ("Memory"), memory);
}

/* What tells one target from another: two of them may be the same engine with different
 * models. */
static char *
make_label (const PronyTarget *target)
{
  return target->model != NULL ? g_strdup_printf ("%s (%s)", target->name, target->model)
                               : g_strdup (target->name);
}

static void
add_engines (PronyReportContext *context, GPtrArray *document)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  PronyBlock *table;
  GStrvBuilder *row = g_strv_builder_new ();

  prony_report_blocks_add_heading (document, 2, _ ("Engines"));
  table = prony_report_blocks_add (document, PRONY_BLOCK_TABLE, NULL);
  table->text_columns = 5;
  g_strv_builder_add_many (row, _ ("Engine"), _ ("Kind"), _ ("Version"), _ ("Model"),
                           _ ("Simulated"), NULL);
  prony_block_add_row (table, row);
  for (guint i = 0; i < context->run->trials->len; i++)
    {
      const PronyTarget *target =
        ((PronyTrial *) g_ptr_array_index (context->run->trials, i))->target;
      g_autofree char *label = make_label (target);

      if (!g_hash_table_add (seen, g_steal_pointer (&label)))
        continue;
      row = g_strv_builder_new ();
      prony_block_add_cell (row, target->name);
      prony_block_add_cell (row, prony_engine_kind_title (target->engine->kind));
      prony_block_add_cell (row, target->engine_version);
      prony_block_add_cell (row, target->model);
      prony_block_add_cell (row, target->simulated ? _ ("yes") : _ ("no"));
      prony_block_add_row (table, row);
    }
}

/* --- Results --------------------------------------------------------------------- */

static void
add_result_header (PronyBlock *table)
{
  GStrvBuilder *row = g_strv_builder_new ();

  /* Translators: column titles; p50 and p95 are percentiles */
  g_strv_builder_add_many (row, _ ("Engine"), _ ("Model"), _ ("At once"), _ ("Requests"),
                           _ ("Success rate"), _ ("TTFT p50"), _ ("TTFT p95"), _ ("ITL p50"),
                           _ ("ITL p95"), _ ("Decode rate p50"), _ ("Latency p50"),
                           _ ("Latency p95"), _ ("Latency p99"), _ ("Output rate"),
                           _ ("Requests/s"), NULL);
  prony_block_add_row (table, row);
  table->text_columns = 2;
}

static void
add_result (PronyBlock *table, PronyTrial *trial)
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
  g_autofree char *load = prony_load_level_get_label (&trial->load);
  g_autofree char *name = NULL;

  name = trial->target->simulated
           /* Translators: %s is the name of an engine */
           ? g_strdup_printf (_ ("%s (simulated)"), trial->target->name)
           : g_strdup (trial->target->name);
  prony_block_add_cell (row, name);
  prony_block_add_cell (row, trial->target->model);
  prony_block_add_cell (row, load);
  prony_block_add_value (
    row, trial->summary != NULL ? (double) prony_summary_count_requests (summary) : NAN,
    PRONY_UNIT_COUNT);
  prony_block_add_value (row, prony_summary_get (summary, PRONY_METRIC_SUCCESS_RATE),
                         PRONY_UNIT_RATIO);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    prony_block_add_value (
      row, G_STRUCT_MEMBER (double, &summary->distributions[columns[i].metric], columns[i].offset),
      prony_metric_get_info (columns[i].metric)->unit);
  prony_block_add_value (row, prony_summary_get (summary, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC),
                         PRONY_UNIT_TOKENS_PER_SECOND);
  prony_block_add_value (row, prony_summary_get (summary, PRONY_METRIC_REQUESTS_PER_SEC),
                         PRONY_UNIT_REQUESTS_PER_SECOND);
  prony_block_add_row (table, row);
}

static const PronyTarget *
get_target (PronyReportContext *context, int trial)
{
  return ((PronyTrial *) g_ptr_array_index (context->run->trials, trial))->target;
}

static char *
format_p_value (double p_value)
{
  g_autofree char *text = prony_report_format (p_value, PRONY_UNIT_NONE);

  if (p_value < 0.001)
    return g_strdup ("p < 0.001");
  return g_strconcat ("p = ", text, NULL);
}

/* Says who is best, or that nobody is. */
static char *
describe_winner (PronyReportContext *context, const PronyWinner *winner)
{
  const PronyComparison *comparison = &winner->comparison;
  const char *metric = prony_metric_get_title (winner->metric);
  PronyUnit unit = prony_metric_get_info (winner->metric)->unit;
  g_autofree char *value = prony_report_format (comparison->value, unit);
  g_autofree char *baseline = prony_report_format (comparison->baseline, unit);
  g_autofree char *ratio =
    prony_report_format (prony_report_winner_ratio (winner), PRONY_UNIT_NONE);
  g_autofree char *p_value = format_p_value (comparison->p_value);
  g_autofree char *load = prony_load_level_describe (&winner->load);
  g_autofree char *best = NULL;
  g_autofree char *next = NULL;

  if (winner->winner < 0)
    /* Translators: a load, and the name of a figure */
    return g_strdup_printf (_ ("%s: no winner, because fewer than two engines have the "
                               "figure “%s”."),
                            load, metric);

  best = make_label (get_target (context, winner->winner));
  next = make_label (get_target (context, winner->runner_up));
  if (!comparison->clear)
    /* Translators: load level; name of a figure; engine, value; engine, value; p-value */
    return g_strdup_printf (_ ("%s: no clear winner by “%s”. %s has %s, %s has %s, and "
                               "the difference may be chance (%s)."),
                            load, metric, best, value, next, baseline, p_value);

  /* Translators: load level; engine; name of a figure; value; value; engine; ratio; p-value */
  return g_strdup_printf (_ ("%s: %s wins clearly by “%s”, with %s against %s of %s (%s "
                             "times better, %s)."),
                          load, best, metric, value, baseline, next, ratio, p_value);
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

/* Bars of the figure that decides; the longest is the largest. */
static void
add_bars (PronyReportContext *context, GPtrArray *document, PronyTrial *first)
{
  PronyMetric metric = prony_comparison_primary_metric (first->klass);
  PronyBlock *bars = NULL;
  double largest = 0;

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < context->run->trials->len; i++)
      {
        PronyTrial *trial = g_ptr_array_index (context->run->trials, i);
        double value = trial->summary != NULL ? prony_summary_get (trial->summary, metric) : NAN;
        g_autofree char *target = NULL;
        g_autofree char *load = NULL;
        g_autofree char *label = NULL;
        g_autofree char *share = NULL;
        GStrvBuilder *row;

        if (!g_str_equal (trial->scenario_name, first->scenario_name) || !(value > 0))
          continue;
        if (pass == 0)
          {
            largest = MAX (largest, value);
            continue;
          }

        if (bars == NULL)
          bars =
            prony_report_blocks_add (document, PRONY_BLOCK_BARS, prony_metric_get_title (metric));
        target = make_label (trial->target);
        load = prony_load_level_get_label (&trial->load);
        label = g_strdup_printf ("%s · %s", target, load);
        share = g_strdup_printf ("%d", (int) lround (100 * value / largest));
        row = g_strv_builder_new ();
        prony_block_add_cell (row, label);
        prony_block_add_cell (row, share);
        prony_block_add_value (row, value, prony_metric_get_info (metric)->unit);
        prony_block_add_row (bars, row);
      }
}

static void
add_scenario (PronyReportContext *context, GPtrArray *document, PronyTrial *first)
{
  GPtrArray *trials = context->run->trials;
  g_autofree char *title = g_strdup_printf (
    "%s (%s)", prony_scenario_translate (first->scenario_title), first->scenario_name);
  PronyBlock *table;

  prony_report_blocks_add_heading (document, 3, title);
  table = prony_report_blocks_add (document, PRONY_BLOCK_TABLE, NULL);
  add_result_header (table);
  for (guint i = 0; i < trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (trials, i);

      if (g_str_equal (trial->scenario_name, first->scenario_name))
        add_result (table, trial);
    }
  add_bars (context, document, first);
  add_winners (context, document, first->scenario_name);
}

static void
add_results (PronyReportContext *context, GPtrArray *document)
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

/* --- Errors, notes, definitions ---------------------------------------------------- */

static void
add_error_rows (PronyBlock *table, PronyTrial *trial)
{
  g_autofree char *load = prony_load_level_get_label (&trial->load);

  for (guint i = PRONY_OUTCOME_CONNECT; i < PRONY_N_OUTCOMES; i++)
    {
      guint64 n = trial->summary != NULL ? trial->summary->outcomes[i] : 0;
      GStrvBuilder *row;

      if (n == 0)
        continue;
      row = g_strv_builder_new ();
      prony_block_add_cell (row, trial->target->name);
      prony_block_add_cell (row, trial->scenario_name);
      prony_block_add_cell (row, prony_outcome_title (i));
      prony_block_add_cell (row, load);
      prony_block_add_value (row, (double) n, PRONY_UNIT_COUNT);
      prony_block_add_row (table, row);
    }
}

static void
add_errors (PronyReportContext *context, GPtrArray *document)
{
  PronyBlock *table;
  GStrvBuilder *row = g_strv_builder_new ();

  prony_report_blocks_add_heading (document, 2, _ ("Failed requests"));
  table = prony_report_blocks_add (document, PRONY_BLOCK_TABLE, NULL);
  table->text_columns = 3;
  g_strv_builder_add_many (row, _ ("Engine"), _ ("Scenario"), _ ("What happened"), _ ("At once"),
                           _ ("Requests"), NULL);
  prony_block_add_row (table, row);
  for (guint i = 0; i < context->run->trials->len; i++)
    add_error_rows (table, g_ptr_array_index (context->run->trials, i));

  if (table->rows->len > 1)
    return;
  g_ptr_array_remove_index (document, document->len - 1);
  prony_report_blocks_add (document, PRONY_BLOCK_PARAGRAPH, _ ("No request failed."));
}

/* Little's law: requests in flight are the rate at which they end, times how long each
 * takes. Where that does not hold, a figure of the trial is not what it seems. */
static char *
check_little (PronySummary *summary)
{
  double measured = prony_summary_get (summary, PRONY_METRIC_MEAN_CONCURRENCY);
  double expected = prony_summary_get (summary, PRONY_METRIC_REQUESTS_PER_SEC) *
                    summary->distributions[PRONY_METRIC_LATENCY].mean;
  double off = fabs (expected - measured) / measured;
  g_autofree char *percent = NULL;

  if (!(off > LITTLE_TOLERANCE))
    return NULL;
  percent = prony_report_format (off, PRONY_UNIT_RATIO);
  /* Translators: %s is a percentage */
  return g_strdup_printf (_ ("The mean concurrency differs by %s from request rate times mean "
                             "latency: the trial was short or uneven."),
                          percent);
}

static void
add_trial_note (PronyBlock *list, PronyTrial *trial, const char *text)
{
  g_autofree char *title = prony_trial_get_title (trial);
  g_autofree char *line = g_strdup_printf ("%s: %s", title, text);

  prony_block_add_point (list, line);
}

static void
add_trial_notes (PronyBlock *list, PronyTrial *trial)
{
  PronySummary *summary = trial->summary;
  g_autofree char *little = summary != NULL ? check_little (summary) : NULL;
  g_autofree char *counts = NULL;

  if (trial->error != NULL)
    add_trial_note (list, trial, trial->error);
  if (trial->state != PRONY_STATE_FINISHED)
    add_trial_note (list, trial, _ ("This trial did not come to its end."));
  if (summary == NULL)
    return;

  if (summary->client_bound)
    add_trial_note (list, trial,
                    _ ("Client-bound: Prony itself was late or busy, so the figures describe this "
                       "computer rather than the engine."));
  if (summary->outcomes[PRONY_OUTCOME_OK] > 0 && summary->count_source != PRONY_COUNT_USAGE)
    {
      counts = g_strdup_printf (
        /* Translators: %s names a way of counting, such as "chunks" */
        _ ("The engine reported no token counts for some requests; they were counted by: %s."),
        prony_count_source_to_string (summary->count_source));
      add_trial_note (list, trial, counts);
    }
  if (little != NULL)
    add_trial_note (list, trial, little);
}

static void
add_notes (PronyReportContext *context, GPtrArray *document)
{
  PronyBlock *list;

  prony_report_blocks_add_heading (document, 2, _ ("Notes"));
  list = prony_report_blocks_add (document, PRONY_BLOCK_LIST, NULL);
  for (guint i = 0; i < context->run->trials->len; i++)
    add_trial_notes (list, g_ptr_array_index (context->run->trials, i));
  prony_block_add_point (list,
                         _ ("Failed and cancelled requests enter no latency figure. p99 needs 100 "
                            "values; with fewer it is left out."));
  prony_block_add_point (
    list,
    /* xgettext:no-c-format */
    _ ("A winner is clear only if the 95 % interval of the difference of medians "
       "excludes no difference; p is that of a two-sided Mann–Whitney U test."));
}

static void
add_definitions (GPtrArray *document)
{
  PronyBlock *terms;

  prony_report_blocks_add_heading (document, 2, _ ("What the figures mean"));
  terms = prony_report_blocks_add (document, PRONY_BLOCK_TERMS, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (shown_metrics); i++)
    {
      const char *title = prony_metric_get_title (shown_metrics[i]);
      g_autofree char *term =
        g_strdup_printf ("%s (%s)", title, prony_metric_get_info (shown_metrics[i])->name);

      prony_block_add_pair (terms, term, prony_metric_get_definition (shown_metrics[i]));
    }
}

/**
 * prony_report_document_new:
 * @context: what to report
 *
 * Writes the report for people: what was measured and on what, the results of each
 * scenario with its winners, failed requests, notes and definitions.
 *
 * Returns: (transfer full) (element-type PronyBlock): its blocks, in order
 */
GPtrArray *
prony_report_document_new (PronyReportContext *context)
{
  GPtrArray *document = prony_report_blocks_new ();

  prony_report_blocks_add_heading (document, 1, context->run->name);
  add_notices (context, document);
  add_run_terms (context, document);
  add_engines (context, document);
  add_results (context, document);
  add_errors (context, document);
  add_notes (context, document);
  add_definitions (document);
  add_host (context, document);
  return document;
}
