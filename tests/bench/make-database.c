/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Makes a database such as years of benchmarking leave, for bench-database: the same for
 * the same seed. */

#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "base/prony-util.h"
#include "core/model/prony-host-info.h"
#include "core/store/prony-store.h"

#define RUNS_BETWEEN_FLUSHES 100
#define RECORDS_IN_A_BATCH 500
#define FIRST_DAY_US (G_GINT64_CONSTANT (1704067200) * G_USEC_PER_SEC) /* 2024-01-01 */
#define DAYS 730
#define NS_PER_MS G_GINT64_CONSTANT (1000000)

static int n_runs = 10000;
static int n_requests = 1000000;
static int n_large = 100000;
static int seed = 1;

static GOptionEntry options[] = {
  { "runs", 0, 0, G_OPTION_ARG_INT, &n_runs, "How many runs", "N" },
  { "requests", 0, 0, G_OPTION_ARG_INT, &n_requests, "How many requests in all", "N" },
  { "large", 0, 0, G_OPTION_ARG_INT, &n_large, "How many of them in the latest run", "N" },
  { "seed", 0, 0, G_OPTION_ARG_INT, &seed, "What chance begins with", "N" },
  { NULL },
};

static const struct
{
  const char *name;
  PronyEngineKind kind;
  double ms_per_token;
} engines[] = {
  { "vLLM", PRONY_ENGINE_VLLM, 11 },
  { "ollama", PRONY_ENGINE_OLLAMA, 24 },
  { "llama.cpp", PRONY_ENGINE_LLAMACPP, 21 },
  { "SGLang", PRONY_ENGINE_SGLANG, 10 },
  { "TGI on gpu-2", PRONY_ENGINE_TGI, 13 },
  { "LM Studio", PRONY_ENGINE_LMSTUDIO, 26 },
  { "Bürorechner", PRONY_ENGINE_KOBOLDCPP, 40 },
};

static const char *const models[] = {
  "llama3.2:1b",     "llama3.1:8b-instruct-q4_K_M",       "qwen2.5-7b-instruct",
  "mistral-7b-v0.3", "gemma-2-9b-it-Q5_K_M.gguf",         "phi-3.5-mini-instruct",
  "deepseek-r1:7b",  "meta-llama/Llama-3.3-70B-Instruct",
};

static const struct
{
  const char *name;
  const char *title;
  PronyScenarioClass klass;
} scenarios[] = {
  { "short-short", "Short Prompt, Short Completion", PRONY_SCENARIO_SHORT_SHORT },
  { "short-long", "Short Prompt, Long Completion", PRONY_SCENARIO_OTHER },
  { "long-short", "Long Prompt, Short Completion", PRONY_SCENARIO_OTHER },
  { "chatbot", "Chatbot", PRONY_SCENARIO_OTHER },
  { "code-completion", "Code Completion", PRONY_SCENARIO_OTHER },
  { "summarization", "Summarisation", PRONY_SCENARIO_OTHER },
};

static const char *const words[] = {
  "Nightly",    "Driver update",  "New quantisation", "Before the upgrade", "After the upgrade",
  "Batch size", "Context length", "Prefix cache",     "Überprüfung",        "Cold start",
};

static const char *const tags[] = { "nightly", "lab", "release", "experiment", "gpu-2" };

static const char *const sentences[] = {
  "The gateway keeps the order of the messages, as the contract asks.",
  "A river that freezes over in winter is crossed on foot.",
  "Each of the three answers names the year and the town.",
  "The table lists what was measured, and what could not be.",
};

static PronyTarget *
make_target (GRand *random)
{
  gint32 engine = g_rand_int_range (random, 0, G_N_ELEMENTS (engines));
  g_autoptr (PronyEngineSpec) spec = prony_engine_spec_new ("http://127.0.0.1:8000", NULL);
  PronyTarget *target;

  spec->kind = engines[engine].kind;
  spec->name = g_strdup (engines[engine].name);
  target = prony_target_new (spec, models[g_rand_int_range (random, 0, G_N_ELEMENTS (models))]);
  target->engine_version = g_strdup ("0.9.1");
  target->simulated = g_rand_double (random) < 0.05;
  return target;
}

static double
get_pace_ms (const PronyTarget *target)
{
  for (guint i = 0; i < G_N_ELEMENTS (engines); i++)
    if (engines[i].kind == target->engine->kind)
      return engines[i].ms_per_token;
  return 20;
}

static void
add_events (PronyRequestRecord *record, double pace_ms, GRand *random)
{
  gint64 at_ns = record->sent_ns + (gint64) (g_rand_double_range (random, 60, 400) * NS_PER_MS);

  record->headers_ns = at_ns - NS_PER_MS;
  for (gint64 i = 0; i < record->completion_tokens; i++)
    {
      prony_request_record_add_event (record, PRONY_EVENT_CONTENT, at_ns, 1);
      at_ns += (gint64) (pace_ms * g_rand_double_range (random, 0.7, 1.5) * NS_PER_MS);
    }
  record->finished_ns = at_ns;
}

static PronyRequestRecord *
make_record (guint64 id, PronyTrial *trial, gint64 from_ns, GRand *random)
{
  PronyRequestRecord *record = prony_request_record_new (id);
  const char *sentence = sentences[g_rand_int_range (random, 0, G_N_ELEMENTS (sentences))];

  record->stream = (guint) (id % MAX (trial->load.concurrency, 1));
  record->scheduled_ns = from_ns + (gint64) id * 20 * NS_PER_MS;
  record->started_ns = record->scheduled_ns + g_rand_int_range (random, 10000, 200000);
  record->connected_ns = record->started_ns;
  record->sent_ns = record->started_ns + g_rand_int_range (random, 20000, 300000);
  record->prompt = g_strdup_printf ("[%08x] Say in other words: %s", g_rand_int (random), sentence);
  record->prompt_tokens = g_rand_int_range (random, 20, 900);
  record->count_source = PRONY_COUNT_USAGE;
  if (g_rand_double (random) < 0.01)
    {
      record->outcome = PRONY_OUTCOME_HTTP_5XX;
      record->http_status = 503;
      record->error_message = g_strdup ("The engine answered with status 503.");
      record->finished_ns = record->sent_ns + 5 * NS_PER_MS;
      prony_request_record_seal (record);
      return record;
    }

  record->http_status = 200;
  record->completion_tokens = g_rand_int_range (random, 16, 64);
  for (gint64 i = 0; i < record->completion_tokens; i += 16)
    g_string_append_printf (record->answer, "%s ", sentence);
  add_events (record, get_pace_ms (trial->target), random);
  prony_request_record_seal (record);
  return record;
}

/* Every figure that a real one has, of about the right size. */
static PronySummary *
make_summary (guint n, double pace_ms, GRand *random)
{
  PronySummary *summary = prony_summary_new ();

  for (guint i = 0; i < PRONY_N_DISTRIBUTIONS; i++)
    {
      PronyDistribution *distribution = &summary->distributions[i];
      double p50 = pace_ms / 1000 * g_rand_double_range (random, 0.9, 1.1) * (i + 1);

      *distribution = (PronyDistribution){
        n,
        p50 * 1.02,
        p50 * 0.2,
        p50 * 0.5,
        p50,
        p50 * 1.3,
        p50 * 2,
        p50 * 3,
        NAN,
        p50 * 4,
        { p50, p50 * 1.04 },
        { p50 * 0.98, p50 * 1.02 },
        { p50 * 1.9, p50 * 2.1 },
      };
    }
  for (guint i = PRONY_N_DISTRIBUTIONS; i < PRONY_N_METRICS; i++)
    summary->scalars[i - PRONY_N_DISTRIBUTIONS] = g_rand_double_range (random, 0.5, 200);
  summary->outcomes[PRONY_OUTCOME_OK] = n;
  summary->window_s = n * 0.02;
  summary->count_source = PRONY_COUNT_USAGE;
  return summary;
}

static void
put_requests (PronyStore *store, PronyRun *run, PronyTrial *trial, guint n, GRand *random)
{
  g_autoptr (GPtrArray) records =
    g_ptr_array_new_with_free_func ((GDestroyNotify) prony_request_record_unref);

  for (guint i = 1; i <= n; i++)
    {
      g_ptr_array_add (records, make_record (i, trial, run->started_ns + 1, random));
      if (records->len == RECORDS_IN_A_BATCH || i == n)
        {
          prony_store_put_requests (store, run, trial, records);
          g_ptr_array_set_size (records, 0);
        }
      if (i % 20000 == 0)
        prony_store_flush (store, NULL);
    }
}

static void
put_trials (PronyStore *store, PronyRun *run, guint n_trials, guint n, GRand *random)
{
  static const guint streams[] = { 1, 4, 16, 64 };
  g_autoptr (PronyTarget) first = make_target (random);
  g_autoptr (PronyTarget) second = make_target (random);
  gint32 scenario = g_rand_int_range (random, 0, G_N_ELEMENTS (scenarios));

  for (guint i = 0; i < n_trials; i++)
    {
      g_autoptr (PronyTrial) trial =
        prony_trial_new (i, i % 2 == 0 ? first : second, scenarios[scenario].name,
                         scenarios[scenario].title, scenarios[scenario].klass,
                         prony_load_level_closed (streams[i / 2 % G_N_ELEMENTS (streams)]));
      guint n_here = n / n_trials + (i == 0 ? n % n_trials : 0);

      trial->state = PRONY_STATE_FINISHED;
      trial->started_us = run->started_us + i;
      trial->duration_s = n_here * 0.02;
      trial->summary = make_summary (n_here, get_pace_ms (trial->target), random);
      prony_store_put_trial (store, run, trial);
      put_requests (store, run, trial, n_here, random);
    }
}

static void
put_marks (PronyStore *store, PronyRun *run, guint index, GRand *random)
{
  const char *own[3] = { NULL };

  if (index % 3 == 0)
    own[0] = tags[g_rand_int_range (random, 0, G_N_ELEMENTS (tags))];
  if (index % 9 == 0)
    own[1] = tags[g_rand_int_range (random, 0, G_N_ELEMENTS (tags))];
  if (own[0] != NULL)
    prony_store_set_run_tags (store, run->id, own);
  if (index % 50 == 0)
    {
      g_autoptr (PronyRunNote) note =
        prony_run_note_new (run->started_us, -1, "The fan was loud, and the room warm.");

      prony_store_put_note (store, run->id, note);
    }
  if (index % 500 == 0)
    prony_store_set_run_pinned (store, run->id, TRUE);
}

static void
put_run (PronyStore *store, guint index, guint n, GRand *random)
{
  const char *word = words[g_rand_int_range (random, 0, G_N_ELEMENTS (words))];
  g_autofree char *name = g_strdup_printf ("%s %u", word, index + 1);
  g_autoptr (PronyRun) run = prony_run_new (name);
  g_autofree char *id =
    g_strdup_printf ("%08x-%04x-4000-8000-%012x", g_rand_int (random), index & 0xffff, index);

  prony_set_str (&run->id, id);
  run->started_us = FIRST_DAY_US + (gint64) ((double) DAYS * index / n_runs * 86400e6);
  run->started_ns = G_GINT64_CONSTANT (1000000000000) + index;
  run->duration_s = n * 0.02;
  run->state = g_rand_double (random) < 0.97 ? PRONY_STATE_FINISHED : PRONY_STATE_STOPPED;
  run->host = prony_host_info_new ();
  run->plan_json = json_object_new ();
  json_object_set_int_member (run->plan_json, "seed", (gint64) index);
  prony_store_put_run (store, run);
  put_trials (store, run, 2 + 2 * (guint) g_rand_int_range (random, 0, 2), n, random);
  put_marks (store, run, index, random);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new ("FILE");
  g_autoptr (PronyStore) store = NULL;
  g_autoptr (GRand) random = NULL;
  g_autoptr (GError) error = NULL;
  guint left;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc != 2)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "A file is to be named.");
      return EXIT_FAILURE;
    }

  store = prony_store_open (argv[1], &error);
  random = g_rand_new_with_seed ((guint32) seed);
  left = (guint) MAX (n_requests - n_large, 0);
  for (guint i = 0; store != NULL && i < (guint) n_runs; i++)
    {
      guint n = i + 1 == (guint) n_runs ? (guint) n_large : left / ((guint) n_runs - 1 - i);

      put_run (store, i, n, random);
      left -= i + 1 == (guint) n_runs ? 0 : n;
      if (i % RUNS_BETWEEN_FLUSHES == 0 && !prony_store_flush (store, &error))
        break;
    }
  if (error == NULL && prony_store_close (store, &error))
    return EXIT_SUCCESS;

  g_printerr ("%s\n", error->message);
  return EXIT_FAILURE;
}
