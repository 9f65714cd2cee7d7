/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/metrics/prony-reading-series.h"
#include "core/metrics/prony-summarize.h"
#include "synthetic-records.h"

#define MB 1048576.0

/* --- Series -------------------------------------------------------------------------- */

typedef struct
{
  double at_s;
  double value;
} Reading;

typedef struct
{
  const char *what;
  PronyReadingShape shape;
  Reading readings[5];
  guint n;
  double from_s;
  double to_s;
  double integral;
  double max;
} SeriesCase;

static const SeriesCase series_cases[] = {
  { "a line", 0, { { 0, 100 }, { 1, 200 }, { 2, 100 } }, 3, 0, 2, 300, 200 },
  { "inside a line", 0, { { 0, 100 }, { 1, 200 }, { 2, 100 } }, 3, 0.5, 1.5, 175, 200 },
  { "between two", 0, { { 0, 100 }, { 1, 200 } }, 2, 0.25, 0.75, 75, 175 },
  { "held before and after", 0, { { 1, 100 }, { 2, 300 } }, 2, 0, 4, 100 + 200 + 600, 300 },
  { "since", PRONY_READING_SINCE, { { 0, 7 }, { 1, 100 }, { 2, 50 } }, 3, 0, 2, 150, 100 },
  { "since, in pieces",
    PRONY_READING_SINCE,
    { { 0, 7 }, { 1, 100 }, { 2, 50 } },
    3,
    0.5,
    3,
    150,
    100 },
  { "one", 0, { { 1, 100 } }, 1, 0, 2, 200, 100 },
  { "a hole", 0, { { 0, 100 }, { 6, 100 } }, 2, 0, 6, NAN, 100 },
  { "beside a hole", 0, { { 0, 100 }, { 1, 100 }, { 9, 100 } }, 3, 0, 1, 100, 100 },
  { "too long before", 0, { { 0, 100 } }, 1, 1, 6, NAN, 100 },
  { "too long after", 0, { { 9, 100 } }, 1, 0, 8, NAN, 100 },
  { "none", 0, { { 0, NAN } }, 1, 0, 1, NAN, NAN },
  { "order", 0, { { 1, 100 }, { 0, 900 }, { 1, 900 }, { 2, INFINITY } }, 4, 0, 2, 200, 100 },
};

static void
assert_near (double value, double expected)
{
  if (isnan (expected))
    g_assert_true (isnan (value));
  else
    g_assert_cmpfloat_with_epsilon (value, expected, 1e-9 * fmax (1, fabs (expected)));
}

static void
test_series (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (series_cases); i++)
    {
      const SeriesCase *it = &series_cases[i];
      g_autoptr (PronyReadingSeries) series = prony_reading_series_new (it->shape);

      g_test_message ("%s", it->what);
      for (guint k = 0; k < it->n; k++)
        prony_reading_series_add (series, at_s (it->readings[k].at_s), it->readings[k].value);
      assert_near (prony_reading_series_integrate (series, at_s (it->from_s), at_s (it->to_s)),
                   it->integral);
      assert_near (prony_reading_series_max (series, at_s (it->from_s), at_s (it->to_s)), it->max);
    }
}

static void
test_pauses (void)
{
  g_autoptr (PronyReadingSeries) series = prony_reading_series_new (PRONY_READING_LINEAR);
  g_autoptr (GArray) pauses = g_array_new (FALSE, FALSE, sizeof (PronyPause));
  const PronyPause all[] = { { at_s (-3), at_s (-2) },
                             { at_s (-1), at_s (1) },
                             { at_s (2), at_s (3) },
                             { at_s (9), at_s (20) } };

  g_array_append_vals (pauses, all, G_N_ELEMENTS (all));
  for (int i = 0; i <= 10; i++)
    prony_reading_series_add (series, at_s (i), 10 * i);

  /* 1 to 2 and 3 to 9. */
  assert_near (prony_reading_series_integrate_unpaused (series, at_s (0), at_s (10), pauses),
               15 + 360);
  assert_near (prony_reading_series_integrate_unpaused (series, at_s (0), at_s (10), NULL), 500);
}

/* --- Trials -------------------------------------------------------------------------- */

/* One request of 11 tokens from 0 to 10 s, read once a second from -2 to 12. */
typedef struct
{
  GPtrArray *records;
  GPtrArray *samples;
  PronySummaryInput input;
} Trial;

static void
setup (Trial *self, gconstpointer unused)
{
  self->records = new_records ();
  g_ptr_array_add (self->records, make_record (1, -0.002, 0, 1, 11));
  self->samples = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_resource_sample_unref);
  for (int i = -2; i <= 12; i++)
    g_ptr_array_add (self->samples, prony_resource_sample_new (at_s (i)));

  prony_summary_input_init (&self->input, self->records);
  self->input.readings = self->samples;
  self->input.engine_id = "mine";
  self->input.alone = TRUE;
}

static void
teardown (Trial *self, gconstpointer unused)
{
  g_ptr_array_unref (self->samples);
  g_ptr_array_unref (self->records);
}

static PronyEngineReading *
add_engine (PronyResourceSample *sample, const char *id, guint64 gpus)
{
  PronyEngineReading *engine = prony_resource_sample_add_engine (sample, id);

  engine->gpus = gpus;
  return engine;
}

static void
add_gpu (PronyResourceSample *sample, double util, double power)
{
  PronyGpuReading *gpu = prony_resource_sample_add_gpu (sample, "GPU");

  gpu->util_percent = util;
  gpu->power_w = power;
  gpu->power_limit_w = 400;
  gpu->temperature_c = 60 + power / 100;
  gpu->memory_used = 30;
  gpu->memory_total = 40;
}

static void
assert_figure (PronySummary *summary, PronyMetric metric, double expected)
{
  g_test_message ("%s", prony_metric_get_info (metric)->name);
  assert_near (prony_summary_get (summary, metric), expected);
}

static void
assert_no_gpu (PronySummary *summary)
{
  assert_figure (summary, PRONY_METRIC_GPU_UTIL_PERCENT, NAN);
  assert_figure (summary, PRONY_METRIC_POWER_W, NAN);
  assert_figure (summary, PRONY_METRIC_ENERGY_J, NAN);
  assert_figure (summary, PRONY_METRIC_TOKENS_PER_JOULE, NAN);
  g_assert_true (isnan (summary->signs.gpu_temperature_c));
}

/* Memory grows by 10 MB a second, and the processor is used in the window only. */
static void
test_processes (Trial *self, gconstpointer unused)
{
  g_autoptr (PronySummary) summary = NULL;
  g_autoptr (PronySummary) read = NULL;
  g_autoptr (JsonObject) object = NULL;

  for (guint i = 0; i < self->samples->len; i++)
    {
      PronyResourceSample *sample = self->samples->pdata[i];
      PronyEngineReading *engine = add_engine (sample, "mine", 0);
      int at = (int) i - 2;

      add_engine (sample, "other", 0)->memory = 1e12;
      engine->memory = (1000 + 10 * at) * MB;
      engine->cpu_percent = at > 0 && at <= 10 ? 250 : 0;
      sample->memory_used = 50 + at;
      sample->memory_total = 100;
      sample->swap_used = at * MB;
      add_gpu (sample, 0, 60); /* idle, and nobody's */
    }
  summary = prony_summarize (&self->input);

  assert_figure (summary, PRONY_METRIC_MEMORY_MB, 1050);
  assert_figure (summary, PRONY_METRIC_MEMORY_PEAK_MB, 1100);
  assert_figure (summary, PRONY_METRIC_MEMORY_GROWTH_MB, 100);
  assert_figure (summary, PRONY_METRIC_CPU_PERCENT, 250);
  assert_figure (summary, PRONY_METRIC_GPU_MEMORY_MB, NAN);
  assert_near (summary->signs.memory_share, 0.6);
  assert_near (summary->signs.swap_growth_mb, 10);
  assert_no_gpu (summary);
  g_assert_cmpint (summary->window_start_ns, ==, at_s (0));
  g_assert_cmpint (summary->window_end_ns, ==, at_s (10));

  /* And in files. */
  object = prony_summary_to_json (summary);
  read = prony_summary_from_json (object);
  assert_figure (read, PRONY_METRIC_MEMORY_GROWTH_MB, 100);
  assert_near (read->signs.memory_share, 0.6);
  g_assert_true (isnan (read->signs.gpu_heat_share));
  g_assert_cmpint (read->window_end_ns, ==, at_s (10));
  g_assert_false (json_object_has_member (object, "energy_j"));
}

typedef struct
{
  const char *what;
  guint64 own;
  guint64 others;
  gboolean alone;
  double power; /* of the second GPU, before and after the window 100 W more; NAN for none */
  double energy;
} GpuCase;

/* Two GPUs: the first idle at 60 W, the second busy. */
static const GpuCase gpu_cases[] = {
  { "by processes", 2, 0, TRUE, 300, 3000 },
  { "both, by processes", 3, 0, TRUE, 300, 3600 },
  { "whichever is busy", 0, 0, TRUE, 300, 3000 },
  { "by processes, beside others", 2, 1, FALSE, 300, 3000 },
  { "shared", 2, 2, FALSE, 300, NAN },
  { "shared with one that is not measured", 2, 3, TRUE, 300, 3000 },
  { "beside others, not known whose", 0, 0, FALSE, 300, NAN },
  { "does not tell", 2, 0, TRUE, NAN, NAN },
};

static void
test_gpus (Trial *self, gconstpointer unused)
{
  for (guint i = 0; i < G_N_ELEMENTS (gpu_cases); i++)
    {
      const GpuCase *it = &gpu_cases[i];
      g_autoptr (PronySummary) summary = NULL;

      g_test_message ("%s", it->what);
      teardown (self, NULL);
      setup (self, NULL);
      for (guint k = 0; k < self->samples->len; k++)
        {
          PronyResourceSample *sample = self->samples->pdata[k];
          gboolean outside = k < 2 || k > 12;

          add_engine (sample, "mine", it->own)->gpu_memory = 7 * MB;
          add_engine (sample, "other", it->others);
          add_gpu (sample, 1, 60);
          add_gpu (sample, outside ? 0 : 90, it->power + (outside ? 100 : 0));
        }
      self->input.alone = it->alone;
      summary = prony_summarize (&self->input);

      assert_figure (summary, PRONY_METRIC_ENERGY_J, it->energy);
      assert_figure (summary, PRONY_METRIC_POWER_W, it->energy / 10);
      assert_figure (summary, PRONY_METRIC_TOKENS_PER_JOULE, 11 / it->energy);
      assert_figure (summary, PRONY_METRIC_GPU_MEMORY_MB, 7);
      if (isfinite (it->energy))
        {
          assert_figure (summary, PRONY_METRIC_GPU_UTIL_PERCENT, it->own == 3 ? 45.5 : 90);
          assert_near (summary->signs.gpu_temperature_c, 63);
          assert_near (summary->signs.gpu_memory_share, 0.75);
          assert_near (summary->signs.gpu_heat_share, 0);
          assert_near (summary->signs.gpu_power_share, 0);
        }
    }
}

/* Power is told late, and the counter begins anew in the middle: 300 W in the window, and 100 W
 * before and after it. */
static void
test_counters (Trial *self, gconstpointer unused)
{
  g_autoptr (PronySummary) summary = NULL;
  double energy = 1e6;

  for (guint k = 0; k < self->samples->len; k++)
    {
      PronyResourceSample *sample = self->samples->pdata[k];
      int at = (int) k - 2;

      add_engine (sample, "mine", 3);
      add_gpu (sample, 90, at > 2 ? 200 : 0);
      add_gpu (sample, 90, NAN);
      energy = at == 5 ? 0 : energy + (at > 0 && at <= 10 ? 300 : 100);
      ((PronyGpuReading *) sample->gpus->pdata[0])->energy_j = energy;
      ((PronyGpuReading *) sample->gpus->pdata[1])->energy_j = 7;
    }
  summary = prony_summarize (&self->input);
  assert_figure (summary, PRONY_METRIC_ENERGY_J, 3000);
  assert_figure (summary, PRONY_METRIC_POWER_W, 300);
  assert_figure (summary, PRONY_METRIC_TOKENS_PER_JOULE, 11.0 / 3000);
}

/* Of the ten seconds a GPU is held back in five: by its limit, then by heat. */
static void
test_signs (Trial *self, gconstpointer unused)
{
  g_autoptr (PronySummary) summary = NULL;

  for (guint k = 0; k < self->samples->len; k++)
    {
      PronyResourceSample *sample = self->samples->pdata[k];
      int at = (int) k - 2;

      add_engine (sample, "mine", 1);
      add_gpu (sample, 100, at > 2 && at <= 7 ? 395 : 200);
      if (at > 5)
        ((PronyGpuReading *) sample->gpus->pdata[0])->slowdown = PRONY_GPU_SLOWDOWN_HEAT;
    }
  summary = prony_summarize (&self->input);
  assert_near (summary->signs.gpu_power_share, 0.5);
  assert_near (summary->signs.gpu_heat_share, 0.45);
}

/* Nobody's processes, and no readings at all. */
static void
test_nothing (Trial *self, gconstpointer unused)
{
  g_autoptr (PronySummary) other = NULL;
  g_autoptr (PronySummary) none = NULL;

  for (guint k = 0; k < self->samples->len; k++)
    {
      PronyResourceSample *sample = self->samples->pdata[k];

      add_engine (sample, "other", 1)->memory = MB;
      sample->memory_used = 50;
      sample->memory_total = 100;
      add_gpu (sample, 100, 300);
    }
  other = prony_summarize (&self->input);
  g_ptr_array_set_size (self->samples, 0);
  none = prony_summarize (&self->input);
  for (guint i = PRONY_METRIC_MEMORY_MB; i <= PRONY_METRIC_TOKENS_PER_JOULE; i++)
    {
      assert_figure (other, i, NAN);
      assert_figure (none, i, NAN);
    }
  g_assert_true (isnan (other->signs.memory_share));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/resource-use/series", test_series);
  g_test_add_func ("/resource-use/pauses", test_pauses);
  g_test_add ("/resource-use/processes", Trial, NULL, setup, test_processes, teardown);
  g_test_add ("/resource-use/gpus", Trial, NULL, setup, test_gpus, teardown);
  g_test_add ("/resource-use/counters", Trial, NULL, setup, test_counters, teardown);
  g_test_add ("/resource-use/signs", Trial, NULL, setup, test_signs, teardown);
  g_test_add ("/resource-use/nothing", Trial, NULL, setup, test_nothing, teardown);
  return g_test_run ();
}
