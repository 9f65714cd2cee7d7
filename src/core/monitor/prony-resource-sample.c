/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-monitor"

#include "config.h"

#include <math.h>

#include "core/monitor/prony-resource-sample.h"

static void
gpu_free (gpointer data)
{
  PronyGpuReading *gpu = data;

  g_free (gpu->name);
  g_free (gpu);
}

static void
engine_free (gpointer data)
{
  PronyEngineReading *engine = data;

  g_free (engine->engine_id);
  g_free (engine);
}

/**
 * prony_resource_sample_new:
 * @at_ns: when, `CLOCK_MONOTONIC`
 *
 * Makes a sample for its maker to fill in; it is immutable from the moment that it is
 * handed over.
 *
 * Returns: (transfer full): a sample in which nothing is known
 */
PronyResourceSample *
prony_resource_sample_new (gint64 at_ns)
{
  PronyResourceSample *self = g_atomic_rc_box_new0 (PronyResourceSample);

  self->at_ns = at_ns;
  self->cpu_percent = NAN;
  self->memory_used = NAN;
  self->memory_total = NAN;
  self->gpus = g_ptr_array_new_with_free_func (gpu_free);
  self->engines = g_ptr_array_new_with_free_func (engine_free);
  return self;
}

/**
 * prony_resource_sample_ref:
 * @self: a sample
 *
 * Thread-safe.
 *
 * Returns: (transfer full): @self
 */
PronyResourceSample *
prony_resource_sample_ref (PronyResourceSample *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
sample_clear (gpointer data)
{
  PronyResourceSample *self = data;

  g_ptr_array_unref (self->gpus);
  g_ptr_array_unref (self->engines);
}

/**
 * prony_resource_sample_unref:
 * @self: (transfer full): a sample
 */
void
prony_resource_sample_unref (PronyResourceSample *self)
{
  g_atomic_rc_box_release_full (self, sample_clear);
}

/**
 * prony_resource_sample_add_gpu:
 * @self: a sample that nobody else has yet
 * @name: what the GPU is called
 *
 * Returns: (transfer none): its reading, in which nothing is known
 */
PronyGpuReading *
prony_resource_sample_add_gpu (PronyResourceSample *self, const char *name)
{
  PronyGpuReading *gpu = g_new (PronyGpuReading, 1);

  *gpu = (PronyGpuReading){ g_strdup (name), NAN, NAN, NAN, NAN, NAN };
  g_ptr_array_add (self->gpus, gpu);
  return gpu;
}

/**
 * prony_resource_sample_add_engine:
 * @self: a sample that nobody else has yet
 * @engine_id: which engine
 *
 * Returns: (transfer none): its reading, in which nothing is known
 */
PronyEngineReading *
prony_resource_sample_add_engine (PronyResourceSample *self, const char *engine_id)
{
  PronyEngineReading *engine = g_new (PronyEngineReading, 1);

  *engine = (PronyEngineReading){ g_strdup (engine_id), 0, NAN, NAN, NAN };
  g_ptr_array_add (self->engines, engine);
  return engine;
}

/**
 * prony_resource_sample_find_engine:
 * @self: a sample
 * @engine_id: which engine
 *
 * Returns: (transfer none) (nullable): what it uses; %NULL where its processes are not
 *   known, or are on another computer
 */
const PronyEngineReading *
prony_resource_sample_find_engine (PronyResourceSample *self, const char *engine_id)
{
  for (guint i = 0; i < self->engines->len; i++)
    {
      const PronyEngineReading *engine = g_ptr_array_index (self->engines, i);

      if (g_str_equal (engine->engine_id, engine_id))
        return engine;
    }

  return NULL;
}
