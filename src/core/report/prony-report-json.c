/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-report"

#include "config.h"

#include <math.h>

#include "base/prony-clock.h"
#include "base/prony-json.h"
#include "core/metrics/prony-request-metrics.h"
#include "core/model/prony-host-info.h"
#include "core/report/prony-report-json.h"
#include "core/report/prony-report.h"

#define SUMMARY_SCHEMA "prony.run/1"
#define RESULTS_SCHEMA "prony.results/1"

static void
add_clean_string (JsonObject *object, const char *name, const char *text)
{
  g_autofree char *clean = prony_report_clean (text, -1);

  prony_json_add_string (object, name, clean);
}

/* An empty text is one too: an answer can be. */
static void
add_clean_gstring (JsonObject *object, const char *name, const GString *text)
{
  g_autofree char *clean = NULL;

  if (text == NULL)
    return;
  clean = prony_report_clean (text->str, (gssize) text->len);
  prony_json_add_string (object, name, clean);
}

/* Only what was reached has a stamp. */
static void
add_stamp (JsonObject *object, const char *name, gint64 ns)
{
  if (ns != 0)
    json_object_set_int_member (object, name, ns);
}

/* --- Metadata ------------------------------------------------------------------- */

static void
add_once (JsonArray *array, GHashTable *seen, const char *text)
{
  g_autofree char *clean = prony_report_clean (text, -1);

  if (clean != NULL && g_hash_table_add (seen, g_strdup (clean)))
    json_array_add_string_element (array, clean);
}

static void
add_names (PronyReportContext *context, JsonObject *metadata)
{
  PronyRun *run = context->run;
  JsonArray *engines = json_array_new ();
  JsonArray *models = json_array_new ();
  JsonArray *scenarios = json_array_new ();
  JsonArray *levels = json_array_new ();
  g_autoptr (GHashTable) seen_engines =
               g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) seen_models =
               g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) seen_scenarios =
               g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) seen_levels = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);

      add_once (engines, seen_engines, trial->target->name);
      add_once (models, seen_models, trial->target->model);
      add_once (scenarios, seen_scenarios, trial->scenario_name);
      if (g_hash_table_add (seen_levels, GUINT_TO_POINTER (trial->concurrency)))
        json_array_add_int_element (levels, trial->concurrency);
    }

  if (json_array_get_length (models) == 1)
    json_object_set_string_member (metadata, "model", json_array_get_string_element (models, 0));
  json_object_set_array_member (metadata, "models", models);
  json_object_set_array_member (metadata, "engines", engines);
  json_object_set_array_member (metadata, "concurrency_levels", levels);
  json_object_set_array_member (metadata, "scenarios", scenarios);
}

static JsonObject *
make_metadata (PronyReportContext *context)
{
  PronyRun *run = context->run;
  JsonObject *metadata = json_object_new ();
  g_autofree char *started_at = prony_clock_format_rfc3339 (run->started_us);

  add_clean_string (metadata, "run_id", run->id);
  add_clean_string (metadata, "name", run->name);
  json_object_set_string_member (metadata, "started_at", started_at);
  prony_json_add_double (metadata, "duration", run->duration_s);
  json_object_set_string_member (metadata, "state", prony_state_to_string (run->state));
  json_object_set_boolean_member (metadata, "partial", prony_run_is_partial (run));
  json_object_set_boolean_member (metadata, "simulated", prony_run_is_simulated (run));
  add_clean_string (metadata, "error", run->error);
  add_names (context, metadata);
  add_clean_string (metadata, "prony_version", run->prony_version);
  if (run->host != NULL)
    json_object_set_object_member (metadata, "system_info", prony_host_info_to_json (run->host));
  if (run->plan_json != NULL)
    json_object_set_object_member (metadata, "plan", json_object_ref (run->plan_json));
  return metadata;
}

/* --- Summary --------------------------------------------------------------------- */

static void
add_trial_names (JsonObject *object, PronyTrial *trial)
{
  add_clean_string (object, "engine", trial->target->name);
  json_object_set_string_member (object, "engine_kind",
                                 prony_engine_kind_to_string (trial->target->engine->kind));
  add_clean_string (object, "engine_version", trial->target->engine_version);
  add_clean_string (object, "model", trial->target->model);
  add_clean_string (object, "scenario", trial->scenario_name);
  json_object_set_boolean_member (object, "simulated", trial->target->simulated);
  json_object_set_int_member (object, "concurrency", trial->concurrency);
}

static JsonArray *
make_benchmarks (PronyReportContext *context)
{
  JsonArray *benchmarks = json_array_new ();

  for (guint i = 0; i < context->run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (context->run->trials, i);
      JsonObject *object = json_object_new ();

      add_trial_names (object, trial);
      /* Closed loop: there is a concurrency and no rate. */
      json_object_set_null_member (object, "rate");
      prony_json_add_double (object, "duration", trial->duration_s);
      json_object_set_string_member (object, "state", prony_state_to_string (trial->state));
      json_object_set_boolean_member (object, "partial", trial->state != PRONY_STATE_FINISHED);
      add_clean_string (object, "error", trial->error);
      if (trial->summary != NULL)
        json_object_set_object_member (object, "metrics", prony_summary_to_json (trial->summary));
      json_array_add_object_element (benchmarks, object);
    }

  return benchmarks;
}

static void
add_interval (JsonObject *object, const char *name, const double interval[2])
{
  JsonArray *pair;

  if (!isfinite (interval[0]) || !isfinite (interval[1]))
    return;

  pair = json_array_sized_new (2);
  json_array_add_double_element (pair, interval[0]);
  json_array_add_double_element (pair, interval[1]);
  json_object_set_array_member (object, name, pair);
}

static JsonObject *
make_winner (PronyReportContext *context, const PronyWinner *winner)
{
  JsonObject *object = json_object_new ();
  g_autofree char *metric = prony_report_winner_metric_name (winner);
  PronyTrial *best, *next;

  add_clean_string (object, "scenario", winner->scenario);
  json_object_set_int_member (object, "concurrency", winner->concurrency);
  json_object_set_string_member (object, "metric", metric);
  if (winner->winner >= 0)
    {
      best = g_ptr_array_index (context->run->trials, winner->winner);
      next = g_ptr_array_index (context->run->trials, winner->runner_up);
      add_clean_string (object, "winner", best->target->name);
      add_clean_string (object, "winner_model", best->target->model);
      add_clean_string (object, "runner_up", next->target->name);
      add_clean_string (object, "runner_up_model", next->target->model);
      json_object_set_boolean_member (object, "simulated", best->target->simulated);
      prony_json_add_double (object, "winner_value", winner->comparison.value);
      prony_json_add_double (object, "runner_up_value", winner->comparison.baseline);
      prony_json_add_double (object, "ratio", prony_report_winner_ratio (winner));
      add_interval (object, "difference_ci95", winner->comparison.difference_ci);
      prony_json_add_double (object, "p_value", winner->comparison.p_value);
    }
  json_object_set_boolean_member (object, "clear", winner->comparison.clear);
  return object;
}

/**
 * prony_report_json_summary:
 * @context: what to report
 *
 * Returns: (transfer full): what `summary.json` holds
 */
JsonObject *
prony_report_json_summary (PronyReportContext *context)
{
  JsonObject *root = json_object_new ();
  JsonArray *winners = json_array_new ();

  json_object_set_string_member (root, "schema", SUMMARY_SCHEMA);
  json_object_set_object_member (root, "metadata", make_metadata (context));
  json_object_set_array_member (root, "benchmarks", make_benchmarks (context));
  for (guint i = 0; i < context->winners->len; i++)
    json_array_add_object_element (
      winners, make_winner (context, &g_array_index (context->winners, PronyWinner, i)));
  json_object_set_array_member (root, "winners", winners);
  return root;
}

/**
 * prony_report_summary_json:
 * @run: a run
 * @get_records: (nullable) (scope call): gives the requests of a trial; without it no
 *   winner is clear
 * @user_data: given to @get_records
 *
 * Makes the content of `summary.json`: metadata, the figures of every trial, and who is
 * best at what. `ratio` says how many times better a winner is than the next, whichever
 * way its metric is better. Reads requests: call it from any thread but the user
 * interface's.
 *
 * Returns: (transfer full): the root object
 */
JsonObject *
prony_report_summary_json (PronyRun *run, PronyRecordsFunc get_records, gpointer user_data)
{
  g_autoptr (PronyReportContext) context = NULL;

  g_return_val_if_fail (run != NULL, NULL);

  context = prony_report_context_new (run, get_records, user_data);
  return prony_report_json_summary (context);
}

/* --- Requests --------------------------------------------------------------------- */

/**
 * prony_report_request_id:
 * @trial: a trial
 * @record: one of its requests
 *
 * Returns: (transfer full): a name for it that is unique in the run, such as "t1-r20"
 */
char *
prony_report_request_id (PronyTrial *trial, const PronyRequestRecord *record)
{
  return g_strdup_printf ("t%u-r%" G_GUINT64_FORMAT, trial->index + 1, record->id);
}

/**
 * prony_report_total_duration:
 * @record: a request
 *
 * Returns: from the request sent (started, if it never was) to the end of its stream,
 *   in seconds; NAN where unknown
 */
double
prony_report_total_duration (const PronyRequestRecord *record)
{
  gint64 begin = record->sent_ns != 0 ? record->sent_ns : record->started_ns;

  return begin != 0 && record->finished_ns != 0 ? prony_ns_to_s (record->finished_ns - begin) : NAN;
}

static void
add_figures (JsonObject *object, const PronyRequestRecord *record)
{
  double values[PRONY_N_DISTRIBUTIONS];

  prony_request_metrics (record, values);
  for (guint i = 0; i < PRONY_N_DISTRIBUTIONS; i++)
    prony_json_add_double (object, prony_metric_get_info (i)->name, values[i]);

  prony_json_add_double (object, "total_duration", prony_report_total_duration (record));
  prony_json_add_count (object, "prompt_tokens", record->prompt_tokens);
  prony_json_add_count (object, "completion_tokens", record->completion_tokens);
  prony_json_add_count (object, "reasoning_tokens", record->reasoning_tokens);
  prony_json_add_count (object, "cached_tokens", record->cached_tokens);
  if (record->completion_tokens >= 0)
    json_object_set_string_member (object, "count_source",
                                   prony_count_source_to_string (record->count_source));
  if (isfinite (values[PRONY_METRIC_PREFILL_RATE]))
    json_object_set_string_member (object, "prefill_source",
                                   isfinite (record->prompt_eval_time_s) ? "engine" : "ttft");
  if (isfinite (values[PRONY_METRIC_MAX_STALL]))
    json_object_set_int_member (object, "stalls", prony_request_count_stalls (record));
  if (record->outcome == PRONY_OUTCOME_OK)
    json_object_set_boolean_member (object, "buffered", prony_request_was_buffered (record));
}

/* --- Token times ------------------------------------------------------------------- */

/* Exact seconds, without going through a double: there are two for every token, and
 * they are most of the file. */
static void
append_seconds (GString *out, gint64 ns)
{
  guint64 size = (guint64) ABS (ns);

  g_string_append_printf (out, "%s%" G_GUINT64_FORMAT ".%09" G_GUINT64_FORMAT, ns < 0 ? "-" : "",
                          size / PRONY_NS_PER_S, size % PRONY_NS_PER_S);
}

static void
append_itl (GString *out, GPtrArray *tokens)
{
  g_string_append (out, ",\"itl\":[");
  for (guint i = 1; i < tokens->len; i++)
    {
      const PronyRecordEvent *before = g_ptr_array_index (tokens, i - 1);
      const PronyRecordEvent *event = g_ptr_array_index (tokens, i);

      g_string_append (out, i > 1 ? "," : "");
      append_seconds (out, event->at_ns - before->at_ns);
    }
  g_string_append_c (out, ']');
}

static void
append_offsets (GString *out, GPtrArray *tokens, gint64 sent_ns)
{
  g_string_append (out, ",\"token_offsets\":[");
  for (guint i = 0; i < tokens->len; i++)
    {
      const PronyRecordEvent *event = g_ptr_array_index (tokens, i);

      g_string_append (out, i > 0 ? "," : "");
      append_seconds (out, event->at_ns - sent_ns);
    }
  g_string_append_c (out, ']');
}

/* Null for an event whose tokens are not known. */
static void
append_event_tokens (GString *out, GPtrArray *tokens)
{
  g_string_append (out, ",\"event_tokens\":[");
  for (guint i = 0; i < tokens->len; i++)
    {
      const PronyRecordEvent *event = g_ptr_array_index (tokens, i);

      g_string_append (out, i > 0 ? "," : "");
      if (event->tokens >= 0)
        g_string_append_printf (out, "%d", event->tokens);
      else
        g_string_append (out, "null");
    }
  g_string_append_c (out, ']');
}

/* Appends the members that are arrays of tokens to an object's text. */
static void
append_tokens (GString *out, const PronyRequestRecord *record)
{
  g_autoptr (GPtrArray) tokens = g_ptr_array_sized_new (record->events->len);
  gboolean any_known = FALSE;

  for (guint i = 0; i < record->events->len; i++)
    {
      PronyRecordEvent *event = &g_array_index (record->events, PronyRecordEvent, i);

      if (!prony_event_kind_carries_tokens ((PronyEventKind) event->kind))
        continue;
      g_ptr_array_add (tokens, event);
      any_known |= event->tokens >= 0;
    }

  if (record->outcome == PRONY_OUTCOME_OK && tokens->len >= 2)
    append_itl (out, tokens);
  if (record->sent_ns != 0)
    append_offsets (out, tokens, record->sent_ns);
  if (any_known)
    append_event_tokens (out, tokens);
}

/* --- A request ---------------------------------------------------------------------- */

static void
add_outcome (JsonObject *object, const PronyRequestRecord *record)
{
  json_object_set_string_member (object, "outcome", prony_outcome_to_string (record->outcome));
  json_object_set_boolean_member (object, "success", record->outcome == PRONY_OUTCOME_OK);
  add_clean_string (object, "error_message", record->error_message);
  if (record->http_status != 0)
    json_object_set_int_member (object, "http_status", record->http_status);
  add_clean_string (object, "finish_reason", record->finish_reason);
  if (record->quality != PRONY_QUALITY_NONE)
    json_object_set_string_member (object, "quality",
                                   record->quality == PRONY_QUALITY_PASS ? "pass" : "fail");
}

static void
add_stamps (PronyReportContext *context, JsonObject *object, const PronyRequestRecord *record)
{
  if (record->sent_ns != 0)
    {
      g_autofree char *sent_at =
        prony_clock_format_rfc3339 (prony_run_ns_to_unix_us (context->run, record->sent_ns));

      json_object_set_string_member (object, "sent_at", sent_at);
    }

  add_stamp (object, "scheduled_ns", record->scheduled_ns);
  add_stamp (object, "started_ns", record->started_ns);
  add_stamp (object, "connected_ns", record->connected_ns);
  add_stamp (object, "sent_ns", record->sent_ns);
  add_stamp (object, "headers_ns", record->headers_ns);
  add_stamp (object, "finished_ns", record->finished_ns);
  json_object_set_boolean_member (object, "connection_reused", record->reused);
}

/**
 * prony_report_json_request:
 * @context: what to report
 * @trial: a trial
 * @record: one of its requests
 *
 * Returns: (transfer full): the request as one element of `requests`, on one line
 */
char *
prony_report_json_request (PronyReportContext *context,
                           PronyTrial *trial,
                           const PronyRequestRecord *record)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char *id = prony_report_request_id (trial, record);
  g_autofree char *text = NULL;
  GString *out;

  json_object_set_string_member (object, "request_id", id);
  add_trial_names (object, trial);
  json_object_set_int_member (object, "trial", trial->index + 1);
  json_object_set_int_member (object, "stream", record->stream);
  json_object_set_int_member (object, "case", record->case_index);
  json_object_set_boolean_member (object, "warmup", record->warmup);
  add_clean_string (object, "answered_by", record->model);
  add_outcome (object, record);
  add_stamps (context, object, record);
  add_figures (object, record);
  add_clean_string (object, "prompt", record->prompt);
  add_clean_gstring (object, "response", record->answer);
  add_clean_gstring (object, "reasoning", record->reasoning);

  text = prony_json_to_text (object, FALSE);
  out = g_string_new (text);
  g_string_truncate (out, out->len - 1);
  append_tokens (out, record);
  g_string_append_c (out, '}');
  return g_string_free (out, FALSE);
}

/**
 * prony_report_json_results_head:
 * @context: what to report
 * @engine: whose results follow
 *
 * Begins `<engine>_results.json`: requests follow, with commas between them, and then
 * prony_report_json_results_tail(). The file is written piece by piece, since the
 * requests of a long run do not fit into memory as a tree.
 *
 * Returns: (transfer full): the beginning of the file
 */
char *
prony_report_json_results_head (PronyReportContext *context, PronyReportEngine *engine)
{
  g_autoptr (JsonObject) metadata = make_metadata (context);
  g_autofree char *text = prony_json_to_text (metadata, TRUE);
  g_autoptr (JsonNode) name = json_node_new (JSON_NODE_VALUE);
  g_autofree char *clean = prony_report_clean (engine->name, -1);
  g_autofree char *quoted = NULL;

  json_node_set_string (name, clean);
  quoted = json_to_string (name, FALSE);
  return g_strconcat ("{\n\"schema\": \"" RESULTS_SCHEMA "\",\n\"engine\": ", quoted,
                      ",\n\"metadata\": ", text, ",\n\"requests\": [\n", NULL);
}

/**
 * prony_report_json_results_tail:
 *
 * Returns: the end of `<engine>_results.json`
 */
const char *
prony_report_json_results_tail (void)
{
  return "\n]\n}\n";
}
