/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* How right the remaining time is that a run shows: carries out a plan, notes ten times a
 * second what is said to remain, and holds it against what it turned out to be. Usage:
 * bench-remaining OPTION…; see --help */

#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/bench/prony-runner.h"
#include "core/scenarios/prony-scenario-catalog.h"

#define SAMPLE_INTERVAL_MS 100

/* What is promised: from a tenth on within a fifth. Near the end the rest is so short
 * that a share of the whole is allowed instead. */
#define FROM 0.1
#define WITHIN 0.2
#define LEAST 0.02

static char *database = NULL;
static gboolean show_samples = FALSE;
static char *model = NULL;
static char **urls = NULL;
static char **scenarios = NULL;
static char **loads = NULL;
static double rate = 0;
static int requests = 0;
static double duration_s = 0;
static gboolean parallel = FALSE;

static const GOptionEntry options[] = {
  { "url", 0, 0, G_OPTION_ARG_STRING_ARRAY, &urls, "An engine", "URL" },
  { "model", 0, 0, G_OPTION_ARG_STRING, &model, "The model there", "NAME" },
  { "scenario", 0, 0, G_OPTION_ARG_STRING_ARRAY, &scenarios, "A scenario", "NAME" },
  { "streams", 0, 0, G_OPTION_ARG_STRING_ARRAY, &loads, "Requests at once", "N" },
  { "rate", 0, 0, G_OPTION_ARG_DOUBLE, &rate, "Instead: requests a second", "X" },
  { "requests", 0, 0, G_OPTION_ARG_INT, &requests, "Requests of a trial", "N" },
  { "duration", 0, 0, G_OPTION_ARG_DOUBLE, &duration_s, "Seconds of a trial", "S" },
  { "db", 0, 0, G_OPTION_ARG_FILENAME, &database, "Database to learn from and to keep it in",
    "FILE" },
  { "samples", 0, 0, G_OPTION_ARG_NONE, &show_samples,
    "Print each sample: elapsed, said to remain, remaining", NULL },
  { "parallel", 0, 0, G_OPTION_ARG_NONE, &parallel, "All engines at once", NULL },
  G_OPTION_ENTRY_NULL,
};

typedef struct
{
  double elapsed_s;
  double remaining_s;
  gboolean at_least;
} Sample;

typedef struct
{
  PronyRunner *runner;
  GArray *samples; /* of Sample */
  gboolean ended;
  GError *error;
} Watch;

static PronyPlan *
make_plan (GError **error)
{
  g_autoptr (PronyPlan) plan = prony_plan_new ();

  for (guint i = 0; urls != NULL && urls[i] != NULL; i++)
    {
      g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new (urls[i], error);

      if (engine == NULL)
        return NULL;
      g_ptr_array_add (plan->targets, prony_target_new (engine, model));
    }
  for (guint i = 0; scenarios != NULL && scenarios[i] != NULL; i++)
    {
      PronyScenario *scenario = prony_scenario_catalog_find (scenarios[i], error);

      if (scenario == NULL)
        return NULL;
      g_ptr_array_add (plan->scenarios, scenario);
    }
  for (guint i = 0; loads != NULL && loads[i] != NULL; i++)
    prony_plan_add_level (plan, prony_load_level_closed ((guint) atoi (loads[i])));
  if (rate > 0)
    prony_plan_add_level (plan, prony_load_level_open (rate, PRONY_ARRIVAL_POISSON));
  plan->requests = (guint) requests;
  plan->duration_s = duration_s;
  plan->warmup = 1;
  plan->calibrate = FALSE;
  plan->order = parallel ? PRONY_ORDER_PARALLEL : PRONY_ORDER_SEQUENTIAL;

  return prony_plan_check (plan, error) ? g_steal_pointer (&plan) : NULL;
}

static gboolean
on_sample_cb (gpointer data)
{
  Watch *self = data;
  g_autoptr (PronyRunSnapshot) snapshot =
    prony_live_feed_read (prony_runner_get_feed (self->runner));

  if (snapshot != NULL)
    {
      Sample sample = { snapshot->elapsed_s, snapshot->remaining_s, snapshot->remaining_at_least };

      g_array_append_val (self->samples, sample);
    }
  return G_SOURCE_CONTINUE;
}

static void
on_ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Watch *self = data;
  g_autoptr (PronyRun) run = prony_runner_run_finish (PRONY_RUNNER (source), result, &self->error);

  self->ended = TRUE;
}

static void
print_figures (GArray *samples)
{
  double total_s =
    samples->len > 0 ? g_array_index (samples, Sample, samples->len - 1).elapsed_s : 0;
  double worst = 0;
  double worst_at = 0;
  guint n = 0;
  guint n_unknown = 0;
  guint n_right = 0;
  guint n_least = 0;
  guint n_least_right = 0;

  for (guint i = 0; i < samples->len; i++)
    {
      const Sample *sample = &g_array_index (samples, Sample, i);
      double left_s = total_s - sample->elapsed_s;
      double error_s = fabs (sample->remaining_s - left_s);
      double allowed_s = fmax (WITHIN * left_s, LEAST * total_s);

      if (show_samples)
        printf ("sample %.2f %.2f %.2f%s\n", sample->elapsed_s, sample->remaining_s, left_s,
                sample->at_least ? " least" : "");
      if (sample->elapsed_s < FROM * total_s)
        continue;
      if (sample->at_least)
        {
          n_least++;
          n_least_right += sample->remaining_s <= left_s;
          continue;
        }
      n++;
      n_unknown += isnan (sample->remaining_s);
      n_right += error_s <= allowed_s;
      if (error_s / allowed_s > worst)
        {
          worst = error_s / allowed_s;
          worst_at = sample->elapsed_s / total_s;
        }
    }

  printf ("total_s %.2f\nsamples %u\nunknown %u\nright_percent %.1f\n", total_s, n, n_unknown,
          n > 0 ? 100.0 * n_right / n : 0);
  printf ("least_samples %u\nleast_right_percent %.1f\n", n_least,
          n_least > 0 ? 100.0 * n_least_right / n_least : 100);
  printf ("worst_percent %.1f\nworst_at_percent %.1f\n", 100 * WITHIN * worst, 100 * worst_at);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GArray) samples = g_array_new (FALSE, FALSE, sizeof (Sample));
  g_autoptr (PronyPlan) plan = NULL;
  g_autoptr (PronyStore) store = NULL;
  g_autoptr (PronyRunner) runner = NULL;
  g_autoptr (GError) error = NULL;
  Watch watch = { .samples = samples };

  g_option_context_add_main_entries (context, options, NULL);
  if (g_option_context_parse (context, &argc, &argv, &error))
    plan = make_plan (&error);
  if (plan != NULL && database != NULL)
    store = prony_store_open (database, &error);
  if (error != NULL)
    {
      fprintf (stderr, "bench-remaining: %s\n", error->message);
      return EXIT_FAILURE;
    }

  runner = prony_runner_new (plan, store);
  watch.runner = runner;
  prony_runner_run_async (runner, on_ended_cb, &watch);
  g_timeout_add (SAMPLE_INTERVAL_MS, on_sample_cb, &watch);
  while (!watch.ended)
    g_main_context_iteration (NULL, TRUE);
  if (watch.error != NULL)
    {
      fprintf (stderr, "bench-remaining: %s\n", watch.error->message);
      g_clear_error (&watch.error);
      return EXIT_FAILURE;
    }

  print_figures (samples);
  if (store != NULL)
    prony_store_close (store, NULL);
  return EXIT_SUCCESS;
}
