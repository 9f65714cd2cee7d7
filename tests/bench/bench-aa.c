/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* How often a comparison is right. The database was made by tests/bench/aa.py: the trials of
 * its one run are in turns of a simulated engine and of one that is slower. Says of how many of
 * 100 pairs of the first a winner is named, by mistake, and of how many pairs of both it is found
 * which is slower. Usage: bench-aa DATABASE */

#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "bench-figures.h"
#include "core/metrics/prony-comparison.h"
#include "core/store/prony-store.h"

static const PronyMetric metrics[] = {
  PRONY_METRIC_TTFT,
  PRONY_METRIC_TPOT,
  PRONY_METRIC_LATENCY,
  PRONY_METRIC_OUTPUT_TOKENS_PER_SEC,
};

#define N_METRICS G_N_ELEMENTS (metrics)
#define N_PAIRS 100

/* How far apart in time the trials of a pair are. */
#define MAX_DISTANCE 3

typedef struct
{
  PronyTrial *trial;
  GPtrArray *records;
} Sample;

/* In how many pairs something was clear: by each metric alone, and by any of them when all
 * are read together. */
typedef struct
{
  guint n_pairs;
  guint clear[N_METRICS];
  guint any;
} Count;

static void
compare (const Sample *first, const Sample *second, gboolean is_slower, Count *count)
{
  PronyComparison comparisons[N_METRICS];
  PronyComparison *all[N_METRICS];
  gboolean any = FALSE;

  if (count->n_pairs == N_PAIRS)
    return;

  for (guint i = 0; i < N_METRICS; i++)
    {
      PronyComparison *this = &comparisons[i];

      prony_comparison_init (this, metrics[i], first->trial->summary, first->records,
                             second->trial->summary, second->records);
      count->clear[i] += this->clear && !(is_slower && this->second_is_better);
      all[i] = this;
    }
  prony_comparison_adjust (all, N_METRICS);
  for (guint i = 0; i < N_METRICS; i++)
    any |= all[i]->clear && !(is_slower && all[i]->second_is_better);
  count->any += any;
  count->n_pairs++;
}

static void
print (const char *prefix, const Count *count)
{
  g_autofree char *pairs = g_strconcat (prefix, "_pairs", NULL);
  g_autofree char *any = g_strconcat (prefix, "_any", NULL);

  bench_print (pairs, count->n_pairs);
  bench_print (any, 100.0 * count->any / MAX (count->n_pairs, 1));
  for (guint i = 0; i < N_METRICS; i++)
    {
      g_autofree char *name =
        g_strconcat (prefix, "_", prony_metric_get_info (metrics[i])->name, NULL);

      bench_print (name, 100.0 * count->clear[i] / MAX (count->n_pairs, 1));
    }
}

static void
compare_all (GArray *samples)
{
  Count same = { 0 };
  Count slower = { 0 };

  for (guint distance = 1; distance <= MAX_DISTANCE; distance++)
    for (guint i = 0; i + 2 * distance < samples->len; i += 2)
      {
        const Sample *first = &g_array_index (samples, Sample, i);

        compare (first, first + 2 * distance, FALSE, &same);
        compare (first, first + 2 * distance - 1, TRUE, &slower);
      }
  print ("same", &same);
  print ("slower", &slower);
}

static void
sample_clear (gpointer data)
{
  Sample *self = data;

  prony_trial_unref (self->trial);
  g_ptr_array_unref (self->records);
}

static GArray *
read_samples (PronyStore *store, GError **error)
{
  const PronyRunFilter filter = { .limit = 1 };
  g_autoptr (GPtrArray) runs = prony_store_list_runs (store, &filter, error);
  g_autoptr (GArray) samples = g_array_new (FALSE, FALSE, sizeof (Sample));
  g_autoptr (PronyRun) run = NULL;

  g_array_set_clear_func (samples, sample_clear);
  if (runs != NULL && runs->len == 1)
    run = prony_store_get_run (store, ((PronyRun *) g_ptr_array_index (runs, 0))->id, error);
  for (guint i = 0; run != NULL && i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);
      GPtrArray *records =
        prony_store_get_requests_without_texts (store, run->id, trial->index, error);
      const Sample sample = { trial, records };

      if (records == NULL)
        return NULL;
      g_array_append_val (samples, sample);
      prony_trial_ref (trial);
    }

  return run != NULL ? g_steal_pointer (&samples) : NULL;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyStore) store = NULL;
  g_autoptr (GArray) samples = NULL;

  if (argc != 2)
    {
      fprintf (stderr, "Usage: bench-aa DATABASE\n");
      return EXIT_FAILURE;
    }

  store = prony_store_open (argv[1], &error);
  if (store != NULL)
    samples = read_samples (store, &error);
  if (samples == NULL)
    {
      fprintf (stderr, "bench-aa: %s\n", error != NULL ? error->message : "There is no run.");
      return EXIT_FAILURE;
    }

  compare_all (samples);
  return EXIT_SUCCESS;
}
