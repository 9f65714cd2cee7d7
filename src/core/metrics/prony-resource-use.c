/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-metrics"

#include "config.h"

#include <math.h>

#include "core/metrics/prony-reading-series.h"
#include "core/metrics/prony-resource-use.h"

#define MEGABYTE (1024.0 * 1024)

/* Where the driver does not tell whose processes are on a GPU, a GPU is the engine's that was
 * as busy as this at least once in the window, and nobody else was measured. In percent. */
#define BUSY_PERCENT 20

/* A GPU that draws so much of what it may draws all of it: the regulation is not exact. */
#define POWER_LIMIT_SHARE 0.97

typedef struct
{
  PronySummary *summary;
  const PronySummaryInput *input;
  gint64 start_ns;
  gint64 end_ns;
  guint64 gpus; /* of the sample's, those that are the engine's alone */
} Window;

static void
set (Window *window, PronyMetric metric, double value)
{
  window->summary->scalars[metric - PRONY_N_DISTRIBUTIONS] = value;
}

/* --- Series ------------------------------------------------------------------------- */

typedef double (*ReadingFunc) (Window *window,
                               PronyResourceSample *sample,
                               const PronyEngineReading *engine);

static PronyReadingSeries *
collect (Window *window, PronyReadingShape shape, ReadingFunc read)
{
  PronyReadingSeries *series = prony_reading_series_new (shape);
  GPtrArray *samples = window->input->readings;

  for (guint i = 0; i < samples->len; i++)
    {
      PronyResourceSample *sample = g_ptr_array_index (samples, i);
      const PronyEngineReading *engine =
        prony_resource_sample_find_engine (sample, window->input->engine_id);

      if (engine != NULL)
        prony_reading_series_add (series, sample->at_ns, read (window, sample, engine));
    }

  return series;
}

static double
get_integral (Window *window, const PronyReadingSeries *series)
{
  return prony_reading_series_integrate_unpaused (series, window->start_ns, window->end_ns,
                                                  window->input->pauses);
}

static double
get_mean (Window *window, PronyReadingShape shape, ReadingFunc read)
{
  g_autoptr (PronyReadingSeries) series = collect (window, shape, read);

  return get_integral (window, series) / window->summary->window_s;
}

static double
get_max (Window *window, ReadingFunc read)
{
  g_autoptr (PronyReadingSeries) series = collect (window, PRONY_READING_LINEAR, read);

  return prony_reading_series_max (series, window->start_ns, window->end_ns);
}

static double
get_growth (Window *window, ReadingFunc read)
{
  g_autoptr (PronyReadingSeries) series = collect (window, PRONY_READING_LINEAR, read);

  return prony_reading_series_get_at (series, window->end_ns) -
         prony_reading_series_get_at (series, window->start_ns);
}

/* --- What is read -------------------------------------------------------------------- */

static double
read_memory (Window *window, PronyResourceSample *sample, const PronyEngineReading *engine)
{
  return engine->memory / MEGABYTE;
}

static double
read_cpu (Window *window, PronyResourceSample *sample, const PronyEngineReading *engine)
{
  return engine->cpu_percent;
}

static double
read_gpu_memory (Window *window, PronyResourceSample *sample, const PronyEngineReading *engine)
{
  return engine->gpu_memory / MEGABYTE;
}

static double
read_host_share (Window *window, PronyResourceSample *sample, const PronyEngineReading *engine)
{
  return sample->memory_used / sample->memory_total;
}

static double
read_swap (Window *window, PronyResourceSample *sample, const PronyEngineReading *engine)
{
  return sample->swap_used / MEGABYTE;
}

static const PronyGpuReading *
get_gpu (Window *window, PronyResourceSample *sample, guint index)
{
  return window->gpus >> index & 1 ? g_ptr_array_index (sample->gpus, index) : NULL;
}

static guint
count_gpus (PronyResourceSample *sample)
{
  return MIN (sample->gpus->len, 64);
}

typedef double (*GpuFunc) (const PronyGpuReading *gpu);

/* Of all the engine's GPUs; NAN where one of them does not tell. */
static double
sum_gpus (Window *window, PronyResourceSample *sample, GpuFunc read, guint *n)
{
  double sum = 0;

  *n = 0;
  for (guint i = 0; i < count_gpus (sample); i++)
    {
      const PronyGpuReading *gpu = get_gpu (window, sample, i);

      if (gpu == NULL)
        continue;
      sum += read (gpu);
      (*n)++;
    }

  return *n > 0 ? sum : NAN;
}

/* Of those of the engine's GPUs that tell; NAN where none does. */
static double
max_of_gpus (Window *window, PronyResourceSample *sample, GpuFunc read)
{
  double greatest = NAN;

  for (guint i = 0; i < count_gpus (sample); i++)
    {
      const PronyGpuReading *gpu = get_gpu (window, sample, i);

      if (gpu != NULL)
        greatest = fmax (greatest, read (gpu));
    }

  return greatest;
}

static double
get_util (const PronyGpuReading *gpu)
{
  return gpu->util_percent;
}

static double
get_power (const PronyGpuReading *gpu)
{
  return gpu->power_w;
}

static double
get_energy (const PronyGpuReading *gpu)
{
  return gpu->energy_j;
}

static double
get_memory_share (const PronyGpuReading *gpu)
{
  return gpu->memory_total > 0 ? gpu->memory_used / gpu->memory_total : NAN;
}

static double
get_temperature (const PronyGpuReading *gpu)
{
  return gpu->temperature_c;
}

static double
get_heat (const PronyGpuReading *gpu)
{
  return (gpu->slowdown & PRONY_GPU_SLOWDOWN_HEAT) != 0;
}

static double
get_power_limit (const PronyGpuReading *gpu)
{
  return (gpu->slowdown & PRONY_GPU_SLOWDOWN_POWER) != 0 ||
         gpu->power_w >= POWER_LIMIT_SHARE * gpu->power_limit_w;
}

static double
read_gpu_util (Window *window, PronyResourceSample *sample, const PronyEngineReading *engine)
{
  guint n;
  double sum = sum_gpus (window, sample, get_util, &n);

  return sum / n;
}

static double
read_power (Window *window, PronyResourceSample *sample, const PronyEngineReading *engine)
{
  guint n;

  return sum_gpus (window, sample, get_power, &n);
}

static double
read_energy (Window *window, PronyResourceSample *sample, const PronyEngineReading *engine)
{
  guint n;

  return sum_gpus (window, sample, get_energy, &n);
}

static double
read_gpu_share (Window *window, PronyResourceSample *sample, const PronyEngineReading *engine)
{
  return max_of_gpus (window, sample, get_memory_share);
}

static double
read_temperature (Window *window, PronyResourceSample *sample, const PronyEngineReading *engine)
{
  return max_of_gpus (window, sample, get_temperature);
}

static double
read_heat (Window *window, PronyResourceSample *sample, const PronyEngineReading *engine)
{
  return max_of_gpus (window, sample, get_heat);
}

static double
read_power_limit (Window *window, PronyResourceSample *sample, const PronyEngineReading *engine)
{
  return max_of_gpus (window, sample, get_power_limit);
}

/* --- Which GPUs ---------------------------------------------------------------------- */

typedef struct
{
  guint64 own;
  guint64 others;
  guint64 busy;
} GpuUse;

static void
note_gpus (Window *window, PronyResourceSample *sample, GpuUse *use)
{
  for (guint i = 0; i < sample->engines->len; i++)
    {
      const PronyEngineReading *engine = g_ptr_array_index (sample->engines, i);

      if (g_str_equal (engine->engine_id, window->input->engine_id))
        use->own |= engine->gpus;
      else
        use->others |= engine->gpus;
    }

  for (guint i = 0; i < count_gpus (sample); i++)
    if (((PronyGpuReading *) g_ptr_array_index (sample->gpus, i))->util_percent >= BUSY_PERCENT)
      use->busy |= (guint64) 1 << i;
}

/* Engines that share a GPU share its power and its use, and nobody can tell what is whose;
 * one that is only loaded while another is measured does not count. */
static guint64
find_gpus (Window *window)
{
  GPtrArray *samples = window->input->readings;
  GpuUse use = { 0 };

  for (guint i = 0; i < samples->len; i++)
    {
      PronyResourceSample *sample = g_ptr_array_index (samples, i);

      if (sample->at_ns >= window->start_ns && sample->at_ns <= window->end_ns)
        note_gpus (window, sample, &use);
    }

  if (window->input->alone)
    return use.own != 0 ? use.own : use.busy;
  return use.own & use.others ? 0 : use.own;
}

/* --- Figures ------------------------------------------------------------------------- */

static void
fill_processes (Window *window)
{
  set (window, PRONY_METRIC_MEMORY_MB, get_mean (window, PRONY_READING_LINEAR, read_memory));
  set (window, PRONY_METRIC_MEMORY_PEAK_MB, get_max (window, read_memory));
  set (window, PRONY_METRIC_MEMORY_GROWTH_MB, get_growth (window, read_memory));
  set (window, PRONY_METRIC_CPU_PERCENT, get_mean (window, PRONY_READING_SINCE, read_cpu));
  set (window, PRONY_METRIC_GPU_MEMORY_MB,
       get_mean (window, PRONY_READING_LINEAR, read_gpu_memory));
  window->summary->signs.memory_share = get_max (window, read_host_share);
  window->summary->signs.swap_growth_mb = get_growth (window, read_swap);
}

/* By the GPUs' own counters. Where they have none by their power, which many drivers tell as
 * the mean of the latest second: that comes late where the load has just changed. */
static double
get_window_energy (Window *window)
{
  g_autoptr (PronyReadingSeries) counter = collect (window, PRONY_READING_LINEAR, read_energy);
  g_autoptr (PronyReadingSeries) rate = prony_reading_series_new_rate (counter);
  g_autoptr (PronyReadingSeries) power = NULL;
  double energy = get_integral (window, rate);

  if (energy > 0)
    return energy;

  power = collect (window, PRONY_READING_LINEAR, read_power);
  return get_integral (window, power);
}

static void
fill_gpus (Window *window)
{
  PronySummary *summary = window->summary;
  double energy = get_window_energy (window);
  double rate = prony_summary_get (summary, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC);

  set (window, PRONY_METRIC_GPU_UTIL_PERCENT,
       get_mean (window, PRONY_READING_LINEAR, read_gpu_util));
  set (window, PRONY_METRIC_POWER_W, energy / summary->window_s);
  set (window, PRONY_METRIC_ENERGY_J, energy);
  if (energy > 0)
    set (window, PRONY_METRIC_TOKENS_PER_JOULE, rate * summary->window_s / energy);

  summary->signs.gpu_memory_share = get_max (window, read_gpu_share);
  summary->signs.gpu_temperature_c = get_max (window, read_temperature);
  summary->signs.gpu_heat_share = get_mean (window, PRONY_READING_LINEAR, read_heat);
  summary->signs.gpu_power_share = get_mean (window, PRONY_READING_LINEAR, read_power_limit);
}

/**
 * prony_resource_use_fill:
 * @summary: a summary whose window and rates are filled in
 * @input: what it is made from
 * @start_ns: when the window began
 * @end_ns: when it ended
 *
 * Fills in what the engine's processes and its GPUs used in the window, and what readings
 * tell about what may have held it back, as `docs/methodology.md` has it. Pauses do not
 * count. What an engine's processes use is never that of the whole computer: where they are
 * not known, everything is absent.
 */
void
prony_resource_use_fill (PronySummary *summary,
                         const PronySummaryInput *input,
                         gint64 start_ns,
                         gint64 end_ns)
{
  Window window = { summary, input, start_ns, end_ns, 0 };

  g_return_if_fail (summary != NULL && input != NULL);

  if (input->readings == NULL || input->engine_id == NULL || !(summary->window_s > 0))
    return;

  fill_processes (&window);
  window.gpus = find_gpus (&window);
  if (window.gpus != 0)
    fill_gpus (&window);
}
