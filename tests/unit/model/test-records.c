/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "base/prony-error.h"
#include "base/prony-json.h"
#include "core/model/prony-host-info.h"
#include "core/model/prony-run.h"

static void
test_names (void)
{
  for (PronyOutcome outcome = PRONY_OUTCOME_OK; outcome < PRONY_N_OUTCOMES; outcome++)
    {
      PronyOutcome back = PRONY_OUTCOME_OK;

      g_assert_true (prony_outcome_from_string (prony_outcome_to_string (outcome), &back));
      g_assert_cmpint (back, ==, outcome);
      g_assert_cmpstr (prony_outcome_title (outcome), !=, "");
    }
  for (PronyState state = PRONY_STATE_WAITING; state <= PRONY_STATE_INTERRUPTED; state++)
    {
      PronyState back = PRONY_STATE_WAITING;

      g_assert_true (prony_state_from_string (prony_state_to_string (state), &back));
      g_assert_cmpint (back, ==, state);
      g_assert_cmpint (prony_state_is_final (state), ==, state >= PRONY_STATE_FINISHED);
    }
  for (PronyMetric metric = 0; metric < PRONY_N_METRICS; metric++)
    {
      PronyMetric back = PRONY_N_METRICS;

      g_assert_true (prony_metric_from_name (prony_metric_get_info (metric)->name, &back));
      g_assert_cmpint (back, ==, metric);
      g_assert_cmpstr (prony_metric_get_title (metric), !=, NULL);
      g_assert_cmpstr (prony_metric_get_definition (metric), !=, NULL);
    }
}

static void
test_summary_round_trip (void)
{
  g_autoptr (PronySummary) summary = prony_summary_new ();
  g_autoptr (PronySummary) back = NULL;
  g_autoptr (JsonObject) object = NULL;
  PronyDistribution *ttft = &summary->distributions[PRONY_METRIC_TTFT];

  ttft->count = 3;
  ttft->p50 = 0.25;
  ttft->p50_ci[0] = 0.2;
  ttft->p50_ci[1] = 0.3;
  summary->scalars[PRONY_METRIC_OUTPUT_TOKENS_PER_SEC - PRONY_N_DISTRIBUTIONS] = 45.5;
  summary->outcomes[PRONY_OUTCOME_OK] = 3;
  summary->outcomes[PRONY_OUTCOME_TIMEOUT] = 2;
  summary->outcomes[PRONY_OUTCOME_CANCELLED] = 1;
  summary->count_source = PRONY_COUNT_CHUNKS;
  summary->client_bound = TRUE;
  summary->client_limit = PRONY_CLIENT_LIMIT_SEND_LAG;
  summary->retries = 7;
  summary->retransmits = 0;
  summary->checks[PRONY_CHECK_DELIVERED] = (PronyCheck){ PRONY_VERDICT_FAILED, 600, 590 };
  summary->checks[PRONY_CHECK_LITTLES_LAW] = (PronyCheck){ PRONY_VERDICT_PASSED, 4, 4.1 };

  object = prony_summary_to_json (summary);
  g_assert_false (json_object_has_member (object, "ttft_p99"));
  g_assert_cmpfloat (json_object_get_double_member (object, "tokens_per_sec"), ==, 45.5);
  g_assert_cmpint (json_object_get_int_member (object, "failed_requests"), ==, 2);
  g_assert_cmpstr (json_object_get_string_member (object, "client_bound_reason"), ==, "send_lag");
  g_assert_false (
    json_object_has_member (json_object_get_object_member (object, "checks"), "tokens"));

  back = prony_summary_from_json (object);
  g_assert_cmpfloat (prony_summary_get (back, PRONY_METRIC_TTFT), ==, 0.25);
  g_assert_cmpfloat (back->distributions[PRONY_METRIC_TTFT].p50_ci[1], ==, 0.3);
  g_assert_true (isnan (back->distributions[PRONY_METRIC_TTFT].p99));
  g_assert_true (isnan (prony_summary_get (back, PRONY_METRIC_ITL)));
  g_assert_cmpfloat (prony_summary_get (back, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC), ==, 45.5);
  g_assert_cmpuint (prony_summary_count_requests (back), ==, 6);
  g_assert_cmpuint (prony_summary_count_failed (back), ==, 2);
  g_assert_cmpint (back->count_source, ==, PRONY_COUNT_CHUNKS);
  g_assert_true (back->client_bound);
  g_assert_cmpint (back->client_limit, ==, PRONY_CLIENT_LIMIT_SEND_LAG);
  g_assert_cmpuint (back->retries, ==, 7);
  g_assert_cmpint (back->retransmits, ==, 0);
  g_assert_cmpint (back->checks[PRONY_CHECK_DELIVERED].verdict, ==, PRONY_VERDICT_FAILED);
  g_assert_cmpfloat (back->checks[PRONY_CHECK_DELIVERED].expected, ==, 600);
  g_assert_cmpfloat (back->checks[PRONY_CHECK_DELIVERED].actual, ==, 590);
  g_assert_cmpint (back->checks[PRONY_CHECK_LITTLES_LAW].verdict, ==, PRONY_VERDICT_PASSED);
  g_assert_cmpint (back->checks[PRONY_CHECK_TOKENS].verdict, ==, PRONY_VERDICT_ABSENT);
  g_assert_true (isnan (back->checks[PRONY_CHECK_TOKENS].expected));
  g_assert_null (prony_summary_from_json (NULL));
}

/* What was stored before there were checks, reasons and retries. */
static void
test_old_summary (void)
{
  g_autoptr (JsonObject) object = prony_json_parse_object (
    "{\"requests\": 2, \"successful_requests\": 2, \"failed_requests\": 0, \"reconnects\": 3,"
    " \"ttft_count\": 2, \"ttft_p50\": 0.5, \"client_bound\": true, \"count_source\": \"usage\"}",
    -1, NULL);
  g_autoptr (PronySummary) summary = prony_summary_from_json (object);

  g_assert_cmpuint (prony_summary_count_requests (summary), ==, 2);
  g_assert_cmpuint (summary->reconnects, ==, 3);
  g_assert_cmpfloat (prony_summary_get (summary, PRONY_METRIC_TTFT), ==, 0.5);
  g_assert_true (isnan (prony_summary_get (summary, PRONY_METRIC_SENT_PER_SEC)));
  g_assert_true (summary->client_bound);
  g_assert_cmpint (summary->client_limit, ==, PRONY_CLIENT_LIMIT_NONE);
  g_assert_cmpuint (summary->retries, ==, 0);
  g_assert_cmpint (summary->retransmits, ==, -1);
  for (guint i = 0; i < PRONY_N_CHECKS; i++)
    g_assert_cmpint (summary->checks[i].verdict, ==, PRONY_VERDICT_ABSENT);
}

static PronyRequestRecord *
make_failed_record (const char *answer)
{
  PronyRequestRecord *record = prony_request_record_new (1);

  g_string_assign (record->answer, answer);
  record->outcome = PRONY_OUTCOME_TRUNCATED;
  prony_request_record_seal (record);
  return record;
}

/* Whole characters, but what has none is cut too. */
static void
test_trim (void)
{
  static const struct
  {
    const char *answer;
    const char *trimmed;
  } cases[] = {
    { "abcd", "abcd" },
    { "abcde", "abcd" },
    { "abc\xc3\xa9", "abc" },
    { "\x80\x80\x80\x80\x80\x80\x80", "\x80\x80\x80\x80" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PronyRequestRecord) record = make_failed_record (cases[i].answer);
      g_autoptr (PronyRequestRecord) trimmed = prony_request_record_trim (record, 4);

      g_assert_cmpstr (trimmed->answer->str, ==, cases[i].trimmed);
    }
}

/* Of a time that cannot be, as in a database that is not ours. */
static void
test_note_time (void)
{
  static const gint64 times[] = { G_MININT64, -1, 0, G_MAXINT64 };
  g_autoptr (PronyRun) run = prony_run_new ("test");

  run->started_us = 1000;
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autoptr (PronyRunNote) note = prony_run_note_new (times[i], -1, "x");
      g_autofree char *text = prony_run_note_describe_time (note, run);

      g_assert_nonnull (strstr (text, "after the start"));
    }
}

static void
test_plan_check (void)
{
  g_autoptr (PronyPlan) plan = prony_plan_new ();
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new ("localhost:1", NULL);
  guint level = 4;
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (PronyPlan) copy = NULL;

  for (guint step = 0; step < 5; step++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (prony_plan_check (plan, &error), ==, step == 4);
      if (step < 4)
        g_assert_error (error, PRONY_ERROR, PRONY_ERROR_INPUT);
      if (step == 0)
        g_ptr_array_add (plan->targets, prony_target_new (engine, NULL));
      else if (step == 1)
        g_ptr_array_add (plan->scenarios, prony_scenario_new ("s"));
      else if (step == 2)
        prony_plan_add_level (plan, prony_load_level_closed (level));
      else if (step == 3)
        plan->requests = 20;
    }

  g_assert_cmpuint (prony_plan_count_trials (plan), ==, 1);
  object = prony_plan_to_json (plan);
  g_assert_cmpint (json_object_get_int_member (object, "requests"), ==, 20);
  g_assert_false (json_object_has_member (object, "temperature"));
  g_assert_false (json_object_has_member (object, "duration"));

  copy = prony_plan_copy (plan);
  g_array_index (copy->levels, PronyLoadLevel, 0).concurrency = 0;
  g_assert_false (prony_plan_check (copy, NULL));
  g_assert_true (prony_plan_check (plan, NULL));
}

static void
test_host (void)
{
  g_autoptr (PronyHostInfo) host = prony_host_info_new ();
  g_autoptr (JsonObject) object = prony_host_info_to_json (host);
  g_autoptr (PronyHostInfo) back = prony_host_info_from_json (object);

  g_assert_cmpuint (host->cores, >, 0);
  g_assert_cmpuint (host->memory_mb, >, 0);
  g_assert_cmpstr (back->os, ==, host->os);
  g_assert_cmpstr (back->cpu, ==, host->cpu);
  g_assert_cmpuint (back->memory_mb, ==, host->memory_mb);
}

static void
test_translate (void)
{
  static const char own[] = "What my scenario asks";

  g_assert_cmpstr (prony_scenario_translate (NULL), ==, "");
  g_assert_cmpstr (prony_scenario_translate (""), ==, "");
  g_assert_true (prony_scenario_translate (own) == own);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/names", test_names);
  g_test_add_func ("/model/summary", test_summary_round_trip);
  g_test_add_func ("/model/summary/old", test_old_summary);
  g_test_add_func ("/model/record/trim", test_trim);
  g_test_add_func ("/model/note/time", test_note_time);
  g_test_add_func ("/model/plan", test_plan_check);
  g_test_add_func ("/model/host", test_host);
  g_test_add_func ("/model/scenario/translate", test_translate);

  return g_test_run ();
}
