/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <math.h>

#include "base/prony-json.h"
#include "core/model/prony-resource-sample.h"

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
  self->swap_used = NAN;
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

  *gpu = (PronyGpuReading){ g_strdup (name), NAN, NAN, NAN, NAN, NAN, NAN, NAN, 0 };
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

  *engine = (PronyEngineReading){ g_strdup (engine_id), 0, 0, NAN, NAN, NAN, 0 };
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

/* --- As JSON ------------------------------------------------------------------------- */

#define MEGABYTE (1024.0 * 1024)

/* In the unit of the figures in result files. */
static void
add_megabytes (JsonObject *object, const char *name, double bytes)
{
  prony_json_add_double (object, name, bytes / MEGABYTE);
}

static const struct
{
  PronyGpuSlowdown slowdown;
  const char *name;
} slowdowns[] = {
  { PRONY_GPU_SLOWDOWN_POWER, "power" },
  { PRONY_GPU_SLOWDOWN_HEAT, "heat" },
};

static JsonArray *
slowdown_to_json (guint slowdown)
{
  JsonArray *names = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (slowdowns); i++)
    if (slowdown & slowdowns[i].slowdown)
      json_array_add_string_element (names, slowdowns[i].name);

  return names;
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
  prony_json_add_double (object, "power_limit_w", gpu->power_limit_w);
  prony_json_add_double (object, "energy_j", gpu->energy_j);
  prony_json_add_double (object, "temperature_c", gpu->temperature_c);
  if (gpu->slowdown != 0)
    json_object_set_array_member (object, "slowdown", slowdown_to_json (gpu->slowdown));
  return object;
}

/* By their places in the sample. */
static JsonArray *
list_gpus (guint64 gpus)
{
  JsonArray *places = json_array_new ();

  for (guint i = 0; i < 64; i++)
    if (gpus >> i & 1)
      json_array_add_int_element (places, i);

  return places;
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
  if (self->gpus != 0)
    json_object_set_array_member (object, "gpus", list_gpus (self->gpus));
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
  add_megabytes (object, "swap_mb", self->swap_used);
  for (guint i = 0; i < self->gpus->len; i++)
    json_array_add_object_element (gpus, gpu_to_json (g_ptr_array_index (self->gpus, i)));
  json_object_set_array_member (object, "gpus", gpus);
  return object;
}

/**
 * prony_resource_sample_to_whole_json:
 * @self: a sample
 *
 * Writes all of it, with its time and engines, for prony_resource_sample_from_json().
 *
 * Returns: (transfer full): the sample
 */
JsonObject *
prony_resource_sample_to_whole_json (PronyResourceSample *self)
{
  JsonObject *object = prony_resource_sample_to_json (self);
  JsonArray *engines = json_array_new ();

  json_object_set_int_member (object, "at_ns", self->at_ns);
  for (guint i = 0; i < self->engines->len; i++)
    {
      const PronyEngineReading *engine = g_ptr_array_index (self->engines, i);
      JsonObject *reading = prony_engine_reading_to_json (engine);

      prony_json_add_string (reading, "engine", engine->engine_id);
      json_array_add_object_element (engines, reading);
    }
  json_object_set_array_member (object, "engines", engines);
  return object;
}

static JsonObject *
get_element (JsonArray *array, guint index)
{
  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* More than this a reading never has, whoever wrote the file. */
static guint
count_elements (JsonArray *array)
{
  return array != NULL ? MIN (json_array_get_length (array), 1024) : 0;
}

static double
get_bytes (JsonObject *object, const char *name)
{
  return prony_json_get_double (object, name, NAN) * MEGABYTE;
}

static guint
slowdown_from_json (JsonArray *names)
{
  guint slowdown = 0;

  for (guint i = 0; i < count_elements (names); i++)
    {
      JsonNode *node = json_array_get_element (names, i);
      const char *name =
        json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;

      for (guint k = 0; k < G_N_ELEMENTS (slowdowns); k++)
        if (g_strcmp0 (name, slowdowns[k].name) == 0)
          slowdown |= slowdowns[k].slowdown;
    }

  return slowdown;
}

static void
add_gpu_from_json (PronyResourceSample *self, JsonObject *object)
{
  PronyGpuReading *gpu =
    prony_resource_sample_add_gpu (self, prony_json_get_string (object, "name", "GPU"));

  gpu->util_percent = prony_json_get_double (object, "util_percent", NAN);
  gpu->memory_used = get_bytes (object, "memory_mb");
  gpu->memory_total = get_bytes (object, "memory_total_mb");
  gpu->power_w = prony_json_get_double (object, "power_w", NAN);
  gpu->power_limit_w = prony_json_get_double (object, "power_limit_w", NAN);
  gpu->energy_j = prony_json_get_double (object, "energy_j", NAN);
  gpu->temperature_c = prony_json_get_double (object, "temperature_c", NAN);
  gpu->slowdown = slowdown_from_json (prony_json_get_array (object, "slowdown"));
}

static guint64
gpus_from_json (JsonArray *places)
{
  guint64 gpus = 0;

  for (guint i = 0; i < count_elements (places); i++)
    {
      JsonNode *node = json_array_get_element (places, i);
      gint64 place =
        json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node) : -1;

      if (place >= 0 && place < 64)
        gpus |= (guint64) 1 << place;
    }

  return gpus;
}

static void
add_engine_from_json (PronyResourceSample *self, JsonObject *object)
{
  const char *id = prony_json_get_string (object, "engine", NULL);
  PronyEngineReading *engine;

  if (id == NULL)
    return;

  engine = prony_resource_sample_add_engine (self, id);
  engine->pid = (guint) CLAMP (prony_json_get_int (object, "pid", 0), 0, G_MAXINT);
  engine->n_processes = (guint) CLAMP (prony_json_get_int (object, "processes", 0), 0, G_MAXINT);
  engine->cpu_percent = prony_json_get_double (object, "cpu_percent", NAN);
  engine->memory = get_bytes (object, "memory_mb");
  engine->gpu_memory = get_bytes (object, "gpu_memory_mb");
  engine->gpus = gpus_from_json (prony_json_get_array (object, "gpus"));
}

/**
 * prony_resource_sample_from_json:
 * @object: what prony_resource_sample_to_whole_json() has made, or less of it
 *
 * Reads a sample back. What is missing or of the wrong kind is absent.
 *
 * Returns: (transfer full): the sample
 */
PronyResourceSample *
prony_resource_sample_from_json (JsonObject *object)
{
  PronyResourceSample *self = prony_resource_sample_new (prony_json_get_int (object, "at_ns", 0));
  JsonArray *gpus = prony_json_get_array (object, "gpus");
  JsonArray *engines = prony_json_get_array (object, "engines");

  self->cpu_percent = prony_json_get_double (object, "cpu_percent", NAN);
  self->memory_used = get_bytes (object, "memory_mb");
  self->memory_total = get_bytes (object, "memory_total_mb");
  self->swap_used = get_bytes (object, "swap_mb");
  for (guint i = 0; i < count_elements (gpus); i++)
    add_gpu_from_json (self, get_element (gpus, i));
  for (guint i = 0; i < count_elements (engines); i++)
    add_engine_from_json (self, get_element (engines, i));
  return self;
}
