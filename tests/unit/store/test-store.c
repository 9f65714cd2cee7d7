/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <glib/gstdio.h>
#include <math.h>

#include "base/prony-error.h"
#include "base/prony-json.h"
#include "core/model/prony-event-cursor.h"
#include "core/model/prony-host-info.h"
#include "store-fixture.h"

static void
put_all (PronyStore *store, PronyRun *run, GPtrArray *records)
{
  guint i;

  prony_store_put_run (store, run);
  for (i = 0; i < run->trials->len; i++)
    {
      prony_store_put_trial (store, run, run->trials->pdata[i]);
      if (records != NULL)
        prony_store_put_requests (store, run, run->trials->pdata[i], records);
    }
}

static void
assert_same_run (PronyRun *a, PronyRun *b)
{
  g_autofree char *plan_a = prony_json_to_text (a->plan_json, FALSE);
  g_autofree char *plan_b = prony_json_to_text (b->plan_json, FALSE);

  g_assert_cmpstr (a->id, ==, b->id);
  g_assert_cmpstr (a->name, ==, b->name);
  g_assert_cmpint (a->started_us, ==, b->started_us);
  g_assert_cmpint (a->started_ns, ==, b->started_ns);
  g_assert_cmpfloat (a->duration_s, ==, b->duration_s);
  g_assert_cmpint (a->state, ==, b->state);
  g_assert_cmpstr (a->prony_version, ==, b->prony_version);
  g_assert_cmpstr (a->host->cpu, ==, b->host->cpu);
  g_assert_cmpuint (a->host->cores, ==, b->host->cores);
  g_assert_cmpstr (plan_a, ==, plan_b);
  g_assert_cmpstr (a->error, ==, b->error);
  g_assert_cmpuint (a->trials->len, ==, b->trials->len);
}

static void
assert_same_trial (PronyTrial *a, PronyTrial *b)
{
  g_assert_cmpuint (a->index, ==, b->index);
  g_assert_cmpstr (a->target->name, ==, b->target->name);
  g_assert_cmpstr (a->target->model, ==, b->target->model);
  g_assert_cmpstr (a->target->engine_version, ==, b->target->engine_version);
  g_assert_cmpint (a->target->simulated, ==, b->target->simulated);
  g_assert_cmpstr (a->target->engine->url, ==, b->target->engine->url);
  g_assert_cmpint (a->target->engine->kind, ==, b->target->engine->kind);
  g_assert_cmpstr (a->scenario_name, ==, b->scenario_name);
  g_assert_cmpstr (a->scenario_title, ==, b->scenario_title);
  g_assert_cmpint (a->klass, ==, b->klass);
  g_assert_true (prony_load_level_equal (&a->load, &b->load));
  g_assert_cmpint (a->state, ==, b->state);
  g_assert_cmpint (a->started_us, ==, b->started_us);
  g_assert_cmpfloat (a->duration_s, ==, b->duration_s);
  g_assert_cmpstr (a->error, ==, b->error);
}

static void
test_run_round_trip (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyRun) run = fixture_make_run ("Lunch", "ollama", "llama3:8b");
  g_autoptr (PronyRun) read = NULL;
  g_autoptr (PronyStore) store = store_fixture_open (fixture);
  PronyTrial *trial;

  put_all (store, run, NULL);
  read = fixture_get_run (store, run->id);
  assert_same_run (run, read);

  trial = read->trials->pdata[0];
  assert_same_trial (run->trials->pdata[0], trial);
  g_assert_cmpint (trial->id, >, 0);
  g_assert_null (trial->target->credentials);
  g_assert_nonnull (trial->summary);
  g_assert_cmpuint (trial->summary->outcomes[PRONY_OUTCOME_OK], ==, 41);
  g_assert_cmpfloat (trial->summary->window_s, ==, 12.25);
  g_assert_true (isnan (trial->summary->distributions[PRONY_METRIC_TTFT].p50));
}

static void
test_run_changes (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyRun) run = fixture_make_run ("Lunch", "ollama", "llama3:8b");
  g_autoptr (GPtrArray) records = fixture_make_records (1, 3);
  g_autoptr (GPtrArray) kept = NULL;
  g_autoptr (PronyRun) read = NULL;
  g_autoptr (PronyStore) store = store_fixture_open (fixture);
  PronyTrial *trial = run->trials->pdata[0];

  run->state = PRONY_STATE_MEASURING;
  run->duration_s = NAN;
  g_clear_pointer (&trial->summary, prony_summary_unref);
  put_all (store, run, records);
  read = fixture_get_run (store, run->id);
  g_assert_cmpint (read->state, ==, PRONY_STATE_MEASURING);
  g_assert_true (isnan (read->duration_s));
  g_assert_null (((PronyTrial *) read->trials->pdata[0])->summary);

  run->state = PRONY_STATE_FAILED;
  run->error = g_strdup ("It broke.");
  trial->state = PRONY_STATE_FAILED;
  trial->error = g_strdup ("Nobody answers.");
  put_all (store, run, NULL);
  g_clear_pointer (&read, prony_run_unref);
  read = fixture_get_run (store, run->id);
  g_assert_cmpstr (read->error, ==, "It broke.");
  assert_same_trial (trial, read->trials->pdata[0]);

  /* A changed trial keeps its requests. */
  kept = prony_store_get_requests (store, run->id, 0, NULL);
  g_assert_cmpuint (kept->len, ==, 3);
}

static void
fill_record (PronyRequestRecord *record)
{
  record->warmup = TRUE;
  record->reused = TRUE;
  record->retries = 2;
  record->connect_time_ns = 1234;
  record->sentence_ns = record->sent_ns + 5000;
  g_string_append_len (record->answer, "a\0b ✓", 7);
  record->reasoning = g_string_new ("hm");
  record->reasoning_tokens = 2;
  record->cached_tokens = 0;
  record->finish_reason = g_strdup ("stop");
  record->model = g_strdup ("llama3:8b-q4");
  record->load_time_s = 0.1;
  record->queue_time_s = 0.0;
  record->eval_time_s = 1e-9;
  record->outcome = PRONY_OUTCOME_STREAM_ERROR;
  record->error_message = g_strdup ("The engine gave up.");
  record->quality = PRONY_QUALITY_FAIL;
}

static void
assert_same_record (const PronyRequestRecord *a, const PronyRequestRecord *b)
{
  PronyEventCursor cursor_a, cursor_b;
  PronyRecordEvent event_a, event_b;

  g_assert_cmpuint (a->id, ==, b->id);
  g_assert_cmpuint (a->stream, ==, b->stream);
  g_assert_cmpuint (a->case_index, ==, b->case_index);
  g_assert_cmpint (a->warmup, ==, b->warmup);
  g_assert_cmpint (a->reused, ==, b->reused);
  g_assert_cmpuint (a->retries, ==, b->retries);
  g_assert_cmpint (a->scheduled_ns, ==, b->scheduled_ns);
  g_assert_cmpint (a->started_ns, ==, b->started_ns);
  g_assert_cmpint (a->connected_ns, ==, b->connected_ns);
  g_assert_cmpint (a->sent_ns, ==, b->sent_ns);
  g_assert_cmpint (a->headers_ns, ==, b->headers_ns);
  g_assert_cmpint (a->finished_ns, ==, b->finished_ns);
  g_assert_cmpint (a->sentence_ns, ==, b->sentence_ns);
  g_assert_cmpint (a->connect_time_ns, ==, b->connect_time_ns);
  g_assert_cmpuint (prony_request_record_count_events (a), ==,
                    prony_request_record_count_events (b));
  prony_event_cursor_init (&cursor_a, a);
  prony_event_cursor_init (&cursor_b, b);
  while (prony_event_cursor_next (&cursor_a, &event_a))
    {
      g_assert_true (prony_event_cursor_next (&cursor_b, &event_b));
      g_assert_cmpint (ABS (event_a.at_ns - event_b.at_ns), <=, 50);
      g_assert_cmpint (event_a.tokens, ==, event_b.tokens);
      g_assert_cmpuint (event_a.kind, ==, event_b.kind);
    }
  g_assert_cmpstr (a->prompt, ==, b->prompt);
  g_assert_cmpmem (a->answer->str, a->answer->len, b->answer->str, b->answer->len);
  g_assert_cmpint (a->reasoning != NULL, ==, b->reasoning != NULL);
  if (a->reasoning != NULL)
    g_assert_cmpstr (a->reasoning->str, ==, b->reasoning->str);
  g_assert_cmpint (a->prompt_tokens, ==, b->prompt_tokens);
  g_assert_cmpint (a->completion_tokens, ==, b->completion_tokens);
  g_assert_cmpint (a->reasoning_tokens, ==, b->reasoning_tokens);
  g_assert_cmpint (a->cached_tokens, ==, b->cached_tokens);
  g_assert_cmpint (a->count_source, ==, b->count_source);
  g_assert_cmpstr (a->finish_reason, ==, b->finish_reason);
  g_assert_cmpstr (a->model, ==, b->model);
  g_assert_cmpint (isnan (a->load_time_s), ==, isnan (b->load_time_s));
  g_assert_cmpint (isnan (a->queue_time_s), ==, isnan (b->queue_time_s));
  g_assert_cmpint (isnan (a->prompt_eval_time_s), ==, isnan (b->prompt_eval_time_s));
  if (!isnan (a->eval_time_s))
    g_assert_cmpfloat (a->eval_time_s, ==, b->eval_time_s);
  g_assert_cmpint (a->outcome, ==, b->outcome);
  g_assert_cmpuint (a->http_status, ==, b->http_status);
  g_assert_cmpstr (a->error_message, ==, b->error_message);
  g_assert_cmpint (a->quality, ==, b->quality);
}

static void
test_requests_round_trip (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyRun) run = fixture_make_run ("Lunch", "ollama", "llama3:8b");
  g_autoptr (GPtrArray) records = fixture_make_records (1, 2);
  g_autoptr (GPtrArray) read = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyStore) store = store_fixture_open (fixture);
  guint i;

  /* One with everything, one as it is, one that reached nothing. */
  fill_record (records->pdata[1]);
  g_ptr_array_add (records, prony_request_record_new (3));
  put_all (store, run, records);

  read = prony_store_get_requests (store, run->id, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (read->len, ==, records->len);
  for (i = 0; i < records->len; i++)
    assert_same_record (records->pdata[i], read->pdata[i]);

  none = prony_store_get_requests (store, run->id, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_scenario_snapshot (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyRun) run = fixture_make_run ("Lunch", "ollama", "llama3:8b");
  g_autoptr (PronyScenario) scenario = prony_scenario_new ("short-short");
  g_autofree char *source = NULL;
  g_autofree char *missing = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyStore) store = store_fixture_open (fixture);

  g_free (scenario->source);
  scenario->source = g_strdup ("name: short-short\n# a comment stays\n");
  prony_store_put_run (store, run);
  prony_store_put_scenario_snapshot (store, run, scenario);

  source = prony_store_get_scenario_source (store, run->id, "short-short", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (source, ==, scenario->source);

  missing = prony_store_get_scenario_source (store, run->id, "other", &error);
  g_assert_null (missing);
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND);
}

static void
test_key_is_not_stored (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyRun) run = fixture_make_run ("Lunch", "ollama", "llama3:8b");
  g_autoptr (PronyStore) store = store_fixture_open (fixture);
  PronyTrial *trial = run->trials->pdata[0];
  g_autofree char *bytes = NULL;
  gsize length;

  put_all (store, run, NULL);
  prony_store_put_engine (store, trial->target->engine);
  g_assert_true (prony_store_flush (store, NULL));

  bytes = store_fixture_read_all (fixture, &length);
  g_assert_nonnull (memmem (bytes, length, run->id, strlen (run->id)));
  g_assert_null (memmem (bytes, length, FIXTURE_KEY, strlen (FIXTURE_KEY)));
}

static guint
count_runs (PronyStore *store, const PronyRunFilter *filter)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = prony_store_list_runs (store, filter, &error);

  g_assert_no_error (error);
  return runs->len;
}

static void
test_delete (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyRun) run = fixture_make_run ("Lunch", "ollama", "llama3:8b");
  g_autoptr (PronyRun) other = fixture_make_run ("Dinner", "ollama", "llama3:8b");
  g_autoptr (GPtrArray) records = fixture_make_records (1, 3);
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (PronyRun) gone = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyStore) store = store_fixture_open (fixture);

  put_all (store, run, records);
  put_all (store, other, NULL);
  g_assert_cmpuint (count_runs (store, NULL), ==, 2);

  prony_store_delete_run (store, run->id);
  g_assert_cmpuint (count_runs (store, NULL), ==, 1);
  gone = prony_store_get_run (store, run->id, &error);
  g_assert_null (gone);
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND);

  prony_store_restore_run (store, run->id);
  g_assert_cmpuint (count_runs (store, NULL), ==, 2);

  prony_store_delete_run (store, run->id);
  prony_store_purge_deleted (store);
  prony_store_restore_run (store, run->id);
  g_assert_cmpuint (count_runs (store, NULL), ==, 1);
  left = prony_store_get_requests (store, run->id, 0, NULL);
  g_assert_cmpuint (left->len, ==, 0);
}

static void
test_purge_gives_space_back (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyRun) run = fixture_make_run ("Lunch", "ollama", "llama3:8b");
  g_autoptr (GPtrArray) records = fixture_make_records (1, 2000);
  g_autoptr (PronyStore) store = store_fixture_open (fixture);
  GStatBuf full;
  GStatBuf empty;

  put_all (store, run, records);
  g_assert_true (prony_store_close (store, NULL));
  g_assert_cmpint (g_stat (fixture->file_name, &full), ==, 0);

  g_clear_object (&store);
  store = store_fixture_open (fixture);
  prony_store_delete_run (store, run->id);
  prony_store_purge_deleted (store);
  g_assert_true (prony_store_close (store, NULL));
  g_assert_cmpint (g_stat (fixture->file_name, &empty), ==, 0);
  g_assert_cmpint (empty.st_size, <, full.st_size / 2);
}

static void
test_filters (StoreFixture *fixture, gconstpointer unused)
{
  static const struct
  {
    const char *about;
    PronyRunFilter filter;
    const char *names; /* of the runs that are found, latest first */
  } cases[] = {
    { "all", { 0 }, "third second first" },
    { "latest", { .limit = 1 }, "third" },
    { "since", { .since_us = 2000 }, "third second" },
    { "engine by name", { .engine = "box" }, "first" },
    { "engine by kind", { .engine = "OLLAMA" }, "third second first" },
    { "model", { .model = "8b" }, "second first" },
    { "model with %", { .model = "100%" }, "third" },
    { "model with _ is no joker", { .model = "llama3_8b" }, "" },
    { "scenario", { .scenario = "short-short" }, "third second first" },
    { "part of a scenario", { .scenario = "short" }, "" },
    { "engine and model", { .engine = "box", .model = "100%" }, "" },
    { "text in the name", { .text = "eco" }, "second" },
    { "text in the scenario's title", { .text = "Short Completion" }, "third second first" },
    { "empty text", { .text = "" }, "third second first" },
    { "injection", { .text = "' OR 1=1 --" }, "" },
    { "backslash", { .text = "\\" }, "" },
  };
  g_autoptr (PronyRun) first = fixture_make_run ("first", "big box", "llama3:8b");
  g_autoptr (PronyRun) second = fixture_make_run ("second", "small", "qwen:8b");
  g_autoptr (PronyRun) third = fixture_make_run ("third", "small", "100%");
  g_autoptr (PronyStore) store = store_fixture_open (fixture);
  guint i, j;

  first->started_us = 1000;
  second->started_us = 2000;
  third->started_us = 3000;
  put_all (store, first, NULL);
  put_all (store, second, NULL);
  put_all (store, third, NULL);

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) runs = prony_store_list_runs (store, &cases[i].filter, &error);
      g_autoptr (GString) names = g_string_new (NULL);

      g_assert_no_error (error);
      for (j = 0; j < runs->len; j++)
        g_string_append_printf (names, "%s%s", j > 0 ? " " : "",
                                ((PronyRun *) runs->pdata[j])->name);
      g_test_message ("%s", cases[i].about);
      g_assert_cmpstr (names->str, ==, cases[i].names);
    }
}

static void
test_engines (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyEngineSpec) a = prony_engine_spec_new ("http://127.0.0.1:11434", NULL);
  g_autoptr (PronyEngineSpec) b = prony_engine_spec_new ("https://example.org/llm", NULL);
  g_autoptr (PronyStore) store = store_fixture_open (fixture);
  g_autoptr (GPtrArray) engines = NULL;
  PronyEngineSpec *read;

  b->name = g_strdup ("Rack");
  b->kind = PRONY_ENGINE_VLLM;
  b->api = PRONY_API_OPENAI_CHAT;
  b->key_id = g_strdup ("rack-key");
  prony_store_put_engine (store, a);
  prony_store_put_engine (store, b);
  prony_store_put_engine (store, a);

  engines = prony_store_list_engines (store, NULL);
  g_assert_cmpuint (engines->len, ==, 2);
  g_assert_cmpstr (((PronyEngineSpec *) engines->pdata[0])->id, ==, a->id);
  read = engines->pdata[1];
  g_assert_cmpstr (read->id, ==, b->id);
  g_assert_cmpstr (read->url, ==, b->url);
  g_assert_cmpstr (read->name, ==, "Rack");
  g_assert_cmpint (read->kind, ==, PRONY_ENGINE_VLLM);
  g_assert_cmpint (read->api, ==, PRONY_API_OPENAI_CHAT);
  g_assert_cmpstr (read->key_id, ==, "rack-key");

  prony_store_delete_engine (store, a->id);
  g_clear_pointer (&engines, g_ptr_array_unref);
  engines = prony_store_list_engines (store, NULL);
  g_assert_cmpuint (engines->len, ==, 1);
}

static void
test_reopen (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyRun) run = fixture_make_run ("Lunch", "ollama", "llama3:8b");
  g_autoptr (PronyRun) late = fixture_make_run ("Late", "ollama", "llama3:8b");
  g_autoptr (PronyStore) store = store_fixture_open (fixture);
  g_autoptr (PronyStore) again = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GError) error = NULL;

  /* What is queued when it is closed is written; what comes later is not. */
  put_all (store, run, NULL);
  g_assert_true (prony_store_close (store, &error));
  g_assert_no_error (error);
  put_all (store, late, NULL);
  g_assert_true (prony_store_close (store, NULL));
  runs = prony_store_list_runs (store, NULL, &error);
  g_assert_null (runs);
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_STORE);

  again = store_fixture_open (fixture);
  g_assert_cmpuint (count_runs (again, NULL), ==, 1);
}

static void
test_two_stores (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyRun) a = fixture_make_run ("A", "ollama", "llama3:8b");
  g_autoptr (PronyRun) b = fixture_make_run ("B", "ollama", "llama3:8b");
  g_autoptr (GPtrArray) records = fixture_make_records (1, 200);
  g_autoptr (PronyStore) one = store_fixture_open (fixture);
  g_autoptr (PronyStore) two = NULL;
  g_autoptr (PronyRun) read = NULL;
  g_autoptr (GError) error = NULL;

  a->state = PRONY_STATE_MEASURING;
  put_all (one, a, records);
  g_assert_true (prony_store_flush (one, NULL));

  /* A run of this process is not taken for an interrupted one. */
  two = store_fixture_open (fixture);
  read = fixture_get_run (two, a->id);
  g_assert_cmpint (read->state, ==, PRONY_STATE_MEASURING);

  put_all (two, b, records);
  put_all (one, a, records);
  g_assert_true (prony_store_flush (two, &error));
  g_assert_no_error (error);
  g_assert_true (prony_store_flush (one, &error));
  g_assert_no_error (error);

  g_assert_cmpuint (count_runs (one, NULL), ==, 2);
  g_assert_cmpuint (count_runs (two, NULL), ==, 2);
}

static void
count_cb (PronyStore *store, GError *error, guint *n_calls)
{
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_STORE);
  (*n_calls)++;
}

/* Requests of a trial that was never put cannot be stored; everything else of the
 * same batch is. */
static void
test_loss_is_told (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyRun) run = fixture_make_run ("Lunch", "ollama", "llama3:8b");
  g_autoptr (GPtrArray) records = fixture_make_records (1, 3);
  g_autoptr (PronyStore) store = store_fixture_open (fixture);
  g_autoptr (GError) error = NULL;
  guint n_calls = 0;

  g_signal_connect (store, "failed", G_CALLBACK (count_cb), &n_calls);
  prony_store_put_requests (store, run, run->trials->pdata[0], records);
  put_all (store, run, NULL);
  g_assert_false (prony_store_flush (store, &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_STORE);
  g_assert_true (prony_store_flush (store, NULL));
  g_assert_cmpuint (count_runs (store, NULL), ==, 1);

  while (n_calls == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_calls, ==, 1);
}

static gpointer
put_from_thread (gpointer data)
{
  PronyStore *store = data;
  guint i;

  for (i = 0; i < 50; i++)
    {
      g_autoptr (PronyRun) run = fixture_make_run ("Threaded", "ollama", "llama3:8b");

      put_all (store, run, NULL);
      if (i % 10 == 0)
        count_runs (store, NULL);
    }

  return NULL;
}

static void
test_threads (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyStore) store = store_fixture_open (fixture);
  GThread *threads[4];
  guint i;

  for (i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("put", put_from_thread, store);
  for (i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);

  g_assert_cmpuint (count_runs (store, NULL), ==, 200);
}

#define ADD(path, function)                                                                        \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, function, store_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/store/run-round-trip", test_run_round_trip);
  ADD ("/store/run-changes", test_run_changes);
  ADD ("/store/requests-round-trip", test_requests_round_trip);
  ADD ("/store/scenario-snapshot", test_scenario_snapshot);
  ADD ("/store/key-is-not-stored", test_key_is_not_stored);
  ADD ("/store/delete", test_delete);
  ADD ("/store/purge-gives-space-back", test_purge_gives_space_back);
  ADD ("/store/filters", test_filters);
  ADD ("/store/engines", test_engines);
  ADD ("/store/reopen", test_reopen);
  ADD ("/store/two-stores", test_two_stores);
  ADD ("/store/loss-is-told", test_loss_is_told);
  ADD ("/store/threads", test_threads);

  return g_test_run ();
}
