/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* A stored run with any number of requests that are known one by one. */

#include "config.h"

#include <string.h>

#include "core/metrics/prony-summarize.h"
#include "core/model/prony-host-info.h"
#include "core/scenarios/prony-scenario-catalog.h"
#include "request-fixture.h"

#define BATCH 1000
#define NS_PER_MS G_GINT64_CONSTANT (1000000)

static const char scenario_text[] = "name: judged\n"
                                    "title: Judged\n"
                                    "class: short-short\n"
                                    "prompt:\n"
                                    "  template: How many are {n}?\n"
                                    "completion:\n"
                                    "  max_tokens: 16\n"
                                    "expect:\n"
                                    "  all:\n"
                                    "    - contains: are\n"
                                    "    - contains: four\n"
                                    "test_cases:\n"
                                    "  - values:\n"
                                    "      n: four\n";

/* Latencies go up and down, so that each order is another one. */
static gint64
get_ttft_ns (guint64 id)
{
  return (10 + (gint64) (id * 7919 % 1009)) * NS_PER_MS;
}

static void
add_answer (PronyRequestRecord *record, guint kind)
{
  gint64 at = record->sent_ns + get_ttft_ns (record->id);

  if (kind == REQUEST_FIXTURE_THINKING)
    {
      prony_request_record_add_event (record, PRONY_EVENT_REASONING, at, 1);
      record->reasoning = g_string_new ("Let me count.");
      at += 5 * NS_PER_MS;
    }
  for (guint i = 0; i < 4 && kind != REQUEST_FIXTURE_IN_ONE_PIECE; i++)
    prony_request_record_add_event (record, PRONY_EVENT_CONTENT, at + i * NS_PER_MS, 1);
  g_string_assign (record->answer,
                   kind == REQUEST_FIXTURE_POOR ? "They are three." : "They are four.");
  record->quality = kind == REQUEST_FIXTURE_POOR ? PRONY_QUALITY_FAIL : PRONY_QUALITY_PASS;
  record->prompt_tokens = 6;
  record->completion_tokens = 4;
  record->finished_ns = at + 5 * NS_PER_MS;
  record->http_status = 200;
}

static PronyRequestRecord *
make_record (PronyRun *run, guint64 id)
{
  PronyRequestRecord *record = prony_request_record_new (id);
  guint kind = (guint) (id % 100);

  record->scheduled_ns = run->started_ns + (gint64) id * NS_PER_MS;
  record->started_ns = record->scheduled_ns + 1000;
  record->connected_ns = record->started_ns + 1000;
  record->sent_ns = record->connected_ns + 1000;
  record->warmup = id <= 3;
  record->prompt = g_strdup_printf ("How many are request-%u?", (guint) id);
  if (kind == REQUEST_FIXTURE_FAILED)
    {
      record->outcome = PRONY_OUTCOME_HTTP_5XX;
      record->http_status = 500;
      record->headers_ns = record->sent_ns + NS_PER_MS;
      record->finished_ns = record->headers_ns + NS_PER_MS;
      record->error_message = g_strdup ("The engine broke down over this one.");
      return record;
    }

  record->headers_ns = record->sent_ns + NS_PER_MS;
  add_answer (record, kind);
  return record;
}

static PronyRun *
make_run (void)
{
  g_autoptr (PronyEngineSpec) spec = prony_engine_spec_new ("http://127.0.0.1:8000", NULL);
  g_autoptr (PronyTarget) target = NULL;
  g_autoptr (GError) error = NULL;
  PronyScenario *scenario;
  PronyTrial *trial;
  PronyRun *run = prony_run_new ("Many requests");

  spec->name = g_strdup ("Engine");
  target = prony_target_new (spec, "model");
  run->state = PRONY_STATE_FINISHED;
  run->duration_s = 3;
  run->host = prony_host_info_new ();
  run->plan_json = json_object_new ();
  trial = prony_trial_new (0, target, "judged", "Judged", PRONY_SCENARIO_OTHER,
                           prony_load_level_closed (4));
  trial->state = PRONY_STATE_FINISHED;
  trial->started_us = run->started_us;
  trial->duration_s = 3;
  g_ptr_array_add (run->trials, trial);
  scenario = prony_scenario_parse (scenario_text, -1, "judged.yaml", &error);
  g_assert_no_error (error);
  g_ptr_array_add (run->scenarios, scenario);
  return run;
}

/* Stores a run with @n_requests in one trial, of which the first three are of the warm-up. */
PronyRun *
request_fixture_store (const char *database, guint n_requests)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyStore) store = prony_store_open (database, &error);
  PronyRun *run = make_run ();
  PronyTrial *trial = g_ptr_array_index (run->trials, 0);

  g_assert_no_error (error);
  prony_store_put_run (store, run);
  prony_store_put_scenario_snapshot (store, run, g_ptr_array_index (run->scenarios, 0));
  prony_store_put_trial (store, run, trial);
  for (guint first = 0; first < n_requests; first += BATCH)
    {
      g_autoptr (GPtrArray) records =
        g_ptr_array_new_with_free_func ((GDestroyNotify) prony_request_record_unref);
      PronySummaryInput input;

      for (guint i = first; i < MIN (first + BATCH, n_requests); i++)
        g_ptr_array_add (records, make_record (run, i + 1));
      if (first == 0)
        {
          prony_summary_input_init (&input, records);
          trial->summary = prony_summarize (&input);
        }
      for (guint i = 0; i < records->len; i++)
        prony_request_record_seal (g_ptr_array_index (records, i));
      prony_store_put_requests (store, run, trial, records);
    }
  g_assert_true (prony_store_close (store, &error));
  g_assert_no_error (error);
  return run;
}
