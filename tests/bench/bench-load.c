/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* How right and how costly the load generator is, against an engine whose pace is
 * known. Run by hand, on a computer that has nothing else to do:
 *
 *   prony-sim --api vllm --port 8199 --ttft-ms 100 --itl-ms 10 --jitter 0 &
 *   bench-load --url http://127.0.0.1:8199 --streams 100 --ttft-ms 100 --itl-ms 10
 */

#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/prony-clock.h"
#include "core/load/prony-load-generator.h"

typedef struct
{
  char *url;
  char *api;
  char *model;
  int streams;
  int requests;
  int warmups;
  int tokens;
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
  return spec;
}

static void
collect (const PronyRequestRecord *record, GArray *ttfts, GArray *gaps, guint64 *tokens)
{
  gint64 previous_ns = 0;

  for (guint i = 0; i < record->events->len; i++)
    {
      const PronyRecordEvent *event = &g_array_index (record->events, PronyRecordEvent, i);
      double ms;

      if (!prony_event_kind_carries_tokens (event->kind))
        continue;

      ms = 1e3 * prony_ns_to_s (event->at_ns - (previous_ns != 0 ? previous_ns : record->sent_ns));
      g_array_append_val (previous_ns != 0 ? gaps : ttfts, ms);
      previous_ns = event->at_ns;
      (*tokens)++;
    }
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double one = *(const double *) a;
  double other = *(const double *) b;

  return (one > other) - (one < other);
}

static double
quantile (GArray *values, double share)
{
  return values->len > 0 ? g_array_index (values, double, (guint) (share * (values->len - 1)))
                         : NAN;
}

static void
print_times (const char *name, GArray *values, double expected_ms)
{
  double median;

  g_array_sort (values, compare_doubles);
  median = quantile (values, 0.5);
  printf ("%-5s n %7u   p1 %9.3f   p50 %9.3f   p99 %9.3f   max %9.3f ms", name, values->len,
          quantile (values, 0.01), median, quantile (values, 0.99), quantile (values, 1));
  if (!isnan (expected_ms))
    printf ("   p50 off by %+.3f, p99 by %+.3f", median - expected_ms,
            quantile (values, 0.99) - expected_ms);
  printf ("\n");
}

static void
report (const Options *options, PronyLoadGenerator *generator)
{
  g_autoptr (GPtrArray) records = prony_load_generator_take_records (generator);
  g_autoptr (GArray) ttfts = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) gaps = g_array_new (FALSE, FALSE, sizeof (double));
  const char *message = NULL;
  guint64 tokens = 0;
  guint ok = 0;
  guint bad = 0;
  PronyLoadHealth health;
  double window_s;

  prony_load_generator_get_health (generator, &health);
  for (guint i = 0; i < records->len; i++)
    {
      const PronyRequestRecord *record = g_ptr_array_index (records, i);

      if (record->outcome != PRONY_OUTCOME_OK)
        {
          bad++;
          message = record->error_message;
        }
      else if (!record->warmup)
        {
          ok++;
          collect (record, ttfts, gaps, &tokens);
        }
    }

  window_s = prony_ns_to_s (health.window_end_ns - health.window_start_ns);
  printf ("%d streams, %u requests ok, %u not%s%s\n", options->streams, ok, bad,
          message != NULL ? ": " : "", message != NULL ? message : "");
  print_times ("TTFT", ttfts, options->ttft_ms);
  print_times ("ITL", gaps, options->itl_ms);
  printf ("%.0f tokens/s over %.2f s, CPU %.1f %% of a core, %.2f us a token, lag p99 %.3f ms, "
          "%" G_GUINT64_FORMAT " reconnects\n",
          (double) tokens / window_s, window_s, health.cpu_percent,
          1e4 * health.cpu_percent * window_s / (double) MAX (tokens, 1), 1e3 * health.lag_p99_s,
          health.reconnects);
}

static PronyTarget *
make_target (const Options *options, GError **error)
{
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new (options->url, error);
  PronyApi api;

  if (engine == NULL || !prony_api_from_string (options->api, &api, error))
    return NULL;

  engine->api = api;
  return prony_target_new (engine, options->model);
}

int
main (int argc, char *argv[])
{
  Options options = {
    .streams = 1,
    .warmups = 1,
    .tokens = 100,
    .ttft_ms = NAN,
    .itl_ms = NAN,
  };
  const GOptionEntry entries[] = {
    { "url", 0, 0, G_OPTION_ARG_STRING, &options.url, "The engine", "URL" },
    { "api", 0, 0, G_OPTION_ARG_STRING, &options.api, "Its API", "NAME" },
    { "model", 0, 0, G_OPTION_ARG_STRING, &options.model, "Its model", "NAME" },
    { "streams", 0, 0, G_OPTION_ARG_INT, &options.streams, "Streams", "N" },
    { "requests", 0, 0, G_OPTION_ARG_INT, &options.requests, "Requests of each stream", "N" },
    { "warmups", 0, 0, G_OPTION_ARG_INT, &options.warmups, "Warm-ups of each stream", "N" },
    { "tokens", 0, 0, G_OPTION_ARG_INT, &options.tokens, "Tokens of each answer", "N" },
    { "duration", 0, 0, G_OPTION_ARG_DOUBLE, &options.duration_s, "Seconds", "S" },
    { "ttft-ms", 0, 0, G_OPTION_ARG_DOUBLE, &options.ttft_ms, "What is right", "X" },
    { "itl-ms", 0, 0, G_OPTION_ARG_DOUBLE, &options.itl_ms, "What is right", "X" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyTarget) target = NULL;
  g_autoptr (PronyLoadGenerator) generator = NULL;
  PronyLoadConfig config = { 0 };

  g_option_context_add_main_entries (context, entries, NULL);
  if (g_option_context_parse (context, &argc, &argv, &error) && options.url != NULL)
    {
      options.api = options.api != NULL ? options.api : g_strdup ("openai-chat");
      options.model = options.model != NULL ? options.model : g_strdup ("m");
      target = make_target (&options, &error);
    }
  if (target == NULL)
    {
      fprintf (stderr, "bench-load: %s\n", error != NULL ? error->message : "--url is missing");
      return EXIT_FAILURE;
    }

  config.target = target;
  config.level = prony_load_level_closed ((guint) options.streams);
  config.warmup_per_stream = (guint) options.warmups;
  config.requests_per_stream =
    options.requests > 0 || options.duration_s > 0 ? (guint64) options.requests : 5;
  config.duration_s = options.duration_s;
  config.grace_s = 30;
  config.source = make_request;
  config.source_data = &options;

  generator = prony_load_generator_start (&config, &error);
  if (generator == NULL)
    {
      fprintf (stderr, "bench-load: %s\n", error->message);
      return EXIT_FAILURE;
    }

  prony_load_generator_wait (generator, -1);
  report (&options, generator);
  return EXIT_SUCCESS;
}
