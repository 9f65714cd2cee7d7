/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Rates, replays, calibrated errors and failed checks in every file. */

#include "config.h"

#include <locale.h>

#include "report-fixture.h"

static PronyTrial *
trial_at (Fixture *fixture, guint index)
{
  return g_ptr_array_index (fixture->run->trials, index);
}

/* The first trial is an open loop that could not be kept, the second one with a bound,
 * the third a replay; the first two are calibrated. */
static void
set_up_loads (Fixture *fixture, gconstpointer data)
{
  PronyTrial *trial;
  GPtrArray *records;

  set_up (fixture, data);
  trial = trial_at (fixture, 0);
  records = g_ptr_array_index (fixture->records, 0);
  ((PronyRequestRecord *) g_ptr_array_index (records, 0))->retries = 2;
  trial->load = prony_load_level_open (2.5, PRONY_ARRIVAL_GAMMA);
  trial->load.burstiness = 0.5;
  trial->calibration = prony_calibration_new ("ollama open 2.5");
  trial->calibration->pace = 1;
  trial->calibration->ttft_p99_s = 0.0004;
  trial->calibration->itl_p99_s = 0.0006;
  trial->summary->client_bound = TRUE;
  trial->summary->client_limit = PRONY_CLIENT_LIMIT_SEND_LAG;
  trial->summary->retries = 2;
  trial->summary->reconnects = 1;
  trial->summary->retransmits = 0;
  trial->summary->checks[PRONY_CHECK_LITTLES_LAW] = (PronyCheck){ PRONY_VERDICT_FAILED, 1.5, 2.5 };
  trial->summary->checks[PRONY_CHECK_DELIVERED] = (PronyCheck){ PRONY_VERDICT_FAILED, 90, 42 };
  trial->summary->checks[PRONY_CHECK_ACCOUNTED] = (PronyCheck){ PRONY_VERDICT_PASSED, 15, 15 };

  trial = trial_at (fixture, 1);
  trial->load = prony_load_level_open (2.5, PRONY_ARRIVAL_POISSON);
  trial->load.concurrency = 8;
  trial->calibration = prony_calibration_new ("ollama open 2.5");
  trial->calibration->pace = 0.5;

  trial = trial_at (fixture, 2);
  trial->load = prony_load_level_trace (2);
}

static void
test_json (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = write_folder (fixture);
  g_autoptr (JsonObject) root = read_json (folder, "summary.json");
  g_autoptr (JsonObject) results = read_json (folder, "a_b_results.json");
  JsonObject *metadata = prony_json_get_object (root, "metadata");
  JsonArray *benchmarks = prony_json_get_array (root, "benchmarks");
  JsonObject *open = json_array_get_object_element (benchmarks, 0);
  JsonObject *capped = json_array_get_object_element (benchmarks, 1);
  JsonObject *trace = json_array_get_object_element (benchmarks, 2);
  JsonObject *metrics = prony_json_get_object (open, "metrics");
  JsonObject *checks = prony_json_get_object (metrics, "checks");
  JsonObject *delivered = prony_json_get_object (checks, "delivered");
  JsonArray *rates = prony_json_get_array (metadata, "rates");
  JsonObject *request =
    json_array_get_object_element (prony_json_get_array (results, "requests"), 0);

  g_assert_cmpuint (json_array_get_length (prony_json_get_array (metadata, "concurrency_levels")),
                    ==, 0);
  g_assert_cmpuint (json_array_get_length (rates), ==, 1);
  g_assert_cmpfloat (json_array_get_double_element (rates, 0), ==, 2.5);

  g_assert_true (json_object_get_null_member (open, "concurrency"));
  g_assert_cmpfloat (prony_json_get_double (open, "rate", NAN), ==, 2.5);
  g_assert_cmpstr (prony_json_get_string (prony_json_get_object (open, "load"), "arrival", NULL),
                   ==, "gamma");
  g_assert_cmpfloat (
    prony_json_get_double (prony_json_get_object (open, "calibration"), "ttft_p99", NAN), ==,
    0.0004);
  g_assert_cmpint (prony_json_get_int (capped, "concurrency", 0), ==, 8);
  g_assert_cmpfloat (prony_json_get_double (capped, "rate", NAN), ==, 2.5);
  g_assert_true (json_object_get_null_member (trace, "rate"));
  g_assert_false (json_object_has_member (trace, "calibration"));
  g_assert_cmpstr (prony_json_get_string (prony_json_get_object (trace, "load"), "kind", NULL), ==,
                   "trace");

  g_assert_cmpint (prony_json_get_int (metrics, "retries", -1), ==, 2);
  g_assert_cmpstr (prony_json_get_string (metrics, "client_bound_reason", NULL), ==, "send_lag");
  g_assert_false (prony_json_get_boolean (delivered, "passed", TRUE));
  g_assert_cmpfloat (prony_json_get_double (delivered, "expected", NAN), ==, 90);
  g_assert_cmpfloat (prony_json_get_double (delivered, "actual", NAN), ==, 42);
  g_assert_false (json_object_has_member (checks, "tokens"));

  g_assert_cmpint (prony_json_get_int (request, "retries", -1), ==, 2);
  g_assert_cmpfloat_with_epsilon (prony_json_get_double (request, "scheduled_offset", NAN), 0,
                                  1e-9);
  g_assert_cmpfloat_with_epsilon (prony_json_get_double (request, "send_lag", NAN), 0.001, 1e-9);
  g_assert_cmpfloat_with_epsilon (prony_json_get_double (request, "latency_from_schedule", NAN),
                                  0.302, 1e-9);
}

/* Both latencies and the send lag, with their far percentiles, for every trial. */
static void
test_from_schedule (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "send_lag_p50", "send_lag_p99",
                                       "latency_p99",  "latency_from_schedule_p99",
                                       "ttft_p99",     "ttft_from_schedule_p99" };
  g_autoptr (GPtrArray) records = new_records ();
  g_autoptr (PronySummary) summary = NULL;
  g_autoptr (JsonObject) object = NULL;
  PronySummaryInput input;

  for (guint i = 0; i < 100; i++)
    g_ptr_array_add (records, make_record (i + 1, i, 0.1, 0.01, 3));
  prony_summary_input_init (&input, records);
  summary = prony_summarize (&input);
  object = prony_summary_to_json (summary);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_true (json_object_has_member (object, names[i]));
}

static void
test_csv (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = write_folder (fixture);
  g_autofree char *summary = read_file (folder, "summary.csv");
  g_autofree char *results = read_file (folder, "a_b_results.csv");
  g_auto (GStrv) rows = g_strsplit (summary, "\n", -1);
  g_auto (GStrv) requests = g_strsplit (results, "\n", -1);

  /* New columns are the last, so that old ones stay where they are. */
  g_assert_true (
    g_str_has_suffix (rows[0], ",load,arrival,burstiness,from_concurrency,from_rate,ramp,speed,"
                               "retries,reconnects,retransmits,client_bound_reason,failed_checks,"
                               "ttft_error_calibrated,itl_error_calibrated,"
                               "quality_passed,quality_failed,repeat"));
  g_assert_true (g_str_has_suffix (rows[1], ",open,gamma,0.5,,,,,2,1,0,send_lag,"
                                            "littles_law delivered,0.0004,0.0006,,,1"));
  g_assert_true (g_str_has_suffix (rows[2], ",open,poisson,,,,,,0,0,,,,,,,,1"));
  g_assert_true (g_str_has_suffix (rows[3], ",trace,,,,,,2,0,0,,,,,,,,1"));
  assert_contains (rows[1], ",252,,2.5,");
  assert_contains (rows[2], ",8,2.5,");

  g_assert_true (g_str_has_suffix (requests[0], ",rate,retries,scheduled_offset,tags"));
  g_assert_true (g_str_has_suffix (requests[1], ",2.5,2,0,"));
  g_assert_true (g_str_has_suffix (requests[2], ",2.5,0,1,"));
}

static void
test_text (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = write_folder (fixture);
  g_autofree char *text = read_file (folder, "report.md");
  g_autofree char *html = read_file (folder, "report.html");

  /* An error of 0.6 ms is more than a twentieth of 10 ms between tokens. */
  assert_contains (text, "| a/b | llama3:8b | 2.5/s | 14 | 85.7 % | 206 ms ± 0.4 ms |");
  assert_contains (text, "| 10.0 ms ± 0.6 ms † |");
  assert_contains (text, "± is what this computer adds");
  assert_contains (html, "10.0 ms ± 0.6 ms †");
  assert_contains (text, "| ../-x (simulated) | llama3:8b | ×2 |");

  assert_contains (text, "from schedule");
  assert_contains (text, "| Latency p50 | from schedule |");
  assert_contains (text,
                   "| a?b | llama3:8b | 2.5 requests a second (Poisson), 8 at once at most |");
  assert_contains (text, "Send lag (send\\_lag)");

  assert_contains (text, "Client-bound: Requests went out late");
  assert_contains (text, "The mean concurrency is 2.50, but request rate times mean latency gives "
                         "1.50");
  assert_contains (text, "42 requests were sent instead of the 90 that were due");
  assert_contains (text, "2 times a request was sent again");
  assert_contains (text, "1 connection had to be opened while measuring");
  assert_contains (text, "this computer did not keep up with such a load");
}

/* Without a calibration and an open loop nothing is said of either. */
static void
test_plain_text (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = write_folder (fixture);
  g_autofree char *text = read_file (folder, "report.md");

  assert_lacks (text, "±");
  assert_lacks (text, "†");
  assert_lacks (text, "from schedule");
  assert_lacks (text, "sent again");
  assert_lacks (text, "Client-bound");
  assert_lacks (text, "most useful load");
}

/* Four loads of one engine, of which the last two bring nothing more. */
static void
test_sweep (Fixture *fixture, gconstpointer data)
{
  static const double rates[] = { 100, 190, 195, 196 };
  const guint index = PRONY_METRIC_OUTPUT_TOKENS_PER_SEC - PRONY_N_DISTRIBUTIONS;
  g_autofree char *folder = NULL;
  g_autofree char *text = NULL;
  g_autoptr (JsonObject) root = NULL;
  JsonArray *knees;
  JsonObject *knee;

  json_object_set_int_member (fixture->run->plan_json, "sweep_max", 64);
  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      PronyTrial *trial = add_trial (fixture, "swept", FALSE, "sweep", make_records (0.1));

      trial->load = prony_load_level_closed (1u << i);
      trial->summary->scalars[index] = rates[i];
    }

  folder = write_folder (fixture);
  text = read_file (folder, "report.md");
  root = read_json (folder, "summary.json");
  knees = prony_json_get_array (root, "knees");
  g_assert_cmpuint (json_array_get_length (knees), ==, 1);
  knee = json_array_get_object_element (knees, 0);
  g_assert_cmpstr (prony_json_get_string (knee, "engine", NULL), ==, "swept");
  g_assert_cmpint (prony_json_get_int (knee, "concurrency", 0), ==, 2);
  g_assert_cmpfloat (prony_json_get_double (knee, "output_tokens_per_sec", NAN), ==, 190);
  g_assert_true (prony_json_get_boolean (knee, "saturated", FALSE));
  assert_contains (text, "swept (llama3:8b): most useful load 2 at once, with 190 tok/s. More than "
                         "2 requests at once brought less than 5 % more");
}

/* The names of loads and the sentences of checks have numbers in them too. */
static void
test_locale (Fixture *fixture, gconstpointer data)
{
  static const char *const locales[] = { "de_DE.UTF-8", "de_DE", "fr_FR.UTF-8", "es_ES.UTF-8" };
  g_autofree char *folder = NULL;
  g_autofree char *text = NULL;
  gboolean found = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (locales) && !found; i++)
    found = setlocale (LC_NUMERIC, locales[i]) != NULL;
  folder = write_folder (fixture);
  g_assert_cmpint (*localeconv ()->decimal_point == ',', ==, found);
  setlocale (LC_NUMERIC, "C");

  text = read_file (folder, "report.md");
  assert_contains (text, "2.5/s");
  assert_contains (text, "The mean concurrency is 2.50");
  if (!found)
    g_test_skip ("No locale with a decimal comma is installed");
}

#define ADD_LOADS(name, function)                                                                  \
  g_test_add ("/report/loads/" name, Fixture, NULL, set_up_loads, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD_LOADS ("json", test_json);
  ADD_LOADS ("csv", test_csv);
  ADD_LOADS ("text", test_text);
  ADD_LOADS ("locale", test_locale);
  ADD ("loads/plain-text", test_plain_text);
  ADD ("loads/sweep", test_sweep);
  ADD ("loads/from-schedule", test_from_schedule);

  return g_test_run ();
}
