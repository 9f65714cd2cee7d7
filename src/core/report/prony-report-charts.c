/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-report"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/report/prony-report-charts.h"
#include "core/report/prony-report-numbers.h"

/* The charts of a run in its report: those of the catalogue that its data supports, drawn
 * from the same requests as the other files, whether they are in a database or not. */

static void
chart_free (gpointer data)
{
  PronyReportChart *self = data;

  g_free (self->name);
  prony_chart_unref (self->chart);
  g_free (self->note);
  g_free (self);
}

/* --- What they are drawn from ------------------------------------------------------ */

/* How many requests succeeded, as the summaries say. */
static guint
count_candidates (PronyRun *run)
{
  guint64 n = 0;

  for (guint i = 0; i < run->trials->len; i++)
    {
      const PronyTrial *trial = g_ptr_array_index (run->trials, i);

      n += trial->summary != NULL ? trial->summary->outcomes[PRONY_OUTCOME_OK] : 0;
    }
  return (guint) MIN (n, G_MAXUINT);
}

/* Takes the rows of a trial, and at equal distances over the run some requests that
 * succeeded. @seen counts those. */
static void
add_records (
  PronyRunChartData *data, GArray *rows, const PronyTrial *trial, GPtrArray *records, guint64 *seen)
{
  guint64 max = PRONY_RUN_CHART_MAX_RECORDS;
  guint64 n = data->n_candidates;

  for (guint i = 0; i < records->len; i++)
    {
      PronyRequestRecord *record = g_ptr_array_index (records, i);
      PronyRequestRow row;

      prony_request_row_init (&row, record, trial->index, data->groups->run->started_ns);
      g_array_append_val (rows, row);
      if (record->warmup || record->outcome != PRONY_OUTCOME_OK)
        continue;
      if (data->n_records < max && (n <= max || *seen * max / n != (*seen + 1) * max / n))
        prony_run_chart_data_add_record (data, trial->index, prony_request_record_ref (record));
      (*seen)++;
    }
}

static gboolean
read_requests (PronyReportContext *context,
               PronyRunChartData *data,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (PronyRequestRow));
  guint64 seen = 0;

  data->n_candidates = count_candidates (context->run);
  for (guint i = 0; i < context->run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (context->run->trials, i);
      g_autoptr (GPtrArray) records = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      records = prony_report_context_fetch (context, trial, error);
      if (records == NULL)
        return FALSE;
      add_records (data, rows, trial, records, &seen);
    }

  prony_run_chart_data_take_rows (data, g_steal_pointer (&rows));
  return TRUE;
}

/* --- Charts ------------------------------------------------------------------------ */

static void
take_charts (PronyReportContext *context, const PronyRunChartKind *kind, PronyRunChart *made)
{
  for (guint i = 0; i < made->charts->len; i++)
    {
      PronyReportChart *chart = g_new0 (PronyReportChart, 1);

      chart->name = i == 0 ? g_strdup (kind->id) : g_strdup_printf ("%s-%u", kind->id, i + 1);
      chart->section = kind->section;
      chart->first = kind->first;
      chart->chart = prony_chart_ref (g_ptr_array_index (made->charts, i));
      if (i == made->charts->len - 1)
        chart->note = g_strdup (made->note);
      g_ptr_array_add (context->charts, chart);
    }
}

/* Where there are too many, those that are seen first in the app are kept, and of the others
 * as many of the first as there is room for. */
static void
keep_first (PronyReportContext *context)
{
  GPtrArray *charts = context->charts;
  guint n_first = 0;
  guint room;
  guint i = 0;

  for (guint k = 0; k < charts->len; k++)
    n_first += ((PronyReportChart *) g_ptr_array_index (charts, k))->first;
  room = PRONY_REPORT_MAX_CHARTS - MIN (n_first, PRONY_REPORT_MAX_CHARTS);
  context->n_charts_left_out = charts->len - MIN (charts->len, PRONY_REPORT_MAX_CHARTS);
  while (i < charts->len)
    {
      const PronyReportChart *chart = g_ptr_array_index (charts, i);

      if (i >= PRONY_REPORT_MAX_CHARTS || (!chart->first && room == 0))
        {
          g_ptr_array_remove_index (charts, i);
          continue;
        }
      room -= !chart->first;
      i++;
    }
}

/**
 * prony_report_charts_make:
 * @context: what to report
 * @cancellable: (nullable): to give up
 * @error: return location for %PRONY_ERROR_STORE or %G_IO_ERROR_CANCELLED
 *
 * Draws up the charts of the run and puts them into @context: those that the data
 * supports, %PRONY_REPORT_MAX_CHARTS at most. Reads all requests, one trial at a time, and
 * keeps their rows meanwhile: call it from any thread but the user interface's.
 *
 * Returns: whether the requests could be read; without a way to read them there are the
 *   charts that need none
 */
gboolean
prony_report_charts_make (PronyReportContext *context, GCancellable *cancellable, GError **error)
{
  g_autoptr (PronyRunChartData) data = prony_run_chart_data_new (context->run);
  g_auto (PronyReportNumbers) numbers = { 0 };
  const PronyRunChartKind *kinds;
  guint n_kinds;

  if (context->get_records != NULL && !read_requests (context, data, cancellable, error))
    return FALSE;
  if (context->samples != NULL)
    data->samples = g_ptr_array_ref (context->samples);

  prony_report_numbers_begin (&numbers);
  context->charts = g_ptr_array_new_with_free_func (chart_free);
  kinds = prony_run_catalogue_get (&n_kinds);
  for (guint i = 0; i < n_kinds; i++)
    {
      g_autoptr (PronyRunChart) made = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      made = prony_run_chart_make (&kinds[i], data);
      take_charts (context, &kinds[i], made);
    }
  keep_first (context);
  return TRUE;
}

/* --- In the document --------------------------------------------------------------- */

static void
add_section (PronyReportContext *context, GPtrArray *document, PronyRunSection section)
{
  gboolean begun = FALSE;

  for (guint i = 0; i < context->charts->len; i++)
    {
      const PronyReportChart *chart = g_ptr_array_index (context->charts, i);

      if (chart->section != section)
        continue;
      if (!begun)
        prony_report_blocks_add_heading (document, 3, prony_run_section_title (section));
      begun = TRUE;
      prony_report_blocks_add_chart (document, chart->name, chart->chart);
      if (chart->note != NULL)
        prony_report_blocks_add (document, PRONY_BLOCK_PARAGRAPH, chart->note);
    }
}

/**
 * prony_report_add_charts:
 * @context: what to report
 * @document: (element-type PronyBlock): a document
 *
 * Adds the charts that have been drawn up, by section, with what is to be said of them;
 * nothing where there are none.
 */
void
prony_report_add_charts (PronyReportContext *context, GPtrArray *document)
{
  g_autofree char *left_out = NULL;

  if (context->charts == NULL || context->charts->len == 0)
    return;

  prony_report_blocks_add_heading (document, 2, _ ("Charts"));
  for (guint i = 0; i < PRONY_N_RUN_SECTIONS; i++)
    add_section (context, document, i);
  if (context->n_charts_left_out == 0)
    return;

  left_out = g_strdup_printf (ngettext ("%u more chart of this run is not in the report.",
                                        "%u more charts of this run are not in the report.",
                                        context->n_charts_left_out),
                              context->n_charts_left_out);
  prony_report_blocks_add (document, PRONY_BLOCK_PARAGRAPH, left_out);
}
