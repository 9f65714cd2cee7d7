/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-analysis"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/analysis/prony-run-definition.h"
#include "core/stats/prony-quantile.h"
#include "core/stats/prony-reservoir.h"
#include "core/stats/prony-sample.h"

/* Of more values than this of a trial, so many are drawn at random. */
#define MAX_VALUES 1000000

/* The tail of fewer values is not known. */
#define MIN_FOR_P99 100
#define MIN_FOR_P999 1000

struct _PronyRunDefinition
{
  PronyDefinition definition;
  guint n_trials;
  PronyDistribution *figures; /* by trial and metric */
};

/* What tools define differently. */
static const PronyMetric defined[] = { PRONY_METRIC_TTFT, PRONY_METRIC_ITL, PRONY_METRIC_TPOT };

#define N_DEFINED G_N_ELEMENTS (defined)

static void
fill (PronyDistribution *figures, PronyReservoir *reservoir)
{
  g_autoptr (GArray) sorted = prony_reservoir_sort (reservoir);
  const double *values = (const double *) (gpointer) sorted->data;
  PronyMoments moments;

  figures->count = prony_reservoir_get_seen (reservoir);
  if (sorted->len == 0)
    return;

  prony_moments (values, sorted->len, &moments);
  figures->mean = moments.mean;
  figures->sd = moments.sd;
  figures->min = values[0];
  figures->p50 = prony_quantile_sorted (values, sorted->len, 0.5);
  figures->p90 = prony_quantile_sorted (values, sorted->len, 0.9);
  figures->p95 = prony_quantile_sorted (values, sorted->len, 0.95);
  if (sorted->len >= MIN_FOR_P99)
    figures->p99 = prony_quantile_sorted (values, sorted->len, 0.99);
  if (sorted->len >= MIN_FOR_P999)
    figures->p999 = prony_quantile_sorted (values, sorted->len, 0.999);
  figures->max = values[sorted->len - 1];
}

static void
measure (PronyRunDefinition *self, guint trial, GPtrArray *records, GCancellable *cancellable)
{
  for (guint i = 0; i < N_DEFINED; i++)
    {
      g_autoptr (PronyReservoir) reservoir = prony_reservoir_new (MAX_VALUES, 1);
      g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));

      for (guint j = 0; j < records->len && !g_cancellable_is_cancelled (cancellable); j++)
        {
          const PronyRequestRecord *record = g_ptr_array_index (records, j);

          if (record->warmup)
            continue;
          g_array_set_size (values, 0);
          prony_definition_add_values (self->definition, defined[i], record, values);
          for (guint k = 0; k < values->len; k++)
            prony_reservoir_add (reservoir, g_array_index (values, double, k));
        }
      fill (&self->figures[trial * N_DEFINED + i], reservoir);
    }
}

/**
 * prony_run_definition_new:
 * @run: a run
 * @definition: whose definitions
 * @get_records: gives the requests of a trial with their events
 * @user_data: for @get_records
 * @cancellable: (nullable): makes it end early, with what there is by then
 *
 * Computes TTFT, ITL and TPOT of all trials as another tool would have, of the requests
 * that succeeded, those of the warm-up left out; of more than a million values of a trial,
 * from as many drawn at random. It reads from the disk: call it in a thread.
 *
 * Returns: (transfer full): the figures
 */
PronyRunDefinition *
prony_run_definition_new (PronyRun *run,
                          PronyDefinition definition,
                          PronyRecordsFunc get_records,
                          gpointer user_data,
                          GCancellable *cancellable)
{
  PronyRunDefinition *self;

  g_return_val_if_fail (run != NULL && get_records != NULL, NULL);

  self = g_atomic_rc_box_new0 (PronyRunDefinition);
  self->definition = definition;
  self->n_trials = run->trials->len;
  self->figures = g_new0 (PronyDistribution, self->n_trials * N_DEFINED + 1);
  for (guint i = 0; i < self->n_trials * N_DEFINED; i++)
    prony_distribution_init (&self->figures[i]);
  for (guint i = 0; i < self->n_trials && !g_cancellable_is_cancelled (cancellable); i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);
      g_autoptr (GPtrArray) records =
        trial->summary != NULL ? get_records (trial, user_data) : NULL;

      if (records != NULL)
        measure (self, i, records, cancellable);
    }

  return self;
}

/**
 * prony_run_definition_ref:
 * @self: figures
 *
 * Returns: (transfer full): @self
 */
PronyRunDefinition *
prony_run_definition_ref (PronyRunDefinition *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  PronyRunDefinition *self = data;

  g_free (self->figures);
}

/**
 * prony_run_definition_unref:
 * @self: (transfer full): figures
 */
void
prony_run_definition_unref (PronyRunDefinition *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/**
 * prony_run_definition_get_definition:
 * @self: figures
 *
 * Returns: whose definitions they are under
 */
PronyDefinition
prony_run_definition_get_definition (const PronyRunDefinition *self)
{
  return self->definition;
}

/**
 * prony_run_definition_get:
 * @self: figures
 * @trial: place of a trial in the run
 * @metric: TTFT, ITL or TPOT
 *
 * Returns: (transfer none) (nullable): its figures, without intervals; NANs where the tool
 *   has no such figure; %NULL for another metric
 */
const PronyDistribution *
prony_run_definition_get (const PronyRunDefinition *self, guint trial, PronyMetric metric)
{
  for (guint i = 0; i < N_DEFINED && trial < self->n_trials; i++)
    if (defined[i] == metric)
      return &self->figures[trial * N_DEFINED + i];

  return NULL;
}

/**
 * prony_run_definition_describe:
 * @definition: whose definitions
 *
 * Returns: (transfer full): a note for whoever reads figures under them, a line for each
 *   metric
 */
char *
prony_run_definition_describe (PronyDefinition definition)
{
  static const char *const names[N_DEFINED] = { N_ ("TTFT"), N_ ("ITL"), N_ ("TPOT") };
  GString *text = g_string_new (NULL);

  /* Translators: %s is a tool, such as "GuideLLM" */
  g_string_append_printf (text, _ ("TTFT, ITL and TPOT as %s defines them:"),
                          prony_definition_title (definition));
  for (guint i = 0; i < N_DEFINED; i++)
    {
      const char *sentence = prony_definition_describe (definition, defined[i]);

      /* Translators: the name of a metric, and what it is */
      g_string_append_printf (text, _ ("\n%s: %s"), _ (names[i]),
                              sentence != NULL ? sentence : _ ("It has no such figure."));
    }

  return g_string_free (text, FALSE);
}
