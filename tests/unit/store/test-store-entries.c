/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Runs in lists, what is said of them, their baselines and their past. */

#include "config.h"

#include <math.h>

#include "base/prony-error.h"
#include "store-fixture.h"

#define DAY_US (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

/* A run on a day, with one trial. */
static PronyRun *
put_run (PronyStore *store, const char *name, const char *engine, gint64 day)
{
  PronyRun *run = fixture_make_run (name, engine, "llama3:8b");
  PronyTrial *trial = run->trials->pdata[0];

  run->started_us = day * DAY_US;
  trial->summary->distributions[PRONY_METRIC_TTFT].count = 41;
  trial->summary->distributions[PRONY_METRIC_TTFT].p50 = 0.25;
  trial->summary->scalars[PRONY_METRIC_OUTPUT_TOKENS_PER_SEC - PRONY_N_DISTRIBUTIONS] = 45.5;
  trial->summary->scalars[PRONY_METRIC_SUCCESS_RATE - PRONY_N_DISTRIBUTIONS] = 1;
  prony_store_put_run (store, run);
  prony_store_put_trial (store, run, trial);
  return run;
}

static void
assert_same (const PronyRunEntry *entry, const PronyRunEntry *other)
{
  g_assert_cmpstr (entry->id, ==, other->id);
  g_assert_cmpstr (entry->name, ==, other->name);
  g_assert_cmpint (entry->started_us, ==, other->started_us);
  g_assert_cmpfloat (entry->duration_s, ==, other->duration_s);
  g_assert_cmpint (entry->state, ==, other->state);
  g_assert_cmpint (entry->simulated, ==, other->simulated);
  g_assert_cmpint (entry->unverified, ==, other->unverified);
  g_assert_cmpint (entry->partial, ==, other->partial);
  g_assert_cmpstrv (entry->targets, other->targets);
  g_assert_cmpstrv (entry->kinds, other->kinds);
  g_assert_cmpstrv (entry->models, other->models);
  g_assert_cmpstrv (entry->scenarios, other->scenarios);
  g_assert_cmpstrv (entry->scenario_titles, other->scenario_titles);
  g_assert_cmpuint (entry->n_trials, ==, other->n_trials);
  g_assert_cmpuint (entry->n_requests, ==, other->n_requests);
  g_assert_cmpfloat (entry->tokens_per_sec, ==, other->tokens_per_sec);
  g_assert_cmpfloat (entry->ttft, ==, other->ttft);
  g_assert_cmpstr (entry->error, ==, other->error);
  g_assert_cmpstr (entry->search, ==, other->search);
  g_assert_cmpuint (entry->results->len, ==, other->results->len);
}

/* What the database says of a run is what the run says. */
static void
test_same_as_run (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyStore) store = store_fixture_open (fixture);
  g_autoptr (PronyRun) run = put_run (store, "Lunch", "ollama", 3);
  g_autoptr (PronyTrial) second = NULL;
  g_autoptr (PronyTarget) target = NULL;
  g_autoptr (PronyRunEntry) expected = NULL;
  g_autoptr (PronyRunEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  const PronyRunEntryResult *result;

  target = prony_target_new (((PronyTrial *) run->trials->pdata[0])->target->engine, NULL);
  second = prony_trial_new (1, target, "chatbot", "Chatbot", PRONY_SCENARIO_OTHER,
                            prony_load_level_open (2, PRONY_ARRIVAL_POISSON));
  second->state = PRONY_STATE_FAILED;
  g_ptr_array_add (run->trials, prony_trial_ref (second));
  prony_store_put_trial (store, run, second);

  expected = prony_run_entry_new_for_run (run);
  entry = prony_store_get_run_entry (store, run->id, &error);
  g_assert_no_error (error);
  assert_same (entry, expected);
  g_assert_cmpuint (entry->n_trials, ==, 2);
  g_assert_cmpuint (entry->n_requests, ==, 41);
  g_assert_cmpfloat (entry->tokens_per_sec, ==, 45.5);
  g_assert_cmpfloat (entry->ttft, ==, 0.25);
  g_assert_cmpuint (entry->results->len, ==, 2);
  result = entry->results->pdata[0];
  g_assert_true (result->measured && result->simulated);
  result = entry->results->pdata[1];
  g_assert_false (result->measured || result->simulated);
  g_assert_null (result->model);

  g_assert_null (prony_store_get_run_entry (store, "nothing", &error));
  g_assert_error (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND);
}

/* It stays what was said last. */
static void
test_marks (StoreFixture *fixture, gconstpointer unused)
{
  static const char *const tags[] = { "nightly", "lab", NULL };
  static const char *const fewer[] = { "lab", NULL };
  g_autoptr (PronyStore) store = store_fixture_open (fixture);
  g_autoptr (PronyRun) run = put_run (store, "Lunch", "ollama", 3);
  g_autoptr (PronyRunNote) note = prony_run_note_new (7, 0, "Loud.\nVery.");
  g_autoptr (PronyRunEntry) entry = NULL;
  g_autoptr (PronyRunEntry) later = NULL;
  g_autoptr (PronyRun) read = NULL;

  prony_store_set_run_tags (store, run->id, tags);
  prony_store_set_run_pinned (store, run->id, TRUE);
  prony_store_set_run_verdict (store, run->id, PRONY_RUN_VERDICT_BETTER);
  prony_store_rename_run (store, run->id, "Dinner");
  prony_store_put_note (store, run->id, note);
  prony_store_put_note (store, run->id, note);
  entry = prony_store_get_run_entry (store, run->id, NULL);
  g_assert_cmpstr (entry->name, ==, "Dinner");
  g_assert_cmpstr (entry->tags[0], ==, "lab");
  g_assert_cmpstr (entry->tags[1], ==, "nightly");
  g_assert_true (entry->pinned);
  g_assert_cmpint (entry->verdict, ==, PRONY_RUN_VERDICT_BETTER);
  g_assert_cmpstr (entry->notes, ==, "Loud.\nVery.\nLoud.\nVery.");

  prony_store_set_run_tags (store, run->id, fewer);
  prony_store_set_run_pinned (store, run->id, FALSE);
  prony_store_set_run_verdict (store, run->id, PRONY_RUN_VERDICT_NONE);
  prony_store_delete_note (store, run->id, note);
  later = prony_store_get_run_entry (store, run->id, NULL);
  g_assert_cmpuint (g_strv_length (later->tags), ==, 1);
  g_assert_false (later->pinned);
  g_assert_cmpint (later->verdict, ==, PRONY_RUN_VERDICT_NONE);
  read = fixture_get_run (store, run->id);
  g_assert_cmpuint (read->notes->len, ==, 1);
}

static void
assert_names (GPtrArray *entries, const char *names)
{
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < entries->len; i++)
    g_string_append (found, ((PronyRunEntry *) entries->pdata[i])->name);
  g_assert_cmpstr (found->str, ==, names);
}

/* Whole runs and entries are the same ones. */
static void
assert_found (PronyStore *store, const PronyRunFilter *filter, const char *names)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = prony_store_list_run_entries (store, filter, &error);
  g_autoptr (GPtrArray) runs = prony_store_list_runs (store, filter, &error);

  g_assert_no_error (error);
  assert_names (entries, names);
  g_assert_cmpuint (runs->len, ==, entries->len);
  for (guint i = 0; i < runs->len; i++)
    g_assert_cmpstr (((PronyRun *) runs->pdata[i])->id, ==,
                     ((PronyRunEntry *) entries->pdata[i])->id);
}

static void
test_filters (StoreFixture *fixture, gconstpointer unused)
{
  static const struct
  {
    PronyRunFilter filter;
    const char *names;
  } cases[] = {
    { { 0 }, "DCBA" },
    { { .until_us = 2 * DAY_US }, "BA" },
    { { .since_us = 2 * DAY_US, .until_us = 3 * DAY_US }, "CB" },
    { { .tag = "lab" }, "CA" },
    { { .tag = "la" }, "" },
    { { .simulated = 1 }, "CBA" },
    { { .simulated = -1 }, "D" },
    { { .partial = 1 }, "B" },
    { { .partial = -1 }, "DCA" },
    { { .pinned = TRUE }, "A" },
    { { .text = "  LAB  short " }, "CA" },
    { { .text = "vllm" }, "D" },
    { { .text = "lab vllm" }, "" },
    { { .text = "fan" }, "B" },
    { { .engine = "oll", .limit = 2 }, "DC" },
    { { .text = "short", .limit = 1 }, "D" },
    { { .tag = "lab", .pinned = TRUE, .simulated = 1, .partial = -1, .text = "a" }, "A" },
  };
  static const char *const tags[] = { "lab", NULL };
  g_autoptr (PronyStore) store = store_fixture_open (fixture);
  g_autoptr (PronyRunNote) note = prony_run_note_new (7, -1, "The fan.");
  g_autoptr (PronyRun) a = put_run (store, "A", "ollama", 1);
  g_autoptr (PronyRun) b = put_run (store, "B", "ollama", 2);
  g_autoptr (PronyRun) c = put_run (store, "C", "ollama", 3);
  g_autoptr (PronyRun) d = put_run (store, "D", "vLLM", 4);

  prony_store_set_run_tags (store, a->id, tags);
  prony_store_set_run_tags (store, c->id, tags);
  prony_store_set_run_pinned (store, a->id, TRUE);
  prony_store_put_note (store, b->id, note);
  b->state = PRONY_STATE_STOPPED;
  prony_store_put_run (store, b);
  ((PronyTrial *) d->trials->pdata[0])->target->simulated = FALSE;
  prony_store_put_trial (store, d, d->trials->pdata[0]);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_found (store, &cases[i].filter, cases[i].names);

  prony_store_delete_run (store, c->id);
  assert_found (store, NULL, "DBA");
}

static void
assert_baseline (PronyStore *store, PronyRun *run, PronyRun *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyRun) baseline = prony_store_find_baseline (store, run, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (baseline != NULL ? baseline->id : NULL, ==,
                   expected != NULL ? expected->id : NULL);
  if (baseline != NULL)
    g_assert_nonnull (((PronyTrial *) baseline->trials->pdata[0])->summary);
}

/* The one that was pinned last, of those before it that have something in common with it. */
static void
test_baseline (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyStore) store = store_fixture_open (fixture);
  g_autoptr (PronyRun) first = put_run (store, "A", "ollama", 1);
  g_autoptr (PronyRun) second = put_run (store, "B", "ollama", 2);
  g_autoptr (PronyRun) other = put_run (store, "C", "vLLM", 3);
  g_autoptr (PronyRun) run = put_run (store, "D", "ollama", 4);
  g_autoptr (PronyRun) later = put_run (store, "E", "ollama", 5);
  PronyTrial *trial = second->trials->pdata[0];

  assert_baseline (store, run, NULL);
  prony_store_set_run_pinned (store, later->id, TRUE);
  prony_store_set_run_pinned (store, other->id, TRUE);
  prony_store_set_run_pinned (store, run->id, TRUE);
  assert_baseline (store, run, NULL);
  prony_store_set_run_pinned (store, first->id, TRUE);
  assert_baseline (store, run, first);
  prony_store_set_run_pinned (store, second->id, TRUE);
  assert_baseline (store, run, second);

  trial->load = prony_load_level_closed (6);
  prony_store_put_trial (store, second, trial);
  assert_baseline (store, run, first);
  prony_store_delete_run (store, first->id);
  assert_baseline (store, run, NULL);
}

static void
test_past (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyStore) store = store_fixture_open (fixture);
  g_autoptr (PronyRun) later = put_run (store, "B", "ollama", 2);
  g_autoptr (PronyRun) other = put_run (store, "C", "vLLM", 3);
  g_autoptr (PronyRun) first = put_run (store, "A", "ollama", 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GError) error = NULL;
  PronyTrial *trial = first->trials->pdata[0];
  g_autoptr (PronyTrial) chat =
    prony_trial_new (1, trial->target, "chatbot", "Chatbot", trial->klass, trial->load);

  chat->repeat = 2;
  prony_store_put_trial (store, first, chat);
  runs = prony_store_list_runs_with (store, "ollama", "short-short", cancellable, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, 2);
  for (guint i = 0; i < runs->len; i++)
    {
      PronyRun *run = runs->pdata[i];

      g_assert_cmpstr (run->name, ==, i == 0 ? "A" : "B");
      g_assert_cmpuint (run->trials->len, ==, 1);
      trial = run->trials->pdata[0];
      g_assert_cmpfloat (prony_summary_get (trial->summary, PRONY_METRIC_TTFT), ==, 0.25);
    }

  g_ptr_array_unref (runs);
  runs = prony_store_list_runs_with (store, "ollama", "chatbot", NULL, &error);
  g_assert_cmpuint (runs->len, ==, 1);
  trial = ((PronyRun *) runs->pdata[0])->trials->pdata[0];
  g_assert_cmpuint (trial->repeat, ==, 2);
  g_assert_cmpuint (trial->index, ==, 1);

  g_cancellable_cancel (cancellable);
  g_assert_null (prony_store_list_runs_with (store, "ollama", "short-short", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_samples (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyStore) store = store_fixture_open (fixture);
  g_autoptr (PronyRun) run = put_run (store, "A", "ollama", 1);
  g_autoptr (PronyRun) other = put_run (store, "B", "ollama", 2);
  g_autoptr (GPtrArray) samples = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (PronyResourceSample) sample =
        prony_resource_sample_new (run->started_ns + (i == 0 ? 5 : 1));

      sample->cpu_percent = i;
      prony_store_put_sample (store, run, sample);
    }
  samples = prony_store_list_samples (store, run->id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (samples->len, ==, 2);
  for (guint i = 0; i < samples->len; i++)
    {
      const PronyResourceSample *sample = samples->pdata[i];

      g_assert_cmpint (sample->at_ns, ==, run->started_ns + (i == 0 ? 1 : 5));
      g_assert_cmpfloat (sample->cpu_percent, ==, i == 0 ? 2 : 0);
      g_assert_true (isnan (sample->memory_used));
    }
  none = prony_store_list_samples (store, other->id, &error);
  g_assert_cmpuint (none->len, ==, 0);
}

#define ADD(path, function)                                                                        \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, function, store_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/store-entries/same-as-run", test_same_as_run);
  ADD ("/store-entries/marks", test_marks);
  ADD ("/store-entries/filters", test_filters);
  ADD ("/store-entries/baseline", test_baseline);
  ADD ("/store-entries/past", test_past);
  ADD ("/store-entries/samples", test_samples);

  return g_test_run ();
}
