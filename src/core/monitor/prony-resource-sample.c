/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-monitor"

#include "config.h"

#include <math.h>

#include "base/prony-json.h"
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

  *engine = (PronyEngineReading){ g_strdup (engine_id), 0, 0, NAN, NAN, NAN };
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

/* In the unit of the figures in result files. */
static void
add_megabytes (JsonObject *object, const char *name, double bytes)
{
  prony_json_add_double (object, name, bytes / (1024 * 1024));
}

static JsonObject *
gpu_to_json (const PronyGpuReading *gpu)
{
  JsonObject *object = json_object_new ();

  prony_json_add_string (object, "name", gpu->name);
  prony_json_add_double (object, "util_percent", gpu->util_percent);
  add_megabytes (object, "memory_mb", gpu->memory_used);
  add_megabytes (object, "memory_total_mb", gpu->memory_total);
  prony_json_add_double (object, "power_w", gpu->power_w);
  prony_json_add_double (object, "temperature_c", gpu->temperature_c);
  return object;
}

/**
 * prony_engine_reading_to_json:
 * @self: what the processes of an engine use
 *
 * Writes what was read: sizes in units of 2^20 bytes; what is not known has no key.
 *
 * Returns: (transfer full): the reading, without the engine's identifier
 */
JsonObject *
prony_engine_reading_to_json (const PronyEngineReading *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "pid", self->pid);
  json_object_set_int_member (object, "processes", self->n_processes);
  prony_json_add_double (object, "cpu_percent", self->cpu_percent);
  add_megabytes (object, "memory_mb", self->memory);
  add_megabytes (object, "gpu_memory_mb", self->gpu_memory);
  return object;
}

/**
 * prony_resource_sample_to_json:
 * @self: a sample
 *
 * Writes what was read of this computer: sizes in units of 2^20 bytes; what is not known
 * has no key.
 *
 * Returns: (transfer full): the sample, without its time and engines
 */
JsonObject *
prony_resource_sample_to_json (PronyResourceSample *self)
{
  JsonObject *object = json_object_new ();
  JsonArray *gpus = json_array_new ();

  prony_json_add_double (object, "cpu_percent", self->cpu_percent);
  add_megabytes (object, "memory_mb", self->memory_used);
  add_megabytes (object, "memory_total_mb", self->memory_total);
  for (guint i = 0; i < self->gpus->len; i++)
    json_array_add_object_element (gpus, gpu_to_json (g_ptr_array_index (self->gpus, i)));
  json_object_set_array_member (object, "gpus", gpus);
  return object;
}
