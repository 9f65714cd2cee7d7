/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-metrics"

#include "config.h"

#include <math.h>

#include "core/metrics/prony-request-metrics.h"
#include "core/metrics/prony-tag-cut.h"
#include "core/stats/prony-quantile.h"

/* What is collected for a tag. */
typedef struct
{
  PronyTagCut cut;
  guint64 n_ok;
  guint64 n_cancelled;
  GArray *ttft;
  GArray *latency;
  GArray *tokens_per_sec;
} Sample;

static void
sample_free (gpointer data)
{
  Sample *sample = data;

  g_array_unref (sample->ttft);
  g_array_unref (sample->latency);
  g_array_unref (sample->tokens_per_sec);
  g_free (sample);
}

static Sample *
sample_new (const char *tag)
{
  Sample *sample = g_new0 (Sample, 1);

  sample->cut.tag = tag;
  sample->ttft = g_array_new (FALSE, FALSE, sizeof (double));
  sample->latency = g_array_new (FALSE, FALSE, sizeof (double));
  sample->tokens_per_sec = g_array_new (FALSE, FALSE, sizeof (double));
  return sample;
}

/* In the order in which the cases have them. */
static GPtrArray *
list_samples (const PronyScenario *scenario, GHashTable *by_tag)
{
  GPtrArray *samples = g_ptr_array_new_with_free_func (sample_free);

  for (guint i = 0; i < scenario->cases->len; i++)
    {
      char **tags = ((PronyTestCase *) scenario->cases->pdata[i])->tags;

      for (guint j = 0; tags[j] != NULL; j++)
        if (!g_hash_table_contains (by_tag, tags[j]))
          {
            g_ptr_array_add (samples, sample_new (tags[j]));
            g_hash_table_insert (by_tag, tags[j], samples->pdata[samples->len - 1]);
          }
    }
  return samples;
}

static void
add_value (GArray *values, double value)
{
  if (isfinite (value))
    g_array_append_val (values, value);
}

static void
add_record (Sample *sample, const PronyRequestRecord *record)
{
  sample->cut.requests++;
  sample->n_cancelled += record->outcome == PRONY_OUTCOME_CANCELLED;
  if (record->outcome != PRONY_OUTCOME_OK)
    return;

  sample->n_ok++;
  sample->cut.quality_passed += record->quality == PRONY_QUALITY_PASS;
  sample->cut.quality_failed += record->quality == PRONY_QUALITY_FAIL;
  add_value (sample->ttft, prony_request_metric (record, PRONY_METRIC_TTFT));
  add_value (sample->latency, prony_request_metric (record, PRONY_METRIC_LATENCY));
  add_value (sample->tokens_per_sec, prony_request_metric (record, PRONY_METRIC_TOKENS_PER_SEC));
}

static double
get_median (GArray *values)
{
  return values->len > 0 ? prony_median ((double *) (gpointer) values->data, values->len) : NAN;
}

static double
get_share (guint64 part, guint64 all)
{
  return all > 0 ? (double) part / (double) all : NAN;
}

static void
finish (Sample *sample)
{
  PronyTagCut *cut = &sample->cut;

  cut->success_rate = get_share (sample->n_ok, cut->requests - sample->n_cancelled);
  cut->ttft_p50 = get_median (sample->ttft);
  cut->latency_p50 = get_median (sample->latency);
  cut->tokens_per_sec_p50 = get_median (sample->tokens_per_sec);
  cut->quality_pass_rate =
    get_share (cut->quality_passed, cut->quality_passed + cut->quality_failed);
}

/**
 * prony_tag_cut_is_possible:
 * @scenario: (nullable): what was asked
 *
 * Returns: whether any of its test cases has a tag of its own
 */
gboolean
prony_tag_cut_is_possible (const PronyScenario *scenario)
{
  for (guint i = 0; scenario != NULL && i < scenario->cases->len; i++)
    if (((PronyTestCase *) scenario->cases->pdata[i])->tags[0] != NULL)
      return TRUE;

  return FALSE;
}

/**
 * prony_tag_cut_make:
 * @scenario: what was asked
 * @records: (element-type PronyRequestRecord): the requests of a trial; needs no texts
 *
 * Cuts a trial by the tags of its test cases: a case with two tags is in both. Warm-up
 * requests are in none, and cancelled ones are in no figure but the count.
 *
 * Returns: (transfer full) (element-type PronyTagCut): the figures of each tag that was
 *   measured, in the order of the scenario; must not outlive @scenario
 */
GArray *
prony_tag_cut_make (const PronyScenario *scenario, GPtrArray *records)
{
  g_autoptr (GHashTable) by_tag = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) samples = list_samples (scenario, by_tag);
  GArray *cuts = g_array_new (FALSE, FALSE, sizeof (PronyTagCut));

  for (guint i = 0; i < records->len; i++)
    {
      const PronyRequestRecord *record = records->pdata[i];
      const PronyTestCase *test_case = prony_scenario_get_case (scenario, record->case_index);

      for (guint j = 0; !record->warmup && test_case != NULL && test_case->tags[j] != NULL; j++)
        add_record (g_hash_table_lookup (by_tag, test_case->tags[j]), record);
    }

  for (guint i = 0; i < samples->len; i++)
    {
      Sample *sample = samples->pdata[i];

      finish (sample);
      if (sample->cut.requests > 0)
        g_array_append_val (cuts, sample->cut);
    }
  return cuts;
}
