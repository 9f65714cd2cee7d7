/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-analysis"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/analysis/prony-resource-charts.h"
#include "core/model/prony-run-targets.h"

#define MEGABYTE (1024.0 * 1024)

/* More lines than that nobody tells apart. */
#define SERIES_MAX 16

/* How the readings of one thing are found in a sample. */
typedef double (*HostFunc) (const PronyResourceSample *sample);
typedef double (*EngineFunc) (const PronyEngineReading *engine);
typedef double (*GpuFunc) (const PronyGpuReading *gpu);

typedef struct
{
  const char *title;
  PronyUnit unit;
  HostFunc host;     /* (nullable) */
  EngineFunc engine; /* (nullable) */
  GpuFunc gpu;       /* (nullable) */
} ChartKind;

static double
get_host_cpu (const PronyResourceSample *sample)
{
  return sample->cpu_percent;
}

static double
get_host_memory (const PronyResourceSample *sample)
{
  return sample->memory_used / MEGABYTE;
}

static double
get_engine_cpu (const PronyEngineReading *engine)
{
  return engine->cpu_percent;
}

static double
get_engine_memory (const PronyEngineReading *engine)
{
  return engine->memory / MEGABYTE;
}

static double
get_gpu_util (const PronyGpuReading *gpu)
{
  return gpu->util_percent;
}

static double
get_gpu_memory (const PronyGpuReading *gpu)
{
  return gpu->memory_used / MEGABYTE;
}

static double
get_gpu_power (const PronyGpuReading *gpu)
{
  return gpu->power_w;
}

static double
get_gpu_temperature (const PronyGpuReading *gpu)
{
  return gpu->temperature_c;
}

static const ChartKind kinds[] = {
  { N_ ("Processor Use of This Computer"), PRONY_UNIT_PERCENT, get_host_cpu, NULL, NULL },
  { N_ ("Processor Use of the Engines, of One Core"), PRONY_UNIT_PERCENT, NULL, get_engine_cpu,
    NULL },
  { N_ ("Memory in Use"), PRONY_UNIT_MEGABYTES, get_host_memory, get_engine_memory, NULL },
  { N_ ("GPU Use"), PRONY_UNIT_PERCENT, NULL, NULL, get_gpu_util },
  { N_ ("GPU Memory in Use"), PRONY_UNIT_MEGABYTES, NULL, NULL, get_gpu_memory },
  { N_ ("GPU Power"), PRONY_UNIT_WATTS, NULL, NULL, get_gpu_power },
  { N_ ("GPU Temperature"), PRONY_UNIT_CELSIUS, NULL, NULL, get_gpu_temperature },
};

typedef struct
{
  PronyRun *run;
  GPtrArray *samples;
  GPtrArray *targets;
  PronyChart *chart;
} Maker;

/* Returns: (nullable): the trial in whose window a moment is, of several at once the first */
static PronyTrial *
find_trial (Maker *self, gint64 at_ns)
{
  for (guint i = 0; i < self->run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (self->run->trials, i);

      if (trial->summary != NULL && trial->summary->window_start_ns > 0 &&
          at_ns >= trial->summary->window_start_ns && at_ns <= trial->summary->window_end_ns)
        return trial;
    }

  return NULL;
}

/* --- Series -------------------------------------------------------------------------- */

/* What is read for one series; without any of the three nothing is. */
typedef struct
{
  const ChartKind *kind;
  const char *engine_id; /* (nullable) */
  int gpu;               /* -1 for none */
} Source;

static double
read_value (const Source *source, PronyResourceSample *sample)
{
  if (source->engine_id != NULL)
    {
      const PronyEngineReading *engine =
        prony_resource_sample_find_engine (sample, source->engine_id);

      return engine != NULL ? source->kind->engine (engine) : NAN;
    }
  if (source->gpu >= 0)
    return (guint) source->gpu < sample->gpus->len
             ? source->kind->gpu (g_ptr_array_index (sample->gpus, source->gpu))
             : NAN;
  return source->kind->host (sample);
}

static gboolean
has_values (Maker *self, const Source *source)
{
  for (guint i = 0; i < self->samples->len; i++)
    if (isfinite (read_value (source, g_ptr_array_index (self->samples, i))))
      return TRUE;

  return FALSE;
}

/* Readings in the window of a trial lead to it. */
static void
add_series (Maker *self, const Source *source, const char *name, guint slot, gboolean simulated)
{
  guint series;

  if (self->chart->series->len >= SERIES_MAX || !has_values (self, source))
    return;

  series = prony_chart_add_series (self->chart, name, slot, simulated);
  for (guint i = 0; i < self->samples->len; i++)
    {
      PronyResourceSample *sample = g_ptr_array_index (self->samples, i);
      PronyTrial *trial = find_trial (self, sample->at_ns);

      prony_chart_add_point (self->chart, series,
                             (double) prony_run_ns_to_unix_us (self->run, sample->at_ns),
                             read_value (source, sample), NAN, NAN);
      if (trial != NULL)
        prony_chart_mark_last (self->chart, (gint64) trial->index + 1, FALSE);
    }
}

/* Of several targets at one engine the processes are the same. */
static gboolean
is_first_of_engine (Maker *self, guint index)
{
  PronyTarget *target = g_ptr_array_index (self->targets, index);

  for (guint i = 0; i < index; i++)
    {
      PronyTarget *other = g_ptr_array_index (self->targets, i);

      if (g_str_equal (other->engine->id, target->engine->id))
        return FALSE;
    }

  return TRUE;
}

static void
add_engines (Maker *self, const ChartKind *kind)
{
  for (guint i = 0; i < self->targets->len; i++)
    {
      PronyTarget *target = g_ptr_array_index (self->targets, i);
      const Source source = { kind, target->engine->id, -1 };

      if (is_first_of_engine (self, i))
        add_series (self, &source, target->name, i, target->simulated);
    }
}

/* The GPUs of a computer stay the same during a run, or there are fewer when one is lost. */
static PronyResourceSample *
find_most_gpus (Maker *self)
{
  PronyResourceSample *found = NULL;

  for (guint i = 0; i < self->samples->len; i++)
    {
      PronyResourceSample *sample = g_ptr_array_index (self->samples, i);

      if (found == NULL || sample->gpus->len > found->gpus->len)
        found = sample;
    }

  return found;
}

static void
add_gpus (Maker *self, const ChartKind *kind)
{
  PronyResourceSample *sample = find_most_gpus (self);

  for (guint i = 0; sample != NULL && i < sample->gpus->len; i++)
    {
      const PronyGpuReading *gpu = g_ptr_array_index (sample->gpus, i);
      const Source source = { kind, NULL, (int) i };
      g_autofree char *name = sample->gpus->len > 1
                                /* Translators: a number, and the name of a GPU */
                                ? g_strdup_printf (_ ("GPU %u: %s"), i + 1, gpu->name)
                                : g_strdup (gpu->name);

      add_series (self, &source, name, i, FALSE);
    }
}

/* Of trials that were measured at the same time the first stands for all. */
static void
add_windows (Maker *self)
{
  for (guint i = 0; i < self->run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (self->run->trials, i);
      g_autofree char *title = NULL;

      if (trial->summary == NULL || trial->summary->window_start_ns <= 0 ||
          trial->summary->window_end_ns < trial->summary->window_start_ns ||
          find_trial (self, trial->summary->window_start_ns) != trial)
        continue;
      title = prony_trial_get_title (trial);
      prony_chart_add_band (
        self->chart, (double) prony_run_ns_to_unix_us (self->run, trial->summary->window_start_ns),
        (double) prony_run_ns_to_unix_us (self->run, trial->summary->window_end_ns), title);
    }
}

/* --- Charts -------------------------------------------------------------------------- */

static PronyChart *
make_chart (Maker *self, const ChartKind *kind)
{
  g_autoptr (PronyChart) chart =
    prony_chart_new (PRONY_CHART_TIME, _ (kind->title), kind->unit, PRONY_BETTER_NEITHER);
  const Source host = { kind, NULL, -1 };

  chart->x_scale = PRONY_SCALE_TIME;
  self->chart = chart;
  add_windows (self);
  chart->x_title =
    g_strdup (chart->bands->len > 0 ? _ ("Time, shaded while a trial was measured") : _ ("Time"));
  if (kind->engine != NULL)
    add_engines (self, kind);
  if (kind->host != NULL)
    add_series (self, &host, _ ("This computer, all programs"), self->targets->len, FALSE);
  if (kind->gpu != NULL)
    add_gpus (self, kind);

  return prony_chart_has_values (chart) ? g_steal_pointer (&chart) : NULL;
}

/**
 * prony_resource_charts_make:
 * @run: a run
 * @samples: (element-type PronyResourceSample): its readings, by time
 *
 * Makes charts of what this computer, the engines on it and its GPUs used over the time of a
 * run. The `mark` of a datum is the number of the trial in whose window it was read, from 1,
 * or 0; those windows are bands. Any thread.
 *
 * Returns: (transfer full) (element-type PronyChart): those that there are readings for;
 *   empty where there are none
 */
GPtrArray *
prony_resource_charts_make (PronyRun *run, GPtrArray *samples)
{
  GPtrArray *charts = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_chart_unref);
  g_autoptr (GPtrArray) targets = NULL;
  Maker maker;

  g_return_val_if_fail (run != NULL && samples != NULL, charts);

  targets = prony_run_list_targets (run);
  maker = (Maker){ run, samples, targets, NULL };
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      PronyChart *chart = make_chart (&maker, &kinds[i]);

      if (chart != NULL)
        g_ptr_array_add (charts, chart);
    }

  return charts;
}
