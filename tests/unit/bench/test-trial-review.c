/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-test"

#include "config.h"

#include "core/bench/prony-run-recovery.h"
#include "core/scenarios/prony-scenario-catalog.h"
#include "runner-fixture.h"

/* Answers of the simulated engine are judged after a trial: to the first of two questions
 * they are right, to the second they are not. */

#define N_REQUESTS 6

#define RULES                                                                                      \
  "expect:\n"                                                                                      \
  "  contains: \"{word}\"\n"
#define SCENARIO                                                                                   \
  "name: quick\n"                                                                                  \
  "title: Quick\n"                                                                                 \
  "description: Asks little and is answered briefly.\n"                                            \
  "class: short-short\n"                                                                           \
  "cache: repeat\n"                                                                                \
  "prompt:\n"                                                                                      \
  "  template: \"{question} {word}\"\n"                                                            \
  "completion:\n"                                                                                  \
  "  max_tokens: 8\n"                                                                              \
  "test_cases:\n"                                                                                  \
  "  - {question: What has every sentence?, word: e}\n"                                            \
  "  - {question: What shines at night?, word: moonlight}\n"

static const char *const telling[] = { "--api", "vllm", "--ttft-ms", "5", "--itl-ms", "1", NULL };
static const char *const silent[] = { "--api", "vllm",    "--ttft-ms", "5", "--itl-ms",
                                      "1",     "--fault", "no-usage",  NULL };
static const char *const failing[] = { "--api", "vllm", "--fault", "http-500", NULL };

static void
run (RunnerFixture *self, PronyStore *store, const char *text, guint n_requests)
{
  g_autoptr (GError) error = NULL;
  PronyScenario *scenario = prony_scenario_parse (text, -1, "quick.yaml", &error);

  g_assert_no_error (error);
  g_ptr_array_set_size (self->plan->scenarios, 0);
  g_ptr_array_add (self->plan->scenarios, scenario);
  self->plan->requests = n_requests;
  self->plan->warmup = 0;
  runner_fixture_add_target (self, NULL, NULL, NULL);
  runner_fixture_start (self, store);
  runner_fixture_wait_for_end (self);
  g_assert_no_error (self->error);
}

static void
assert_verdicts (GPtrArray *records)
{
  g_assert_cmpuint (records->len, ==, N_REQUESTS);
  for (guint i = 0; i < records->len; i++)
    {
      const PronyRequestRecord *record = records->pdata[i];

      g_assert_cmpint (record->quality, ==,
                       record->case_index == 0 ? PRONY_QUALITY_PASS : PRONY_QUALITY_FAIL);
    }
}

static void
assert_summary (PronySummary *summary)
{
  g_assert_cmpuint (summary->quality_passed, ==, N_REQUESTS / 2);
  g_assert_cmpuint (summary->quality_failed, ==, N_REQUESTS / 2);
  g_assert_cmpuint (summary->quality_unjudged, ==, 0);
  g_assert_cmpfloat (prony_summary_get (summary, PRONY_METRIC_QUALITY_PASS_RATE), ==, 0.5);
  g_assert_cmpfloat (summary->quality_ci95[0], <, 0.5);
  g_assert_cmpfloat (summary->quality_ci95[1], >, 0.5);
}

static PronySummary *
get_summary (PronyRun *self)
{
  return ((PronyTrial *) self->trials->pdata[0])->summary;
}

static void
test_stored (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (PronyRun) stored = NULL;

  run (self, self->store, SCENARIO RULES, N_REQUESTS);
  records = prony_store_get_requests (self->store, self->run->id, 0, NULL);
  stored = prony_store_get_run (self->store, self->run->id, NULL);
  assert_verdicts (records);
  assert_summary (get_summary (self->run));
  assert_summary (get_summary (stored));
}

static void
test_in_memory (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) records = NULL;

  run (self, NULL, SCENARIO RULES, N_REQUESTS);
  records = prony_runner_get_records (self->runner, 0);
  assert_verdicts (records);
  assert_summary (get_summary (self->run));
}

/* Both at the same time: verdicts and counts. */
static void
test_with_counts (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) records = NULL;

  run (self, self->store, SCENARIO RULES, N_REQUESTS);
  records = prony_store_get_requests (self->store, self->run->id, 0, NULL);
  assert_verdicts (records);
  assert_summary (get_summary (self->run));
  g_assert_cmpint (get_summary (self->run)->count_source, ==, PRONY_COUNT_TOKENIZE);
}

static void
test_no_rules (RunnerFixture *self, gconstpointer unused)
{
  run (self, self->store, SCENARIO, N_REQUESTS);
  g_assert_cmpuint (get_summary (self->run)->quality_passed, ==, 0);
  g_assert_cmpuint (get_summary (self->run)->quality_failed, ==, 0);
  g_assert_cmpuint (get_summary (self->run)->quality_unjudged, ==, 0);
  g_assert_false (prony_run_has_verdicts (self->run));
}

/* A failed request has no answer that could be wrong. */
static void
test_failed (RunnerFixture *self, gconstpointer unused)
{
  run (self, self->store, SCENARIO RULES, 2);
  g_assert_cmpuint (get_summary (self->run)->quality_failed, ==, 0);
  g_assert_cmpuint (get_summary (self->run)->quality_unjudged, ==, 0);
}

/* The program died before anything was judged: that is made up for. */
static void
test_recovery (RunnerFixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (PronyRun) after = NULL;
  g_autoptr (GError) error = NULL;

  run (self, self->store, SCENARIO RULES, N_REQUESTS);
  runner_fixture_pretend_death (self, "UPDATE requests SET quality = 0");
  g_assert_true (prony_run_recovery_run (self->store, &error));
  g_assert_no_error (error);
  after = prony_store_get_run (self->store, self->run->id, NULL);
  assert_summary (get_summary (after));
  records = prony_store_get_requests (self->store, self->run->id, 0, NULL);
  assert_verdicts (records);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  RUNNER_FIXTURE_ADD_WITH ("/bench/trial-review/stored", telling, test_stored);
  RUNNER_FIXTURE_ADD_WITH ("/bench/trial-review/in-memory", telling, test_in_memory);
  RUNNER_FIXTURE_ADD_WITH ("/bench/trial-review/with-counts", silent, test_with_counts);
  RUNNER_FIXTURE_ADD_WITH ("/bench/trial-review/no-rules", telling, test_no_rules);
  RUNNER_FIXTURE_ADD_WITH ("/bench/trial-review/failed", failing, test_failed);
  RUNNER_FIXTURE_ADD_WITH ("/bench/trial-review/recovery", telling, test_recovery);

  return g_test_run ();
}
