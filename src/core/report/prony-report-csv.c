/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-report"

#include "config.h"

#include <math.h>

#include "base/prony-clock.h"
#include "base/prony-json.h"
#include "core/metrics/prony-request-metrics.h"
#include "core/report/prony-report-csv.h"
#include "core/report/prony-report-json.h"
#include "core/report/prony-report-tags.h"

/* RFC 4180 with a header, in UTF-8, with LF at the end of a line. The order of the first
 * columns is a contract; further ones are added at the end. */

#define SUMMARY_COLUMNS                                                                            \
  "engine,model,scenario,requests,success_rate,mean_latency,p50_latency,p95_latency,p99_latency,"  \
  "mean_ttft,mean_tokens_per_sec,total_tokens,concurrency,rate,engine_kind,engine_version,"        \
  "simulated,partial,duration,window,successful_requests,failed_requests,cancelled_requests,"      \
  "prompt_tokens,completion_tokens,client_bound,count_source,error"

#define RESULT_COLUMNS                                                                             \
  "request_id,engine,model,scenario,prompt_tokens,completion_tokens,total_duration,ttft,"          \
  "tokens_per_sec,success,error_message,concurrency,outcome,sent_at,trial,stream,case,warmup,"     \
  "simulated,http_status,finish_reason,quality,reasoning_tokens,cached_tokens,count_source,"       \
  "stalls"

/* After the columns of the figures. */
#define SUMMARY_LAST_COLUMNS                                                                       \
  ",load,arrival,burstiness,from_concurrency,from_rate,ramp,speed,retries,reconnects,"             \
  "retransmits,client_bound_reason,failed_checks,ttft_error_calibrated,itl_error_calibrated,"      \
  "quality_passed,quality_failed,repeat"

#define RESULT_LAST_COLUMNS ",rate,retries,scheduled_offset,tags"

/* The statistics of a distribution that get a column each. */
static const char *const statistics[] = {
  "count", "mean", "sd", "min", "p50", "p90", "p95", "p99", "p999", "max",
};

/* --- Cells ------------------------------------------------------------------------ */

/**
 * prony_report_csv_append_text:
 * @row: a row under construction
 * @text: (nullable): a text; %NULL makes an empty cell
 *
 * Appends a cell of text and the comma after it: quoted where it has to be, and with a
 * leading ' where a spreadsheet would take it for a formula.
 */
void
prony_report_csv_append_text (GString *row, const char *text)
{
  g_autofree char *clean = prony_report_clean (text, -1);
  gboolean quoted = clean != NULL && strpbrk (clean, ",\"\r\n") != NULL;

  if (quoted)
    g_string_append_c (row, '"');
  if (clean != NULL && *clean != '\0' && strchr ("=+-@\t\r", *clean) != NULL)
    g_string_append_c (row, '\'');
  for (const char *p = clean; p != NULL && *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (row, '"');
      g_string_append_c (row, *p);
    }
  g_string_append (row, quoted ? "\"," : ",");
}

static void
append_number (GString *row, double value)
{
  g_autofree char *text = prony_format_c_double (value);

  g_string_append_printf (row, "%s,", text);
}

/* A negative count means that it is not known. */
static void
append_count (GString *row, gint64 count)
{
  if (count >= 0)
    g_string_append_printf (row, "%" G_GINT64_FORMAT, count);
  g_string_append_c (row, ',');
}

static void
append_boolean (GString *row, gboolean value)
{
  g_string_append (row, value ? "true," : "false,");
}

/* The comma after the last cell ends the row instead. */
static void
end_row (GString *row)
{
  row->str[row->len - 1] = '\n';
}

/* --- Summary ----------------------------------------------------------------------- */

static char *
make_summary_header (void)
{
  GString *header = g_string_new (SUMMARY_COLUMNS);

  for (guint i = 0; i < PRONY_N_DISTRIBUTIONS; i++)
    for (guint k = 0; k < G_N_ELEMENTS (statistics); k++)
      g_string_append_printf (header, ",%s_%s", prony_metric_get_info (i)->name, statistics[k]);
  for (guint i = PRONY_N_DISTRIBUTIONS; i < PRONY_N_METRICS; i++)
    if (i != PRONY_METRIC_SUCCESS_RATE)
      g_string_append_printf (header, ",%s", prony_metric_get_info (i)->name);
  g_string_append (header, SUMMARY_LAST_COLUMNS "\n");
  return g_string_free (header, FALSE);
}

static void
append_figures (GString *row, PronySummary *summary)
{
  g_autoptr (JsonObject) figures = prony_summary_to_json (summary);

  for (guint i = 0; i < PRONY_N_DISTRIBUTIONS; i++)
    for (guint k = 0; k < G_N_ELEMENTS (statistics); k++)
      {
        g_autofree char *name =
          g_strconcat (prony_metric_get_info (i)->name, "_", statistics[k], NULL);

        append_number (row, prony_json_get_double (figures, name, NAN));
      }
  for (guint i = PRONY_N_DISTRIBUTIONS; i < PRONY_N_METRICS; i++)
    if (i != PRONY_METRIC_SUCCESS_RATE)
      append_number (row, prony_summary_get (summary, i));
}

/* @measured: whether there are counts, or only the zeros of a trial that never was. */
static void
append_contract (GString *row, PronyTrial *trial, PronySummary *summary, gboolean measured)
{
  const PronyDistribution *latency = &summary->distributions[PRONY_METRIC_LATENCY];
  gint64 tokens = (gint64) (summary->prompt_tokens + summary->completion_tokens);

  prony_report_csv_append_text (row, trial->target->name);
  prony_report_csv_append_text (row, trial->target->model);
  prony_report_csv_append_text (row, trial->scenario_name);
  append_count (row, measured ? (gint64) prony_summary_count_requests (summary) : -1);
  append_number (row, prony_summary_get (summary, PRONY_METRIC_SUCCESS_RATE));
  append_number (row, latency->mean);
  append_number (row, latency->p50);
  append_number (row, latency->p95);
  append_number (row, latency->p99);
  append_number (row, summary->distributions[PRONY_METRIC_TTFT].mean);
  append_number (row, summary->distributions[PRONY_METRIC_TOKENS_PER_SEC].mean);
  append_count (row, measured ? tokens : -1);
}

static void
append_counts (GString *row, PronySummary *summary, gboolean measured)
{
  const guint64 counts[] = { summary->outcomes[PRONY_OUTCOME_OK],
                             prony_summary_count_failed (summary),
                             summary->outcomes[PRONY_OUTCOME_CANCELLED], summary->prompt_tokens,
                             summary->completion_tokens };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    append_count (row, measured ? (gint64) counts[i] : -1);
}

/* In a closed loop the streams, otherwise the most in flight, if there is such a bound. */
static void
append_concurrency (GString *row, const PronyLoadLevel *load)
{
  append_count (row, load->concurrency > 0 ? (gint64) load->concurrency : -1);
}

static void
append_load (GString *row, const PronyLoadLevel *load)
{
  gboolean open = load->kind == PRONY_LOAD_OPEN;
  gboolean gamma = open && load->arrival == PRONY_ARRIVAL_GAMMA;

  prony_report_csv_append_text (row, prony_load_kind_to_string (load->kind));
  prony_report_csv_append_text (row, open ? prony_arrival_pattern_to_string (load->arrival) : NULL);
  append_number (row, gamma ? load->burstiness : NAN);
  append_count (row, load->from_concurrency > 0 ? (gint64) load->from_concurrency : -1);
  append_number (row, load->from_rate);
  append_number (row, load->ramp_s > 0 ? load->ramp_s : NAN);
  append_number (row, load->kind == PRONY_LOAD_TRACE ? load->speed : NAN);
}

static void
append_failed_checks (GString *row, PronySummary *summary)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < PRONY_N_CHECKS; i++)
    if (summary->checks[i].verdict == PRONY_VERDICT_FAILED)
      g_string_append_printf (names, "%s%s", names->len > 0 ? " " : "",
                              prony_check_kind_to_string (i));
  prony_report_csv_append_text (row, names->str);
}

static void
append_trust (GString *row, PronyTrial *trial, PronySummary *summary, gboolean measured)
{
  append_count (row, measured ? (gint64) summary->retries : -1);
  append_count (row, measured ? (gint64) summary->reconnects : -1);
  append_count (row, summary->retransmits);
  prony_report_csv_append_text (row, summary->client_limit != PRONY_CLIENT_LIMIT_NONE
                                       ? prony_client_limit_to_string (summary->client_limit)
                                       : NULL);
  append_failed_checks (row, summary);
  append_number (row, prony_calibration_get_error (trial->calibration, PRONY_METRIC_TTFT));
  append_number (row, prony_calibration_get_error (trial->calibration, PRONY_METRIC_ITL));
}

static void
append_trial (GString *text, PronyTrial *trial)
{
  gboolean measured = trial->summary != NULL;
  g_autoptr (PronySummary) summary =
    measured ? prony_summary_ref (trial->summary) : prony_summary_new ();
  gboolean any_ok = summary->outcomes[PRONY_OUTCOME_OK] > 0;
  guint64 judged = summary->quality_passed + summary->quality_failed;
  g_autoptr (GString) row = g_string_new (NULL);

  append_contract (row, trial, summary, measured);
  append_concurrency (row, &trial->load);
  append_number (row, trial->load.rate);
  prony_report_csv_append_text (row, prony_engine_kind_to_string (trial->target->engine->kind));
  prony_report_csv_append_text (row, trial->target->engine_version);
  append_boolean (row, trial->target->simulated);
  append_boolean (row, trial->state != PRONY_STATE_FINISHED);
  append_number (row, trial->duration_s);
  append_number (row, summary->window_s);
  append_counts (row, summary, measured);
  if (measured)
    append_boolean (row, summary->client_bound);
  else
    prony_report_csv_append_text (row, NULL);
  prony_report_csv_append_text (row, any_ok ? prony_count_source_to_string (summary->count_source)
                                            : NULL);
  prony_report_csv_append_text (row, trial->error);
  append_figures (row, summary);
  append_load (row, &trial->load);
  append_trust (row, trial, summary, measured);
  append_count (row, judged > 0 ? (gint64) summary->quality_passed : -1);
  append_count (row, judged > 0 ? (gint64) summary->quality_failed : -1);
  append_count (row, trial->repeat + 1);

  end_row (row);
  g_string_append_len (text, row->str, (gssize) row->len);
}

/**
 * prony_report_csv_summary:
 * @context: what to report
 *
 * Returns: (transfer full): what `summary.csv` holds: a row for each trial
 */
char *
prony_report_csv_summary (PronyReportContext *context)
{
  g_autofree char *header = make_summary_header ();
  GString *text = g_string_new (header);

  for (guint i = 0; i < context->run->trials->len; i++)
    append_trial (text, g_ptr_array_index (context->run->trials, i));
  return g_string_free (text, FALSE);
}

/* --- Requests ------------------------------------------------------------------------ */

/* Whether a metric is among the first columns already. */
static gboolean
has_own_column (PronyMetric metric)
{
  return metric == PRONY_METRIC_TTFT || metric == PRONY_METRIC_TOKENS_PER_SEC ||
         metric == PRONY_METRIC_PROMPT_TOKENS || metric == PRONY_METRIC_COMPLETION_TOKENS ||
         metric == PRONY_METRIC_ITL;
}

/**
 * prony_report_csv_results_head:
 *
 * Returns: (transfer full): the header of `<engine>_results.csv`
 */
char *
prony_report_csv_results_head (void)
{
  GString *header = g_string_new (RESULT_COLUMNS);

  for (guint i = 0; i < PRONY_N_DISTRIBUTIONS; i++)
    if (!has_own_column (i))
      g_string_append_printf (header, ",%s", prony_metric_get_info (i)->name);
  g_string_append (header, RESULT_LAST_COLUMNS "\n");
  return g_string_free (header, FALSE);
}

static void
append_sent_at (GString *row, PronyRun *run, const PronyRequestRecord *record)
{
  g_autofree char *sent_at = NULL;

  if (record->sent_ns != 0)
    sent_at = prony_clock_format_rfc3339 (prony_run_ns_to_unix_us (run, record->sent_ns));
  prony_report_csv_append_text (row, sent_at);
}

static const char *
quality_text (PronyQuality quality)
{
  switch (quality)
    {
    case PRONY_QUALITY_PASS:
      return "pass";

    case PRONY_QUALITY_FAIL:
      return "fail";

    case PRONY_QUALITY_NONE:
    default:
      return NULL;
    }
}

static void
append_tags (GString *row, const char *const *tags)
{
  g_autofree char *joined = tags != NULL ? g_strjoinv (" ", (char **) tags) : NULL;

  prony_report_csv_append_text (row, joined);
}

/**
 * prony_report_csv_request:
 * @context: what to report
 * @trial: a trial
 * @record: one of its requests
 *
 * Returns: (transfer full): a row of `<engine>_results.csv`
 */
char *
prony_report_csv_request (PronyReportContext *context,
                          PronyTrial *trial,
                          const PronyRequestRecord *record)
{
  GString *row = g_string_new (NULL);
  g_autofree char *id = prony_report_request_id (trial, record);
  double values[PRONY_N_DISTRIBUTIONS];

  prony_request_metrics (record, values);

  prony_report_csv_append_text (row, id);
  prony_report_csv_append_text (row, trial->target->name);
  prony_report_csv_append_text (row, trial->target->model);
  prony_report_csv_append_text (row, trial->scenario_name);
  append_count (row, record->prompt_tokens);
  append_count (row, record->completion_tokens);
  append_number (row, prony_report_total_duration (record));
  append_number (row, values[PRONY_METRIC_TTFT]);
  append_number (row, values[PRONY_METRIC_TOKENS_PER_SEC]);
  append_boolean (row, record->outcome == PRONY_OUTCOME_OK);
  prony_report_csv_append_text (row, record->error_message);

  append_concurrency (row, &trial->load);
  prony_report_csv_append_text (row, prony_outcome_to_string (record->outcome));
  append_sent_at (row, context->run, record);
  append_count (row, trial->index + 1);
  append_count (row, record->stream);
  append_count (row, record->case_index);
  append_boolean (row, record->warmup);
  append_boolean (row, trial->target->simulated);
  append_count (row, record->http_status != 0 ? (gint64) record->http_status : -1);
  prony_report_csv_append_text (row, record->finish_reason);
  prony_report_csv_append_text (row, quality_text (record->quality));
  append_count (row, record->reasoning_tokens);
  append_count (row, record->cached_tokens);
  prony_report_csv_append_text (row, record->completion_tokens >= 0
                                       ? prony_count_source_to_string (record->count_source)
                                       : NULL);
  append_count (row, isfinite (values[PRONY_METRIC_MAX_STALL])
                       ? (gint64) prony_request_count_stalls (record)
                       : -1);
  for (guint i = 0; i < PRONY_N_DISTRIBUTIONS; i++)
    if (!has_own_column (i))
      append_number (row, values[i]);
  append_number (row, trial->load.rate);
  append_count (row, record->retries);
  append_number (row, prony_report_scheduled_offset (context->run, record));
  append_tags (row, prony_report_get_tags (context, trial, record->case_index));

  end_row (row);
  return g_string_free (row, FALSE);
}
