/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Runs the load generator once and prints what it did as lines "name value". By
 * hand, on a computer that has nothing else to do:
 *
 *   prony-sim --api vllm --port 8199 --ttft-ms 100 --itl-ms 10 --stamp-tokens &
 *   bench-load --url http://127.0.0.1:8199 --streams 100 --duration 10
 *
 * tools/bench starts both, and judges the figures. */

#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "base/prony-clock.h"
#include "bench-figures.h"
#include "core/load/prony-load-generator.h"

#define POLL_US 100000
#define GRACE_S 30
/* Then all streams are at work, and no longer all begin at once. */
#define BEGINNING_NS PRONY_NS_PER_S

typedef struct
{
  char *url;
  char *api;
  char *model;
  char *arrival;
  char *table;
  int streams;
  int cap;
  int threads;
  int per_stream;
  int warmups;
  int tokens;
  gboolean vary;
  gint64 requests;
  gint64 seed;
  double rate;
  double duration_s;
  double ttft_ms;
  double itl_ms;
} Options;

static PronyRequestSpec *
make_request (const PronyRequestTicket *ticket, gpointer user_data)
{
  const Options *options = user_data;
  g_autofree char *prompt = g_strdup_printf ("%" G_GUINT64_FORMAT ": Tell a story.", ticket->index);
  PronyRequestSpec *spec = prony_request_spec_new (NULL, prompt);

  spec->stream = TRUE;
  spec->max_tokens = (guint) options->tokens;
  /* From three quarters to five quarters: of one length, all streams would begin
   * anew at the same moment. */
  if (options->vary)
    spec->max_tokens = (guint) options->tokens * (guint) (12 + ticket->index * 7 % 9) / 16;
  return spec;
}

static double
get_cpu_s (void)
{
  struct rusage usage = { 0 };

  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         1e-6 * (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

static void
take_records (PronyLoadGenerator *generator, BenchFigures *figures)
{
  g_autoptr (GPtrArray) records = prony_load_generator_take_records (generator);

  for (guint i = 0; i < records->len; i++)
    bench_figures_add (figures, g_ptr_array_index (records, i));
}

static void
print_health (PronyLoadGenerator *generator, BenchFigures *figures, double cpu_s)
{
  PronyLoadHealth health;

  prony_load_generator_get_health (generator, &health);
  bench_print ("threads", health.threads);
  bench_print ("window_s", prony_ns_to_s (health.window_end_ns - health.window_start_ns));
  bench_print ("due", (double) health.due);
  bench_print ("sent", (double) health.sent);
  bench_print ("retries", (double) health.retries);
  bench_print ("reconnects", (double) health.reconnects);
  bench_print ("retransmits", (double) health.retransmits);
  bench_print ("lag_p99_ms", 1e3 * health.lag_p99_s);
  bench_print ("busiest_thread_percent", health.cpu_percent);
  bench_print ("cpu_s", cpu_s);
  bench_print ("cpu_us_per_token", 1e6 * cpu_s / (double) bench_figures_count_tokens (figures));
  bench_print ("threads_us_per_token",
               1e6 * health.cpu_s / (double) bench_figures_count_tokens (figures));
  if (health.bound_ns > health.open_ns + BEGINNING_NS)
    bench_figures_print_rate (figures, health.open_ns + BEGINNING_NS, health.bound_ns);
}

static gboolean
run (const PronyLoadConfig *config, BenchFigures *figures, GError **error)
{
  double cpu_s = get_cpu_s ();
  g_autoptr (PronyLoadGenerator) generator = prony_load_generator_start (config, error);

  if (generator == NULL)
    return FALSE;

  while (!prony_load_generator_wait (generator, POLL_US))
    take_records (generator, figures);
  cpu_s = get_cpu_s () - cpu_s;
  take_records (generator, figures);
  bench_figures_print (figures);
  print_health (generator, figures, cpu_s);
  return TRUE;
}

static gboolean
fill_config (PronyLoadConfig *config, const Options *options, GError **error)
{
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new (options->url, error);
  PronyArrivalPattern arrival;
  PronyApi api;

  if (engine == NULL || !prony_api_from_string (options->api, &api, error))
    return FALSE;
  if (!prony_arrival_pattern_from_string (options->arrival, &arrival))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "There is no arrival “%s”.",
                   options->arrival);
      return FALSE;
    }

  engine->api = api;
  config->target = prony_target_new (engine, options->model);
  config->level = prony_load_level_closed ((guint) options->streams);
  if (options->rate > 0)
    {
      config->level = prony_load_level_open (options->rate, arrival);
      config->level.concurrency = (guint) options->cap;
    }
  config->seed = (guint64) options->seed;
  config->threads = (guint) options->threads;
  config->warmup_per_stream = (guint) options->warmups;
  config->requests = (guint64) options->requests;
  config->requests_per_stream = (guint64) options->per_stream;
  config->duration_s = options->duration_s;
  config->grace_s = GRACE_S;
  config->source = make_request;
  config->source_data = (gpointer) options;
  return TRUE;
}

static gboolean
parse (Options *options, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "url", 0, 0, G_OPTION_ARG_STRING, &options->url, "The engine", "URL" },
    { "api", 0, 0, G_OPTION_ARG_STRING, &options->api, "Its API", "NAME" },
    { "model", 0, 0, G_OPTION_ARG_STRING, &options->model, "Its model", "NAME" },
    { "streams", 0, 0, G_OPTION_ARG_INT, &options->streams, "Closed loop: streams", "N" },
    { "per-stream", 0, 0, G_OPTION_ARG_INT, &options->per_stream, "Requests of each", "N" },
    { "warmups", 0, 0, G_OPTION_ARG_INT, &options->warmups, "Warm-ups of each", "N" },
    { "rate", 0, 0, G_OPTION_ARG_DOUBLE, &options->rate, "Open loop: requests a second", "X" },
    { "arrival", 0, 0, G_OPTION_ARG_STRING, &options->arrival, "How they arrive", "NAME" },
    { "cap", 0, 0, G_OPTION_ARG_INT, &options->cap, "Most of them at once", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &options->seed, "Of the arrivals", "N" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &options->threads, "I/O threads", "N" },
    { "requests", 0, 0, G_OPTION_ARG_INT64, &options->requests, "Requests in all", "N" },
    { "duration", 0, 0, G_OPTION_ARG_DOUBLE, &options->duration_s, "Seconds", "S" },
    { "tokens", 0, 0, G_OPTION_ARG_INT, &options->tokens, "Tokens of each answer", "N" },
    { "vary", 0, 0, G_OPTION_ARG_NONE, &options->vary, "Let answers have several lengths", NULL },
    { "ttft-ms", 0, 0, G_OPTION_ARG_DOUBLE, &options->ttft_ms, "The engine's pace", "X" },
    { "itl-ms", 0, 0, G_OPTION_ARG_DOUBLE, &options->itl_ms, "The engine's pace", "X" },
    { "table", 0, 0, G_OPTION_ARG_FILENAME, &options->table, "Write stamps here", "FILE" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (options->url != NULL)
    return TRUE;

  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--url is missing.");
  return FALSE;
}

int
main (int argc, char *argv[])
{
  Options options = {
    .api = g_strdup ("openai-chat"),
    .model = g_strdup ("m"),
    .arrival = g_strdup ("constant"),
    .streams = 1,
    .tokens = 100,
    .seed = 1,
    .ttft_ms = NAN,
    .itl_ms = NAN,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (BenchFigures) figures = NULL;
  PronyLoadConfig config = { 0 };
  BenchPace pace = { .ttft_ns = -1 };
  gboolean done = FALSE;

  if (parse (&options, &argc, &argv, &error) && fill_config (&config, &options, &error))
    {
      if (!isnan (options.ttft_ms) && !isnan (options.itl_ms))
        {
          pace.ttft_ns = prony_s_to_ns (1e-3 * options.ttft_ms);
          pace.itl_ns = prony_s_to_ns (1e-3 * options.itl_ms);
        }
      figures = bench_figures_new (pace, options.table, &error);
      done = figures != NULL && run (&config, figures, &error);
    }
  if (!done)
    fprintf (stderr, "bench-load: %s\n", error->message);

  g_clear_pointer (&config.target, prony_target_unref);
  g_free (options.url);
  g_free (options.api);
  g_free (options.model);
  g_free (options.arrival);
  g_free (options.table);
  return done ? EXIT_SUCCESS : EXIT_FAILURE;
}
