/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What a run takes of memory and disk: made-up requests go the way that measured ones
 * go, from an I/O thread through the recorder into a database, and are read back and
 * summed up at the end of the trial.
 *
 *   bench-memory --requests 100000 --tokens 100
 *
 * Prints lines "name value": sizes in bytes, and processor time. Growth is held against the process
 * with a small trial behind it; 4 bytes a token and 1 KB a request are allowed. */

#include "config.h"

#include <malloc.h>
#include <stdio.h>
#include <string.h>

#include <glib/gstdio.h>

#include "base/prony-clock.h"
#include "core/bench/prony-run-recorder.h"
#include "core/metrics/prony-summarize.h"

/* Records are handed over in such batches, as the load generator does. */
#define BATCH 256

/* A million tokens a second: more than an engine sends. */
#define TOKENS_PER_US 1

#define SMALL_TRIAL 2000

typedef struct
{
  int requests;
  int tokens;
  gboolean no_store;

  GAsyncQueue *batches;
  PronyStore *store; /* (nullable) */
  PronyRun *run;
  PronyRunRecorder *recorder;
  gint64 idle;
  gint64 seal_ns;
} Bench;

static void
print (const char *name, double value)
{
  printf ("%-36s %.6g\n", name, value);
}

/* --- The process -------------------------------------------------------------- */

static gint64
read_status (const char *field)
{
  g_autofree char *text = NULL;
  const char *line;

  g_file_get_contents ("/proc/self/status", &text, NULL, NULL);
  line = text != NULL ? strstr (text, field) : NULL;
  return line != NULL ? g_ascii_strtoll (line + strlen (field), NULL, 10) * 1024 : 0;
}

static gint64
get_resident (void)
{
  return read_status ("VmRSS:");
}

/* The most since the last call. */
static gint64
take_peak (void)
{
  gint64 peak = read_status ("VmHWM:");
  FILE *file = fopen ("/proc/self/clear_refs", "w");

  if (file != NULL)
    {
      fputs ("5", file);
      fclose (file);
    }
  return peak;
}

static void
print_growth (const Bench *bench, const char *name, gint64 resident)
{
  g_autofree char *per_request = g_strconcat (name, "_a_request", NULL);
  g_autofree char *share = g_strconcat (name, "_of_allowed", NULL);
  double growth = (double) (resident - bench->idle);
  double allowed = (4.0 * bench->tokens + 1024) * bench->requests;

  print (name, growth);
  print (per_request, growth / bench->requests);
  print (share, growth / allowed);
}

/* --- Requests ----------------------------------------------------------------- */

/* Gaps of 10 to 30 ms, five letters a token, as of an ordinary engine. */
static PronyRequestRecord *
make_record (guint64 id, int tokens, GRand *rand)
{
  PronyRequestRecord *record = prony_request_record_new (id);
  gint64 at_ns = prony_clock_now_ns ();

  record->stream = (guint) (id % 100);
  record->scheduled_ns = record->started_ns = record->connected_ns = at_ns;
  record->sent_ns = at_ns + 50000;
  record->headers_ns = at_ns + 90000000;
  record->prompt = g_strdup_printf ("%" G_GUINT64_FORMAT ": Tell a story.", id);
  prony_request_record_add_event (record, PRONY_EVENT_ROLE, record->headers_ns, 0);
  at_ns += 100000000;
  for (int i = 0; i < tokens; i++)
    {
      prony_request_record_add_event (record, PRONY_EVENT_CONTENT, at_ns, 1);
      g_string_append (record->answer, " word");
      at_ns += g_rand_int_range (rand, 10000000, 30000000);
    }
  prony_request_record_add_event (record, PRONY_EVENT_USAGE, at_ns, 0);
  prony_request_record_add_event (record, PRONY_EVENT_END, at_ns, 0);
  record->finished_ns = at_ns;
  record->prompt_tokens = 8;
  record->completion_tokens = tokens;
  record->count_source = PRONY_COUNT_USAGE;
  record->finish_reason = g_strdup ("stop");
  record->model = g_strdup ("llama-3.1-8b-instruct");
  record->http_status = 200;
  return record;
}

static GPtrArray *
batch_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) prony_request_record_unref);
}

/* The I/O thread. An empty batch ends. */
static gpointer
produce (gpointer user_data)
{
  Bench *bench = user_data;
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  GPtrArray *batch = batch_new ();

  bench->seal_ns = 0;
  for (int i = 0; i < bench->requests; i++)
    {
      PronyRequestRecord *record = make_record ((guint64) i + 1, bench->tokens, rand);
      gint64 before_ns = prony_clock_thread_cpu_ns ();

      prony_request_record_seal (record);
      bench->seal_ns += prony_clock_thread_cpu_ns () - before_ns;
      g_ptr_array_add (batch, record);
      if (batch->len < BATCH)
        continue;
      g_async_queue_push (bench->batches, g_steal_pointer (&batch));
      batch = batch_new ();
      g_usleep ((gulong) BATCH * bench->tokens / TOKENS_PER_US);
    }
  if (batch->len > 0)
    {
      g_async_queue_push (bench->batches, g_steal_pointer (&batch));
      batch = batch_new ();
    }
  g_async_queue_push (bench->batches, batch);
  return NULL;
}

/* The memory that a record takes, malloc's own included. */
static void
measure_record (const Bench *bench)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (GPtrArray) records =
    g_ptr_array_new_full (BATCH, (GDestroyNotify) prony_request_record_unref);
  struct mallinfo2 before, after;

  before = mallinfo2 ();
  for (guint i = 0; i < BATCH; i++)
    {
      PronyRequestRecord *record = make_record (i + 1, bench->tokens, rand);

      prony_request_record_seal (record);
      g_ptr_array_add (records, record);
    }
  after = mallinfo2 ();
  print ("record", (double) (after.uordblks - before.uordblks) / BATCH);
}

static gsize
measure_packed (GPtrArray *records)
{
  gsize size = 0;

  for (guint i = 0; i < records->len; i++)
    {
      g_autoptr (GBytes) packed = prony_request_record_pack_events (records->pdata[i]);

      size += g_bytes_get_size (packed);
    }
  return size;
}

/* --- A trial ------------------------------------------------------------------- */

static PronyTrial *
add_trial (Bench *bench)
{
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new ("http://127.0.0.1:1", NULL);
  g_autoptr (PronyTarget) target = prony_target_new (engine, "m");
  PronyTrial *trial = prony_trial_new (bench->run->trials->len, target, "story", "story",
                                       PRONY_SCENARIO_SHORT_LONG, prony_load_level_closed (100));

  g_ptr_array_add (bench->run->trials, trial);
  if (bench->store != NULL)
    prony_store_put_run (bench->store, bench->run);
  prony_run_recorder_put_trial (bench->recorder, trial);
  return trial;
}

static void
record_trial (Bench *bench, PronyTrial *trial)
{
  GThread *producer = g_thread_new ("bench", produce, bench);

  for (;;)
    {
      g_autoptr (GPtrArray) batch = g_async_queue_pop (bench->batches);

      if (batch->len == 0)
        break;
      prony_run_recorder_add (bench->recorder, trial, batch);
    }
  g_thread_join (producer);
}

static void
run_trial (Bench *bench, gboolean tell)
{
  PronyTrial *trial = add_trial (bench);
  g_autoptr (GPtrArray) records = NULL;
  PronySummaryInput input;
  gint64 start_ns, read_ns, end_ns, recorded, read;

  record_trial (bench, trial);
  recorded = take_peak ();

  start_ns = prony_clock_thread_cpu_ns ();
  records = prony_run_recorder_get_records (bench->recorder, trial->index, FALSE);
  read = get_resident ();
  read_ns = prony_clock_thread_cpu_ns ();
  prony_summary_input_init (&input, records);
  trial->summary = prony_summarize (&input);
  end_ns = prony_clock_thread_cpu_ns ();

  if (tell)
    {
      print ("seal_us", (double) bench->seal_ns / 1e3 / bench->requests);
      print ("packed_a_token",
             (double) measure_packed (records) / ((double) bench->requests * bench->tokens));
      print_growth (bench, "recording_peak", recorded);
      print_growth (bench, "records_at_end", read);
      print_growth (bench, "summary_peak", take_peak ());
      print ("read_s", prony_ns_to_s (read_ns - start_ns));
      print ("summary_s", prony_ns_to_s (end_ns - read_ns));
    }
  g_clear_pointer (&records, g_ptr_array_unref);
  prony_run_recorder_end_trial (bench->recorder, trial);
}

static void
run_bench (Bench *bench, const char *file_name)
{
  int requests = bench->requests;
  GStatBuf before, after;

  bench->run = prony_run_new ("bench");
  bench->run->started_ns = prony_clock_now_ns ();
  bench->recorder = prony_run_recorder_new (bench->store, bench->run);
  bench->batches = g_async_queue_new ();

  measure_record (bench);
  bench->requests = MIN (SMALL_TRIAL, requests);
  run_trial (bench, FALSE);
  if (bench->store != NULL)
    prony_store_flush (bench->store, NULL);
  g_stat (file_name, &before);

  bench->requests = requests;
  take_peak ();
  bench->idle = get_resident ();
  run_trial (bench, TRUE);
  print_growth (bench, "after", get_resident ());

  if (bench->store != NULL)
    {
      prony_store_close (bench->store, NULL);
      g_stat (file_name, &after);
      print ("database_a_request", (double) (after.st_size - before.st_size) / requests);
    }

  prony_run_recorder_free (bench->recorder);
  prony_run_unref (bench->run);
  g_async_queue_unref (bench->batches);
}

int
main (int argc, char *argv[])
{
  Bench bench = { .requests = 100000, .tokens = 100 };
  const GOptionEntry entries[] = {
    { "requests", 0, 0, G_OPTION_ARG_INT, &bench.requests, "In the trial", "N" },
    { "tokens", 0, 0, G_OPTION_ARG_INT, &bench.tokens, "Of each answer", "N" },
    { "no-store", 0, 0, G_OPTION_ARG_NONE, &bench.no_store, "Keep all in memory", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *file_name = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || bench.requests < 1 ||
      bench.tokens < 1)
    {
      fprintf (stderr, "%s\n", error != NULL ? error->message : "Too few of what is asked for.");
      return 2;
    }

  folder = g_dir_make_tmp ("bench-memory-XXXXXX", &error);
  if (folder != NULL)
    file_name = g_build_filename (folder, "prony.db", NULL);
  if (file_name != NULL && !bench.no_store)
    bench.store = prony_store_open (file_name, &error);
  if (error != NULL)
    {
      fprintf (stderr, "%s\n", error->message);
      return 1;
    }

  run_bench (&bench, file_name);

  g_clear_object (&bench.store);
  g_unlink (file_name);
  g_rmdir (folder);
  return 0;
}
