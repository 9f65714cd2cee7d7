/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-report"

#include "config.h"

#include <math.h>

#include "base/prony-clock.h"
#include "base/prony-json.h"
#include "core/metrics/prony-capacity.h"
#include "core/metrics/prony-repeat-spread.h"
#include "core/model/prony-host-info.h"
#include "core/report/prony-report-advice.h"
#include "core/report/prony-report-json.h"
#include "core/report/prony-report-remarks.h"
#include "core/report/prony-report-resources.h"
#include "core/report/prony-report-tags.h"
#include "core/report/prony-report.h"

#define SUMMARY_SCHEMA "prony.run/1"
#define RESULTS_SCHEMA "prony.results/1"

/**
 * prony_report_add_string:
 * @object: an object
 * @name: the member's name
 * @text: (nullable): the string; %NULL adds nothing
 *
 * Adds a string from a user or an engine, made valid UTF-8, if there is one.
 */
void
prony_report_add_string (JsonObject *object, const char *name, const char *text)
{
  g_autofree char *clean = prony_report_clean (text, -1);

  prony_json_add_string (object, name, clean);
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
  g_autoptr (GHashTable) seen_engines =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) seen_models =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) seen_scenarios =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);

      add_once (engines, seen_engines, trial->target->name);
      add_once (models, seen_models, trial->target->model);
      add_once (scenarios, seen_scenarios, trial->scenario_name);
    }

  if (json_array_get_length (models) == 1)
    json_object_set_string_member (metadata, "model", json_array_get_string_element (models, 0));
  json_object_set_array_member (metadata, "models", models);
  json_object_set_array_member (metadata, "engines", engines);
  json_object_set_array_member (metadata, "scenarios", scenarios);
}

static gboolean
is_first_of_load (PronyRun *run, guint index)
{
  PronyTrial *trial = g_ptr_array_index (run->trials, index);

  for (guint i = 0; i < index; i++)
    {
      PronyTrial *other = g_ptr_array_index (run->trials, i);

      if (other->load.kind == trial->load.kind &&
          prony_load_level_get_value (&other->load) == prony_load_level_get_value (&trial->load))
        return FALSE;
    }

  return TRUE;
}

/* The streams of the closed loops, and the rates of the open ones where there are any. */
static void
add_levels (PronyRun *run, JsonObject *metadata)
{
  JsonArray *levels = json_array_new ();
  g_autoptr (JsonArray) rates = json_array_new ();

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);

      if (!is_first_of_load (run, i))
        continue;
      if (trial->load.kind == PRONY_LOAD_CLOSED)
        json_array_add_int_element (levels, trial->load.concurrency);
      else if (trial->load.kind == PRONY_LOAD_OPEN)
        json_array_add_double_element (rates, trial->load.rate);
    }

  json_object_set_array_member (metadata, "concurrency_levels", levels);
  if (json_array_get_length (rates) > 0)
    json_object_set_array_member (metadata, "rates", json_array_ref (rates));
}

static JsonObject *
make_metadata (PronyReportContext *context)
{
  PronyRun *run = context->run;
  JsonObject *metadata = json_object_new ();
  g_autofree char *started_at = prony_clock_format_rfc3339 (run->started_us);

  prony_report_add_string (metadata, "run_id", run->id);
  prony_report_add_string (metadata, "name", run->name);
  json_object_set_string_member (metadata, "started_at", started_at);
  prony_json_add_double (metadata, "duration", run->duration_s);
  json_object_set_string_member (metadata, "state", prony_state_to_string (run->state));
  json_object_set_boolean_member (metadata, "partial", prony_run_is_partial (run));
  json_object_set_boolean_member (metadata, "simulated", prony_run_is_simulated (run));
  prony_report_add_string (metadata, "error", run->error);
  add_names (context, metadata);
  add_levels (run, metadata);
  prony_report_add_string (metadata, "prony_version", run->prony_version);
  if (run->host != NULL)
    json_object_set_object_member (metadata, "system_info", prony_host_info_to_json (run->host));
  if (run->notes->len > 0)
    json_object_set_array_member (metadata, "notes", prony_report_json_remarks (run));
  if (run->plan_json != NULL)
    json_object_set_object_member (metadata, "plan", json_object_ref (run->plan_json));
  return metadata;
}

/* --- Summary --------------------------------------------------------------------- */

/* A closed loop has a concurrency and no rate. In an open loop it is the most that may
 * be in flight, null for any number. */
static void
add_load (JsonObject *object, const PronyLoadLevel *load)
{
  if (load->concurrency > 0)
    json_object_set_int_member (object, "concurrency", load->concurrency);
  else
    json_object_set_null_member (object, "concurrency");

  if (load->kind == PRONY_LOAD_OPEN)
    json_object_set_double_member (object, "rate", load->rate);
  else
    json_object_set_null_member (object, "rate");
}

/* How far it can be trusted that the engine did what was asked for. */
static void
add_cautions (JsonObject *object, PronyTarget *target)
{
  g_auto (GStrv) names = prony_rejected_fields_list (target->rejected);
  JsonArray *fields;

  if (prony_target_is_unverified (target))
    json_object_set_boolean_member (object, "tls_verified", FALSE);
  if (names[0] == NULL)
    return;

  fields = json_array_new ();
  for (guint i = 0; names[i] != NULL; i++)
    json_array_add_string_element (fields, names[i]);
  json_object_set_array_member (object, "rejected_fields", fields);
}

/**
 * prony_report_add_trial:
 * @object: an object
 * @trial: a trial
 *
 * Adds what was asked of whom.
 */
void
prony_report_add_trial (JsonObject *object, PronyTrial *trial)
{
  prony_report_add_string (object, "engine", trial->target->name);
  json_object_set_string_member (object, "engine_kind",
                                 prony_engine_kind_to_string (trial->target->engine->kind));
  prony_report_add_string (object, "engine_version", trial->target->engine_version);
  prony_report_add_string (object, "model", trial->target->model);
  prony_report_add_string (object, "scenario", trial->scenario_name);
  json_object_set_boolean_member (object, "simulated", trial->target->simulated);
  add_cautions (object, trial->target);
  add_load (object, &trial->load);
}

static JsonArray *
make_benchmarks (PronyReportContext *context)
{
  JsonArray *benchmarks = json_array_new ();

  for (guint i = 0; i < context->run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (context->run->trials, i);
      JsonObject *object = json_object_new ();
      JsonObject *limit;
      JsonArray *tags;

      prony_report_add_trial (object, trial);
      json_object_set_object_member (object, "load", prony_load_level_to_json (&trial->load));
      if (trial->repeats > 1)
        json_object_set_int_member (object, "repeat", trial->repeat + 1);
      prony_json_add_double (object, "duration", trial->duration_s);
      json_object_set_string_member (object, "state", prony_state_to_string (trial->state));
      json_object_set_boolean_member (object, "partial", trial->state != PRONY_STATE_FINISHED);
      prony_report_add_string (object, "error", trial->error);
      if (trial->calibration != NULL)
        json_object_set_object_member (object, "calibration",
                                       prony_calibration_to_json (trial->calibration));
      if (trial->summary != NULL)
        json_object_set_object_member (object, "metrics", prony_summary_to_json (trial->summary));
      limit = prony_report_json_limit (context, trial);
      if (limit != NULL)
        json_object_set_object_member (object, "limit", limit);
      tags = prony_report_json_tags (context, trial);
      if (tags != NULL)
        json_object_set_array_member (object, "by_tag", tags);
      json_array_add_object_element (benchmarks, object);
    }

  return benchmarks;
}

static JsonObject *
make_quality (const PronyQualityDifference *quality)
{
  JsonObject *object = json_object_new ();

  json_object_set_double_member (object, "winner_pass_rate", quality->value);
  json_object_set_double_member (object, "runner_up_pass_rate", quality->baseline);
  prony_json_add_interval (object, "difference_ci95", quality->difference_ci);
  prony_json_add_double (object, "p_value", quality->p_value);
  json_object_set_boolean_member (object, "clear", quality->clear);
  return object;
}

/* How sure it is. Everything is of the figure itself: differences are winner less runner-up. The
 * ratio's interval is like the ratio, how many times better. */
static void
add_certainty (JsonObject *object, const PronyWinner *winner)
{
  const PronyComparison *comparison = &winner->comparison;
  double interval[2] = { comparison->ratio_ci[0], comparison->ratio_ci[1] };

  if (prony_metric_get_info (winner->metric)->better == PRONY_BETTER_LOWER)
    {
      interval[0] = 1 / comparison->ratio_ci[1];
      interval[1] = 1 / comparison->ratio_ci[0];
    }
  if (isfinite (interval[0]) && isfinite (interval[1]))
    prony_json_add_interval (object, "ratio_ci95", interval);
  prony_json_add_double (object, "p_value", comparison->p_value);
  prony_json_add_double (object, "p_adjusted", comparison->p_adjusted);
  prony_json_add_double (object, "detectable", comparison->detectable);
  prony_json_add_double (object, "noise_floor", comparison->noise_floor);
  if (comparison->clear)
    json_object_set_boolean_member (object, "small", comparison->small);
}

static JsonObject *
make_winner (PronyReportContext *context, const PronyWinner *winner)
{
  JsonObject *object = json_object_new ();
  g_autofree char *metric = prony_report_metric_name (winner->metric);
  PronyTrial *best, *next;

  prony_report_add_string (object, "scenario", winner->scenario);
  add_load (object, &winner->load);
  json_object_set_object_member (object, "load", prony_load_level_to_json (&winner->load));
  json_object_set_string_member (object, "metric", metric);
  if (winner->winner >= 0)
    {
      best = g_ptr_array_index (context->run->trials, winner->winner);
      next = g_ptr_array_index (context->run->trials, winner->runner_up);
      prony_report_add_string (object, "winner", best->target->name);
      prony_report_add_string (object, "winner_model", best->target->model);
      prony_report_add_string (object, "runner_up", next->target->name);
      prony_report_add_string (object, "runner_up_model", next->target->model);
      json_object_set_boolean_member (object, "simulated", best->target->simulated);
      prony_json_add_double (object, "winner_value", winner->comparison.value);
      prony_json_add_double (object, "runner_up_value", winner->comparison.baseline);
      prony_json_add_double (object, "ratio", prony_report_winner_ratio (winner));
      prony_json_add_interval (object, "difference_ci95", winner->comparison.difference_ci);
      add_certainty (object, winner);
    }
  if (prony_quality_difference_is_known (&winner->comparison.quality))
    json_object_set_object_member (object, "quality", make_quality (&winner->comparison.quality));
  json_object_set_boolean_member (object, "clear", winner->comparison.clear);
  return object;
}

static JsonArray *
make_knees (PronyReportContext *context)
{
  JsonArray *knees = json_array_new ();

  for (guint i = 0; i < context->knees->len; i++)
    {
      const PronyKnee *knee = &g_array_index (context->knees, PronyKnee, i);
      JsonObject *object = json_object_new ();

      prony_report_add_string (object, "scenario", knee->trial->scenario_name);
      prony_report_add_string (object, "engine", knee->trial->target->name);
      prony_report_add_string (object, "model", knee->trial->target->model);
      json_object_set_int_member (object, "concurrency", knee->trial->load.concurrency);
      prony_json_add_double (object, "output_tokens_per_sec", knee->throughput);
      json_object_set_boolean_member (object, "saturated", knee->end == PRONY_KNEE_END_SATURATED);
      json_object_set_boolean_member (object, "clear", knee->is_clear);
      json_array_add_object_element (knees, object);
    }

  return knees;
}

static JsonArray *
make_repeats (GArray *spreads)
{
  JsonArray *repeats = json_array_new ();

  for (guint i = 0; i < spreads->len; i++)
    {
      const PronyRepeatSpread *spread = &g_array_index (spreads, PronyRepeatSpread, i);
      g_autofree char *metric = prony_report_metric_name (spread->metric);
      JsonObject *object = json_object_new ();

      prony_report_add_trial (object, spread->trial);
      json_object_set_object_member (object, "load",
                                     prony_load_level_to_json (&spread->trial->load));
      json_object_set_string_member (object, "metric", metric);
      json_object_set_int_member (object, "count", spread->n);
      json_object_set_double_member (object, "mean", spread->mean);
      json_object_set_double_member (object, "variation", spread->variation);
      json_object_set_string_member (object, "steadiness",
                                     prony_steadiness_to_string (spread->steadiness));
      json_array_add_object_element (repeats, object);
    }

  return repeats;
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
  g_autoptr (GArray) capacities = prony_capacity_find_all (context->run);
  g_autoptr (GArray) spreads = prony_repeat_spread_find_all (context->run);

  json_object_set_string_member (root, "schema", SUMMARY_SCHEMA);
  json_object_set_object_member (root, "metadata", make_metadata (context));
  json_object_set_array_member (root, "benchmarks", make_benchmarks (context));
  for (guint i = 0; i < context->winners->len; i++)
    json_array_add_object_element (
      winners, make_winner (context, &g_array_index (context->winners, PronyWinner, i)));
  json_object_set_array_member (root, "winners", winners);
  if (context->advice->len > 0)
    json_object_set_array_member (root, "recommendations", prony_report_json_advice (context));
  if (spreads->len > 0)
    json_object_set_array_member (root, "repeats", make_repeats (spreads));
  if (context->knees->len > 0)
    json_object_set_array_member (root, "knees", make_knees (context));
  if (capacities->len > 0)
    json_object_set_array_member (root, "capacities", prony_report_json_capacities (capacities));
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

/* --- Results of an engine --------------------------------------------------------- */

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
