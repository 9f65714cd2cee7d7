/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-report"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-json.h"
#include "core/metrics/prony-capacity.h"
#include "core/report/prony-report-advice.h"
#include "core/report/prony-report-block.h"
#include "core/report/prony-report-json.h"

/* Which target to take for what, in reports and in `summary.json`. */

static PronyTrial *
get_trial (PronyReportContext *context, int index)
{
  return index >= 0 ? g_ptr_array_index (context->run->trials, index) : NULL;
}

static char *
join_reasons (const PronyRecommendation *advice)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < advice->reasons->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            (const char *) g_ptr_array_index (advice->reasons, i));

  return g_string_free (text, FALSE);
}

/**
 * prony_report_add_advice:
 * @context: what to report
 * @document: (element-type PronyBlock): a document
 *
 * Adds the recommendations with the sentences that they rest on, where anything was
 * measured.
 */
void
prony_report_add_advice (PronyReportContext *context, GPtrArray *document)
{
  PronyBlock *terms;

  if (context->advice->len == 0)
    return;

  prony_report_blocks_add_heading (document, 2, _ ("Recommendations"));
  terms = prony_report_blocks_add (document, PRONY_BLOCK_TERMS, NULL);
  for (guint i = 0; i < context->advice->len; i++)
    {
      const PronyRecommendation *advice = g_ptr_array_index (context->advice, i);
      g_autofree char *what = prony_recommendation_describe (advice, context->run);
      g_autofree char *reasons = join_reasons (advice);
      g_autofree char *meaning = g_strdup_printf ("%s. %s", what, reasons);

      prony_block_add_pair (terms, prony_use_case_title (advice->use_case), meaning);
    }
}

/* How many times better, whichever way the metric is better. */
static double
get_ratio (const PronyComparison *comparison)
{
  double ratio = comparison->ratio;

  if (prony_metric_get_info (comparison->metric)->better == PRONY_BETTER_LOWER)
    ratio = 1 / ratio;
  return isfinite (ratio) && ratio > 0 ? ratio : NAN;
}

static void
add_value (JsonObject *object, const char *name, PronyTrial *trial, PronyMetric metric)
{
  if (trial->summary != NULL)
    prony_json_add_double (object, name, prony_summary_get (trial->summary, metric));
}

static void
add_runner_up (JsonObject *object, const PronyRecommendation *advice, PronyTrial *trial)
{
  const PronyComparison *comparison = &advice->comparison;

  prony_report_add_string (object, "runner_up", trial->target->name);
  prony_report_add_string (object, "runner_up_model", trial->target->model);
  json_object_set_object_member (object, "runner_up_load", prony_load_level_to_json (&trial->load));
  add_value (object, "runner_up_value", trial, comparison->metric);
  prony_json_add_double (object, "ratio", get_ratio (comparison));
  prony_json_add_interval (object, "difference_ci95", comparison->difference_ci);
  prony_json_add_double (object, "p_value", comparison->p_value);
}

static JsonArray *
make_equals (PronyReportContext *context, const PronyRecommendation *advice)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < advice->equals->len; i++)
    {
      PronyTrial *trial = get_trial (context, (int) g_array_index (advice->equals, guint, i));
      JsonObject *object = json_object_new ();

      prony_report_add_string (object, "engine", trial->target->name);
      prony_report_add_string (object, "model", trial->target->model);
      json_array_add_object_element (array, object);
    }

  return array;
}

static JsonArray *
make_reasons (const PronyRecommendation *advice)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < advice->reasons->len; i++)
    {
      g_autofree char *clean = prony_report_clean (g_ptr_array_index (advice->reasons, i), -1);

      json_array_add_string_element (array, clean);
    }

  return array;
}

static JsonObject *
make_recommendation (PronyReportContext *context, const PronyRecommendation *advice)
{
  JsonObject *object = json_object_new ();
  PronyTrial *best = get_trial (context, advice->trial);
  PronyTrial *next = get_trial (context, advice->runner_up);
  PronyMetric metric = advice->comparison.metric;

  json_object_set_string_member (object, "use_case", prony_use_case_to_string (advice->use_case));
  if (best != NULL)
    {
      g_autofree char *name = prony_report_metric_name (metric);

      prony_report_add_string (object, "engine", best->target->name);
      prony_report_add_string (object, "model", best->target->model);
      prony_report_add_string (object, "scenario", best->scenario_name);
      json_object_set_object_member (object, "load", prony_load_level_to_json (&best->load));
      json_object_set_boolean_member (object, "simulated", best->target->simulated);
      json_object_set_string_member (object, "metric", name);
      add_value (object, "value", best, metric);
    }
  if (next != NULL)
    add_runner_up (object, advice, next);
  if (advice->equals->len > 0)
    json_object_set_array_member (object, "equals", make_equals (context, advice));
  json_object_set_boolean_member (object, "clear", advice->clear);
  json_object_set_array_member (object, "reasons", make_reasons (advice));
  return object;
}

static JsonObject *
make_capacity (const PronyCapacity *capacity)
{
  JsonObject *object = json_object_new ();
  PronyTrial *trial = capacity->trial;

  prony_report_add_string (object, "engine", capacity->first->target->name);
  prony_report_add_string (object, "model", capacity->first->target->model);
  prony_report_add_string (object, "scenario", capacity->first->scenario_name);
  json_object_set_boolean_member (object, "simulated", capacity->first->target->simulated);
  if (trial != NULL)
    {
      json_object_set_object_member (object, "load", prony_load_level_to_json (&trial->load));
      add_value (object, "slo_attainment", trial, PRONY_METRIC_SLO_ATTAINMENT);
      add_value (object, "output_tokens_per_sec", trial, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC);
      add_value (object, "cost_per_million_tokens", trial, PRONY_METRIC_COST_PER_MILLION_TOKENS);
    }
  if (capacity->broken != NULL)
    json_object_set_object_member (object, "broken_load",
                                   prony_load_level_to_json (&capacity->broken->load));
  return object;
}

/**
 * prony_report_json_capacities:
 * @capacities: (element-type PronyCapacity): how much targets bear within the objectives
 *
 * Returns: (transfer full): the same with raw figures; one without a `load` meets them at none
 */
JsonArray *
prony_report_json_capacities (GArray *capacities)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < capacities->len; i++)
    json_array_add_object_element (array,
                                   make_capacity (&g_array_index (capacities, PronyCapacity, i)));

  return array;
}

/**
 * prony_report_json_advice:
 * @context: what to report
 *
 * Returns: (transfer full): the recommendations with raw figures; empty where nothing was
 *   measured
 */
JsonArray *
prony_report_json_advice (PronyReportContext *context)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < context->advice->len; i++)
    json_array_add_object_element (
      array, make_recommendation (context, g_ptr_array_index (context->advice, i)));

  return array;
}
