/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include "report-fixture.h"

static void
test_summary_json (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = write_folder (fixture);
  g_autoptr (JsonObject) root = read_json (folder, "summary.json");
  JsonObject *metadata = prony_json_get_object (root, "metadata");
  JsonArray *benchmarks = prony_json_get_array (root, "benchmarks");
  JsonObject *benchmark = json_array_get_object_element (benchmarks, 0);
  JsonObject *metrics = prony_json_get_object (benchmark, "metrics");
  JsonArray *winners = prony_json_get_array (root, "winners");
  JsonObject *winner = json_array_get_object_element (winners, 0);
  JsonArray *interval;

  g_assert_cmpstr (prony_json_get_string (root, "schema", NULL), ==, "prony.run/1");
  g_assert_cmpstr (prony_json_get_string (metadata, "run_id", NULL), ==, fixture->run->id);
  g_assert_cmpstr (prony_json_get_string (metadata, "started_at", NULL), ==,
                   "2026-11-21T09:30:00.123456Z");
  g_assert_cmpfloat (prony_json_get_double (metadata, "duration", NAN), ==, 60.25);
  g_assert_false (prony_json_get_boolean (metadata, "partial", TRUE));
  g_assert_true (prony_json_get_boolean (metadata, "simulated", FALSE));
  g_assert_cmpstr (prony_json_get_string (metadata, "model", NULL), ==, "llama3:8b");
  g_assert_cmpuint (json_array_get_length (prony_json_get_array (metadata, "engines")), ==, 3);
  g_assert_cmpuint (json_array_get_length (prony_json_get_array (metadata, "scenarios")), ==, 1);
  g_assert_nonnull (prony_json_get_object (metadata, "system_info"));
  g_assert_cmpint (prony_json_get_int (prony_json_get_object (metadata, "plan"), "iterations", 0),
                   ==, 12);

  g_assert_cmpuint (json_array_get_length (benchmarks), ==, 3);
  g_assert_cmpstr (prony_json_get_string (benchmark, "engine", NULL), ==, "a/b");
  g_assert_true (json_object_get_null_member (benchmark, "rate"));
  g_assert_cmpint (prony_json_get_int (benchmark, "concurrency", 0), ==, 2);
  g_assert_cmpint (prony_json_get_int (metrics, "successful_requests", -1), ==, 12);
  g_assert_cmpint (prony_json_get_int (metrics, "failed_requests", -1), ==, 2);
  g_assert_cmpfloat_with_epsilon (prony_json_get_double (metrics, "ttft_p50", NAN), 0.2055, 1e-9);
  g_assert_cmpuint (json_array_get_length (prony_json_get_array (metrics, "ttft_p50_ci95")), ==, 2);
  g_assert_false (json_object_has_member (metrics, "ttft_p99"));
  g_assert_true (json_object_has_member (metrics, "tokens_per_sec"));
  g_assert_cmpint (prony_json_get_int (prony_json_get_object (metrics, "errors"), "http_5xx", 0),
                   ==, 1);

  /* The simulated one is faster, and not ranked. */
  g_assert_cmpuint (json_array_get_length (winners), ==, 1);
  g_assert_cmpstr (prony_json_get_string (winner, "winner", NULL), ==, "a?b");
  g_assert_cmpstr (prony_json_get_string (winner, "metric", NULL), ==, "ttft_p50");
  g_assert_cmpint (prony_json_get_int (winner, "concurrency", 0), ==, 2);
  g_assert_true (json_object_get_null_member (winner, "rate"));
  g_assert_cmpstr (prony_json_get_string (prony_json_get_object (winner, "load"), "kind", NULL), ==,
                   "closed");
  g_assert_cmpuint (json_array_get_length (prony_json_get_array (metadata, "concurrency_levels")),
                    ==, 1);
  g_assert_false (json_object_has_member (metadata, "rates"));
  g_assert_false (json_object_has_member (root, "knees"));
  g_assert_cmpfloat_with_epsilon (prony_json_get_double (winner, "ratio", NAN), 0.2055 / 0.1055,
                                  1e-9);
  g_assert_true (prony_json_get_boolean (winner, "clear", FALSE));
  g_assert_cmpfloat (prony_json_get_double (winner, "p_value", NAN), <, 0.05);
  g_assert_cmpfloat (prony_json_get_double (winner, "p_adjusted", NAN), <, 0.05);
  g_assert_cmpfloat (prony_json_get_double (winner, "detectable", NAN), >, 0);
  g_assert_false (json_object_has_member (winner, "noise_floor"));
  g_assert_false (prony_json_get_boolean (winner, "small", TRUE));
  interval = prony_json_get_array (winner, "ratio_ci95");
  g_assert_cmpfloat (json_array_get_double_element (interval, 0), >, 1);
  g_assert_cmpfloat (json_array_get_double_element (interval, 0), <=,
                     json_array_get_double_element (interval, 1));
}

static void
test_recommendations (Fixture *fixture, gconstpointer data)
{
  g_autoptr (JsonObject) root = NULL;
  JsonArray *found;
  JsonObject *chat, *edge;

  root = prony_report_summary_json (fixture->run, get_records, fixture);
  found = prony_json_get_array (root, "recommendations");
  g_assert_cmpuint (json_array_get_length (found), ==, 5);
  chat = json_array_get_object_element (found, 0);
  edge = json_array_get_object_element (found, 4);

  g_assert_cmpstr (prony_json_get_string (chat, "use_case", NULL), ==, "chat");
  g_assert_cmpstr (prony_json_get_string (chat, "engine", NULL), ==, "a?b");
  g_assert_cmpstr (prony_json_get_string (chat, "metric", NULL), ==, "ttft_p50");
  g_assert_cmpfloat_with_epsilon (prony_json_get_double (chat, "value", NAN), 0.1055, 1e-9);
  g_assert_false (prony_json_get_boolean (chat, "simulated", TRUE));
  /* Too many of the requests of the other one failed. */
  g_assert_false (json_object_has_member (chat, "runner_up"));
  g_assert_false (prony_json_get_boolean (chat, "clear", TRUE));
  g_assert_cmpuint (json_array_get_length (prony_json_get_array (chat, "reasons")), >, 2);
  g_assert_cmpstr (prony_json_get_string (edge, "use_case", NULL), ==, "edge");
  g_assert_false (json_object_has_member (edge, "engine"));
  g_assert_false (json_object_has_member (edge, "value"));

  g_clear_pointer (&root, json_object_unref);
  ((PronyTrial *) fixture->run->trials->pdata[0])
    ->summary->scalars[PRONY_METRIC_SUCCESS_RATE - PRONY_N_DISTRIBUTIONS] = 1;
  root = prony_report_summary_json (fixture->run, get_records, fixture);
  chat = json_array_get_object_element (prony_json_get_array (root, "recommendations"), 0);
  g_assert_cmpstr (prony_json_get_string (chat, "runner_up", NULL), ==, "a/b");
  g_assert_cmpfloat_with_epsilon (prony_json_get_double (chat, "ratio", NAN), 0.2055 / 0.1055,
                                  1e-9);
  g_assert_true (prony_json_get_boolean (chat, "clear", FALSE));
  g_assert_false (json_object_has_member (chat, "equals"));
}

static void
test_remarks (Fixture *fixture, gconstpointer data)
{
  g_autoptr (JsonObject) root = NULL;
  JsonArray *notes;
  JsonObject *note;

  root = prony_report_summary_json (fixture->run, get_records, fixture);
  g_assert_false (json_object_has_member (prony_json_get_object (root, "metadata"), "notes"));
  g_ptr_array_add (fixture->run->notes, prony_run_note_new (STARTED_US, 1, "\"}], \xff\n=1"));
  g_ptr_array_add (fixture->run->notes, prony_run_note_new (STARTED_US, -1, "The fan"));
  g_clear_pointer (&root, json_object_unref);

  root = prony_report_summary_json (fixture->run, get_records, fixture);
  notes = prony_json_get_array (prony_json_get_object (root, "metadata"), "notes");
  g_assert_cmpuint (json_array_get_length (notes), ==, 2);
  note = json_array_get_object_element (notes, 0);
  g_assert_cmpstr (prony_json_get_string (note, "at", NULL), ==, "2026-11-21T09:30:00.123456Z");
  g_assert_cmpstr (prony_json_get_string (note, "text", NULL), ==, "\"}], \xef\xbf\xbd\n=1");
  g_assert_cmpint (prony_json_get_int (note, "trial", -1), ==, 1);
  note = json_array_get_object_element (notes, 1);
  g_assert_false (json_object_has_member (note, "trial"));
}

static void
test_partial (Fixture *fixture, gconstpointer data)
{
  g_autoptr (JsonObject) root = NULL;
  PronyTrial *trial = g_ptr_array_index (fixture->run->trials, 2);
  JsonObject *benchmark;

  fixture->run->state = PRONY_STATE_STOPPED;
  trial->state = PRONY_STATE_WAITING;
  g_clear_pointer (&trial->summary, prony_summary_unref);
  root = prony_report_summary_json (fixture->run, NULL, NULL);
  benchmark = json_array_get_object_element (prony_json_get_array (root, "benchmarks"), 2);

  g_assert_true (
    prony_json_get_boolean (prony_json_get_object (root, "metadata"), "partial", FALSE));
  g_assert_true (prony_json_get_boolean (benchmark, "partial", FALSE));
  g_assert_false (json_object_has_member (benchmark, "metrics"));
  g_assert_false (prony_json_get_boolean (
    json_array_get_object_element (prony_json_get_array (root, "winners"), 0), "clear", TRUE));
}

static void
test_results_json (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = write_folder (fixture);
  g_autoptr (JsonObject) root = read_json (folder, "a_b_results.json");
  JsonArray *requests = prony_json_get_array (root, "requests");
  JsonObject *ok = json_array_get_object_element (requests, 0);
  JsonObject *failed = json_array_get_object_element (requests, 12);
  JsonObject *warmup = json_array_get_object_element (requests, 13);
  JsonObject *refused = json_array_get_object_element (requests, 14);
  JsonArray *offsets = prony_json_get_array (ok, "token_offsets");

  g_assert_cmpuint (json_array_get_length (requests), ==, 15);
  g_assert_nonnull (prony_json_get_object (root, "metadata"));
  g_assert_cmpstr (prony_json_get_string (root, "engine", NULL), ==, "a/b");

  g_assert_cmpstr (prony_json_get_string (ok, "request_id", NULL), ==, "t1-r1");
  g_assert_cmpstr (prony_json_get_string (ok, "sent_at", NULL), ==, "2026-11-21T09:30:00.125456Z");
  g_assert_cmpint (prony_json_get_int (ok, "sent_ns", 0), ==, ORIGIN_NS + 2000000);
  g_assert_cmpuint (json_array_get_length (offsets), ==, 11);
  g_assert_cmpfloat_with_epsilon (json_array_get_double_element (offsets, 10), 0.3, 1e-9);
  g_assert_cmpuint (json_array_get_length (prony_json_get_array (ok, "event_tokens")), ==, 11);
  g_assert_cmpuint (json_array_get_length (prony_json_get_array (ok, "itl")), ==, 10);
  g_assert_cmpfloat_with_epsilon (prony_json_get_double (ok, "ttft", NAN), 0.2, 1e-9);
  g_assert_cmpfloat_with_epsilon (prony_json_get_double (ok, "latency", NAN), 0.3, 1e-9);
  g_assert_cmpfloat_with_epsilon (prony_json_get_double (ok, "connect_time", NAN), 0, 1e-9);
  g_assert_cmpint (prony_json_get_int (ok, "completion_tokens", 0), ==, 11);
  g_assert_cmpstr (prony_json_get_string (ok, "count_source", NULL), ==, "usage");
  g_assert_cmpstr (prony_json_get_string (ok, "prefill_source", NULL), ==, "ttft");
  g_assert_cmpstr (prony_json_get_string (ok, "prompt", NULL), ==, "Count to ten.");
  g_assert_true (g_str_has_prefix (prony_json_get_string (ok, "response", ""), " one one"));
  g_assert_true (prony_json_get_boolean (ok, "success", FALSE));
  g_assert_false (json_object_has_member (ok, "error_message"));
  g_assert_false (json_object_has_member (ok, "queue_time"));
  g_assert_false (json_object_has_member (ok, "reasoning_tokens"));

  g_assert_cmpstr (prony_json_get_string (failed, "outcome", NULL), ==, "http_5xx");
  g_assert_false (prony_json_get_boolean (failed, "success", TRUE));
  g_assert_false (json_object_has_member (failed, "ttft"));
  g_assert_cmpint (prony_json_get_int (failed, "http_status", 0), ==, 500);

  g_assert_true (prony_json_get_boolean (warmup, "warmup", FALSE));
  g_assert_cmpstr (prony_json_get_string (warmup, "response", NULL), ==,
                   "\xef\xbf\xbd not UTF-8\xef\xbf\xbd zero");

  g_assert_false (json_object_has_member (refused, "sent_at"));
  g_assert_false (json_object_has_member (refused, "sent_ns"));
  g_assert_false (json_object_has_member (refused, "token_offsets"));
  g_assert_cmpfloat_with_epsilon (prony_json_get_double (refused, "total_duration", NAN), 0.25,
                                  1e-9);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("json/recommendations", test_recommendations);
  ADD ("json/remarks", test_remarks);
  ADD ("json/summary", test_summary_json);
  ADD ("json/partial", test_partial);
  ADD ("json/results", test_results_json);

  return g_test_run ();
}
