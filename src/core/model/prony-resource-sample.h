/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <json-glib/json-glib.h>

#include "base/prony-types.h"

G_BEGIN_DECLS

/**
 * PronyGpuSlowdown:
 * @PRONY_GPU_SLOWDOWN_POWER: so as not to draw more power than it may
 * @PRONY_GPU_SLOWDOWN_HEAT: so as not to get hotter than it may
 *
 * Why a GPU runs slower than it could.
 */
typedef enum
{
  PRONY_GPU_SLOWDOWN_POWER = 1 << 0,
  PRONY_GPU_SLOWDOWN_HEAT = 1 << 1,
} PronyGpuSlowdown;

/**
 * PronyGpuReading:
 * @name: what it is called
 * @util_percent: how busy it is, 0 to 100; NAN where it does not say, like those that
 *   follow
 * @memory_used: in bytes
 * @memory_total: in bytes
 * @power_w: in watts
 * @power_limit_w: more than this it does not draw, in watts
 * @energy_j: all that it has taken since some moment before, in joules
 * @temperature_c: in degrees Celsius
 * @slowdown: what slows it down, as far as its driver says; of #PronyGpuSlowdown
 *
 * How one GPU stands.
 */
typedef struct
{
  char *name;
  double util_percent;
  double memory_used;
  double memory_total;
  double power_w;
  double power_limit_w;
  double energy_j;
  double temperature_c;
  guint slowdown;
} PronyGpuReading;

/**
 * PronyEngineReading:
 * @engine_id: which engine
 * @pid: its first process, which listens at its port
 * @n_processes: its process and those that it has started
 * @cpu_percent: of one core, so more than 100 where several are busy; NAN where it is not
 *   known, like those that follow
 * @memory: resident, in bytes
 * @gpu_memory: of all GPUs, in bytes
 * @gpus: on which of the sample's GPUs, a bit for each; 0 where it is not known
 *
 * What the processes of an engine on this computer use.
 */
typedef struct
{
  char *engine_id;
  guint pid;
  guint n_processes;
  double cpu_percent;
  double memory;
  double gpu_memory;
  guint64 gpus;
} PronyEngineReading;

/**
 * PronyResourceSample:
 * @at_ns: when, `CLOCK_MONOTONIC`
 * @cpu_percent: of all cores together, 0 to 100, since the sample before; NAN for the
 *   first
 * @memory_used: what is not available to programs, in bytes
 * @memory_total: in bytes
 * @swap_used: in bytes
 * @gpus: (element-type PronyGpuReading): empty where there is none
 * @engines: (element-type PronyEngineReading): those whose processes are on this computer
 *
 * One reading of this computer. Reference counted, immutable.
 */
typedef struct
{
  gint64 at_ns;
  double cpu_percent;
  double memory_used;
  double memory_total;
  double swap_used;
  GPtrArray *gpus;
  GPtrArray *engines;
} PronyResourceSample;

PronyResourceSample *prony_resource_sample_new (gint64 at_ns);
PronyResourceSample *prony_resource_sample_ref (PronyResourceSample *self);
void prony_resource_sample_unref (PronyResourceSample *self);
PronyGpuReading *prony_resource_sample_add_gpu (PronyResourceSample *self, const char *name);
PronyEngineReading *prony_resource_sample_add_engine (PronyResourceSample *self,
                                                      const char *engine_id);
const PronyEngineReading *prony_resource_sample_find_engine (PronyResourceSample *self,
                                                             const char *engine_id);
JsonObject *prony_engine_reading_to_json (const PronyEngineReading *self);
JsonObject *prony_resource_sample_to_json (PronyResourceSample *self);
JsonObject *prony_resource_sample_to_whole_json (PronyResourceSample *self);
PronyResourceSample *prony_resource_sample_from_json (JsonObject *object);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyResourceSample, prony_resource_sample_unref)

G_END_DECLS
