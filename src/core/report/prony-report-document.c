/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-report"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/prony-clock.h"
#include "core/model/prony-host-info.h"
#include "core/report/prony-report-advice.h"
#include "core/report/prony-report-charts.h"
#include "core/report/prony-report-document.h"
#include "core/report/prony-report-notes.h"
#include "core/report/prony-report-numbers.h"
#include "core/report/prony-report-remarks.h"
#include "core/report/prony-report-results.h"

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

/* Those of scenarios with quality rules. */
static const PronyMetric judged_metrics[] = { PRONY_METRIC_QUALITY_PASS_RATE };

/* And those of open loops. */
static const PronyMetric open_metrics[] = {
  PRONY_METRIC_SENT_PER_SEC,
  PRONY_METRIC_SEND_LAG,
  PRONY_METRIC_TTFT_FROM_SCHEDULE,
  PRONY_METRIC_LATENCY_FROM_SCHEDULE,
};

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
      g_autofree char *label = prony_report_target_label (target);

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

/* --- Errors, definitions ---------------------------------------------------------- */

static void
add_error_rows (PronyBlock *table, PronyTrial *trial)
{
  g_autofree char *load = prony_trial_get_load_label (trial);

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
  g_strv_builder_add_many (row, _ ("Engine"), _ ("Scenario"), _ ("What happened"), _ ("Load"),
                           _ ("Requests"), NULL);
  prony_block_add_row (table, row);
  for (guint i = 0; i < context->run->trials->len; i++)
    add_error_rows (table, g_ptr_array_index (context->run->trials, i));

  if (table->rows->len > 1)
    return;
  g_ptr_array_remove_index (document, document->len - 1);
  prony_report_blocks_add (document, PRONY_BLOCK_PARAGRAPH, _ ("No request failed."));
}

static void
add_metrics (PronyBlock *terms, const PronyMetric *metrics, guint n_metrics)
{
  for (guint i = 0; i < n_metrics; i++)
    {
      const char *title = prony_metric_get_title (metrics[i]);
      g_autofree char *term =
        g_strdup_printf ("%s (%s)", title, prony_metric_get_info (metrics[i])->name);

      prony_block_add_pair (terms, term, prony_metric_get_definition (metrics[i]));
    }
}

static void
add_definitions (PronyReportContext *context, GPtrArray *document)
{
  PronyBlock *terms;

  prony_report_blocks_add_heading (document, 2, _ ("What the figures mean"));
  terms = prony_report_blocks_add (document, PRONY_BLOCK_TERMS, NULL);
  add_metrics (terms, shown_metrics, G_N_ELEMENTS (shown_metrics));
  if (prony_run_has_verdicts (context->run))
    add_metrics (terms, judged_metrics, G_N_ELEMENTS (judged_metrics));
  for (guint i = 0; i < context->run->trials->len; i++)
    {
      const PronyTrial *trial = g_ptr_array_index (context->run->trials, i);

      if (trial->load.kind == PRONY_LOAD_CLOSED)
        continue;
      add_metrics (terms, open_metrics, G_N_ELEMENTS (open_metrics));
      return;
    }
}

static GPtrArray *
make_document (PronyReportContext *context)
{
  GPtrArray *document = prony_report_blocks_new ();

  prony_report_blocks_add_heading (document, 1, context->run->name);
  add_notices (context, document);
  add_run_terms (context, document);
  add_engines (context, document);
  prony_report_add_advice (context, document);
  prony_report_add_results (context, document);
  prony_report_add_charts (context, document);
  add_errors (context, document);
  prony_report_add_remarks (context, document);
  prony_report_add_notes (context, document);
  add_definitions (context, document);
  add_host (context, document);
  return document;
}

/**
 * prony_report_document_new:
 * @context: what to report
 *
 * Writes the report for people: what was measured and on what, the results of each
 * scenario with its winners, charts, failed requests, notes and definitions.
 *
 * Returns: (transfer full) (element-type PronyBlock): its blocks, in order
 */
GPtrArray *
prony_report_document_new (PronyReportContext *context)
{
  g_auto (PronyReportNumbers) numbers = { 0 };

  prony_report_numbers_begin (&numbers);
  return make_document (context);
}
